"""The map: no two papers touch, themes stand together, and what has a place keeps it."""

from math import hypot

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from litatlas.identity.permalink import Entry, Ledger, State
from litatlas.layout import Atlas, begin_layout, read_positions, render_positions
from litatlas.layout.drawing import JAMMED, stretched
from litatlas.layout.places import GAP, Places, Positions, are_apart
from litatlas.library import Library
from litatlas.themes import PaperGraph, Theme, Themes
from themes.planted import paper


def crowd(count: int, groups: int) -> tuple[PaperGraph, Library, Themes]:
    """Give papers of some groups, each joined to three of its group and seldom to another."""
    ids = [f"p{number:04d}" for number in range(count)]
    ends = {
        (min(a, b), max(a, b))
        for a in range(count)
        for b in ((a + groups) % count, (a + 2 * groups) % count, (a + 3 * groups) % count, (7 * a + 1) % count)
        if a != b
    }
    rows = sorted(ends)
    weights = np.array([0.5 if (a - b) % groups == 0 else 0.1 for a, b in rows])
    themes = tuple(Theme(f"t{group}", f"T{group}", tuple(ids[group::groups])) for group in range(groups))
    library = Library(tuple(paper(id, id, "") for id in ids), {})
    return PaperGraph(count, np.array(rows, dtype=np.int64).reshape(-1, 2), weights), library, Themes(themes)


def lay_out(graph: PaperGraph, library: Library, themes: Themes, before: Positions) -> Atlas:
    return begin_layout(graph, library, themes, before)


def distance(one: tuple[int, int], other: tuple[int, int]) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def nearest_distance(atlas: Atlas) -> float:
    points = np.array(list(atlas.places.values()), dtype=float)
    away = np.hypot(*(points[:, None, :] - points[None, :, :]).transpose(2, 0, 1))
    np.fill_diagonal(away, np.inf)
    return float(away.min())


@pytest.mark.parametrize(("count", "groups"), [(2, 1), (3, 1), (60, 5), (400, 12)])
def test_no_two_papers_touch(count, groups):
    graph, library, themes = crowd(count, groups)
    assert nearest_distance(lay_out(graph, library, themes, {})) >= GAP


def test_a_paper_has_papers_of_its_theme_around_it():
    graph, library, themes = crowd(240, 6)
    places = lay_out(graph, library, themes, {}).places
    same = 0
    for one, place in places.items():
        near = sorted((other for other in places if other != one), key=lambda other: distance(place, places[other]))
        same += sum(themes.of_paper[other] == themes.of_paper[one] for other in near[:5])
    assert same / (5 * len(places)) > 0.85


def test_a_map_that_was_drawn_is_drawn_again_as_it_was():
    graph, library, themes = crowd(60, 4)
    first = lay_out(graph, library, themes, {})
    ledger = Ledger([Entry("paper", one.id, one.id) for one in library])
    assert lay_out(graph, library, themes, read_positions(render_positions(first), ledger)) == first
    assert lay_out(graph, library, themes, {}) == first


def test_when_five_papers_are_added_no_other_moves():
    graph, library, themes = crowd(100, 5)
    ids = [one.id for one in library]
    before = {id: place for id, place in lay_out(graph, library, themes, {}).places.items() if id not in ids[-5:]}
    after = lay_out(graph, library, themes, before)
    assert {id: after.places[id] for id in before} == before
    for id in ids[-5:]:
        friends = [after.places[other] for other in themes.by_slug[themes.of_paper[id]].papers if other != id]
        assert min(distance(after.places[id], friend) for friend in friends) < 4 * GAP


def test_a_paper_that_went_to_another_theme_moves_alone():
    graph, library, themes = crowd(100, 5)
    before = dict(lay_out(graph, library, themes, {}).places)
    after = lay_out(graph, library, replace(themes, moved=frozenset({"p0003"})), before).places
    assert {id for id in before if after[id] != before[id]} <= {"p0003"}


def test_a_map_drawn_anew_looks_like_the_old_one():
    graph, library, themes = crowd(120, 6)
    ids = [one.id for one in library]
    before = {id: place for id, place in lay_out(graph, library, themes, {}).places.items() if id in ids[:80]}
    after = lay_out(graph, library, themes, before)
    width = after.box[2] - after.box[0]
    moved = sorted(distance(after.places[id], before[id]) for id in before)
    assert moved[len(moved) // 2] < 0.15 * width


def test_a_map_without_papers_is_empty():
    graph = PaperGraph(0, np.zeros((0, 2), dtype=np.int64), np.zeros(0))
    assert lay_out(graph, Library((), {}), Themes(), {}) == Atlas()
    assert Atlas().box == (0, 0, 0, 0)


def test_places_that_cannot_be_read_are_passed_over():
    ledger = Ledger([Entry("paper", "a", "a"), Entry("paper", "old", "o", state=State.REDIRECT, target="b")])
    ledger = ledger.with_entries(Entry("paper", "b", "b"))
    text = "# litatlas layout 1\na\t1\t-2\nold\t3\t4\nnever\t5\t6\nb\tx\ty\nb\n<<<<<<<\na\t99999999999\t0\n"
    assert read_positions(text, ledger) == {"a": (1, -2), "b": (3, 4)}


points = st.tuples(st.floats(-60, 60), st.floats(-60, 60))


@settings(max_examples=50)
@given(st.lists(points, max_size=40), st.integers(2, 30))
def test_places_are_never_nearer_than_the_gap(wanted, gap):
    places = Places(gap)
    taken = [places.take(x, y) for x, y in wanted]
    assert all(distance(one, other) >= gap for number, one in enumerate(taken) for other in taken[:number])


@pytest.mark.parametrize(
    ("places", "apart"),
    [([], True), ([(0, 0)], True), ([(0, 0), (12, 16), (24, 0)], True), ([(0, 0), (24, 0), (12, 15)], False)],
)
def test_whether_all_places_are_apart(places, apart):
    assert are_apart(np.array(places, dtype=np.float64).reshape(-1, 2), 20) is apart


def test_two_papers_on_one_place_in_the_table_are_set_apart():
    graph, library, themes = crowd(9, 3)
    before = {paper.id: (0, 40 * number) for number, paper in enumerate(library)}
    moved = before | {library.papers[1].id: (3, 0)}
    assert lay_out(graph, library, themes, before).places == before
    assert nearest_distance(lay_out(graph, library, themes, moved)) >= GAP


def test_a_crowd_is_stretched_until_there_is_room_and_others_stay_as_they_are():
    draw = np.random.default_rng(3)
    points = draw.uniform(size=(2000, 2)) * 30 * GAP
    wide = stretched(points)
    away = np.hypot(*(wide[:, None, :] - wide[None, :, :]).transpose(2, 0, 1))
    assert np.median((away < 3 * GAP).sum(axis=1)) <= 36 * JAMMED
    assert np.allclose(wide, points * (wide[0, 0] / points[0, 0]))
    assert np.array_equal(stretched(points * 10), points * 10)
