"""The flagship's authors: every published page is still theirs, and no two pages are one person's as far as we know."""

from litatlas.app import read_settings, read_survey
from litatlas.checks import run_checks
from litatlas.identity.permalink import Ledger
from litatlas.pipeline import Run, assemble
from litatlas.problems import Problems
from surveys import REPOSITORY


def test_no_author_s_address_has_changed():
    problems = Problems()
    survey = assemble(Run(read_survey(REPOSITORY), read_settings(REPOSITORY), problems))
    published = Ledger.parse((REPOSITORY / "permalinks.tsv").read_text(encoding="utf-8"))
    rows = published.entries("author")
    assert [
        row.id for row in rows if (now := survey.ledger.entry("author", row.id)) is None or now.state != row.state
    ] == []
    slugs = survey.ledger.slugs()
    moved = [
        (paper.id, author.name)
        for paper in survey.library
        for author in paper.authors
        if slugs["author", author.known_as] != published.id_named("author", author.name)
    ]
    assert moved == []


def test_nobody_has_two_pages_as_far_as_the_names_tell():
    survey = assemble(Run(read_survey(REPOSITORY), read_settings(REPOSITORY), Problems()))
    assert [str(problem) for problem in run_checks(survey) if problem.code == "alike-authors"] == []
