"""Feeds: the newest papers of the survey and of every list, and what changed; only where the survey has an address."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct

from litatlas.exports.addresses import CHANGES, FEED, JSON_FEED, archive_path, feed_path
from litatlas.feeds.atom import atom_document, atom_entry
from litatlas.feeds.documents import Channel, FeedDocument, make_document
from litatlas.feeds.entries import changes_of_addresses
from litatlas.feeds.json_feed import json_document
from litatlas.feeds.order import FeedOrder, feed_order
from litatlas.feeds.paging import cut
from litatlas.feeds.written import Lines, PaperEntries, Rows, Written, texts_in
from litatlas.incremental.keyed_files import ALWAYS, Content, KeyedFiles, Made, Shelf
from litatlas.incremental.memo import NOTHING, Memo
from litatlas.pages.survey import Survey
from litatlas.workers import ALONE, Workers

__all__ = ["begin_feeds", "feed_files"]

_HOME = "index.md"

HELD = 20_000
"""Papers whose entries are held unpacked while documents are made of them: some 5 KB each."""

BATCH = 500
"""Documents that one call of a worker makes: of their entries most stand in several, and travel to it once."""

Files = Iterator[tuple[str, str, Content]]


class Planned(Struct, frozen=True):
    """A document, before it is made."""

    path: str
    """Below docs/."""

    feed: str
    """The path of its feed."""

    head: FeedDocument
    part: Rows
    """The rows of its entries, newest first."""

    write: Callable[[FeedDocument, Iterable[str]], str]


class Work(Struct, frozen=True):
    """What a document is made from, and nothing else."""

    path: str
    head: FeedDocument
    packs: tuple[tuple[bytes, int], ...]
    """The pack of each entry, and which of its entries it is."""

    write: Callable[[FeedDocument, Iterable[str]], str]


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
    entries = PaperEntries(survey, memo, workers)
    return lambda: Feeds(survey, entries).files(feed_order(survey, memo), workers, kept)


def write_documents(shelf: Shelf, works: Sequence[Work]) -> list[Made]:
    """Write some documents, and leave them on the shelf."""
    texts = lru_cache(HELD)(texts_in)
    return [
        shelf.leave(one.path, one.write(one.head, [texts(pack)[place] for pack, place in one.packs])) for one in works
    ]


class Feeds:
    """The feeds of a survey, as documents of entries."""

    def __init__(self, survey: Survey, papers: PaperEntries) -> None:
        """Take the entries of papers, when all of them are written."""
        self._survey, self._papers = survey, papers
        self._addresses = [Written.of([(each, atom_entry(each, ""))]) for each in changes_of_addresses(survey)]
        self._lines = Lines([*papers.told, *(each.entries for each in self._addresses)])

    def files(self, order: FeedOrder, workers: Workers, kept: KeyedFiles) -> Files:
        """Begin to make the documents that do not stand there; gives all of them."""
        documents, digests = list(self.documents(order)), self._lines.digests
        wanted = [(one.path, (one.head, digests[one.part].tobytes()), one) for one in documents]
        files = kept.begin(wanted, self._works, write_documents, workers, BATCH, early=True)
        return (
            (path, f"the feed {one.feed}", made.content) for one, (path, made) in zip(documents, files, strict=True)
        )

    def documents(self, order: FeedOrder) -> Iterator[Planned]:
        """Give every document."""
        title, about, lines = self._survey.settings.title, self._survey.settings.description, self._lines
        starts, papers = lines.starts, len(self._papers)
        every = starts[order.papers]
        yield from self._of(Channel(FEED, title, _HOME, about), every)
        yield from self._of(Channel(JSON_FEED, title, _HOME, about), every + 1, json_document)
        is_change = np.ones(starts[-1], np.bool_)
        is_change[starts[:papers]] = is_change[starts[:papers] + 1] = False
        changes = sorted(np.flatnonzero(is_change).tolist(), key=lambda row: (lines.days[row], lines.ids[row]))
        yield from self._of(Channel(CHANGES, f"{title}: changes", _HOME), np.array(changes, np.intp))
        for feed in order.lists:
            yield from self._of(feed.channel, starts[feed.papers], stem=feed.stem)

    def _of(
        self, channel: Channel, rows: Rows, write: Callable[..., str] = atom_document, stem: str = ""
    ) -> Iterator[Planned]:
        """Give the documents of a feed.

        Arguments:
            channel: The feed.
            rows: Its entries, the one that was added first first.
            write: Writes a document.
            stem: How the path of the feed of a list begins, where it stands at an old address.
        """

        def path(number: int) -> str:
            if not number:
                return channel.path
            folder, slash, slug = channel.path.removesuffix(".xml").rpartition("/")
            return feed_path(folder, slug, number) if slash else archive_path(channel.path, number)

        newest = self._lines.last_update(rows)
        for document in cut(self._lines.sizes[rows], path):
            part = rows[document.first : document.end][::-1]
            # An archive is dated by what it holds, so that it stays the same when the feed grows.
            updated = self._lines.last_update(part) if document.archive else newest
            head = make_document(channel, document, updated, self._survey)
            place = f"{stem}{document.path.removeprefix(channel.path.removesuffix('.xml'))}" if stem else document.path
            yield Planned(place, channel.path, head, part, write)

    def _works(self, documents: Sequence[Planned]) -> list[Work]:
        return [Work(one.path, one.head, tuple(map(self._packed, one.part.tolist())), one.write) for one in documents]

    def _packed(self, row: int) -> tuple[bytes, int]:
        source, place = self._lines.place_of(row)
        papers = len(self._papers)
        return self._papers.pack(source) if source < papers else self._addresses[source - papers].pack, place
