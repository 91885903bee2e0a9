"""The process that makes one site: builds the survey, then previews changes to it until it is told to end."""

import gc
import logging
import shutil
import signal
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path, PurePosixPath

from mkdocs.plugins import get_plugin_logger
from msgspec import Struct

from litatlas.app import Generated, generate, page_loader
from litatlas.fast_render.beside import Beside, make_beside
from litatlas.folder.records import NOTES
from litatlas.live.frames import FrameRendering
from litatlas.live.rendering import Rendering, load_served, render_site
from litatlas.live.watched import Watched
from litatlas.mkdocs_build import in_survey, telling
from litatlas.pages.paths import DOCS
from litatlas.preview import Preview, Previewer
from litatlas.problems import Problem, SurveyError
from litatlas.processes.collector import end
from litatlas.processes.parallel import dask_cluster, processes
from litatlas.progress import SILENT, Progress
from litatlas.store.file_table import FileTable

log = get_plugin_logger("litatlas")

MOST = 20
"""Files that are previewed at once; more of them (another branch, say) are left to the build that follows."""


class Order(Struct, frozen=True):
    """A site to make."""

    root: Path
    """The survey folder."""

    home: Path
    """A folder for it and what it is made with; the process takes it away when it ends."""

    address: str
    """Where it will be served: host and port."""

    jobs: int = 0
    dask: str = ""
    progress: Progress = SILENT

    shown: Path | None = None
    """The home of the site that is shown, to be brought up to date where that will do."""

    again: frozenset[str] = frozenset()
    """Pages of it that were previewed, by path in the survey."""


class Made(Struct, frozen=True):
    """What became of an order."""

    problems: tuple[Problem, ...] = ()
    error: str = ""
    """Why there is no site; empty where there is one."""

    beside: Beside | None = None
    """What brings the site that is shown up to date; None where there is another one in the home that was ordered."""


class Seen(Struct, frozen=True):
    """What a look at the survey's files showed."""

    pages: tuple[str, ...] = ()
    """The pages of the site that now show what was changed."""

    problems: tuple[Problem, ...] = ()
    """Those that came with the changes."""

    tried: tuple[str, ...] = ()
    """The same pages, and those of which only some could be made."""


def make(connection: Connection, order: Order) -> None:
    """Make a site, send `Made`, and answer each `None` on the connection with what is `Seen`.

    Anything else is the home of the site that is shown then, and the end.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to hear; it ends us then.
    signal.signal(signal.SIGTERM, end)
    homes = {order.home}
    # Nobody asks any more when the server has ended.
    with suppress(EOFError, BrokenPipeError, ConnectionResetError), telling(logging.WARNING), in_survey(order.root):
        try:
            try:
                follower = _build(connection, order)
                if follower is not None:
                    homes.add(follower.rendering.home)
                    while (shown := connection.recv()) is None:
                        connection.send(follower.look())
                    homes.discard(shown)
            finally:
                signal.signal(signal.SIGTERM, signal.SIG_IGN)  # It ends already.
        finally:
            # Not in the block above: who closes the connection sends the signal at once, which may end that one.
            for home in homes:
                shutil.rmtree(home, ignore_errors=True)


def _build(connection: Connection, order: Order) -> "Follower | None":
    """Build survey and site, and say what became of them."""
    watched = Watched(order.root)
    try:
        pool = dask_cluster(order.dask) if order.dask else processes(order.jobs)
        generated = generate(order.root, write_ledger=False, progress=order.progress, pool=pool)
        if generated.written is None:
            connection.send(Made(generated.problems, "the survey has errors; mend them"))
            return None
        beside, rendering = _render(order, generated.written.standing)
    except SurveyError as error:
        connection.send(Made(error=str(error)))
        return None
    connection.send(Made(generated.problems, beside=beside))
    return Follower(order.root, watched, generated, rendering)


def _render(order: Order, generated: FileTable) -> tuple[Beside | None, Rendering | FrameRendering]:
    """Bring the site that is shown up to date where that will do, or build another one."""
    drafts, jobs = order.home / "drafts", order.jobs
    if order.shown is not None:
        again = [path.removeprefix(f"{DOCS}/") for path in order.again]
        place = order.home / "beside"
        load = partial(load_served, order.root, order.shown, order.address, jobs)
        made = make_beside(order.root, order.shown, place, again=again, jobs=jobs, generated=generated, load=load)
        if made is not None:
            return made[0], FrameRendering(made[1], order.shown, drafts)
    return None, render_site(order.root, order.home, order.address, jobs, drafts, generated)


class Follower:
    """Brings single pages of a site up to date with the files that they are made from."""

    def __init__(
        self, root: Path, watched: Watched, generated: Generated, rendering: Rendering | FrameRendering
    ) -> None:
        """Get ready, so that the first change is shown as fast as the others."""
        self.rendering = rendering
        self._root, self._watched = root, watched
        self._previewer = Previewer(generated.built.survey, generated.files, page_loader(root))
        self._previewer.warm()
        # What is here now stays to the end; a preview need not wait until all of it was looked through for garbage.
        gc.collect()
        gc.freeze()

    def look(self) -> Seen:
        """Show what has changed since the last look, as far as that can be done at once."""
        paths = self._watched.changed()
        pages: list[str] = []
        tried: list[str] = []
        problems: list[Problem] = []
        for path in paths if len(paths) <= MOST else ():
            try:
                preview = self._preview(path)
                tried += preview.pages
                if self._write(path, preview):
                    pages += preview.pages
            except Exception as error:  # whatever it is: the build that follows tells it, or gets over it
                log.debug("%s is not previewed: %r", path, error)
                continue
            problems += preview.problems
        return Seen(tuple(pages), tuple(problems), tuple(tried))

    def _preview(self, path: str) -> Preview:
        folder, file = path.partition("/")[0], self._root / path
        if folder == DOCS:
            return Preview({path: ""})
        if folder == NOTES:
            text = file.read_text(encoding="utf-8-sig") if file.exists() else ""
            return self._previewer.note(PurePosixPath(path).stem, text)
        return self._previewer.record_file(path, file.read_bytes())

    def _write(self, path: str, preview: Preview) -> bool:
        """Write pages into the site; gives whether they are pages of it."""
        if path.partition("/")[0] == DOCS:
            return self.rendering.write_own(path)
        self.rendering.write_generated(preview.pages)
        return True
