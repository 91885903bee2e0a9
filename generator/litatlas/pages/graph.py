"""The page of the map: the element that a client fills, the static drawing, and all papers as a table."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from litatlas.incremental.asking import aggregate, derived
from litatlas.listed_paper import ListedPaper
from litatlas.markup.mathml import plain_text
from litatlas.pages.atlas import draw_map
from litatlas.pages.head import FULL_WIDTH, head
from litatlas.pages.inline import Rich, Span
from litatlas.pages.items import PageLink
from litatlas.pages.paging import Pager, page_of
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey
from litatlas.pages.theme_index import GRAPH
from litatlas.pages.wording import count


class Row(Struct, frozen=True):
    """A paper in the table."""

    path: str
    title: Rich
    status: str
    theme: PageLink | None
    year: PageLink | None
    degree: str
    """How many papers are related to it: on the first page, which is in order of that."""


class GraphPage(Struct, frozen=True):
    """One page of the table; map and counts stand on the first: others stay as they are when a relation is added."""

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


def make_graph_page(survey: Survey, number: int) -> GraphPage:
    """Build one page of the table."""
    pager, part = _part(survey, number)
    path = graph_path(number)
    first = number == 1
    return GraphPage(
        path=path,
        head=head(
            "graph",
            f"Map{pager.suffix}",
            f"The papers of {survey.settings.title} on a map: related ones stand together, each with its reasons.",
            hide=FULL_WIDTH,
        ),
        title=f"Map of the papers{pager.suffix}",
        counts=_counts(survey) if first else "",
        figure=draw_map(survey, path) if first else "",
        exports=EXPORTS if first else (),
        rows=tuple(
            _row(survey.library.listed[id], survey, str(survey.graph.degree(id)) if first else "") for id in part
        ),
        pager=pager,
    )


def _counts(survey: Survey) -> str:
    papers, relations = count(len(survey.library), "paper"), count(len(survey.graph.edges), "relation")
    return f"{papers}, {relations}, {count(len(survey.themes.by_slug), 'theme')}"


@derived
def _part(survey: Survey, number: int) -> tuple[Pager, tuple[str, ...]]:
    """Give the papers of one page of the table."""
    pager, ids = page_of(_in_order(survey), survey.settings.pages.per_page, graph_path, number)
    return pager, tuple(ids)


@aggregate
def _in_order(survey: Survey) -> tuple[str, ...]:
    """Give the best connected papers, as many as the first page holds, then the others in the order of titles.

    So a relation more or less moves a paper from page to page only where it enters the first one or leaves it.
    """
    by_title = sorted(survey.library, key=lambda paper: paper.title.casefold())
    # Those that are alike stay as they are: in the order of titles, and in that of ids.
    ranked = sorted((paper.id for paper in by_title), key=survey.graph.degree, reverse=True)
    first = tuple(ranked[: survey.settings.pages.per_page])
    shown = frozenset(first)
    return first + tuple(paper.id for paper in by_title if paper.id not in shown)


def _row(paper: ListedPaper, survey: Survey, degree: str) -> Row:
    theme = survey.themes.by_slug.get(paper.theme)
    year = str(paper.year or "")
    return Row(
        path=page_path("paper", paper.id),
        # A formula's bars would end the cell.
        title=(Span("text", plain_text(paper.title)),),
        status=paper.status.status.word,
        theme=PageLink(theme.name, page_path("theme", theme.slug)) if theme else None,
        year=PageLink(year, page_path("year", survey.library.slug("year", year))) if year else None,
        degree=degree,
    )
