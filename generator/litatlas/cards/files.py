"""The files of the cards as scripts."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from litatlas.buckets import files_for, spread
from litatlas.cards.card import Carded, card, carded
from litatlas.cards.keys import known_as
from litatlas.citation import FORMATS
from litatlas.exports import Entries
from litatlas.exports.entries import TAKEN
from litatlas.keyed_files import ALWAYS, Content, KeyedFiles
from litatlas.library import Library
from litatlas.memo import NOTHING, Digest, Memo, remembered_all
from litatlas.model import Paper
from litatlas.pages.cite_text import ReferenceData, reference_marks
from litatlas.pages.survey import Survey
from litatlas.workers import ALONE, Workers

FOLDER = "cards"

CARDS, ENTRIES, KEYS = 16, 8, 256
"""Cards, export entries and keys in one file, on average and at most."""

RECENT = 400
"""Papers that count as added lately: more than a survey grows by between two visits."""

ABSTRACT = "\0"
"""Stands for the abstract in an entry: most entries hold it as it is, and four copies would be most of a file.
No field of a record holds this character."""


def card_files(
    survey: Survey, entries: Entries, memo: Memo = NOTHING, workers: Workers = ALONE, kept: KeyedFiles = ALWAYS
) -> Iterator[tuple[str, Content]]:
    """Give every file as (path below docs/, text).

    Arguments:
        survey: Everything that they are made from.
        entries: The papers' export entries.
        memo: What was made before.
        workers: Make cards side by side.
        kept: The files that stand there.
    """
    library = survey.library
    known, told = known_as(survey), ReferenceData(survey)
    marks = reference_marks(survey, entries.keys, memo)
    sources = dict(zip(library.by_id, carded(survey), strict=True))
    digests = {id: memo.digest(source) for id, source in sources.items()}
    cards: dict[str, str] = {}
    kinds = (
        _Kind("papers", library.by_id, digests.__getitem__, cards.__getitem__, CARDS),
        _Kind("exports", library.by_id, marks.__getitem__, partial(_taken_of, library, entries, told), ENTRIES),
        _Kind("keys", known, known.__getitem__, lambda key: _json(known[key]), KEYS),
    )
    missing = [id for path, held in kinds[0].files() if not kept.standing(path, kinds[0].inputs(held)) for id in held]
    stage = memo.stage("cards")
    stage.use(digests.values())
    made_of = ((digests[id], sources[id]) for id in missing)
    cards.update(zip(missing, remembered_all(stage, made_of, write_cards, workers), strict=True))
    digest = hashlib.sha256()
    for kind in kinds:
        for number, (path, held) in enumerate(kind.files()):
            made = kept.file(path, kind.inputs(held), partial(kind.script, number, held))
            digest.update(made.sha256.encode("ascii"))
            yield path, made.content
    recent = _call("cards", "recent", {"ids": recent_ids(survey), "all": len(library) <= RECENT})
    digest.update(recent.encode("utf-8"))
    yield f"{FOLDER}/recent.js", recent
    manifest = {
        # Goes into the addresses of the other files: a browser that kept old ones must not mix them with new ones.
        "version": digest.hexdigest()[:12],
        "files": {kind.name: files_for(len(kind.keys), kind.each) for kind in kinds},
        "survey": survey.settings.title,
        "csv": FORMATS["csv"].frame.none,
    }
    yield f"{FOLDER}/manifest.js", _call("cards", "manifest", manifest)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Files in which something is found by its key."""

    name: str
    keys: Collection[str]
    digest: Callable[[str], Digest | str]
    """Tells what a key leads to from other things, without making it."""

    value: Callable[[str], str]
    """Makes what a key leads to, as JSON: all entries at once would be larger than all pages."""

    each: int
    """How many keys are in one file."""

    def files(self) -> Iterator[tuple[str, list[str]]]:
        """Give each file as (path below docs/, the keys in it)."""
        for number, held in enumerate(spread(self.keys, files_for(len(self.keys), self.each))):
            yield f"{FOLDER}/{self.name}/{number}.js", held

    def inputs(self, held: Sequence[str]) -> tuple[object, ...]:
        """Give what the file with these keys is made of."""
        return tuple((key, self.digest(key)) for key in held)

    def script(self, number: int, held: Sequence[str]) -> str:
        """Write one of the files."""
        return _script(f"cards-{self.name}", number, {key: self.value(key) for key in held})


def write_cards(sources: Sequence[Carded]) -> list[str]:
    """Write the cards of some papers, as JSON."""
    return [_json(card(source)) for source in sources]


def taken(paper: Paper, entries: Entries) -> dict[str, str]:
    """Give the export entries of a paper by format, the abstract as `ABSTRACT` in them, and the abstract."""
    found = {key: entry.decode("utf-8") for key, entry in zip(TAKEN, entries.of(paper.id), strict=True)}
    if not paper.abstract:
        return found
    return {"abstract": paper.abstract} | {key: text.replace(paper.abstract, ABSTRACT) for key, text in found.items()}


def _taken_of(library: Library, entries: Entries, told: ReferenceData, id: str) -> str:
    return _json(taken(library.by_id[id], entries) | told(id))


def recent_ids(survey: Survey) -> list[str]:
    """Give the papers that were added last, newest first: by the day in their records, then by edition."""
    edition = {entry.id: entry.edition for entry in survey.ledger.entries("paper")}
    newest = sorted(survey.library, key=lambda paper: (paper.added, edition.get(paper.id, "")), reverse=True)
    return [paper.id for paper in newest[:RECENT]]


def _call(kind: str, key: int | str, value: Mapping[str, object]) -> str:
    return _script(kind, key, {name: _json(part) for name, part in value.items()})


def _script(kind: str, key: int | str, parts: Mapping[str, str]) -> str:
    """Write a call, one key of the value a line, so that two builds are compared line by line."""
    lines = ",\n".join(f"{_json(name)}:{part}" for name, part in parts.items())
    return f"litatlas.data({_json(kind)},{_json(key)},{{\n{lines}\n}});\n"


def _json(value: object) -> str:
    # U+2028 and U+2029 end a line in scripts of old browsers.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
