"""The nearest papers of each, carried on from the last build: only what a changed paper touches is compared.

How near two papers are depends on the two alone (`statistics` says why), so

- a paper that changed is compared with all;
- every other one keeps its list, without those that are gone, and takes changed papers in where they are near enough;
- where a list lost so many that others could come in, which nobody has compared, its paper is compared with all.

Lists are therefore some papers longer than is asked for, and each knows a bound: all papers above it are in the list.
What comes out is what a comparison of all pairs would give.
"""

import hashlib
from collections.abc import Sequence
from typing import Protocol

import numpy as np
import scipy.sparse as sparse
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.incremental.memo import NOTHING, Digest, Memo
from litatlas.related.nearest import DIGITS, EXACT_UP_TO, Found, Keys, Vectors
from litatlas.workers import ALONE, Workers

SPARE = 16
"""How much longer lists are, so that few lose too many."""

MOST_CHANGED = 0.1
"""Where more of the papers changed, all are compared."""

_BLOCK = 1024


class Search(Protocol):
    """Finds the nearest papers."""

    @property
    def vectors(self) -> Vectors:
        """The papers."""

    def nearest(self, size: int, rows: NDArray[np.intp] | None = None) -> Found:
        """Find so many for some papers, or for every one."""

    def keys(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Keys:
        """Compare papers with others, as far as the search would see them."""

    def basis(self) -> tuple[object, ...]:
        """Give what, beside two papers themselves, decides whether the search compares them."""


class Lists(Struct, frozen=True):
    """What one build leaves to the next."""

    marks: tuple[Digest, ...]
    """Of each paper: its id and all of its vectors that matters."""

    columns: NDArray[np.int32]
    scores: NDArray[np.int32]
    """In millionths; 0 where there is nobody."""

    bounds: NDArray[np.int32]
    """All papers that are nearer than this are in the list."""


class Memory(Struct, frozen=True):
    """The nearest papers of the last build."""

    ids: tuple[str, ...] = ()
    """Of the papers; without them nothing is remembered."""

    memo: Memo = NOTHING
    exact_up_to: int = EXACT_UP_TO
    """Papers up to which every pair is compared."""

    workers: Workers = ALONE
    """Compare papers side by side."""

    def nearest(self, search: Search, marks: tuple[Digest, ...], size: int) -> Found:
        """Find the nearest papers of each.

        Arguments:
            search: By which papers are found.
            marks: What `marks_of` gives; nothing is remembered without.
            size: How many to find, fewer than there are papers.
        """
        if not marks:
            return search.nearest(size)
        stage = self.memo.stage("related-nearest")
        # What lists are changes with each build, and where they are kept does not: each says itself what it is of.
        key = self.memo.digest(type(search).__name__, size, search.vectors.weight, search.basis())
        keep, last = min(size + SPARE, len(marks) - 1), stage.get(key)
        if last is not None and last.marks == marks and last.columns.shape[1] == keep:
            lists = last
        else:
            lists = _updated(search, marks, last, size, keep) if last is not None else None
            lists = lists or _compared(search, marks, keep)
            stage.put(key, lists)
        stage.rest()
        return lists.columns[:, :size].astype(np.int64), lists.scores[:, :size] / 10**DIGITS


FORGETFUL = Memory()
"""Compares all papers."""


def _compared(search: Search, marks: tuple[Digest, ...], keep: int) -> Lists:
    columns, scores = _whole(search.nearest(keep))
    return Lists(marks, columns, scores, scores[:, -1].copy())


def _whole(found: Found) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    return found[0].astype(np.int32), np.rint(found[1] * 10**DIGITS).astype(np.int32)


def _updated(search: Search, marks: tuple[Digest, ...], last: Lists, size: int, keep: int) -> Lists | None:
    papers, before = len(marks), {mark: place for place, mark in enumerate(last.marks)}
    old = np.array([before.get(mark, -1) for mark in marks], dtype=np.int64)
    changed, same = np.flatnonzero(old < 0), np.flatnonzero(old >= 0)
    if len(changed) > MOST_CHANGED * papers or last.columns.shape[1] != keep:
        return None
    now = np.full(len(last.marks), -1, dtype=np.int64)
    now[old[same]] = same
    lists = Lists(
        marks,
        np.zeros((papers, keep), dtype=np.int32),
        np.zeros((papers, keep), dtype=np.int32),
        np.zeros(papers, dtype=np.int32),
    )
    for start in range(0, len(same), _BLOCK):
        rows = same[start : start + _BLOCK]
        columns, scores, keys = now[last.columns[old[rows]]], last.scores[old[rows]], search.keys(rows, changed)
        bounds = last.bounds[old[rows]]
        lists.columns[rows], lists.scores[rows], lists.bounds[rows] = columns, scores, bounds
        others = (columns < 0).any(axis=1) | (keys // papers > bounds[:, None]).any(axis=1)
        gone = columns[others] < 0
        near = np.where(gone, 0, scores[others].astype(np.int64))
        _merge(lists, rows[others], columns[others], near, bounds[others], keys[others])
    known = (lists.scores > lists.bounds[:, None]).sum(axis=1)
    rows = np.union1d(changed, np.flatnonzero((known < size) & (lists.bounds > 0)))
    if len(rows):
        lists.columns[rows], lists.scores[rows] = _whole(search.nearest(keep, rows))
        lists.bounds[rows] = lists.scores[rows, -1]
    return lists


def _merge(
    lists: Lists,
    rows: NDArray[np.intp],
    columns: NDArray[np.int64],
    scores: NDArray[np.int64],
    bounds: NDArray[np.int32],
    keys: Keys,
) -> None:
    """Write the lists of some papers: what is left of the old ones, and the changed papers that are near enough."""
    papers, keep = len(lists.marks), lists.columns.shape[1]
    all_keys = np.concatenate([scores * papers + papers - 1 - columns, keys], axis=1)
    # Not above the bound, there may be others as near that nobody has compared.
    all_keys[all_keys // papers <= bounds[:, None]] = -1
    best = -np.sort(-all_keys, axis=1)[:, : keep + 1]
    score = np.where(best < 0, 0, best // papers)
    lists.columns[rows] = np.where(best < 0, 0, papers - 1 - best % papers)[:, :keep]
    lists.scores[rows] = score[:, :keep]
    lists.bounds[rows] = np.maximum(bounds, score[:, keep]) if score.shape[1] > keep else bounds


def marks_of(ids: Sequence[str], names: NDArray[np.uint64], vectors: Vectors) -> tuple[Digest, ...]:
    """Give a digest of each paper's id and vectors.

    Arguments:
        ids: Of the papers.
        names: A number for each column of words that says which word it is, whatever others there are.
        vectors: The papers.
    """
    words: sparse.csr_array = vectors.words
    named, weights = names[words.indices], words.data
    marks = []
    for place, id in enumerate(ids):
        part = slice(words.indptr[place], words.indptr[place + 1])
        mark = hashlib.blake2b(id.encode(), digest_size=16)
        for values in (named[part], weights[part], vectors.latent[place]):
            mark.update(b"\0" + values.tobytes())
        marks.append(mark.digest())
    return tuple(marks)
