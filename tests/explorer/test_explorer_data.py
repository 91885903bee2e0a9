"""The data of the explorer: what is written can be read back, and no file grows with the survey."""

import pytest
from msgspec.structs import replace

from explorer.data_reader import head_of, names_of, numbers_of, rows_of
from litatlas.explorer import columns, explorer_files, lookup
from litatlas.explorer.dimensions import Value
from litatlas.explorer.lookup import lookup_files
from litatlas.explorer.numbers import value_numbers
from litatlas.model import Author, Link, PartialDate, Rel, Status, StatusNote, Venue
from litatlas.pages import Survey
from litatlas.search import Searched, document_of
from litatlas.settings import Settings
from search.index_reader import value_of
from small_surveys import numbered_papers, paper, survey_of
from toy import toy_survey

FULL = paper(
    "atari-gpt",
    title="Zebra games",
    authors=(Author("Özer", "Ada"), Author("Li", "Bo")),
    venue=Venue("Annals of Play", "AoP"),
    links=(Link(Rel.CODE, "https://example.org/code"),),
    issued=PartialDate(2025),
)
BARE = paper("bare", title="A bare one", issued=None, authors=(), status=StatusNote(Status.RETRACTED))
PLAIN = paper("plain", title="Middle", authors=(Author("Li", "Bo"),), issued=PartialDate(2023))


def files_of(survey: Survey) -> dict[str, str]:
    return dict(explorer_files(survey))


@pytest.fixture
def few() -> dict[str, str]:
    return files_of(survey_of([FULL, BARE, PLAIN]))


def test_papers_stand_newest_first_each_with_its_number_in_the_search():
    survey = survey_of([FULL, BARE, PLAIN])
    files, found = files_of(survey), Searched(survey)
    column = value_of(files["explore/papers/0.js"])
    assert isinstance(column, dict)
    cards = [document_of(found[number]).card[4] for number in numbers_of(column["document"])]
    assert cards == ["papers/atari-gpt/", "papers/plain/", "papers/bare/"]
    assert names_of(files, "Author") == [["Bo Li", "Ada Özer"], ["Bo Li"], []]


def test_the_head_tells_years_ways_and_where_the_survey_is(few):
    head = head_of(few)
    assert (head["papers"], head["starts"], head["years"]) == (3, [0], [[2023, 1], [2025, 1]])
    assert head["address"] == "https://survey.example/p/explore/"
    assert [(way["key"], way["label"], way.get("long", False)) for way in head["ways"]] == [
        ("has", "Comes with", False),
        ("venue", "Venue", True),
        ("author", "Author", True),
        ("status", "Status", False),
    ]


def test_a_survey_without_an_address_has_none_here():
    survey = survey_of([FULL], Settings("S"))
    assert head_of(files_of(survey))["address"] == ""


def test_plain_columns_hold_year_relations_and_place_among_the_titles(few):
    column = value_of(few["explore/papers/0.js"])
    assert isinstance(column, dict)
    assert {name: list(numbers_of(column[name])) for name in ("year", "degree", "rank")} == {
        "year": [2025, 2023, 0],
        "degree": [0, 0, 0],
        "rank": [2, 1, 0],
    }


def test_a_paper_has_its_venue_its_status_and_what_it_comes_with(few):
    assert names_of(few, "Venue") == [["AoP"], [], []]
    assert names_of(few, "Status") == [[], [], ["Retracted"]]
    assert names_of(few, "Comes with") == [["Code"], [], []]


def test_tags_are_chosen_by_facet_each_below_its_parent():
    survey = toy_survey()[0]
    files = files_of(survey)
    ways = [(place, way["label"]) for place, way in enumerate(head_of(files)["ways"]) if way["key"] == "tag"]
    assert [label for _, label in ways] == [facet.label for facet in survey.vocabulary.facets]
    for facet, (place, label) in zip(survey.vocabulary.facets, ways, strict=True):
        rows = rows_of(files, "values", f"{place}-0")
        tree = [(tag.name, survey.vocabulary.names.get(tag.parent, "")) for _, tag in survey.vocabulary.walk(facet.key)]
        above = [(row[1], rows[row[3]][1] if len(row) > 3 else "") for row in rows]
        assert above == [pair for pair in tree if pair[0] in {row[1] for row in rows}]
        names = survey.vocabulary.by_slug
        assert [sorted(row) for row in names_of(files, label)] == [
            sorted(names[tagging.slug].name for tagging in one.tags if names[tagging.slug].facet == facet.key)
            for one in survey.library.newest_first
        ]


def test_what_all_papers_come_with_is_no_choice():
    both = [replace(one, abstract="Text.", links=FULL.links) for one in (FULL, PLAIN)]
    assert "Comes with" not in [way["label"] for way in head_of(files_of(survey_of(both)))["ways"]]


def test_commoner_authors_have_smaller_numbers(few):
    rows = rows_of(few, "values", "2-0")
    assert [row for row in rows if row] == [["bo-li", "Bo Li", 2], ["ada-ozer", "Ada Özer", 1]]
    assert len(rows) == head_of(few)["ways"][2]["values"] > 2


