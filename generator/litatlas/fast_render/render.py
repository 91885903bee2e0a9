"""The fast path of a build: which pages take it, their frames, the sample that is checked, and what falls back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from litatlas.fast_render.choosing import LEAST, candidates, converts_by_shapes, is_alone, obstacle
from litatlas.fast_render.files import Listed, WrittenFile, converted
from litatlas.fast_render.frame import Filling, Form, Frame, NoFrameError
from litatlas.fast_render.keeping import Keeper, place_of
from litatlas.fast_render.kept import PLACES, SHAPES, Kept, key_of, read_shapes, write_shapes
from litatlas.fast_render.links import UnknownLinkError
from litatlas.fast_render.places import Place, Setup, write_places
from litatlas.fast_render.probing import make_frame
from litatlas.fast_render.theme import Theme
from litatlas.fast_render.writer import Done, Task, chunks, maker_of, write_pages
from litatlas.parallel import Pool, processes

log = get_plugin_logger("litatlas")

SAMPLES = 6
"""How many pages of each folder are looked at before all others, evenly spread."""

CHECKED = 3
"""How many pages of each folder are at least made both ways and compared."""

FEW = 3
"""A form that fewer pages have gets no frame: MkDocs renders them as fast."""

NO_FRAME = "no frame"

MANY = 3000
"""From so many pages on, worker processes fill them in."""

PAGES_A_TASK, COPIES_A_TASK = 96, 1000


def begin(
    root: Path,
    config: MkDocsConfig,
    files: Files,
    ours: object,
    jobs: int = 0,
    *,
    keep: bool = True,
) -> "FastRender | None":
    """Take generated files out of MkDocs' hands; None where the build cannot take the fast path, or need not.

    Arguments:
        root: The survey folder.
        config: MkDocs' configuration.
        files: All files that it found; those that are taken are exchanged for ones that it leaves alone.
        ours: Our own plugin.
        jobs: How many processes to work in; 0 for one on each core.
        keep: Whether the site stays, so that a later run may have use for what its pages were made with.
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
        addresses=str(root / PLACES),
        shapes=str(root / SHAPES),
        directories=config.use_directory_urls,
        by_shapes=converts_by_shapes(config),
        build=uuid4().hex,
    )
    places = {file.src_uri: place_of(file) for file in files}
    write_places(root / PLACES, places.values())
    key = key_of(root, "")
    write_shapes(root / SHAPES, read_shapes(root / SHAPES, key), key)
    keeper = Keeper.of(root, config, setup) if keep and is_alone(config, ours) else None
    pages = files.documentation_pages()
    written: dict[str, WrittenFile] = {}
    for file in taken:
        files.remove(file)
        written[file.src_uri] = WrittenFile(file, config, files)
        files.append(written[file.src_uri])
    all_pages = Listed(written.get(file.src_uri, file) for file in pages)
    # Worker processes need a second for themselves, which is worth a thousand pages.
    pool = processes(jobs if len(pages) >= MANY else 1)
    mine = [places[path] for path in written]
    return FastRender(config, files, setup, key, pool, written, mine, all_pages, keeper)


