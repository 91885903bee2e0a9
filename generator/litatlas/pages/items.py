"""A paper as an entry of a listing."""

from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from litatlas.incremental.asking import derived
from litatlas.incremental.packing import Parcel, packed, unpacked
from litatlas.language.key_sentence import key_sentence
from litatlas.listed_paper import ListedPaper
from litatlas.model import Paper
from litatlas.pages.inline import Rich, rich, rich_title
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey
from litatlas.pages.wording import byline, venue_occurrence

MAX_TAGS = 5
"""Tags that an entry shows."""


class PageLink(Struct, frozen=True):
    """A link to a page of the survey."""

    text: str
    path: str
    count: int = 0
    """Papers behind the link, where the page shows them."""


class Item(Struct, frozen=True, eq=False):
    """A paper as an entry of a listing: one object for all of them, known by being that one (`environment.once`)."""

    path: str
    title: Rich
    byline: str
    imprint: str
    """`ICLR 2024`, or the year where there is no venue."""

    tags: tuple[PageLink, ...]
    summary: Rich
    status: str
    """`Retracted`; empty for a work that stands."""


def items_of(survey: Survey, papers: Iterable[ListedPaper]) -> tuple[Item, ...]:
    """Give the entries of papers, in their order."""
    return tuple(unpacked(parcel, Item) for parcel in item_parcels(survey, papers))


def item_parcels(survey: Survey, papers: Iterable[ListedPaper]) -> tuple[Parcel, ...]:
    """Give the same, packed: a paper stands in a dozen listings."""
    return tuple(item_parcel(survey, paper.id) for paper in papers)


@derived
def item_parcel(survey: Survey, id: str) -> Parcel:
    """Give the entry of one paper, packed."""
    paper = survey.library.by_id[id]
    start, end = key_sentence(paper.abstract)
    return packed(
        Item(
            path=page_path("paper", paper.id),
            title=rich_title(paper.title),
            byline=byline(paper.authors, paper.others),
            imprint=venue_occurrence(paper.venue) or str(paper.year or ""),
            tags=tuple(tag_links(paper, survey)[:MAX_TAGS]),
            summary=rich(paper.abstract, (), start, end),
            status=paper.status.status.word,
        )
    )


def unpacked_items(parcels: Iterable[Parcel]) -> tuple[Item, ...]:
    """Unpack entries, each once in a process, which makes many lists."""
    return tuple(map(_item, parcels))


@lru_cache(maxsize=1 << 14)  # a paper stands in a dozen listings
def _item(parcel: Parcel) -> Item:
    return unpacked(parcel, Item)


def tag_links(paper: Paper, survey: Survey) -> list[PageLink]:
    """Give links to the pages of a paper's tags, in the vocabulary's order."""
    listings = survey.library.listings["tag"]
    return [PageLink(listings[t.slug].name, page_path("tag", t.slug)) for t in paper.tags]
