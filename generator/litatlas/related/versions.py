"""Papers that are one text twice, under two titles or with slips: versions of one work, not related work.

Where papers are much alike, runs of words are counted in arrays; only of pairs that have many in common texts are read.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from litatlas.model import Paper
from litatlas.related.mixing import mixed
from litatlas.related.streams import Stream
from litatlas.related.tokens import ABSTRACT
from litatlas.text import fold

SAME_ABSTRACT = 0.6
"""Share of three-word runs that two abstracts of one work have in common, of all that either has."""

SAME_TITLE = 0.8
"""Share of words that two titles of one work have in common; then half of `SAME_ABSTRACT` is enough."""

FEWEST_RUNS = 20
"""Shorter abstracts may be alike by chance."""

READ = 0.8
"""Texts are read of pairs with so much of the least share, or more: words are counted in their normal forms."""

_COLUMNS = 2**31 - 1
_PAIRS = 10_000
_REMEMBERED = 10_000
"""Papers whose runs are kept for the next pair."""

_Runs = frozenset[tuple[str, ...]]

_WORD = re.compile(r"[^\W_]+")


def find_versions(papers: Sequence[Paper], stream: Stream, alike: NDArray[np.int64]) -> tuple[tuple[int, int], ...]:
    """Give the pairs of papers that are one text twice, by their places, in order.

    Arguments:
        papers: The papers of the library.
        stream: Their words.
        alike: The pairs whose words are much alike, in order: pairs x 2.
    """

    @lru_cache(maxsize=_REMEMBERED)
    def runs_of(paper: int) -> _Runs:
        return _runs(papers[paper].abstract)

    @lru_cache(maxsize=_REMEMBERED)
    def title_of(paper: int) -> frozenset[str]:
        return frozenset(_words(papers[paper].title))

    found = []
    for one, other, is_much in _likely(stream, *alike.T):
        # Texts are read last: of most pairs with some runs in common the titles are others.
        same_title = _share(title_of(one), title_of(other)) >= SAME_TITLE
        if (is_much or same_title) and _are_versions(runs_of(one), runs_of(other), same_title=same_title):
            found.append((one, other))
    return tuple(found)


def _likely(stream: Stream, one: NDArray[np.int64], other: NDArray[np.int64]) -> list[tuple[int, int, bool]]:
    """Give the pairs whose abstracts have many runs of words in common, and whether so many that titles may differ."""
    if not len(one):
        return []
    runs = _counted(stream, np.union1d(one, other))
    sizes, shares = np.diff(runs.indptr), np.zeros(len(one))
    for start in range(0, len(one), _PAIRS):
        part = slice(start, start + _PAIRS)
        common = np.asarray(runs[one[part]].multiply(runs[other[part]]).sum(axis=1)).ravel()
        either = sizes[one[part]] + sizes[other[part]] - common
        shares[part] = common / np.maximum(either, 1)
    likely, much = shares >= READ * SAME_ABSTRACT / 2, shares >= READ * SAME_ABSTRACT
    return list(zip(one[likely].tolist(), other[likely].tolist(), much[likely].tolist(), strict=True))


def _counted(stream: Stream, papers: NDArray[np.int64]) -> sparse.csr_array:
    """Give the three-word runs of the abstracts of some papers: papers x hashes of runs."""
    chosen = np.zeros(len(stream.texts), dtype=np.bool_)
    chosen[papers] = True
    kept = chosen[stream.paper] & (stream.field == ABSTRACT)
    paper, word = stream.paper[kept], stream.word[kept]
    inside = paper[2:] == paper[:-2]
    columns = mixed(word[:-2][inside], word[1:-1][inside], word[2:][inside]) % np.uint64(_COLUMNS)
    places = (paper[2:][inside], columns.astype(np.int32))
    table = sparse.coo_array((np.ones(len(columns), dtype=np.int32), places), shape=(len(chosen), _COLUMNS)).tocsr()
    table.data[:] = 1
    return sparse.csr_array(table)


def _are_versions(runs: _Runs, other_runs: _Runs, *, same_title: bool) -> bool:
    if min(len(runs), len(other_runs)) < FEWEST_RUNS:
        return False
    return _share(runs, other_runs) >= (SAME_ABSTRACT / 2 if same_title else SAME_ABSTRACT)


def _share(one: AbstractSet[object], other: AbstractSet[object]) -> float:
    return len(one & other) / max(len(one | other), 1)


def _runs(text: str) -> _Runs:
    words = _words(text)
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _words(text: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(text[:5000])]