KEYS = (
    # (name, what it is found by besides its slug)
    ("José García", ["jose garcia", "garcia"]),
    ("Jean-Luc Ødegård", ["jean luc odegard", "luc odegard", "odegard"]),
    ("张伟", ["张伟"]),
    ("A B C D E F G H", ["a b c d e f", "b c d e f", "c d e f", "d e f", "e f", "f"]),
    ("International Conference on Things", ["international conference", "conference on things", "on things", "things"]),
)


@pytest.mark.parametrize(("name", "found_by"), KEYS, ids=[row[0] for row in KEYS])
def test_a_value_is_found_by_each_of_its_words(name, found_by):
    assert list(lookup.keys(Value("its-slug", name, 1))) == ["=its-slug", *found_by]


def test_one_more_author_leaves_the_numbers_and_the_files_of_the_others_as_they_are():
    many = [paper(f"paper-{n:04d}", authors=(Author(f"Family{n}", f"Given{n % 211}"),)) for n in range(3000)]
    one_more = paper("the-new-one", authors=(Author("Newcomer", "Ann"),), issued=PartialDate(1999))
    before, after = files_of(survey_of(many)), files_of(survey_of([*many, one_more]))
    changed = {path.split("/")[1] + path.rpartition("/")[2] for path in after if before.get(path) != after[path]}
    of_authors = {path for path in changed if path.startswith(("keys", "values"))}
    assert len(of_authors) < 10 < 18 < len([path for path in after if "/keys/" in path or "/values/" in path])


def test_numbers_are_those_of_this_set_of_values_and_rise_as_papers_fall():
    papers = {f"author-{n}": 1 + (n % 97 == 0) * 5 + (n % 7 == 0) for n in range(2000)}
    numbers = value_numbers(papers)
    assert numbers == value_numbers(dict(reversed(papers.items())))
    assert len(set(numbers.values())) == len(papers)
    tiers = [papers[slug].bit_length() for slug in numbers]
    assert tiers == sorted(tiers, reverse=True)
    assert max(numbers.values()) < 1.5 * len(papers) + 32


def test_the_keys_of_many_values_are_in_files_in_order_each_with_its_first_key():
    values = [Value(f"author-{n:05d}", f"Name{n % 977:03d} Family{n}", 1) for n in range(4000)]
    found = list(lookup_files(values))
    assert len(found) > 10
    everything = [key for _, keys in found for key in keys[::2]]
    assert everything == sorted(everything)
    assert [first for first, _ in found] == [keys[0] for _, keys in found]
    pairs = {(key, number) for _, keys in found for key, number in zip(keys[::2], keys[1::2], strict=True)}
    assert pairs == {(key, number) for number, value in enumerate(values) for key in lookup.keys(value)}


def test_where_each_file_of_keys_begins_is_told(few):
    assert rows_of(few, "first", "1") == [rows_of(few, "keys", "1-0")[0]] == ["=aop"]
    keys, rows = rows_of(few, "keys", "2-0"), rows_of(few, "values", "2-0")
    assert keys[:4:2] == ["=ada-ozer", "=bo-li"]
    assert [rows[number][0] for number in keys[1:4:2]] == ["ada-ozer", "bo-li"]


def test_no_file_grows_with_the_survey():
    crowd = tuple(Author(f"Family{n}", "Given") for n in range(300))
    papers = [
        paper(f"paper-{n:04d}", authors=crowd if n % 3 else (Author(f"Own{n}"),), venue=Venue(f"Venue {n}"))
        for n in range(900)
    ]
    files = files_of(survey_of(papers))
    sizes = {path: len(text.encode()) for path, text in files.items()}
    assert max(sizes.values()) < 60_000
    assert sizes["explore/head.js"] < 700
    assert len(head_of(files)["starts"]) > 1
    assert ["Given Family0" in names for names in names_of(files, "Author")].count(True) == 600


def test_chunks_are_of_bounded_length():
    files = files_of(survey_of(numbered_papers(columns.CHUNK + 1)))
    assert head_of(files)["starts"] == [0, columns.CHUNK]
    assert len(names_of(files, "Author")) == columns.CHUNK + 1


def test_the_same_papers_give_the_same_files_in_any_order():
    papers = numbered_papers(40, venue=Venue("V"))
    assert files_of(survey_of(papers)) == files_of(survey_of(reversed(papers)))


def test_a_changed_paper_changes_the_version(few):
    changed = files_of(survey_of([FULL, BARE, replace(PLAIN, issued=PartialDate(2022))]))
    assert head_of(changed)["version"] != head_of(few)["version"]


def test_an_empty_survey_has_a_head_and_nothing_else():
    files = files_of(survey_of([]))
    assert sorted(files) == ["explore/head.js"]
    assert (head_of(files)["papers"], head_of(files)["ways"], head_of(files)["starts"]) == (0, [], [])
