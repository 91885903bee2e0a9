"""Feeds: the newest papers of the survey and of every list, and what changed; only where the survey has an address."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from litatlas.exports.addresses import CHANGES, FEED, JSON_FEED, archive_path, feed_path
from litatlas.exports.plan import list_addresses
from litatlas.feeds.atom import atom_document, atom_entry
from litatlas.feeds.documents import Channel, last_update, make_document
from litatlas.feeds.entries import FeedEntry, by_adding, change_entries, paper_entry
from litatlas.feeds.json_feed import json_document, json_item
from litatlas.feeds.paging import cut
from litatlas.library import Listing
from litatlas.model import Paper
from litatlas.pages.head import page_address
from litatlas.pages.paths import index_path, page_path
from litatlas.pages.survey import Survey

__all__ = ["feed_files"]

_HOME = "index.md"
Written = tuple[FeedEntry, str]
"""An entry, and its text in the format of the feed."""


def feed_files(survey: Survey) -> Iterator[tuple[str, str, str]]:
    """Give every document of every feed as (path below docs/, what it is of, text)."""
    if not survey.exports.feeds:
        return
    title = survey.settings.title
    entries = _Entries(survey)
    everything = entries.of(survey.library.papers)
    about = survey.settings.description
    yield from _documents(Channel(FEED, title, _HOME, about), everything, survey)
    items = [(entry, json_item(entry)) for entry, _ in everything]
    yield from _documents(Channel(JSON_FEED, title, _HOME, about), items, survey, json_document)
    changes = [(entry, atom_entry(entry, "")) for entry in change_entries(survey)]
    yield from _documents(Channel(CHANGES, f"{title}: changes", _HOME), changes, survey)
    for slug, listing in list_addresses(survey.library, survey.ledger):
        if survey.exports.is_own(listing):
            yield from _list_feed(slug, listing, entries, survey)


def _list_feed(slug: str, listing: Listing, entries: "_Entries", survey: Survey) -> Iterator[tuple[str, str, str]]:
    """Give the feed of a list at one of its addresses; at an old one it says where it stands now."""
    folder = listing.facet.folder
    channel = Channel(
        path=feed_path(folder, listing.slug),
        title=f"{_name(listing, survey)} – {survey.settings.title}",
        page=page_path(listing.facet.key, listing.slug),
    )
    for path, owner, text in _documents(channel, entries.of(listing.papers), survey):
        yield f"{folder}/{slug}{path.removeprefix(f'{folder}/{listing.slug}')}", owner, text


def _documents(
    channel: Channel, written: Sequence[Written], survey: Survey, write: Callable[..., str] = atom_document
) -> Iterator[tuple[str, str, str]]:
    def path(number: int) -> str:
        if not number:
            return channel.path
        folder, slash, slug = channel.path.removesuffix(".xml").rpartition("/")
        return feed_path(folder, slug, number) if slash else archive_path(channel.path, number)

    sizes = [len(text.encode("utf-8")) for _, text in written]
    newest = last_update(tuple(entry for entry, _ in written))
    for document in cut(sizes, path):
        part = written[document.first : document.end]
        # An archive is dated by what it holds, so that it stays the same when the feed grows.
        date = last_update(tuple(entry for entry, _ in part)) if document.archive else newest
        head = make_document(channel, document, date, survey)
        yield document.path, f"the feed {channel.path}", write(head, [text for _, text in reversed(part)])


class _Entries:
    """The papers' entries as Atom, each written once: a paper stands in a dozen feeds."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey

    def of(self, papers: Sequence[Paper]) -> list[Written]:
        """Give the entries of these papers, the one that was added first first."""
        return [self._written[paper.id] for paper in sorted(papers, key=by_adding)]

    @cached_property
    def _written(self) -> dict[str, Written]:
        tags = page_address(index_path("tag"), self._survey.settings)
        entries = {paper.id: paper_entry(paper, self._survey) for paper in self._survey.library}
        return {id: (entry, atom_entry(entry, tags)) for id, entry in entries.items()}


def _name(listing: Listing, survey: Survey) -> str:
    """Give what a list is called; for a tag without papers the ledger knows the slug only."""
    tag = survey.vocabulary.by_slug.get(listing.slug) if listing.facet.key == "tag" else None
    return tag.name if tag else listing.name
