"""The lists of related papers as columns: a list becomes objects when somebody asks for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from litatlas.model import Reason, ReasonKind, RelatedPaper

Told = dict[int, tuple[Reason, ...]]
"""The reasons of all signals but the text for some papers in a list, by place."""

_ORDER = {kind: place for place, kind in enumerate(ReasonKind)}


@dataclass(frozen=True, eq=False)
class RelatedLists(Mapping[str, tuple[RelatedPaper, ...]]):
    """Each paper's list, best first, by id; every paper has one, which may be empty."""

    ids: tuple[str, ...]
    """By place, which is in order."""

    bounds: NDArray[np.intp]
    """Where the entries of each list begin in the columns below; one longer than the papers."""

    others: NDArray[np.int32]
    """The place of each entry's paper."""

    scores: NDArray[np.float64]
    terms: NDArray[np.int32]
    """Which of the sets below an entry shares with the paper."""

    sets: tuple[tuple[str, ...], ...]
    told: Sequence[Told]
    """What other signals say of the papers in each list."""

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {id: place for place, id in enumerate(self.ids)}

    def __getitem__(self, id: str) -> tuple[RelatedPaper, ...]:
        """Give the list of a paper."""
        place = self._places[id]
        part, told = slice(self.bounds[place], self.bounds[place + 1]), self.told[place]
        columns = (column[part].tolist() for column in (self.others, self.scores, self.terms))
        return tuple(
            RelatedPaper(self.ids[other], score, self._reasons(told.get(other, ()), terms))
            for other, score, terms in zip(*columns, strict=True)
        )

    def __iter__(self) -> Iterator[str]:
        """Give the ids in order."""
        return iter(self.ids)

    def __len__(self) -> int:
        """Give how many papers there are."""
        return len(self.ids)

    def _reasons(self, told: tuple[Reason, ...], terms: int) -> tuple[Reason, ...]:
        """Give all reasons for an entry, strongest kind first."""
        shared = (Reason(ReasonKind.TERMS, self.sets[terms]),) if self.sets[terms] else ()
        return tuple(sorted((*told, *shared), key=lambda reason: _ORDER[reason.kind])) if told else shared
