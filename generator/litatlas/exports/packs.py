"""Entries in several formats, packed paper by paper, on their way to who makes files of them."""

import zlib
from collections.abc import Mapping

from msgspec import Struct

from litatlas.citation import FORMATS
from litatlas.incremental.pieces import OldFile, cut
from litatlas.incremental.unchanged import Depot

END = b"\0"
"""Stands between two entries in a pack; no field of a record holds it."""


class Packs(Struct, frozen=True):
    """The packs of some papers, one behind the other in a file: who makes files of them holds one at a time.

    Those of a hundred thousand papers are 300 MB, which would be there three times while they are handed over.
    """

    group: tuple[str, ...]
    """The formats of the entries in each, in order."""

    sizes: Mapping[int, int]
    """Bytes of each, in order, by the place of the paper among all."""

    file: OldFile

    @classmethod
    def of(cls, group: tuple[str, ...], packs: Mapping[int, bytes], depot: Depot) -> "Packs":
        """Set packs aside that are known by the places of their papers."""
        path = f"packs of {' '.join(group)}"
        return cls(group, {at: len(pack) for at, pack in packs.items()}, depot.set_aside(path, list(packs.values())))

    def entries(self, format: str) -> Mapping[int, bytes]:
        """Give the entries in one of the formats as they stand in a file, by the places of their papers."""
        number, frame = self.group.index(format), FORMATS[format].framed
        packs = zip(self.sizes, cut(self.file, self.sizes.values()), strict=True)
        return {at: frame(zlib.decompress(pack).split(END)[number]) for at, pack in packs}
