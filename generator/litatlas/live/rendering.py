"""MkDocs after a build, ready to render single pages of the site again."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from jinja2 import Environment
from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import _serve_url
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from litatlas.fast_render.beside import keep_shown, kept_of, site_of
from litatlas.mkdocs_build import PLUGIN, heard_warnings, load_mkdocs, mkdocs_errors, remove_packed_sitemap
from litatlas.mkdocs_plugin import LitatlasPlugin
from litatlas.pages.paths import DOCS
from litatlas.store.file_table import FileTable
from litatlas.store.files import replace_file


class Rendering:
    """A built site whose pages can be rendered one by one: by MkDocs itself, so that they are as in a build."""

    def __init__(
        self, home: Path, config: MkDocsConfig, files: Files, nav: Navigation, env: Environment, drafts: Path
    ) -> None:
        """Take what MkDocs has after a build; `drafts` is a folder for Markdown that stands nowhere else."""
        self.home = home
        self._config, self._files, self._nav, self._env = config, files, nav, env
        self._drafts = drafts

    @cached_property
    def _listed(self) -> list[File]:
        return list(self._files.documentation_pages(inclusion=InclusionLevel.is_in_serve))

    def write_generated(self, pages: Mapping[str, str]) -> None:
        """Write pages of the site from Markdown by its path in the survey; the files there are left alone."""
        for path, text in pages.items():
            source = path.removeprefix(f"{DOCS}/")
            replace_file(self._drafts / source, text.encode("utf-8"))
            config = self._config
            self._write(Page(None, File(source, str(self._drafts), config.site_dir, config.use_directory_urls), config))

    def write_own(self, path: str) -> bool:
        """Write a page of the site from a hand-written file; gives whether it is a page of the site."""
        file = self._files.get_file_from_path(path.removeprefix(f"{DOCS}/"))
        if file is None or file.page is None or not file.is_documentation_page():
            return False
        self._write(file.page)
        return True

    def _write(self, page: Page) -> None:
        # What `mkdocs.commands.build.build` (read: 1.6.1) does for each page, events of plugins included.
        _populate_page(page, self._config, self._files)
        is_draft = page.file.inclusion.value <= InclusionLevel.DRAFT.value
        _build_page(page, self._config, self._listed, self._nav, self._env, excluded=is_draft)


def mount_path(config: MkDocsConfig) -> str:
    """Give the path below which a site is served: that of its address."""
    return urlsplit(config.site_url or "/").path


def load_served(root: Path, home: Path, address: str, jobs: int) -> MkDocsConfig:
    """Load mkdocs.yml for a site that is served; takes what `render_site` does."""
    config = load_mkdocs(root, jobs=jobs, site_dir=str(site_of(home)), dev_addr=address)
    config.site_url = _serve_url(*config.dev_addr, mount_path(config))
    return config


def render_site(
    root: Path, home: Path, address: str, jobs: int, drafts: Path, generated: FileTable | None = None
) -> Rendering:
    """Build the HTML of a survey whose pages are written, to be served.

    Arguments:
        root: The survey folder.
        home: The folder that is to be its home (`beside`).
        address: Where it will be served: host and port.
        jobs: In how many processes pages are filled in; 0 for one on each core.
        drafts: A folder for Markdown that stands nowhere else.
        generated: How the generated files stand, where that is known.

    Raises:
        SurveyError: When MkDocs ends without a site.
    """
    with mkdocs_errors(), heard_warnings() as warnings:
        config = load_served(root, home, address, jobs)
        config.plugins.on_startup(command="serve", dirty=False)
        ours = cast("LitatlasPlugin", config.plugins[PLUGIN])
        ours.generated, ours.kept_in = generated, kept_of(home)
        mkdocs_build(config, serve_url=config.site_url)
    ours.keep_frames()
    remove_packed_sitemap(site_of(home))
    keep_shown(home, warnings)
    return Rendering(home, config, *ours.site, drafts)
