"""The entries of all papers in one format, taken from the file that stands there as far as it has them.

Where one entry changes, what stands before it and behind it is taken over from the last build's file as it is; what
this lacks is unpacked.
"""

from collections.abc import Mapping

import numpy as np
from msgspec import Struct

from litatlas.citation import FORMATS
from litatlas.incremental.pieces import OldFile, Pieces
from litatlas.incremental.splicing import Places, Texts, splice

EMPTY_FILE = b"\n"
"""One without entries is a line of its own, not nothing: hosts and programs take an empty file for a fault."""


class Stock(Struct, frozen=True):
    """The entries of all papers in one format, in order."""

    format: str
    file: OldFile | None
    """The file of all papers of the last build; none where nothing is taken from it."""

    texts: Texts
    """Where in it the entries stand."""

    places: Places
    """Of each entry, its place among them; -1 for one that is not there."""

    new: Mapping[int, bytes]
    """The entries that are not there, as they stand in a file, by their places among all."""

    def whole(self) -> tuple[Pieces, Texts]:
        """Give the file of all papers, and where the entries stand in it."""
        return self._file(np.arange(len(self.places)))

    def cut(self, held: Places, own: OldFile | None = None) -> Pieces:
        """Give the file with some of the entries.

        Arguments:
            held: Their places among all.
            own: That file of the last build, where it has the entries of the same papers: it is read in longer
                stretches than the one of all papers.
        """
        return self._file(held, own)[0]

    def _file(self, held: Places, own: OldFile | None = None) -> tuple[Pieces, Texts]:
        frame = FORMATS[self.format].frame
        before, between, after = (part.encode("ascii") for part in (frame.before, frame.between, frame.after))
        file, texts, places = self.file, self.texts, self.places[held]
        if own:
            texts = Texts(len(before), texts.sizes[held], len(between))
            file, places = own, np.where(places < 0, -1, np.arange(len(held)))
        entries, texts = splice(len(before), between, file, texts, places, lambda number: self.new[held.item(number)])
        return [before, *entries, after] if entries else [frame.none.encode("ascii") or EMPTY_FILE], texts
