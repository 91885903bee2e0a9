"""The entries of feeds: written side by side, and kept packed until a document needs one.

A document hangs on few things of each entry: its dates, its size, a digest of its text. Those of all entries are
remembered in one piece, so that nobody unpacks ten thousand papers to find that their feeds stand.
"""

import zlib
from collections.abc import Sequence
from functools import cached_property, partial
from hashlib import blake2b
from itertools import chain
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.feeds.atom import atom_entry
from litatlas.feeds.entries import Announced, FeedEntry, announced, changes_of, paper_entry
from litatlas.feeds.json_feed import json_item
from litatlas.incremental.columns import places_among
from litatlas.incremental.memo import Digest, Memo, begin_all
from litatlas.incremental.packing import packed, unpacked
from litatlas.library.paper_memo import NameMarks, marks_of
from litatlas.pages.head import page_address
from litatlas.pages.paths import index_path
from litatlas.pages.survey import Survey
from litatlas.workers import Workers

_END = "\0"
"""Stands between two entries; XML and JSON cannot hold it."""


DIGEST = 16
"""Bytes of the digest of a text."""

Rows = NDArray[np.intp]
"""Numbers of entries."""


class Entry(NamedTuple):
    """What documents hang on of an entry in one format."""

    updated: str
    """RFC 3339."""

    id: str
    size: int
    """Bytes of its text."""

    digest: Digest
    """Of its text."""


OfPaper = tuple[Entry, ...]
"""All entries of a paper: in Atom, as an item of a JSON Feed, then what happened to it, in Atom."""


class Written(Struct, frozen=True):
    """The entries of a paper, or of an address."""

    entries: OfPaper
    pack: bytes
    """Their texts, packed: together to a third (zlib, level 1)."""

    @classmethod
    def of(cls, entries: Sequence[tuple[FeedEntry, str]]) -> "Written":
        """Take entries with their texts."""
        texts = [text.encode("utf-8") for _, text in entries]
        told = tuple(
            Entry(entry.updated, entry.id, len(text), blake2b(text, digest_size=DIGEST).digest())
            for (entry, _), text in zip(entries, texts, strict=True)
        )
        return cls(told, zlib.compress(_END.encode("ascii").join(texts), 1))


class _Known(Struct, frozen=True):
    """What is remembered of the entries of all papers."""

    keys: bytes = b""
    """What tells the entries of each paper from others, one behind the other."""

    told: bytes = b""
    """The entries of each paper (`OfPaper`), packed in one piece."""


class PaperEntries:
    """The entries of all papers of a survey, by their places among these."""

    def __init__(self, survey: Survey, memo: Memo, workers: Workers) -> None:
        """Begin to write those that the memo does not know, beside what comes before the first is asked for."""
        papers, names = survey.library.papers, NameMarks.of(survey.library, memo)
        given = memo.digest(survey.settings.title, survey.settings.address)
        self._keys = marks_of(papers, memo, (given + names.of_tags[paper.id] for paper in papers))
        keyed, prepare = zip(self._keys, papers, strict=True), partial(announced, survey=survey)
        stage = memo.stage("feeds", apart=True)
        self._begun = begin_all(stage, keyed, write_entries, workers, prepare=prepare)
        self._stage, self._place = memo.stage("feed-entries"), memo.digest("entries")

    @cached_property
    def told(self) -> Sequence[OfPaper]:
        """What documents hang on of the entries of each paper; waits for those that are being written."""
        before: _Known = self._stage.get(self._place) or _Known()
        if before.told and before.keys == b"".join(self._keys):
            return unpacked(before.told, tuple[OfPaper, ...])
        known = unpacked(before.told, tuple[OfPaper, ...]) if before.told else ()
        places = places_among(self._keys, before.keys).tolist() if known else [-1] * len(self._keys)
        told = tuple(known[at] if at >= 0 else self._begun[number].entries for number, at in enumerate(places))
        self._stage.put(self._place, _Known(b"".join(self._keys), packed(told)))
        return told

    def __len__(self) -> int:
        """Give how many papers there are."""
        return len(self._keys)

    def pack(self, place: int) -> bytes:
        """Give the texts of the entries of a paper, packed."""
        return self._begun[place].pack


class Lines:
    """Entries in columns, by their rows: those of one source after the other.

    Attributes:
        days: The number of each one's date among all dates.
        ids: Its id.
        sizes: Bytes of its text.
        digests: Of its text, in rows of bytes.
        starts: The first row of each source, and the one behind the last.
    """

    def __init__(self, sources: Sequence[OfPaper]) -> None:
        entries = list(chain.from_iterable(sources))
        self._dates = sorted({entry.updated for entry in entries})
        number = {date: number for number, date in enumerate(self._dates)}
        self.days = np.array([number[entry.updated] for entry in entries], np.intp)
        self.ids = [entry.id for entry in entries]
        self.sizes = np.array([entry.size for entry in entries], np.int64)
        self.digests = np.frombuffer(b"".join([entry.digest for entry in entries]), np.uint8).reshape(-1, DIGEST)
        self.starts = np.cumsum([0, *map(len, sources)])

    def last_update(self, rows: Rows) -> str:
        """Give the date of the last change to one of these entries."""
        return self._dates[self.days[rows].max()] if len(rows) else ""

    def place_of(self, row: int) -> tuple[int, int]:
        """Give the source of an entry, and which of its entries it is."""
        source = int(np.searchsorted(self.starts, row, side="right")) - 1
        return source, row - int(self.starts[source])


def write_entries(sources: Sequence[Announced]) -> list[Written]:
    """Write the entries of some papers."""
    return list(map(_of_paper, sources))


def _of_paper(source: Announced) -> Written:
    entry = paper_entry(source)
    tags = page_address(index_path("tag"), source.address)
    changes = ((change, atom_entry(change, "")) for change in changes_of(source))
    return Written.of([(entry, atom_entry(entry, tags)), (entry, json_item(entry)), *changes])


def texts_in(pack: bytes) -> list[str]:
    """Give the texts of a pack."""
    return zlib.decompress(pack).decode("utf-8").split(_END)
