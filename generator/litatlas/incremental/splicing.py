"""Large files with a text for each paper, put together from the ones that stand there and the texts that these lack.

A survey of ten thousand papers has eleven files of 8 to 27 MB that tell of all papers: their entries in each format,
and their graph. A changed paper changes the lines of a dozen; what stands before these, between and behind is taken
over in a few pieces, which are read and written one after the other and never put together in memory.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.incremental.pieces import Later, OldFile, Piece, Pieces, Stretch

Places = NDArray[np.int64]


class Texts(Struct, frozen=True):
    """Where the texts stand, one behind the other."""

    start: int
    """The byte of the file at which the first begins."""

    sizes: Places
    """Bytes of each; some papers have none."""

    between: int
    """Bytes between two."""

    def spans(self) -> tuple[Places, Places]:
        """Give where each begins and ends; one of no bytes ends before what stands behind the one before it."""
        steps = np.where(self.sizes > 0, self.sizes + self.between, 0)
        starts = self.start + np.cumsum(steps) - steps
        return starts, starts + np.where(self.sizes > 0, self.sizes, -self.between)


NOWHERE = Texts(0, np.zeros(0, np.int64), 0)
"""Where the texts of a file stand that is not there."""


def splice(
    start: int, between: bytes, old: OldFile | None, before: Texts, places: Places, new: Callable[[int], bytes | Later]
) -> tuple[Pieces, Texts]:
    """Give a text for each paper, in pieces, and where they will stand.

    Arguments:
        start: The byte of the file at which the first begins.
        between: What stands between two.
        old: The file that stands there; none where nothing is taken from it.
        before: Where in it the texts stand.
        places: Of each paper, its place among them; -1 for one whose text is another one now.
        new: Gives the text of such a paper by its place among all.
    """
    pieces = list[Piece]()
    starts, ends = before.spans()
    # Behind the last one stands the zero to which -1 leads.
    sizes = np.append(before.sizes, 0)[places]
    for first, last in _runs(places):
        at = places[first]
        if at < 0 or old is None:
            piece: Piece = new(first)
            sizes[first] = len(piece)
        else:
            begin = starts.item(at)
            piece = Stretch(old, begin, max(begin, ends.item(places[last])))
        if len(piece):
            pieces += (between, piece) if pieces and between else (piece,)
    return pieces, Texts(start, sizes, len(between))


def _runs(places: Places) -> Iterator[tuple[int, int]]:
    """Give the first and the last of the papers that stood one behind the other; each new one by itself."""
    apart = (places[1:] != places[:-1] + 1) | (places[1:] < 0) | (places[:-1] < 0)
    cuts = (np.flatnonzero(apart) + 1).tolist()
    yield from ((first, end - 1) for first, end in pairwise([0, *cuts, len(places)]) if first < end)
