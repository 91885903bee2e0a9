"""Where each paper stands on the map, in two dimensions; from build to build it stays where it is.

The first layout. The themes are set out by how near they are to each other (a spring layout of a few dozen points);
each paper begins in its theme's disc and is drawn to its neighbours in the graph, while papers that are close push
each other away (Fruchterman and Reingold 1991; only pairs within reach are looked at, so that a step costs as much
as there are papers). Where too many crowd, the whole is stretched. At last each takes the free place of a hexagonal
neighbourhood that is nearest to where it was drawn, the best connected first, so that no two discs touch.

Later layouts. Papers that have a place keep it. A new one, and one that went to another theme, takes the free place
nearest to the middle of its neighbours. Where these are a quarter of the papers or more, the whole is drawn anew,
from where it stood.
`layout.tsv` beside the ledger keeps the places; y grows downwards, as on a screen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, hypot, pi, sin, sqrt

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from litatlas.layout_places import Places, are_apart
from litatlas.library import Library
from litatlas.permalink import Ledger, State
from litatlas.themes import PaperGraph, Themes

LAYOUT_FILE = "layout.tsv"
GAP = 20
"""The least distance of two papers, in units of the map: CSS pixels at zoom 1."""

ROOM = 1.9
"""How much wider the papers stand than they could: their distance if they were spread evenly, in gaps."""

STEPS, SPREADING = 120, 40
"""Steps in which papers are drawn to each other, and then only pushed apart where they stand too close."""

PUSHING = 12
"""So many papers around one push it away."""

LOOKED_AGAIN = 4
"""Steps after which it is looked up again who these are, as in molecular dynamics (Verlet 1967)."""

JAMMED = 0.547
"""Discs that are put down one by one cover no more of the plane than this (Feder, J. theor. Biol. 87, 1980): where
papers stand closer, many would have to go far to find a place."""

WITH_ROOM = 0.9
"""Share of the papers around which there is room."""

REDRAWN = 0.25
"""From this share of papers on that are new, or in another theme than before, the whole map is drawn anew."""

_HEADER = "# litatlas layout 1\n# paper\tx\ty\n"
_OVAL = np.array([1.25, 0.8])
"""A screen is wider than high."""

_GOLDEN = pi * (3 - sqrt(5))

Points = NDArray[np.float64]
"""Papers x 2."""


@dataclass(frozen=True, slots=True)
class Atlas:
    """The map: where each paper stands."""

    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """x and y of each paper by id; no two are nearer than `GAP`."""

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of all papers; zeros for an empty map."""
        xs, ys = zip(*self.places.values(), strict=True) if self.places else ((0,), (0,))
        return min(xs), min(ys), max(xs), max(ys)


def read_positions(text: str, ledger: Ledger) -> dict[str, tuple[int, int]]:
    """Read where papers stood, by the ids that they have now; lines that say nothing are passed over."""
    found: dict[str, tuple[int, int]] = {}
    for line in text.splitlines():
        cells = line.split("\t")
        if line.startswith("#") or len(cells) != 3:
            continue
        entry = ledger.resolve("paper", cells[0])
        try:
            place = int(cells[1]), int(cells[2])
        except ValueError:
            continue
        if entry and entry.state is State.LIVE and max(map(abs, place)) < 10**7:
            found.setdefault(entry.id, place)
    return found


def render_positions(atlas: Atlas) -> str:
    """Give the table of the places as text."""
    return _HEADER + "".join(f"{paper}\t{x}\t{y}\n" for paper, (x, y) in sorted(atlas.places.items()))


def lay_out(graph: PaperGraph, library: Library, themes: Themes, before: Mapping[str, tuple[int, int]]) -> Atlas:
    """Find a place for each paper.

    Arguments:
        graph: The papers and their neighbours.
        library: The papers, in the order of the graph.
        themes: Papers of one theme stand together.
        before: Where papers stood in the last build.
    """
    ids = [paper.id for paper in library]
    if not ids:
        return Atlas()
    known = np.array([id in before and id not in themes.moved for id in ids], dtype=np.bool_)
    if known.all() and are_apart(np.array([before[id] for id in ids], dtype=np.float64), GAP):
        return Atlas({id: before[id] for id in ids})
    matrix = graph.matrix
    degree = np.round(np.asarray(matrix.sum(axis=1)).ravel(), 6)
    if (~known).sum() >= REDRAWN * len(ids):
        points = _drawn(matrix, ids, themes, before)
        known = np.zeros(len(ids), dtype=np.bool_)
    else:
        points = _added(matrix, ids, known, before)
    places = Places(GAP, points)
    taken: dict[int, tuple[int, int]] = {}
    # Those that have a place first: nobody moves them. Of the rest the best connected choose first.
    for paper in sorted(range(len(ids)), key=lambda p: (not known[p], -degree[p], ids[p])):
        taken[paper] = places.take(float(points[paper, 0]), float(points[paper, 1]))
    return Atlas({id: taken[paper] for paper, id in enumerate(ids)})


