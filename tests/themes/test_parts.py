"""The steps on the way to themes: communities, agreement, names, slugs."""

import numpy as np
import pytest

from litatlas.identity.permalink import Entry, Ledger, State
from litatlas.related.statistics import SMALL
from litatlas.themes import COLOURS, colours_of
from litatlas.themes.communities import MOST_MOVED, RESOLUTIONS, Division, communities, rand_index
from litatlas.themes.graph import PaperGraph
from litatlas.themes.labels import Term, says_the_same, worth
from litatlas.themes.memory import keep_slugs, mint_theme, parse_looks, parse_memory, parse_resolution, render_memory
from litatlas.themes.moves import ALONE, moved, numbered
from litatlas.themes.naming import capitalised, dominant_kind, plural, title_terms, titles
from litatlas.themes.relations import Placed, centrality
from litatlas.themes.values import Look, Tie


def ring(count: int, size: int) -> PaperGraph:
    """Give cliques in a ring, each joined to the next by one weak edge."""
    ends = []
    for clique in range(count):
        first = clique * size
        ends += [(first + a, first + b, 0.9) for a in range(size) for b in range(a + 1, size)]
        ends.append((*sorted((first, ((clique + 1) % count) * size)), 0.1))
    ends.sort()
    return PaperGraph(count * size, np.array([[a, b] for a, b, _ in ends]), np.array([weight for _, _, weight in ends]))


@pytest.mark.parametrize(("count", "size"), [(3, 5), (6, 6), (12, 10), (20, 30)])
def test_cliques_are_communities(count, size):
    members = communities(ring(count, size)).members
    assert members.reshape(count, size).tolist() == [[number] * size for number in range(count)]


def test_the_last_division_goes_on_with_the_new_papers_in_it():
    anew = communities(ring(12, 10))
    other = next(resolution for resolution in RESOLUTIONS if resolution != anew.resolution)
    before = np.where(np.arange(120) % 5 == 0, ALONE, anew.members)
    assert communities(ring(12, 10), Division(other, before)).resolution == other
    assert communities(ring(12, 10), Division(other, before)).members.tolist() == anew.members.tolist()


def test_papers_are_divided_anew_where_many_are_new_or_the_resolution_is_unknown():
    graph, anew = ring(12, 10), communities(ring(12, 10))
    other = next(resolution for resolution in RESOLUTIONS if resolution != anew.resolution)
    quarter = np.where(np.arange(120) % 4 == 0, ALONE, anew.members)
    assert communities(graph, Division(other, quarter)).resolution == anew.resolution
    assert communities(graph, Division(0.0, anew.members)).resolution == anew.resolution


def test_pairs_and_single_papers_are_in_no_community():
    graph = PaperGraph(6, np.array([[0, 1], [0, 2], [1, 2], [3, 4]]), np.array([0.5, 0.5, 0.5, 0.5]))
    assert communities(graph).members.tolist() == [0, 0, 0, ALONE, ALONE, ALONE]


def test_divisions_that_are_equally_good_come_to_an_end():
    pairs = [[a, b] for a in range(5) for b in range(a + 1, 5)]
    weights = [0.9357, *[0.0866] * 6, *[0.9] * 3]
    # Its papers changed places for ever, as long as the library was told to go on until none does.
    assert communities(PaperGraph(5, np.array(pairs), np.array(weights))).members.tolist() == [0] * 5


def test_without_edges_all_stand_alone():
    assert communities(PaperGraph(3, np.zeros((0, 2), dtype=np.int64), np.zeros(0))).members.tolist() == [ALONE] * 3


def test_communities_are_numbered_by_size_then_by_their_first_paper():
    assert numbered(np.array([7, 3, 3, ALONE, 9, 9, 3])).tolist() == [2, 0, 0, ALONE, 1, 1, 0]


