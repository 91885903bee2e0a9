"""Brings a site up to date that is being shown: what changed is made beside it, and put into it when it is whole.

The home of such a site is a folder that holds the site and what it was made with.
A second folder of the same shape holds what is to take the place of files there.
"""

import contextlib
import logging
import os
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from litatlas.fast_render.coming import DoubtError
from litatlas.fast_render.kept import (
    PLACES,
    Kept,
    Left,
    keep_site,
    read_frames,
    read_left,
)
from litatlas.fast_render.mending import Change, remove
from litatlas.store.file_table import FileTable

if TYPE_CHECKING:
    from litatlas.fast_render.new_forms import Load

log = logging.getLogger("litatlas")


def site_of(home: Path) -> Path:
    """Give the folder of the site itself."""
    return home / "site"


def kept_of(home: Path) -> Path:
    """Give the folder of what it was made with."""
    return home / "kept"


def keep_shown(home: Path, warnings: Iterable[str]) -> None:
    """Keep that a site was built, and what its builder said; how it stands is known to who shows it."""
    keep_site(kept_of(home), Left(FileTable(), FileTable(), tuple(warnings)))


class Beside(Struct, frozen=True):
    """What brings a shown site up to date."""

    place: Path
    """Where it lies, as the site's home does."""

    gone: tuple[str, ...]
    """Files of the site that go, by path."""

    def put_into(self, home: Path) -> None:
        """Bring the site up to date; each of its files is the old one or the new one at any time."""
        put(self.place, home)
        for path in self.gone:
            remove(site_of(home), path)


def make_beside(
    root: Path,
    home: Path,
    place: Path,
    *,
    again: Collection[str] = (),
    jobs: int = 0,
    generated: FileTable | None = None,
    load: "Load | None" = None,
) -> tuple[Beside, Kept] | None:
    """Make what a site lacks to be what a whole build would make of docs/ now; also gives what it is made with.

    None where only a whole build can say.

    Arguments:
        root: The survey folder.
        home: Of the site.
        place: Where to make it; a folder on the same disk.
        again: Pages that were written into the site since it was made, by path below docs/.
        jobs: In how many processes pages are made where many changed; 0 for one on each core.
        generated: As `sources_of` takes it.
        load: As `Change.make` takes it.
    """
    kept, left = read_frames(kept_of(home), root), read_left(kept_of(home))
    if kept is None or left is None:
        return None
    setup = replace(kept.setup, site=str(site_of(place)))
    try:
        with contextlib.chdir(root):
            change = Change.of(root, kept, left, generated, again)
            if change.is_other:
                setup = replace(setup, addresses=str(kept_of(place) / PLACES))
            _, kept = change.make(setup, kept_of(place), jobs, load)
    except (DoubtError, OSError) as error:
        log.debug("MkDocs builds the site: %s", error)
        return None
    return Beside(place, change.gone), replace(kept, setup=setup)


def put(place: Path, home: Path) -> None:
    """Let the files below one folder take the places of those below another; the empty folders stay."""
    for folder, _, names in os.walk(place):
        there = home / Path(folder).relative_to(place)
        there.mkdir(parents=True, exist_ok=True)
        for name in names:
            Path(folder, name).replace(there / name)
