"""The jobs of papers and lists that were kept are those that follow from the survey."""

from msgspec.structs import replace

from litatlas.identity.permalink import Entry
from litatlas.incremental.packing import packed
from litatlas.pages import kept_jobs
from litatlas.pages.jobs import list_jobs
from litatlas.pages.kept_jobs import keep_jobs
from litatlas.store.stage_cache import StageCache
from small_surveys import SETTINGS, numbered_papers, survey_of

ROWS = (Entry("author", "nobody", "Nobody Left"),)
"""Of a name that no paper has any more: its page says so."""


def kept(tmp_path, survey):
    memo = StageCache(tmp_path, "program")
    found = keep_jobs(survey, memo)
    memo.save()
    return found


def test_kept_jobs_are_those_of_the_survey(tmp_path):
    survey = survey_of(numbered_papers(5), rows=ROWS)
    jobs = list(list_jobs(survey))
    assert any("Nobody Left" in job.inputs for job in jobs)
    for found in (kept(tmp_path, survey), kept(tmp_path, survey)):
        assert list(found.paths) == [job.path for job in jobs]
        assert [found[place] for place in range(len(jobs))] == jobs
        assert found.inputs() == [packed(job.inputs) for job in jobs]
        assert [found.owner(path.casefold()) for path in found.paths] == [job.owner for job in jobs]


def test_jobs_are_found_anew_where_lists_or_their_pages_are_others(tmp_path):
    papers = numbered_papers(5)
    shorter = replace(SETTINGS, pages=replace(SETTINGS.pages, per_page=2))
    for survey in (survey_of(papers), survey_of(papers[1:]), survey_of(papers, shorter)):
        assert list(kept(tmp_path, survey).paths) == [job.path for job in list_jobs(survey)]


def test_jobs_are_not_looked_for_again_where_a_paper_has_another_title(tmp_path, monkeypatch):
    papers = numbered_papers(5)
    before = kept(tmp_path, survey_of(papers))
    monkeypatch.setattr(kept_jobs, "list_jobs", None)
    other_title = survey_of([replace(papers[0], title="Another One"), *papers[1:]])
    assert kept(tmp_path, other_title).paths == before.paths
