"""How a division of many papers goes on: new ones join, and a paper moves only where it clearly belongs elsewhere.

Dividing all again would move papers far from any change: of 10,000, one other abstract moved up to twenty, and with
them figures, lists and colours on hundreds of pages. So each paper is looked at by itself,

1. a paper in no community, or in one that is too small, joins the one that most draws it;
2. a paper moves to another one if modularity gains more by it than `CLEARLY` of what all edges of the paper weigh,

until nobody moves. After such steps another run of Leiden finds more to gain: `communities` says when it comes.
"""

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from litatlas.themes.graph import PaperGraph

CLEARLY = 0.1
"""What a paper must gain to move, as a share of what all its edges weigh."""

SMALLEST = 3
"""Two papers are a pair, and not a theme."""

ALONE = -1
"""The community of a paper that has none."""

Members = NDArray[np.int64]
"""The community of each paper."""


def moved(graph: PaperGraph, resolution: float, members: Members) -> Members:
    """Give a division after all moves; communities keep their numbers, and those that are no more are absent."""
    matrix = graph.matrix
    # As the runs of Leiden take them (`communities`).
    weights = sparse.csr_array((np.square(matrix.data), matrix.indices, matrix.indptr), shape=matrix.shape)
    while True:
        gathered = without_small(each_alone(members), matrix)
        members = _with_moves(weights, resolution, gathered)
        # By moves a community may become too small; there is one fewer then, so this ends.
        if np.array_equal(members, gathered):
            return members


def _with_moves(weights: sparse.csr_array, resolution: float, members: Members) -> Members:
    members, strengths = members.copy(), np.asarray(weights.sum(axis=1))
    count, total = int(members.max(initial=ALONE)) + 1, float(strengths.sum())
    placed = np.flatnonzero(members != ALONE)
    while True:
        sums = _sums(members[placed], strengths[placed], count)
        ones = (np.ones(len(placed)), (placed, members[placed]))
        drawn = (weights @ sparse.csr_array(ones, shape=(len(members), count))).toarray()[placed]
        gains = _gains(drawn, strengths[placed], members[placed], sums, resolution / total)
        movers = placed[gains.max(axis=1, initial=0.0) > CLEARLY]
        before = members.copy()
        for paper in movers.tolist():
            # Those before it may have moved: it is looked at again.
            part = slice(weights.indptr[paper], weights.indptr[paper + 1])
            others, here = members[weights.indices[part]], slice(paper, paper + 1)
            there = others != ALONE
            row = _sums(others[there], weights.data[part][there], count)[None, :]
            gain = _gains(row, strengths[here], members[here], sums, resolution / total)[0]
            if gain.max() > CLEARLY:
                sums[members[paper]] -= strengths[paper]
                members[paper] = int(gain.argmax())
                sums[members[paper]] += strengths[paper]
        if np.array_equal(members, before):
            return members


def _gains(
    drawn: NDArray[np.float64],
    strengths: NDArray[np.float64],
    members: Members,
    sums: NDArray[np.float64],
    expected: float,
) -> NDArray[np.float64]:
    """Give what some papers gain in each community, as shares of what all their edges weigh: papers x communities.

    Arguments:
        drawn: What the edges of each to the papers of each community weigh.
        strengths: What all edges of each paper weigh.
        members: In which communities they are.
        sums: What the edges of all papers of each community weigh.
        expected: Of each unit of both, what chance lets an edge weigh, times the resolution.
    """
    each = np.arange(len(members))
    near = drawn / np.maximum(strengths, 1e-9)[:, None] - expected * sums
    own = near[each, members] + expected * strengths
    gains = np.round(near - own[:, None], 9)
    gains[each, members] = 0.0
    return np.asarray(gains)


def _sums(members: Members, weights: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    return np.asarray(np.bincount(members, weights, count), dtype=np.float64)


def without_small(members: Members, matrix: sparse.csr_array) -> Members:
    """Send the papers of communities that are too small to the one that most draws them, if one does.

    Arguments:
        members: The communities.
        matrix: The weights of the graph, papers x papers.
    """
    kept = np.bincount(members) >= SMALLEST
    result = np.where(kept[members], members, ALONE)
    for paper in np.flatnonzero(result == ALONE).tolist():
        part = slice(matrix.indptr[paper], matrix.indptr[paper + 1])
        others, weights = members[matrix.indices[part]], matrix.data[part]
        drawn = np.bincount(others, weights=np.where(kept[others], weights, 0.0), minlength=1)
        if drawn.max() > 0:
            result[paper] = int(np.argmax(np.round(drawn, 6)))
    return result


def each_alone(members: Members) -> Members:
    """Give each paper that has no community one of its own."""
    alone = members == ALONE
    return np.where(alone, members.max(initial=ALONE) + np.cumsum(alone), members)


def numbered(members: Members) -> Members:
    """Number the communities by size, then by their first paper; `ALONE` stays."""
    present = members[members != ALONE]
    numbers, first, counts = np.unique(present, return_index=True, return_counts=True)
    order = np.lexsort((first, -counts))
    new = np.full(int(members.max(initial=0)) + 1, ALONE, dtype=np.int64)
    new[numbers[order]] = np.arange(len(numbers))
    return np.where(members == ALONE, ALONE, new[members])
