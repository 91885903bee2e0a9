"""Makes and writes the HTML of many pages; runs in a worker process, or in this one."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from litatlas.fast_render.blocks import Blocks, Converted, flat
from litatlas.fast_render.frame import MARKS, Filling, Form, Frame, NoFrameError
from litatlas.fast_render.front import read_front_matter
from litatlas.fast_render.inline import Inline
from litatlas.fast_render.lines import NotOursError
from litatlas.fast_render.links import Links, UnknownLinkError
from litatlas.fast_render.markdown import Markdown


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file of docs/ goes: its path there, its path in the site, its address."""

    source: str
    target: str
    url: str


@dataclass(frozen=True, slots=True)
class Setup:
    """What all pages of a build are made with."""

    docs: str
    site: str
    extensions: tuple[str, ...]
    configs: Mapping[str, Any]
    addresses: str
    """A file with the address of every file of the site: path below docs/, a tab, address; one a line."""

    by_shapes: bool
    """Whether Markdown is converted by shapes; else Python-Markdown converts each page as a whole."""

    build: str
    """Tells this build from another that the same process worked for."""


@dataclass(frozen=True, slots=True)
class Task:
    """Pages to make, and files to copy."""

    setup: Setup
    frames: Mapping[Form, Frame]
    pages: tuple[Place, ...]
    copies: tuple[Place, ...] = ()


@dataclass(slots=True)
class Done:
    """What became of a task's pages; those not named here are written."""

    unframed: dict[Form, list[Place]] = field(default_factory=dict)
    """Pages for whose form there was no frame yet."""

    left: dict[str, str] = field(default_factory=dict)
    """Pages that cannot be made this way, by path, with the reason."""


class Maker:
    """Reads pages and converts their Markdown."""

    def __init__(self, setup: Setup, addresses: Mapping[str, str]) -> None:
        """Set up Python-Markdown, and shapes learned from it."""
        self._setup = setup
        self._links = Links(addresses)
        self._markdown = Markdown(setup.extensions, setup.configs, self._links)
        inline = Inline(lambda text: self._markdown(text)[0], self._links)
        self._blocks = Blocks(self._markdown, inline, self._markdown.slugify)

    def __call__(self, place: Place) -> Filling:
        """Make a page's content, and take its front matter apart.

        Raises:
            NoFrameError: When the page cannot be made this way.
            UnknownLinkError: When a link leads nowhere.
        """
        content = Path(self._setup.docs, place.source).read_bytes()
        # Characters that stand for the places in a frame begin with one of these bytes.
        if (b"\xee" in content or b"\xef" in content) and MARKS.search(content.decode("utf-8-sig")):
            raise NoFrameError("characters for private use")
        text, meta = read_front_matter(content.replace(b"\r\n", b"\n").decode("utf-8-sig"))
        if meta.get("generated") != "litatlas" or "template" in meta:
            raise NoFrameError("not a generated page")
        self._links.enter(place.source, place.url)
        converted = self._convert(text, place)
        for anchor in self._links.anchors:
            if f'id="{anchor}"' not in converted.html:
                raise UnknownLinkError(f"#{anchor}")
        return Filling.of(place.source, meta, converted)

    def _convert(self, text: str, place: Place) -> Converted:
        if self._setup.by_shapes:
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
        lines = Path(setup.addresses).read_text(encoding="utf-8").splitlines()
        addresses = dict(line.split("\t") for line in lines)
        _makers[setup.build] = Maker(setup, addresses)
    return _makers[setup.build]


def write_pages(task: Task) -> Done:
    """Make and write the pages of a task; says which it could not make."""
    make = maker_of(task.setup)
    done = Done()
    for place in task.pages:
        try:
            filling = make(place)
        except (NoFrameError, UnknownLinkError, OSError, ValueError) as error:
            done.left[place.source] = str(error)
            continue
        frame = task.frames.get(filling.form)
        if frame is None:
            done.unframed.setdefault(filling.form, []).append(place)
            continue
        write(Path(task.setup.site, place.target), frame.fill(filling).encode("utf-8"))
    for place in task.copies:
        copy(Path(task.setup.docs, place.source), Path(task.setup.site, place.target))
    return done


def write(path: Path, content: bytes) -> None:
    """Write a file of the site."""
    _in_folder(path, lambda: path.write_bytes(content))


def copy(source: Path, target: Path) -> None:
    """Copy a file into the site."""
    _in_folder(target, lambda: shutil.copyfile(source, target))


def _in_folder(path: Path, act: Callable[[], object]) -> None:
    """Do what makes a file; make its folder where there is none."""
    try:
        act()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        act()


def chunks(places: Sequence[Place], size: int) -> list[tuple[Place, ...]]:
    """Cut places into tasks' worth."""
    return [tuple(places[at : at + size]) for at in range(0, len(places), size)]
