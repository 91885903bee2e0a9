"""The lists of related papers as columns: a list becomes objects when somebody asks for it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from litatlas.incremental.memo import Digest
from litatlas.model import Reason, ReasonKind, RelatedPaper
from litatlas.related.mixing import Numbers, digests, in_order, mixed, name_of
from litatlas.related.packed_sets import PackedSets
from litatlas.related.told import Told, bits_of

Digesting = Callable[..., Digest]
"""Gives the digest of values."""

_ORDER = {kind: place for place, kind in enumerate(ReasonKind)}


def _no_numbers() -> NDArray[np.int32]:
    return np.zeros(0, dtype=np.int32)


# A struct can be no mapping: both have a metaclass.
@dataclass(frozen=True, eq=False)
class RelatedLists(Mapping[str, tuple[RelatedPaper, ...]]):
    """Each paper's list, best first, by id; every paper has one, which may be empty."""

    ids: tuple[str, ...] = ()
    """By place, which is in order."""

    bounds: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, dtype=np.int64))
    """Where the entries of each list begin in the columns below; one longer than the papers."""

    others: NDArray[np.int32] = field(default_factory=_no_numbers)
    """The place of each entry's paper."""

    scores: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    terms: NDArray[np.int32] = field(default_factory=_no_numbers)
    """Which of the sets below an entry shares with the paper."""

    sets: PackedSets[str] = field(default_factory=lambda: PackedSets.of(()))
    told: Told = field(default_factory=lambda: Told.nothing(0))
    """What other signals say of each entry."""

    @classmethod
    def of(cls, lists: Mapping[str, Sequence[RelatedPaper]]) -> "RelatedLists":
        """Put lists into columns."""
        ids = tuple(sorted(lists))
        places = {id: place for place, id in enumerate(ids)}
        entries = [entry for id in ids for entry in lists[id]]
        sets: dict[tuple[str, ...], int] = {}
        terms = [
            next((reason.terms for reason in entry.reasons if reason.kind is ReasonKind.TERMS), ()) for entry in entries
        ]
        return cls(
            ids,
            np.cumsum([0, *(len(lists[id]) for id in ids)]),
            np.array([places[entry.id] for entry in entries], dtype=np.int32),
            np.array([entry.score for entry in entries], dtype=np.float64),
            np.array([sets.setdefault(each, len(sets)) for each in terms], dtype=np.int32),
            PackedSets.of(tuple(sets)),
            Told.of(map(_without_terms, entries)),
        )

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each paper."""
        return {id: place for place, id in enumerate(self.ids)}

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """The place of the paper in whose list each entry stands."""
        return np.repeat(np.arange(len(self.ids)), np.diff(self.bounds))

    def __getitem__(self, id: str) -> tuple[RelatedPaper, ...]:
        """Give the list of a paper."""
        place = self.places[id]
        part = slice(self.bounds[place], self.bounds[place + 1])
        columns = (column[part].tolist() for column in (self.others, self.scores, self.terms))
        return tuple(
            RelatedPaper(self.ids[other], score, self._reasons(told, terms))
            for told, other, score, terms in zip(self.told.all_of(part), *columns, strict=True)
        )

    def __iter__(self) -> Iterator[str]:
        """Give the ids in order."""
        return iter(self.ids)

    def __len__(self) -> int:
        """Give how many papers there are."""
        return len(self.ids)

    def reasons(self, entry: int) -> tuple[Reason, ...]:
        """Give the reasons for an entry, strongest kind first."""
        return self._reasons(self.told[entry], self.terms.item(entry))

    def _reasons(self, told: tuple[Reason, ...], terms: int) -> tuple[Reason, ...]:
        words = self.sets[terms]
        shared = (Reason(ReasonKind.TERMS, words),) if words else ()
        return tuple(sorted((*told, *shared), key=lambda reason: _ORDER[reason.kind])) if told else shared

    def told_of(self, kinds: AbstractSet[ReasonKind]) -> dict[str, list[str]]:
        """Give the papers in lists that stand there for a reason of these kinds, which are none of the text's, by the
        id of the paper whose list it is."""
        entries = np.flatnonzero(self.told.kinds & bits_of(kinds))
        found: dict[str, list[str]] = {}
        for row, other in zip(self.rows[entries].tolist(), self.others[entries].tolist(), strict=True):
            found.setdefault(self.ids[row], []).append(self.ids[other])
        return found

    def marks(self, digest: Digesting) -> dict[str, Digest]:
        """Give a digest of each list."""
        numbers = in_order(mixed(self.entry_marks, self.scores), self.bounds)
        return dict(zip(self.ids, digests(numbers, digest("lists")), strict=True))

    @cached_property
    def entry_marks(self) -> Numbers:
        """A number for each entry, made of its paper and of the reasons."""
        return mixed(self.id_numbers[self.others], self._set_numbers[self.terms], self.told.marks)

    @cached_property
    def id_numbers(self) -> Numbers:
        """A number for each paper, made of its id."""
        return np.array(list(map(name_of, self.ids)), dtype=np.uint64)

    @cached_property
    def _set_numbers(self) -> Numbers:
        names = np.array(list(map(name_of, self.sets.values)), dtype=np.uint64)
        return in_order(names[self.sets.numbers], self.sets.bounds)


def _without_terms(entry: RelatedPaper) -> tuple[Reason, ...]:
    return tuple(reason for reason in entry.reasons if reason.kind is not ReasonKind.TERMS)
