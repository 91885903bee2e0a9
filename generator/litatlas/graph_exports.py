"""The graph of the papers for other programs: GraphML, GEXF 1.3 (Gephi), node-link JSON (networkx, D3) and CSV.

Two related papers are one edge of an undirected graph. Where one names or cites the other, that one is the edge's
source and `directed` is true. Every edge says why: `kinds` (as in `ReasonKind`) and `reasons`, in words seen from
its source. What the files tell of a paper and of the edges that begin at it is remembered, packed, by its `Drawn`.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from litatlas.graph_formats import FORMATS, NUMBER, GraphFormat, Node, Relation, Value
from litatlas.keyed_files import ALWAYS, Content, KeyedFiles
from litatlas.mathml import plain_text
from litatlas.memo import NOTHING, Digest, Memo, begin_all
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


Marks = Mapping[str, Digest]
"""The digest of all that is told of each paper's relations, by its id."""


def relation_marks(survey: Survey, memo: Memo) -> Marks:
    """Give a digest for each paper: where it is the same, so are its edges and the names of their ends."""
    names = {paper.id: display_name(paper) for paper in survey.library}
    edges = {id: survey.graph.by_paper.get(id, ()) for id in names}
    return {
        id: memo.digest(name, edges[id], [names[edge.a if edge.b == id else edge.b] for edge in edges[id]])
        for id, name in names.items()
    }


def graph_exports(
    survey: Survey, marks: Marks, memo: Memo = NOTHING, workers: Workers = ALONE, kept: KeyedFiles = ALWAYS
) -> Iterator[tuple[str, Content]]:
    """Give every file as (path below docs/, content in UTF-8)."""
    nodes = [node_of(paper, survey) for paper in survey.library]
    keys = [memo.digest(node, marks[node.id]) for node in nodes]
    title, stage = survey.settings.title, memo.stage("graph")
    inputs = (title, b"".join(keys))
    standing = [kept.standing(f"graph/{format.name}", inputs) for format in FORMATS]
    if all(standing):
        stage.use(keys)
        paths = (f"graph/{format.name}" for format in FORMATS)
        yield from ((path, made.content) for path, made in zip(paths, standing, strict=True) if made)
        return
    prepare = partial(_drawn, survey=survey)
    packs = begin_all(stage, zip(keys, nodes, strict=True), pack_drawn, workers, early=False, prepare=prepare)()
    for place, format in enumerate(FORMATS):
        make = partial(_joined, format, title, [pack[place] for pack in packs])
        yield f"graph/{format.name}", kept.file(f"graph/{format.name}", inputs, make).content


def _drawn(node: Node, survey: Survey) -> Drawn:
    begun = (edge for edge in survey.graph.by_paper.get(node.id, ()) if source_of(edge) == node.id)
    by_id = survey.library.by_id
    return Drawn(
        node,
        tuple(
            Told(edge, (display_name(by_id[edge.a]), display_name(by_id[edge.b])))
            for edge in sorted(begun, key=lambda edge: edge.other(node.id))
        ),
    )


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
