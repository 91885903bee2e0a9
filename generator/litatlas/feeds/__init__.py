"""Feeds: the newest papers of the survey and of every list, and what changed; only where the survey has an address."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from litatlas.exports.addresses import CHANGES, FEED, JSON_FEED, archive_path, feed_path
from litatlas.exports.plan import list_addresses
from litatlas.feeds.atom import atom_document, atom_entry
from litatlas.feeds.documents import Channel, make_document
from litatlas.feeds.entries import (
    Announced,
    FeedEntry,
    announced,
    by_adding,
    changes_of,
    changes_of_addresses,
    paper_entry,
)
from litatlas.feeds.json_feed import json_document, json_item
from litatlas.feeds.paging import cut
from litatlas.library import Listing
from litatlas.memo import NOTHING, Memo, remembered_all
from litatlas.pages.head import page_address
from litatlas.pages.paths import index_path, page_path
from litatlas.pages.survey import Survey
from litatlas.settings import Settings
from litatlas.workers import ALONE, Workers

__all__ = ["feed_files"]

_HOME = "index.md"


@dataclass(frozen=True, slots=True)
class Written:
    """An entry in one format."""

    updated: str
    """RFC 3339."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class OfPaper:
    """All entries of a paper."""

    atom: Written
    json: Written
    changes: tuple[Written, ...]


def feed_files(survey: Survey, memo: Memo = NOTHING, workers: Workers = ALONE) -> Iterator[tuple[str, str, str]]:
    """Give every document of every feed as (path below docs/, what it is of, text).

    Arguments:
        survey: Everything that they are made from.
        memo: What was written before.
        workers: Write the entries of papers side by side: a paper stands in a dozen feeds.
    """
    if not survey.exports.feeds:
        return
    keyed = ((memo.digest(source), source) for source in announced(survey))
    found = remembered_all(memo.stage("feeds"), keyed, write_entries, workers)
    entries = dict(zip(survey.library.by_id, found, strict=True))
    title, about = survey.settings.title, survey.settings.description
    everything = [entries[paper.id] for paper in sorted(survey.library.papers, key=by_adding)]
    yield from _documents(Channel(FEED, title, _HOME, about), [entry.atom for entry in everything], survey)
    items = [entry.json for entry in everything]
    yield from _documents(Channel(JSON_FEED, title, _HOME, about), items, survey, json_document)
    changes = [change for entry in everything for change in entry.changes]
    changes += [_in_atom(entry) for entry in changes_of_addresses(survey)]
    changes.sort(key=lambda change: (change.updated, change.id))
    yield from _documents(Channel(CHANGES, f"{title}: changes", _HOME), changes, survey)
    for slug, listing in list_addresses(survey.library, survey.ledger):
        if survey.exports.is_own(listing):
            yield from _list_feed(slug, listing, entries, survey)


def write_entries(sources: Sequence[Announced]) -> list[OfPaper]:
    """Write the entries of some papers."""
    return list(map(_of_paper, sources))


def _of_paper(source: Announced) -> OfPaper:
    entry = paper_entry(source)
    tags = page_address(index_path("tag"), Settings("", address=source.address))
    changes = tuple(_in_atom(change) for change in changes_of(source))
    return OfPaper(_in_atom(entry, tags), Written(entry.updated, entry.id, json_item(entry)), changes)


def _in_atom(entry: FeedEntry, tags: str = "") -> Written:
    return Written(entry.updated, entry.id, atom_entry(entry, tags))


def _list_feed(
    slug: str, listing: Listing, entries: Mapping[str, OfPaper], survey: Survey
) -> Iterator[tuple[str, str, str]]:
    """Give the feed of a list at one of its addresses; at an old one it says where it stands now."""
    folder = listing.facet.folder
    channel = Channel(
        path=feed_path(folder, listing.slug),
        title=f"{_name(listing, survey)} – {survey.settings.title}",
        page=page_path(listing.facet.key, listing.slug),
    )
    written = [entries[paper.id].atom for paper in sorted(listing.papers, key=by_adding)]
    for path, owner, text in _documents(channel, written, survey):
        yield f"{folder}/{slug}{path.removeprefix(f'{folder}/{listing.slug}')}", owner, text


def _documents(
    channel: Channel, written: Sequence[Written], survey: Survey, write: Callable[..., str] = atom_document
) -> Iterator[tuple[str, str, str]]:
    def path(number: int) -> str:
        if not number:
            return channel.path
        folder, slash, slug = channel.path.removesuffix(".xml").rpartition("/")
        return feed_path(folder, slug, number) if slash else archive_path(channel.path, number)

    newest = _last_update(written)
    for document in cut([len(entry.text.encode("utf-8")) for entry in written], path):
        part = written[document.first : document.end]
        # An archive is dated by what it holds, so that it stays the same when the feed grows.
        date = _last_update(part) if document.archive else newest
        head = make_document(channel, document, date, survey)
        yield document.path, f"the feed {channel.path}", write(head, [entry.text for entry in reversed(part)])


def _last_update(entries: Sequence[Written]) -> str:
    """Give the date of the last change to one of these entries."""
    return max((entry.updated for entry in entries), default="")


def _name(listing: Listing, survey: Survey) -> str:
    """Give what a list is called; for a tag without papers the ledger knows the slug only."""
    tag = survey.vocabulary.by_slug.get(listing.slug) if listing.facet.key == "tag" else None
    return tag.name if tag else listing.name
