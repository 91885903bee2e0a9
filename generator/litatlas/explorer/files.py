"""Writes the explorer's data as classic scripts: a head of a few kB, values, columns, keys."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.explorer.columns import DEGREE, FLAT, Chunk, chunks, degrees
from litatlas.explorer.dimensions import Dimension, Value, dimensions
from litatlas.explorer.lookup import LONGEST, lookup_files
from litatlas.incremental.memo import NOTHING, Digest, Memo, Stage, remembered
from litatlas.library.paper_memo import lists_mark
from litatlas.pages.survey import Survey
from litatlas.search.scripts import data_script
from litatlas.search.searched import paper_numbers

FOLDER = "explore"

VALUES = 600
"""Numbers of values in a file of them."""

VALUED, LOOKUP = "explorer-values", "lookup"
"""The stages of what is told of the values of a dimension, and of the files in which they are looked up."""

NOBODY = 0
"""The row of a number that no value has."""

Script = tuple[str, str]
"""A file as (path below docs/, text)."""


class Valued(Struct, frozen=True):
    """What is told of the values of a dimension."""

    told: dict[str, object]
    """What the head tells."""

    numbers: NDArray[np.int64]
    """Of each value."""

    scripts: tuple[Script, ...]
    lookup: Digest
    """By what the files are remembered in which they are looked up."""


class Drawn(Struct, frozen=True):
    """What the explorer shows of a survey but for how its papers are related, which changes when nothing else does."""

    scripts: tuple[Script, ...]
    chunks: tuple[Chunk, ...]
    ways: tuple[dict[str, object], ...]
    """What the head tells of the ways to choose."""

    valued: tuple[Digest, ...]
    lookups: tuple[Digest, ...]
    """By what is remembered what is told of the values of each, and the files in which these are looked up."""


def explorer_files(survey: Survey, memo: Memo = NOTHING) -> Iterator[Script]:
    """Give every script as (path below docs/, text). The head comes last: it names the version of the others."""
    drawn = remembered(memo.stage("explorer"), _mark(survey, memo), lambda: _draw(survey, memo))
    memo.stage(VALUED).use(drawn.valued)
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
    stage, papers = memo.stage(VALUED), len(survey.library)
    ways = [way for way in dimensions(survey) if way.slugs]
    keys = tuple(memo.digest(place, way.mark(memo)) for place, way in enumerate(ways))
    makers = (partial(_valued, place, way, memo) for place, way in enumerate(ways))
    valued = [remembered(stage, key, make) for key, make in zip(keys, makers, strict=True)]
    held = [(way.of_papers(one.numbers, papers), way.long) for way, one in zip(ways, valued, strict=True)]
    cut = tuple(chunks(survey, held, paper_numbers(survey, memo)[0]))
    long = (_script("long", str(number), dict(chunk.long)) for number, chunk in enumerate(cut))
    scripts = *chain.from_iterable(one.scripts for one in valued), *long
    return Drawn(scripts, cut, tuple(one.told for one in valued), keys, tuple(one.lookup for one in valued))


def _script(kind: str, key: str, value: object) -> Script:
    return f"{FOLDER}/{kind}/{key}.js", data_script(f"explore-{kind}", key, value)


def _valued(place: int, way: Dimension, memo: Memo) -> Valued:
    values = way.values()
    at = {value.slug: number for number, value in enumerate(values) if value}
    told: dict[str, object] = {"key": way.key, "label": way.label, "values": len(values)}
    if way.long:
        told["long"] = True
    # Other counts of papers change few numbers, or none.
    lookup = memo.digest("\0".join(f"{value.slug}\0{value.name}" if value else "" for value in values))
    scripts = *_values(place, values), *(_keys(place, values, memo.stage(LOOKUP), lookup) if way.long else ())
    return Valued(told, np.array([at[slug] for slug in way.slugs], np.int64), scripts, lookup)


def _keys(place: int, values: Sequence[Value | None], stage: Stage, digest: Digest) -> Iterator[Script]:
    """Give the files in which a value of a long dimension is looked up, and the one that tells where each begins."""
    found = remembered(stage, digest, lambda: list(lookup_files(values)))
    yield _script("first", str(place), [first for first, _ in found])
    for number, (_, keys) in enumerate(found):
        yield _script("keys", f"{place}-{number}", keys)


def _values(place: int, values: Sequence[Value | None]) -> Iterator[Script]:
    """Give the files of a dimension's values: [slug, name, papers, number of the value above, colour]."""
    for number in range(0, len(values), VALUES):
        rows = [_row(value) if value else NOBODY for value in values[number : number + VALUES]]
        yield _script("values", f"{place}-{number // VALUES}", rows)


def _row(value: Value) -> list[str | int]:
    row: list[str | int] = [value.slug, value.name, value.papers, value.parent, value.colour]
    # What is as for most values is left out at the end of the row.
    return row if value.colour else row[:4] if value.parent >= 0 else row[:3]


def _years(survey: Survey) -> Sequence[Sequence[int]]:
    """Give [year, papers] of every year that has papers, in order."""
    return sorted(Counter(paper.year for paper in survey.library if paper.year).items())
