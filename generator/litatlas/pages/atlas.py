"""The map as pages need it: lands, dots and ego graphs with their links."""

from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from litatlas.figures.ego import MOST_BETWEEN, EgoNode, ego_graph
from litatlas.figures.map_labels import label_places, letter_size
from litatlas.figures.map_svg import Dot, Land, map_svg
from litatlas.figures.outlines import Outline, Place, outlines
from litatlas.incremental.asking import aggregate, derived
from litatlas.incremental.packing import Parcel
from litatlas.layout.places import GAP
from litatlas.markup.mathml import plain_text
from litatlas.model import Paper
from litatlas.pages.others import Other, colour_of, display_name, other_paper, seen
from litatlas.pages.paths import html_address, page_path
from litatlas.pages.survey import Survey

MOST_LINKS = 1000
"""Dots of one drawing that are links, the best connected papers: a page must not grow with the survey."""

MOST_DOTS = 4000
"""Dots of one drawing in all; of more than that nothing can be told apart."""

NEIGHBOURS = 8
"""Neighbours in an ego graph: more have no room at the width of a phone."""


def theme_places(survey: Survey) -> dict[str, list[Place]]:
    """Give the places of each theme's papers, in order."""
    return {theme.slug: sorted(survey.atlas.places[id] for id in theme.papers) for theme in survey.themes.all}


Settled = tuple[tuple[tuple[str, str], ...], tuple[tuple[str, tuple[Place, ...]], ...], tuple[int, int, int, int]]
"""All that outlines are drawn from: the names of themes, the places of their papers, the size of the map."""


@aggregate
def _settled(survey: Survey) -> Settled:
    places = tuple((slug, tuple(found)) for slug, found in theme_places(survey).items())
    return tuple((theme.slug, theme.name) for theme in survey.themes.all), places, survey.atlas.box


@aggregate
def _box(survey: Survey) -> tuple[int, int, int, int]:
    return survey.atlas.box


@derived
def theme_shapes(survey: Survey) -> tuple[dict[str, tuple[Outline, ...]], dict[str, Place]]:
    """Give the outlines of each theme, and where its name stands."""
    return _shapes(_settled(survey))


@lru_cache(maxsize=1)  # pages and the data of the map have the same
def _shapes(settled: Settled) -> tuple[dict[str, tuple[Outline, ...]], dict[str, Place]]:
    names, by_theme, box = settled
    places = dict(by_theme)
    shapes = outlines(places, GAP)
    return shapes, label_places(dict(names), places, shapes, letter_size(box[2] - box[0]), GAP)


@aggregate
def _titles_of_lands(survey: Survey) -> tuple[tuple[str, str, int], ...]:
    """Give slug, name and colour of each theme."""
    return tuple((theme.slug, theme.name, theme.colour) for theme in survey.themes.all)


def make_lands(survey: Survey, page: str) -> list[Land]:
    """Give the lands of all themes, with links from a page."""
    shapes, middles = theme_shapes(survey)
    return [
        Land(
            name=name,
            href=html_address(page_path("theme", slug), page),
            colour=colour,
            outlines=shapes[slug],
            at=middles[slug],
        )
        for slug, name, colour in _titles_of_lands(survey)
    ]


def draw_map(survey: Survey, page: str, links: bool = True) -> str:
    """Draw the map for a page; without links its dots are mere points."""
    most, listed = MOST_LINKS if links else 0, survey.library.listed
    points = _points(survey)
    dots = [
        Dot(place, colour, plain_text(listed[id].title), html_address(page_path("paper", id), page))
        for id, place, colour in points[:most]
    ]
    dots += [Dot(place, colour) for _, place, colour in points[most:]]
    return map_svg(make_lands(survey, page), dots, _box(survey), GAP, f"The map of {survey.settings.title}")


def drawn_papers(survey: Survey) -> list[Paper]:
    """Give the papers that a drawing of the map shows, those with most relations first."""
    return [survey.library.by_id[id] for id, _, _ in _points(survey)]


@aggregate
def _points(survey: Survey) -> tuple[tuple[str, Place, int], ...]:
    """Give the papers that a drawing shows by id, each with its place and colour."""
    # Of those that have as many, the first by id: they stand in this order.
    places, drawn = survey.atlas.places, sorted(survey.library.by_id, key=survey.graph.degree, reverse=True)[:MOST_DOTS]
    return tuple((id, places[id], colour_of(id, survey)) for id in drawn)


class Ego(Struct, frozen=True):
    """A paper among its neighbours, as the figure is made from it."""

    colour: int
    """Of its theme, from 1; 0 for a paper that stands alone."""

    nodes: tuple[tuple[Parcel, str, bool], ...]
    """The neighbours, each with the strongest kind of its relation to the paper, and whether that points from it."""

    between: tuple[tuple[int, int], ...]
    """The strongest pairs of neighbours that are related too, by their place, and in its order: what is drawn stays
    where one becomes a little stronger than another."""


def ego_of(paper: Paper, survey: Survey) -> Ego:
    """Give a paper among its neighbours."""
    strongest = survey.graph.strongest(paper.id, NEIGHBOURS)
    found = ((other_paper(survey, id), kind.value, inwards) for id, kind, inwards in strongest)
    # Those of one theme next to each other: their lines cross less.
    nodes = tuple(sorted(found, key=lambda node: (seen(node[0]).colour, seen(node[0]).id)))
    place = {seen(other).id: at for at, (other, _, _) in enumerate(nodes)}
    pairs = survey.graph.between(tuple(place))[:MOST_BETWEEN]
    between = sorted((min(place[one], place[other]), max(place[one], place[other])) for one, other in pairs)
    return Ego(colour_of(paper.id, survey), nodes, tuple(between))


def draw_ego(paper: Paper, ego: Ego) -> str:
    """Draw it."""
    page = page_path("paper", paper.id)
    nodes = [_ego_node(seen(parcel), kind, inwards, page) for parcel, kind, inwards in ego.nodes]
    return ego_graph(plain_text(display_name(paper)), ego.colour, nodes, ego.between)


def _ego_node(other: Other, kind: str, inwards: bool, page: str) -> EgoNode:
    return EgoNode(
        name=plain_text(display_name(other)),
        title=plain_text(other.title),
        href=html_address(other.path, page),
        colour=other.colour,
        kind=kind,
        inwards=inwards,
    )


def colours_of(ids: Iterable[str], survey: Survey) -> list[int]:
    """Give the colour of each paper's theme; 0 for one that stands alone."""
    return [colour_of(id, survey) for id in ids]
