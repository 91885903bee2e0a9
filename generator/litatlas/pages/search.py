"""The page of search results: it explains itself without scripts, and leads to the lists."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from litatlas.facets import FACETS
from litatlas.pages.head import FULL_WIDTH, head
from litatlas.pages.items import PageLink
from litatlas.pages.paths import index_path
from litatlas.pages.survey import Survey, values_in_use
from litatlas.pages.wording import count

SEARCH = "search/index.md"
"""Its path below docs/; browsers that have the survey as a search engine lead there (OpenSearch)."""


class ListLine(Struct, frozen=True):
    """A list that leads to papers without a search."""

    link: PageLink
    use: str


class WayLine(Struct, frozen=True):
    """A way to ask."""

    write: str
    finds: str


class SearchPage(Struct, frozen=True):
    """Everything that the page shows."""

    path: str
    head: Mapping[str, Any]
    lists: tuple[ListLine, ...]
    ways: tuple[WayLine, ...]


WAYS = (
    WayLine("context learning", "what has both words, in title, name, authors, tags, abstract, notes or text"),
    WayLine('"in-context learning"', "what has these words side by side"),
    WayLine("learning -video", "what has the first word and not the second"),
    WayLine("author:zhang", "papers of this author; a name of several words in quotation marks"),
    WayLine("tag:retrieval", "papers with this tag"),
    WayLine("venue:iclr", "papers that appeared there"),
    WayLine("year:2024", "papers of this year; also year:2023..2024, year:2023.. and year:..2023"),
    WayLine("has:code", "papers with a link to code; also data, model, project, demo, video, slides, pdf, notes"),
)
"""The ways to ask, as the page tells them."""


def make_search_page(survey: Survey) -> SearchPage:
    """Build the page of search results."""
    return SearchPage(
        path=SEARCH,
        head=head("search", "Search", f"Search {survey.settings.title}", hide=FULL_WIDTH),
        lists=tuple(list_lines(survey)),
        ways=WAYS,
    )


def list_lines(survey: Survey) -> Iterator[ListLine]:
    """Give the lists that lead to every paper without a script."""
    yield ListLine(PageLink("All papers", index_path("paper")), f"{count(len(survey.library), 'paper')}, newest first")
    for facet in FACETS:
        values = values_in_use(survey, facet.key)
        if values and not facet.when_used:
            yield ListLine(PageLink(facet.label, index_path(facet.key)), f"{values:,} lists of papers")
