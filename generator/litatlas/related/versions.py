"""Papers that are one text twice, under two titles or with slips: versions of one work, not related work."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

import numpy as np
import scipy.sparse as sparse

from litatlas.model import Paper
from litatlas.related.text_similarity import TextSpace
from litatlas.text import fold

ALIKE = 0.5
"""Only pairs at least so similar are looked at."""

SAME_ABSTRACT = 0.6
"""Share of three-word runs that two abstracts of one work have in common, of all that either has."""

SAME_TITLE = 0.8
"""Share of words that two titles of one work have in common; then half of `SAME_ABSTRACT` is enough."""

FEWEST_RUNS = 20
"""Shorter abstracts may be alike by chance."""

_REMEMBERED = 10_000
"""Papers whose runs are kept for the next pair."""

_Runs = frozenset[tuple[str, ...]]

_WORD = re.compile(r"[^\W_]+")


def find_versions(papers: Sequence[Paper], text: TextSpace) -> tuple[tuple[int, int], ...]:
    """Give the pairs of papers that are one text twice, by their places, in order."""

    @lru_cache(maxsize=_REMEMBERED)
    def runs_of(paper: int) -> _Runs:
        return _runs(papers[paper].abstract)

    return tuple(
        (one, other)
        for one, other in _alike(text.nearest)
        if _is_version(papers[one], papers[other], runs_of(one), runs_of(other))
    )


def _alike(nearest: sparse.csr_array) -> Iterator[tuple[int, int]]:
    rows = np.repeat(np.arange(nearest.shape[0]), np.diff(nearest.indptr))
    pairs = (nearest.data >= ALIKE) & (rows < nearest.indices)
    yield from sorted(zip(rows[pairs].tolist(), nearest.indices[pairs].tolist(), strict=True))


def _is_version(one: Paper, other: Paper, runs: _Runs, other_runs: _Runs) -> bool:
    if min(len(runs), len(other_runs)) < FEWEST_RUNS:
        return False
    common = _share(runs, other_runs)
    return common >= SAME_ABSTRACT or (
        common >= SAME_ABSTRACT / 2 and _share(set(_words(one.title)), set(_words(other.title))) >= SAME_TITLE
    )


def _share(one: AbstractSet[object], other: AbstractSet[object]) -> float:
    return len(one & other) / max(len(one | other), 1)


def _runs(text: str) -> _Runs:
    words = _words(text)
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _words(text: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(text[:5000])]
