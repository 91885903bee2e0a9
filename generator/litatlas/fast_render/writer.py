"""Makes and writes the HTML of many pages; runs in a worker process, or in this one."""

import os
import shutil
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from litatlas.fast_render.blocks import Blocks, Converted, flat
from litatlas.fast_render.frame import MARKS, Filling, Form, Frame, NoFrameError
from litatlas.fast_render.front import read_front_matter
from litatlas.fast_render.inline import Inline
from litatlas.fast_render.kept_shapes import read_shapes
from litatlas.fast_render.links import Links, UnknownLinkError
from litatlas.fast_render.lists import NotOursError
from litatlas.fast_render.places import Place, Places, Setup
from litatlas.fast_render.shapes import Shapes
from litatlas.processes.collector import look_seldom
from litatlas.store.files import write_bytes
from litatlas.text import heading_id

if TYPE_CHECKING:
    from litatlas.fast_render.markdown import Markdown

LARGE = 1 << 20
"""Bytes of files that are not read as a whole to be copied."""

BLOCK = 1 << 18
"""Bytes that are copied at once: they stay near the processor."""

SELDOM = 1_000_000
"""Objects that come before garbage is looked for that refers to itself: pages leave none, and much is remembered."""

INCLUSION = b"--8<--"
"""What a page includes another text by."""


class Task(Struct, frozen=True):
    """Pages to make, and files to copy."""

    setup: Setup
    frames: Mapping[Form, Frame]
    pages: tuple[Place, ...]
    copies: tuple[Place, ...] = ()
    including: frozenset[str] | None = None
    """Which pages include other texts, by path; others that do are left then, and so are these where they do not."""

    @property
    def single(self) -> frozenset[str]:
        """The pages that have a frame of their own, by path."""
        return frozenset(form.folder for form in self.frames if form.parts == 0)


class Done(Struct):
    """What became of a task's pages; those not named here are written."""

    unframed: dict[Form, list[Place]] = field(default_factory=dict)
    """Pages for whose form there was no frame yet."""

    left: dict[str, str] = field(default_factory=dict)
    """Pages that cannot be made this way, by path, with the reason."""

    including: list[str] = field(default_factory=list)
    """Pages that include other texts, by path."""

    learned: Shapes = field(default_factory=Shapes)


class Maker:
    """Reads pages and converts their Markdown."""

    def __init__(self, setup: Setup, addresses: Places, shapes: Shapes) -> None:
        """Set up Python-Markdown, and shapes learned from it."""
        self.shapes = shapes
        self.includes = False
        """Whether the page that was read last includes another text."""

        self._setup = setup
        self._links = Links(addresses)
        inline = Inline(lambda text: self._markdown(text)[0], self._links, shapes)
        self._blocks = Blocks(lambda text: self._markdown(text), inline, self._slugify)

    @cached_property
    def _markdown(self) -> "Markdown":
        from litatlas.fast_render.markdown import Markdown  # where a text is new: to load its extensions takes long

        return Markdown(self._setup.extensions, self._setup.configs, self._links)

    def _slugify(self, words: str) -> str:
        """Give the id that a heading of these words has."""
        return heading_id(words) if self.shapes.plain_ids else self._markdown.slugify(words, self.shapes)

    def __call__(self, place: Place) -> Filling:
        """Make the content of one of many generated pages, and take its front matter apart.

        Raises:
            NoFrameError: When the page cannot be made this way.
            UnknownLinkError: When a link leads nowhere.
        """
        text, meta = self._read(place)
        if meta.get("generated") != "litatlas":
            raise NoFrameError("not a generated page")
        return Filling.of(place.source, meta, self._converted(text, place))

    def single(self, place: Place) -> Filling:
        """Make the content of a page that has a frame of its own, as those of the navigation do; raises the same."""
        text, meta = self._read(place)
        return Filling.single(place.source, meta, self._converted(text, place))

    def _read(self, place: Place) -> tuple[str, dict[str, object]]:
        content = read(f"{self._setup.docs}/{place.source}")
        self.includes = INCLUSION in content
        # Characters that stand for the places in a frame begin with one of these bytes.
        if (b"\xee" in content or b"\xef" in content) and MARKS.search(content.decode("utf-8-sig")):
            raise NoFrameError("characters for private use")
        if b"\r" in content:
            content = content.replace(b"\r\n", b"\n")
        return read_front_matter(content.removeprefix(BOM_UTF8).decode("utf-8"))

    def _converted(self, text: str, place: Place) -> Converted:
        self._links.enter(place.source, place.url)
        converted = self._convert(text, place)
        for anchor in self._links.anchors:
            if f'id="{anchor}"' not in converted.html:
                raise UnknownLinkError(f"#{anchor}")
        return converted

    def _convert(self, text: str, place: Place) -> Converted:
        if self._setup.by_shapes and not self.includes:
            try:
                return self._blocks(text)
            except NotOursError:
                self._links.enter(place.source, place.url)
        html, tokens = self._markdown(text)
        return Converted(html, tuple(flat(tokens)))


