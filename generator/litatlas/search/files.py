"""The files of the search, each a classic script that hands its data to one global.

    search/manifest.js     how many documents there are, and the first key of each file of terms
    search/terms/HASH.js   terms in order, with their postings
    search/cards/N.js      what results show, of `CARDS` numbers a file
    search/texts/N.js      their texts, for phrases and excerpts, of as many

The index of the last build is remembered as it was, and the documents that
have changed since are exchanged in it.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from litatlas.keyed_files import ALWAYS, Content, KeyedFiles, Made
from litatlas.memo import NOTHING, Digest, Memo
from litatlas.search.fields import Document, Findable, paper_document, section_document
from litatlas.search.index import EMPTY, Index, Words, exchanged, words_of
from litatlas.search.scripts import data_script
from litatlas.search.sections import Section
from litatlas.search.shards import Shard, names, pack
from litatlas.search.tokens import STOP_WORDS
from litatlas.workers import ALONE, Workers

FOLDER = "search"

CARDS = 6
"""Numbers in a file of cards or texts; of six some four are used."""

BATCH = 25
"""Files of cards, and of texts, that one call of a worker makes."""

Source = Findable | Section | Document
"""What a document is made from."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Two files, of cards and of texts, and the words of the documents in them by their numbers."""

    cards: str
    texts: str
    words: Mapping[int, Words]


@dataclass(frozen=True, slots=True)
class Part:
    """The documents of one file of cards."""

    number: int
    sources: tuple[tuple[int, Source], ...]
    """Each with its number, in order."""


def search_files(
    sources: Mapping[int, Source],
    language: str = "en",
    memo: Memo = NOTHING,
    workers: Workers = ALONE,
    kept: KeyedFiles = ALWAYS,
) -> Iterator[tuple[str, Content]]:
    """Give the files of the search as (path below docs/, text).

    What is told of documents that are new is made beside all that comes before the first file is asked for.

    Arguments:
        sources: What can be found, by number.
        language: The survey's; word endings are taken off in English ones only.
        memo: The index of the last build.
        workers: Make documents side by side.
        kept: The files that stand there.
    """
    remembered = _Remembered(memo, {number: memo.digest(source) for number, source in sources.items()})
    shown = _begin_showing(sources, remembered, workers, kept)

    def files() -> Iterator[tuple[str, Content]]:
        more: dict[int, Words] = {}
        version = hashlib.sha256()
        for path, made in shown(more):
            version.update(made.sha256.encode("ascii"))
            yield path, made.content
        shards = list(pack(remembered.index(more)))
        for name, shard in zip(names([shard.first for shard in shards]), shards, strict=True):
            made = kept.file(f"{FOLDER}/terms/{name}.js", _inputs(shard), partial(_terms, name, shard))
            version.update(made.sha256.encode("ascii"))
            yield f"{FOLDER}/terms/{name}.js", made.content
        yield f"{FOLDER}/manifest.js", _manifest(version.hexdigest(), len(sources), language, shards)

    return files()


def _manifest(version: str, documents: int, language: str, shards: Sequence[Shard]) -> str:
    manifest = {
        # Goes into the addresses of the other files: a browser that kept old ones must not mix them with new ones.
        "version": version[:12],
        "documents": documents,
        "cards": CARDS,
        "stem": language.partition("-")[0] == "en",
        "stop": " ".join(sorted(STOP_WORDS)),
        "first": " ".join(shard.first for shard in shards),
    }
    return data_script("search", "manifest", manifest)


class _Remembered:
    """The index of the last build, and which documents are other ones now."""

    def __init__(self, memo: Memo, marks: Mapping[int, Digest]) -> None:
        self._stage, self._key = memo.stage("search"), memo.digest("index")
        known: tuple[Mapping[int, Digest], Index] | None = self._stage.get(self._key)
        before, self._before = known or ({}, EMPTY)
        self.marks = marks
        self.new = {number for number, mark in marks.items() if not mark or before.get(number) != mark}
        self._gone = [number for number in before if number in self.new or number not in marks]

    def index(self, more: Mapping[int, Words]) -> Index:
        """Give the index of this build, from the words of the documents that are new."""
        if not self.new and not self._gone:
            return self._before
        index = exchanged(self._before, self._gone, more)
        self._stage.put(self._key, (dict(self.marks), index))
        return index


_Shown = Iterator[tuple[str, Made]]


def _begin_showing(
    sources: Mapping[int, Source], remembered: _Remembered, workers: Workers, kept: KeyedFiles
) -> Callable[[dict[int, Words]], _Shown]:
    """Begin to make the files of cards and texts; what is given waits for them, and is handed a place for new words."""
    parts, marks, known = _parts(sources), dict[int, tuple[object, ...]](), dict[int, list[Made]]()
    for part in parts:
        marks[part.number] = tuple((number % CARDS, remembered.marks[number]) for number, _ in part.sources)
        standing = [kept.standing(path, marks[part.number]) for path in _paths(part)]
        if all(standing) and remembered.new.isdisjoint(number for number, _ in part.sources):
            known[part.number] = list(filter(None, standing))
    missing = [part for part in parts if part.number not in known]
    batches = (missing[start : start + BATCH] for start in range(0, len(missing), BATCH))
    run = workers if len(missing) > BATCH else ALONE
    batched = run.start(_show_all, batches)

    def shown(more: dict[int, Words]) -> _Shown:
        made = (each for batch in batched for each in batch)
        for part in parts:
            if part.number in known:
                yield from zip(_paths(part), known[part.number], strict=True)
                continue
            new = next(made)
            more.update((number, words) for number, words in new.words.items() if number in remembered.new)
            for path, text in zip(_paths(part), (new.cards, new.texts), strict=True):
                yield path, kept.take(path, marks[part.number], text)

    return shown


def _parts(sources: Mapping[int, Source]) -> list[Part]:
    found: dict[int, list[tuple[int, Source]]] = {}
    for number in sorted(sources):
        found.setdefault(number // CARDS, []).append((number, sources[number]))
    return [Part(number, tuple(held)) for number, held in found.items()]


def _paths(part: Part) -> tuple[str, str]:
    return f"{FOLDER}/cards/{part.number}.js", f"{FOLDER}/texts/{part.number}.js"


def _show_all(parts: Sequence[Part]) -> list[Shown]:
    return [_show(part) for part in parts]


def _show(part: Part) -> Shown:
    documents = {number: document_of(source) for number, source in part.sources}
    cards: list[tuple[str, ...] | int] = [0] * CARDS
    texts: list[str | int] = [0] * CARDS
    for number, document in documents.items():
        cards[number % CARDS], texts[number % CARDS] = document.card, document.text
    return Shown(
        data_script("search-cards", part.number, cards),
        data_script("search-texts", part.number, texts),
        {number: words_of(document) for number, document in documents.items()},
    )


def document_of(source: Source) -> Document:
    """Make the document of a paper or section."""
    if isinstance(source, Findable):
        return paper_document(source)
    return section_document(source) if isinstance(source, Section) else source


def _inputs(shard: Shard) -> tuple[object, ...]:
    counts = [len(postings) for postings in shard.postings]
    return " ".join(shard.terms), counts, b"".join(postings.tobytes() for postings in shard.postings)


def _terms(name: str, shard: Shard) -> str:
    return data_script("search-terms", name, shard.text())
