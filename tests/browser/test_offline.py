"""The flagship from its ZIP file in Chromium: unpacked in a folder with an awkward name, without a network."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from browser.walking import one_page_of_each_kind, use, watched

pytestmark = [pytest.mark.browser, pytest.mark.site]


@pytest.fixture
def offline(browser: Browser) -> BrowserContext:
    """A browser that reaches no network."""
    with browser.new_context(offline=True, viewport={"width": 1280, "height": 900}) as context:
        yield context  # type: ignore[misc]


@pytest.fixture
def page(offline: BrowserContext) -> Page:
    return offline.new_page()


def test_every_kind_of_page_works_from_a_folder(page: Page, unpacked: Path) -> None:
    with watched(page, unpacked.as_uri()) as seen:
        for path in one_page_of_each_kind(unpacked):
            use(page, seen, (unpacked / path).as_uri())
    assert seen.wrong == {}


def test_a_reader_gets_from_the_first_page_to_a_paper_and_on_by_clicks(page: Page, unpacked: Path) -> None:
    page.goto((unpacked / "index.html").as_uri())
    page.click(".md-tabs >> text=Tags")
    page.click("main a[href*='in-context-learning']")
    page.click(".la-listing a >> nth=0")
    assert page.url.startswith((unpacked / "papers").as_uri())
    page.click(".la-related a >> nth=0")
    page.click(".la-byline a >> nth=0")
    assert page.url.startswith((unpacked / "authors").as_uri())
    page.click(".md-logo")
    page.wait_for_url((unpacked / "index.html").as_uri())


def test_search_finds_a_paper_and_opens_it(page: Page, unpacked: Path) -> None:
    page.goto((unpacked / "papers/mmicl/index.html").as_uri())
    page.fill(".la-search__input", "few-shot flamingo")
    page.wait_for_selector(".la-search__list .la-hit")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url((unpacked / "papers/flamingo/index.html").as_uri())


def test_the_page_of_results_keeps_its_query(page: Page, unpacked: Path) -> None:
    page.goto((unpacked / "index.html").as_uri())
    page.fill(".la-search__input", "video")
    page.click(".la-search__all")
    page.wait_for_selector(".la-find__list .la-hit")
    assert page.url == (unpacked / "search/index.html").as_uri() + "?q=video"


def test_without_scripts_the_form_leads_to_the_page_of_search(browser: Browser, unpacked: Path) -> None:
    with browser.new_context(offline=True, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((unpacked / "papers/mmicl/index.html").as_uri())
        assert page.get_attribute("form.la-search", "action") == "../../search/index.html"
        page.click(".la-page a[href*='tags/'] >> nth=0")
        assert page.url.startswith((unpacked / "tags").as_uri())
