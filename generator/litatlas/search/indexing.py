"""The files of terms, and the index that they are cut from.

The index of the last build is remembered as it was, and the documents that
have changed since are exchanged in it.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.incremental.keyed_files import KeyedFiles, Made, Shelf
from litatlas.incremental.memo import Digest, Memo
from litatlas.search.index import EMPTY, Index, Postings, Words, exchanged, words_of
from litatlas.search.scripts import data_script
from litatlas.search.shards import Shard, names, pack
from litatlas.search.showing import FOLDER, Hashes, Source, document_of
from litatlas.workers import Workers


class Packed(Struct, frozen=True):
    """An index as it is remembered: a text of all terms is read in a fraction of the time of as many texts."""

    terms: str
    """With blanks between them; no term has one."""

    ends: NDArray[np.int64]
    entries: Postings

    @classmethod
    def of(cls, index: Index) -> "Packed":
        """Pack an index."""
        return cls(" ".join(index.terms), index.ends, index.entries)

    def index(self) -> Index:
        """Give the index."""
        return Index(tuple(self.terms.split()), self.ends, self.entries)


class Cards(Struct, frozen=True):
    """What is remembered of the files of cards and texts."""

    marks: Digest
    """Of all documents that they show, as one."""

    hashes: Hashes


class TermFile(NamedTuple):
    """A file of terms."""

    path: str
    first: str
    """The first key that may be in it."""

    mark: bytes
    """What tells it from others at this path."""

    made: Made


class Indexed(Struct, frozen=True):
    """An index that was made anew, and all files of its terms."""

    index: Packed
    files: tuple[TermFile, ...]


def index_all(words: Mapping[int, Words], shelf: Shelf) -> Indexed:
    """Index documents by their words and numbers, and leave the files of terms on the shelf."""
    index = exchanged(EMPTY, (), words)
    files = (
        TermFile(path, shard.first, shard.mark(), shelf.leave(path, _text(name, shard)))
        for path, name, shard in _shards(index)
    )
    return Indexed(Packed.of(index), tuple(files))


class Terms:
    """The files of terms of a survey, and what is remembered of those of the last build."""

    def __init__(self, memo: Memo, marks: Mapping[int, Digest]) -> None:
        """Find out which documents are other ones now.

        Arguments:
            memo: Knows the index of the last build.
            marks: Tell the documents from others, by their numbers.
        """
        self._memo, self._marks = memo, marks
        self._stage, self._key = memo.stage("search"), memo.digest("marks")
        self._before: Mapping[int, Digest] = self._stage.get(self._key) or {}
        self.new = {number for number, mark in marks.items() if not mark or self._before.get(number) != mark}
        """The numbers of the documents that the index does not have as they are."""

        self.touched = self.new | (self._before.keys() - marks.keys())
        """These, and the numbers of documents that are gone."""

    @cached_property
    def cards(self) -> Hashes:
        """The files of cards and texts that showed the documents of the last build, where they are known."""
        known: Cards | None = self._stage.get(self._memo.digest("cards"))
        return known.hashes if known and known.marks == self._key_before else {}

    def keep_cards(self, hashes: Hashes) -> None:
        """Remember the files of cards and texts that show the documents as they are now."""
        if self.touched or hashes != self.cards:
            self._stage.put(self._memo.digest("cards"), Cards(self._key_now, hashes))

    def begin(
        self, words: Mapping[int, Words], sources: Mapping[int, Source], workers: Workers, kept: KeyedFiles
    ) -> Callable[[], list[TermFile]]:
        """Begin to make the files; gives what waits for them. A new index is made beside what comes next here.

        Arguments:
            words: Of the documents that are new.
            sources: All documents.
            workers: Make a new index.
            kept: The files that stand there.
        """
        # Read only now: it is large, and was not needed for long.
        known: Packed | None = self._memo.stage("search-index").get(self._key_before)
        if known:
            return lambda: self._exchanged(known.index(), words, kept)
        if len(words) < len(sources):
            words = {number: words_of(document_of(source)) for number, source in sources.items()}
        made = workers.start(partial(index_all, shelf=kept.shelf), [words])

        def files() -> list[TermFile]:
            (indexed,) = made
            self._keep(indexed.index)
            for file in indexed.files:
                kept.know(file.path, (file.mark,), file.made)
            return list(indexed.files)

        return files

    def _exchanged(self, index: Index, words: Mapping[int, Words], kept: KeyedFiles) -> list[TermFile]:
        if self.touched:
            index = exchanged(index, self._before.keys() & self.touched, words)
            self._keep(Packed.of(index))
        return [
            TermFile(path, shard.first, mark, kept.file(path, (mark,), partial(_text, name, shard)))
            for path, name, shard in _shards(index)
            for mark in (shard.mark(),)
        ]

    def _keep(self, index: Packed) -> None:
        self._stage.put(self._key, dict(self._marks))
        self._memo.stage("search-index").put(self._key_now, index)

    @cached_property
    def _key_before(self) -> Digest:
        return self._key_of(self._before)

    @cached_property
    def _key_now(self) -> Digest:
        return self._key_of(self._marks)

    def _key_of(self, marks: Mapping[int, Digest]) -> Digest:
        """Give the key of the index of these documents: one of others is none that could be gone on with."""
        return self._memo.digest(tuple(marks), b"".join(marks.values()))


def _shards(index: Index) -> Iterator[tuple[str, str, Shard]]:
    """Give the files of terms as (path, name, content)."""
    shards = list(pack(index))
    for name, shard in zip(names([shard.first for shard in shards]), shards, strict=True):
        yield f"{FOLDER}/terms/{name}.js", name, shard


def _text(name: str, shard: Shard) -> str:
    return data_script("search-terms", name, shard.text())
