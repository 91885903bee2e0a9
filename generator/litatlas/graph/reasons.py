"""Why papers are related, in words, as the map's client loads it: files of some papers each, written side by side."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from litatlas.graph.exports import Marks
from litatlas.graph.telling import Named, in_plain_words
from litatlas.incremental.keyed_files import ALWAYS, Content, KeyedFiles, Made, Shelf
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
"""Files that one call of a worker writes."""


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
class Block:
    """What a file is made from, and nothing else."""

    path: str
    number: int
    papers: tuple[tuple[str, str, tuple[Near, ...]], ...]
    """The id and the name of each paper, and those to which it is related, strongest first."""


def reason_files(
    survey: Survey, marks: Marks, tile_of: Mapping[str, int], workers: Workers = ALONE, kept: KeyedFiles = ALWAYS
) -> Iterator[tuple[str, Content]]:
    """Give every file as (path below docs/, content).

    Arguments:
        survey: The papers and their relations.
        marks: Tell where what is said of a paper's relations has changed.
        tile_of: In which tile each paper is.
        workers: Write files side by side.
        kept: The files that stand there.
    """
    places, edges = survey.graph.edges.lists.places, survey.graph.edges
    near = edges.of_ends(np.array([tile_of.get(id, 0) for id in places], dtype=np.uint64)).tolist()
    blocks = list(enumerate(spread(tile_of, files_for(len(tile_of), REASONS))))
    inputs = [tuple((id, marks[id], near[places[id]]) for id in held if id in places) for _, held in blocks]
    paths = [reasons_path(number) for number, _ in blocks]

    def parcel(some: Sequence[tuple[int, list[str]]]) -> Parcel:
        return packed([_block(number, held, survey, tile_of) for number, held in some])

    wanted = list(zip(paths, inputs, blocks, strict=True))
    for path, made in kept.begin(wanted, parcel, write_reasons, workers, BATCH, early=False):
        yield path, made.content


def reasons_path(number: int) -> str:
    """Give the path of a file below docs/."""
    return f"graph/reasons-{number}.js"


def _block(number: int, ids: Sequence[str], survey: Survey, tile_of: Mapping[str, int]) -> Block:
    by_id = survey.library.by_id

    def near(id: str) -> Iterator[Near]:
        for edge in survey.graph.by_paper.get(id, ()):
            other = edge.other(id)
            yield Near(other, display_name(by_id[other]), tile_of[other], edge.weight, edge.reasons_of(id))

    return Block(reasons_path(number), number, tuple((id, display_name(by_id[id]), tuple(near(id))) for id in ids))


def write_reasons(shelf: Shelf, parcel: Parcel) -> list[Made]:
    """Write some files, and leave them on the shelf."""
    return [shelf.leave(block.path, _written(block)) for block in unpacked(parcel, tuple[Block, ...])]


def _written(block: Block) -> str:
    found = {id: [_row((id, name), each) for each in near] for id, name, near in block.papers if near}
    return graph_script("reasons", block.number, found)


def _row(paper: Named, near: Near) -> list[object]:
    other = near.id, near.name
    told = [[edge_kind(reason.kind)[0].value, *in_plain_words(reason, paper, other)] for reason in near.reasons]
    return [near.id, near.tile, near.weight, told]


def graph_script(part: str, number: int, data: Mapping[str, object]) -> str:
    """Write a call of `litatlas.graph`, one key a line, so that two builds are compared line by line."""
    lines = ",\n".join(f"{_json(key)}:{_json(value)}" for key, value in data.items())
    return f"litatlas.graph({_json(part)},{number},{{\n{lines}\n}})\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
