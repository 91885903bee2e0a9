"""What a build leaves for the next one: shapes, frames, and the signatures of all that went in and came out.

All of it lies in `.litatlas/cache/fast/`, or in another folder for a site that
is only served: safe to delete at any time, never needed to be right. The list of
the site's files (`left`) is what makes the rest valid. It is taken away
before anything of the site is touched, and written when the site is whole; so a
build that is killed leaves none, and the next one makes everything anew.
"""

import contextlib
import hashlib
import os
import pickle
from array import array
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from litatlas.fast_render.frame import Form, Frame
from litatlas.fast_render.places import Setup, folders_of
from litatlas.folder.stamp import environment, leads_out
from litatlas.store.cache import CACHE
from litatlas.store.file_table import FileTable, Signature, files_below
from litatlas.store.files import replace_file
from litatlas.store.parts import load_values
from litatlas.store.stage_cache import program

FAST = f"{CACHE}/fast"
"""Where it is kept for the site of a build."""

KEPT, SHAPES = "kept", "shapes"
PLACES, SOURCES, LEFT = "places.tsv", "sources", "left"
SITEMAP, SITEMAP_PART = "sitemap.xml", "partials/survey-sitemap.html"
"""A page of the site, and the part of it that the generator puts into the theme: it changes with the records."""

INCLUDED = "--8<-- "
"""Before the path of a text that pages include."""


class Kept(Struct, frozen=True):
    """What pages of a finished site were made with."""

    setup: Setup
    frames: Mapping[Form, Frame]
    theme: str
    """The survey's own part of the theme; empty where there is none."""

    included: tuple[str, ...]
    """The folders of texts that pages include."""

    including: frozenset[str]
    """Pages that include any, by path."""

    left: frozenset[str]
    """Generated pages that MkDocs rendered, by path: something is special about them."""

    open: frozenset[str]
    """Folders right below docs/ in which pages may come and go, and nothing else of the site knows of it."""

    anchored: frozenset[str]
    """Pages to a place of which another page links, by path."""

    sitemap: tuple[str, str] | None = None
    """What stands before and behind the theme's generated part in sitemap.xml; None where it is not that."""

    key: str = ""
    """Digest of what else it depends on."""

    def with_frames(self, frames: Mapping[Form, Frame]) -> "Kept":
        """Give the same with more frames."""
        return replace(self, frames={**self.frames, **frames})


class Left(Struct, frozen=True):
    """How a build left the files that it read and wrote, and what it said."""

    site: FileTable
    folders: FileTable
    """As `folder_times` gives them."""

    warnings: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    """Files of the site that were put there when its pages stood, by path."""

    sources: FileTable = field(default_factory=FileTable)
    """What it was made from, which is kept apart."""


class Sources(Struct, frozen=True):
    """How the files stood that a site was made from."""

    docs: str = ""
    """Where its pages are; empty where nothing is known."""

    files: FileTable = field(default_factory=FileTable)
    """As `sources_of` gives them."""


def key_of(root: Path, theme: str, *, with_sitemap: bool = False) -> str:
    """Give one digest of what a site depends on beside its pages: mkdocs.yml, the theme, the program, versions.

    And the survey's folder: what is kept names places in it, which in a copy are those of the other survey.
    """
    parts = (str(root.resolve()), environment(root), program())
    digest = hashlib.blake2b("\n".join(parts).encode("utf-8", "surrogateescape"), digest_size=16)
    digest.update((root / "mkdocs.yml").read_bytes())
    for path in files_below(theme).paths if theme else ():
        file = Path(theme, path)
        is_followed = path == SITEMAP_PART and not with_sitemap
        content = sitemap_text(file)[1].encode("utf-8") if is_followed else file.read_bytes()
        digest.update(f"\n{path}\n".encode("utf-8", "surrogateescape") + content)
    return digest.hexdigest()


