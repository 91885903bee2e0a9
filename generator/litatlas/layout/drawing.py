"""Draws the map of all papers: themes as discs, and in them papers near those that they are related to.

The themes are set out by how near they are to each other (a spring layout of a few dozen points); each paper begins in
its theme's disc and is drawn to its neighbours in the graph, while papers that are close push each other away
(Fruchterman and Reingold 1991; only pairs within reach are looked at, so that a step costs as much as there are
papers). Where too many crowd, the whole is stretched.
"""

from collections.abc import Sequence
from math import cos, pi, sin, sqrt

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from litatlas.layout.places import GAP, Points, Positions
from litatlas.themes import Themes

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

_OVAL = np.array([1.25, 0.8])
"""A screen is wider than high."""

_GOLDEN = pi * (3 - sqrt(5))


def draw(matrix: sparse.csr_array, ids: Sequence[str], themes: Themes, before: Positions) -> Points:
    """Draw the whole map, from where it stood if it did; gives where each paper would be, before any has a place."""
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
