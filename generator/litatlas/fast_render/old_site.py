"""The site that the last build left: most files of the next one are in it already, byte for byte.

MkDocs empties the site's folder before it builds. So the folder is put aside
meanwhile, and brought back when it is known which files of it will be written by
us: those stay, and are written where they differ. Nothing is believed of them.
A build that ends between leaves them aside, where the next one finds them.
"""

import os
import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from litatlas.fast_render.places import folders_of


class OldSite(Struct, frozen=True):
    """Where it stands, and where it waits."""

    site: Path
    aside: Path

    def put_aside(self) -> None:
        """Take it out of MkDocs' reach; a link, or what cannot be moved (a volume of its own), MkDocs empties."""
        if self.site.is_dir() and not self.site.is_symlink():
            shutil.rmtree(self.aside, ignore_errors=True)
            with suppress(OSError):
                self.aside.parent.mkdir(parents=True, exist_ok=True)
                self.site.rename(self.aside)

    def bring_back(self, targets: Collection[str]) -> None:
        """Put it back without all that MkDocs would have removed, but for some files, by path."""
        with suppress(OSError):
            self.site.parent.mkdir(parents=True, exist_ok=True)
            self.aside.rename(self.site)
            clean(self.site, targets)
        shutil.rmtree(self.aside, ignore_errors=True)


def clean(site: Path, targets: Collection[str]) -> None:
    """Remove files and folders below a folder but some files, by path; hidden ones right in it stay, as in MkDocs."""
    needed = folders_of(targets)
    unneeded: list[str] = []
    for place, folders, names in os.walk(site):
        inside = place[len(str(site)) + 1 :]
        if not inside:
            folders[:] = [name for name in folders if not name.startswith(".")]
            names = [name for name in names if not name.startswith(".")]
        elif inside not in needed:
            unneeded.append(place)
        for name in names:
            if (f"{inside}/{name}" if inside else name) not in targets:
                Path(place, name).unlink()
    for place in reversed(unneeded):
        Path(place).rmdir()
