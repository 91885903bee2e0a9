"""Why papers are related, in words, as the map's client loads it: files of some papers each.

A paper is a line; lines that stay are taken over from the files that stand there (`incremental.lined_files`).
"""

import json
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct

from litatlas.graph.exports import Marks
from litatlas.graph.telling import Named, in_plain_words
from litatlas.incremental.keyed_files import ALWAYS, Content, KeyedFiles, Made, Shelf
from litatlas.incremental.lined_files import LinedFiles
from litatlas.incremental.memo import NOTHING, Digest, Memo
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


class Near(Struct, frozen=True):
    """A paper at the other end of an edge."""

    id: str
    name: str
    tile: int
    weight: int
    reasons: tuple[Reason, ...]
    """As they are told on the page of the paper at this end."""


class Told(Struct, frozen=True):
    """What the line of a paper is made from, and nothing else."""

    id: str
    name: str
    near: tuple[Near, ...] = ()
    """The papers to which it is related, strongest first."""

    written: str = ""
    """The line itself but for the id, where it stands there."""


class Block(Struct, frozen=True):
    """What a file is made from, and nothing else."""

    path: str
    number: int
    papers: tuple[Told, ...]
    """Those that are related to others."""


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
    keys = _keys(survey, marks, tile_of)
    held = enumerate(spread(tile_of, files_for(len(tile_of), REASONS)))
    blocks = {reasons_path(number): [id for id in ids if id in keys] for number, ids in held}
    lines = LinedFiles("reasons", keys, blocks, memo, kept)

    def parcel(some: Sequence[str]) -> Parcel:
        return packed([Block(path, lines.numbers[path], tuple(papers(path))) for path in some])

    def papers(path: str) -> Iterator[Told]:
        written = lines.standing(path)
        return (Told(id, "", (), written[id]) if id in written else _told(id, survey, tile_of) for id in blocks[path])

    run = workers if lines.new > BATCH * REASONS else ALONE
    new = kept.made_in_batches(lines.missing, parcel, write_reasons, run, BATCH, early=False)
    return ((path, made.content) for path, made in lines.with_new(new))


def reasons_path(number: int) -> str:
    """Give the path of a file below docs/."""
    return f"graph/reasons-{number}.js"


def _keys(survey: Survey, marks: Marks, tile_of: Mapping[str, int]) -> dict[str, Digest]:
    """Give what tells the line of each paper from others; papers that are related to none have no line."""
    edges = survey.graph.edges
    tiles = np.array([tile_of.get(id, 0) for id in edges.lists.ids], dtype=np.uint64)
    near, of_papers = edges.of_ends(tiles).astype("<u8").tobytes(), np.diff(edges.of_papers[1])
    return {
        id: marks[id] + near[8 * at : 8 * at + 8]
        for at, (id, related) in enumerate(zip(edges.lists.ids, of_papers.tolist(), strict=True))
        if related and id in tile_of
    }


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
        shelf.leave(block.path, _script("reasons", block.number, {told.id: _value_of(told) for told in block.papers}))
        for block in unpacked(parcel, tuple[Block, ...])
    ]


def _value_of(told: Told) -> str:
    return told.written or _json([_row((told.id, told.name), each) for each in told.near])


def _row(paper: Named, near: Near) -> list[object]:
    other = near.id, near.name
    told = [[edge_kind(reason.kind)[0].value, *in_plain_words(reason, paper, other)] for reason in near.reasons]
    return [near.id, near.tile, near.weight, told]


def graph_script(part: str, number: int, data: Mapping[str, object]) -> str:
    """Write a call of `litatlas.graph`, one key a line, so that two builds are compared line by line."""
    return _script(part, number, {key: _json(value) for key, value in data.items()})


def _script(part: str, number: int, written: Mapping[str, str]) -> str:
    lines = ",\n".join(f"{_json(key)}:{value}" for key, value in written.items())
    return f"litatlas.graph({_json(part)},{number},{{\n{lines}\n}})\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
