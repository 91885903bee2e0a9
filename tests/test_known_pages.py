"""Pages are known where nothing that they show has changed, and made again where it has."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from litatlas.model import RelatedPaper
from litatlas.pages import Survey
from litatlas.pages.sheets import read_templates
from litatlas.site import rendered_files
from litatlas.stage_cache import StageCache
from litatlas.unchanged import Unchanged
from toy import LOADER, toy_survey


class Everything:
    """A folder in which each file stands."""

    def has(self, _path: str, _sha256: str, /) -> bool:
        return True


def made_again(folder, survey: Survey) -> set[str]:
    memo = StageCache(folder, "1")
    files = list(rendered_files(survey, read_templates(LOADER), memo=memo, standing=Everything()))
    memo.save()
    return {path for path, _, content in files if not isinstance(content, Unchanged)}


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
