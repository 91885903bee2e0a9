"""The MkDocs plugin: pages follow the records while MkDocs serves, and papers get their page-head tags.

It only translates: events to calls, problems to log messages, errors to
MkDocs' own. A survey's mkdocs.yml need not name it (the pages are complete
without it); `litatlas serve` adds it for its live reload. Named there,
`mkdocs build` and `mkdocs serve` generate the pages themselves.
"""

import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from litatlas.citation.head_tags import to_html
from litatlas.fast_render.kept import FAST, SITEMAP
from litatlas.fast_render.old_site import OldSite
from litatlas.fast_render.render import FastRender, begin, wake
from litatlas.folder.config import SURVEY_FILE
from litatlas.folder.records import NOTES, RECORDS
from litatlas.folder.styles import STYLES
from litatlas.folder.theme import TEMPLATES
from litatlas.identity.permalink import LEDGER_FILE
from litatlas.identity.record_files import VOCABULARY_FILE
from litatlas.people import AUTHORS_FILE
from litatlas.problems import Problem, Severity, SurveyError
from litatlas.processes.parallel import Pool
from litatlas.store.file_table import FileTable
from litatlas.store.writing import OWNED

WATCHED = (RECORDS, NOTES, TEMPLATES, STYLES, SURVEY_FILE, VOCABULARY_FILE, AUTHORS_FILE, LEDGER_FILE)
"""What pages are made from, in the survey folder; a change to any of it makes them anew."""

LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.NOTE: logging.INFO}
"""How loud a problem is in MkDocs' log; with `mkdocs build --strict` a warning ends the build."""

log = get_plugin_logger("litatlas")


class LitatlasConfig(base.Config):  # type: ignore[no-untyped-call]  # MkDocs' own hook has no types
    """The options of the plugin in mkdocs.yml."""

    fresh = c.Type(bool, default=False)
    """Whether the pages were generated just now, so that the first build takes them as they are."""

    fast = c.Type(bool, default=True)
    """Whether generated pages are filled into frames of the theme instead of being rendered one by one."""

    jobs = c.Type(int, default=0)
    """In how many processes that is done; 0 for one on each core."""


