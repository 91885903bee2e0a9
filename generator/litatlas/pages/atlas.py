"""The map as pages need it: lands, dots and ego graphs with their links."""

from collections.abc import Iterable

from litatlas.figures.ego import EgoNode, ego_graph
from litatlas.figures.map_labels import label_places, letter_size
from litatlas.figures.map_svg import Dot, Land, map_svg
from litatlas.figures.outlines import Outline, Place, outlines
from litatlas.layout import GAP
from litatlas.mathml import plain_text
from litatlas.model import Paper
from litatlas.pages.neighbours import display_name
from litatlas.pages.paths import html_address, page_path
from litatlas.pages.survey import Survey

MOST_LINKS = 1000
"""Dots of one drawing that are links, the best connected papers: a page must not grow with the survey."""

MOST_DOTS = 4000
"""Dots of one drawing in all; of more than that nothing can be told apart."""

NEIGHBOURS = 8
"""Neighbours in an ego graph: more have no room at the width of a phone."""


def theme_places(survey: Survey) -> dict[str, list[Place]]:
    """Give the places of each theme's papers."""
    return {theme.slug: [survey.atlas.places[id] for id in theme.papers] for theme in survey.themes.all}


def theme_shapes(survey: Survey) -> tuple[dict[str, tuple[Outline, ...]], dict[str, Place]]:
    """Give the outlines of each theme, and where its name stands."""
    places = theme_places(survey)
    shapes = outlines(places, GAP)
    names = {theme.slug: theme.name for theme in survey.themes.all}
    box = survey.atlas.box
    return shapes, label_places(names, places, shapes, letter_size(box[2] - box[0]), GAP)


def make_lands(survey: Survey, page: str) -> list[Land]:
    """Give the lands of all themes, with links from a page."""
    shapes, middles = theme_shapes(survey)
    return [
        Land(
            name=theme.name,
            href=html_address(page_path("theme", theme.slug), page),
            colour=theme.colour,
            outlines=shapes[theme.slug],
            at=middles[theme.slug],
        )
        for theme in survey.themes.all
    ]


def draw_map(survey: Survey, page: str, links: bool = True) -> str:
    """Draw the map for a page; without links its dots are mere points."""
    drawn = drawn_papers(survey)
    dots = [_dot(paper, survey, page if links and place < MOST_LINKS else "") for place, paper in enumerate(drawn)]
    return map_svg(make_lands(survey, page), dots, survey.atlas.box, GAP, f"The map of {survey.settings.title}")


def drawn_papers(survey: Survey) -> list[Paper]:
    """Give the papers that a drawing of the map shows, those with most relations first."""
    return sorted(survey.library, key=lambda paper: (-survey.graph.degree(paper.id), paper.id))[:MOST_DOTS]


def draw_ego(paper: Paper, survey: Survey) -> str:
    """Draw a paper among its neighbours."""
    edges = survey.graph.by_paper.get(paper.id, ())[:NEIGHBOURS]
    page = page_path("paper", paper.id)
    # Those of one theme next to each other: their lines cross less.
    others = sorted((edge.other(paper.id) for edge in edges), key=lambda id: (_colour(id, survey), id))
    by_other = {edge.other(paper.id): edge for edge in edges}
    nodes = []
    for id in others:
        other = survey.library.by_id[id]
        edge = by_other[id]
        kind, back = edge.kinds[0]
        nodes.append(
            EgoNode(
                name=plain_text(display_name(other)),
                title=plain_text(other.title),
                href=html_address(page_path("paper", id), page),
                colour=_colour(id, survey),
                kind=kind.value,
                inwards=back == (edge.a == paper.id),
            )
        )
    return ego_graph(plain_text(display_name(paper)), _colour(paper.id, survey), nodes, _between(others, survey))


def _between(others: list[str], survey: Survey) -> list[tuple[int, int]]:
    place = {id: number for number, id in enumerate(others)}
    found = {
        (-edge.weight, place[edge.a], place[edge.b])
        for id in others
        for edge in survey.graph.by_paper.get(id, ())
        if edge.a in place and edge.b in place
    }
    return [(one, other) for _, one, other in sorted(found)]


def _dot(paper: Paper, survey: Survey, page: str) -> Dot:
    return Dot(
        place=survey.atlas.places[paper.id],
        colour=_colour(paper.id, survey),
        title=plain_text(paper.title) if page else "",
        href=html_address(page_path("paper", paper.id), page) if page else "",
    )


def _colour(id: str, survey: Survey) -> int:
    slug = survey.themes.of_paper.get(id)
    return survey.themes.by_slug[slug].colour if slug else 0


def colours_of(ids: Iterable[str], survey: Survey) -> list[int]:
    """Give the colour of each paper's theme; 0 for one that stands alone."""
    return [_colour(id, survey) for id in ids]
