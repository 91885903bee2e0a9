"""What pairs of papers share in words, carried on from the last build: it hangs on the two alone, and not on scores.

Where a paper changes from which all learn (`statistics`), every score is another one, and every list is made anew;
what its pairs share is the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from litatlas.incremental.memo import Digest, Memo
from litatlas.related.mixing import Numbers, mixed, places_of
from litatlas.related.reasons import SharedTerms, TermKey

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Places of papers, the smaller one of each pair first."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What one build leaves to the next."""

    pairs: Numbers
    """A number for each pair, made of the marks of both."""

    strengths: NDArray[np.float64]
    terms: NDArray[np.int32]
    """Which of the sets below a pair shares."""

    sets: tuple[tuple[TermKey, ...], ...]


class PairMemory:
    """What pairs of the last build shared."""

    def __init__(self, memo: Memo, key: Digest, marks: Numbers) -> None:
        """Remember by the marks of papers, of which each says all that the paper brings; `key` is of all else."""
        self._stage, self._key, self._marks = memo.stage("related-terms"), key, marks
        # Most builds make few lists and ask nothing: what is known stays for one that makes many.
        self._stage.use((key,))

    def recalled(self, pairs: Pairs) -> Iterator[tuple[tuple[int, int], SharedTerms]]:
        """Give what is known of some pairs."""
        last: Shared | None = self._stage.get(self._key)
        if last is None:
            return
        rows, is_new = places_of(self._of(pairs), last.pairs)
        found = rows[~is_new]
        strengths, sets = last.strengths[found].tolist(), last.terms[found].tolist()
        low, high = (column[~is_new].tolist() for column in pairs)
        for one, other, strength, terms in zip(low, high, strengths, sets, strict=True):
            yield (one, other), SharedTerms(last.sets[terms], strength)

    def keep(self, known: Mapping[tuple[int, int], SharedTerms]) -> None:
        """Leave what is known now to the next build."""
        low, high = np.array(list(known), dtype=np.int64).reshape(-1, 2).T
        number_of: dict[tuple[TermKey, ...], int] = {}
        terms = [number_of.setdefault(shared.terms, len(number_of)) for shared in known.values()]
        strengths = np.array([shared.strength for shared in known.values()])
        self._stage.put(
            self._key, Shared(self._of((low, high)), strengths, np.array(terms, dtype=np.int32), tuple(number_of))
        )
        self._stage.rest()

    def _of(self, pairs: Pairs) -> Numbers:
        return mixed(*(self._marks[places] for places in pairs))
