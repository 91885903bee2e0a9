"""Divides the graph of papers into communities: Leiden, at the resolution on which repeated runs agree best.

The rule, in full. Leiden (Traag, Waltman and van Eck, Scientific Reports 2019) maximises modularity with a
resolution: the greater it is, the more and smaller the communities. Of the resolutions 0.6 x 1.12^i,

1. those count that give a readable number of communities: from 3/4 r to 4/3 r, where r is the square root of the
   number of papers, and at most twice its binary logarithm (5 to 7 for 30 papers, 9 to 15 for 138, 20 to 35 for
   10,000), the largest with at most a quarter of the papers, or with 8;
2. of these the one is taken on which six runs (three, of more than 2,000 papers) agree best (mean adjusted Rand
   index);
3. of its runs the one of the greatest quality is the division.

An edge counts with the square of its score, so that one strong relation outweighs some weak ones: repeated runs
agree better, and the flagship's chapters are purer. Where no resolution meets the first condition (few papers, or
papers that do not hang together), the one is taken that misses it by least.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log2, sqrt

import igraph
import numpy as np
from numpy.typing import NDArray

from litatlas.themes.graph import PaperGraph

RESOLUTIONS = tuple(round(0.6 * 1.12**step, 4) for step in range(20))
RUNS, MANY, FEWER_RUNS = 6, 2000, 3
"""So many runs at a resolution; fewer for more than `MANY` papers, where they agree better."""

LARGEST = 0.25
SMALL_ENOUGH = 8
SMALLEST = 3
"""Two papers are a pair, and not a theme."""

ALONE = -1
"""The community of a paper that has none."""

Members = NDArray[np.int64]
"""The community of each paper."""


class _Numbers:
    """A source of random numbers for igraph: the same on every machine, and nobody else's (xorshift64*)."""

    def __init__(self, seed: int) -> None:
        self._state = (seed * 0x9E3779B97F4A7C15 + 0x2545F4914F6CDD1D) & _MASK or 1

    def getrandbits(self, bits: int) -> int:
        """Give a number of so many random bits, up to 64."""
        state = self._state
        state ^= state >> 12
        state = (state ^ (state << 25)) & _MASK
        state ^= state >> 27
        self._state = state
        return ((state * 0x2545F4914F6CDD1D) & _MASK) >> (64 - bits)

    def randint(self, low: int, high: int) -> int:
        """Give a whole number from `low` to `high`, both included."""
        return low + (self.getrandbits(53) * (high - low + 1) >> 53)

    def random(self) -> float:
        """Give a number from 0 to 1, without 1."""
        return self.getrandbits(53) / (1 << 53)

    def gauss(self, mean: float, deviation: float) -> float:
        """Give a number that is about normally distributed: the sum of twelve uniform ones."""
        return mean + deviation * (sum(self.random() for _ in range(12)) - 6.0)


_MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Division:
    """The communities at one resolution."""

    resolution: float
    members: Members
    agreement: float
    """Of the runs, -0.5 to 1."""

    count: int
    largest: float
    """Share of the papers in the largest community."""


def communities(graph: PaperGraph) -> Members:
    """Divide the papers; those that hang together with none, or with one other only, are `ALONE`.

    Communities are numbered by size, the largest first, then by their first paper.
    """
    if not len(graph.ends):
        return np.full(graph.papers, ALONE, dtype=np.int64)
    # One run tells whether a resolution is worth all of them.
    network = igraph.Graph(n=graph.papers, edges=graph.ends.tolist())
    network.es["weight"] = np.square(graph.weights).tolist()
    misfits = {resolution: _misfit(divide(network, resolution, 1), graph.papers) for resolution in RESOLUTIONS}
    least = min(misfits.values())
    runs = RUNS if graph.papers <= MANY else FEWER_RUNS
    divisions = [divide(network, resolution, runs) for resolution, misfit in misfits.items() if misfit == least]
    best = min(divisions, key=lambda division: (_misfit(division, graph.papers), -division.agreement))
    return numbered(_without_small(best.members, graph))


def divide(network: igraph.Graph, resolution: float, times: int) -> Division:
    """Divide a network at one resolution, several times; the run of the greatest quality is given."""
    runs: list[tuple[float, list[int]]] = []
    for seed in range(times):
        igraph.set_random_number_generator(_Numbers(seed + 1))
        found = network.community_leiden("modularity", weights="weight", resolution=resolution, n_iterations=-1)
        members = numbered(np.array(found.membership, dtype=np.int64)).tolist()
        runs.append((round(network.modularity(members, weights="weight", resolution=resolution), 9), members))
    agreements = [rand_index(one, other) for (_, one), (_, other) in combinations(runs, 2)]
    # Of runs of equal quality the first in order of their members: which run it was must not matter.
    chosen = np.array(min(runs, key=lambda run: (-run[0], run[1]))[1], dtype=np.int64)
    sizes = np.bincount(chosen)
    return Division(
        resolution,
        chosen,
        round(sum(agreements) / len(agreements), 6) if agreements else 1.0,
        int((sizes >= SMALLEST).sum()),
        float(sizes.max() / len(chosen)),
    )


def rand_index(one: Sequence[int], other: Sequence[int]) -> float:
    """Give the adjusted Rand index of two divisions (Hubert and Arabie 1985): 1 if they are the same, 0 by chance."""
    first, second = np.asarray(one), np.asarray(other)
    table = np.unique(first * (int(second.max()) + 1) + second, return_counts=True)[1]
    both, rows, columns = (_pairs(counts) for counts in (table, np.bincount(first), np.bincount(second)))
    chance = rows * columns / max(_pairs(np.array([len(first)])), 1.0)
    most = (rows + columns) / 2
    return 1.0 if most == chance else float((both - chance) / (most - chance))


def numbered(members: Members) -> Members:
    """Number the communities by size, then by their first paper; `ALONE` stays."""
    present = members[members != ALONE]
    numbers, first, counts = np.unique(present, return_index=True, return_counts=True)
    order = np.lexsort((first, -counts))
    new = np.full(int(members.max(initial=0)) + 1, ALONE, dtype=np.int64)
    new[numbers[order]] = np.arange(len(numbers))
    return np.where(members == ALONE, ALONE, new[members])


def _pairs(counts: NDArray[np.int64]) -> float:
    return float((counts * (counts - 1) // 2).sum())


def _misfit(division: Division, papers: int) -> float:
    """Say by how much a division misses the readable; 0 for one that fits."""
    readable = min(sqrt(papers), 2 * log2(papers))
    low, high = 3 / 4 * readable, 4 / 3 * readable
    too_large = 0.0 if division.largest * papers <= SMALL_ENOUGH else max(0.0, division.largest - LARGEST)
    return round(max(0.0, low - division.count, division.count - high) + 10 * too_large, 6)


def _without_small(members: Members, graph: PaperGraph) -> Members:
    """Send the papers of communities that are too small to the one that most draws them, if one does."""
    kept = np.bincount(members) >= SMALLEST
    result = np.where(kept[members], members, ALONE)
    matrix = graph.matrix
    for paper in np.flatnonzero(result == ALONE).tolist():
        part = slice(matrix.indptr[paper], matrix.indptr[paper + 1])
        others, weights = members[matrix.indices[part]], matrix.data[part]
        drawn = np.bincount(others, weights=np.where(kept[others], weights, 0.0), minlength=1)
        if drawn.max() > 0:
            result[paper] = int(np.argmax(np.round(drawn, 6)))
    return result
