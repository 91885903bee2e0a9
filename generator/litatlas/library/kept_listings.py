"""Listings from one build to the next: kept as columns, and made one by one as somebody asks for them.

Which listings there are, and which papers stand in each, hangs on what is `listed` of papers, on names and on the
ledger (`lists_mark`), never on the words of an abstract. A survey of ten thousand papers has thirty thousand
listings; a build after one change asks for a few dozen of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from litatlas.facets import FACETS, Facet, facet_named
from litatlas.identity.permalink import Ledger
from litatlas.incremental.memo import Memo
from litatlas.library import Library, Listing
from litatlas.library.paper_memo import lists_mark
from litatlas.model import Paper


@dataclass(frozen=True, slots=True)
class Columns:
    """The listings of one facet."""

    slugs: tuple[str, ...]
    names: tuple[str, ...]
    papers: NDArray[np.uint32]
    """The places of their papers in the library, listing by listing."""

    ends: NDArray[np.int64]
    """Where each listing's end; before these 0, where the first begin."""

    @classmethod
    def of(cls, listings: Mapping[str, Listing], place: Mapping[str, int]) -> "Columns":
        """Pack listings; papers by id have these places."""
        found = listings.values()
        papers = np.array([place[paper.id] for listing in found for paper in listing.papers], np.uint32)
        ends = np.cumsum([0, *(len(listing.papers) for listing in found)])
        return cls(tuple(listings), tuple(listing.name for listing in found), papers, ends)


class KeptListings(Mapping[str, Listing]):
    """The listings of a facet by slug, each made when it is asked for."""

    def __init__(self, facet: Facet, columns: Columns, papers: tuple[Paper, ...]) -> None:
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


def keep_listings(library: Library, ledger: Ledger, memo: Memo) -> None:
    """Give a library the listings of the last build, where they are the same; if not, keep those that it has."""
    stage, key = memo.stage("listings"), lists_mark(library, ledger, memo)
    columns: dict[str, Columns] | None = stage.get(key) if key else None
    if columns:
        found = {key: KeptListings(facet_named(key), each, library.papers) for key, each in columns.items()}
        library.listings = found
    elif key:
        place = {paper.id: number for number, paper in enumerate(library.papers)}
        stage.put(key, {facet.key: Columns.of(library.listings[facet.key], place) for facet in FACETS})
    stage.rest()
