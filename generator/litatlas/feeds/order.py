"""Which feeds there are, and which papers are in each, in the order in which they were added."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.exports.addresses import feed_path
from litatlas.exports.lists import list_addresses
from litatlas.facets import Facet
from litatlas.feeds.documents import Channel
from litatlas.feeds.entries import by_adding
from litatlas.incremental.memo import Memo, remembered
from litatlas.library.paper_memo import lists_mark
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey

Places = NDArray[np.intp]
"""Of papers among all, the one that was added first first."""


class ListFeed(Struct, frozen=True):
    """The feed of a list at one of its addresses; at an old one it says where it stands now."""

    channel: Channel
    stem: str
    """How its path begins there."""

    papers: Places


class FeedOrder(Struct, frozen=True):
    """All feeds of papers."""

    papers: Places
    lists: tuple[ListFeed, ...]


def feed_order(survey: Survey, memo: Memo) -> FeedOrder:
    """Give all feeds of a survey; looked at anew only where its lists are others."""
    mark = lists_mark(survey.library, survey.ledger, memo)
    key = memo.digest(mark, survey.exports.form, survey.settings.title)
    return remembered(memo.stage("feed-order"), key, lambda: _ordered(survey))


def _ordered(survey: Survey) -> FeedOrder:
    papers, smallest = survey.library.papers, survey.exports.smallest
    in_order = np.array(sorted(range(len(papers)), key=lambda at: by_adding(papers[at])), np.intp)
    rank = np.argsort(in_order)
    feeds = (
        ListFeed(
            _channel(lists.facet, *lists.named[at], survey),
            f"{lists.facet.folder}/{lists.slugs[at]}",
            in_order[np.sort(rank[lists.papers([at])])],
        )
        for lists in list_addresses(survey.library, survey.ledger)
        for at in np.flatnonzero(lists.own(smallest)).tolist()
    )
    return FeedOrder(in_order, tuple(feeds))


def _channel(facet: Facet, slug: str, name: str, survey: Survey) -> Channel:
    # For a tag without papers the ledger knows the slug only.
    tag = survey.vocabulary.by_slug.get(slug) if facet.key == "tag" else None
    return Channel(
        path=feed_path(facet.folder, slug),
        title=f"{tag.name if tag else name} – {survey.settings.title}",
        page=page_path(facet.key, slug),
    )
