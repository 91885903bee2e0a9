"""A survey that is served before it is ever built shows what its first build will write, and promises nothing."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from litatlas.app import OWN_FILES, PREVIEWED, generate
from litatlas.cli import main
from litatlas.live.makers import Makers
from litatlas.live.making import Order
from litatlas.themes import THEMES_FILE
from live_surveys import contents, finished, new_survey, write
from surveys import copy_flagship

NEWER = "title: A Study of Rain\nauthors: [Ann Smith]\nissued: 2023\nabstract: It rains.\n"
OLDER = "title: A Study of Snow\nauthors: [Ann Smith, Bob Jones]\nissued: 2019\nabstract: It snows.\n"


@pytest.fixture
def never_built(tmp_path) -> Path:
    """The flagship as it was before anybody built it."""
    survey = copy_flagship(tmp_path / "survey")
    for name in ("permalinks.tsv", "themes.tsv", "layout.tsv"):
        (survey / name).unlink()
    return survey


def pages(survey: Path) -> dict[str, object]:
    """Build the pages of a survey, and give what is told of that."""
    done = CliRunner().invoke(main, ["-C", str(survey), "pages", "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_the_first_build_after_serving_gives_the_addresses_that_were_shown(tmp_path):
    survey = new_survey(tmp_path / "my survey")
    write(survey, "records/newer.yml", NEWER)
    write(survey, "records/older.yml", OLDER)
    beside = sorted(survey.iterdir())
    with Makers(Order(survey, Path(), "127.0.0.1:8000", jobs=1), tmp_path / "sites", list) as makers:
        assert (makers.site / "papers/study-of-snow/index.html").is_file()
        # Nobody has been promised an address yet: the older paper now takes the one that was the newer one's.
        write(survey, "records/older.yml", OLDER.replace("Snow", "Rain"))
        makers.changed()
        assert finished(makers).error == ""
        assert "Bob Jones" in (makers.site / "papers/study-of-rain/index.html").read_text(encoding="utf-8")
        assert not (makers.site / "papers/study-of-snow").exists()
        write(survey, "records/older.yml", OLDER.replace("Snow", "Rain").replace("snows", "rains"))
        makers.changed()
        assert finished(makers).error == ""
    assert sorted(survey.iterdir()) == sorted({*beside, survey / ".litatlas"})
    shown = contents(survey / "docs")
    assert pages(survey)["written"] == []
    assert contents(survey / "docs") == shown


def test_a_preview_of_a_small_survey_has_the_themes_and_the_map_that_its_first_build_finds(never_built):
    generate(never_built, write_ledger=False)
    record = never_built / "records" / "mmicl.yml"
    record.write_text(record.read_text(encoding="utf-8").replace("title: ", "title: Rain and "), encoding="utf-8")
    generate(never_built, write_ledger=False)
    assert not (never_built / PREVIEWED).exists()
    assert pages(never_built)["written"] == []
    served = generate(never_built, write_ledger=False).written
    assert served is not None
    assert served.written == ()


def test_previews_of_a_large_survey_go_on_with_their_themes_until_it_is_built(never_built, monkeypatch):
    monkeypatch.setattr("litatlas.app.SMALL", 100)
    other = shutil.copytree(never_built, never_built.parent / "other")
    beside = sorted(never_built.iterdir())
    generate(never_built, write_ledger=False)
    assert sorted(never_built.iterdir()) == sorted({*beside, never_built / ".litatlas"})
    previewed, themes = never_built / PREVIEWED / THEMES_FILE, never_built / "docs" / "themes"
    old, new = min(page.stem for page in themes.glob("*.md") if page.stem != "index"), "as-before"
    previewed.write_text(previewed.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    for _ in range(2):
        generate(never_built, write_ledger=False)
        assert (themes / f"{new}.md").is_file()

    # A build hangs on what stands in the survey, and on nothing else.
    for survey in (never_built, other):
        pages(survey)
    assert contents(never_built / "docs") == contents(other / "docs")
    assert (themes / f"{old}.md").is_file()
    assert not (never_built / PREVIEWED).exists()


def test_what_previews_left_is_passed_over_where_it_cannot_be_read(never_built, monkeypatch):
    monkeypatch.setattr("litatlas.app.SMALL", 100)
    generate(never_built, write_ledger=False)
    shown = contents(never_built / "docs")
    for name in OWN_FILES[1:]:
        (never_built / PREVIEWED / name).write_bytes(b"\xff\xfe no text")
    generate(never_built, write_ledger=False)
    assert contents(never_built / "docs") == shown
