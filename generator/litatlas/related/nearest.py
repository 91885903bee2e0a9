"""The nearest papers of each, all pairs compared in blocks of rows, so that memory stays linear.

The cost grows with the square of the papers; libraries of more than `EXACT_UP_TO`
are looked up by `clusters` instead.

Vectors lie on a grid (`statistics`), so every similarity is exact up to its last
rounding: it does not depend on the machine, or on what it is computed together with.
"""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import numpy as np
import scipy.sparse as sparse
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from litatlas.workers import ALONE, Workers

LSA_WEIGHT = 0.4
"""Weight of the latent space beside the words themselves."""

EXACT_UP_TO = 20_000
"""Papers up to which every pair is compared: half a minute of one core."""

DIGITS = 6
"""Places to which similarities are rounded."""

AT_ONCE = 2048
MOST_CALLS = 12
"""Papers that one call of a worker compares with others, at least; and calls, for each is handed the vectors of all."""

_BLOCK = 256

_FREQUENT = 1 / 8
"""Words on a larger share of the papers are compared as dense columns: half of all products are with so few words."""

Found = tuple[NDArray[np.int64], NDArray[np.float64]]
"""The nearest papers of each, nearest first, and their similarities: papers x size."""

Keys = NDArray[np.int64]
"""Similarity and place of a paper in one number: the greater, the nearer; of equally near ones the first in order."""

NOBODY = np.int64(-1)
"""Less than every key."""