_makers: dict[str, Maker] = {}
"""The maker of the build at hand: its shapes serve all tasks that a process is given."""


def maker_of(setup: Setup) -> Maker:
    """Give the maker of a build, made at its first task."""
    if setup.build not in _makers:
        _makers.clear()
        _makers[setup.build] = Maker(setup, Places.read(Path(setup.addresses)), read_shapes(Path(setup.shapes)))
    return _makers[setup.build]


def get_ready(_argument: object) -> None:
    """Let a process that others hand tasks to load what these take, and seldom look for garbage."""
    look_seldom(SELDOM)


def write_pages(task: Task) -> Done:
    """Make and write the pages of a task, and copy its files; says which pages it could not make."""
    # Shapes are read with the first page: the first files are copied before any shape is known.
    done = _written(task, maker_of(task.setup)) if task.pages else Done()
    for place in task.copies:
        copy(f"{task.setup.docs}/{place.source}", f"{task.setup.site}/{place.target}")
    return done


def _written(task: Task, make: Maker) -> Done:
    known, single = make.shapes.sizes(), task.single
    done = Done()
    pages: list[tuple[str, bytes]] = []
    for place in task.pages:
        try:
            filling = make.single(place) if place.source in single else make(place)
        except (NoFrameError, UnknownLinkError, OSError, ValueError) as error:
            done.left[place.source] = str(error)
            continue
        if task.including is not None and make.includes != (place.source in task.including):
            done.left[place.source] = "includes another text, or no more"
            continue
        if make.includes:
            done.including.append(place.source)
        frame = task.frames.get(filling.form)
        if frame is None:
            done.unframed.setdefault(filling.form, []).append(place)
            continue
        pages.append((f"{task.setup.site}/{place.target}", frame.fill(filling).encode("utf-8")))
    # One right after the other takes the system two thirds of the time.
    for path, content in pages:
        write(path, content)
    done.learned = make.shapes.since(known)
    return done


def read(path: str) -> bytes:
    """Read a file."""
    # Neither a `Path` nor a buffer: there are as many of these as pages.
    with FileIO(path) as file:
        return file.readall()


def write(path: str, content: bytes) -> None:
    """Write a file of the site, where it is not there with that content already."""
    try:
        write_bytes(path, content, os.O_EXCL)
    except FileExistsError:
        size = os.stat(path).st_size  # noqa: PTH116 - as above
        if size != len(content) or read(path) != content:
            # Over what is there: to give its room back, only to take as much again, takes as long as the writing.
            write_bytes(path, content, 0)
        if size > len(content):
            os.truncate(path, len(content))
    except FileNotFoundError:
        _make_folder(path.rpartition("/")[0])
        write_bytes(path, content, os.O_EXCL)


def copy(source: str, target: str) -> None:
    """Copy a file into the site, where it is not there with that content already."""
    size = os.stat(source).st_size  # noqa: PTH116 - as above
    with suppress(FileNotFoundError):
        if size >= LARGE and os.stat(target).st_size != size:  # noqa: PTH116
            _copy_over(source, target)
            return
    write(target, read(source))


def _copy_over(source: str, target: str) -> None:
    # Over what is there: to give its room back, only to take as much again, would take as long as the copying.
    with FileIO(source) as old, FileIO(target, "r+") as new:
        shutil.copyfileobj(old, new, BLOCK)
        new.truncate()


def _make_folder(path: str) -> None:
    try:
        os.mkdir(path)  # noqa: PTH102 - as above
    except OSError:
        Path(path).mkdir(parents=True, exist_ok=True)


def chunks(places: Sequence[Place], size: int) -> list[tuple[Place, ...]]:
    """Cut places into tasks' worth."""
    return [tuple(places[at : at + size]) for at in range(0, len(places), size)]
