"""The papers of one survey, indexed by id and by every facet; immutable, in one order on every machine."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from operator import attrgetter
from typing import Protocol

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from litatlas.facets import FACETS, Facet
from litatlas.library.listings import Columns, Listing, Listings
from litatlas.listed_paper import ListedPaper
from litatlas.model import Author, Paper, PartialDate, Status

__all__ = ["Columns", "Dated", "Library", "Listed", "ListedPapers", "Listing", "newest_first_key"]


class Listed(Struct, frozen=True):
    """A paper of which only what lists hang on is to be digested, where a memo can tell that apart (`PaperMemo`)."""

    paper: Paper


class Papers(dict[str, Paper]):
    """Papers by id."""

    def marks(self, digest: Callable[..., bytes], /) -> Mapping[str, bytes]:
        """Give the digest of each."""
        return {id: digest(paper) for id, paper in self.items()}


class ListedPapers(dict[str, Paper]):
    """Papers by id, as far as lists go."""

    def marks(self, digest: Callable[..., bytes], /) -> Mapping[str, bytes]:
        """Give the digest of what is listed of each."""
        return {id: digest(Listed(paper)) for id, paper in self.items()}


_OWN_SLUGS = frozenset({"tag", "theme"})
"""Facets whose values are slugs."""


class Library:
    """The papers of one survey.

    Arguments:
        papers: In any order; ids are unique (intake sees to it).
        slugs: The slug of each facet value, by (facet key, name); from the ledger.
            The name of a tag or theme is its slug, so they may be left out.
        names: The shown name of a value, by (facet key, name), where it is not
            the name itself: tag names by slug, and the name that a merged value has now.
    """

    def __init__(
        self,
        papers: tuple[Paper, ...],
        slugs: Mapping[tuple[str, str], str],
        names: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        self.papers = tuple(sorted(papers, key=attrgetter("id")))
        self.by_id: Mapping[str, Paper] = Papers((paper.id, paper) for paper in self.papers)
        self._slugs = dict(slugs)
        self._names = dict(names or {})

    @cached_property
    def listed(self) -> Mapping[str, ListedPaper]:
        """The papers by id, as far as lists go."""
        return ListedPapers(self.by_id)

    @cached_property
    def authors(self) -> Mapping[str, tuple[Author, ...]]:
        """The authors of each paper, by its id."""
        return {paper.id: paper.authors for paper in self.papers}

    @cached_property
    def statuses(self) -> Mapping[str, Status]:
        """Whether each paper stands, by its id."""
        return {paper.id: paper.status.status for paper in self.papers}

    def __len__(self) -> int:
        return len(self.papers)

    def __iter__(self) -> Iterator[Paper]:
        return iter(self.papers)

    def regrouped(self, papers: tuple[Paper, ...], names: Mapping[tuple[str, str], str]) -> "Library":
        """Give a library of these papers, with the slugs and names of this one and with more names."""
        return Library(papers, self._slugs, self._names | dict(names))

    def with_paper(self, paper: Paper) -> "Library":
        """Give the library with a paper in the place of the one that has its id; of the listings only its own change.

        Raises:
            KeyError: For a value of a facet that was never minted.
        """
        before = self.by_id[paper.id]
        library = self.regrouped(tuple(paper if each is before else each for each in self.papers), {})
        library.listings = {
            facet.key: library._exchanged(facet, self.listings[facet.key], before, paper) for facet in FACETS
        }
        return library

    def slug(self, facet: str, name: str) -> str:
        """Give the slug of a facet's value; raises KeyError for a value that was never minted."""
        return name if facet in _OWN_SLUGS else self._slugs[(facet, name)]

    @property
    def slugs(self) -> Mapping[tuple[str, str], str]:
        """The slug of each facet value, by (facet key, name), where it is not the name itself."""
        return self._slugs

    @property
    def names(self) -> Mapping[tuple[str, str], str]:
        """The name that is shown of a facet's value, by (facet key, name), where it is not that name itself."""
        return self._names

    @cached_property
    def system_names(self) -> frozenset[str]:
        """The names of the papers' systems (`MMICL`, `Leopard`)."""
        return frozenset(paper.short for paper in self.papers if paper.short)

    @cached_property
    def newest_places(self) -> NDArray[np.uint32]:
        """The places of all papers, newest first; papers without a date last; then by title and id."""
        places = sorted(range(len(self)), key=lambda place: newest_first_key(self.papers[place]))
        return np.array(places, np.uint32)

    @cached_property
    def newest_first(self) -> tuple[ListedPaper, ...]:
        """All papers in that order."""
        return tuple(self.papers[place] for place in self.newest_places.tolist())

    @cached_property
    def listings(self) -> Mapping[str, Mapping[str, Listing]]:
        """Every listing, by facet key and slug; slugs in order."""
        return {facet.key: Listings(facet, self.columns[facet.key], self.papers) for facet in FACETS}

    @cached_property
    def columns(self) -> Mapping[str, Columns]:
        """The same in columns, by facet key."""
        return {facet.key: Columns.of(*self._grouped(facet), self.newest_places) for facet in FACETS}

    def _exchanged(
        self, facet: Facet, listings: Mapping[str, Listing], before: Paper, paper: Paper
    ) -> Mapping[str, Listing]:
        """Give the listings of a facet after a paper took the place of another."""
        names = {
            self.slug(facet.key, value): self._names.get((facet.key, value), value) for value in facet.values(paper)
        }
        found = dict(listings)
        for slug in {self.slug(facet.key, value) for value in facet.values(before)} | names.keys():
            listing = listings.get(slug) or Listing(facet, slug, names[slug], ())
            papers = [each for each in listing.papers if each is not before] + [paper] * (slug in names)
            found[slug] = replace(listing, papers=tuple(sorted(papers, key=newest_first_key)))
        return {slug: found[slug] for slug in sorted(found) if found[slug].papers}

    def _grouped(self, facet: Facet) -> tuple[dict[str, list[int]], dict[str, str]]:
        """Give by slug of a value which papers have it, by their places among the newest, and its name."""
        of_value = defaultdict[str, list[int]](list)
        for rank, paper in enumerate(self.newest_first):
            for value in facet.values(paper):
                of_value[value].append(rank)
        groups: dict[str, list[int]] = {}
        names: dict[str, str] = {}
        for value, ranks in of_value.items():
            slug, name = self.slug(facet.key, value), self._names.get((facet.key, value), value)
            if slug in groups:
                # Two names share a slug (one author, two spellings): the first in order names the page.
                ranks, name = sorted({*groups[slug], *ranks}), min(names[slug], name)
            groups[slug], names[slug] = ranks, name
        return groups, names


class Dated(Protocol):
    """What has a place among papers by its date."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def issued(self) -> PartialDate | None:
        """When it appeared."""


def newest_first_key(paper: Dated) -> tuple[int, int, int, str, str]:
    """Sort key of a paper: newest date first, then title, then id."""
    issued = paper.issued
    year, month, day = (issued.year, issued.month, issued.day) if issued else (0, 0, 0)
    return (-year, -month, -day, paper.title.casefold(), paper.id)
