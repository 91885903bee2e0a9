"""Which feeds there are, and which papers are in each, in the order in which they were added."""

from dataclasses import dataclass

from litatlas.exports.addresses import feed_path
from litatlas.exports.plan import list_addresses
from litatlas.feeds.documents import Channel
from litatlas.feeds.entries import by_adding
from litatlas.incremental.memo import Memo, remembered
from litatlas.library import Listing
from litatlas.library.paper_memo import lists_mark
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey

Places = tuple[int, ...]
"""Of papers among all, the one that was added first first."""


@dataclass(frozen=True, slots=True)
class ListFeed:
    """The feed of a list at one of its addresses; at an old one it says where it stands now."""

    channel: Channel
    stem: str
    """How its path begins there."""

    papers: Places


@dataclass(frozen=True, slots=True)
class FeedOrder:
    """All feeds of papers."""

    papers: Places
    lists: tuple[ListFeed, ...]


def feed_order(survey: Survey, memo: Memo) -> FeedOrder:
    """Give all feeds of a survey; looked at anew only where its lists are others."""
    mark = lists_mark(survey.library, survey.ledger, memo)
    key = memo.digest(mark, survey.exports.form, survey.settings.title)
    return remembered(memo.stage("feed-order"), key, lambda: _ordered(survey))


def _ordered(survey: Survey) -> FeedOrder:
    papers, place = survey.library.papers, {paper.id: at for at, paper in enumerate(survey.library)}
    in_order = tuple(sorted(range(len(papers)), key=lambda at: by_adding(papers[at])))
    added = {at: rank for rank, at in enumerate(in_order)}
    lists = tuple(
        ListFeed(
            _channel(listing, survey),
            f"{listing.facet.folder}/{slug}",
            tuple(sorted((place[paper.id] for paper in listing.papers), key=added.__getitem__)),
        )
        for slug, listing in list_addresses(survey.library, survey.ledger)
        if survey.exports.is_own(listing)
    )
    return FeedOrder(in_order, lists)


def _channel(listing: Listing, survey: Survey) -> Channel:
    return Channel(
        path=feed_path(listing.facet.folder, listing.slug),
        title=f"{_name(listing, survey)} – {survey.settings.title}",
        page=page_path(listing.facet.key, listing.slug),
    )


def _name(listing: Listing, survey: Survey) -> str:
    """Give what a list is called; for a tag without papers the ledger knows the slug only."""
    tag = survey.vocabulary.by_slug.get(listing.slug) if listing.facet.key == "tag" else None
    return tag.name if tag else listing.name
