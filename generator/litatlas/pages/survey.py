"""Everything that pages are made from, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from litatlas.library import Library, Listing
from litatlas.permalink import Ledger
from litatlas.related import Relations
from litatlas.settings import Settings
from litatlas.taxonomy import Vocabulary
from litatlas.works import Merge


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey, read, checked, indexed and related: what remains is to render it."""

    settings: Settings
    library: Library
    vocabulary: Vocabulary
    relations: Relations
    ledger: Ledger
    notes: Mapping[str, str] = field(default_factory=dict)
    """A person's notes (Markdown) by paper id."""

    merges: tuple[Merge, ...] = ()
    """The records that became one paper, both sides named."""

    def listings_with_papers(self, facet: str) -> Mapping[str, Listing]:
        """Give the listings of a facet that hold a paper: what counts and indexes speak of."""
        return {slug: listing for slug, listing in self.library.listings[facet].items() if listing.papers}
