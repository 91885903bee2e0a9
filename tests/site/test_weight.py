"""Pages are light: what a reader's connection carries for one paper is bounded, however large the survey."""

import re
from pathlib import Path

import pytest

from site_pages import all_pages

pytestmark = pytest.mark.site

PAPER = 25 * 1024
"""Bytes of HTML that a paper's page may have, before compression."""

TYPICAL = 22_000
"""Half of the papers' pages are below this."""


def test_a_paper_page_is_light(flagship_site: Path):
    pages = {file.parent.name: file.read_bytes() for file in (flagship_site / "papers").glob("*/index.html")}
    sizes = {name: len(page) for name, page in pages.items() if b'"citation_title"' in page}
    assert len(sizes) == 138
    assert {name: size for name, size in sizes.items() if size > PAPER} == {}
    assert sorted(sizes.values())[len(sizes) // 2] <= TYPICAL


LISTS = r"(authors|papers|statuses|tags|themes|venues|years)"
LIMITS = {
    # Pages: 200 papers in a list, 1,000 links and 4,000 dots on a map; addresses, names and titles have a longest.
    r"404\.html|(downloads|explore|reading-list|search)/index\.html": 20_000,
    r"index\.html": 160_000,
    r"graph/index\.html": 400_000,
    r"graph/page/.*\.html": 90_000,
    LISTS + r"/.*index\.html": 200_000,
    # What scripts load: a file is cut where it is full.
    r"cards/.*\.js": 80_000,
    r"search/.*\.js": 20_000,
    r"explore/.*\.js": 64_000,
    r"graph/.*\.js": 250_000,
    # Feeds: a document is cut where it is full, so that none has a megabyte.
    r".*\.xml|feed\.json|feeds/.*\.json": 1_000_000,
}
"""Bytes that a file may have, however large the survey; the first that fits its path says it."""

WHOLE = re.compile(
    rf"survey\..*|graph/(graph|edges)\..*|sitemap.*|downloads/.*|{LISTS}/.*\.(bib|ris|json|txt)|robots\.txt"
    r"|search/manifest\.js|(about|assets|guide)/.*|papers/[^/]*/index\.html"
)
"""Files that hold a list as a whole, for those who ask for it (and the names of the search's files, a byte for each
paper); what people wrote; and the pages of papers, which have limits of their own."""


def test_every_other_file_has_a_limit_that_does_not_grow_with_the_survey(flagship_site):
    limits = {re.compile(path): limit for path, limit in LIMITS.items()}
    heavy = {}
    for file in flagship_site.rglob("*.*"):
        path = file.relative_to(flagship_site).as_posix()
        if not WHOLE.fullmatch(path):
            limit = next((limit for pattern, limit in limits.items() if pattern.fullmatch(path)), 0)
            if file.stat().st_size > limit:
                heavy[path] = file.stat().st_size
    assert heavy == {}


def test_no_page_has_a_script_of_its_own_inside(flagship_site):
    # A policy of default-src 'self' needs no exception; data is no script.
    inline = [page.file for page in all_pages(flagship_site) if "<script>" in page.file.read_text(encoding="utf-8")]
    assert inline == []
