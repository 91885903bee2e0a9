"""How each format writes a paper and an edge of the graph, and what its file has around them."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from litatlas.text import escape_xml

COLOURS = (
    *("#757d82", "#1f6f8b", "#b4561b", "#7a4fa3", "#3f7d3a", "#b23a48", "#8a6d0b", "#2f5fb3", "#a8457f"),
    *("#3a7d72", "#7d5a3c", "#5a6472", "#6b7d12"),
)
"""The colour of a paper that stands alone, then those of themes: as in graph.css, for light paper."""

NODE_TYPES = {
    **dict.fromkeys(("label", "title", "theme", "theme_name", "address"), "string"),
    **dict.fromkeys(("year", "degree"), "int"),
    **dict.fromkeys(("x", "y"), "double"),
}
EDGE_TYPES = {"weight": "double", "directed": "boolean", "kinds": "string", "reasons": "string"}
_SHOWN = {name: kind for name, kind in NODE_TYPES.items() if name not in ("label", "x", "y")}
_TOLD = {name: kind for name, kind in EDGE_TYPES.items() if name != "weight"}

Value = str | int | float | bool


class Node(Struct, frozen=True):
    """A paper."""

    id: str
    attributes: tuple[tuple[str, Value], ...]
    """Those of `NODE_TYPES`."""

    colour: int
    """Its place in `COLOURS`."""

    @property
    def values(self) -> dict[str, Value]:
        """The attributes by name."""
        return dict(self.attributes)


class Relation(Struct, frozen=True):
    """An edge, turned so that a paper that names or cites the other is its source."""

    source: str
    target: str
    number: int
    """Among the edges that begin at the source."""

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


class GraphFormat(Struct, frozen=True):
    """A way to write the graph."""

    name: str
    """Of its file."""

    begin: Callable[[str], str]
    """What stands before the papers, by the title of the survey."""

    node: Callable[[Node], str]
    middle: str
    edge: Callable[[Relation], str]
    end: str
    between: str = ""
    """What stands between two papers or edges."""


def _graphml_begin(_title: str) -> str:
    keys = [
        f'<key id="{of[0]}_{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>\n'
        for of, types in (("node", NODE_TYPES), ("edge", EDGE_TYPES))
        for name, kind in types.items()
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
        f'{"".join(keys)}<graph id="survey" edgedefault="undirected">\n'
    )


def _graphml_node(node: Node) -> str:
    return f'<node id="{escape_xml(node.id)}">{_data("n", node.values)}</node>\n'


def _graphml_edge(r: Relation) -> str:
    return f'<edge source="{escape_xml(r.source)}" target="{escape_xml(r.target)}">{_data("e", r.values)}</edge>\n'


def _gexf_begin(title: str) -> str:
    attributes = [
        f'<attributes class="{of}">\n'
        + "".join(f'<attribute id="{n}" title="{n}" type="{_gexf_type(kind)}"/>\n' for n, kind in types.items())
        + "</attributes>\n"
        for of, types in (("node", _SHOWN), ("edge", _TOLD))
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
        f"<meta><title>{escape_xml(title)}</title><creator>Litatlas</creator></meta>\n"
        f'<graph defaultedgetype="undirected" mode="static">\n{"".join(attributes)}<nodes>\n'
    )


def _gexf_node(node: Node) -> str:
    """Write a paper with its place, size and the colour of its theme, ready for Gephi."""
    values = node.values
    red, green, blue = bytes.fromhex(COLOURS[node.colour][1:])
    size = 4 + 2 * int(values["degree"]) ** 0.5
    return (
        f'<node id="{escape_xml(node.id)}" label="{escape_xml(str(values["label"]))}">'
        f'<attvalues>{_attvalues(values, _SHOWN)}</attvalues><viz:color r="{red}" g="{green}" b="{blue}"/>'
        f'<viz:position x="{values["x"]}" y="{values["y"]}" z="0.0"/><viz:size value="{size:.2f}"/></node>\n'
    )


def _gexf_edge(relation: Relation) -> str:
    return (
        f'<edge id="{escape_xml(relation.source)}.{relation.number}" source="{escape_xml(relation.source)}"'
        f' target="{escape_xml(relation.target)}" weight="{relation.weight}">'
        f"<attvalues>{_attvalues(relation.values, _TOLD)}</attvalues></edge>\n"
    )


def _attvalues(values: Mapping[str, Value], names: Iterable[str]) -> str:
    return "".join(f'<attvalue for="{name}" value="{escape_xml(_text(values[name]))}"/>' for name in names)


def _data(prefix: str, values: Mapping[str, Value]) -> str:
    return "".join(f'<data key="{prefix}_{name}">{escape_xml(_text(value))}</data>' for name, value in values.items())


def _gexf_type(kind: str) -> str:
    return "integer" if kind == "int" else kind


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _json_begin(title: str) -> str:
    named = json.dumps({"name": title}, ensure_ascii=False)
    return f'{{"directed": false, "multigraph": false,\n"graph": {named},\n"nodes": [\n'


def _json_node(node: Node) -> str:
    return json.dumps({"id": node.id, **node.values}, ensure_ascii=False)


def _json_edge(r: Relation) -> str:
    return json.dumps({"source": r.source, "target": r.target, **r.values}, ensure_ascii=False)


def _csv_begin(_title: str) -> str:
    return _csv_row(("source", "target", *EDGE_TYPES))


def _csv_node(_node: Node) -> str:
    return ""


def _csv_edge(relation: Relation) -> str:
    return _csv_row((relation.source, relation.target, *map(_text, relation.values.values())))


def _csv_row(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


FORMATS = (
    GraphFormat("graph.graphml", _graphml_begin, _graphml_node, "", _graphml_edge, "</graph>\n</graphml>\n"),
    GraphFormat(
        "graph.gexf", _gexf_begin, _gexf_node, "</nodes>\n<edges>\n", _gexf_edge, "</edges>\n</graph>\n</gexf>\n"
    ),
    # `networkx.node_link_graph` reads it.
    GraphFormat("graph.json", _json_begin, _json_node, '\n],\n"edges": [\n', _json_edge, "\n]}\n", between=",\n"),
    GraphFormat("edges.csv", _csv_begin, _csv_node, "", _csv_edge, ""),
)
"""Every format of the graph."""
