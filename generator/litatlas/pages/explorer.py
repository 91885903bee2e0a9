"""The page of the explorer: room for the client, and the lists that do the job without scripts."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from litatlas.library import Listing
from litatlas.pages.head import FULL_WIDTH, head
from litatlas.pages.items import PageLink
from litatlas.pages.paths import EXPLORER
from litatlas.pages.search import ListLine, list_lines
from litatlas.pages.survey import Survey
from litatlas.pages.wording import count


class ExplorerPage(Struct, frozen=True):
    """Everything that the page shows."""

    path: str
    head: Mapping[str, Any]
    counts: str
    lists: tuple[ListLine, ...]


def make_explorer_page(survey: Survey) -> ExplorerPage:
    """Build the page of the explorer."""
    papers = count(len(survey.library), "paper")
    return ExplorerPage(
        path=EXPLORER,
        head=head(
            "explore",
            "Explore",
            f"The {papers} of {survey.settings.title}: choose by theme, tag, year, venue, author and words at once.",
            hide=FULL_WIDTH,
        ),
        counts=papers,
        lists=tuple(list_lines(survey)),
    )


def explore_link(listing: Listing) -> PageLink | None:
    """Give the link to the explorer with one value chosen; None where there are no two papers to choose from.

    Tags share one key, whatever their facet: their slugs are unique.
    """
    if len(listing.papers) < 2:
        return None
    return PageLink("Explore these papers", f"{EXPLORER}?{listing.facet.key}={listing.slug}")
