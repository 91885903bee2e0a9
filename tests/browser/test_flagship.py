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


@pytest.mark.parametrize("paper", ["mmicl", "omnicorpus", "affectgpt"])
def test_a_paper_prints_on_two_sheets_at_most(page: Page, flagship_address: str, paper: str) -> None:
    page.goto(f"{flagship_address}papers/{paper}/")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= 2


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
