"""The outlines of themes on the map: each is the land where its papers are denser than those of any other.

Every paper spreads a soft disc; at each point of a grid the densest theme owns the land, if it is dense enough. The
border is the line between the grid's points at which that changes (marching squares), so that lands never overlap.
"""

from collections.abc import Mapping, Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray

Place = tuple[int, int]
Outline = tuple[Place, ...]

SPREAD = 1.35
"""How far a paper's disc reaches, in gaps: its standard deviation."""

LEVEL = 0.35
"""The least density of land: that of one paper, at its own place, is 1."""

CELLS = 160
"""Cells of the grid along the longer side, at most; at least one to each third of a gap."""

SMALLEST = 4
"""Corners of the smallest outline that is kept."""


def outlines(places: Mapping[str, Sequence[Place]], gap: int) -> dict[str, tuple[Outline, ...]]:
    """Give the outlines of each theme, the longest first.

    Arguments:
        places: Where the papers of each theme stand.
        gap: The least distance of two papers.
    """
    points = [place for group in places.values() for place in group]
    if not points:
        return {}
    left, top = min(x for x, _ in points) - 4 * gap, min(y for _, y in points) - 4 * gap
    right, bottom = max(x for x, _ in points) + 4 * gap, max(y for _, y in points) + 4 * gap
    cell = max(gap / 3, max(right - left, bottom - top) / CELLS)
    shape = (ceil((bottom - top) / cell) + 1, ceil((right - left) / cell) + 1)
    slugs = sorted(places)
    # The sea is as a theme without papers, so that there are two densest ones everywhere.
    land = np.stack([np.zeros(shape), *(_density(places[slug], left, top, cell, shape, gap) for slug in slugs)])
    densest, (second, first) = land.argmax(axis=0), np.partition(land, (-2, -1), axis=0)[-2:]
    found: dict[str, tuple[Outline, ...]] = {}
    for number, slug in enumerate(slugs, 1):
        others = np.where(densest == number, second, first)
        field = np.round(land[number] - np.maximum(others, LEVEL), 6)
        rings = [_on_map(ring, left, top, cell) for ring in contours(field)]
        kept = [ring for ring in rings if len(ring) >= SMALLEST and _area(ring) > 0]
        found[slug] = tuple(sorted(kept, key=lambda ring: (-abs(_area(ring)), ring)))
    return found


def contours(field: NDArray[np.float64]) -> list[list[tuple[float, float]]]:
    """Trace the lines on which a field changes its sign: rings of (x, y), land on the right hand.

    The field must be negative on its edge. Each square of four grid points has at most two pieces of the line; they
    are joined end to end.
    """
    after: dict[tuple[int, int, bool], tuple[int, int, bool]] = {}
    positive = field > 0
    mixed = positive[:-1, :-1].astype(np.int8) + positive[1:, :-1] + positive[:-1, 1:] + positive[1:, 1:]
    for row, column in np.argwhere((mixed > 0) & (mixed < 4)).tolist():
        corners = (
            positive[row, column],
            positive[row, column + 1],
            positive[row + 1, column + 1],
            positive[row + 1, column],
        )
        # An edge is named by its first grid point and by whether it lies along a row.
        edges = ((row, column, True), (row, column + 1, False), (row + 1, column, True), (row, column, False))
        for side in range(4):
            if corners[side] and not corners[(side + 1) % 4]:
                # The line enters here, and leaves by the next side on which land begins.
                leave = next(step for step in range(1, 4) if corners[(side + step + 1) % 4])
                after[edges[side]] = edges[(side + leave) % 4]
    rings: list[list[tuple[float, float]]] = []
    while after:
        start = min(after)
        ring, edge = [], start
        while edge in after:
            ring.append(_crossing(field, edge))
            edge = after.pop(edge)
        rings.append(ring)
    return rings


def _density(
    group: Sequence[Place], left: float, top: float, cell: float, shape: tuple[int, int], gap: int
) -> NDArray[np.float64]:
    sigma = SPREAD * gap / cell
    reach = round(4 * sigma)
    weights = np.exp(-np.square(np.arange(-reach, reach + 1) / sigma) / 2)
    disc, size = np.outer(weights, weights) * (2 * np.pi * np.square(sigma / weights.sum())), len(weights)
    field = np.zeros((shape[0] + 2 * reach, shape[1] + 2 * reach))
    for x, y in group:
        row, column = round((y - top) / cell), round((x - left) / cell)
        field[row : row + size, column : column + size] += disc
    return field[reach:-reach, reach:-reach]


def _crossing(field: NDArray[np.float64], edge: tuple[int, int, bool]) -> tuple[float, float]:
    row, column, along = edge
    here = float(field[row, column])
    there = float(field[row, column + 1] if along else field[row + 1, column])
    part = here / (here - there) if here != there else 0.5
    return (column + part, float(row)) if along else (float(column), row + part)


def _on_map(ring: Sequence[tuple[float, float]], left: float, top: float, cell: float) -> Outline:
    """Give every third corner of a ring in the units of the map: curves are drawn through them."""
    step = 3 if len(ring) > 24 else 2 if len(ring) > 10 else 1
    return tuple((round(left + x * cell), round(top + y * cell)) for x, y in ring[::step])


def _area(ring: Outline) -> float:
    return sum(x * v - u * y for (x, y), (u, v) in zip(ring, (*ring[1:], ring[0]), strict=True)) / 2


def smooth_path(ring: Outline) -> str:
    """Give a closed ring as the path of an SVG: quadratic curves through the middles of its sides."""

    def middle(one: Place, other: Place) -> str:
        return f"{(one[0] + other[0]) / 2:g} {(one[1] + other[1]) / 2:g}"

    parts = [f"M{middle(ring[-1], ring[0])}"]
    parts += [
        f"Q{here[0]} {here[1]} {middle(here, following)}"
        for here, following in zip(ring, (*ring[1:], ring[0]), strict=True)
    ]
    return "".join(parts) + "Z"