AGREEMENTS = (
    # (one division, another, adjusted Rand index)
    ([0, 0, 1, 1], [1, 1, 0, 0], 1.0),
    ([0, 0, 1, 1], [0, 1, 0, 1], -0.5),
    ([0, 0, 0, 0], [0, 0, 0, 0], 1.0),
    # Hubert and Arabie's index by hand: 2 pairs together in both, 2 and 3 in each, of 10.
    ([0, 0, 1, 1, 2], [0, 0, 1, 1, 1], (2 - 0.8) / (3 - 0.8)),
)


@pytest.mark.parametrize(("one", "other", "index"), AGREEMENTS)
def test_the_agreement_of_two_divisions(one, other, index):
    assert rand_index(one, other) == pytest.approx(index)


WORTHS = (
    # (inside, size, everywhere, papers, is anything)
    (1, 5, 1, 100, False),
    (5, 10, 60, 100, False),
    (5, 10, 10, 100, True),
    (2, 20, 30, 100, False),
)


@pytest.mark.parametrize(("inside", "size", "everywhere", "papers", "something"), WORTHS)
def test_a_term_is_worth_something_if_it_sets_a_community_apart(inside, size, everywhere, papers, something):
    assert (worth(inside, size, everywhere, papers) > 0) is something


def term(text: str, weight: float, papers: str = "", tag: str = "", above: str = "") -> Term:
    return Term(text, weight, frozenset(map(int, papers.split())), tag, tuple(text.split()), frozenset(above.split()))


TITLES = (
    # (terms of each community, sizes, titles)
    ([[term("whale song", 1, "1 2 3 4")]], [4], ["Whale song"]),
    ([[term("emotion", 1, "1 2"), term("sentiment", 0.8, "3 4")]], [4], ["Emotion and sentiment"]),
    # What the first has said already is not said again, nor what is much weaker.
    ([[term("emotion", 1, "1 2"), term("emotion words", 0.9, "3 4")]], [4], ["Emotion"]),
    ([[term("emotion", 1, "1 2"), term("sentiment", 0.4, "3 4")]], [4], ["Emotion"]),
    ([[term("emotion", 1, "1 2"), term("sentiment", 0.9, "1 2")]], [4], ["Emotion"]),
    # A list goes on.
    ([[term("images and text", 1, "1 2"), term("sound", 0.9, "3")]], [4], ["Images, text and sound"]),
    # Two that want the same term: the one whom it tells better has it.
    (
        [[term("retrieval", 0.5, "1 2 3 4"), term("ranking", 0.4, "1 2 3 4")], [term("retrieval", 0.9, "5 6 7")]],
        [4, 3],
        ["Ranking", "Retrieval"],
    ),
    ([[], []], [3, 3], ["Other papers", "Other papers (2)"]),
    ([[term("iNaturalist", 1, "1 2 3")]], [3], ["iNaturalist"]),
)


@pytest.mark.parametrize(("terms", "sizes", "expected"), TITLES)
def test_titles_say_one_matter_or_two(terms, sizes, expected):
    nothing = [""] * len(sizes)
    assert list(titles(title_terms(terms, sizes, nothing, [None] * len(sizes)), nothing)) == expected


@pytest.mark.parametrize(("terms", "sizes", "expected"), TITLES)
def test_the_terms_of_a_title_are_the_same_in_the_next_build(terms, sizes, expected):
    nothing = [""] * len(sizes)
    said = title_terms(terms, sizes, nothing, [None] * len(sizes))
    assert title_terms(terms, sizes, nothing, said) == said


