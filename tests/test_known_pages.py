"""Pages are known where nothing that they show has changed, and made again where it has."""

from collections.abc import Callable

import numpy as np
import pytest
from msgspec.structs import replace

from litatlas.incremental.columns import Flags, Rows
from litatlas.incremental.trace_table import TraceTable
from litatlas.incremental.unchanged import IN_HAND, AllUnchanged, Unchanged
from litatlas.layout import Atlas
from litatlas.layout.places import GAP
from litatlas.model import Paper, PartialDate, RelatedPaper, Venue
from litatlas.pages import Survey
from litatlas.pipeline import Run, SurveyFiles, assemble
from litatlas.problems import Problems
from litatlas.settings import PageSettings
from litatlas.site import rendered_files
from litatlas.store.stage_cache import StageCache
from small_surveys import numbered_papers, survey_of
from toy import LOADER, toy_files, toy_settings, toy_survey


class Everything:
    """A folder in which each file stands."""

    depot = IN_HAND

    def has(self, _path: str, _sha256: str, /) -> bool:
        return True


def made_again(folder, survey: Survey) -> set[str]:
    memo = StageCache(folder, "1")
    files = [file for file, _ in rendered_files(survey, LOADER, memo=memo, standing=Everything())]
    memo.save()
    single = [file for file in files if not isinstance(file, AllUnchanged)]
    return {path for path, content in single if not isinstance(content, Unchanged)}


def _rescored(entry: RelatedPaper) -> RelatedPaper:
    return replace(entry, score=entry.score / 2)


def _without_reasons(entry: RelatedPaper) -> RelatedPaper:
    return replace(entry, reasons=())


@pytest.mark.parametrize(("change", "shown"), [(_rescored, False), (_without_reasons, True)])
def test_pages_tell_the_reasons_of_related_papers_and_not_their_scores(
    tmp_path, change: Callable[[RelatedPaper], RelatedPaper], shown: bool
):
    survey, _problems = toy_survey()
    id = next(id for id, entries in survey.relations.related.items() if any(entry.reasons for entry in entries))
    related = {**survey.relations.related, id: tuple(map(change, survey.relations.related[id]))}
    assert f"docs/papers/{id}.md" in made_again(tmp_path, survey)
    changed = made_again(tmp_path, replace(survey, relations=replace(survey.relations, related=related)))
    assert (f"docs/papers/{id}.md" in changed) == shown
    assert shown or not changed


def _with(name: str, old: str, new: str) -> Callable[[SurveyFiles], SurveyFiles]:
    """Give the edit that replaces what stands in a record."""

    def edited(files: SurveyFiles) -> SurveyFiles:
        path = f"records/{name}"
        text = files.records[path].decode()
        assert old in text
        return replace(files, records={**files.records, path: text.replace(old, new).encode()})

    return edited


def _without(name: str) -> Callable[[SurveyFiles], SurveyFiles]:
    return lambda files: replace(files, records={p: t for p, t in files.records.items() if p != f"records/{name}"})


def _with_another(files: SurveyFiles) -> SurveyFiles:
    record = b"id: another\ntitle: Another of Models\nauthors: [Ann Smith]\nissued: 2023\nabstract: Of models.\n"
    return replace(files, records={**files.records, "records/another.yml": record})


@pytest.mark.parametrize(
    "edit",
    [
        _with("case-lower.yml", "abstract:", "note: It is short.\nabstract:"),
        _with("case-lower.yml", "title: ", "title: New "),
        _with("many-authors.yml", "authors:", "authors:\n  - {family: Newcomer, given: Nora}"),
        _without("case-upper.yml"),
        _with_another,
        lambda files: replace(files, notes={}),
    ],
)
def test_pages_whose_facts_have_changed_are_those_whose_questions_have_other_answers(
    tmp_path, monkeypatch: pytest.MonkeyPatch, edit: Callable[[SurveyFiles], SurveyFiles]
):
    problems = Problems()
    edited = assemble(Run(edit(toy_files()), toy_settings(), problems))
    for folder in ("marked", "asked"):
        made_again(tmp_path / folder, toy_survey()[0])
    marked = made_again(tmp_path / "marked", edited)
    # Verifying traces alone: each question is asked again.
    monkeypatch.setattr(TraceTable, "unsure", _all_but_derived)
    assert made_again(tmp_path / "asked", edited) == marked
    assert marked


def _all_but_derived(table: TraceTable, _changed: Flags) -> Rows:
    return np.setdiff1d(np.arange(len(table.questions)), table.derived)


def test_only_a_papers_own_page_is_made_again_where_a_text_changes_of_which_others_show_nothing(tmp_path):
    survey, _problems = toy_survey()
    made_again(tmp_path, survey)
    id = "seeing-is-believing-2022"
    edited = tuple(replace(one, note="It is short.") if one.id == id else one for one in survey.library)
    library = survey.library.regrouped(edited, {})
    assert made_again(tmp_path, replace(survey, library=library)) == {f"docs/papers/{id}.md"}


def test_pages_of_a_list_stay_where_papers_come_only_behind_theirs(tmp_path):
    papers = [replace(one, issued=PartialDate(2021), venue=Venue("Journal of Cells")) for one in numbered_papers(55)]
    last = replace(papers[0], id="last", title="Zebras", issued=PartialDate(2020))

    def listed(*more: Paper) -> Survey:
        survey = survey_of((*papers, *more))
        places = {paper.id: (GAP * number, 0) for number, paper in enumerate(survey.library)}
        settings = replace(survey.settings, pages=PageSettings(per_page=20))
        return replace(survey, settings=settings, atlas=Atlas(places))

    made = {path for path in made_again(tmp_path, listed()) if path.startswith("docs/venues/journal-of-cells")}
    again = made_again(tmp_path, listed(last))
    # The first page tells how many there are, and the last one has got another.
    assert made & again == {"docs/venues/journal-of-cells.md", "docs/venues/journal-of-cells/3.md"}
    assert len(made) == 3
