"""Values come out of their bytes as they were, whatever process unpacks them."""

import msgspec
import pytest

from litatlas.incremental.packing import packed, unpacked
from litatlas.pages.common import Common
from litatlas.pages.jobs import list_jobs, other_jobs
from litatlas.pages.others import Other, other_paper, seen
from litatlas.pages.wording import short_byline
from litatlas.problems import Origin
from toy import toy_survey


def test_a_page_made_from_what_was_handed_on_is_the_page_made_here():
    survey, _problems = toy_survey()
    common = Common.of(survey)
    assert unpacked(packed(common), Common) == common
    jobs = [*list_jobs(survey), *other_jobs(survey, survey)]
    for job in jobs:
        made = job.make(survey, *job.inputs)
        again = unpacked(packed(made), type(made))
        assert packed(job.page(again, common)) == packed(job.page(made, common)), job.path
    assert {job.template for job in jobs} >= {"paper", "listing", "theme", "index", "redirect", "tombstone"}


def test_a_value_of_another_type_is_refused():
    with pytest.raises(msgspec.ValidationError):
        unpacked(packed(["Flamingo"]), Common)


def test_what_others_say_of_a_paper_is_a_part_of_it():
    survey, _problems = toy_survey()
    for paper in survey.library:
        theme = survey.themes.by_slug.get(paper.theme)
        assert seen(other_paper(survey, paper.id)) == Other(
            id=paper.id,
            title=paper.title,
            short=paper.short,
            byline=short_byline(paper),
            status=paper.status.status.word,
            issued=paper.issued,
            colour=theme.colour if theme else 0,
        )


def test_half_a_surrogate_pair_is_told_as_no_character():
    # A byte of a file's name that is not UTF-8, as the system hands it on, and what JSON may say.
    origin = Origin("records/bad\udcff.yml", 7)
    assert unpacked(packed(origin), Origin) == Origin("records/bad\ufffd.yml", 7)
    assert unpacked(packed(("k\ud800", "whole \U0001f600")), tuple[str, ...]) == ("k\ufffd", "whole \U0001f600")