KEPT_TITLES = (
    # (terms of a community, terms of its last title, terms of its title)
    ([term("grasp", 1.0, "1 2"), term("reach", 0.95, "1 2")], ("reach", ""), ("reach", "")),
    ([term("grasp", 1.0, "1 2"), term("reach", 0.9, "1 2")], ("reach", ""), ("grasp", "")),
    # A second term comes when it is clearly worth it, and goes when it clearly is not.
    ([term("grasp", 1.0, "1 2"), term("sound", 0.47, "3 4")], ("grasp", ""), ("grasp", "")),
    ([term("grasp", 1.0, "1 2"), term("sound", 0.5, "3 4")], ("grasp", ""), ("grasp", "sound")),
    ([term("grasp", 1.0, "1 2"), term("sound", 0.42, "3 4")], ("grasp", "sound"), ("grasp", "sound")),
    ([term("grasp", 1.0, "1 2"), term("sound", 0.4, "3 4")], ("grasp", "sound"), ("grasp", "")),
    ([term("grasp", 1.0, "1 2"), term("taste", 0.9, "3 4"), term("sound", 0.5, "3")], *[("grasp", "sound")] * 2),
    ([term("grasp", 1.0, "1 2"), term("sound", 0.47, "3 4")], ("reach", ""), ("grasp", "sound")),
)  # fmt: skip


@pytest.mark.parametrize(("terms", "before", "now"), KEPT_TITLES)
def test_a_title_stays_until_another_is_clearly_better(terms, before, now):
    assert title_terms([terms], [4], [""], [before]) == [now]
    assert title_terms([terms], [4], [""], [now]) == [now]


def test_a_title_says_what_its_papers_give():
    said = title_terms([[term("question answering", 1, "1 2"), term("sound", 1, "3 4")]], [4], ["Benchmarks"], [None])
    assert titles(said, ["Benchmarks"]) == ("Benchmarks: question answering",)


def test_a_theme_keeps_its_colour_whatever_its_size():
    slugs = [f"t{number}" for number in range(COLOURS + 2)]
    before = {slug: number % COLOURS + 1 for number, slug in enumerate(slugs)}
    assert coloured(slugs[::-1], [], before) == before


def test_the_smaller_of_two_themes_that_touch_takes_another_colour():
    slugs = [f"t{number}" for number in range(COLOURS + 1)]
    before = {slug: number % COLOURS + 1 for number, slug in enumerate(slugs)}
    now = coloured(slugs, [("t0", f"t{COLOURS}")], before)
    assert now["t0"] == 1 != now[f"t{COLOURS}"]
    assert now == coloured(slugs, [("t0", f"t{COLOURS}")], now)


def test_a_theme_with_neighbours_of_every_colour_keeps_its_own():
    slugs = [f"t{number}" for number in range(COLOURS + 1)]
    touching = [(slug, f"t{COLOURS}") for slug in slugs[:-1]]
    now = coloured(slugs, touching, {})
    assert sorted(now[slug] for slug in slugs[:-1]) == list(range(1, COLOURS + 1))
    assert coloured(slugs, touching, now) == now


def coloured(slugs: list[str], touching: list[tuple[str, str]], before: dict[str, int]) -> dict[str, int]:
    return colours_of(slugs, {one: [Tie(other, 1.0, (), ())] for one, other in touching}, before)


def test_what_most_papers_give_is_told_only_where_it_stands_out():
    assert dominant_kind({"Benchmark": 8}, 10, {"Benchmark": 20}, 100) == "Benchmarks"
    assert dominant_kind({"Method": 8}, 10, {"Method": 60}, 100) == ""
    assert dominant_kind({"Benchmark": 3}, 4, {"Benchmark": 5}, 100) == ""


def test_small_things_of_language():
    assert [plural(word) for word in ("Dataset", "Analysis", "Case study", "Essay", "Approach")] == [
        *("Datasets", "Analyses", "Case studies", "Essays", "Approaches"),
    ]
    assert [capitalised(text) for text in ("in-context learning", "3D scenes", "eBay")] == [
        *("In-context learning", "3D scenes", "eBay"),
    ]


def test_a_kind_of_a_term_says_the_same():
    assert says_the_same(term("a", 1, tag="retrieval"), term("b", 1, tag="image-retrieval", above="retrieval"))
    assert not says_the_same(term("whale song", 1), term("steel cable", 1))