def _added(
    matrix: sparse.csr_array, ids: Sequence[str], known: NDArray[np.bool_], before: Mapping[str, tuple[int, int]]
) -> Points:
    """Give the papers that have a place theirs, and each new one the middle of its neighbours."""
    points = np.array([before.get(id, (0, 0)) for id in ids], dtype=np.float64)
    new = np.flatnonzero(~known)
    edge = np.abs(points[known]).max(initial=0.0) + 2 * GAP
    placed = known.copy()
    # Twice, so that a new paper whose neighbours are new too finds them placed.
    for _ in range(2):
        for paper in new.tolist():
            part = slice(matrix.indptr[paper], matrix.indptr[paper + 1])
            others, weights = matrix.indices[part], np.square(matrix.data[part])
            near = placed[others]
            if near.any():
                points[paper] = (points[others[near]] * weights[near, None]).sum(axis=0) / weights[near].sum()
                placed[paper] = True
    points[~placed] = (0.0, edge)
    return np.round(points, 3)


def _drawn(
    matrix: sparse.csr_array, ids: Sequence[str], themes: Themes, before: Mapping[str, tuple[int, int]]
) -> Points:
    """Draw the whole map, from where it stood if it did."""
    number = {paper: number for number, theme in enumerate(themes.all) for paper in theme.papers}
    theme = np.array([number.get(id, -1) for id in ids])
    spread = ROOM * GAP
    stood = np.array([before.get(id, (np.nan, np.nan)) for id in ids], dtype=np.float64)
    centres = _centres(matrix, theme, stood, len(themes.all), spread)
    points = np.empty((len(ids), 2))
    seen: dict[int, int] = {}
    for paper, id in enumerate(ids):
        group = int(theme[paper])
        turn = seen[group] = seen.get(group, -1) + 1
        start = centres[group] if group >= 0 else np.zeros(2)
        reach = spread * 0.55 * sqrt(turn + 0.5) if group >= 0 else spread * 0.62 * sqrt(len(ids) + 8 * turn)
        points[paper] = start + reach * np.array([cos(turn * _GOLDEN), sin(turn * _GOLDEN)])
        if id in before and id not in themes.moved:
            points[paper] = before[id]
    if len(ids) > 2:
        points = _pulled(matrix, theme, centres, points, spread)
    if not before:
        points -= np.median(points, axis=0)
    return np.asarray(np.round(stretched(points), 3))


def _centres(matrix: sparse.csr_array, theme: NDArray[np.int64], stood: Points, count: int, spread: float) -> Points:
    """Set the themes out in the plane: each wants its room, and to be near those it has most relations with."""
    if not count:
        return np.zeros((0, 2))
    sizes = np.bincount(theme[theme >= 0], minlength=count).astype(np.float64)
    radius = spread * 0.62 * np.sqrt(sizes)
    member = sparse.csr_array(
        (np.ones(int((theme >= 0).sum())), (np.flatnonzero(theme >= 0), theme[theme >= 0])), shape=(len(theme), count)
    )
    between = np.asarray((member.T @ matrix @ member).todense())
    np.fill_diagonal(between, 0.0)
    volume = np.maximum(between.sum(axis=1), 1e-9)
    pull = between / np.sqrt(np.outer(volume, volume))
    points = _circle(between, radius)
    for number in range(count):
        old = stood[(theme == number) & ~np.isnan(stood[:, 0])]
        # From where it stood, in the round shape of the steps below.
        points[number] = np.round(np.median(old, axis=0) / _OVAL, 6) if len(old) else points[number]
    apart = radius[:, None] + radius[None, :]
    for step in range(400):
        away = points[:, None, :] - points[None, :, :]
        distance = np.maximum(np.hypot(away[..., 0], away[..., 1]), 1e-6)
        np.fill_diagonal(distance, 1.0)
        push = np.maximum(0.0, apart - distance) * 0.45
        draw = -0.12 * pull * np.maximum(0.0, distance - apart)
        force = (push + draw) / distance
        np.fill_diagonal(force, 0.0)
        # All are drawn to the middle a little, so that the map stays round.
        points = points + (away * force[..., None]).sum(axis=1) * (1 - step / 500) - 0.01 * points
        points = np.round(points, 6)
    return np.asarray(points * _OVAL)


