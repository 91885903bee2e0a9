"""Feeds: the newest papers of the survey and of every list, and what changed; only where the survey has an address."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from litatlas.exports.addresses import CHANGES, FEED, JSON_FEED, archive_path, feed_path
from litatlas.exports.plan import list_addresses
from litatlas.feeds.atom import atom_document, atom_entry
from litatlas.feeds.documents import Channel, FeedDocument, make_document
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
from litatlas.incremental.keyed_files import ALWAYS, Content, KeyedFiles, Made, Shelf
from litatlas.incremental.memo import NOTHING, Digest, Memo, begin_all
from litatlas.library import Listing
from litatlas.pages.head import page_address
from litatlas.pages.paths import index_path, page_path
from litatlas.pages.survey import Survey
from litatlas.settings import Settings
from litatlas.workers import ALONE, Workers

__all__ = ["begin_feeds", "feed_files"]

_HOME = "index.md"

_END = "\0"
"""Stands between two entries; XML and JSON cannot hold it."""

HELD = 20_000
"""Papers whose entries are held unpacked while documents are made of them: some 5 KB each."""

BATCH = 500
"""Documents that one call of a worker makes: of their entries most stand in several, and travel to it once."""

Files = Iterator[tuple[str, str, Content]]


@dataclass(frozen=True, slots=True)
class Written:
    """An entry in one format."""

    updated: str
    """RFC 3339."""

    id: str
    size: int
    """Bytes of its text."""

    digest: Digest
    """Of its text."""

    pack: bytes
    """Its text and those of the paper's other entries, packed: together to a third (zlib, level 1)."""

    place: int
    """Which of them it is."""


OfPaper = tuple[Written, ...]
"""All entries of a paper: in Atom, as an item of a JSON Feed, then what happened to it, in Atom."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A document, before it is made."""

    path: str
    """Below docs/."""

    feed: str
    """The path of its feed."""

    head: FeedDocument
    part: tuple[Written, ...]
    """Its entries, newest first."""

    write: Callable[[FeedDocument, Iterable[str]], str]

    @property
    def inputs(self) -> tuple[object, ...]:
        """All that its text depends on."""
        return (self.head, *(entry.digest for entry in self.part))


def feed_files(survey: Survey, memo: Memo = NOTHING, workers: Workers = ALONE, kept: KeyedFiles = ALWAYS) -> Files:
    """Give every document of every feed as (path below docs/, what it is of, text).

    Arguments:
        survey: Everything that they are made from.
        memo: What was written before.
        workers: Write the entries of papers, which stand in a dozen feeds, and then documents of them.
        kept: The files that stand there.
    """
    return begin_feeds(survey, memo, workers, kept)()


def begin_feeds(survey: Survey, memo: Memo, workers: Workers, kept: KeyedFiles) -> Callable[[], Files]:
    """Do the same in three parts: the entries of papers are written beside what comes next here.

    Returns:
        What waits for that, begins the documents beside what comes then, and gives them.
    """
    if not survey.exports.feeds:
        return lambda: iter(())
    keyed = ((memo.digest(source), source) for source in announced(survey))
    begun = begin_all(memo.stage("feeds"), keyed, write_entries, workers)
    return lambda: _made(list(_documents(survey, dict(zip(survey.library.by_id, begun(), strict=True)))), workers, kept)


def _made(documents: Sequence[Planned], workers: Workers, kept: KeyedFiles) -> Files:
    """Begin to make the documents that do not stand there; gives all of them."""
    wanted = [(one.path, one.inputs, one) for one in documents]
    files = kept.begin(wanted, tuple, write_documents, workers, BATCH, early=True)
    return ((path, f"the feed {one.feed}", made.content) for one, (path, made) in zip(documents, files, strict=True))


def write_documents(shelf: Shelf, documents: Sequence[Planned]) -> list[Made]:
    """Write some documents, and leave them on the shelf."""
    texts = lru_cache(HELD)(_texts)
    return [
        shelf.leave(one.path, one.write(one.head, [texts(entry.pack)[entry.place] for entry in one.part]))
        for one in documents
    ]


