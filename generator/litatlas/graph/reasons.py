"""Why papers are related, in words, as the map's client loads it: files of some papers each.

A paper is a line. What a changed paper says is told in the lines of a dozen others, which stand in as many files; the
other lines of these are taken over from the files that stand there.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from litatlas.graph.exports import Marks
from litatlas.graph.telling import Named, in_plain_words
from litatlas.incremental.keyed_files import ALWAYS, Content, KeyedFiles, Made, Shelf
from litatlas.incremental.memo import NOTHING, Memo
from litatlas.incremental.packing import Parcel, packed, unpacked
from litatlas.library.buckets import files_for, spread
from litatlas.model import Reason
from litatlas.pages.others import display_name
from litatlas.pages.survey import Survey
from litatlas.survey_graph import edge_kind
from litatlas.workers import ALONE, Workers

REASONS = 64
"""Papers in one file, on average and at most."""

BATCH = 8
"""Files that one call of a worker writes; lines of fewer papers than are in these are written here."""


@dataclass(frozen=True, slots=True)
class Near:
    """A paper at the other end of an edge."""

    id: str
    name: str
    tile: int
    weight: int
    reasons: tuple[Reason, ...]
    """As they are told on the page of the paper at this end."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the line of a paper is made from, and nothing else."""

    id: str
    name: str
    near: tuple[Near, ...] = ()
    """The papers to which it is related, strongest first."""

    line: str = ""
    """The line itself, where it stands there."""


@dataclass(frozen=True, slots=True)
class Block:
    """What a file is made from, and nothing else."""

    path: str
    number: int
    papers: tuple[Told, ...]
    """Those that are related to others."""


@dataclass(frozen=True, slots=True)
class Before:
    """The files of the last build."""

    keys: Mapping[str, bytes] = field(default_factory=dict)
    """What tells the line of each paper from others."""

    hashes: Mapping[str, str] = field(default_factory=dict)
    """Of each file, by its path."""


def reason_files(
    survey: Survey,
    marks: Marks,
    tile_of: Mapping[str, int],
    memo: Memo = NOTHING,
    workers: Workers = ALONE,
    kept: KeyedFiles = ALWAYS,
) -> Iterator[tuple[str, Content]]:
    """Give every file as (path below docs/, content).

    Arguments:
        survey: The papers and their relations.
        marks: Tell where what is said of a paper's relations has changed.
        tile_of: In which tile each paper is.
        memo: What is known of the files that stand there.
        workers: Write files side by side.
        kept: The files that stand there.
    """
    stage, place = memo.stage("reasons"), memo.digest("lines")
    before: Before = stage.get(place) or Before()
    keys = _keys(survey, marks, tile_of)
    same = {id for id, key in keys.items() if before.keys.get(id) == key}
    blocks = {
        reasons_path(number): (number, [id for id in held if id in keys])
        for number, held in enumerate(spread(tile_of, files_for(len(tile_of), REASONS)))
    }

    def parcel(some: Sequence[str]) -> Parcel:
        return packed([Block(path, blocks[path][0], tuple(papers(path))) for path in some])

    def papers(path: str) -> Iterator[Told]:
        lines = _lines_of(path, before.hashes.get(path, ""), kept) if not same.isdisjoint(blocks[path][1]) else {}
        for id in blocks[path][1]:
            line = lines.get(id, "") if id in same else ""
            yield Told(id, "", line=line) if line else _told(id, survey, tile_of)

    wanted = [(path, ("\0".join(held), *map(keys.__getitem__, held)), path) for path, (_, held) in blocks.items()]
    run = workers if len(keys) - len(same) > BATCH * REASONS else ALONE
    hashes = {}
    for path, made in kept.begin(wanted, parcel, write_reasons, run, BATCH, early=False):
        hashes[path] = made.sha256
        yield path, made.content
    if (keys, hashes) != (before.keys, before.hashes):
        stage.put(place, Before(keys, hashes))


def reasons_path(number: int) -> str:
    """Give the path of a file below docs/."""
    return f"graph/reasons-{number}.js"


def _keys(survey: Survey, marks: Marks, tile_of: Mapping[str, int]) -> dict[str, bytes]:
    """Give what tells the line of each paper from others; papers that are related to none have no line."""
    edges = survey.graph.edges
    tiles = np.array([tile_of.get(id, 0) for id in edges.lists.ids], dtype=np.uint64)
    near, of_papers = edges.of_ends(tiles).astype("<u8").tobytes(), np.diff(edges.of_papers[1])
    return {
        id: marks[id] + near[8 * at : 8 * at + 8]
        for at, (id, related) in enumerate(zip(edges.lists.ids, of_papers.tolist(), strict=True))
        if related and id in tile_of
    }


def _lines_of(path: str, sha256: str, kept: KeyedFiles) -> dict[str, str]:
    """Give the lines of a file of the last build by their papers; none where it does not stand there."""
    lines = kept.old_text(path, sha256).split("\n")[1:-2]
    return {line.partition('":')[0][1:]: line.removesuffix(",") for line in lines}


def _told(id: str, survey: Survey, tile_of: Mapping[str, int]) -> Told:
    by_id = survey.library.by_id
    near = (
        Near(other, display_name(by_id[other]), tile_of[other], edge.weight, edge.reasons_of(id))
        for edge in survey.graph.by_paper.get(id, ())
        for other in (edge.other(id),)
    )
    return Told(id, display_name(by_id[id]), tuple(near))


def write_reasons(shelf: Shelf, parcel: Parcel) -> list[Made]:
    """Write some files, and leave them on the shelf."""
    return [
        shelf.leave(block.path, _script("reasons", block.number, map(_line_of, block.papers)))
        for block in unpacked(parcel, tuple[Block, ...])
    ]


def _line_of(told: Told) -> str:
    return told.line or _line(told.id, [_row((told.id, told.name), each) for each in told.near])


def _row(paper: Named, near: Near) -> list[object]:
    other = near.id, near.name
    told = [[edge_kind(reason.kind)[0].value, *in_plain_words(reason, paper, other)] for reason in near.reasons]
    return [near.id, near.tile, near.weight, told]


def graph_script(part: str, number: int, data: Mapping[str, object]) -> str:
    """Write a call of `litatlas.graph`, one key a line, so that two builds are compared line by line."""
    return _script(part, number, (_line(key, value) for key, value in data.items()))


def _script(part: str, number: int, lines: Iterable[str]) -> str:
    joined = ",\n".join(lines)
    return f"litatlas.graph({_json(part)},{number},{{\n{joined}\n}})\n"


def _line(key: str, value: object) -> str:
    return f"{_json(key)}:{_json(value)}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
