"""Columns of texts and of lists, each as one array: a hundred thousand small objects cost more than what they say."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar
from zlib import crc32

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

Rows = NDArray[np.intp]
"""The numbers of rows, in an order."""

Flags = NDArray[np.bool_]
"""One for each row."""

Digests = NDArray[np.uint64]
"""Of 16 bytes, as two numbers in a row."""

V = TypeVar("V", bound=np.generic)

NUMBER = np.dtype("<u4")


def digests_of(joined: bytes | bytearray) -> Digests:
    """Give digests that stand one after the other."""
    return np.frombuffer(joined, np.uint64).reshape(-1, 2)


def places_among(keys: Sequence[bytes], others: bytes) -> Rows:
    """Give the place of each key among others of one length, which stand one after the other; -1 where it is not."""
    size = len(keys[0]) if keys else 0
    held = {others[at : at + size]: at // size for at in range(0, len(others), size)} if size else {}
    return np.fromiter((held.get(key, -1) for key in keys), np.intp, len(keys))


def in_runs(
    column: NDArray[V], bounds: NDArray[np.integer], rows: NDArray[np.intp], behind: NDArray[V] | None = None
) -> NDArray[V]:
    """Give the entries of some rows, which begin at these bounds; rows that follow each other are copied at once.

    Arguments:
        column: The entries of all rows, or of the first ones.
        bounds: Where those of each row begin; one longer than the rows.
        rows: Those that are wanted.
        behind: The entries of the other rows, counted on from the column's.
    """
    size, behind = len(column), column[:0] if behind is None else behind
    begins = np.flatnonzero(np.append(True, np.diff(rows) != 1))[: len(rows)]
    ends = np.append(begins[1:], len(rows))[: len(begins)] - 1
    runs = zip(bounds[rows[begins]].tolist(), bounds[rows[ends] + 1].tolist(), strict=True)
    parts = [column[:0]]
    for first, last in runs:
        parts += (column[first:last], behind[max(first - size, 0) : max(last - size, 0)])
    return np.concatenate(parts)


def _begun() -> NDArray[np.int64]:
    return np.zeros(1, np.int64)


def _ends_of(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate((_begun(), np.cumsum(lengths)))


def _stretches(rows: Flags, ends: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Give where the rows stand that are flagged: each stretch of them that stand one behind the other."""
    edges = np.flatnonzero(np.diff(rows, prepend=False, append=False))
    places = iter(ends[edges].tolist())
    return zip(places, places, strict=True)


class Texts(Struct, frozen=True):
    """Texts in bytes, one after the other."""

    joined: bytes = b""
    ends: NDArray[np.int64] = field(default_factory=_begun)
    """Where each ends; before these 0, where the first begins."""

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __getitem__(self, row: int) -> bytes:
        return self.joined[self.ends[row] : self.ends[row + 1]]

    def chosen(self, rows: Flags) -> "Texts":
        """Give some of them, in their order."""
        if rows.all():
            return self
        joined = b"".join(self.joined[start:end] for start, end in _stretches(rows, self.ends))
        return Texts(joined, _ends_of(np.diff(self.ends)[rows]))

    def with_more(self, other: "Texts") -> "Texts":
        """Give these and others behind them."""
        if not len(self):
            return other
        return Texts(self.joined + other.joined, np.concatenate((self.ends, self.ends[-1] + other.ends[1:])))

    def all(self) -> list[bytes]:
        """Give them one by one."""
        return [self.joined[start:end] for start, end in pairwise(self.ends.tolist())]


def sums_of(texts: Iterable[bytes]) -> NDArray[np.uint32]:
    """Give the checksum of each text."""
    return np.fromiter(map(crc32, texts), NUMBER)


class Index:
    """Finds texts by their checksums: it takes a tenth of the time of a dictionary, where few are looked for."""

    def __init__(self, texts: Texts, sums: NDArray[np.uint32]) -> None:
        """Take texts with their checksums."""
        order = np.argsort(sums, kind="stable")
        self._texts, self._rows, self._sums = texts, order, sums[order].data

    def find(self, text: bytes) -> int | None:
        """Give the row of a text; None where it is not there."""
        checksum = crc32(text)
        at = bisect_left(self._sums, checksum)
        while at < len(self._sums) and self._sums[at] == checksum:
            row = int(self._rows[at])
            if self._texts[row] == text:
                return row
            at += 1
        return None


class GrowingTexts:
    """Texts that come one by one."""

    def __init__(self) -> None:
        self._joined, self._ends = bytearray(), array("q", [0])

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, row: int) -> bytes:
        return bytes(self._joined[self._ends[row] : self._ends[row + 1]])

    def append(self, text: bytes) -> None:
        """Put a text behind the others."""
        self._joined += text
        self._ends.append(len(self._joined))

    @property
    def so_far(self) -> Texts:
        """Those that have come."""
        return Texts(bytes(self._joined), np.array(self._ends, np.int64))


class Lists(Struct, frozen=True):
    """Lists of numbers, one after the other: a sparse matrix of which only the places are told (CSR)."""

    numbers: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, NUMBER))
    ends: NDArray[np.int64] = field(default_factory=_begun)
    """Where each ends; before these 0, where the first begins."""

    @classmethod
    def of(cls, numbers: NDArray[np.integer], lengths: NDArray[np.int64]) -> "Lists":
        """Give the lists of these lengths."""
        return cls(numbers.astype(NUMBER, copy=False), _ends_of(lengths))

    def __len__(self) -> int:
        return len(self.ends) - 1

    def with_more(self, other: "Lists") -> "Lists":
        """Give these and others behind them."""
        if not len(self):
            return other
        ends = np.concatenate((self.ends, self.ends[-1] + other.ends[1:]))
        return Lists(np.concatenate((self.numbers, other.numbers)), ends)

    def chosen(self, rows: Flags) -> "Lists":
        """Give some of them, in their order."""
        if rows.all():
            return self
        kept = [self.numbers[start:end] for start, end in _stretches(rows, self.ends)]
        return Lists(np.concatenate((self.numbers[:0], *kept)), _ends_of(np.diff(self.ends)[rows]))

    def taken(self, rows: Rows) -> "Lists":
        """Give some of them in another order."""
        return Lists(in_runs(self.numbers, self.ends, rows), _ends_of(np.diff(self.ends)[rows]))

    def renumbered(self, numbers: NDArray[np.uint32]) -> "Lists":
        """Give them with the number that stands in the place of each."""
        return Lists(numbers[self.numbers], self.ends)

    def having(self, flags: Flags) -> Flags:
        """Say of each list whether one of its numbers is flagged."""
        # Few numbers are flagged of very many: to count them all up would take ten times as long.
        found = np.zeros(len(self), np.bool_)
        found[np.searchsorted(self.ends, np.flatnonzero(flags[self.numbers]), "right") - 1] = True
        return found

    def flag(self, rows: Flags, flags: Flags) -> None:
        """Flag the numbers of some lists."""
        flags[self.numbers[np.repeat(rows, np.diff(self.ends))]] = True

    @property
    def empty(self) -> Flags:
        """Which lists have no number."""
        return np.asarray(np.diff(self.ends) == 0)


class GrowingLists:
    """Lists that come one by one."""

    def __init__(self) -> None:
        self._numbers, self._ends = array("I"), array("q", [0])

    def append(self, numbers: Iterable[int]) -> None:
        """Put a list behind the others."""
        self._numbers.extend(numbers)
        self._ends.append(len(self._numbers))

    @property
    def so_far(self) -> Lists:
        """Those that have come."""
        return Lists(np.array(self._numbers, NUMBER), np.array(self._ends, np.int64))
