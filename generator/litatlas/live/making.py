"""The process that makes one site: builds the survey, then previews changes to it until it is told to end."""

import gc
import logging
import shutil
import signal
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path, PurePosixPath

from mkdocs.plugins import get_plugin_logger

from litatlas.app import Generated, generate, page_loader
from litatlas.folder.records import NOTES
from litatlas.live.rendering import Rendering, render_site
from litatlas.live.watched import Watched
from litatlas.mkdocs_build import in_survey, telling
from litatlas.pages.paths import DOCS
from litatlas.preview import Preview, Previewer
from litatlas.problems import Problem, SurveyError
from litatlas.processes.collector import end
from litatlas.processes.parallel import dask_cluster, processes
from litatlas.progress import SILENT, Progress

log = get_plugin_logger("litatlas")

MOST = 20
"""Files that are previewed at once; more of them (another branch, say) are left to the build that follows."""


@dataclass(frozen=True, slots=True)
class Order:
    """A site to make."""

    root: Path
    """The survey folder."""

    site: Path
    """Where to write it; the process takes it away when it ends."""

    address: str
    """Where it will be served: host and port."""

    jobs: int = 0
    dask: str = ""
    progress: Progress = SILENT


@dataclass(frozen=True, slots=True)
class Made:
    """What became of an order."""

    problems: tuple[Problem, ...] = ()
    error: str = ""
    """Why there is no site; empty where there is one."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at the survey's files showed."""

    pages: tuple[str, ...] = ()
    """The pages of the site that now show what was changed."""

    problems: tuple[Problem, ...] = ()
    """Those that came with the changes."""


def make(connection: Connection, order: Order) -> None:
    """Make a site, send `Made`, and answer each question on the connection with what is `Seen`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to hear; it ends us then.
    signal.signal(signal.SIGTERM, end)
    drafts = order.site.with_name(f"{order.site.name}-drafts")
    # Nobody asks any more when the server has ended.
    with suppress(EOFError, BrokenPipeError, ConnectionResetError), telling(logging.WARNING), in_survey(order.root):
        try:
            try:
                follower = _build(connection, order, drafts)
                while follower is not None:
                    connection.recv()
                    connection.send(follower.look())
            finally:
                signal.signal(signal.SIGTERM, signal.SIG_IGN)  # It ends already.
        finally:
            # Not in the block above: who closes the connection sends the signal at once, which may end that one.
            shutil.rmtree(order.site, ignore_errors=True)
            shutil.rmtree(drafts, ignore_errors=True)


def _build(connection: Connection, order: Order, drafts: Path) -> "Follower | None":
    """Build survey and site, and say what became of them."""
    watched = Watched(order.root)
    try:
        pool = dask_cluster(order.dask) if order.dask else processes(order.jobs)
        generated = generate(order.root, write_ledger=False, progress=order.progress, pool=pool)
        if generated.written is None:
            connection.send(Made(generated.problems, "the survey has errors; mend them"))
            return None
        rendering = render_site(order.root, order.site, order.address, order.jobs, drafts)
    except SurveyError as error:
        connection.send(Made(error=str(error)))
        return None
    connection.send(Made(generated.problems))
    return Follower(order.root, watched, generated, rendering)


class Follower:
    """Brings single pages of a site up to date with the files that they are made from."""

    def __init__(self, root: Path, watched: Watched, generated: Generated, rendering: Rendering) -> None:
        """Get ready, so that the first change is shown as fast as the others."""
        self._root, self._watched, self._rendering = root, watched, rendering
        self._previewer = Previewer(generated.built.survey, generated.files, page_loader(root))
        self._previewer.warm()
        # What is here now stays to the end; a preview need not wait until all of it was looked through for garbage.
        gc.collect()
        gc.freeze()

    def look(self) -> Seen:
        """Show what has changed since the last look, as far as that can be done at once."""
        paths = self._watched.changed()
        pages: list[str] = []
        problems: list[Problem] = []
        for path in paths if len(paths) <= MOST else ():
            try:
                preview = self._preview(path)
            except Exception as error:  # whatever it is: the build that follows tells it, or gets over it
                log.debug("%s is not previewed: %r", path, error)
                continue
            pages += preview.pages
            problems += preview.problems
        return Seen(tuple(pages), tuple(problems))

    def _preview(self, path: str) -> Preview:
        folder, file = path.partition("/")[0], self._root / path
        if folder == DOCS:
            return Preview({path: ""} if self._rendering.write_own(path) else {})
        if folder == NOTES:
            text = file.read_text(encoding="utf-8-sig") if file.exists() else ""
            preview = self._previewer.note(PurePosixPath(path).stem, text)
        else:
            preview = self._previewer.record_file(path, file.read_bytes())
        self._rendering.write_generated(preview.pages)
        return preview