class Vectors(Struct, frozen=True):
    """Papers that can be compared: unit vectors on the grid."""

    words: sparse.csr_array
    latent: NDArray[np.float32]
    weight: float = LSA_WEIGHT
    """That of the latent space beside the words."""

    def only(self, papers: NDArray[np.bool_]) -> "Vectors":
        """Give some of the papers."""
        return replace(self, words=sparse.csr_array(self.words[papers]), latent=self.latent[papers])

    @property
    def papers(self) -> int:
        """How many there are."""
        return len(self.latent)

    def keys(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Keys:
        """Compare some papers with others; `NOBODY` where one meets itself."""
        words, latent = self.words[rows] @ self.words[columns].T, self.latent[rows] @ self.latent[columns].T
        return self.keys_of(self.steps(words.toarray(), latent), rows, columns)

    def steps(self, words: NDArray[np.float64], latent: NDArray[np.float32]) -> NDArray[np.int64]:
        """Give similarities of papers in steps of the last place, where those of words and in the latent space are
        known."""
        near = blend(words, latent, self.weight)
        near *= 10**DIGITS
        return np.rint(near, out=near).astype(np.int64)

    def keys_of(self, steps: NDArray[np.int64], rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Keys:
        """Make keys of the similarities of some papers to others."""
        keys = steps * self.papers
        keys += self.papers - 1 - columns
        keys[rows[:, None] == columns] = NOBODY
        return keys

    def found(self, keys: Keys) -> Found:
        """Read keys, each row from the greatest; nobody, and who shares nothing, as the first at no similarity."""
        keys = -np.sort(-keys, axis=1)
        anything = keys >= self.papers
        columns = np.where(anything, self.papers - 1 - keys % self.papers, 0)
        return columns, np.where(anything, keys // self.papers, 0) / 10**DIGITS


def blend(words: NDArray[np.float64], latent: NDArray[np.floating], weight: float = LSA_WEIGHT) -> NDArray[np.float64]:
    """Make one similarity of two, from 0 to 1; `weight` is that of the latent space."""
    return np.asarray((words + weight * np.maximum(latent, 0).astype(np.float64)) / (1 + weight), dtype=np.float64)


def nearest_papers(
    vectors: Vectors, size: int, rows: NDArray[np.intp] | None = None, workers: Workers = ALONE
) -> Found:
    """Compare papers with all, and find so many for each, fewer than there are; of every paper unless told."""
    if rows is None:
        return vectors.found(_all_pairs(vectors, size, workers))
    return vectors.found(divided(partial(_compared_with_all, vectors, size), rows, workers))


def divided(compare: Callable[[NDArray[np.intp]], Keys], rows: NDArray[np.intp], workers: Workers) -> Keys:
    """Put together what comes of comparing some papers after the other; of few, here."""
    parts = _parts(rows)
    run = workers if len(parts) > 1 else ALONE
    return np.concatenate(list(run.map(partial(_on_one_thread, compare), parts)))


def _all_pairs(vectors: Vectors, size: int, workers: Workers) -> Keys:
    """Compare each two papers once: each part of them with itself and all behind it, which says as much of these."""
    keys = np.full((vectors.papers, size), NOBODY)
    parts = _parts(np.arange(vectors.papers))
    run = workers if len(parts) > 1 else ALONE
    compare = partial(_compared_with_later, vectors, size)
    for part, found in zip(parts, run.map(partial(_on_one_thread, compare), parts), strict=True):
        keys[part[0] :] = greatest(np.concatenate([keys[part[0] :], found], axis=1), size)
    return keys


def _parts(rows: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    size = max(AT_ONCE, -(-len(rows) // MOST_CALLS))
    return [rows[start : start + size] for start in range(0, max(1, len(rows)), size)]


def _on_one_thread(compare: Callable[[NDArray[np.intp]], Keys], rows: NDArray[np.intp]) -> Keys:
    with threadpool_limits(limits=1):
        return compare(rows)


class _Later:
    """The papers from one on, ready to be compared with: words that many have as dense columns."""

    def __init__(self, vectors: Vectors, first: int = 0) -> None:
        words = vectors.words
        frequent = np.bincount(words.indices, minlength=words.shape[1]) > _FREQUENT * vectors.papers
        self.vectors, self.latent = vectors, vectors.latent[first:].T
        self.common, self.rare = words[:, frequent].toarray(), sparse.csr_array(words[:, ~frequent])
        self.to_common, self.to_rare = self.common[first:].T, self.rare[first:].T.tocsr()

    def steps(self, rows: NDArray[np.intp]) -> NDArray[np.int64]:
        """Give the similarities of some papers to them."""
        words = (self.rare[rows] @ self.to_rare).toarray() + self.common[rows] @ self.to_common
        return self.vectors.steps(words, self.vectors.latent[rows] @ self.latent)


def _compared_with_all(vectors: Vectors, size: int, rows: NDArray[np.intp]) -> Keys:
    keys = np.empty((len(rows), size), dtype=np.int64)
    # Words that none of them has liken them to nobody.
    theirs = np.bincount(vectors.words[rows].indices, minlength=vectors.words.shape[1]) > 0
    vectors = replace(vectors, words=vectors.words[:, theirs])
    everyone, others = np.arange(vectors.papers), _Later(vectors)
    for start in range(0, len(rows), _BLOCK):
        part = slice(start, start + _BLOCK)
        keys[part] = greatest(vectors.keys_of(others.steps(rows[part]), rows[part], everyone), size)
    return keys


def _compared_with_later(vectors: Vectors, size: int, rows: NDArray[np.intp]) -> Keys:
    """Give the keys of papers in a row, and of all behind them, as far as these meet the former."""
    first, count = int(rows[0]), len(rows)
    others, later = np.arange(first, vectors.papers), _Later(vectors, first)
    keys = np.full((len(others), size), NOBODY)
    for start in range(0, count, _BLOCK):
        part = rows[start : start + _BLOCK]
        steps = later.steps(part)
        keys[start : start + len(part)] = greatest(vectors.keys_of(steps, part, others), size)
        theirs = vectors.keys_of(steps[:, count:].T, others[count:], part)
        keys[count:] = greatest(np.concatenate([keys[count:], theirs], axis=1), size)
    return keys


class AllPairs(Struct, frozen=True):
    """A search that compares every paper with every other."""

    vectors: Vectors
    workers: Workers = ALONE

    def nearest(self, size: int, rows: NDArray[np.intp] | None = None) -> Found:
        """Find so many for some papers, or for every one."""
        return nearest_papers(self.vectors, size, rows, self.workers)

    def keys(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Keys:
        """Compare papers with others."""
        return self.vectors.keys(rows, columns)

    def basis(self) -> tuple[object, ...]:
        """Give nothing: all are compared."""
        return ()


def greatest(keys: Keys, size: int) -> Keys:
    """Keep the greatest keys of each row, in any order; where there are fewer, nobody is the rest."""
    if keys.shape[1] < size:
        return np.pad(keys, ((0, 0), (0, size - keys.shape[1])), constant_values=NOBODY)
    return np.partition(keys, keys.shape[1] - size, axis=1)[:, -size:]


def best_of_rows(
    scores: sparse.csr_array, most: int, digits: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """Keep the best scores of each row, rounded, best first; of equal ones those in front, and none that is 0 then.

    Score and column are the bits of one number, so that sorting the numbers of a row puts them in order.

    Arguments:
        scores: None of them negative.
        most: So many of a row at most.
        digits: Places to which scores are rounded.

    Returns:
        The rows, the columns and the scores.
    """
    bits = scores.shape[1].bit_length()
    # Steps downwards, so that the best come first.
    keys = np.rint(scores.data * -(10**digits)).astype(np.int64) << bits | scores.indices
    for begin, end in pairwise(scores.indptr.tolist()):
        keys[begin:end].sort()
    row, rank = ranks(scores.indptr)
    steps = -(keys >> bits)
    best = (rank < most) & (steps > 0)
    column = (keys & (1 << bits) - 1).astype(np.int32)
    return row[best], column[best], steps[best] / 10**digits


def ranks(bounds: NDArray[np.integer]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Give the row of each entry, and its place there, of rows that begin at these places."""
    sizes = np.diff(bounds)
    row = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    return row, np.arange(len(row), dtype=np.int32) - np.repeat(bounds[:-1].astype(np.int32), sizes)


def ranked_rows(scores: sparse.csr_array, digits: int) -> sparse.csr_array:
    """Put the entries of each row in order, rounded, best first; see `best_of_rows`."""
    rows, columns, values = best_of_rows(scores, scores.shape[1], digits)
    bounds = np.searchsorted(rows, np.arange(scores.shape[0] + 1))
    return sparse.csr_array((values, columns.astype(np.int32), bounds.astype(np.int32)), shape=scores.shape)


def first_of_rows(
    ranked: sparse.csr_array, most: int, keep: NDArray[np.bool_] | None = None
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Give the first entries of each row, of those that are to be kept: rows, columns and values."""
    rows, rank = ranks(ranked.indptr)
    if keep is not None:
        # Places among those that are kept.
        before = np.append(0, np.cumsum(keep))
        rank = before[:-1] - before[ranked.indptr[rows]]
    first = rank < most if keep is None else keep & (rank < most)
    return rows[first].astype(np.int64), ranked.indices[first].astype(np.int64), ranked.data[first]
