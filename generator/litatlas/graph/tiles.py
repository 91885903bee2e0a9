"""The papers of the map in tiles: the best connected, which are loaded first, then those that stand together."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.model import Paper
from litatlas.pages.survey import Survey

WHOLE = 2000
"""So many papers are one tile."""

TILE = 1000
"""Papers of one tile of a larger survey."""

Rows = NDArray[np.int64]
"""Places of papers among all, in the order of their ids."""


class Tile(Struct, frozen=True):
    """Papers that are loaded together, as numbers from `first` on."""

    first: int
    rows: Rows
    papers: tuple[Paper, ...]


class Dots:
    """What is drawn of all papers, in columns.

    Attributes:
        degrees: To how many others each is related.
        places: Where each stands on the map, x and y.
    """

    def __init__(self, survey: Survey) -> None:
        self._papers, places = survey.library.papers, survey.atlas.places
        self.degrees: Rows = np.array([survey.graph.degree(paper.id) for paper in self._papers], np.int64)
        self.places: Rows = np.array([places[paper.id] for paper in self._papers], np.int64).reshape(-1, 2)

    def rows(self) -> list[bytes]:
        """Give both of each paper as bytes, to tell it from others."""
        joined, size = np.column_stack((self.degrees, self.places)).tobytes(), 3 * 8
        return [joined[start : start + size] for start in range(0, len(joined), size)]

    @cached_property
    def tiles(self) -> tuple[Tile, ...]:
        """The papers cut into tiles. Their order in one is none that changes with a degree or a place: that by id."""
        every = np.arange(len(self._papers))
        ranked = every[np.lexsort((every, -self.degrees))]
        alone = [every] if len(every) else []
        groups = alone if len(every) <= WHOLE else [np.sort(ranked[:TILE]), *self._halved(ranked[TILE:])]
        firsts = np.cumsum([0, *map(len, groups)]).tolist()
        return tuple(
            Tile(first, rows, tuple(self._papers[row] for row in rows.tolist()))
            for first, rows in zip(firsts, groups, strict=False)
        )

    def _halved(self, rows: Rows) -> Iterator[Rows]:
        """Halve a set of papers across its longer side until no part is larger than a tile."""
        if len(rows) <= TILE:
            yield np.sort(rows)
            return
        wide, high = np.ptp(self.places[rows], axis=0).tolist()
        in_order = rows[np.lexsort((rows, self.places[rows, 0 if wide >= high else 1]))]
        middle = len(rows) // 2
        yield from self._halved(in_order[:middle])
        yield from self._halved(in_order[middle:])
