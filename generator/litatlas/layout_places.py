"""Gives out places in the plane of which no two are too near: the free one nearest to where somebody wants to be."""

from collections.abc import Iterator
from functools import lru_cache
from math import ceil, cos, hypot, pi, sin

_REACH = tuple(
    (column, row)
    for column, row in sorted(
        ((column, row) for column in range(-2, 3) for row in range(-2, 3)), key=lambda away: hypot(*away)
    )
    if abs(column) + abs(row) < 4
)
"""The squares around one in which a place may be too near, the nearest first: there one is most often found."""


class Places:
    """Places that are taken, in a grid whose squares hold one at most.

    Arguments:
        gap: The least distance of two places.
    """

    def __init__(self, gap: int) -> None:
        self._gap = gap
        self._side = gap / 1.4143
        self._squares: dict[tuple[int, int], tuple[int, int]] = {}
        self._full: dict[tuple[int, int], int] = {}

    def take(self, x: float, y: float) -> tuple[int, int]:
        """Take the wanted place, or a free one near it, in whole numbers."""
        for place in self._around(x, y):
            if self._is_free(place):
                self._squares[self._square(place)] = place
                return place
        raise AssertionError("the plane has no end")

    def _around(self, x: float, y: float) -> Iterator[tuple[int, int]]:
        """Give places on rings around a point, without end."""
        yield round(x), round(y)
        # A crowd that wants one place need not try the inner rings again and again.
        crowd = (round(x / (2 * self._gap)), round(y / (2 * self._gap)))
        step = self._gap / 3
        ring = self._full.get(crowd, 1)
        while True:
            self._full[crowd] = max(1, ring - 2)
            for across, down in _ring(ring):
                yield round(x + across * step), round(y + down * step)
            ring += 1

    def _square(self, place: tuple[int, int]) -> tuple[int, int]:
        return int(place[0] // self._side), int(place[1] // self._side)

    def _is_free(self, place: tuple[int, int]) -> bool:
        (x, y), (column, row), squares, least = place, self._square(place), self._squares, self._gap**2
        for across, down in _REACH:
            other = squares.get((column + across, row + down))
            if other is not None and (x - other[0]) ** 2 + (y - other[1]) ** 2 < least:
                return False
        return True


@lru_cache(maxsize=256)
def _ring(ring: int) -> tuple[tuple[float, float], ...]:
    """Give the points of a ring, one step from each other and from those of the next ring, in steps."""
    count = max(6, ceil(2 * pi * ring))
    angles = (2 * pi * (turn + (ring % 2) / 2) / count for turn in range(count))
    return tuple((ring * cos(angle), ring * sin(angle)) for angle in angles)
