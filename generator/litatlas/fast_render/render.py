"""The fast path of a build: which pages take it, and what falls back."""

from collections import Counter, deque
from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import uuid4

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from msgspec import Struct, field

from litatlas.fast_render.choosing import LEAST, candidates, converts_by_shapes, has_many, is_alone, obstacle
from litatlas.fast_render.files import Listed, WrittenFile
from litatlas.fast_render.frame import Form
from litatlas.fast_render.framing import Framing, folder_of
from litatlas.fast_render.keeping import Keeper, place_of
from litatlas.fast_render.kept import FAST, PLACES, SHAPES, Kept, key_of
from litatlas.fast_render.kept_shapes import read_shapes, write_shapes
from litatlas.fast_render.places import Place, Places, Setup
from litatlas.fast_render.theme import Theme
from litatlas.fast_render.writer import Done, Task, chunks, get_ready, maker_of, write_pages
from litatlas.processes.parallel import Pool, processes
from litatlas.store.file_table import FileTable

log = get_plugin_logger("litatlas")

FEW = 3
"""A form that fewer pages have gets no frame: MkDocs renders them as fast."""

NO_FRAME = "no frame"

MANY = 3000
"""From so many pages on, worker processes fill them in."""

PAGES_A_TASK, COPIES_A_TASK = 96, 1000

TASKS_AHEAD = 32
"""Tasks of pages that are handed out at once: enough for the time in which the first frames are checked."""


def wake(config: MkDocsConfig, ours: object, jobs: int = 0) -> Pool:
    """Give the processes that are to make pages; where there are many, these start while MkDocs looks for its files.

    Arguments:
        config: MkDocs' configuration.
        ours: Our own plugin.
        jobs: How many processes to work in; 0 for one on each core.
    """
    # Worker processes need a second for themselves, which is worth a thousand pages.
    are_many = not obstacle(config, ours) and has_many(config, MANY)
    pool = processes(jobs if are_many else 1)
    pool.wake(get_ready, None)
    return pool


def begin(
    root: Path,
    config: MkDocsConfig,
    files: Files,
    ours: object,
    pool: Pool,
    *,
    keep: Path | None = None,
    generated: FileTable | None = None,
) -> "FastRender | None":
    """Take generated files out of MkDocs' hands; None where the build cannot take the fast path, or need not.

    Arguments:
        root: The survey folder.
        config: MkDocs' configuration.
        files: All files that it found; those that are taken turn into ones that it leaves alone.
        ours: Our own plugin.
        pool: The processes to work in.
        keep: A folder for what its pages were made with; None where the site does not stay for a later run.
        generated: As `sources_of` takes it.
    """
    taken = list(candidates(files, config))
    if sum(file.is_documentation_page() for file in taken) < LEAST:
        return None
    if reason := obstacle(config, ours):
        log.info("pages are rendered one by one, which takes longer: %s", reason)
        return None
    setup = Setup(
        docs=config.docs_dir,
        site=config.site_dir,
        extensions=tuple(config.markdown_extensions),
        configs=dict(config.mdx_configs),
        addresses=str((keep or root / FAST) / PLACES),
        shapes=str(root / FAST / SHAPES),
        directories=config.use_directory_urls,
        by_shapes=converts_by_shapes(config),
        build=uuid4().hex,
    )
    all_pages = Listed(files.documentation_pages())
    keeper = Keeper.of(root, keep, config, setup, generated) if keep and is_alone(config, ours) else None
    written: dict[str, WrittenFile] = {}
    for file in taken:
        written[file.src_uri] = WrittenFile.of(file, (config, files))
    return FastRender(config, files, setup, key_of(root, ""), pool, written, all_pages, keeper)


