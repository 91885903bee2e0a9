"""The page of the map: the element that a client fills, the static drawing, and all papers as a table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from litatlas.mathml import plain_text
from litatlas.model import Paper
from litatlas.pages.atlas import draw_map
from litatlas.pages.head import FULL_WIDTH, head
from litatlas.pages.inline import Rich, Span
from litatlas.pages.items import PageLink
from litatlas.pages.paging import Pager, paginate
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey
from litatlas.pages.theme_index import GRAPH
from litatlas.pages.wording import count


@dataclass(frozen=True, slots=True)
class Row:
    """A paper in the table."""

    path: str
    title: Rich
    status: str
    theme: PageLink | None
    year: PageLink | None
    degree: str


@dataclass(frozen=True, slots=True)
class GraphPage:
    """One page of the table; the map stands on the first."""

    path: str
    head: Mapping[str, Any]
    title: str
    counts: str
    figure: str
    exports: tuple[PageLink, ...]
    rows: tuple[Row, ...]
    pager: Pager


EXPORTS = (
    PageLink("GraphML", "graph/graph.graphml"),
    PageLink("GEXF (Gephi)", "graph/graph.gexf"),
    PageLink("JSON (node-link)", "graph/graph.json"),
    PageLink("CSV of the relations", "graph/edges.csv"),
)


def graph_path(number: int = 1) -> str:
    """Give the path of one page of the table."""
    return GRAPH if number == 1 else f"graph/page/{number}.md"


def graph_pages(survey: Survey) -> Iterator[GraphPage]:
    """Build the page of the map, and those on which its table goes on."""
    graph = survey.graph
    papers = sorted(survey.library, key=lambda paper: (-graph.degree(paper.id), paper.title.casefold(), paper.id))
    relations = count(len(graph.edges), "relation")
    counts = f"{count(len(papers), 'paper')}, {relations}, {count(len(survey.themes.all), 'theme')}"
    for pager, part in paginate(papers, survey.settings.pages.per_page, graph_path):
        path = graph_path(pager.number)
        first = pager.number == 1
        yield GraphPage(
            path=path,
            head=head(
                "graph",
                f"Map{pager.suffix}",
                f"The papers of {survey.settings.title} on a map: related ones stand together, each with its reasons.",
                hide=FULL_WIDTH,
            ),
            title=f"Map of the papers{pager.suffix}",
            counts=counts,
            figure=draw_map(survey, path) if first else "",
            exports=EXPORTS if first else (),
            rows=tuple(_row(paper, survey) for paper in part),
            pager=pager,
        )


def _row(paper: Paper, survey: Survey) -> Row:
    theme = survey.themes.by_slug.get(paper.theme)
    year = str(paper.year or "")
    return Row(
        path=page_path("paper", paper.id),
        # A formula's bars would end the cell.
        title=(Span("text", plain_text(paper.title)),),
        status=paper.status.status.word,
        theme=PageLink(theme.name, page_path("theme", theme.slug)) if theme else None,
        year=PageLink(year, page_path("year", survey.library.slug("year", year))) if year else None,
        degree=str(survey.graph.degree(paper.id)),
    )
