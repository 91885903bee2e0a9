"""Spellings that are probably one person's, and those that must not be told."""

import pytest

from litatlas.model import Paper
from litatlas.people.alike import alike_authors
from litatlas.people.names import parse_name
from litatlas.problems import Origin


def papers(*bylines: str) -> list[Paper]:
    return [
        Paper(f"p{at}", f"p{at}", "T", Origin(), authors=tuple(map(parse_name, byline.split("; "))))
        for at, byline in enumerate(bylines)
    ]


def pairs(*bylines: str) -> list[tuple[str, str]]:
    return [(pair.first, pair.second) for pair in alike_authors(papers(*bylines))]


ALIKE = (
    # (bylines, the pair, that with more papers first, then the fuller)
    (("José García", "Jose Garcia", "Jose Garcia"), ("Jose Garcia", "José García")),
    (("Ga-Eun Lee", "Ga Eun Lee"), ("Ga Eun Lee", "Ga-Eun Lee")),
    (("Stefan L. Frank; A B", "Stefan Frank; A B"), ("Stefan L. Frank", "Stefan Frank")),
    (("S. L. Frank; A B", "Stefan Frank; A B"), ("Stefan Frank", "S. L. Frank")),
    (("Li Wei; A B", "Wei Li; A B"), ("Li Wei", "Wei Li")),
    (("D.-N. Knuth; A B", "Donald Knuth; A B"), ("Donald Knuth", "D.-N. Knuth")),
)


@pytest.mark.parametrize(("bylines", "pair"), ALIKE)
def test_two_spellings_of_one_person_are_found(bylines, pair):
    assert pairs(*bylines) == [pair]


UNLIKE = (
    ("the same person already", ("Ann Smith", "Ann Smith")),
    ("nobody in common", ("Stefan L. Frank; A B", "Stefan Frank; C D")),
    ("both on one paper", ("Kevin Lin; Kevin Qinghong Lin; A B", "Kevin Lin; A B")),
    ("other given names", ("Yan Li; A B", "Yizhi Li; A B")),
    ("other initials", ("S. A. Frank; A B", "S. B. Frank; A B")),
    ("one letter more is another name", ("Yuhan Dai; A B", "Yuhang Dai; A B")),
    ("a single name", ("Plato; A B", "Plato Smith; A B")),
)


@pytest.mark.parametrize("bylines", [case[1] for case in UNLIKE], ids=[case[0] for case in UNLIKE])
def test_two_people_are_left_alone(bylines):
    assert pairs(*bylines) == []


def test_the_shared_co_authors_are_named():
    (pair,) = alike_authors(papers("Stefan L. Frank; A B; C D; E F", "Stefan Frank; C D; A B"))
    assert pair.shared == ("A B", "C D")


def test_two_whom_an_editor_looked_at_are_left_alone():
    bylines = papers("Stefan L. Frank; A B", "Stefan Frank; A B")
    assert list(alike_authors(bylines, {"Stefan Frank", "Stefan L. Frank"})) == []
    assert len(list(alike_authors(bylines, {"Stefan Frank"}))) == 1
