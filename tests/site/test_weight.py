"""Pages are light: what a reader's connection carries for one paper is bounded, however large the survey."""

from pathlib import Path

import pytest

from site_pages import all_pages

pytestmark = pytest.mark.site

PAPER = 25 * 1024
"""Bytes of HTML that a paper's page may have, before compression ..."""

AT_ONCE, AUTHOR = 12, 200
"""... for so many authors, and for each further one: a name with its link, in two kinds of data for programs, and in
BibTeX."""

TYPICAL = 23_000
"""Half of the papers' pages are below this."""


@pytest.fixture(scope="module")
def weights(flagship_site: Path) -> dict[str, tuple[int, int]]:
    """The bytes of every paper's page, and its authors, the lightest first."""
    pages = {file.parent.name: file.read_bytes() for file in (flagship_site / "papers").glob("*/index.html")}
    found = {
        name: (len(page), page.count(b'"citation_author"'))
        for name, page in pages.items()
        if b'"citation_title"' in page
    }
    return dict(sorted(found.items(), key=lambda item: item[1]))


def test_a_paper_page_is_light(weights):
    assert len(weights) == 138
    heavy = {
        name: (size, authors)
        for name, (size, authors) in weights.items()
        if size > PAPER + AUTHOR * max(0, authors - AT_ONCE)
    }
    assert heavy == {}
    median, _ = list(weights.values())[len(weights) // 2]
    assert median <= TYPICAL


def test_no_page_has_a_script_of_its_own_inside(flagship_site):
    # A policy of default-src 'self' needs no exception; data is no script.
    inline = [page.file for page in all_pages(flagship_site) if "<script>" in page.file.read_text(encoding="utf-8")]
    assert inline == []