def folder_times(site: Path, files: Iterable[str], before: FileTable | None = None) -> FileTable:
    """Say for each folder of the site when a name last came or went there, in nanoseconds, by path.

    Arguments:
        site: Its folder.
        files: Files of it, by path, in whose folders names may have come or gone.
        before: The times of the other folders.
    """
    found, gone = dict[str, Signature](), set[str]()
    for folder in ("", *folders_of(files)):
        try:
            found[folder] = (os.stat(f"{site}/{folder}").st_mtime_ns,)  # noqa: PTH116
        except FileNotFoundError:
            gone.add(folder)
    before = before or FileTable()
    return (before.without(gone) if gone else before).with_rows(found)


def stands(site: Path, left: Left) -> bool:
    """Whether the site is as it was left, told by its files and by the times of its folders.

    That takes half the time of looking into as many folders as there are pages.
    """
    numbers, times = array("q"), array("q")
    try:
        # Neither as `Path`, which takes longer to make than the look itself, nor from the root of all folders.
        with contextlib.chdir(site):
            for path in left.site.paths:
                status = os.stat(path)  # noqa: PTH116
                numbers.append(status.st_size)
                numbers.append(status.st_mtime_ns)
            for folder in left.folders.paths:
                times.append(os.stat(folder or ".").st_mtime_ns)  # noqa: PTH116
    except OSError:
        return False
    return numbers.tobytes() == left.site.numbers.tobytes() and times.tobytes() == left.folders.numbers.tobytes()


def forget(folder: Path) -> None:
    """Say that the site is about to change of which a folder keeps how it stands."""
    for name in (LEFT, SOURCES):
        (folder / name).unlink(missing_ok=True)


def is_keepable(root: Path) -> bool:
    """Whether mkdocs.yml names nothing that the key would not see."""
    return "INHERIT" not in (root / "mkdocs.yml").read_text(encoding="utf-8") and not leads_out(root)


def keep_frames(folder: Path, kept: Kept) -> None:
    """Write what pages were made with."""
    replace_file(folder / KEPT, pickle.dumps(kept, pickle.HIGHEST_PROTOCOL))


def keep_sources(folder: Path, sources: Sources) -> None:
    """Write what the site is made from; `keep_site` makes it valid."""
    replace_file(folder / SOURCES, pickle.dumps(sources, pickle.HIGHEST_PROTOCOL))


def read_sources(folder: Path) -> Sources:
    """Read what a site is made from."""
    found = _read(folder / SOURCES)
    return found if isinstance(found, Sources) else Sources()


def keep_site(folder: Path, left: Left) -> None:
    """Write how a finished site stands, where it is known what it was made from."""
    if (folder / SOURCES).exists():
        replace_file(folder / LEFT, pickle.dumps(left, pickle.HIGHEST_PROTOCOL))


def read_frames(folder: Path, root: Path) -> Kept | None:
    """Read what the pages of the site were made with; None where that would not give the same pages now."""
    kept = _read(folder / KEPT)
    with suppress(OSError):
        if (
            isinstance(kept, Kept)
            and is_keepable(root)
            and kept.key == key_of(root, kept.theme, with_sitemap=kept.sitemap is None)
        ):
            return kept
    return None


def read_left(folder: Path) -> Left | None:
    """Read how the last build left everything; None where it was not finished, or nothing is known."""
    found, sources = _read(folder / LEFT), read_sources(folder)
    return replace(found, sources=sources.files) if isinstance(found, Left) and sources.docs else None


def _read(file: Path) -> Any:
    """Read a value; None where it cannot be read, for whatever reason."""
    with suppress(Exception), file.open("rb") as stream:
        return load_values(stream)
    return None


def sitemap_text(part: Path) -> tuple[str, str]:
    """Give the addresses that the generated part holds as a theme shows them, and the template behind them."""
    text, brace, rest = part.read_text(encoding="utf-8").partition("{")
    if rest.startswith(("%-", "{-", "#-")):
        text = text.rstrip()
    return text, brace + rest
