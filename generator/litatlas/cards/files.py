"""The files of the cards as scripts."""

import hashlib
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any

from litatlas.cards.card import Carded, card, card_marks, carded
from litatlas.cards.keys import known_as, known_mark
from litatlas.citation import FORMATS
from litatlas.exports import Entries
from litatlas.exports.entries import TAKEN
from litatlas.exports.packs import END
from litatlas.incremental.keyed_files import ALWAYS, Content, KeyedFiles, Made, Shelf
from litatlas.incremental.lined_files import LinedFiles
from litatlas.incremental.memo import BATCH, NOTHING, Digest, Memo, begin_all, remembered
from litatlas.library.buckets import files_for, spread
from litatlas.library.paper_memo import lists_mark
from litatlas.pages.cite_text import ReferenceData, reference_marks
from litatlas.pages.survey import Survey
from litatlas.search.scripts import script_json
from litatlas.workers import ALONE, Workers

FOLDER = "cards"

CARDS, ENTRIES, KEYS = 16, 8, 256
"""Cards, export entries and keys in one file, on average and at most."""

AT_ONCE = 500
"""Cards that one call of a worker writes: fewer are written before it would have started."""

RECENT = 400
"""Papers that count as added lately: more than a survey grows by between two visits."""

Files = Iterator[tuple[str, Made]]
"""Files by their paths below docs/."""

Taken = str | tuple[str, bytes, dict[str, Any]]
"""What readers take along of a paper, as it stands there; else what it is made from: the abstract, the packed entries,
and what is told of its references."""

Shared = tuple[str, int, list[tuple[str, Taken]]]
"""What a file of exports is made from: its path, its number, and each paper by its id."""

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
    kinds = {
        "papers": _papers(survey, card_marks(survey, entries.keys, memo), memo, workers, kept),
        "exports": _exports(survey, entries, reference_marks(survey, entries.keys, memo), memo, workers, kept),
        "keys": _keys(survey, memo, kept),
    }
    digest, files = hashlib.sha256(), dict.fromkeys(kinds, 0)
    for kind, found in kinds.items():
        for path, made in found:
            digest.update(made.sha256.encode("ascii"))
            files[kind] += 1
            yield path, made.content
    recent = _call("cards", "recent", {"ids": recent_ids(survey), "all": len(survey.library) <= RECENT})
    digest.update(recent.encode("utf-8"))
    yield f"{FOLDER}/recent.js", recent
    manifest = {
        # Goes into the addresses of the other files: a browser that kept old ones must not mix them with new ones.
        "version": digest.hexdigest()[:12],
        "files": files,
        "survey": survey.settings.title,
        "csv": FORMATS["csv"].frame.none,
    }
    yield f"{FOLDER}/manifest.js", _call("cards", "manifest", manifest)


def _files(kind: str, keys: Collection[str], each: int) -> dict[str, list[str]]:
    """Give the keys in each file of a kind, by its path below docs/; the files are numbered in their order."""
    held = spread(keys, files_for(len(keys), each))
    return {f"{FOLDER}/{kind}/{number}.js": some for number, some in enumerate(held)}


def _papers(survey: Survey, marks: Mapping[str, Digest], memo: Memo, workers: Workers, kept: KeyedFiles) -> Files:
    files, by_id = _files("papers", marks, CARDS), survey.library.by_id
    lines = LinedFiles("cards", marks, files, memo, kept)
    cards = dict(chain.from_iterable(lines.standing(path).items() for path in lines.missing))
    new = [id for path in lines.missing for id in files[path] if id not in cards]
    sources = ((marks[id], by_id[id]) for id in new)
    prepare = partial(carded, survey=survey)
    written = begin_all(NOTHING.stage("cards"), sources, write_cards, workers, AT_ONCE, early=False, prepare=prepare)
    cards.update(zip(new, written(), strict=True))
    scripts = (
        (path, _script("cards-papers", lines.numbers[path], {id: cards[id] for id in files[path]}))
        for path in lines.missing
    )
    return lines.with_new(kept.shelf.leave(path, script) for path, script in scripts)


def _exports(
    survey: Survey, entries: Entries, marks: Mapping[str, Digest], memo: Memo, workers: Workers, kept: KeyedFiles
) -> Files:
    files, by_id, told = _files("exports", marks, ENTRIES), survey.library.by_id, ReferenceData(survey)
    lines = LinedFiles("exports", marks, files, memo, kept)

    def shared(some: Sequence[str]) -> list[Shared]:
        return [(path, lines.numbers[path], list(held(path))) for path in some]

    def held(path: str) -> Iterator[tuple[str, Taken]]:
        standing = lines.standing(path)
        for id in files[path]:
            yield id, standing.get(id) or (by_id[id].abstract, entries.pack(id), told(id))

    return lines.with_new(kept.made_in_batches(lines.missing, shared, write_exports, workers, BATCH, early=False))


def _keys(survey: Survey, memo: Memo, kept: KeyedFiles) -> Files:
    def make() -> Iterator[tuple[str, str]]:
        known = known_as(survey)
        for number, (path, held) in enumerate(_files("keys", known, KEYS).items()):
            # All of a file at once: there are four keys to a paper.
            lines = script_json({key: known[key] for key in held}, between=",\n")[1:-1]
            yield path, _call_with("cards-keys", number, lines)

    lists = lists_mark(survey.library, survey.ledger, memo)
    mark = remembered(memo.stage("card-keys"), lists, lambda: known_mark(survey, memo))
    yield from kept.all_of((f"{FOLDER}/keys", mark), make)


def write_cards(sources: Sequence[Carded]) -> list[str]:
    """Write the cards of some papers, as JSON."""
    return [script_json(card(source)) for source in sources]


def write_exports(shelf: Shelf, files: Sequence[Shared]) -> list[Made]:
    """Write some files with what readers take along of papers, and leave them on the shelf."""
    made = []
    for path, number, some in files:
        parts = {id: one if isinstance(one, str) else _taken(*one) for id, one in some}
        made.append(shelf.leave(path, _script("cards-exports", number, parts)))
    return made


def _taken(abstract: str, pack: bytes, told: Mapping[str, Any]) -> str:
    return script_json({**taken(abstract, pack), **told})


def taken(abstract: str, pack: bytes) -> dict[str, str]:
    """Give the export entries of a paper by format, its abstract as `ABSTRACT` in them, and the abstract."""
    found = {key: entry.decode("utf-8") for key, entry in zip(TAKEN, zlib.decompress(pack).split(END), strict=True)}
    if not abstract:
        return found
    return {"abstract": abstract} | {key: text.replace(abstract, ABSTRACT) for key, text in found.items()}


def recent_ids(survey: Survey) -> list[str]:
    """Give the papers that were added last, newest first: by the day in their records, then by edition."""
    edition = {entry.id: entry.edition for entry in survey.ledger.entries("paper")}
    newest = sorted(survey.library, key=lambda paper: (paper.added, edition.get(paper.id, "")), reverse=True)
    return [paper.id for paper in newest[:RECENT]]


def _call(kind: str, key: int | str, value: Mapping[str, object]) -> str:
    return _script(kind, key, {name: script_json(part) for name, part in value.items()})


def _script(kind: str, key: int | str, parts: Mapping[str, str]) -> str:
    """Write a call, one key of the value a line, so that two builds are compared line by line."""
    return _call_with(kind, key, ",\n".join(f"{script_json(name)}:{part}" for name, part in parts.items()))


def _call_with(kind: str, key: int | str, lines: str) -> str:
    return f"litatlas.data({script_json(kind)},{script_json(key)},{{\n{lines}\n}});\n"
