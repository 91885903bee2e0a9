"""The files of cards and texts: what results show of documents, and where phrases are checked."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from litatlas.incremental.keyed_files import KeyedFiles, Made, Shelf
from litatlas.incremental.memo import Digest
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

TextFile = tuple[str, Made]
"""Its path below docs/, and the file."""


@dataclass(frozen=True, slots=True)
class Part:
    """The documents of one file of cards."""

    number: int
    sources: tuple[tuple[int, Source], ...]
    """Each with its number, in order."""

    @property
    def paths(self) -> tuple[str, str]:
        """Give the paths of the files of their cards and of their texts."""
        return f"{FOLDER}/cards/{self.number}.js", f"{FOLDER}/texts/{self.number}.js"


@dataclass(frozen=True, slots=True)
class Shown:
    """Two files, of cards and of texts, and the words of the documents in them by their numbers."""

    files: tuple[Made, Made]
    words: Mapping[int, Words]


def begin_showing(
    sources: Mapping[int, Source],
    marks: Mapping[int, Digest],
    new: Collection[int],
    workers: Workers,
    kept: KeyedFiles,
) -> Callable[[], tuple[list[TextFile], dict[int, Words]]]:
    """Begin to make the files of cards and texts.

    Arguments:
        sources: What is shown, by number.
        marks: Tell sources from others.
        new: The numbers of those whose words are wanted.
        workers: Make files side by side.
        kept: The files that stand there.

    Returns:
        What waits for them, and gives them and the words of what is new.
    """
    parts, inputs, known = _parts(sources), dict[int, tuple[object, ...]](), dict[int, list[Made]]()
    for part in parts:
        inputs[part.number] = tuple((number % CARDS, marks[number]) for number, _ in part.sources)
        standing = [kept.standing(path, inputs[part.number]) for path in part.paths]
        if all(standing) and not any(number in new for number, _ in part.sources):
            known[part.number] = list(filter(None, standing))
    missing = [part for part in parts if part.number not in known]
    batches = (missing[start : start + BATCH] for start in range(0, len(missing), BATCH))
    run = workers if len(missing) > BATCH else ALONE
    batched = run.start(partial(show_all, shelf=kept.shelf), batches)

    def shown() -> tuple[list[TextFile], dict[int, Words]]:
        files, words, made = list[TextFile](), dict[int, Words](), (each for batch in batched for each in batch)
        for part in parts:
            if part.number in known:
                files += zip(part.paths, known[part.number], strict=True)
                continue
            found = next(made)
            words.update((number, of_one) for number, of_one in found.words.items() if number in new)
            for path, file in zip(part.paths, found.files, strict=True):
                files.append((path, kept.know(path, inputs[part.number], file)))
        return files, words

    return shown


def _parts(sources: Mapping[int, Source]) -> list[Part]:
    found: dict[int, list[tuple[int, Source]]] = {}
    for number in sorted(sources):
        found.setdefault(number // CARDS, []).append((number, sources[number]))
    return [Part(number, tuple(held)) for number, held in found.items()]


def show_all(parts: Sequence[Part], shelf: Shelf) -> list[Shown]:
    """Make the files of some parts, and leave them on the shelf."""
    return [_show(part, shelf) for part in parts]


def _show(part: Part, shelf: Shelf) -> Shown:
    documents = {number: document_of(source) for number, source in part.sources}
    cards: list[tuple[str, ...] | int] = [0] * CARDS
    texts: list[str | int] = [0] * CARDS
    for number, document in documents.items():
        cards[number % CARDS], texts[number % CARDS] = document.card, document.text
    of_cards, of_texts = part.paths
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
