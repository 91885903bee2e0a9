"""Divides the graph of papers into communities: Leiden, at the resolution on which repeated runs agree best.

The rule, in full. Leiden (Traag, Waltman and van Eck, Scientific Reports 2019) maximises modularity with a
resolution: the greater it is, the more and smaller the communities. Of the resolutions 0.6 x 1.12^i,

1. those count that give a readable number of communities: from 3/4 r to 4/3 r, where r is the square root of the
   number of papers, and at most twice its binary logarithm (5 to 7 for 30 papers, 9 to 15 for 138, 20 to 35 for
   10,000), the largest with at most a quarter of the papers, or with 8;
2. of these the one is taken on which six runs (three of two rounds each, of more than 2,000 papers) agree best (mean
   adjusted Rand index);
3. of its runs the one of the greatest quality is the division, which goes on until nothing gets better.

An edge counts with the square of its score, so that one strong relation outweighs some weak ones: repeated runs
agree better, and the flagship's chapters are purer. Where no resolution meets the first condition (few papers, or
papers that do not hang together), the one is taken that misses it by least.

The division of the last build goes on where it can: less than a quarter of the papers are new, and runs at the same
resolution that begin with it still give a readable one. A new paper costs little then, and moves few others. Runs
follow each other until none is better, so a build of the same papers leaves the division as it is. Of more than 2,000
papers such a run comes only once a tenth of the papers has joined or moved since the last one; in between `moves` says
who does. `themes.tsv` holds that division, so it is an input of a build as the records are.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain, combinations, repeat
from math import log2, sqrt
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from litatlas.related.statistics import SMALL
from litatlas.themes.graph import PaperGraph
from litatlas.themes.moves import ALONE, SMALLEST, Members, each_alone, moved, numbered, without_small
from litatlas.workers import ALONE as ALONE_HERE
from litatlas.workers import Workers

if TYPE_CHECKING:
    import igraph

RESOLUTIONS = tuple(round(0.6 * 1.12**step, 4) for step in range(20))
RUNS, MANY, FEWER_RUNS = 6, 2000, 3
"""So many runs at a resolution; fewer for more than `MANY` papers, where they agree better."""

SETTLED, GLANCE = 0, 2
"""Rounds of one run: until none makes it better; or so many, which tell the number of communities, and which
resolution is best: of 10,000 papers the same one as by runs five times as long."""

AT_ONCE = 2
"""Resolutions that one call of a worker glances at: each call makes the network anew."""

MOST_NEW = 0.25
"""A division goes on only if fewer of the papers have no place in it."""

MOST_MOVED = 0.1
"""Of more than `SMALL` papers, all are looked at together once so large a share has joined or moved, one by one. Where
5,000 papers grew to 10,000 in twenty builds, that kept the modularity of a run in each (0.758; 0.740 without any), and
fewer than 20 papers moved in most builds, not 90 to 450."""

LARGEST = 0.25
SMALL_ENOUGH = 8


class _Numbers:
    """A source of random numbers for igraph: the same on every machine, and nobody else's.

    Made in blocks (PCG64; O'Neill 2014), whose stream NumPy promises to keep: igraph asks for millions.
    """

    def __init__(self, seed: int) -> None:
        source = np.random.PCG64(seed)
        self._words: Callable[[], int] = chain.from_iterable(
            source.random_raw(_BLOCK).tolist() for _ in repeat(None)
        ).__next__

    def getrandbits(self, bits: int) -> int:
        """Give a number of so many random bits, up to 64."""
        return self._words() >> (64 - bits)

    def randint(self, low: int, high: int) -> int:
        """Give a whole number from `low` to `high`, both included."""
        return low + (self.getrandbits(53) * (high - low + 1) >> 53)

    def random(self) -> float:
        """Give a number from 0 to 1, without 1."""
        return (self._words() >> 11) / _TWO_53

    def gauss(self, mean: float, deviation: float) -> float:
        """Give a number that is about normally distributed: the sum of twelve uniform ones."""
        return mean + deviation * (sum(self.random() for _ in range(12)) - 6.0)


_BLOCK, _TWO_53 = 8192, float(1 << 53)


class Division(Struct, frozen=True):
    """The communities at one resolution."""

    resolution: float
    members: Members
    agreement: float = 1.0
    """Of the runs, -0.5 to 1."""

    moved: int = 0
    """Papers of a large survey that have joined or moved since all were looked at together."""


def communities(
    graph: PaperGraph,
    before: Division | None = None,
    small: int = SMALL,
    many: int = MANY,
    workers: Workers = ALONE_HERE,
) -> Division:
    """Divide the papers; those that hang together with none, or with one other only, are `ALONE`.

    Communities are numbered by size, the largest first, then by their first paper.

    Arguments:
        graph: The papers and their neighbours.
        before: The division of the last build, new papers `ALONE`.
        small: Of more papers than this each joins or moves by itself.
        many: Of more papers than this, runs are fewer.
        workers: Try resolutions side by side.
    """
    if not len(graph.ends):
        return Division(0.0, np.full(graph.papers, ALONE, dtype=np.int64))
    is_large, are_many = graph.papers > small, graph.papers > many
    carried = _carried_on(graph, before, is_large) if before else None
    if carried:
        return carried
    best = _divided_anew(graph, are_many, workers if are_many else ALONE_HERE)
    return _improved(graph, replace(best, members=numbered(without_small(best.members, graph.matrix))), is_large)


def _carried_on(graph: PaperGraph, before: Division, is_large: bool) -> Division | None:
    """Give the division of the last build with the new papers in it; None where all must be divided anew."""
    if before.resolution not in RESOLUTIONS or (before.members == ALONE).mean() >= MOST_NEW:
        return None
    division = replace(before, members=numbered(before.members))
    if is_large:
        division = _moved(graph, division)
    if not is_large or division.moved >= MOST_MOVED * graph.papers:
        division = _improved(graph, division, is_large)
    return None if _misfit(replace(division, members=each_alone(division.members))) else division


def _moved(graph: PaperGraph, division: Division) -> Division:
    members = moved(graph, division.resolution, division.members)
    count = int((members != division.members).sum())
    return replace(division, members=numbered(members), moved=division.moved + count)


def _improved(graph: PaperGraph, division: Division, is_large: bool) -> Division:
    """Look at all papers together, in a large survey so that the next build finds nobody who moves."""
    members = _settled(_network(graph), graph, division.resolution, division.members)
    division = replace(division, members=members)
    return replace(_moved(graph, division) if is_large else division, moved=0)


def _settled(network: "igraph.Graph", graph: PaperGraph, resolution: float, members: Members) -> Members:
    """Improve a division until nothing gets better, so that the next build of the same papers leaves it as it is."""
    matrix, quality = graph.matrix, _quality(network, members, resolution)
    while True:
        found = divide(network, resolution, 1, members=each_alone(members).tolist())
        better = numbered(without_small(found.members, matrix))
        reached = _quality(network, better, resolution)
        if reached <= quality:
            return members
        members, quality = better, reached


def _quality(network: "igraph.Graph", members: Members, resolution: float) -> float:
    numbers = each_alone(members).tolist()
    return float(round(network.modularity(numbers, weights="weight", resolution=resolution), 9))


def _divided_anew(graph: PaperGraph, many: bool, workers: Workers) -> Division:
    rounds = GLANCE if many else SETTLED
    # One run tells whether a resolution is worth all of them.
    glances = workers.map(partial(_divisions, graph, 1, rounds), _some(RESOLUTIONS, AT_ONCE))
    misfits = [(division.resolution, _misfit(division)) for some in glances for division in some]
    least = min(misfit for _, misfit in misfits)
    fitting = [resolution for resolution, misfit in misfits if misfit == least]
    runs = workers.map(partial(_divisions, graph, FEWER_RUNS if many else RUNS, rounds), _some(fitting, 1))
    divisions = [division for some in runs for division in some]
    return min(divisions, key=lambda division: (_misfit(division), -division.agreement))


def _some(resolutions: Sequence[float], size: int) -> list[Sequence[float]]:
    return [resolutions[start : start + size] for start in range(0, len(resolutions), size)]


def _divisions(graph: PaperGraph, times: int, rounds: int, resolutions: Sequence[float]) -> list[Division]:
    network = _network(graph)
    return [divide(network, resolution, times, rounds) for resolution in resolutions]


def _network(graph: PaperGraph) -> "igraph.Graph":
    # Imported where it is needed: it brings along what plots and prints, and a build often has no use for it.
    import igraph

    network = igraph.Graph(n=graph.papers, edges=graph.ends.tolist())
    network.es["weight"] = np.square(graph.weights).tolist()
    return network


def divide(
    network: "igraph.Graph",
    resolution: float,
    times: int,
    rounds: int = SETTLED,
    members: Sequence[int] | None = None,
) -> Division:
    """Divide a network at one resolution, several times; the run of the greatest quality is given.

    Arguments:
        network: The papers, with weights.
        resolution: The greater, the more and smaller the communities.
        times: Runs, each with its own random numbers.
        rounds: Of each run.
        members: A division to begin with; else each paper is alone at first.
    """
    import igraph

    runs: list[tuple[float, list[int]]] = []
    for seed in range(times):
        igraph.set_random_number_generator(_Numbers(seed + 1))
        quality, found = _run(network, resolution, rounds, members)
        runs.append((quality, numbered(found).tolist()))
    agreements = [rand_index(one, other) for (_, one), (_, other) in combinations(runs, 2)]
    # Of runs of equal quality the first in order of their members: which run it was must not matter.
    chosen = np.array(min(runs, key=lambda run: (-run[0], run[1]))[1], dtype=np.int64)
    return Division(resolution, chosen, round(sum(agreements) / len(agreements), 6) if agreements else 1.0)


def _run(
    network: "igraph.Graph", resolution: float, rounds: int, members: Sequence[int] | None
) -> tuple[float, Members]:
    """Give the quality and the division of one run of so many rounds."""
    best = float("-inf") if members is None else _quality(network, np.array(members, dtype=np.int64), resolution)
    while True:
        partition = network.community_leiden(
            "modularity",
            weights="weight",
            resolution=resolution,
            n_iterations=rounds or 1,
            initial_membership=members,
        )
        found = np.array(partition.membership, dtype=np.int64)
        # igraph itself would go on as long as papers move: where divisions are equally good, that has no end.
        quality = _quality(network, found, resolution)
        if rounds != SETTLED or quality <= best:
            return quality, found
        best, members = quality, found.tolist()


def rand_index(one: Sequence[int], other: Sequence[int]) -> float:
    """Give the adjusted Rand index of two divisions (Hubert and Arabie 1985): 1 if they are the same, 0 by chance."""
    first, second = np.asarray(one), np.asarray(other)
    table = np.unique(first * (int(second.max()) + 1) + second, return_counts=True)[1]
    both, rows, columns = (_pairs(counts) for counts in (table, np.bincount(first), np.bincount(second)))
    chance = rows * columns / max(_pairs(np.array([len(first)])), 1.0)
    most = (rows + columns) / 2
    return 1.0 if most == chance else float((both - chance) / (most - chance))


def _pairs(counts: NDArray[np.int64]) -> float:
    return float((counts * (counts - 1) // 2).sum())


def _misfit(division: Division) -> float:
    """Say by how much a division misses the readable; 0 for one that fits."""
    papers, sizes = len(division.members), np.bincount(division.members)
    count, largest = int((sizes >= SMALLEST).sum()), int(sizes.max())
    readable = min(sqrt(papers), 2 * log2(papers))
    low, high = 3 / 4 * readable, 4 / 3 * readable
    too_large = 0.0 if largest <= SMALL_ENOUGH else max(0.0, largest / papers - LARGEST)
    return round(max(0.0, low - count, count - high) + 10 * too_large, 6)
