"""A paper as an entry of a listing."""

from collections.abc import Iterable
from dataclasses import dataclass

from litatlas.asking import derived
from litatlas.key_sentence import key_sentence
from litatlas.model import Paper
from litatlas.pages.inline import Rich, rich, rich_title
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey
from litatlas.pages.wording import byline, venue_occurrence

MAX_TAGS = 5
"""Tags that an entry shows."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to a page of the survey."""

    text: str
    path: str
    count: int = 0
    """Papers behind the link, where the page shows them."""


@dataclass(frozen=True, slots=True)
class Item:
    """A paper as an entry of a listing."""

    path: str
    title: Rich
    byline: str
    imprint: str
    """`ICLR 2024`, or the year where there is no venue."""

    tags: tuple[PageLink, ...]
    summary: Rich
    status: str
    """`Retracted`; empty for a work that stands."""


class Items:
    """The entries of papers of a survey, each made once: a paper stands in a dozen listings."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._by_id: dict[str, Item] = {}

    def __call__(self, papers: Iterable[Paper]) -> tuple[Item, ...]:
        """Give the entries of these papers, in their order."""
        return tuple(self._item(paper.id) for paper in papers)

    def _item(self, id: str) -> Item:
        if id not in self._by_id:
            self._by_id[id] = make_item(self._survey, id)
        return self._by_id[id]


@derived
def make_item(survey: Survey, id: str) -> Item:
    """Build the entry of one paper."""
    paper = survey.library.by_id[id]
    start, end = key_sentence(paper.abstract)
    return Item(
        path=page_path("paper", paper.id),
        title=rich_title(paper.title),
        byline=byline(paper.authors, paper.others),
        imprint=venue_occurrence(paper.venue) or str(paper.year or ""),
        tags=tuple(tag_links(paper, survey)[:MAX_TAGS]),
        summary=rich(paper.abstract, (), start, end),
        status=paper.status.status.word,
    )


def tag_links(paper: Paper, survey: Survey) -> list[PageLink]:
    """Give links to the pages of a paper's tags, in the vocabulary's order."""
    listings = survey.library.listings["tag"]
    return [PageLink(listings[t.slug].name, page_path("tag", t.slug)) for t in paper.tags]
