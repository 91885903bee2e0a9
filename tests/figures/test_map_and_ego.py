"""Map and ego graph: valid, small, with names for those who do not see them; lands that do not overlap."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from litatlas.figures.ego import EgoNode, ego_graph, short
from litatlas.figures.map_labels import label_places, wrapped
from litatlas.figures.map_svg import Dot, Land, map_svg
from litatlas.figures.outlines import contours, outlines, smooth_path
from litatlas.pages.atlas import draw_ego, draw_map, ego_of
from toy import toy_survey

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"


def parsed(svg: str) -> ElementTree.Element:
    # HTML knows both by itself.
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return ElementTree.fromstring(svg.replace("<svg ", f"<svg {names} ", 1))  # noqa: S314


def node(number: int, kind: str = "terms", inwards: bool = False) -> EgoNode:
    return EgoNode(
        f"Paper {number} with a long name",
        f"Paper {number}: a <title> & more",
        f"../p{number}/",
        number % 3,
        kind,
        inwards,
    )


@pytest.mark.parametrize("count", range(1, 9))
def test_every_neighbour_is_a_link_with_its_title_inside_the_drawing(count):
    root = parsed(ego_graph("Us & them", 2, [node(number) for number in range(count)], [(0, count - 1)]))
    links = root.findall(f"{SVG}a")
    assert sorted(link.get(HREF) for link in links) == [f"../p{number}/" for number in range(count)]
    assert all(link.find(f"{SVG}title").text.startswith("Paper") for link in links)
    left, top, width, height = map(float, root.get("viewBox").split())
    circles = [circle for link in links for circle in link.findall(f"{SVG}circle")]
    places = [(float(one.get("cx")), float(one.get("cy"))) for one in circles]
    assert all(left < x < left + width and top < y < top + height for x, y in places)
    assert len(set(places)) == count
    assert root.get("role") == "group"
    assert root.get("aria-label").startswith("Us & them and its most related papers")


def test_eight_neighbours_with_long_names_take_less_than_four_kilobytes():
    long = [EgoNode("W" * 60, "W" * 300, f"../{'w' * 40}/", 12, "mentions", True) for _ in range(8)]
    pairs = [(one, other) for one in range(8) for other in range(one)]
    assert len(ego_graph("W" * 60, 1, long, pairs).encode()) < 4096


def test_a_name_that_stands_there_whole_has_no_title_to_say_it_again():
    short_, cut = EgoNode("MMICL", "MMICL: a title", "../a/", 1, "terms"), node(1)
    root = parsed(ego_graph("x", 1, [short_, cut], []))
    assert [link.findtext(f"{SVG}title") for link in root.findall(f"{SVG}a")] == [None, cut.title]


def test_lines_of_one_kind_are_one_element_and_arrows_one_each():
    kinds = ("terms", "mentions", "terms", "mentions")
    drawn = parsed(ego_graph("x", 1, [node(at, kind) for at, kind in enumerate(kinds)], [(0, 1), (1, 2)]))
    found = [(path.get("class"), path.get("d").count("M")) for path in drawn.findall(f"{SVG}path")]
    assert found == [("la-e-between", 2), ("la-e-terms", 1)]
    (arrows,) = drawn.findall(f"{SVG}g")
    assert arrows.get("marker-end") == f"url(#{drawn.find(f'{SVG}marker').get('id')})"
    assert [(path.get("class"), path.get("d").count("M")) for path in arrows] == [("la-e-mentions", 1)] * 2


def test_a_stroke_leads_from_one_neighbour_through_the_paper_to_another():
    (path,) = parsed(ego_graph("x", 1, [node(at, "terms") for at in range(3)], [])).findall(f"{SVG}path")
    assert path.get("d") == "M112 29L170 44 228 44M112 59L170 44"


def test_an_arrow_stands_where_one_names_the_other():
    def line(**of) -> str:
        return re.search(r'(<g[^>]*>)?<path class="la-e-\w+" d="[^"]+"/>', ego_graph("x", 1, [node(0, **of)], []))[0]

    assert "marker-end" not in line(kind="terms")
    outwards, inwards = line(kind="mentions"), line(kind="mentions", inwards=True)
    assert "marker-end" in outwards
    assert "marker-end" in inwards
    assert '<path class="la-e-mentions" d="M170 ' in outwards
    assert '<path class="la-e-mentions" d="M112 ' in inwards


def test_a_paper_without_neighbours_has_no_ego_graph():
    assert ego_graph("x", 1, [], []) == ""


NAMES = (
    ("MMICL", "MMICL"),
    ("A very long name of a paper", "A very long…"),
    ("Incomprehensibilities of it", "Incomprehensibil…"),
)


@pytest.mark.parametrize(("name", "shown"), NAMES)
def test_long_names_are_cut_at_a_word(name, shown):
    assert short(name) == shown


def test_the_pages_of_the_toy_survey_have_ego_graphs_with_working_links():
    survey = toy_survey()[0]
    for paper in survey.library:
        svg = draw_ego(paper, ego_of(paper, survey))
        hrefs = re.findall(r'href="\.\./([^/"]+)/"', svg)
        edges = survey.graph.by_paper.get(paper.id, ())[:8]
        assert sorted(hrefs) == sorted(edge.other(paper.id) for edge in edges)
        if svg:
            parsed(svg)
            assert "\n" not in svg


# -- lands


def test_a_line_is_traced_around_land():
    field = np.full((7, 7), -1.0)
    field[2:5, 2:5] = 1.0
    (ring,) = contours(field)
    assert {(min(x for x, _ in ring), max(x for x, _ in ring))} == {(1.5, 4.5)}
    assert all(1.5 <= y <= 4.5 for _, y in ring)


def test_islands_and_lakes_have_lines_of_their_own():
    field = np.full((9, 9), -1.0)
    field[1:4, 1:8] = 1.0
    field[2, 4] = -1.0
    field[6:8, 2:4] = 1.0
    assert len(contours(field)) == 3
    # Two corners that only touch at a point.
    field = np.full((6, 6), -1.0)
    field[2, 2] = field[3, 3] = 1.0
    assert sum(map(len, contours(field))) == 8


def inside(point, ring) -> bool:
    x, y = point
    sides = zip(ring, (*ring[1:], ring[0]), strict=True)
    return sum((b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a for (a, b), (c, d) in sides) % 2 == 1


def test_lands_hold_their_papers_and_those_of_no_other():
    square = [(x, y) for x in range(0, 100, 20) for y in range(0, 100, 20)]
    places = {"west": square, "east": [(x + 140, y) for x, y in square]}
    shapes = outlines(places, 20)
    assert {slug: len(rings) for slug, rings in shapes.items()} == {"west": 1, "east": 1}
    for slug, other in (("west", "east"), ("east", "west")):
        assert all(inside(place, shapes[slug][0]) for place in places[slug])
        assert not any(inside(place, shapes[slug][0]) for place in places[other])
    # Corners are whole numbers, every third of them: so much two lands may touch.
    assert max(x for x, _ in shapes["west"][0]) <= min(x for x, _ in shapes["east"][0]) + 2


def test_an_outline_is_a_closed_path():
    assert smooth_path(((0, 0), (10, 0), (10, 10))) == "M5 5Q0 0 5 0Q10 0 10 5Q10 10 5 5Z"


def test_a_name_stands_in_its_land_beside_the_dots():
    places = {"a": [(x, y) for x in range(0, 200, 40) for y in (0, 20, 40)], "b": [(400, 0), (420, 0), (440, 0)]}
    shapes = outlines(places, 20)
    found = label_places({"a": "Whales", "b": "Bridges"}, places, shapes, 10, 20)
    assert inside(found["a"], shapes["a"][0])
    assert inside(found["b"], shapes["b"][0])
    assert min(abs(found["b"][1] - y) for _, y in places["b"]) > 5


def test_names_are_cut_into_lines():
    assert wrapped("Affective computing and detection of harmful content") == [
        *("Affective", "computing and", "detection of", "harmful content"),
    ]


def test_a_map_names_itself_and_links_lands_and_dots():
    land = Land("Whales & co", "../themes/whales/", 3, outlines({"w": [(0, 0), (20, 0), (0, 20)]}, 20)["w"], (5, 5))
    dots = [Dot((0, 0), 3, "On <whales>", "../papers/w/"), Dot((20, 0), 3), Dot((0, 20), 0)]
    root = parsed(map_svg([land], dots, (0, 0, 20, 20), 20, "The map"))
    assert root.find(f"{SVG}title").text == "The map"
    assert root.find(f"{SVG}desc").text == "3 papers in 1 theme; related papers stand together."
    assert [link.get("href") for link in root.findall(f"{SVG}a")] == ["../papers/w/", "../themes/whales/"]
    assert map_svg([], [], (0, 0, 0, 0), 20, "x") == ""


def test_the_map_of_the_toy_survey_is_well_formed():
    survey = toy_survey()[0]
    root = parsed(draw_map(survey, "graph/index.md"))
    links = {link.get("href") for link in root.findall(f"{SVG}a")}
    assert {f"../papers/{one.id}/" for one in survey.library} <= links
    assert "<a" not in re.sub(r'<a class="la-land-name".*?</a>', "", draw_map(survey, "index.md", links=False))
