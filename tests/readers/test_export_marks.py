"""Marks in titles, notes and identifiers: those of publishers, and those of our own exports."""

import pytest

from litatlas.model import Author, Status, StatusNote, Venue, VenueKind
from litatlas.problems import Problems
from litatlas.readers import read
from litatlas.readers.export_marks import first_version_in, own_id, status_in, without_mark

TITLES = (
    ("RETRACTED: Toys at Play", "Toys at Play", Status.RETRACTED),
    ("Retracted: Toys at Play", "Toys at Play", Status.RETRACTED),
    ("RETRACTED ARTICLE: Toys at Play", "Toys at Play", Status.RETRACTED),
    ("[Retracted] Toys at Play", "Toys at Play", Status.RETRACTED),
    ("WITHDRAWN: Toys at Play", "Toys at Play", Status.WITHDRAWN),
    ("Retracted Papers and Their Readers", "Retracted Papers and Their Readers", Status.OK),
    ("Retracted: ", "Retracted: ", Status.OK),
)


@pytest.mark.parametrize(("title", "rest", "status"), TITLES)
def test_a_word_before_the_title_is_a_status(title, rest, status):
    assert without_mark(title) == (rest, status)


NOTES = (
    ("Retracted", StatusNote(Status.RETRACTED)),
    ("Corrected (2024-05): Table 2", StatusNote(Status.CORRECTED, "2024-05", "Table 2")),
    ("Withdrawn; see https://x.org/a", StatusNote(Status.WITHDRAWN, url="https://x.org/a")),
    ("Retracted at the authors' wish", StatusNote()),
    ("To appear", StatusNote()),
    ("", StatusNote()),
)


@pytest.mark.parametrize(("note", "status"), NOTES)
def test_only_our_own_sentence_is_a_status(note, status):
    assert status_in(note) == status


def test_the_other_marks_are_read_whole_or_not_at_all():
    assert [
        first_version_in(text) for text in ("first version 2023-09", "First version: 2023", "the first version")
    ] == [
        "2023-09",
        "2023",
        "",
    ]
    assert [own_id(text) for text in ("litatlas:4m-21", "litatlas:4M", "mmicl", "litatlas:a, b")] == [
        "4m-21",
        "",
        "",
        "",
    ]


def only(name, text):
    problems = Problems()
    (record,) = read(name, text.encode(), problems)
    assert list(map(str, problems)) == []
    return record


def test_the_name_of_the_event_completes_the_title_of_the_proceedings():
    record = only(
        "x.bib",
        "@inproceedings{a, title={A}, booktitle={Meeting of the Toy Society}, eventtitle={TOYS 2024}, year=2024}",
    )
    assert record.venue == Venue("Meeting of the Toy Society", "TOYS", VenueKind.CONFERENCE, 2024)


def test_another_event_says_nothing_of_the_venue():
    record = only(
        "x.bib", "@inproceedings{a, title={A}, booktitle={Proceedings of Foo}, eventtitle={The Bar Days 2019}}"
    )
    assert (record.venue.name, record.venue.year) == ("Proceedings of Foo", 0)


def test_a_note_with_a_status_gives_no_link():
    record = only("x.bib", r"@misc{a, title={A}, note={Retracted: 10\% made up; see https://x.org/a\_b}}")
    assert (record.status, record.links) == (StatusNote(Status.RETRACTED, "", "10% made up", "https://x.org/a_b"), ())


def test_a_name_of_ris_that_ends_in_a_comma_is_not_split():
    record = only("x.ris", "TY  - JOUR\nTI  - A\nAU  - Toy Makers of Kent,\nAU  - Roe, Jane\nER  - \n")
    assert record.authors == (Author(literal="Toy Makers of Kent"), Author("Roe", "Jane"))


CSL_DATES = (
    # issued, available-date -> the date of the paper
    ("[2024]", "[2023, 9]", "2023-09"),
    ("[2024]", "[2024, 3]", "2024-03"),
    ("[2024, 3]", "[2024, 5]", "2024-03"),
    ("[2024]", "[2024]", "2024"),
)


@pytest.mark.parametrize(("issued", "available", "date"), CSL_DATES)
def test_the_earlier_of_two_dates_is_that_of_the_first_version(issued, available, date):
    dates = f'"issued": {{"date-parts": [{issued}]}}, "available-date": {{"date-parts": [{available}]}}'
    assert only("x.json", f'[{{"title": "A", {dates}}}]').issued == date


def test_an_apostrophe_before_a_formula_is_no_part_of_a_cell():
    record = only("x.csv", ["title,authors,year\n'=SUM(A1),Jane Roe,2024\n", " true,Jane Roe,2024\n"][0])
    assert record.title == "=SUM(A1)"
