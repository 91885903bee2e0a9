"""Gives out places in the plane of which no two are too near: the free one nearest to where somebody wants to be."""

from collections.abc import Mapping
from functools import cache
from math import ceil, pi

import numpy as np
from numpy.typing import NDArray

_AT_ONCE = 6
"""Rings that are looked at together."""

GAP = 20
"""The least distance of two papers, in units of the map: CSS pixels at zoom 1."""

Points = NDArray[np.float64]
"""One in a row: how far across, how far down."""

Positions = Mapping[str, tuple[int, int]]
"""The same of papers, by their ids, in whole numbers."""


def are_apart(places: Points, gap: int) -> bool:
    """Tell whether no two places are nearer than `gap`: each is compared with those that are as near across."""
    across, down = places[np.argsort(places[:, 0], kind="stable")].T
    for further in range(1, len(places)):
        width = across[further:] - across[:-further]
        near = width < gap
        if not near.any():
            break
        if (np.hypot(width, down[further:] - down[:-further])[near] < gap).any():
            return False
    return True


class Places:
    """Places that are taken, on a sheet of which every whole point is marked that lies too near to one of them.

    Arguments:
        gap: The least distance of two places.
        wanted: Where places are wanted, as far as it is known: the sheet need not grow then.
    """

    def __init__(self, gap: int, wanted: Points | None = None) -> None:
        self._gap = gap
        self._full: dict[tuple[int, int], int] = {}
        side = np.arange(1 - gap, gap)
        self._disc = np.square(side)[:, None] + np.square(side)[None, :] < gap**2
        self._corner = np.zeros(2, dtype=np.int64)
        self._sheet = np.zeros((0, 0), dtype=np.bool_)
        if wanted is not None:
            self._cover(*np.rint((wanted.min(axis=0), wanted.max(axis=0))).astype(np.int64))

    def take(self, x: float, y: float) -> tuple[int, int]:
        """Take the wanted place, or a free one near it, in whole numbers."""
        place = self._free(np.array([x, y]))
        self.keep(place[None])
        return int(place[0]), int(place[1])

    def keep(self, places: NDArray[np.int64]) -> None:
        """Mark places that are taken already, and apart from each other."""
        reach = self._gap - 1
        if len(places):
            self._cover(places.min(axis=0) - reach, places.max(axis=0) + reach)
        for column, row in (places - self._corner - reach).tolist():
            self._sheet[column : column + 2 * reach + 1, row : row + 2 * reach + 1] |= self._disc

    def _free(self, wanted: Points) -> NDArray[np.int64]:
        """Find the first place that is free: the wanted one, then those on rings around it."""
        own = np.rint(wanted).astype(np.int64)
        if not self._is_marked(own[None])[0]:
            return own
        # A crowd that wants one place need not try the inner rings again and again.
        crowd = tuple(np.rint(wanted / (2 * self._gap)).astype(np.int64).tolist())
        ring = self._full.get(crowd, 1)
        while True:
            points, rings = _rings(ring)
            around = np.rint(wanted + points * (self._gap / 3)).astype(np.int64)
            free = np.flatnonzero(~self._is_marked(around))
            if len(free):
                self._full[crowd] = max(1, int(rings[free[0]]) - 2)
                return np.asarray(around[free[0]])
            ring += _AT_ONCE

    def _is_marked(self, places: NDArray[np.int64]) -> NDArray[np.bool_]:
        self._cover(places.min(axis=0), places.max(axis=0))
        columns, rows = (places - self._corner).T
        return np.asarray(self._sheet[columns, rows])

    def _cover(self, low: NDArray[np.int64], high: NDArray[np.int64]) -> None:
        """Make the sheet larger where it does not reach from one point to the other; in strides, so that it is rare."""
        size = np.array(self._sheet.shape)
        if self._sheet.size and (low >= self._corner).all() and (high < self._corner + size).all():
            return
        first = np.minimum(low, self._corner) if self._sheet.size else low
        last = np.maximum(high + 1, self._corner + size) if self._sheet.size else high + 1
        room = (last - first) // 16 + 16 * self._gap
        sheet = np.zeros(tuple(last - first + 2 * room), dtype=np.bool_)
        column, row = self._corner - first + room
        sheet[column : column + size[0], row : row + size[1]] = self._sheet
        self._sheet, self._corner = sheet, first - room


@cache
def _rings(first: int) -> tuple[Points, NDArray[np.int64]]:
    """Give the points of some rings, in steps, and the ring of each: a step from each other and from the next ring."""
    rings = range(first, first + _AT_ONCE)
    points = [_ring(ring) for ring in rings]
    return np.concatenate(points), np.repeat(rings, [len(each) for each in points])


def _ring(ring: int) -> Points:
    points = max(6, ceil(2 * pi * ring))
    angles = 2 * pi * (np.arange(points) + (ring % 2) / 2) / points
    return ring * np.stack([np.cos(angles), np.sin(angles)], axis=1)