class FastRender(Struct):
    """One build of MkDocs in which generated pages are filled in, not rendered."""

    config: MkDocsConfig
    files: Files
    setup: Setup
    key: str
    """What shapes depend on."""

    pool: Pool
    written: dict[str, WrittenFile]
    """The files that MkDocs leaves alone, by path."""

    all_pages: Listed
    """Every page of the site, for templates that list them."""

    keeper: Keeper | None = None
    """Collects what the next build can use; None where it could use nothing."""

    kept: Kept | None = None
    """That, once the site is whole."""

    theme: Theme | None = None
    framing: Framing | None = None
    pages: list[Place] = field(default_factory=list)
    """Those that are to be filled in."""

    left: dict[str, str] = field(default_factory=dict)
    """Pages that MkDocs renders all the same, with the reason."""

    unframed: dict[Form, list[Place]] = field(default_factory=dict)
    """Pages for whose form there is no frame yet."""

    waiting: deque[tuple[Place, ...]] = field(default_factory=deque)
    """Pages to be handed out, a task's worth each."""

    under_way: deque[Callable[[], Done]] = field(default_factory=deque)
    """Calls that make pages."""

    copying: list[Callable[[], Done]] = field(default_factory=list)
    """Calls that copy files."""

    @property
    def targets(self) -> frozenset[str]:
        """The files of the site that are written here, by path."""
        return frozenset(file.dest_uri for file in self.written.values())

    def begin(self) -> None:
        """Let files be copied while MkDocs reads its pages."""
        copies = [place_of(file) for file in self.written.values() if not file.is_page]
        tasks = (Task(self.setup, {}, (), chunk) for chunk in chunks(copies, COPIES_A_TASK))
        self.copying = [self.pool.begin(write_pages, task) for task in tasks]
        self.pages = [place_of(file) for file in self.written.values() if file.is_page]
        Places.of(map(place_of, self.files)).write(Path(self.setup.addresses))
        shapes = Path(self.setup.shapes)
        write_shapes(shapes, read_shapes(shapes, self.key), self.key)

    def run(self, nav: Navigation, env: Environment) -> None:
        """Hand out all pages that can be filled in; the last of them are made while MkDocs renders its own."""
        self.theme = Theme(self.config, self.all_pages, self.files, nav, env)
        framing = self.framing = Framing(self.config, self.setup, self.theme, self.written)
        self.left = framing.prime(self.pages)
        write_shapes(Path(self.setup.shapes), maker_of(self.setup).shapes, self.key)
        others = long_pages_first([place for place in self.pages if place.source not in self.left])
        self.waiting += chunks(others, PAGES_A_TASK)
        while self.waiting:
            self._work(framing)

    def finish(self) -> None:
        """Wait for them, let MkDocs render those that cannot be, and take note that the site is whole."""
        if self.theme is None or self.framing is None:
            return
        while self.waiting or self.under_way:
            self._work(self.framing)
        self.framing.check()
        for copied in self.copying:
            copied()
        self.pool.close()
        write_shapes(Path(self.setup.shapes), maker_of(self.setup).shapes, self.key)
        self._render_left(self.theme, self.framing.refused)
        if self.keeper:
            frames = self.framing.frames
            self.kept = self.keeper.finish(self.files, frames, self.left, are_listed=self.all_pages.was_asked)

    def _work(self, framing: Framing) -> None:
        """Keep the other processes at work, do here what is left to this one, and take what the next task gives."""
        # Not all at once: those that follow are filled into the frames, too, that are made meanwhile.
        while self.waiting and len(self.under_way) < TASKS_AHEAD:
            self.under_way.append(self.pool.begin(write_pages, self._task(framing, self.waiting.popleft())))
        framing.check()
        done = self.under_way.popleft()()
        self.left |= done.left
        if self.keeper:
            self.keeper.including.update(done.including)
        maker_of(self.setup).shapes.learn(done.learned)
        for form, places in done.unframed.items():
            unframed = self.unframed.setdefault(form, [])
            unframed += places
            if len(unframed) >= FEW and framing.frame(form, unframed[0]):
                self.waiting += chunks(self.unframed.pop(form), PAGES_A_TASK)

    def _render_left(self, theme: Theme, refused: Mapping[str, str]) -> None:
        """Give the pages back to MkDocs that were not filled in."""
        left = self.left
        left |= {place.source: NO_FRAME for places in self.unframed.values() for place in places}
        for place in self.pages:
            if place.source not in left and folder_of(place) in refused:
                left[place.source] = refused[folder_of(place)]
        for folder, reason in sorted(refused.items()):
            log.warning(
                "%s; so all pages of %s/ were rendered one by one, which takes longer; "
                "if your own theme or plugin does that, say 'fast: false' under the plugin 'litatlas' in mkdocs.yml",
                reason,
                folder,
            )
        log.debug("%d pages filled in, %d rendered", len(self.pages) - len(left), len(left))
        for path in sorted(left):
            log.debug("%s is rendered: %s", path, left[path])
        theme.build([self.written.pop(path).back() for path in sorted(left)])

    def rendered(self, page: Page, output: str) -> None:
        """Take note of a page that MkDocs rendered: those of the navigation, and those too few to be framed before."""
        if self.keeper and self.theme and not self.theme.is_at_work:
            path = page.file.src_uri
            reason = self.left.get(path, "")
            if reason in ("", NO_FRAME) and self.keeper.see(page, output, self.theme.probe, is_single=not reason):
                self.left.pop(path, None)

    def keep(self) -> None:
        """Keep for a later run what it can use."""
        if self.keeper and self.kept:
            self.keeper.keep(self.kept)

    def _task(self, framing: Framing, pages: tuple[Place, ...]) -> Task:
        folders = {folder_of(place) for place in pages} - framing.refused.keys()
        frames = {form: frame for form, frame in framing.frames.items() if form.folder in folders}
        return Task(self.setup, frames, pages)


def long_pages_first(places: list[Place]) -> list[Place]:
    """Order pages by how many their folder has: where there are few, they are long lists.

    With short pages at the end all processes end at about the same time.
    """
    many = Counter(map(folder_of, places))
    return sorted(places, key=lambda place: many[folder_of(place)])