SLUGS = (
    # (communities, themes before, slugs kept)
    (["abc", "def"], {"x": "abc", "y": "def"}, ["x", "y"]),
    (["abcd", "ef"], {"x": "abc", "y": "def"}, ["x", "y"]),
    (["abcdef"], {"x": "abcd", "y": "ef"}, ["x"]),
    (["ab", "cd"], {"x": "abcd"}, ["", ""]),
    (["abc", "d"], {"x": "abcd"}, ["x", ""]),
    # Papers that left the survey are not counted.
    (["ab"], {"x": "abzzz"}, ["x"]),
    (["abc"], {}, [""]),
)


@pytest.mark.parametrize("small", [100, 300])
@pytest.mark.parametrize("seed", range(6))
def test_a_division_is_the_same_in_the_next_build(seed, small):
    chance = np.random.default_rng(seed)
    ends = np.unique(np.sort(chance.integers(0, 300, (1500, 2)), axis=1), axis=0)
    ends = ends[ends[:, 0] < ends[:, 1]]
    graph = PaperGraph(300, ends, chance.integers(1, 50, len(ends)) / 50)
    first = communities(graph, small=small, many=small)
    again = communities(graph, first, small=small, many=small)
    assert (again.resolution, again.members.tolist()) == (first.resolution, first.members.tolist())
    # After another paper lost its place, too: that build, and the one that follows it.
    before = np.where(np.arange(300) % 7 == 0, ALONE, first.members)
    second = communities(graph, Division(first.resolution, before), small=small, many=small)
    assert communities(graph, second, small=small, many=small).members.tolist() == second.members.tolist()


@pytest.mark.parametrize(("papers", "stay"), [(9, False), (SMALL + 1, True)])
def test_in_a_large_survey_others_stay_as_central_when_the_most_central_paper_changes(papers, stay):
    def central(weight: float) -> dict[str, float]:
        graph = PaperGraph(papers, np.array([[0, 1], [0, 2], [3, 4]]), np.array([0.6, weight, 0.3]))
        ids = [f"p{place}" for place in range(papers)]
        return centrality(graph, Placed.of(ids, dict.fromkeys(ids[:5], "one")))

    one, other = central(0.5), central(0.51)
    assert (one["p3"] == other["p3"]) == stay
    assert 0.8 <= one["p0"] < other["p0"] <= 1.0 if stay else one["p0"] == other["p0"] == 1.0


def two_groups(here: float, there: float) -> PaperGraph:
    """Give two cliques of six papers, and a last paper with so strong edges to two papers of each."""
    cliques = [(first + a, first + b, 0.9) for first in (0, 6) for a in range(6) for b in range(a + 1, 6)]
    last = [(0, 12, here), (1, 12, here), (6, 12, there), (7, 12, there)]
    ends = sorted(cliques + last)
    return PaperGraph(13, np.array([[a, b] for a, b, _ in ends]), np.array([weight for _, _, weight in ends]))


def test_a_paper_joins_those_that_draw_it_and_moves_only_where_much_is_gained():
    halves = np.repeat([0, 1], [6, 6])
    for before, here, there, now in ((ALONE, 0.2, 0.3, 1), (0, 0.3, 0.3, 0), (0, 0.3, 0.31, 0), (0, 0.2, 0.3, 1)):
        members = np.append(halves, before)
        assert moved(two_groups(here, there), 1.0, members).tolist() == [*halves.tolist(), now]


def test_all_papers_of_a_large_survey_are_looked_at_together_once_a_tenth_has_moved():
    # Two of seven cliques are halved: no paper alone gains much by a move to the other half, all of them do.
    graph, halved = ring(7, 12), np.repeat([0, 1, 2, 3, 4, 5, 6, 7, 8], [12, 12, 12, 12, 12, 6, 6, 6, 6])
    resolution = communities(graph).resolution
    stays = communities(graph, Division(resolution, halved, moved=3), small=10)
    assert (stays.members.tolist(), stays.moved) == (halved.tolist(), 3)
    whole = communities(graph, Division(resolution, halved, moved=int(MOST_MOVED * 84) + 1), small=10)
    assert (whole.members.tolist(), whole.moved) == (np.repeat(range(7), 12).tolist(), 0)


