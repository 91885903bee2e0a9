"""The frames of one build: made from a sample of all pages, and checked on it."""

from collections.abc import Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from msgspec import Struct, field

from litatlas.fast_render.files import WrittenFile
from litatlas.fast_render.frame import Form, Frame, NoFrameError
from litatlas.fast_render.links import UnknownLinkError
from litatlas.fast_render.places import Place, Setup
from litatlas.fast_render.probing import make_frame
from litatlas.fast_render.theme import Theme
from litatlas.fast_render.writer import maker_of

SAMPLES = 12
"""How many pages of each folder are looked at before all others, evenly spread."""

CHECKED = 3
"""How many pages of each folder are at least made both ways and compared."""


class Framing(Struct):
    """Makes frames; checks them when there is time, for where one is wrong MkDocs writes its pages again."""

    config: MkDocsConfig
    setup: Setup
    theme: Theme
    written: Mapping[str, WrittenFile]
    """The pages that are filled in, by path."""

    frames: dict[Form, Frame] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    """Folders whose pages MkDocs renders after all, with the reason."""

    _waiting: dict[Place, int] = field(default_factory=dict)
    """Pages to be made both ways, and how many of their folder are enough."""

    _checked: dict[str, int] = field(default_factory=dict)

    def prime(self, pages: list[Place]) -> dict[str, str]:
        """Make the frames of a sample of all pages; gives those that cannot have any, by path, with the reason."""
        make = maker_of(self.setup)
        left: dict[str, str] = {}
        # Short pages first: they have the forms of the long ones, and MkDocs is done with them in a moment.
        for place in sorted(sample(pages), key=lambda place: Path(self.setup.docs, place.source).stat().st_size):
            try:
                form = make(place).form
            except (NoFrameError, UnknownLinkError, OSError, ValueError) as error:
                left[place.source] = str(error)
                continue
            if form not in self.frames:
                self.frame(form, place)
            else:
                self._waiting[place] = CHECKED
        return left

    def frame(self, form: Form, example: Place) -> bool:
        """Make a frame where there is none, to be checked by an example; gives whether there is one."""
        if form.folder in self.refused or form in self.frames:
            return form.folder not in self.refused
        try:
            self.frames[form] = make_frame(form, self.config, self.theme.probe)
        except NoFrameError as error:
            self.refused[form.folder] = f"{example.source}: {error}"
            return False
        self._waiting[example] = 0
        return True

    def check(self) -> None:
        """Make the pages that wait for it both ways; a folder in which one differs is refused."""
        for place, enough in self._waiting.items():
            folder = folder_of(place)
            if folder in self.refused or 0 < enough <= self._checked.get(folder, 0):
                continue
            filling = maker_of(self.setup)(place)
            fast = self.frames[filling.form].fill(filling)
            slow = self.theme.page(self.written[place.source].original)
            self._checked[folder] = self._checked.get(folder, 0) + 1
            if fast != slow:
                self.refused[folder] = f"{place.source}: {difference(slow, fast)}"
        self._waiting.clear()


def folder_of(place: Place) -> str:
    """Give the folder right below docs/ that a page stands in."""
    return place.source.partition("/")[0]


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
