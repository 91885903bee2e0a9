"""A whole build leaves files of the site alone that are right already, and nothing else."""

from pathlib import Path

import pytest

from litatlas.fast_render.old_site import OldSite
from litatlas.mkdocs_build import build_site_with_mkdocs
from small_sites import contents, write_small_site

PAGE, COPY = "papers/p4/index.html", "papers/p4.bib"
ASIDE = ".litatlas/cache/fast/site"


@pytest.fixture
def survey(tmp_path, monkeypatch) -> Path:
    """A small survey whose site was built."""
    monkeypatch.setattr("litatlas.fast_render.render.LEAST", 2)
    root = write_small_site(tmp_path / "survey")
    build_site_with_mkdocs(root)
    return root


def times_of(site: Path) -> dict[str, int]:
    return {path.relative_to(site).as_posix(): path.stat().st_mtime_ns for path in site.rglob("*.*") if path.is_file()}


def test_of_the_generated_files_only_those_are_written_that_differ(survey):
    site = survey / "site"
    before = times_of(site)
    page = survey / "docs/papers/p4.md"
    page.write_text(page.read_text(encoding="utf-8").replace("By [", "With ["), encoding="utf-8", newline="")
    (site / "papers/p5/index.html").write_text("another")
    build_site_with_mkdocs(survey)
    after = times_of(site)
    assert before.keys() == after.keys()
    assert {path for path in after if path.startswith("papers/") and before[path] != after[path]} == {
        *("papers/index.html", PAGE, "papers/p5/index.html"),
    }


def test_what_is_no_part_of_the_site_goes_and_what_is_hidden_stays(survey):
    site = survey / "site"
    whole = contents(site)
    for path in ("gone/deep/page.html", "papers/gone.html", "papers/p5/.hidden", ".git/config", ".nojekyll"):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text("old")
    (site / COPY).unlink()
    (site / COPY / "folder").mkdir(parents=True)
    (site / PAGE).unlink()
    (site / PAGE).parent.rmdir()
    (site / PAGE).parent.write_text("no folder")
    build_site_with_mkdocs(survey)
    assert contents(site) == {**whole, ".git/config": b"old", ".nojekyll": b"old"}
    assert not (site / "gone").exists()
    assert not (survey / ASIDE).exists()


def test_a_build_that_was_killed_while_the_site_was_aside_harms_none(survey):
    site = survey / "site"
    whole = contents(site)
    site.rename(survey / ASIDE)
    (survey / ASIDE / PAGE).write_text("half")
    build_site_with_mkdocs(survey)
    assert contents(site) == whole
    (survey / ASIDE).mkdir()
    (survey / ASIDE / "index.html").write_text("older")
    build_site_with_mkdocs(survey)
    assert contents(site) == whole


def test_a_site_that_cannot_be_put_aside_is_emptied(survey, monkeypatch):
    whole = contents(survey / "site")
    (survey / "site/papers/gone.html").write_text("old")

    def fail(_path: Path, _target: Path) -> None:
        raise OSError(16, "Device or resource busy")

    monkeypatch.setattr(Path, "rename", fail)
    build_site_with_mkdocs(survey)
    assert contents(survey / "site") == whole


def test_a_link_to_a_site_stays_one(survey, tmp_path):
    whole = contents(survey / "site")
    (survey / "site").rename(tmp_path / "elsewhere")
    (survey / "site").symlink_to("../elsewhere", target_is_directory=True)
    (tmp_path / "elsewhere/papers/gone.html").write_text("old")
    build_site_with_mkdocs(survey)
    assert contents(tmp_path / "elsewhere") == whole
    assert (survey / "site").is_symlink()


def test_a_slow_build_keeps_nothing(survey):
    whole = contents(survey / "site")
    (survey / "site/papers/gone.html").write_text("old")
    build_site_with_mkdocs(survey, fast=False)
    assert contents(survey / "site") == whole


def test_there_need_be_no_site(tmp_path):
    old = OldSite(tmp_path / "site", tmp_path / "cache" / "site")
    old.put_aside()
    old.bring_back({"index.html"})
    assert list(tmp_path.iterdir()) == []
