"""Writes the explorer's data as classic scripts: a head of a few kB, values, columns, keys."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

from litatlas.explorer.columns import FLAT, chunks
from litatlas.explorer.dimensions import Dimension, Value, dimensions
from litatlas.explorer.lookup import LONGEST, lookup_files
from litatlas.memo import NOTHING, Memo, remembered
from litatlas.pages.survey import Survey
from litatlas.search.numbers import numbered
from litatlas.search.scripts import script_json

FOLDER = "explore"

VALUES = 400
"""Values in a file of them."""

Part = tuple[str, str, object]
"""A file below the folder: its kind, what tells it from others of its kind, its data."""


def explorer_files(survey: Survey, memo: Memo = NOTHING) -> Iterator[tuple[str, str]]:
    """Give every script as (path below docs/, text). The head comes last: it names the version of the others."""
    ways = [way for way in dimensions(survey) if way.values]
    digest = hashlib.sha256()
    cut = list(chunks(survey, ways, numbered(survey.library)[0]))
    parts: list[Part] = []
    for place, way in enumerate(ways):
        parts.extend(_values(place, way))
        if way.long:
            parts.extend(_keys(place, way, memo))
    for number, chunk in enumerate(cut):
        parts.append(("papers", str(number), dict(chunk.columns)))
        parts.append(("long", str(number), dict(chunk.long)))
    for kind, key, value in parts:
        script = f'litatlas.data("explore-{kind}","{key}",{script_json(value)});\n'
        digest.update(script.encode("utf-8"))
        yield f"{FOLDER}/{kind}/{key}.js", script
    head = {
        # Goes into the addresses of the other files: a browser that kept old ones must not mix them with new ones.
        "version": digest.hexdigest()[:12],
        "papers": len(survey.library),
        "address": survey.settings.address and f"{survey.settings.address}{FOLDER}/",
        "years": _years(survey),
        "flat": FLAT,
        "starts": [chunk.first for chunk in cut],
        "values": VALUES,
        "longest": LONGEST,
        "ways": [_way(way) for way in ways],
    }
    yield f"{FOLDER}/head.js", f'litatlas.data("explore","head",{script_json(head)});\n'


def _way(way: Dimension) -> dict[str, object]:
    told: dict[str, object] = {"key": way.key, "label": way.label, "values": len(way.values)}
    return told | ({"long": True} if way.long else {})


def _keys(place: int, way: Dimension, memo: Memo) -> Iterator[Part]:
    """Give the files in which a value of a long dimension is looked up, and the one that tells where each begins."""
    # No slug or name holds this character. One text is digested a hundred times as fast as its pieces.
    key = memo.digest("\0".join(text for value in way.values for text in (value.slug, value.name)))
    found = remembered(memo.stage("lookup"), key, lambda: list(lookup_files(way.values)))
    yield "first", str(place), [first for first, _ in found]
    for number, (_, keys) in enumerate(found):
        yield "keys", f"{place}-{number}", keys


def _values(place: int, way: Dimension) -> Iterator[Part]:
    """Give the files of a dimension's values: [slug, name, papers, number of the value above, colour]."""
    for number in range(0, len(way.values), VALUES):
        rows = [_row(value) for value in way.values[number : number + VALUES]]
        yield "values", f"{place}-{number // VALUES}", rows


def _row(value: Value) -> list[str | int]:
    row: list[str | int] = [value.slug, value.name, value.papers, value.parent, value.colour]
    # What is as for most values is left out at the end of the row.
    return row if value.colour else row[:4] if value.parent >= 0 else row[:3]


def _years(survey: Survey) -> Sequence[Sequence[int]]:
    """Give [year, papers] of every year that has papers, in order."""
    return sorted(Counter(paper.year for paper in survey.library if paper.year).items())
