"""Where the files of docs/ go, and what all pages of a build are made with."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct


class Place(Struct, frozen=True):
    """Where a file of docs/ goes: its path there, its path in the site, its address."""

    source: str
    target: str
    url: str

    is_page: bool = True
    """Whether it is converted; else it is copied."""


class Setup(Struct, frozen=True):
    """What all pages of a build are made with."""

    docs: str
    site: str
    extensions: tuple[str, ...]
    configs: Mapping[str, Any]
    addresses: str
    """The file of the `Places`."""

    shapes: str
    """The file of `write_shapes`."""

    directories: bool
    """Whether pages have addresses that end with a slash."""

    by_shapes: bool
    """Whether Markdown is converted by shapes; else Python-Markdown converts each page as a whole."""

    build: str
    """Tells this build from another that the same process worked for."""


def folders_of(paths: Iterable[str]) -> set[str]:
    """Give every folder that some paths lie in, but the one that they start from."""
    found: set[str] = set()
    new = {path.rpartition("/")[0] for path in paths}
    while new := new - found - {""}:
        found |= new
        new = {folder.rpartition("/")[0] for folder in new}
    return found


class Places(Struct, frozen=True):
    """Where all files of docs/ go: one line each, of which few are looked at."""

    lines: list[str]
    """In order: path, path in the site, address, and `page` for a page, between tabs."""

    @classmethod
    def of(cls, places: Iterable[Place]) -> "Places":
        """Note some places; a file whose name would break its line is not among them."""
        lines = (f"{each.source}\t{each.target}\t{each.url}\t{'page' * each.is_page}" for each in places)
        return cls(sorted(line for line in lines if line.count("\t") == 3 and "\n" not in line))

    @classmethod
    def read(cls, file: Path) -> "Places":
        """Read what was written."""
        return cls(file.read_text(encoding="utf-8").split("\n"))

    def write(self, file: Path) -> None:
        """Write them, one a line."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(self.lines), encoding="utf-8", newline="")

    def place(self, source: str) -> Place | None:
        """Give where a file goes; None where that is not known."""
        row = bisect_left(self.lines, f"{source}\t")
        found, *rest = self.lines[row].split("\t") if row < len(self.lines) else ("",)
        return Place(source, rest[0], rest[1], bool(rest[2])) if rest and found == source else None

    def get(self, source: str, /) -> str | None:
        """Give the address of a file; None where it is not known."""
        place = self.place(source)
        return place.url if place else None

    def changed(self, come: Iterable[Place], gone: Collection[str]) -> "Places":
        """Give the places when some files have come and others are gone."""
        staying = (line for line in self.lines if line.partition("\t")[0] not in gone)
        return Places(sorted([*staying, *Places.of(come).lines]))