def test_weights_that_change_a_little_move_hardly_a_paper():
    chance = np.random.default_rng(1)
    ends = np.unique(np.sort(chance.integers(0, 138, (700, 2)), axis=1), axis=0)
    ends = ends[ends[:, 0] < ends[:, 1]]
    weights = chance.integers(1, 50, len(ends)) / 50
    division = communities(PaperGraph(138, ends, weights))
    changed = PaperGraph(138, ends, np.round(weights * chance.uniform(0.99, 1.01, len(ends)), 6))
    assert (communities(changed, division).members != division.members).sum() <= 3
    # Divided anew it is another one.
    assert (communities(changed).members != division.members).sum() > 30


@pytest.mark.parametrize(("now", "before", "kept"), SLUGS)
def test_a_slug_is_kept_by_the_majority_of_its_papers(now, before, kept):
    theme_of = {paper: slug for slug, papers in before.items() for paper in papers}
    assert keep_slugs([set(group) for group in now], theme_of) == kept


def test_the_memory_is_read_as_it_was_written_by_the_names_that_papers_have_now():
    ledger = Ledger([Entry("paper", "a", "a"), Entry("paper", "old", "o", state=State.REDIRECT, target="b")])
    ledger = ledger.with_entries(Entry("paper", "b", "b"), Entry("paper", "gone", "g", state=State.TOMBSTONE))
    text = render_memory({"old": "y", "a": "x", "gone": "x", "never": "x"})
    assert text == "# litatlas themes 1\n# paper\ttheme\na\tx\ngone\tx\nnever\tx\nold\ty\n"
    assert parse_memory(text + "<<<<<<< ours\nbroken line\n\t\n", ledger) == {"a": "x", "b": "y"}


@pytest.mark.parametrize("resolution", [0.0, 1.1849])
def test_the_memory_says_at_what_resolution_themes_were_found(resolution):
    text = render_memory({"a": "x"}, resolution)
    ledger = Ledger([Entry("paper", "a", "a")])
    assert (parse_resolution(text), parse_memory(text, ledger)) == ((resolution, 0), {"a": "x"})


def test_the_memory_says_how_many_papers_moved_since():
    assert parse_resolution(render_memory({"a": "x"}, 1.1849, moved=37)) == (1.1849, 37)


def test_the_memory_says_how_themes_looked_and_passes_over_lines_that_cannot_be_read():
    looks = {"x": Look(3, "sound", ""), "y": Look(12, "grasp", "visual servoing")}
    text = render_memory({"a": "x"}, 0.6, looks)
    assert parse_looks(text + "# theme\tz\tred\tgrasp\t\n# theme\tz\t1\n") == looks
    assert (parse_resolution(text), parse_memory(text, Ledger([Entry("paper", "a", "a")]))) == ((0.6, 0), {"a": "x"})


def test_a_resolution_that_is_no_number_is_passed_over():
    assert parse_resolution("# resolution\tmany\n") == (0.0, 0)


def test_a_new_theme_takes_a_free_address():
    taken = Ledger([Entry("theme", "retrieval", "retrieval"), Entry("theme", "gone", "gone", state=State.TOMBSTONE)])
    assert mint_theme(taken, "Retrieval", {"retrieval"})[1] == "retrieval-2"
    assert mint_theme(taken, "Gone", ())[1] == "gone-2"
    back = taken.with_entries(Entry("theme", "old", "old", state=State.REDIRECT, target="retrieval"))
    ledger, slug = mint_theme(back, "Old", ())
    assert (slug, ledger.entry("theme", "old").state) == ("old", State.LIVE)
