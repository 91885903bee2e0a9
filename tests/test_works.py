"""Which records are one work."""

import random

import pytest

from litatlas.intake.works import Doubt, works
from litatlas.model import Author, Record
from litatlas.problems import Origin


def record(line, title="A Title", authors="", issued="", **identifiers):
    names = tuple(Author(name, "A.") for name in authors.split())
    return Record(
        Origin("a.bib", line), title=title, authors=names, issued=issued, identifiers=tuple(identifiers.items())
    )


def grouped(*records, marks=None):
    groups, _ = works(records, marks or [""] * len(records))
    return sorted(sorted(member.origin.line for member in group) for group in groups)


ONE_WORK = {
    "the same DOI and a mended title": [
        record(1, "A Titel", "Li", doi="10.1/x"),
        record(2, "A Title", "Li", doi="10.1/x"),
    ],
    "the same arXiv id, a new title": [record(1, "Old", "Li", arxiv="2405.1"), record(2, "New", "Li", arxiv="2405.1")],
    "one side without authors": [record(1), record(2, authors="Li", issued="2024")],
    "two listings and the metadata": [record(1), record(2), record(3, authors="Li")],
    "preprint and proceedings": [record(1, authors="Li Wu", issued="2023-05"), record(2, authors="Wu", issued="2025")],
    "a preprint server's DOI beside the publisher's": [
        record(1, authors="Li", doi="10.1101/2020.1"),
        record(2, authors="Li", doi="10.1038/x"),
    ],
    "a chain of identifiers": [
        record(1, "One", "Li", doi="10.1/x"),
        record(2, "Two", "Li", doi="10.1/x", arxiv="2405.1"),
        record(3, "Three", "Li", arxiv="2405.1"),
    ],
    "hyphens and case": [record(1, "Multi-Modal Learning", "Li"), record(2, "Multimodal learning", "Li")],
}

TWO_WORKS = {
    "numbered titles": [record(1, "SEED-Bench-2", "Li"), record(2, "SEED-Bench-2-Plus", "Li")],
    "parts": [record(1, "A Theory, Part I", "Li"), record(2, "A Theory, Part II", "Li")],
    "other authors": [record(1, authors="Li"), record(2, authors="Wu")],
    "years too far apart": [record(1, authors="Li", issued="2019"), record(2, authors="Li", issued="2023")],
    "two publications of one title": [record(1, authors="Li", doi="10.1/x"), record(2, authors="Li", doi="10.1/y")],
    "a wrong identifier": [record(1, "One", "Li", arxiv="2405.1"), record(2, "Two", "Wu", arxiv="2405.1")],
    "one ISBN": [record(1, "One", "Li", isbn="9780306406157"), record(2, "Two", "Li", isbn="9780306406157")],
}


@pytest.mark.parametrize("records", ONE_WORK.values(), ids=ONE_WORK.keys())
def test_one_work(records):
    assert grouped(*records) == [[r.origin.line for r in records]]


@pytest.mark.parametrize("records", TWO_WORKS.values(), ids=TWO_WORKS.keys())
def test_two_works(records):
    assert grouped(*records) == [[r.origin.line] for r in records]


def test_a_record_without_authors_is_not_given_to_one_of_two_papers_of_its_title():
    records = [record(1, authors="Li"), record(2, authors="Wu"), record(3)]
    groups, doubts = works(records, ["", "", ""])
    assert len(groups) == 3
    assert doubts == [
        Doubt("possible", records[0], records[1], "same title, no author in common"),
        Doubt("possible", records[0], records[2], "same title as several papers, and no authors to tell which"),
    ]


def test_equal_marks_are_one_work_whatever_they_say():
    assert grouped(record(1, "One", "Li"), record(2, "Two", "Wu"), marks=["x", "x"]) == [[1, 2]]


def test_different_marks_are_never_joined_and_the_doubt_is_told():
    one, two = record(1, authors="Li", arxiv="2405.1"), record(2, authors="Li", arxiv="2405.1")
    groups, doubts = works([one, two], ["x", "y"])
    assert groups == [(one,), (two,)]
    assert doubts[0] == Doubt("two-ids", one, two, "arxiv '2405.1'")


def test_papers_that_have_ids_may_share_a_title():
    _, doubts = works([record(1, authors="Li"), record(2, authors="Wu")], ["x", "y"])
    assert doubts == []


def test_the_order_of_the_records_does_not_matter():
    records = [member for case in (ONE_WORK | TWO_WORKS).values() for member in case]
    records = [Record(Origin("a.bib", at), title=r.title, authors=r.authors, issued=r.issued, identifiers=r.identifiers)
               for at, r in enumerate(records)]  # fmt: skip
    expected = works(records, [""] * len(records))
    chance = random.Random(7)
    for _ in range(20):
        chance.shuffle(records)
        assert works(records, [""] * len(records)) == expected


def test_a_thousand_editorials_by_one_author_take_no_thousand_comparisons_each():
    records = [record(at, "Editorial", "Li", doi=f"10.1/{at}") for at in range(1000)]
    groups, doubts = works(records, [""] * 1000)
    assert len(groups) == 1000
    assert len(doubts) < 1000
