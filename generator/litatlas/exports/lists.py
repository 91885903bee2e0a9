"""The addresses of lists, in columns: ten thousand papers have thirty thousand lists, most of them of one paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from litatlas.facets import FACETS, Facet
from litatlas.identity.permalink import Ledger, State
from litatlas.incremental.memo import Digest, Memo
from litatlas.library import Library, Listing

CROWD = 300
"""A paper of more authors would stand, with all their names, in a file for each: 1,000 names a thousand times."""


def is_crowd(listing: Listing) -> bool:
    """Whether a list is of a person all of whose papers have so many authors that only the survey's files hold them."""
    return bool(listing.facet.key == "author" and listing.papers) and all(
        len(paper.authors) > CROWD for paper in listing.papers
    )


@dataclass(frozen=True, slots=True)
class ListAddresses:
    """Every slug that a list of one facet ever had, and the list that stands there now.

    A slug that was merged or renamed has the list that it leads to; one that
    was withdrawn, or that no paper has any more, has an empty list.
    """

    facet: Facet
    slugs: tuple[str, ...]
    named: tuple[tuple[str, str], ...]
    """The slug and the name that the list has now."""

    sizes: NDArray[np.int64]
    """How many papers stand in each list."""

    crowds: NDArray[np.bool_]
    """Which are those of a crowd (`is_crowd`)."""

    _starts: NDArray[np.int64]
    _papers: NDArray[np.int64]

    @classmethod
    def of(cls, facet: Facet, library: Library, ledger: Ledger) -> "ListAddresses":
        """Give those of a facet."""
        columns = library.columns[facet.key]
        places = {slug: place for place, slug in enumerate(columns.slugs)}
        gone = (entry for entry in ledger.entries(facet.key) if entry.id not in places)
        old = [(entry.id, ledger.resolve(facet.key, entry.id) or entry) for entry in gone]
        led = [-1 if end.state is State.TOMBSTONE else places.get(end.id, -1) for _, end in old]
        # Behind the last one stands the empty list to which -1 leads.
        lists = np.array([*range(len(places)), *led], np.int64)
        sizes, starts = np.append(columns.sizes, 0)[lists], columns.ends[lists]
        named = list(zip(columns.slugs, columns.names, strict=True))
        ends = ((end.id, end.name) if place < 0 else named[place] for (_, end), place in zip(old, led, strict=True))
        in_crowd = np.array([facet.key == "author" and len(paper.authors) > CROWD for paper in library], np.bool_)
        crowds = np.append(columns.counting(in_crowd) == columns.sizes, False)[lists]
        papers = columns.papers.astype(np.int64)
        return cls(facet, (*columns.slugs, *(id for id, _ in old)), (*named, *ends), sizes, crowds, starts, papers)

    def papers(self, lists: Sequence[int]) -> NDArray[np.int64]:
        """Give the places of the papers among all: those of some lists one after the other, newest first in each."""
        sizes = self.sizes[lists]
        before = np.cumsum(sizes) - sizes
        found: NDArray[np.int64] = self._papers[np.repeat(self._starts[lists] - before, sizes) + np.arange(sizes.sum())]
        return found


def list_addresses(library: Library, ledger: Ledger) -> Iterator[ListAddresses]:
    """Give the addresses of the lists of each facet."""
    return (ListAddresses.of(facet, library, ledger) for facet in FACETS)


def membership_mark(library: Library, ledger: Ledger, memo: Memo) -> Digest:
    """Give a digest of which papers and lists there are, at which addresses, and of which papers stand in each list."""
    in_crowd = bytes(len(paper.authors) > CROWD for paper in library)
    columns = [(key, of.slugs, of.papers.tobytes(), of.ends.tobytes()) for key, of in library.columns.items()]
    return memo.digest("\n".join(library.by_id), in_crowd, ledger.render(), columns)
