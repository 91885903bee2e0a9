"""The addresses of lists, in columns: ten thousand papers have thirty thousand lists, most of them of one paper."""

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.facets import FACETS, Facet
from litatlas.identity.permalink import Ledger, State
from litatlas.incremental.columns import Flags, Lists
from litatlas.incremental.memo import Digest, Memo
from litatlas.library import Library, Listing
from litatlas.listed_paper import ListedPaper

CROWD = 300
"""A paper of more authors would stand, with all their names, in a file for each: 1,000 names a thousand times."""


def is_crowd(listing: Listing) -> bool:
    """Whether a list is of a person all of whose papers have so many authors that only the survey's files hold them."""
    return bool(listing.facet.key == "author" and listing.papers) and all(map(_is_crowded, listing.papers))


def _is_crowded(paper: ListedPaper) -> bool:
    return len(paper.authors) > CROWD


def _crowded(library: Library) -> Flags:
    """Say which papers have so many authors."""
    return np.fromiter(map(_is_crowded, library), np.bool_, len(library))


class ListAddresses(Struct, frozen=True):
    """Every slug that a list of one facet ever had, and the list that stands there now.

    A slug that was merged or renamed has the list that it leads to; one that
    was withdrawn, or that no paper has any more, has an empty list.
    """

    facet: Facet
    slugs: tuple[str, ...]
    named: tuple[tuple[str, str], ...]
    """The slug and the name that the list has now."""

    held: Lists
    """The places among all of the papers in each list, newest first."""

    crowds: Flags
    """Which are those of a crowd (`is_crowd`)."""

    @classmethod
    def of(cls, facet: Facet, library: Library, ledger: Ledger) -> "ListAddresses":
        """Give those of a facet."""
        columns = library.columns[facet.key]
        places = {slug: place for place, slug in enumerate(columns.slugs)}
        gone = (entry for entry in ledger.entries(facet.key) if entry.id not in places)
        old = [(entry.id, ledger.resolve(facet.key, entry.id) or entry) for entry in gone]
        # Behind the last one stands an empty list, to which those lead that lead nowhere.
        every, empty = Lists.of(columns.papers, np.append(columns.sizes, 0)), len(places)
        led = [empty if end.state is State.TOMBSTONE else places.get(end.id, empty) for _, end in old]
        lists = np.array([*range(len(places)), *led], np.intp)
        named = list(zip(columns.slugs, columns.names, strict=True))
        ends = ((end.id, end.name) if at == empty else named[at] for (_, end), at in zip(old, led, strict=True))
        crowds = np.zeros(len(every), np.bool_)
        if facet.key == "author":
            crowds[:empty] = columns.counting(_crowded(library)) == columns.sizes
        return cls(facet, (*columns.slugs, *(id for id, _ in old)), (*named, *ends), every.taken(lists), crowds[lists])

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many papers stand in each list."""
        return np.diff(self.held.ends)

    def papers(self, lists: Sequence[int]) -> NDArray[np.int64]:
        """Give the places of the papers among all: those of some lists one after the other, newest first in each."""
        return self.held.taken(np.array(lists, np.intp)).numbers.astype(np.int64)

    def own(self, smallest: int) -> Flags:
        """Say which lists have files of their own: those of so many papers or more, but no crowd's."""
        return ~self.crowds & (self.sizes >= smallest)

    def shared(self, smallest: int) -> Flags:
        """Say which lists share their files: the others but crowds'."""
        return ~self.crowds & (self.sizes < smallest)


def list_addresses(library: Library, ledger: Ledger) -> Iterator[ListAddresses]:
    """Give the addresses of the lists of each facet."""
    return (ListAddresses.of(facet, library, ledger) for facet in FACETS)


def membership_mark(library: Library, ledger: Ledger, memo: Memo) -> Digest:
    """Give a digest of which papers and lists there are, at which addresses, and of which papers stand in each list."""
    columns = [(key, of.slugs, of.papers.tobytes(), of.ends.tobytes()) for key, of in library.columns.items()]
    return memo.digest("\n".join(library.by_id), _crowded(library).tobytes(), ledger.render(), columns)
