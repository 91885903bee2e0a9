"""What other signals than the text say of pairs of papers, as columns: many pairs have the very same reasons."""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_

import numpy as np
import scipy.sparse as sparse
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from litatlas.model import Reason, ReasonKind
from litatlas.related.mixing import Numbers, number_of
from litatlas.related.signals import Signal

Reasons = tuple[Reason, ...]


BIT = {kind: 1 << rank for rank, kind in enumerate(ReasonKind)}
"""The bit of each kind of reasons: of several the lowest one is the strongest."""


def bits_of(kinds: Iterable[ReasonKind]) -> int:
    """Give kinds as the bits of one number."""
    return reduce(or_, map(BIT.__getitem__, kinds), 0)


class Told(Struct, frozen=True):
    """The reasons of some pairs, or of entries of lists, in an order."""

    which: NDArray[np.int32]
    """Which of the sets below each has."""

    sets: tuple[Reasons, ...]
    """The first one is empty."""

    numbers: Numbers
    """A number for each set that is its own in every library; 0 for the empty one."""

    bits: NDArray[np.int64]
    """The kinds of the reasons of each set."""

    @classmethod
    def of(cls, reasons: Iterable[Reasons]) -> "Told":
        """Take in the reasons of each pair."""
        place_of: dict[Reasons, int] = {(): 0}
        which = np.array([place_of.setdefault(each, len(place_of)) for each in reasons], dtype=np.int32)
        sets = tuple(place_of)
        bits = np.array([bits_of(reason.kind for reason in each) for each in sets], dtype=np.int64)
        return cls(which, sets, np.array([0, *map(number_of, sets[1:])], dtype=np.uint64), bits)

    @classmethod
    def nothing(cls, pairs: int) -> "Told":
        """Say nothing of so many pairs."""
        return replace(cls.of(()), which=np.zeros(pairs, dtype=np.int32))

    def __getitem__(self, pair: int) -> Reasons:
        """Give the reasons of one of them."""
        return self.sets[self.which[pair]]

    def all_of(self, part: slice) -> list[Reasons]:
        """Give those of some in a row."""
        return [self.sets[number] for number in self.which[part].tolist()]

    @property
    def marks(self) -> Numbers:
        """A number for each pair, made of its reasons; 0 where there are none."""
        return self.numbers[self.which]

    @property
    def kinds(self) -> NDArray[np.int64]:
        """The kinds of the reasons of each pair, as bits."""
        return self.bits[self.which]

    def picked(self, rows: NDArray[np.integer]) -> "Told":
        """Give those of some pairs."""
        return replace(self, which=self.which[rows])

    def but(self, left_out: NDArray[np.bool_]) -> "Told":
        """Say nothing of some pairs, and give no set that none has then."""
        which = np.where(left_out, 0, self.which)
        used = np.bincount(which, minlength=len(self.sets)) > 0
        used[0] = True
        sets = tuple(self.sets[number] for number in np.flatnonzero(used).tolist())
        return Told((np.cumsum(used) - 1)[which].astype(np.int32), sets, self.numbers[used], self.bits[used])

    def and_at(self, places: NDArray[np.integer], more: "Told") -> "Told":
        """Say more of the pairs at some places, behind what is said of them so far."""
        which, before, other = self.which.copy(), self.which[places], more.which
        which[places] = np.where(other > 0, other + np.int32(len(self.sets) - 1), before)
        both = np.flatnonzero((before > 0) & (other > 0))
        joined = Told.of([self.sets[before[at]] + more.sets[other[at]] for at in both.tolist()])
        which[places[both]] = joined.which + np.int32(len(self.sets) + len(more.sets) - 2)
        sets = self.sets + more.sets[1:] + joined.sets[1:]
        numbers = np.concatenate((self.numbers, more.numbers[1:], joined.numbers[1:]))
        return Told(which, sets, numbers, np.concatenate((self.bits, more.bits[1:], joined.bits[1:])))


class Telling(Struct, frozen=True):
    """One way in which papers are related, and why."""

    scores: sparse.csr_array
    """As those of a `Signal`."""

    of_pairs: Callable[[NDArray[np.int64]], Told]
    """Says why the second paper of each pair stands in the list of the first: pairs x 2, by place."""

    @classmethod
    def of(cls, signal: Signal) -> "Telling":
        """Ask a signal, pair by pair."""
        return cls(signal.scores, lambda pairs: Told.of([signal.reasons(*pair) for pair in pairs.tolist()]))
