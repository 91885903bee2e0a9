"""Sizes that no honest record has: all of it is read, shown as far as a page can, and told.

No time is asserted. The repeated pieces are those that once cost the square of
their length: with such a cost these tests would run for hours.
"""

import json
from pathlib import Path

import pytest

from litatlas.app import generate
from litatlas.folder.new_survey import create_survey
from litatlas.intake.vetting import LONGEST, LONGEST_OTHER

pytestmark = pytest.mark.slow

RECORD = {"title": "A Large Record", "authors": ["Ann Writer"], "year": 2024, "abstract": "We propose much."}


def built(tmp_path: Path, **fields: object) -> tuple[Path, list[str]]:
    """Build a survey of one record; gives its page and what is told of it."""
    survey = tmp_path / "survey"
    create_survey(survey, "T")
    with (survey / "survey.yml").open("a") as settings:
        settings.write("silenced: [no-address]\n")
    (survey / "records" / "a.jsonl").write_text(json.dumps(RECORD | fields), encoding="utf-8")
    generated = generate(survey)
    assert generated.written is not None
    assert len(generated.built.survey.library) == 1
    return survey / "docs/papers/large-record.md", [str(problem) for problem in generated.problems]


def test_an_abstract_of_five_megabytes_is_cut_and_told(tmp_path: Path):
    page, told = built(tmp_path, abstract="word salad of many parts. " * 200_000)
    assert told == [
        "records/a.jsonl:1: abstract has 5,199,999 characters; it was cut to 99,995; shorten it [long-field]"
    ]
    assert LONGEST["abstract"] < len(page.read_text(encoding="utf-8")) < 3 * LONGEST["abstract"]


PIECES = (
    "<",
    "$x$ ",
    "a-\n",
    "...",
    "{",
    "\\x{",
    "http://x.y ",
    "<a ",
    "a~",
    "`",
    "www.a.b.",
    "&lt;",
    "[",
    "*",
    "e\u0301",
)


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_run_of_one_piece_is_read(tmp_path: Path, piece: str):
    page, told = built(tmp_path, abstract="We propose this. " + piece * (300_000 // len(piece)))
    assert page.is_file()
    assert [line for line in told if not line.startswith("records/a.jsonl:1: ")] == []


def test_two_thousand_authors_all_have_their_pages(tmp_path: Path):
    page, told = built(tmp_path, authors=[f"Ann{number} Writer{number}" for number in range(2000)])
    assert told == []
    assert page.read_text(encoding="utf-8").count("](../authors/") == 2000
    pages = {path.stem for path in (page.parents[1] / "authors").glob("*.md")}
    assert {f"ann{number}-writer{number}" for number in range(2000)} <= pages


def test_each_of_ten_thousand_unknown_tags_is_told(tmp_path: Path):
    _page, told = built(tmp_path, tags=[f"tag {number}" for number in range(10_000)])
    assert len([line for line in told if line.endswith("[unknown-tag]")]) == 10_000


@pytest.mark.parametrize("name", ["title", "publisher", "venue", "note", "volume", "pages", "language"])
def test_a_field_of_a_megabyte_is_cut_and_told(tmp_path: Path, name: str):
    survey_page, told = built(tmp_path, **{name: "much " * 200_000})
    assert [line for line in told if f" {name} has " in line and line.endswith("[long-field]")] != []
    papers = [page for page in survey_page.parent.glob("*.md") if page.stem != "index"]
    assert len(papers) == 1
    assert len(papers[0].read_text(encoding="utf-8")) < 20 * max(LONGEST.get(name, 0), LONGEST_OTHER)
