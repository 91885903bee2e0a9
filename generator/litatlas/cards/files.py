"""The files of the cards as scripts."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from litatlas.cards.buckets import files_for, spread
from litatlas.cards.card import Carded, card, carded
from litatlas.cards.keys import known_as
from litatlas.citation import FORMATS
from litatlas.exports import Entries
from litatlas.exports.entries import TAKEN
from litatlas.memo import NOTHING, Memo, remembered_all
from litatlas.model import Paper
from litatlas.pages.cite_text import ReferenceData
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
    survey: Survey, entries: Entries, memo: Memo = NOTHING, workers: Workers = ALONE
) -> Iterator[tuple[str, str]]:
    """Give every file as (path below docs/, text).

    Arguments:
        survey: Everything that they are made from.
        entries: The papers' export entries.
        memo: What was made before.
        workers: Make cards side by side.
    """
    library = survey.library
    known, told = known_as(survey), ReferenceData(survey)
    keyed = ((memo.digest(source), source) for source in carded(survey))
    cards = dict(zip(library.by_id, remembered_all(memo.stage("cards"), keyed, write_cards, workers), strict=True))
    kinds: tuple[tuple[str, Collection[str], Callable[[str], str], int], ...] = (
        ("papers", library.by_id, lambda id: cards[id], CARDS),
        ("exports", library.by_id, lambda id: _json(taken(library.by_id[id], entries) | told(id)), ENTRIES),
        ("keys", known, lambda key: _json(known[key]), KEYS),
    )
    digest = hashlib.sha256()
    files = {}
    for kind, keys, value, each in kinds:
        files[kind] = files_for(len(keys), each)
        # What a key leads to is made when its file is: all entries at once would be larger than all pages.
        for number, held in enumerate(spread(keys, files[kind])):
            text = _script(f"cards-{kind}", number, {key: value(key) for key in held})
            digest.update(text.encode("utf-8"))
            yield f"{FOLDER}/{kind}/{number}.js", text
    recent = _call("cards", "recent", {"ids": recent_ids(survey), "all": len(library) <= RECENT})
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


def write_cards(sources: Sequence[Carded]) -> list[str]:
    """Write the cards of some papers, as JSON."""
    return [_json(card(source)) for source in sources]


def taken(paper: Paper, entries: Entries) -> dict[str, str]:
    """Give the export entries of a paper by format, the abstract as `ABSTRACT` in them, and the abstract."""
    found = {key: entry.decode("utf-8") for key, entry in zip(TAKEN, entries.of(paper.id), strict=True)}
    if not paper.abstract:
        return found
    return {"abstract": paper.abstract} | {key: text.replace(paper.abstract, ABSTRACT) for key, text in found.items()}


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
