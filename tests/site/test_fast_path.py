"""The fast path gives the site that MkDocs alone gives, byte for byte."""

import sys
from itertools import islice
from pathlib import Path

import pytest
from mkdocs.structure.files import get_files
from mkdocs.structure.nav import get_navigation

from litatlas.app import generate
from litatlas.fast_render.blocks import Blocks
from litatlas.fast_render.front import read_front_matter
from litatlas.fast_render.inline import Inline
from litatlas.fast_render.links import Links
from litatlas.fast_render.lists import NotOursError
from litatlas.fast_render.markdown import Markdown
from litatlas.fast_render.render import Theme
from litatlas.fast_render.shapes import Shapes
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


def test_python_markdown_reads_no_page_of_papers_authors_and_lists_as_a_whole(flagship, monkeypatch):
    monkeypatch.chdir(flagship)
    config = load_mkdocs(flagship)
    files = {file.src_uri: file for file in get_files(config)}
    links = Links({path: file.url for path, file in files.items()})
    markdown = Markdown(config.markdown_extensions, config.mdx_configs, links)
    blocks = Blocks(
        markdown, Inline(lambda text: markdown(text)[0], links), lambda words: markdown.slugify(words, Shapes())
    )
    folders = {"authors", "papers", "tags", "themes", "venues", "years"}
    pages = [path for path in files if path.endswith(".md") and path.partition("/")[0] in folders]
    left = {}
    for path in pages:
        links.enter(path, files[path].url)
        try:
            blocks(read_front_matter(files[path].content_string)[0])
        except NotOursError as error:
            left[path] = str(error)
    assert len(pages) > 700
    assert left == {}


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
