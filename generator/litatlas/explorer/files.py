"""Writes the explorer's data as classic scripts: a head of a few kB, values, columns, keys."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from litatlas.explorer.columns import DEGREE, FLAT, Chunk, chunks, degrees
from litatlas.explorer.dimensions import Dimension, Value, dimensions
from litatlas.explorer.lookup import LONGEST, lookup_files
from litatlas.incremental.memo import NOTHING, Digest, Memo, Stage, remembered
from litatlas.library.paper_memo import lists_mark
from litatlas.pages.survey import Survey
from litatlas.search.numbers import numbered
from litatlas.search.scripts import data_script

FOLDER = "explore"

VALUES = 600
"""Numbers of values in a file of them."""

LOOKUP = "lookup"
"""The stage of the files in which values are looked up."""

NOBODY = 0
"""The row of a number that no value has."""

Script = tuple[str, str]
"""A file as (path below docs/, text)."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the explorer shows of a survey but for how its papers are related, which changes when nothing else does."""

    scripts: tuple[Script, ...]
    chunks: tuple[Chunk, ...]
    ways: tuple[dict[str, object], ...]
    """What the head tells of the ways to choose."""

    lookups: tuple[Digest, ...]
    """By what the files are remembered in which values of long dimensions are looked up."""


def explorer_files(survey: Survey, memo: Memo = NOTHING) -> Iterator[Script]:
    """Give every script as (path below docs/, text). The head comes last: it names the version of the others."""
    drawn = remembered(memo.stage("explorer"), _mark(survey, memo), lambda: _draw(survey, memo))
    memo.stage(LOOKUP).use(drawn.lookups)
    papers = (
        _script("papers", str(number), dict((*chunk.columns, (DEGREE, degrees(survey, chunk)))))
        for number, chunk in enumerate(drawn.chunks)
    )
    digest = hashlib.sha256()
    for path, script in chain(drawn.scripts, papers):
        digest.update(script.encode("utf-8"))
        yield path, script
    head = {
        # Goes into the addresses of the other files: a browser that kept old ones must not mix them with new ones.
        "version": digest.hexdigest()[:12],
        "papers": len(survey.library),
        "address": survey.settings.address and f"{survey.settings.address}{FOLDER}/",
        "years": _years(survey),
        "flat": (*FLAT, DEGREE),
        "starts": [chunk.first for chunk in drawn.chunks],
        "values": VALUES,
        "longest": LONGEST,
        "ways": drawn.ways,
    }
    yield f"{FOLDER}/head.js", data_script("explore", "head", head)


def _mark(survey: Survey, memo: Memo) -> Digest:
    """Give one digest of all that `Drawn` is made from."""
    themes = [(theme.slug, theme.colour) for theme in survey.themes.all]
    lists, vocabulary = lists_mark(survey.library, survey.ledger, memo), survey.vocabulary
    return memo.digest(lists, themes, vocabulary.facets, vocabulary.tags, sorted(survey.notes))


def _draw(survey: Survey, memo: Memo) -> Drawn:
    ways = [way for way in dimensions(survey) if way.values]
    scripts: list[Script] = []
    lookups = {place: _lookup_digest(way, memo) for place, way in enumerate(ways) if way.long}
    for place, way in enumerate(ways):
        scripts.extend(_values(place, way))
        if way.long:
            scripts.extend(_keys(place, way, memo.stage(LOOKUP), lookups[place]))
    cut = tuple(chunks(survey, ways, numbered(survey.library)[0]))
    scripts.extend(_script("long", str(number), dict(chunk.long)) for number, chunk in enumerate(cut))
    return Drawn(tuple(scripts), cut, tuple(map(_way, ways)), tuple(lookups.values()))


def _script(kind: str, key: str, value: object) -> Script:
    return f"{FOLDER}/{kind}/{key}.js", data_script(f"explore-{kind}", key, value)


def _way(way: Dimension) -> dict[str, object]:
    told: dict[str, object] = {"key": way.key, "label": way.label, "values": len(way.values)}
    return told | ({"long": True} if way.long else {})


def _lookup_digest(way: Dimension, memo: Memo) -> Digest:
    # No slug or name holds this character. One text is digested a hundred times as fast as its pieces.
    return memo.digest("\0".join(f"{value.slug}\0{value.name}" if value else "" for value in way.values))


def _keys(place: int, way: Dimension, stage: Stage, digest: Digest) -> Iterator[Script]:
    """Give the files in which a value of a long dimension is looked up, and the one that tells where each begins."""
    found = remembered(stage, digest, lambda: list(lookup_files(way.values)))
    yield _script("first", str(place), [first for first, _ in found])
    for number, (_, keys) in enumerate(found):
        yield _script("keys", f"{place}-{number}", keys)


def _values(place: int, way: Dimension) -> Iterator[Script]:
    """Give the files of a dimension's values: [slug, name, papers, number of the value above, colour]."""
    for number in range(0, len(way.values), VALUES):
        rows = [_row(value) if value else NOBODY for value in way.values[number : number + VALUES]]
        yield _script("values", f"{place}-{number // VALUES}", rows)


def _row(value: Value) -> list[str | int]:
    row: list[str | int] = [value.slug, value.name, value.papers, value.parent, value.colour]
    # What is as for most values is left out at the end of the row.
    return row if value.colour else row[:4] if value.parent >= 0 else row[:3]


def _years(survey: Survey) -> Sequence[Sequence[int]]:
    """Give [year, papers] of every year that has papers, in order."""
    return sorted(Counter(paper.year for paper in survey.library if paper.year).items())
