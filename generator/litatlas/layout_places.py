"""Gives out places in the plane of which no two are too near: the free one nearest to where somebody wants to be."""

from collections.abc import Iterator
from math import ceil, cos, hypot, pi, sin


class Places:
    """Places that are taken, in a grid whose squares hold one at most.

    Arguments:
        gap: The least distance of two places.
    """

    def __init__(self, gap: int) -> None:
        self._gap = gap
        self._side = gap / 1.4143
        self._squares: dict[tuple[int, int], tuple[int, int]] = {}
        self._full: dict[tuple[int, int], float] = {}

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
        ring = self._full.get(crowd, 1.0)
        while True:
            self._full[crowd] = max(1.0, ring - 2)
            radius = ring * step
            count = max(6, ceil(2 * pi * radius / step))
            for turn in range(count):
                angle = 2 * pi * (turn + (ring % 2) / 2) / count
                yield round(x + radius * cos(angle)), round(y + radius * sin(angle))
            ring += 1

    def _square(self, place: tuple[int, int]) -> tuple[int, int]:
        return int(place[0] // self._side), int(place[1] // self._side)

    def _is_free(self, place: tuple[int, int]) -> bool:
        column, row = self._square(place)
        for near_column in range(column - 2, column + 3):
            for near_row in range(row - 2, row + 3):
                other = self._squares.get((near_column, near_row))
                if other is not None and hypot(place[0] - other[0], place[1] - other[1]) < self._gap:
                    return False
        return True
