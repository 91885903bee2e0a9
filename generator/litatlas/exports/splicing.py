"""A file of many entries, put together from the one that stands there and the entries that it lacks.

A survey of ten thousand papers has seven files of 16 to 20 MB with the entries
of all. Where one entry changes, what stands before it and behind it is taken
over from the last build's file as it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from litatlas.citation.formats import Format, Frame
from litatlas.memo import Digest


@dataclass(frozen=True, slots=True)
class Spans:
    """Where the entries of a file stand."""

    keys: bytes
    """What tells each entry from others, all of one length, in order."""

    sizes: tuple[int, ...]
    """Bytes of each."""

    def starts(self, frame: Frame) -> list[int]:
        """Give the byte at which each entry begins, and the one at which another would."""
        between = len(frame.between)
        return list(accumulate((size + between for size in self.sizes), initial=len(frame.before)))

    def places(self) -> dict[Digest, int]:
        """Give the place of each entry among the others, by its key."""
        size = len(self.keys) // max(1, len(self.sizes))
        return {self.keys[at * size : at * size + size]: at for at in range(len(self.sizes) if size else 0)}


NOWHERE = Spans(b"", ())
"""Where the entries of a file stand that is not there."""


def splice(
    format: Format, keys: Sequence[Digest], entry: Callable[[int], bytes], before: Spans, old: bytes
) -> tuple[bytes, tuple[int, ...]]:
    """Put a file together; gives it, and the bytes of each of its entries.

    Arguments:
        format: What it is written in.
        keys: Tells the entries that it is to have, in order.
        entry: Gives an entry by its place, as it stands in a file.
        before: Where the entries of the old file stand.
        old: The old file.
    """
    between, starts, places = len(format.frame.between), before.starts(format.frame), before.places()

    def moved(at: int) -> int | None:
        place = places.get(keys[at])
        return None if place is None else place - at

    texts, sizes = list[bytes](), list[int]()
    # What stands one behind the other there goes on doing so here, and is taken in one piece.
    for by, group in groupby(range(len(keys)), moved):
        held = list(group)
        if by is None:
            new = list(map(entry, held))
            texts += new
            sizes.extend(map(len, new))
        else:
            first, end = held[0] + by, held[-1] + by + 1
            texts.append(old[starts[first] : starts[end] - between])
            sizes.extend(before.sizes[first:end])
    return format.filled(texts), tuple(sizes)
