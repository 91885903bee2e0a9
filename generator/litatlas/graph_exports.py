"""The graph of the papers for other programs: GraphML, GEXF 1.3 (Gephi), node-link JSON (networkx, D3) and CSV.

Two related papers are one edge of an undirected graph. Where one names or cites the other, that one is the edge's
source and `directed` is true. Every edge says why: `kinds` (as in `ReasonKind`) and `reasons`, in words seen from
its source.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from litatlas.mathml import plain_text
from litatlas.model import Paper
from litatlas.pages.head import page_address
from litatlas.pages.neighbours import reason_in_words
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey
from litatlas.survey_graph import DIRECTED, Edge
from litatlas.text import escape_html

COLOURS = (
    *("#757d82", "#1f6f8b", "#b4561b", "#7a4fa3", "#3f7d3a", "#b23a48", "#8a6d0b", "#2f5fb3", "#a8457f"),
    *("#3a7d72", "#7d5a3c", "#5a6472", "#6b7d12"),
)
"""The colour of a paper that stands alone, then those of themes: as in graph.css, for light paper."""

_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

NODE_TYPES = {
    **dict.fromkeys(("label", "title", "theme", "theme_name", "address"), "string"),
    **dict.fromkeys(("year", "degree"), "int"),
    **dict.fromkeys(("x", "y"), "double"),
}
EDGE_TYPES = {"weight": "double", "directed": "boolean", "kinds": "string", "reasons": "string"}

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge, turned so that a paper that names or cites the other is its source."""

    source: str
    target: str
    weight: float
    """0 to 1."""

    directed: bool
    kinds: str
    """Separated by spaces, strongest first."""

    reasons: str
    """Sentences separated by `; `."""

    @property
    def values(self) -> dict[str, Value]:
        """The columns besides the ends."""
        return {"weight": self.weight, "directed": self.directed, "kinds": self.kinds, "reasons": self.reasons}


def node_values(paper: Paper, survey: Survey) -> dict[str, Value]:
    """Give what is told of a paper."""
    theme = survey.themes.by_slug.get(paper.theme)
    x, y = survey.atlas.places[paper.id]
    return {
        "label": plain_text(paper.short or paper.title),
        "title": plain_text(paper.title),
        "theme": theme.slug if theme else "",
        "theme_name": theme.name if theme else "",
        "year": paper.year or 0,
        "degree": survey.graph.degree(paper.id),
        "x": float(x),
        # On a screen y grows downwards, in these programs upwards.
        "y": float(-y),
        "address": page_address(page_path("paper", paper.id), survey.settings),
    }


def relations(survey: Survey) -> tuple[Relation, ...]:
    """Give every relation, by source and target."""
    return tuple(sorted((_relation(edge, survey) for edge in survey.graph.edges), key=lambda r: (r.source, r.target)))


def _relation(edge: Edge, survey: Survey) -> Relation:
    pointing = [back for kind, back in edge.kinds if kind in DIRECTED]
    source = edge.b if pointing and pointing[0] else edge.a
    paper, other = survey.library.by_id[source], survey.library.by_id[edge.other(source)]
    lines = (reason_in_words(reason, paper, other) for reason in edge.reasons_of(source))
    said = (f"{line.lead} {plain_text(''.join(span.text for span in line.rest))}".strip() for line in lines)
    kinds = dict.fromkeys(kind.value for kind, _ in edge.kinds)
    return Relation(source, other.id, edge.weight / 100, bool(pointing), " ".join(kinds), "; ".join(said))


def edges_csv(_survey: Survey, found: Sequence[Relation]) -> Iterator[str]:
    """Write the relations as a table."""
    yield _csv_row(("source", "target", *EDGE_TYPES))
    for relation in found:
        yield _csv_row((relation.source, relation.target, *(_text(value) for value in relation.values.values())))


