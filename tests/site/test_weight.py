"""Pages are light: what a reader's connection carries for one paper is bounded, however large the survey."""

from pathlib import Path

import pytest

from site_pages import all_pages

pytestmark = pytest.mark.site

PAPER = 31_500
"""Bytes of HTML that a paper's page may have, before compression: the largest has 27 authors and eight neighbours
with several reasons each."""

TYPICAL = 25_000
"""Half of the papers' pages are below this."""


@pytest.fixture(scope="module")
def weights(flagship_site: Path) -> dict[str, int]:
    """The bytes of every paper's page, the lightest first."""
    pages = (flagship_site / "papers").glob("*/index.html")
    found = {file.parent.name: file.stat().st_size for file in pages if b'"citation_title"' in file.read_bytes()}
    return dict(sorted(found.items(), key=lambda item: item[1]))


def test_a_paper_page_is_light(weights):
    assert len(weights) == 138
    median, (heaviest, largest) = list(weights.values())[len(weights) // 2], list(weights.items())[-1]
    told = f"median {median:,} bytes, largest {largest:,} ({heaviest})"
    assert largest <= PAPER, told
    assert median <= TYPICAL, told


def test_no_page_has_a_script_of_its_own_inside(flagship_site):
    # A policy of default-src 'self' needs no exception; data is no script.
    inline = [page.file for page in all_pages(flagship_site) if "<script>" in page.file.read_text(encoding="utf-8")]
    assert inline == []
