"""The flagship's own pages in a browser: what the small site of `test_frame` cannot show."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from browser.conftest import serve_below
from browser.test_frame import LOW_CONTRAST, TOO_WIDE

pytestmark = [pytest.mark.browser, pytest.mark.site]

KINDS = (
    "",
    "about/",
    "papers/",
    "papers/mmicl/",
    "papers/omnicorpus/",  # 40 authors
    "tags/",
    "tags/in-context-learning/",
    "authors/",
    "authors/page/l/",
    "authors/ge-zhang/",
    "years/",
    "guide/",
    "guide/records/",
    "guide/problems/",
    "404.html",
)


@pytest.fixture(scope="module")
def flagship_address(flagship_site: Path) -> Iterator[str]:
    with serve_below(flagship_site, "litatlas") as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_no_other_host_and_has_contrast(
    browser: Browser, flagship_address: str, kind: str, scheme: str
) -> None:
    asked: list[str] = []
    with browser.new_context(color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(flagship_address + kind, wait_until="networkidle")
        page.eval_on_selector_all("details", "all => all.forEach((one) => { one.open = true; })")
        assert page.evaluate(LOW_CONTRAST) == []
    assert [url for url in asked if not url.startswith((flagship_address, "data:", "blob:"))] == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wider_than_a_screen_of_320_pixels(browser: Browser, flagship_address: str, kind: str) -> None:
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        page.goto(flagship_address + kind)
        page.eval_on_selector_all("details", "all => all.forEach((one) => { one.open = true; })")
        assert page.evaluate(TOO_WIDE) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_name_in_a_quoted_reason_stands_among_its_words(page: Page, flagship_address: str) -> None:
    page.goto(f"{flagship_address}papers/mmicl/")
    name = page.locator(".la-related li li > b").filter(has_text="MMICL").first
    lead = page.locator(".la-related li li > b").first
    displays = [one.evaluate("one => getComputedStyle(one).display") for one in (lead, name)]
    assert displays == ["inline-block", "inline"]


def test_the_abstract_of_every_paper_begins_on_the_first_screen(
    context: BrowserContext, flagship_address: str, flagship_site: Path
) -> None:
    """Scholar wants it there at 1280 x 900, without a click."""
    page = context.new_page()
    tops = {}
    for file in sorted(flagship_site.glob("papers/*/index.html")):
        if 'class="la-abstract"' in file.read_text(encoding="utf-8"):
            page.goto(f"{flagship_address}papers/{file.parent.name}/", wait_until="domcontentloaded")
            tops[file.parent.name] = page.evaluate("document.querySelector('.la-abstract').getBoundingClientRect().top")
    assert len(tops) == 138
    assert {name: top for name, top in tops.items() if top > 820} == {}


LONGEST = 8
"""Papers that are printed: those with most words, in either size of paper."""


def test_a_paper_prints_on_two_sheets_at_most(page: Page, flagship_address: str, flagship_site: Path) -> None:
    words = {
        file.parent.name: len(re.sub(r"<[^>]*>", " ", file.read_text(encoding="utf-8").partition('id="cite"')[0]))
        for file in flagship_site.glob("papers/*/index.html")
    }
    papers = sorted((name for name in words if name != "page"), key=lambda name: -words[name])[:LONGEST]
    sheets = {}
    for paper in papers:
        page.goto(f"{flagship_address}papers/{paper}/")
        sheets[paper] = [len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=size))) for size in ("A4", "Letter")]
    assert [name for name, counted in sheets.items() if not all(1 <= number <= 2 for number in counted)] == []


CUT_OFF = """() => [...document.querySelectorAll('.md-content *')]
  .filter((one) => one.checkVisibility() && one.clientWidth > 0 && (
    one.getBoundingClientRect().right > innerWidth + 1
    || (one.scrollWidth > one.clientWidth + 1
      && !['visible', 'clip'].includes(getComputedStyle(one).overflowX))))
  .map((one) => `${one.tagName} ${one.className}`)"""
"""What leaves the sheet, or would scroll on a screen and loses its end on paper."""

PRINTED = ("", "about/", "papers/mmicl/", "tags/", "tags/in-context-learning/", "themes/efficiency/", "graph/")


@pytest.mark.parametrize("kind", [*PRINTED, "guide/records/", "guide/problems/"])
def test_on_paper_nothing_is_cut_off_and_nothing_is_to_click(
    browser: Browser, flagship_address: str, kind: str
) -> None:
    # The width of an A4 sheet without its margins, in CSS pixels; a dark screen prints dark on white too.
    with browser.new_context(viewport={"width": 650, "height": 980}, color_scheme="dark") as context:
        page = context.new_page()
        page.goto(flagship_address + kind)
        page.emulate_media(media="print")
        assert page.evaluate(CUT_OFF) == []
        shown = ":is(nav, button, input, select, .md-header, .md-sidebar, .md-footer, .headerlink, .la-pager)"
        assert page.locator(shown).filter(visible=True).count() == 0
        assert page.evaluate("getComputedStyle(document.querySelector('.md-content h1')).color") == "rgb(0, 0, 0)"


def test_all_authors_are_printed(page: Page, flagship_address: str) -> None:
    page.goto(f"{flagship_address}papers/omnicorpus/")
    last = page.locator(".la-byline a").last
    assert not last.is_visible()
    page.emulate_media(media="print")
    assert last.is_visible()


def test_the_bars_of_the_timeline_lead_to_their_years_from_a_file(page: Page, flagship_site: Path) -> None:
    page.goto((flagship_site / "index.html").as_uri())
    page.click(".la-timeline a[href*='2024']")
    page.wait_for_url((flagship_site / "years/2024/index.html").as_uri())
