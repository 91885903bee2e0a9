"""The files of cards and texts: what results show of documents, and where phrases are checked."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import chain, islice

from msgspec import Struct

from litatlas.incremental.keyed_files import KeyedFiles, Made, Shelf
from litatlas.search.fields import Document, Findable, paper_document, section_document
from litatlas.search.index import Words, words_of
from litatlas.search.scripts import data_script
from litatlas.search.sections import Section
from litatlas.workers import ALONE, Workers

FOLDER = "search"

CARDS = 6
"""Numbers in a file of cards or texts; of six some four are used."""

BATCH = 25
"""Files of cards, and of texts, that one call of a worker makes."""

Source = Findable | Section | Document
"""What a document is made from."""

Files = tuple[Made, ...]
"""A file of cards, and that of their texts."""

Hashes = Mapping[int, tuple[str, ...]]
"""Of such files, by their number."""


class Part(Struct, frozen=True):
    """The documents of one file of cards."""

    number: int
    sources: tuple[tuple[int, Source], ...]
    """Each with its number, in order."""


class Shown(Struct, frozen=True):
    """Two files, and the words of the documents in them by their numbers."""

    files: Files
    words: Mapping[int, Words]


def begin_showing(
    sources: Mapping[int, Source],
    new: AbstractSet[int],
    known: Hashes,
    workers: Workers,
    kept: KeyedFiles,
) -> Callable[[], tuple[dict[int, Files], dict[int, Words]]]:
    """Begin to make the files of cards and texts.

    Arguments:
        sources: What is shown, by number.
        new: The numbers of those whose words are wanted.
        known: The files that show the same as before.
        workers: Make files side by side.
        kept: Knows whether they stand there.

    Returns:
        What waits for them, and gives them by their number, and the words of what is new.
    """
    held = _held(sources)
    standing = {file: _standing(file, known[file], kept) for file in held if file in known}
    missing = [file for file in held if not standing.get(file)]
    parts = (Part(file, tuple((number, sources[number]) for number in held[file])) for file in missing)
    run = workers if len(missing) > BATCH else ALONE
    batched = run.start(partial(show_all, shelf=kept.shelf), _batches(parts))

    def shown() -> tuple[dict[int, Files], dict[int, Words]]:
        made = dict(zip(missing, chain.from_iterable(batched), strict=True))
        words = {number: of_one for each in made.values() for number, of_one in each.words.items() if number in new}
        return {file: made[file].files if file in made else standing[file] for file in held}, words

    return shown


def _standing(file: int, hashes: tuple[str, ...], kept: KeyedFiles) -> Files:
    """Give a file of cards and that of their texts, where both stand there; if not, nothing."""
    found = [kept.stands(path, sha256) for path, sha256 in zip(paths_of(file), hashes, strict=True)]
    return tuple(filter(None, found)) if all(found) else ()


def paths_of(file: int) -> tuple[str, str]:
    """Give the paths of a file of cards and of that of their texts."""
    return f"{FOLDER}/cards/{file}.js", f"{FOLDER}/texts/{file}.js"


def _batches(parts: Iterator[Part]) -> Iterator[tuple[Part, ...]]:
    while batch := tuple(islice(parts, BATCH)):
        yield batch


def _held(numbers: Iterable[int]) -> dict[int, list[int]]:
    """Give the documents in each file of cards, by its number."""
    held: dict[int, list[int]] = {}
    for number in sorted(numbers):
        held.setdefault(number // CARDS, []).append(number)
    return held


def show_all(parts: Sequence[Part], shelf: Shelf) -> list[Shown]:
    """Make the files of some parts, and leave them on the shelf."""
    return [_show(part, shelf) for part in parts]


def _show(part: Part, shelf: Shelf) -> Shown:
    documents = {number: document_of(source) for number, source in part.sources}
    cards: list[tuple[str, ...] | int] = [0] * CARDS
    texts: list[str | int] = [0] * CARDS
    for number, document in documents.items():
        cards[number % CARDS], texts[number % CARDS] = document.card, document.text
    of_cards, of_texts = paths_of(part.number)
    return Shown(
        (
            shelf.leave(of_cards, data_script("search-cards", part.number, cards)),
            shelf.leave(of_texts, data_script("search-texts", part.number, texts)),
        ),
        {number: words_of(document) for number, document in documents.items()},
    )


def document_of(source: Source) -> Document:
    """Make the document of a paper or section."""
    if isinstance(source, Findable):
        return paper_document(source)
    return section_document(source) if isinstance(source, Section) else source
