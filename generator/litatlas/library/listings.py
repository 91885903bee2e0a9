"""The listings of a library: columns of all values of a facet, from which a listing is made when it is asked for.

A survey of ten thousand papers has thirty thousand listings; a build after one change asks for a few dozen of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import chain
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.facets import Facet
from litatlas.listed_paper import ListedPaper


class Listing(Struct, frozen=True):
    """One value of a facet with its papers: what a listing page shows."""

    facet: Facet
    slug: str
    name: str
    papers: tuple[ListedPaper, ...]
    """Newest first, then by title."""


class Columns(Struct, frozen=True):
    """The listings of one facet, in the order of their slugs."""

    slugs: tuple[str, ...]
    names: tuple[str, ...]
    papers: NDArray[np.uint32]
    """The places of their papers in the library, listing by listing, newest first."""

    ends: NDArray[np.int64]
    """Where each listing's end; before these 0, where the first begin."""

    @classmethod
    def of(cls, ranks: Mapping[str, Sequence[int]], names: Mapping[str, str], places: NDArray[np.uint32]) -> "Columns":
        """Pack listings.

        Arguments:
            ranks: Which of all papers, newest first, are in each, in order, by slug.
            names: What each is called, by slug.
            places: Where the papers, newest first, stand in the library.
        """
        slugs = tuple(sorted(ranks))
        lists = list(map(ranks.__getitem__, slugs))
        ends = np.cumsum([0, *map(len, lists)])
        held = np.fromiter(chain.from_iterable(lists), np.intp, int(ends[-1]))
        return cls(slugs, tuple(map(names.__getitem__, slugs)), places[held], ends)

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many papers each holds; one or more."""
        return np.diff(self.ends)

    def counting(self, flags: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Give how many papers of each are flagged.

        Arguments:
            flags: One for each paper of the library.
        """
        return np.diff(np.append(0, np.cumsum(flags[self.papers]))[self.ends])


class Listings(Mapping[str, Listing]):
    """The listings of a facet by slug, in order."""

    def __init__(self, facet: Facet, columns: Columns, papers: Sequence[ListedPaper]) -> None:
        """Take the columns, and the papers of the library in order."""
        self._facet, self._columns, self._papers = facet, columns, papers
        self._place = {slug: place for place, slug in enumerate(columns.slugs)}
        self._made: dict[str, Listing] = {}

    def __getitem__(self, slug: str) -> Listing:
        return self._made.get(slug) or self._made.setdefault(slug, self._listing(slug))

    def _listing(self, slug: str) -> Listing:
        place, columns = self._place[slug], self._columns
        start, end = columns.ends[place], columns.ends[place + 1]
        papers = tuple(self._papers[number] for number in columns.papers[start:end].tolist())
        return Listing(self._facet, slug, columns.names[place], papers)

    def __contains__(self, slug: object) -> bool:
        return slug in self._place

    def __iter__(self) -> Iterator[str]:
        return iter(self._place)

    def __len__(self) -> int:
        return len(self._place)

    def marks(self, _digest: Any, /) -> Mapping[str, bytes]:
        """Give a digest of what each is called, and of which papers it holds."""
        columns, ends = self._columns, self._columns.ends.tolist()
        ids = [self._papers[place].id for place in columns.papers.tolist()]
        rows = zip(columns.slugs, columns.names, ends, ends[1:], strict=False)
        return {
            # Neither a name nor an id holds the character between them.
            slug: blake2b("\0".join((name, *ids[start:end])).encode("utf-8", "surrogatepass"), digest_size=16).digest()
            for slug, name, start, end in rows
        }
