"""A previewed page is that of a build of the whole survey; what could reach further is left to the build."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TypeVar

import pytest
from msgspec.structs import replace

from litatlas.pages import Survey
from litatlas.pipeline import Run, SurveyFiles, build
from litatlas.preview import Preview, Previewer
from litatlas.problems import Origin, Problem
from toy import LOADER, toy_files, toy_settings

V = TypeVar("V")

WAVES = "records/after-retraction.yml"
MERGED = "records/accents-published.yml"
LINES = "records/more.jsonl"
MORE = b"""\
{"id": "of-trees", "title": "Of Trees and Rain", "authors": ["Lee, Kim"], "issued": "2021", "abstract": "It rains."}
{"id": "of-snow", "title": "Of Snow and Ice", "authors": ["Lee, Kim"], "issued": "2021", "abstract": "It snows."}
"""


@cache
def built() -> tuple[Survey, SurveyFiles]:
    """Give the toy survey with two more papers, which stand in one file, and what it was built from."""
    files = toy_files()
    files = replace(files, records={**files.records, LINES: MORE})
    return build(Run(files, toy_settings()), LOADER).survey, files


def changed(path: str, before: str, after: str) -> bytes:
    text = built()[1].records[path].decode()
    assert text.count(before) == 1
    return text.replace(before, after).encode()


def preview(path: str, data: bytes) -> Preview:
    return Previewer(*built(), LOADER).record_file(path, data)


def pages_of_a_build(path: str, data: bytes) -> dict[str, str]:
    survey, files = built()
    files = replace(files, records={**files.records, path: data}, ledger=survey.ledger.render())
    return dict(build(Run(files, toy_settings()), LOADER).files)


SHOWN = {
    # what is changed: the file, the words, those in their place, the page
    "a word of the title": (LINES, "Trees", "Forests", "of-trees"),
    "the abstract": (LINES, "It snows.", "It snows, and it is cold.", "of-snow"),
    "the abstract before a name": (WAVES, "abstract: ClipWave", "abstract: It is said that ClipWave", "without-waves"),
    "the abstract behind a name": (WAVES, "it does not", "it never does", "without-waves"),
    "the venue": (LINES, '"title": "Of Trees', '"venue": {"name": "مجلة الذكاء"}, "title": "Of Trees', "of-trees"),
    "the month": (WAVES, "2023-09", "2023-08", "without-waves"),
    "a link": (WAVES, "abstract:", "links: [{rel: code, url: 'https://github.com/a/b'}]\nabstract:", "without-waves"),
    "an identifier": (WAVES, "abstract:", "identifiers: {doi: 10.1000/waves}\nabstract:", "without-waves"),
    "a line before the entry": (WAVES, "id: without", "# Seen in 2024.\nid: without", "without-waves"),
}  # fmt: skip


@pytest.mark.parametrize(("path", "before", "after", "id"), SHOWN.values(), ids=list(SHOWN))
def test_a_changed_record_has_the_page_that_a_build_gives_it(path, before, after, id):
    data = changed(path, before, after)
    page = f"docs/papers/{id}.md"
    found = preview(path, data).pages
    assert found == {page: pages_of_a_build(path, data)[page]}
    assert found[page] != pages_of_a_build(path, built()[1].records[path])[page]


LEFT = {
    # what is changed: the file, the words, those in their place
    "an author": (WAVES, "Jones", "Janes"),
    "the id": (WAVES, "id: without-waves", "id: with-waves"),
    "a record less": (LINES, MORE.decode().splitlines()[1], ""),
    "a year of which there is no page": (WAVES, "2023-09", "1998-09"),
    "a venue of which there is no page": (WAVES, "abstract:", "venue: {name: Journal of Nothing}\nabstract:"),
    "one of several records of a paper": (MERGED, "pages: 12-19", "pages: 12-21"),
    "nothing": (WAVES, "Jones", "Jones"),
}


@pytest.mark.parametrize(("path", "before", "after"), LEFT.values(), ids=list(LEFT))
def test_what_could_reach_further_than_its_page_is_left_to_the_build(path, before, after):
    assert preview(path, changed(path, before, after)) == Preview()


def test_a_new_file_is_left_to_the_build():
    assert preview("records/new.yml", b"title: New\n") == Preview()


def test_problems_that_come_with_a_change_are_told_and_no_others():
    told = preview(WAVES, changed(WAVES, "abstract:", "titel: x\nabstract:")).problems
    message = "field 'titel' is not one of a record's; it was not used; did you mean 'title'?"
    assert told == (Problem("unknown-field", Origin(WAVES, 5), message, "without-waves"),)


def test_a_record_that_cannot_be_read_has_no_page_and_says_why():
    found = preview(LINES, changed(LINES, '"It rains."', '"It rains.'))
    assert found.pages == {}
    assert [problem.code for problem in found.problems] == ["broken-entry"]


def test_changes_add_up_and_can_be_taken_back():
    previewer = Previewer(*built(), LOADER)
    page = "docs/papers/of-trees.md"
    first = changed(LINES, "Trees", "Forests")
    second = first.replace(b"Snow", b"Glaciers").replace(b"rains", b"pours")
    assert list(previewer.record_file(LINES, first).pages) == [page]
    pages = previewer.record_file(LINES, second).pages
    assert pages == {path: pages_of_a_build(LINES, second)[path] for path in (page, "docs/papers/of-snow.md")}
    assert previewer.record_file(LINES, MORE).pages[page] == pages_of_a_build(LINES, MORE)[page]


def test_a_note_stands_on_its_paper_at_once_and_goes_with_its_file():
    survey, files = built()
    previewer = Previewer(survey, files, LOADER)
    page = "docs/papers/of-snow.md"
    noted = replace(files, notes={**files.notes, "of-snow": "Read it *twice*."}, ledger=survey.ledger.render())
    assert previewer.note("of-snow", "Read it *twice*.").pages == {
        page: dict(build(Run(noted, toy_settings()), LOADER).files)[page]
    }
    assert previewer.note("of-snow", "").pages == {page: pages_of_a_build(LINES, MORE)[page]}
    assert previewer.note("nothing", "Read it.") == Preview()


class OnlySome(Mapping[str, V]):
    """Values of which some must not be read: each may have to be made first, one after the other."""

    def __init__(self, values: Mapping[str, V], readable: str) -> None:
        self._values, self._readable = values, readable

    def __getitem__(self, name: str) -> V:
        assert name == self._readable
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


@pytest.mark.parametrize(("before", "after"), [(b"it does not", b"it never does"), (b"2023-09", b"2023-08")])
def test_a_change_reads_nothing_of_papers_that_it_does_not_touch(before, after):
    survey, files = built()
    id, data = "without-waves", files.records[WAVES]
    relations = replace(survey.relations, related=OnlySome(survey.relations.related, id))
    guarded = replace(survey, citations=OnlySome(survey.citations, id), relations=relations)
    previewer = Previewer(guarded, files, LOADER)
    for state in (data.replace(before, after), data):
        assert list(previewer.record_file(WAVES, state).pages) == [f"docs/papers/{id}.md"]
