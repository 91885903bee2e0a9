"""Why the flagship's papers are related: terms that must be told (related_reasons.tsv), and terms that never may be."""

from pathlib import Path

import pytest

from litatlas.library import Library
from litatlas.model import Paper, ReasonKind
from litatlas.problems import Problems
from litatlas.related import Relations, relate
from litatlas.settings import RelatedSettings
from litatlas.tagging import tag_papers
from litatlas.vocabulary import parse_vocabulary

REPOSITORY = Path(__file__).resolve().parents[2]
ROWS = tuple(
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("related_reasons.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
TOLD = tuple(row for row in ROWS if len(row) == 3)
NEVER = frozenset(row[1] for row in ROWS if len(row) == 2)


@pytest.fixture(scope="module")
def relations(flagship_papers: tuple[Paper, ...]) -> Relations:
    vocabulary = parse_vocabulary((REPOSITORY / "vocabulary.yml").read_text(encoding="utf-8"), "", Problems())
    papers = tag_papers(flagship_papers, vocabulary, Problems())
    return relate(Library(papers, {}), RelatedSettings(), vocabulary)


def terms(relations: Relations, paper: str, other: str) -> tuple[str, ...]:
    reasons = (reason for entry in relations.related[paper] if entry.id == other for reason in entry.reasons)
    return tuple(term for reason in reasons if reason.kind is ReasonKind.TERMS for term in reason.terms)


@pytest.mark.parametrize(("paper", "other", "term"), TOLD)
def test_a_reader_is_told_what_two_papers_have_in_common(relations, paper, other, term):
    assert term in terms(relations, paper, other)


def test_no_reason_is_a_word_that_says_nothing(relations):
    told = {
        term for paper, entries in relations.related.items() for e in entries for term in terms(relations, paper, e.id)
    }
    assert told & NEVER == set()
    assert len(told) > 100


def test_a_paper_without_tags_is_related_by_a_word_of_which_both_speak(relations):
    assert [entry.id for entry in relations.related["mm-bigbench"]][:3] == ["punchbench", "mmie", "seed-bench-2-plus"]
    assert {terms(relations, "mm-bigbench", e.id) for e in relations.related["mm-bigbench"]} == {("comprehension",)}


def test_the_terms_of_one_pair_do_not_repeat_each_other_and_the_mention(relations):
    for paper, entries in relations.related.items():
        for entry in entries:
            found = terms(relations, paper, entry.id)
            named = {name for reason in entry.reasons if reason.sentence for name in reason.terms}
            assert len(found) <= 5
            assert len({term.casefold().replace("-", " ").rstrip("s") for term in found}) == len(found)
            assert not named & set(found)


def test_no_pair_is_listed_for_one_common_author_alone(relations):
    for entries in relations.related.values():
        for entry in entries[3:]:
            assert [len(reason.terms) for reason in entry.reasons if reason.kind is ReasonKind.AUTHORS] != [1] or len(
                entry.reasons
            ) > 1


def test_nearly_every_paper_has_company_and_none_is_everybodys_neighbour(relations, flagship_papers):
    lists = list(relations.related.values())
    assert sum(len(entries) >= 5 for entries in lists) >= 0.9 * len(lists)
    appearances = [sum(entry.id == paper.id for entries in lists for entry in entries) for paper in flagship_papers]
    assert max(appearances) <= 24


def test_every_relation_of_the_flagship_has_a_reason(relations, flagship_papers):
    assert sorted(relations.related) == sorted(paper.id for paper in flagship_papers)
    for entries in relations.related.values():
        assert all(entry.reasons and all(reason.terms for reason in entry.reasons) for entry in entries)