def _circle(between: NDArray[np.float64], radius: NDArray[np.float64]) -> Points:
    """Begin with a ring on which each theme is followed by the one that it has most relations with."""
    order = [0]
    left = set(range(1, len(radius)))
    while left:
        last = order[-1]
        following = min(left, key=lambda other: (-round(float(between[last, other]), 6), other))
        order.append(following)
        left.remove(following)
    around = float(radius.sum()) / pi
    points = np.zeros((len(radius), 2))
    at = 0.0
    for number in order:
        angle = (at + float(radius[number])) / float(radius.sum()) * pi
        points[number] = around * cos(angle), around * sin(angle)
        at += 2 * float(radius[number])
    return np.round(points, 6)


def _pulled(
    matrix: sparse.csr_array, theme: NDArray[np.int64], centres: Points, points: Points, spread: float
) -> Points:
    """Draw neighbours together and push apart what is close, in cooling steps."""
    pairs = sparse.coo_array(sparse.triu(matrix, k=1))
    low, high = (index.astype(np.intp) for index in pairs.coords)
    strength = np.square(pairs.data / max(float(pairs.data.max(initial=1.0)), 1e-9))
    strength *= np.where(theme[low] == theme[high], 1.0, 0.25)
    total = np.bincount(low, strength, len(points)) + np.bincount(high, strength, len(points))
    share = strength / np.maximum(np.maximum(total[low], total[high]), 1e-9)
    home = theme >= 0
    reach = 1.6 * spread
    for step in range(STEPS):
        heat = 1 - step / STEPS
        move = np.zeros_like(points)
        along = points[high] - points[low]
        # However far away a neighbour is, its pull has a limit: a theme in which everybody knows everybody must
        # not fall into one point.
        far = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
        along *= (0.5 * share * np.minimum(1.0, 3 * spread / far))[:, None]
        for axis in (0, 1):
            move[:, axis] += np.bincount(low, along[:, axis], len(points))
            move[:, axis] -= np.bincount(high, along[:, axis], len(points))
        move[home] += 0.04 * (centres[theme[home]] - points[home])
        if step % LOOKED_AGAIN == 0:
            near = _nearest(points, reach)
        move += _pushed(points, near, reach)
        length = np.maximum(np.hypot(move[:, 0], move[:, 1]), 1e-9)
        points = np.round(points + move * (np.minimum(length, spread * (0.1 + heat)) / length)[:, None], 4)
    for step in range(SPREADING):
        if step % LOOKED_AGAIN == 0:
            near = _nearest(points, 3 * GAP)
        points = np.round(points + np.clip(_pushed(points, near, 1.5 * GAP), -GAP, GAP), 4)
    return points


def _nearest(points: Points, reach: float) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Find the points nearest to each within reach, and which of them are there: points x `PUSHING` + 1, both."""
    # Imported here: only a map that is drawn anew needs it.
    from scipy.spatial import cKDTree

    away_from = min(PUSHING + 1, len(points))
    distances, others = cKDTree(points).query(points, k=away_from, distance_upper_bound=reach)
    near = np.isfinite(distances) & (others != np.arange(len(points))[:, None])
    return np.where(near, others, 0), near


def stretched(points: Points) -> Points:
    """Stretch the map as far as needed for discs of a gap to have room around nine of ten points; never press it."""
    from scipy.spatial import cKDTree

    around = cKDTree(points).query_ball_point(points, 3 * GAP, return_length=True)
    # A disc of three gaps has the area of 36 discs of half a gap.
    return points * max(1.0, sqrt(float(np.quantile(around, WITH_ROOM)) / (36 * JAMMED)))


def _pushed(points: Points, nearest: tuple[NDArray[np.intp], NDArray[np.bool_]], reach: float) -> Points:
    """Push each point away from those nearest to it within reach; so many at most that a crowd costs no more."""
    others, near = nearest
    across, down = (axis[:, None] - axis[others] for axis in points.T)
    apart = np.hypot(across, down)
    force = np.where(near, 0.32 * np.maximum(0.0, reach - apart) / np.maximum(apart, 1.0), 0.0)
    # Points at one place are pushed apart by their numbers: any direction would do, but it must be one.
    one, _ = together = np.nonzero(near & (apart < 1e-6))
    across[together], down[together] = np.cos(_GOLDEN * one), np.sin(_GOLDEN * one)
    return np.stack([(across * force).sum(axis=1), (down * force).sum(axis=1)], axis=1)


def distance(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Give how far two places are from each other."""
    return hypot(one[0] - other[0], one[1] - other[1])