@dataclass(slots=True)
class FastRender:
    """One build of MkDocs in which generated pages are filled in, not rendered."""

    config: MkDocsConfig
    files: Files
    setup: Setup
    key: str
    """What shapes depend on."""

    pool: Pool
    written: dict[str, WrittenFile]
    """The files that MkDocs leaves alone, by path."""

    places: list[Place]
    """Where these go."""

    all_pages: Listed
    """Every page of the site, for templates that list them."""

    keeper: Keeper | None = None
    """Collects what the next build can use; None where it could use nothing."""

    kept: Kept | None = None
    """That, once the site is whole."""

    theme: "Theme | None" = None
    left: dict[str, str] = field(default_factory=dict)
    """Pages that MkDocs renders all the same, with the reason."""

    frames: dict[Form, Frame] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    """Folders whose pages MkDocs renders after all, with the reason."""

    checked: dict[str, int] = field(default_factory=dict)
    copying: list[Callable[[], Done]] = field(default_factory=list)
    """Calls under way that copy files."""

    @property
    def targets(self) -> frozenset[str]:
        """The files of the site that are written here, by path."""
        return frozenset(place.target for place in self.places)

    def begin(self) -> None:
        """Let files be copied while MkDocs reads its pages."""
        copies = [place for place in self.places if not self.written[place.source].is_page]
        tasks = (Task(self.setup, {}, (), chunk) for chunk in chunks(copies, COPIES_A_TASK))
        self.copying = [self.pool.begin(write_pages, task) for task in tasks]

    def run(self, nav: Navigation, env: Environment) -> None:
        """Write all pages that can be, and give the others back to MkDocs."""
        theme = self.theme = Theme(self.config, self.all_pages, self.files, nav, env)
        pages = [place for place in self.places if self.written[place.source].is_page]
        left = self.left = self._prime(pages, theme)
        shapes = maker_of(self.setup).shapes
        write_shapes(Path(self.setup.shapes), shapes, self.key)
        tasks = [self._task(chunk) for chunk in chunks([p for p in pages if p.source not in left], PAGES_A_TASK)]
        with self.pool:
            left |= self._write(tasks, theme)
            for copied in self.copying:
                copied()
        write_shapes(Path(self.setup.shapes), shapes, self.key)
        for place in pages:
            if place.source not in left and folder_of(place) in self.refused:
                left[place.source] = self.refused[folder_of(place)]
        for folder, reason in sorted(self.refused.items()):
            log.warning(
                "%s; so all pages of %s/ were rendered one by one, which takes longer; "
                "if your own theme or plugin does that, say 'fast: false' under the plugin 'litatlas' in mkdocs.yml",
                reason,
                folder,
            )
        log.debug("%d pages filled in, %d rendered", len(pages) - len(left), len(left))
        for path in sorted(left):
            log.debug("%s is rendered: %s", path, left[path])
            self._give_back(self.written.pop(path))
        originals = {path: self.files.get_file_from_path(path) for path in left}
        self.all_pages[:] = [originals.get(file.src_uri) or file for file in self.all_pages.unnoticed()]

    def rendered(self, page: Page, output: str) -> None:
        """Take note of a page that MkDocs rendered: those of the navigation, and those too few to be framed before."""
        if self.keeper and self.theme and not self.theme.is_at_work:
            path = page.file.src_uri
            reason = self.left.get(path, "")
            if reason in ("", NO_FRAME) and self.keeper.see(page, output, self.theme.probe, is_single=not reason):
                self.left.pop(path, None)

    def finish(self) -> None:
        """Take note that the site is whole."""
        if self.keeper:
            self.kept = self.keeper.finish(self.files, self.frames, self.left, are_listed=self.all_pages.was_asked)

    def keep(self) -> None:
        """Keep for a later run what it can use."""
        if self.keeper and self.kept:
            self.keeper.keep(self.kept)

    def _give_back(self, file: WrittenFile) -> None:
        self.files.remove(file)
        self.files.append(file.original)
        converted(file.original, self.config, self.files)

    def _write(self, tasks: list[Task], theme: "Theme") -> dict[str, str]:
        left: dict[str, str] = {}
        while tasks:
            unframed: dict[Form, list[Place]] = {}
            for done in self.pool.map(write_pages, tasks):
                left |= done.left
                if self.keeper:
                    self.keeper.including.update(done.including)
                maker_of(self.setup).shapes.learn(done.learned)
                for form, places in done.unframed.items():
                    unframed.setdefault(form, []).extend(places)
            tasks = []
            for form, places in unframed.items():
                if len(places) >= FEW and self._frame(form, places[0], theme):
                    tasks += [self._task(chunk) for chunk in chunks(places, PAGES_A_TASK)]
                else:
                    left |= {place.source: NO_FRAME for place in places}
        return left

    def _prime(self, pages: list[Place], theme: "Theme") -> dict[str, str]:
        """Make the frames of a sample of all pages, and check them."""
        make = maker_of(self.setup)
        left: dict[str, str] = {}
        for place in sample(pages):
            if folder_of(place) in self.refused:
                continue
            try:
                form = make(place).form
            except (NoFrameError, UnknownLinkError, OSError, ValueError) as error:
                left[place.source] = str(error)
                continue
            if form not in self.frames:
                self._frame(form, place, theme)
            elif self.checked.get(folder_of(place), 0) < CHECKED:
                self._check(place, theme)
        return left

    def _frame(self, form: Form, example: Place, theme: "Theme") -> bool:
        if form.folder in self.refused:
            return False
        try:
            self.frames[form] = make_frame(form, self.config, theme.probe)
        except NoFrameError as error:
            self.refused[form.folder] = f"{example.source}: {error}"
            return False
        return self._check(example, theme)

    def _check(self, place: Place, theme: "Theme") -> bool:
        """Make a page both ways; a folder in which one differs is refused."""
        filling = maker_of(self.setup)(place)
        fast = self.frames[filling.form].fill(filling)
        slow = theme.page(self.written[place.source].original)
        self.checked[form_folder(filling)] = self.checked.get(form_folder(filling), 0) + 1
        if fast == slow:
            return True
        self.refused[filling.form.folder] = f"{place.source}: {difference(slow, fast)}"
        return False

    def _task(self, pages: tuple[Place, ...]) -> Task:
        folders = {folder_of(place) for place in pages}
        frames = {form: frame for form, frame in self.frames.items() if form.folder in folders - self.refused.keys()}
        return Task(self.setup, frames, pages)


def folder_of(place: Place) -> str:
    """Give the folder right below docs/ that a page stands in."""
    return place.source.partition("/")[0]


def form_folder(filling: Filling) -> str:
    """Give the same of a page's values."""
    return filling.form.folder


def sample(pages: list[Place]) -> list[Place]:
    """Choose pages of every folder, evenly spread; the same of the same pages."""
    folders: dict[str, list[Place]] = {}
    for place in pages:
        folders.setdefault(folder_of(place), []).append(place)
    return [
        places[at]
        for places in folders.values()
        for at in sorted({round(n * (len(places) - 1) / max(SAMPLES - 1, 1)) for n in range(SAMPLES)})
    ]


def difference(slow: str, fast: str) -> str:
    """Say where two texts begin to differ."""
    at = next((n for n, (a, b) in enumerate(zip(slow, fast, strict=False)) if a != b), min(len(slow), len(fast)))
    return f"MkDocs gives {slow[max(0, at - 20) : at + 60]!r}, the frame {fast[max(0, at - 20) : at + 60]!r}"
