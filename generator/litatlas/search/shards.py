"""Cuts the terms of the index into files of bounded size, of which few change with a document.

Terms are in order of their UTF-16 code units, as JavaScript compares them. A
line of a file is: how many characters the term shares with the one before it
(a digit), the rest of it, a blank, its postings as `encoding` writes them.

Where a file ends is decided by the terms there and not by counting from the
first one: of the terms that might begin the next file it is the one with the
smallest checksum. So a change moves the ends of a few files at most, and the
others are as they were (Bjørner, Blass and Gurevich, "Content-dependent
chunking for differential compression, the local maximum approach", Journal of
Computer and System Sciences 76, 2010, where it is the largest). For the same
reason a file is named after its first key.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from math import isqrt
from zlib import crc32

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.library.buckets import hashes
from litatlas.search.encoding import DIGITS, encode_postings
from litatlas.search.index import Index, Postings

SMALLEST = 4_000
"""Usual bytes of a file of terms, unless there would be too many files: see `_target`."""

MOST_POSTINGS = 16_000
"""Most postings of one term in one file, of five bytes at most; those of a commoner one go on in the next."""

POSTING, LINE = 2, 5
"""What a posting and a term add to a file, in bytes: usually, and besides its letters."""


class Shard(Struct, frozen=True):
    """A file of terms."""

    first: str
    """The first key that may be in it: cut to what tells it from the last one of the file before."""

    terms: tuple[str, ...]
    counts: NDArray[np.int64]
    """How many postings each has."""

    postings: Postings
    """Of all terms, one after the other."""

    def mark(self) -> bytes:
        """Give what tells it from others of this name, without writing it."""
        parts = (" ".join(self.terms).encode("utf-8"), self.counts.tobytes(), self.postings.tobytes())
        return blake2b(b"\0".join(parts), digest_size=16).digest()

    def text(self) -> str:
        """Give its lines."""
        lines = zip(self.terms, _shares(self.terms), encode_postings(self.postings, self.counts), strict=True)
        return "\n".join(f"{DIGITS[shared]}{term[shared:]} {text}" for term, shared, text in lines)


def pack(index: Index) -> Iterator[Shard]:
    """Give all files of terms, in order.

    A term too long for one file stands alone, so that who asks for its
    neighbours need not load it; its parts have the whole term as first key.
    """
    terms, counts, before = index.terms, index.counts, ""
    for start, end in _cut(index):
        held = index.between(start, end)
        shared = _shares((before, terms[start]))[1]
        before = terms[end - 1]
        if end == start + 1 and len(held) > MOST_POSTINGS:
            parts = np.array_split(held, -(-len(held) // MOST_POSTINGS))
            yield from (Shard(terms[start], terms[start:end], np.array([len(part)]), part) for part in parts)
        else:
            yield Shard(terms[start][: shared + 1], terms[start:end], counts[start:end], held)


def names(firsts: Sequence[str]) -> list[str]:
    """Give the name of each file: the hash of its first key, with a number where others have it too.

    Examples:
        >>> names(["a", "b", "b"])
        ['e40c292c', 'e70c2de5', 'e70c2de5-1']
    """
    seen = Counter[str]()
    found = []
    for value in hashes(firsts).tolist():
        name = f"{value:x}"
        found.append(f"{name}-{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return found


def _cut(index: Index) -> Iterator[tuple[int, int]]:
    """Give the first term of each file, and the one after its last."""
    lengths = np.fromiter(map(len, index.terms), dtype=np.int64, count=len(index.terms))
    sizes = POSTING * index.counts + lengths + LINE
    target = _target(int(sizes.sum()))
    ends = np.cumsum(sizes)
    last = 0
    for alone in [*np.flatnonzero(sizes > target).tolist(), len(sizes)]:
        yield from _even(last, alone, ends, index.terms, target)
        if alone < len(sizes):
            yield alone, alone + 1
        last = alone + 1


def _even(
    start: int, end: int, ends: NDArray[np.int64], terms: Sequence[str], target: int
) -> Iterator[tuple[int, int]]:
    """Cut a stretch of terms into files of the target, a quarter more or less."""
    while start < end:
        done = int(ends[start - 1]) if start else 0
        low, high = np.searchsorted(ends[start:end], (done + target * 3 // 4, done + target * 5 // 4)) + start
        if high >= end:
            yield start, end
            return
        # Cut by what follows from the terms alone: one more of them moves few others to another file.
        near = range(int(low) + 1, int(high) + 1)
        following = min(near, key=lambda at: crc32(terms[at].encode("utf-8")), default=int(high))
        yield start, following
        start = following


def _target(size: int) -> int:
    """Give the usual bytes of a file of terms in an index of so many bytes.

    A query loads one to three files for each of its words, and the manifest
    once, which names every file in about six bytes: with this, it comes to the
    size of six files at most. It grows in steps, so that one more paper does
    not move all terms to other files.
    """
    step = SMALLEST // 8
    return max(SMALLEST, isqrt(size) // step * step)


def _shares(terms: Sequence[str]) -> list[int]:
    """Give how many characters each term has in common with the one before it, as far as a digit tells."""
    if len(terms) < 2:
        return [0] * len(terms)
    letters = np.array(terms).view(np.uint32).reshape(len(terms), -1)
    # No two terms are equal, and shorter ones end in zeros: there is a first place at which they differ.
    return [0, *np.minimum((letters[1:] == letters[:-1]).argmin(axis=1), len(DIGITS) - 1).tolist()]