def node_link(survey: Survey, found: Sequence[Relation]) -> Iterator[str]:
    """Write the graph as node-link JSON: `networkx.node_link_graph` reads it."""
    yield '{"directed": false, "multigraph": false,\n'
    yield f'"graph": {json.dumps({"name": survey.settings.title}, ensure_ascii=False)},\n"nodes": [\n'
    yield from _rows({"id": paper.id, **node_values(paper, survey)} for paper in survey.library)
    yield '\n],\n"edges": [\n'
    yield from _rows({"source": r.source, "target": r.target, **r.values} for r in found)
    yield "\n]}\n"


def graphml(survey: Survey, found: Sequence[Relation]) -> Iterator[str]:
    """Write the graph as GraphML."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for prefix, types in (("node", NODE_TYPES), ("edge", EDGE_TYPES)):
        for n, kind in types.items():
            yield f'<key id="{prefix[0]}_{n}" for="{prefix}" attr.name="{n}" attr.type="{kind}"/>\n'
    yield '<graph id="survey" edgedefault="undirected">\n'
    for paper in survey.library:
        yield f'<node id="{_xml(paper.id)}">{_data("n", node_values(paper, survey))}</node>\n'
    for r in found:
        yield f'<edge source="{_xml(r.source)}" target="{_xml(r.target)}">{_data("e", r.values)}</edge>\n'
    yield "</graph>\n</graphml>\n"


def gexf(survey: Survey, found: Sequence[Relation]) -> Iterator[str]:
    """Write the graph as GEXF 1.3 with places, sizes and the colours of themes, ready for Gephi."""
    shown = {n: kind for n, kind in NODE_TYPES.items() if n not in ("label", "x", "y")}
    told = {n: kind for n, kind in EDGE_TYPES.items() if n != "weight"}
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
    yield f"<meta><title>{_xml(survey.settings.title)}</title><creator>Litatlas</creator></meta>\n"
    yield '<graph defaultedgetype="undirected" mode="static">\n'
    for name, types in (("node", shown), ("edge", told)):
        yield f'<attributes class="{name}">\n'
        for n, kind in types.items():
            yield f'<attribute id="{n}" title="{n}" type="{_gexf_type(kind)}"/>\n'
        yield "</attributes>\n"
    yield "<nodes>\n"
    for paper in survey.library:
        yield _gexf_node(paper, survey, shown)
    yield "</nodes>\n<edges>\n"
    for number, relation in enumerate(found):
        yield _gexf_edge(number, relation, told)
    yield "</edges>\n</graph>\n</gexf>\n"


def _gexf_node(paper: Paper, survey: Survey, shown: Iterable[str]) -> str:
    values = node_values(paper, survey)
    theme = survey.themes.by_slug.get(paper.theme)
    red, green, blue = bytes.fromhex(COLOURS[theme.colour if theme else 0][1:])
    size = 4 + 2 * survey.graph.degree(paper.id) ** 0.5
    return (
        f'<node id="{_xml(paper.id)}" label="{_xml(str(values["label"]))}"><attvalues>{_attvalues(values, shown)}'
        f'</attvalues><viz:color r="{red}" g="{green}" b="{blue}"/>'
        f'<viz:position x="{values["x"]}" y="{values["y"]}" z="0.0"/><viz:size value="{size:.2f}"/></node>\n'
    )


def _gexf_edge(number: int, relation: Relation, told: Iterable[str]) -> str:
    return (
        f'<edge id="{number}" source="{_xml(relation.source)}" target="{_xml(relation.target)}"'
        f' weight="{relation.weight}"><attvalues>{_attvalues(relation.values, told)}</attvalues></edge>\n'
    )


def _attvalues(values: dict[str, Value], names: Iterable[str]) -> str:
    return "".join(f'<attvalue for="{name}" value="{_xml(_text(values[name]))}"/>' for name in names)


def _data(prefix: str, values: dict[str, Value]) -> str:
    return "".join(f'<data key="{prefix}_{name}">{_xml(_text(value))}</data>' for name, value in values.items())


def _gexf_type(kind: str) -> str:
    return "integer" if kind == "int" else kind


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _xml(text: str) -> str:
    return escape_html(_NOT_XML.sub("", text))


def _rows(rows: Iterable[dict[str, Value]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield (",\n" if number else "") + json.dumps(row, ensure_ascii=False)


def _csv_row(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