def _documents(survey: Survey, entries: Mapping[str, OfPaper]) -> Iterator[Planned]:
    title, about = survey.settings.title, survey.settings.description
    feeds = _Feeds(survey)
    added = {paper.id: place for place, paper in enumerate(sorted(survey.library.papers, key=by_adding))}
    everything = [entries[id] for id in added]
    yield from feeds.documents(Channel(FEED, title, _HOME, about), [atom for atom, *_ in everything])
    items = [json for _, json, *_ in everything]
    yield from feeds.documents(Channel(JSON_FEED, title, _HOME, about), items, json_document)
    changes = [change for _, _, *changes in everything for change in changes]
    changes += [each for entry in changes_of_addresses(survey) for each in packed([(entry, atom_entry(entry, ""))])]
    changes.sort(key=lambda change: (change.updated, change.id))
    yield from feeds.documents(Channel(CHANGES, f"{title}: changes", _HOME), changes)
    for slug, listing in list_addresses(survey.library, survey.ledger):
        if survey.exports.is_own(listing):
            in_order = sorted((paper.id for paper in listing.papers), key=added.__getitem__)
            yield from feeds.of_list(slug, listing, [entries[id][0] for id in in_order])


def write_entries(sources: Sequence[Announced]) -> list[OfPaper]:
    """Write the entries of some papers."""
    return list(map(_of_paper, sources))


def _of_paper(source: Announced) -> OfPaper:
    entry = paper_entry(source)
    tags = page_address(index_path("tag"), Settings("", address=source.address))
    changes = ((change, atom_entry(change, "")) for change in changes_of(source))
    return packed([(entry, atom_entry(entry, tags)), (entry, json_item(entry)), *changes])


def packed(entries: Sequence[tuple[FeedEntry, str]]) -> tuple[Written, ...]:
    """Give entries with their texts as they are kept."""
    pack = zlib.compress(_END.join(text for _, text in entries).encode("utf-8"), 1)
    texts = [text.encode("utf-8") for _, text in entries]
    return tuple(
        Written(entry.updated, entry.id, len(text), blake2b(text, digest_size=16).digest(), pack, place)
        for place, ((entry, _), text) in enumerate(zip(entries, texts, strict=True))
    )


class _Feeds:
    """The feeds of a survey."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey

    def of_list(self, slug: str, listing: Listing, written: Sequence[Written]) -> Iterator[Planned]:
        """Give the feed of a list at one of its addresses; at an old one it says where it stands now."""
        folder = listing.facet.folder
        channel = Channel(
            path=feed_path(folder, listing.slug),
            title=f"{_name(listing, self._survey)} – {self._survey.settings.title}",
            page=page_path(listing.facet.key, listing.slug),
        )
        return self.documents(channel, written, stem=f"{folder}/{slug}")

    def documents(
        self,
        channel: Channel,
        written: Sequence[Written],
        write: Callable[..., str] = atom_document,
        stem: str = "",
    ) -> Iterator[Planned]:
        """Give the documents of a feed.

        Arguments:
            channel: The feed.
            written: Its entries, the one that was added first first.
            write: Writes a document.
            stem: How the path of the feed of a list begins, where it stands at an old address.
        """

        def path(number: int) -> str:
            if not number:
                return channel.path
            folder, slash, slug = channel.path.removesuffix(".xml").rpartition("/")
            return feed_path(folder, slug, number) if slash else archive_path(channel.path, number)

        newest = _last_update(written)
        for document in cut([entry.size for entry in written], path):
            part = tuple(written[document.first : document.end][::-1])
            # An archive is dated by what it holds, so that it stays the same when the feed grows.
            head = make_document(channel, document, _last_update(part) if document.archive else newest, self._survey)
            place = f"{stem}{document.path.removeprefix(channel.path.removesuffix('.xml'))}" if stem else document.path
            yield Planned(place, channel.path, head, part, write)


def _texts(pack: bytes) -> list[str]:
    return zlib.decompress(pack).decode("utf-8").split(_END)


def _last_update(entries: Sequence[Written]) -> str:
    """Give the date of the last change to one of these entries."""
    return max((entry.updated for entry in entries), default="")


def _name(listing: Listing, survey: Survey) -> str:
    """Give what a list is called; for a tag without papers the ledger knows the slug only."""
    tag = survey.vocabulary.by_slug.get(listing.slug) if listing.facet.key == "tag" else None
    return tag.name if tag else listing.name
