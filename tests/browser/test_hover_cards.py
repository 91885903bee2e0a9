"""Hover cards: by pointer and keyboard, dismissible, hoverable and persistent (WCAG 1.4.13), never by touch."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import serve_below
from browser.test_frame import LOW_CONTRAST

pytestmark = [pytest.mark.browser, pytest.mark.site]

LINK = ".la-related a[href*='flamingo']"
LONGER_THAN_IT_TAKES = 1000  # milliseconds


@pytest.fixture(scope="module")
def hosted(flagship_site: Path) -> Iterator[str]:
    with serve_below(flagship_site, "a/b") as address:
        yield address


LINKS = (
    # (page, a link to a paper on it)
    ("papers/mmicl/", LINK),
    ("papers/mmicl/", ".la-ego svg a"),
    ("papers/m2ixt/", ".la-abstract a"),
    ("", ".la-questions a[href*='flamingo']"),
    ("tags/in-context-learning/", ".la-listing strong a"),
    ("themes/in-context-learning/", ".la-sentences a"),
    ("search/?q=flamingo", ".la-find a"),
)


@pytest.mark.parametrize(("address", "link"), LINKS)
def test_a_link_to_a_paper_shows_its_card(page: Page, hosted: str, address: str, link: str) -> None:
    page.goto(hosted + address)
    one = page.locator(link).first
    one.hover()
    card = page.get_by_role("tooltip")
    expect(card).to_be_visible()
    path = str(one.get_attribute("href") or one.get_attribute("xlink:href")).rstrip("/").rpartition("/")[2]
    shown = page.evaluate("(id) => litatlas.cards.card(id)", path)
    expect(card.locator(".la-card__title")).to_have_text(shown["title"])
    expect(card.locator(".la-card__by")).to_contain_text(shown["by"])
    expect(card.locator(".la-card__sentence")).to_have_text(shown["text"])
    expect(card.locator(".la-card__tags")).to_contain_text(shown["tags"][0])
    box = card.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1280


def test_a_card_stays_under_the_pointer_and_goes_with_escape(page: Page, hosted: str) -> None:
    page.goto(hosted + "papers/mmicl/")
    card = page.get_by_role("tooltip")
    page.hover(LINK)
    expect(card).to_be_visible()
    page.hover(".la-card__title")
    page.wait_for_timeout(LONGER_THAN_IT_TAKES)
    expect(card).to_be_visible()
    page.locator(".la-card .la-star").click()
    assert page.evaluate("litatlas.readingList.ids()") == ["flamingo"]
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.mouse.move(5, 400)
    page.hover(LINK)
    expect(card).to_be_visible()
    page.mouse.move(5, 400)
    expect(card).to_be_hidden()


def test_a_card_comes_with_the_focus_and_describes_its_link(page: Page, hosted: str) -> None:
    page.goto(hosted + "papers/mmicl/")
    card = page.get_by_role("tooltip")
    link = page.locator(LINK).first
    page.locator(".la-related a").first.focus()
    while page.evaluate("(one) => document.activeElement !== one", link.element_handle()):
        page.keyboard.press("Tab")
    expect(card).to_be_visible()
    expect(link).to_have_attribute("aria-describedby", "la-card-text")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(link).to_be_focused()
    assert link.get_attribute("aria-describedby") is None
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(card).to_be_visible()


def test_a_card_is_there_from_a_folder(page: Page, flagship_site: Path) -> None:
    page.goto((flagship_site / "papers/mmicl/index.html").as_uri())
    page.hover(LINK)
    expect(page.locator(".la-card__title")).to_have_text("Flamingo: a Visual Language Model for Few-Shot Learning")


def test_a_link_to_the_page_itself_shows_no_card(page: Page, hosted: str) -> None:
    page.goto(hosted + "papers/mmicl/")
    page.hover(".la-links a[href='#cite']")
    page.wait_for_timeout(LONGER_THAN_IT_TAKES)
    expect(page.get_by_role("tooltip")).to_be_hidden()


def test_a_finger_gets_no_card(browser: Browser, hosted: str) -> None:
    with browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(hosted + "papers/mmicl/")
        page.evaluate("document.addEventListener('click', (event) => event.preventDefault(), true)")
        page.locator(LINK).first.tap()
        page.wait_for_timeout(LONGER_THAN_IT_TAKES)
        expect(page.get_by_role("tooltip")).to_be_hidden()


def test_without_its_data_a_link_is_what_it_was(page: Page, hosted: str) -> None:
    page.route("**/cards/**", lambda route: route.abort())
    page.goto(hosted + "papers/mmicl/")
    page.hover(LINK)
    page.wait_for_timeout(LONGER_THAN_IT_TAKES)
    expect(page.get_by_role("tooltip")).to_be_hidden()
    page.click(LINK)
    page.wait_for_url(hosted + "papers/flamingo/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_card_has_contrast(browser: Browser, hosted: str, scheme: str) -> None:
    with browser.new_context(color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(hosted + "papers/mmicl/")
        page.hover(LINK)
        expect(page.get_by_role("tooltip")).to_be_visible()
        assert page.evaluate(LOW_CONTRAST) == []
