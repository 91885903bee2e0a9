"""The fast path gives the site that MkDocs alone gives, byte for byte."""

import sys
from itertools import islice
from pathlib import Path

import pytest
from mkdocs.structure.files import get_files
from mkdocs.structure.nav import get_navigation

from litatlas.app import generate
from litatlas.fast_render.render import Theme
from litatlas.mkdocs_build import build_site_with_mkdocs, load_mkdocs
from litatlas.mkdocs_plugin import leave_no_blanks
from surveys import REPOSITORY

pytestmark = pytest.mark.site


def contents(site: Path) -> dict[str, bytes]:
    """Give every file of a site."""
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


def test_every_file_of_the_flagship_is_as_mkdocs_alone_makes_it(flagship, flagship_site, tmp_path):
    slow = contents(build_site_with_mkdocs(flagship, strict=True, site=tmp_path / "slow", fast=False))
    fast = contents(flagship_site)
    assert sorted(fast) == sorted(slow)
    assert [path for path in slow if fast[path] != slow[path]] == []


@pytest.mark.slow
def test_pages_of_two_thousand_papers_are_as_mkdocs_renders_them(tmp_path, monkeypatch):
    """Every fortieth page: all of them would take MkDocs two minutes."""
    sys.path.insert(0, str(REPOSITORY / "bench"))
    try:
        from corpus import write_survey
    finally:
        sys.path.pop(0)
    survey = tmp_path / "survey"
    write_survey(survey, REPOSITORY, 2000, None)
    assert generate(survey).written is not None
    site = build_site_with_mkdocs(survey)
    monkeypatch.chdir(survey)
    config = load_mkdocs(survey)
    files = get_files(config)
    env = config.theme.get_env()
    leave_no_blanks(env)
    theme = Theme(config, files.documentation_pages(), files, get_navigation(files, config), env)
    pages = [file for file in files.documentation_pages() if file.inclusion.is_not_in_nav()]
    chosen = list(islice(pages, 7, None, 40))
    assert len(chosen) > 50
    assert [f.src_uri for f in chosen if theme.page(f) != (site / f.dest_uri).read_text(encoding="utf-8")] == []
