"""The entries of all papers in one format, taken from the file that stands there as far as it has them.

A survey of ten thousand papers has seven files of 16 to 20 MB with the entries
of all. Where one entry changes, what stands before it and behind it is taken
over from the last build's file as it is; what it lacks is unpacked.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from litatlas.citation import FORMATS
from litatlas.citation.formats import Frame
from litatlas.incremental.columns import places_among
from litatlas.incremental.memo import Digest

END = b"\0"
"""Stands between two entries in a pack; no field of a record holds it."""

EMPTY_FILE = b"\n"
"""One without entries is a line of its own, not nothing: hosts and programs take an empty file for a fault."""

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Spans:
    """Where the entries of a file stand."""

    keys: bytes
    """What tells each entry from others, all of one length, in order."""

    sizes: Places
    """Bytes of each."""

    def starts(self, frame: Frame) -> Places:
        """Give the byte at which each entry begins."""
        return len(frame.before) + np.cumsum(self.sizes + len(frame.between)) - self.sizes - len(frame.between)

    def of(self, keys: Sequence[Digest], frame: Frame) -> tuple[Places, Places]:
        """Give where entries begin and end, by their keys; 0 and 0 for those that are not there."""
        places = places_among(keys, self.keys)
        # Behind the last one stand the zeros that -1 leads to.
        starts = np.append(self.starts(frame), 0)[places]
        return starts, starts + np.append(self.sizes, 0)[places]


NOWHERE = Spans(b"", np.zeros(0, np.int64))
"""Where the entries of a file stand that is not there."""


@dataclass(frozen=True, slots=True)
class Stock:
    """The entries of all papers in one format, in order."""

    format: str
    file: bytes
    """The file of all papers of the last build; empty where nothing is taken from it."""

    starts: Places
    ends: Places
    """Where in it each entry stands; 0 and 0 where it does not."""

    packs: Mapping[int, bytes]
    """The entries that are not there, packed, by their places."""

    place: int
    """Which of the formats of a pack it is."""

    def whole(self) -> tuple[bytes, "Stock"]:
        """Give the file of all papers, and the same entries as they stand in it."""
        frame, new = FORMATS[self.format].frame, self.ends == 0
        # What stands one behind the other there goes on doing so here, and is taken in one piece.
        apart = new[1:] | new[:-1] | (self.starts[1:] != self.ends[:-1] + len(frame.between))
        pieces, sizes = list[bytes](), self.ends - self.starts
        for first, end in pairwise(sorted({0, *(np.flatnonzero(apart) + 1).tolist(), len(new)})):
            piece = self._unpacked(first) if new[first] else self.file[self.starts[first] : self.ends[end - 1]]
            if new[first]:
                sizes[first] = len(piece)
            pieces.append(piece)
        starts = Spans(b"", sizes).starts(frame)
        content = FORMATS[self.format].filled(pieces) or EMPTY_FILE
        return content, Stock(self.format, content, starts, starts + sizes, {}, self.place)

    def cut(self, lists: Sequence[Sequence[int]]) -> Iterator[bytes]:
        """Give files with some of the entries, by their places."""
        starts, ends, file = self.starts.tolist(), self.ends.tolist(), self.file
        for places in lists:
            entries = [file[starts[at] : ends[at]] if ends[at] else self._unpacked(at) for at in places]
            yield FORMATS[self.format].filled(entries) or EMPTY_FILE

    def _unpacked(self, place: int) -> bytes:
        entry = zlib.decompress(self.packs[place]).split(END)[self.place]
        return FORMATS[self.format].framed(entry)
