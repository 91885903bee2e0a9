"""The files under graph/: the data of the map for a client, and the graph for other programs."""

from collections.abc import Iterator

from litatlas.graph_data import data_files
from litatlas.graph_exports import edges_csv, gexf, graphml, node_link, relations
from litatlas.pages.survey import Survey


def graph_files(survey: Survey) -> Iterator[tuple[str, str, str | bytes]]:
    """Give every file as (path below docs/, what it is of, text; in UTF-8 where it grows with the survey)."""
    for path, text in data_files(survey):
        yield path, "the data of the map", text
    found = relations(survey)
    for name, write in (
        ("graph.graphml", graphml),
        ("graph.gexf", gexf),
        ("graph.json", node_link),
        ("edges.csv", edges_csv),
    ):
        yield f"graph/{name}", "the graph of the papers", b"".join(part.encode() for part in write(survey, found))
