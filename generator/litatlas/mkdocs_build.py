"""Runs MkDocs on a survey whose pages are written."""

import contextlib
import copy
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Material's official switch for the banner about its own end of life, which would stand above every
# build and does not concern a survey: its pages build with Material's successor as well. It is read
# when the theme is first imported, so it is set before MkDocs is.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, MkDocsException
from mkdocs.utils.yaml import yaml_load
from pymdownx.snippets import SnippetMissingError  # type: ignore[import-untyped]
from yaml import YAMLError

from litatlas.fast_render.kept import FAST, forget
from litatlas.mkdocs_plugin import LitatlasPlugin
from litatlas.problems import SurveyError
from litatlas.store.file_table import FileTable

MKDOCS_FILE = "mkdocs.yml"
PLUGIN = "litatlas"


def build_site_with_mkdocs(
    root: Path,
    *,
    strict: bool = False,
    site: Path | None = None,
    fast: bool = True,
    jobs: int = 0,
    generated: FileTable | None = None,
) -> Path:
    """Build the HTML of a survey from the pages that are already under docs/.

    Arguments:
        root: The survey folder; holds mkdocs.yml.
        strict: Whether a warning of MkDocs (a broken link) fails the build.
        site: The folder to write to; `site_dir` of mkdocs.yml (`site`) unless told.
        fast: Whether generated pages may be filled in instead of rendered one by one; never where mkdocs.yml
            says `fast: false`.
        jobs: In how many processes that is done; 0 for one on each core.
        generated: How all generated files stand, where they were just written or looked at.

    Returns:
        The folder that holds the site.

    Raises:
        SurveyError: When there is no mkdocs.yml, or MkDocs ends without a site.
    """
    options: dict[str, Any] = {"strict": strict} | ({"site_dir": str(site.resolve())} if site else {})
    root = root.resolve()
    forget(root / FAST)
    with telling(logging.WARNING), mkdocs_errors(), in_survey(root):
        config = load_mkdocs(root, fast=fast, jobs=jobs, **options)
        config.plugins.on_startup(command="build", dirty=False)
        ours = config.plugins[PLUGIN]
        if isinstance(ours, LitatlasPlugin):
            ours.generated = generated
        try:
            mkdocs_build(config)
        finally:
            config.plugins.on_shutdown()
    if isinstance(ours, LitatlasPlugin):
        ours.keep_frames()
    built = Path(config.site_dir)
    remove_packed_sitemap(built)
    return built


def remove_packed_sitemap(site: Path) -> None:
    """Remove a file that holds the time of the build, and other bytes with another zlib; sitemap.xml says the same."""
    (site / "sitemap.xml.gz").unlink(missing_ok=True)


def load_mkdocs(root: Path, *, fast: bool = True, jobs: int = 0, **options: Any) -> MkDocsConfig:
    """Load a survey's mkdocs.yml with our plugin added; `options` go over what it says."""
    return load_config(str(_mkdocs_file(root)), plugins=plugins_with_ours(root, fast=fast, jobs=jobs), **options)


def plugins_with_ours(root: Path, *, fast: bool = True, jobs: int = 0) -> list[Any]:
    """Give the plugins that mkdocs.yml names, and ours where it does not, told that the pages are fresh.

    MkDocs loads its configuration anew for each rebuild, so a plugin put into
    a loaded one would be gone by the second; as an option it stays.
    """
    try:
        with _mkdocs_file(root).open("rb") as file:
            settings = yaml_load(file) or {}
    except YAMLError:
        settings = {}  # MkDocs itself says what is wrong when it loads the file, right after this.
    named = settings.get("plugins", ["search"])
    entries = [{name: options} for name, options in named.items()] if isinstance(named, dict) else list(named or ())
    names = [entry if isinstance(entry, str) else next(iter(entry)) for entry in entries]
    ours = next((entry[PLUGIN] or {} for entry in entries if isinstance(entry, dict) and PLUGIN in entry), {})
    others = [entry for entry, name in zip(entries, names, strict=True) if name != PLUGIN]
    chosen = ({} if fast else {"fast": False}) | ({"jobs": jobs} if jobs else {})
    return _Plugins([*others, {PLUGIN: {**ours, "fresh": True, **chosen}}])


class _Plugins(list[Any]):
    """Plugins that every reading finds whole: MkDocs takes each entry's options out, and reads anew at each rebuild."""

    def __iter__(self) -> Iterator[Any]:
        """Give copies of the entries."""
        return iter([copy.deepcopy(self[at]) for at in range(len(self))])


def _mkdocs_file(root: Path) -> Path:
    file = root / MKDOCS_FILE
    if not file.is_file():
        raise SurveyError(
            f"{root}: holds no {MKDOCS_FILE}; so there is no site to build from the pages;"
            " 'litatlas new DIR' writes one that you can copy"
        )
    return file


def in_survey(root: Path) -> contextlib.chdir[Path]:
    """Work in the survey's folder meanwhile.

    The folder of the blocks that hand-written pages include is relative to the
    working directory. MkDocs' own `!relative` tag would lift that, but Zensical
    does not read it, and mkdocs.yml serves both.
    """
    return contextlib.chdir(root)


@contextlib.contextmanager
def mkdocs_errors() -> Iterator[None]:
    """Turn what MkDocs raises into a `SurveyError`; it has logged the details by then."""
    try:
        yield
    except ConfigurationError as error:
        raise SurveyError(f"{MKDOCS_FILE}: {error}; no site was built; mend it there") from error
    except SnippetMissingError as error:
        # MkDocs has logged which page it is on.
        raise SurveyError(
            f"{error}; no site was built; correct the line that begins with '--8<--' to name a file of .litatlas/blocks"
        ) from None
    except MkDocsException as error:
        raise SurveyError(f"MkDocs: {str(error).rstrip('.!')}; no site was built") from error


@contextlib.contextmanager
def telling(level: int) -> Iterator[None]:
    """Let MkDocs' log messages of a level and above reach standard error, as it does on its own command line."""
    logger = logging.getLogger("mkdocs")
    handler = logging.StreamHandler()
    handler.setFormatter(_LowerCase("%(levelname)s: %(message)s"))
    # What our own plugin has to say is for whoever builds.
    handler.addFilter(lambda record: record.levelno >= level or record.name == f"mkdocs.plugins.{PLUGIN}")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(min(level, logging.INFO))
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


class _LowerCase(logging.Formatter):
    """Writes levels as problems do: `warning: ...`."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line of one message."""
        level = record.levelname
        record.levelname = level.lower()
        try:
            return super().format(record)
        finally:
            record.levelname = level


class _Heard(logging.Handler):
    """Keeps messages that are warnings or worse, as lines."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        self.lines.append(f"{record.levelname.lower()}: {record.getMessage()}")


@contextlib.contextmanager
def heard_warnings() -> Iterator[list[str]]:
    """Give the warnings that MkDocs logs meanwhile, as lines: `warning: ...`."""
    heard, logger = _Heard(), logging.getLogger("mkdocs")
    logger.addHandler(heard)
    try:
        yield heard.lines
    finally:
        logger.removeHandler(heard)