class LitatlasPlugin(BasePlugin[LitatlasConfig]):  # type: ignore[no-untyped-call]  # as above
    """Generates a survey's pages before MkDocs reads them, again on every change while it serves."""

    generated: FileTable | None = None
    """How all generated files stand, where who builds the site knows it."""

    kept_in: Path | None = None
    """Where is kept what a served site's pages were made with, where somebody mends it."""

    def __init__(self) -> None:
        self._serving = False
        self._builds = 0
        self._dirty = False
        self._pool: Pool | None = None
        self._fast: FastRender | None = None
        self._old: OldSite | None = None
        self._files: Files | None = None
        self._nav: Navigation | None = None
        self._env: Environment | None = None

    @property
    def site(self) -> tuple[Files, Navigation, Environment]:
        """What MkDocs renders pages with, once it has built the site."""
        if self._files is None or self._nav is None or self._env is None:
            raise RuntimeError("MkDocs has built nothing yet")
        return self._files, self._nav, self._env

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember what MkDocs was started for; having this event keeps the instance between rebuilds."""
        self._serving = command == "serve"
        # MkDocs keeps the instance for the whole process: a second command must not take itself for a rebuild.
        self._builds = 0
        self.generated = self.kept_in = self._fast = None
        self._dirty = dirty

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Generate the pages, so that MkDocs finds them when it lists docs/ right after this."""
        self._builds += 1
        if not (self.config.fresh and self._builds == 1):
            self._generate(config)
        if not self._serving and not self._dirty:
            self._old = OldSite(Path(config.site_dir), survey_of(config) / FAST / "site")
            self._old.put_aside()
        self._pool = wake(config, self, self.config.jobs) if self.config.fast and not self._dirty else None

    def _generate(self, config: MkDocsConfig) -> None:
        # A preview promises no address: what is half typed must not enter the ledger.
        problems = generate_pages(survey_of(config), write_ledger=not self._serving)
        tell(problems)
        if not self._serving and any(problem.severity is Severity.ERROR for problem in problems):
            raise PluginError("the survey has errors; nothing was built; mend what is listed above")

    # Last of all plugins: files, navigation and environment are as they will be.
    @event_priority(-100)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take the generated pages out of MkDocs' hands, where nothing stands in the way of that."""
        self._fast, self._files = None, files
        if self._pool is not None:
            root = survey_of(config)
            keep = self.kept_in or (None if self._serving else root / FAST)
            self._fast = begin(root, config, files, self, self._pool, keep=keep, generated=self.generated)
        if self._old is not None:
            self._old.bring_back(self._fast.targets if self._fast is not None else ())
        if self._fast is not None:
            self._fast.begin()
        elif self._pool is not None:
            self._pool.close()
        return files

    @event_priority(-100)
    def on_nav(self, nav: Navigation, **_rest: Any) -> Navigation:
        """Remember the navigation, which stands on every page."""
        self._nav = nav
        return nav

    @event_priority(-100)
    def on_env(self, env: Environment, **_rest: Any) -> Environment:
        """Write these pages."""
        leave_no_blanks(env)
        self._env = env
        if self._fast is not None and self._nav is not None:
            self._fast.run(self._nav, env)
        return env

    def on_template_context(self, context: TemplateContext, *, template_name: str, **_rest: Any) -> TemplateContext:
        """Let templates that list all pages see all pages."""
        context = self._with_all_pages(context)
        if self._fast is not None and template_name == SITEMAP:
            # That a sitemap lists them is no surprise.
            context["pages"] = list(self._fast.all_pages.unnoticed())
        return context

    def on_page_context(self, context: TemplateContext, **_rest: Any) -> TemplateContext:
        """The same for pages."""
        return self._with_all_pages(context)

    def _with_all_pages(self, context: TemplateContext) -> TemplateContext:
        if self._fast is not None:
            context["pages"] = self._fast.all_pages
        return context

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, **_rest: Any) -> LiveReloadServer:
        """Watch what pages are made from, and of docs/ only what a person writes."""
        root = survey_of(config)
        for name in WATCHED:
            if (root / name).exists():
                server.watch(str(root / name))
        # MkDocs watches all of docs/. The pages that a rebuild writes there would set off a second one.
        server.unwatch(config.docs_dir)
        server.watch(config.docs_dir, recursive=False)
        for folder in handwritten_folders(root, Path(config.docs_dir)):
            server.watch(str(folder))
        return server

    def on_post_page(self, output: str, *, page: Page, **_rest: Any) -> str:
        """Put a paper's citation tags into the page's head, where the theme has not done so."""
        tags = citation_tags(page.meta)
        names = [tag["name"] for tag in page.meta.get("head") or () if "name" in tag]
        if tags and not (names and f'name="{names[0]}"' in output):
            output = output.replace("</head>", f"{tags}</head>", 1)
        if self._fast is not None:
            self._fast.rendered(page, output)
        return output

    # First of all plugins: only then are all pages there.
    @event_priority(100)
    def on_post_build(self, **_rest: Any) -> None:
        """Wait for the last of these pages, and gather what the next build can use."""
        if self._fast is not None:
            self._fast.finish()

    def on_build_error(self, **_rest: Any) -> None:
        """End the processes that were to write pages."""
        if self._pool is not None:
            self._pool.close()

    def keep_frames(self) -> None:
        """Keep it for a later run."""
        if self._fast is not None:
            self._fast.keep()


def leave_no_blanks(env: Environment) -> None:
    """Let the lines of the theme that hold nothing but commands leave no blank lines on every page."""
    env.trim_blocks = env.lstrip_blocks = True


def generate_pages(root: Path, *, write_ledger: bool) -> tuple[Problem, ...]:
    """Generate the pages of a survey; an error that ends the run becomes MkDocs' own, without a traceback."""
    # A build whose pages are there needs nothing of all that makes them, which takes as long to import as MkDocs.
    from litatlas.app import generate

    try:
        return generate(root, write_ledger=write_ledger).problems
    except SurveyError as error:
        raise PluginError(str(error)) from error


def tell(problems: Iterable[Problem]) -> None:
    """Say each problem in MkDocs' log."""
    for problem in problems:
        log.log(LEVELS[problem.severity], "%s", problem)


def survey_of(config: MkDocsConfig) -> Path:
    """Give the survey folder: the one in which mkdocs.yml stands."""
    return Path(config.config_file_path).parent


def handwritten_folders(root: Path, docs: Path) -> list[Path]:
    """Give the folders right below docs/ that are not the generator's, in order."""
    owned = {root / path for path in OWNED}
    return sorted(folder for folder in docs.iterdir() if folder.is_dir() and folder not in owned)


def citation_tags(meta: Mapping[str, Any]) -> str:
    """Give the tags that a paper's page has for its head in front matter, as HTML; other pages have none."""
    if meta.get("page") != "paper":
        return ""
    tags = "".join(f"{to_html(tag)}\n" for tag in meta.get("head") or ())
    data = meta.get("json_ld")
    return f'{tags}<script type="application/ld+json">{data}</script>\n' if data else tags
