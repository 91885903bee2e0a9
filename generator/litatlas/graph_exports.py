"""The graph of the papers for other programs: GraphML, GEXF 1.3 (Gephi), node-link JSON (networkx, D3) and CSV.

Two related papers are one edge of an undirected graph. Where one names or cites the other, that one is the edge's
source and `directed` is true. Every edge says why: `kinds` (as in `ReasonKind`) and `reasons`, in words seen from
its source. What the files tell of a paper and of the edges that begin at it is remembered, packed, by its `Drawn`.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from litatlas.graph_formats import FORMATS, NUMBER, GraphFormat, Node, Relation, Value
from litatlas.keyed_files import ALWAYS, Content, KeyedFiles
from litatlas.mathml import plain_text
from litatlas.memo import NOTHING, Digest, Memo, remembered_all
from litatlas.model import Paper
from litatlas.pages.head import page_address
from litatlas.pages.neighbours import reason_in_words
from litatlas.pages.others import display_name
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey
from litatlas.problems import Origin
from litatlas.survey_graph import DIRECTED, Edge
from litatlas.workers import ALONE, Workers

_END = b"\0"
"""Stands between what a format tells of a paper and of its edges; no field of a record holds it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the files tell of an edge is made from this, and nothing else."""

    edge: Edge
    names: tuple[str, str]
    """Of the papers at its ends."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The same of a paper and of the edges that begin at it."""

    node: Node
    edges: tuple[Told, ...]


Marks = Mapping[tuple[str, str], Digest]
"""The digest of what is told of each edge, by its ends."""


def told_of_edges(survey: Survey) -> list[Told]:
    """Give what is told of each edge."""
    names = {paper.id: display_name(paper) for paper in survey.library}
    return [Told(edge, (names[edge.a], names[edge.b])) for edge in survey.graph.edges]


def edge_marks(told: Iterable[Told], memo: Memo) -> Marks:
    """Give a digest for each edge: where it is the same, so is all that is told of it."""
    return {(one.edge.a, one.edge.b): memo.digest(one) for one in told}


def graph_exports(
    survey: Survey,
    told: Iterable[Told],
    marks: Marks,
    memo: Memo = NOTHING,
    workers: Workers = ALONE,
    kept: KeyedFiles = ALWAYS,
) -> Iterator[tuple[str, Content]]:
    """Give every file as (path below docs/, content in UTF-8)."""
    begun: dict[str, list[Told]] = {paper.id: [] for paper in survey.library}
    for one in told:
        begun[source_of(one.edge)].append(one)
    drawn = [
        Drawn(node_of(paper, survey), tuple(sorted(begun[paper.id], key=lambda one: one.edge.other(paper.id))))
        for paper in survey.library
    ]
    keys = [memo.digest(one.node, *(marks[one.edge.a, one.edge.b] for one in one.edges)) for one in drawn]
    title, stage = survey.settings.title, memo.stage("graph")
    inputs = (title, b"".join(keys))
    standing = [kept.standing(f"graph/{format.name}", inputs) for format in FORMATS]
    if all(standing):
        stage.use(keys)
        paths = (f"graph/{format.name}" for format in FORMATS)
        yield from ((path, made.content) for path, made in zip(paths, standing, strict=True) if made)
        return
    packs = remembered_all(stage, zip(keys, drawn, strict=True), pack_drawn, workers)
    for place, format in enumerate(FORMATS):
        make = partial(_joined, format, title, [pack[place] for pack in packs])
        yield f"graph/{format.name}", kept.file(f"graph/{format.name}", inputs, make).content


def pack_drawn(drawn: Sequence[Drawn]) -> list[tuple[bytes, ...]]:
    """Write and pack what is told of some papers, by format."""
    return [tuple(zlib.compress(text, 1) for text in _texts(one)) for one in drawn]


def _texts(drawn: Drawn) -> Iterator[bytes]:
    relations = [relation_of(told) for told in drawn.edges]
    node = replace(drawn.node, attributes=tuple(map(_plain, drawn.node.attributes)))
    for format in FORMATS:
        edges = format.between.join(format.edge(relation) for relation in relations)
        yield _END.join((format.node(node).encode("utf-8"), edges.encode("utf-8")))


def _plain(attribute: tuple[str, Value]) -> tuple[str, Value]:
    name, value = attribute
    return name, plain_text(str(value)) if name in ("label", "title") else value


def _joined(format: GraphFormat, title: str, packs: Sequence[bytes]) -> bytes:
    between = format.between.encode("ascii")
    nodes, _, edges = (
        zip(*(zlib.decompress(pack).partition(_END) for pack in packs), strict=True) if packs else ((),) * 3
    )
    first, *others = between.join(filter(None, edges)).split(NUMBER)
    numbered = (b"%d%s" % (number, text) for number, text in enumerate(others))
    begin, middle, end = (text.encode("utf-8") for text in (format.begin(title), format.middle, format.end))
    return b"".join((begin, between.join(filter(None, nodes)), middle, first, *numbered, end))


def node_of(paper: Paper, survey: Survey) -> Node:
    """Give what is told of a paper, its texts as they stand in the record."""
    theme = survey.themes.by_slug.get(paper.theme)
    x, y = survey.atlas.places[paper.id]
    values: dict[str, Value] = {
        "label": paper.short or paper.title,
        "title": paper.title,
        "theme": theme.slug if theme else "",
        "theme_name": theme.name if theme else "",
        "year": paper.year or 0,
        "degree": survey.graph.degree(paper.id),
        "x": float(x),
        # On a screen y grows downwards, in these programs upwards.
        "y": float(-y),
        "address": page_address(page_path("paper", paper.id), survey.settings),
    }
    return Node(paper.id, tuple(values.items()), theme.colour if theme else 0)


def source_of(edge: Edge) -> str:
    """Give the paper that names or cites the other; the first one where neither does."""
    return edge.b if next((back for kind, back in edge.kinds if kind in DIRECTED), False) else edge.a


def relation_of(told: Told) -> Relation:
    """Turn an edge so that its source comes first, and say why it is there."""
    edge, source = told.edge, source_of(told.edge)
    ends = {
        id: Paper(id, "", "", Origin(""), short=name) for id, name in zip((edge.a, edge.b), told.names, strict=True)
    }
    paper, other = ends[source], ends[edge.other(source)]
    lines = (reason_in_words(reason, paper, other) for reason in edge.reasons_of(source))
    said = (f"{line.lead} {plain_text(''.join(span.text for span in line.rest))}".strip() for line in lines)
    kinds = dict.fromkeys(kind.value for kind, _ in edge.kinds)
    directed = any(kind in DIRECTED for kind, _ in edge.kinds)
    return Relation(source, other.id, edge.weight / 100, directed, " ".join(kinds), "; ".join(said))
