"""Where the files of docs/ go, and what all pages of a build are made with."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file of docs/ goes: its path there, its path in the site, its address."""

    source: str
    target: str
    url: str

    is_page: bool = True
    """Whether it is converted; else it is copied."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What all pages of a build are made with."""

    docs: str
    site: str
    extensions: tuple[str, ...]
    configs: Mapping[str, Any]
    addresses: str
    """The file of `write_places`."""

    shapes: str
    """The file of `kept.write_shapes`."""

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


def write_places(file: Path, places: Iterable[Place]) -> None:
    """Write where every file of the site goes, one a line."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = (f"{each.source}\t{each.target}\t{each.url}\t{'page' * each.is_page}\n" for each in places)
    text = "".join(line for line in lines if line.count("\t") == 3 and line.count("\n") == 1)
    file.write_text(text, encoding="utf-8", newline="")


def read_addresses(file: Path) -> dict[str, str]:
    """Give the address of every file of the site by its path below docs/."""
    sources, _, addresses, _ = _table(file)
    return dict(zip(sources, addresses, strict=True))


def read_places(file: Path, wanted: Container[str]) -> dict[str, tuple[str, str, str]]:
    """Give target, address and kind (`page` or nothing) of some files by path below docs/."""
    rows = zip(*_table(file), strict=True)
    return {source: (target, url, kind) for source, target, url, kind in rows if source in wanted}


def _table(file: Path) -> list[list[str]]:
    lines = file.read_text(encoding="utf-8").removesuffix("\n")
    # Lines one by one would take three times as long, and there are as many as files of the site.
    cells = lines.replace("\n", "\t").split("\t") if lines else []
    return [cells[number::4] for number in range(4)]
