"""The search box and the page of results, on the flagship: relevance, keyboard, from a folder, without scripts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import ROOT, serve_below

pytestmark = [pytest.mark.browser, pytest.mark.site]

RELEVANCE = tuple(
    tuple(line.split("\t"))
    for line in (ROOT / "tests/search/relevance.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)
PATHS = "([query, limit]) => litatlas.search(query, limit).then((found) => found.results.map((one) => one.path))"
TOTAL = "(query) => litatlas.search(query, 1).then((found) => found.total)"


@pytest.fixture(scope="module")
def hosted(flagship_site: Path) -> Iterator[str]:
    with serve_below(flagship_site, "litatlas") as address:
        yield address


@pytest.fixture(scope="module")
def searching(browser: Browser, hosted: str) -> Iterator[Page]:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(hosted + "about/")
        yield page


@pytest.mark.parametrize(("query", "first", "_what"), RELEVANCE, ids=[row[0] for row in RELEVANCE])
def test_a_search_has_what_was_expected_first(searching: Page, query: str, first: str, _what: str) -> None:
    assert searching.evaluate(PATHS, [query, 3])[:1] == [first]


def test_relevance_was_fixed_for_sixty_searches() -> None:
    assert len({row[0] for row in RELEVANCE}) == 60


SAME = (
    # two ways to ask that find the same, in the same order
    ("in-context tuning", "in context tuning"),
    ("ÖZER thermal", "ozer thermal"),
    ("  needle   haystack ", "needle haystack"),
    ("author:shukor", "author:SHUKOR"),
    ('author:"mustafa shukor"', "author:shukor"),
    ("tag:in-context-learning", 'tag:"in-context learning"'),
    ("year:2021", "year:2021..2021"),
    ("year:..2020", "year:2000..2020"),
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_to_ask_find_the_same(searching: Page, one: str, other: str) -> None:
    found = searching.evaluate(PATHS, [one, 10])
    assert found
    assert found == searching.evaluate(PATHS, [other, 10])


def test_a_minus_and_its_word_part_what_the_word_alone_finds(searching: Page) -> None:
    total, without, with_both = (
        searching.evaluate(TOTAL, query) for query in ("retrieval", "retrieval -video ", "retrieval video ")
    )
    assert 0 < with_both < total
    assert without < total
    assert searching.evaluate(TOTAL, "author:shukor -author:cord") == 0
    assert searching.evaluate(TOTAL, "has:code") + searching.evaluate(TOTAL, "-has:code year:1900..2100") == 138


def test_a_phrase_finds_only_what_has_its_words_side_by_side(searching: Page) -> None:
    assert searching.evaluate(PATHS, ['"person retrieval"', 10]) == ["papers/irra/"]
    assert searching.evaluate(TOTAL, '"retrieval person"') == 0
    assert searching.evaluate(TOTAL, "retrieval person") > 0


TYPOS = (
    # (a word with one letter wrong, missing, too many, in wrong order; what it finds first)
    ("flaminho", "papers/flamingo/"),
    ("flmingo", "papers/flamingo/"),
    ("flaamingo", "papers/flamingo/"),
    ("flamnigo", "papers/flamingo/"),
)


@pytest.mark.parametrize(("word", "first"), TYPOS)
def test_one_wrong_letter_is_forgiven(searching: Page, word: str, first: str) -> None:
    assert searching.evaluate(PATHS, [word, 1]) == [first]


def test_sections_of_hand_written_pages_are_found_with_their_anchors(page: Page, hosted: str) -> None:
    page.goto(hosted)
    path = page.evaluate(PATHS, ["leaving a page out", 1])[0]
    assert path == "guide/search/#leaving-a-page-out"
    page.goto(hosted + path)
    assert page.locator("#leaving-a-page-out").count() == 1


def test_results_come_while_one_types_and_the_words_are_marked(page: Page, hosted: str) -> None:
    page.goto(hosted + "papers/mmicl/")
    page.click(".la-search__input")
    page.keyboard.type("visual language few-sh")
    expect(page.locator(".la-search .la-hit").first).to_contain_text("Flamingo: a Visual Language Model")
    marks = page.locator(".la-search .la-hit").first.locator(".la-hit__title mark")
    assert marks.all_inner_texts() == ["Visual", "Language", "Few", "Shot"]
    expect(page.locator(".la-search__said")).to_have_text(re.compile(r"^\d+ results?$"))


def test_the_box_is_used_by_keyboard_alone(page: Page, hosted: str) -> None:
    page.goto(hosted + "tags/")
    page.keyboard.press("/")
    box = page.locator(".la-search__input")
    expect(box).to_be_focused()
    page.keyboard.type("in-context")
    # The results of what was typed last take the place of those before, and nothing is chosen then.
    expect(page.locator(".la-search__all")).to_have_attribute("href", re.compile("q=in-context$"))
    expect(page.locator(".la-search .la-hit")).to_have_count(8)
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", "la-search-7")
    page.keyboard.press("ArrowDown")
    chosen = page.locator('[role=option][aria-selected="true"]')
    expect(chosen).to_have_attribute("id", "la-search-0")
    goal = chosen.get_attribute("href")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert box.input_value() == "in-context"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(str(goal))


def test_control_k_leads_to_the_box_and_enter_to_all_results(page: Page, hosted: str) -> None:
    page.goto(hosted + "years/")
    page.keyboard.press("Control+k")
    page.keyboard.type("video & text")
    page.keyboard.press("Enter")
    page.wait_for_url(hosted + "search/?q=video%20%26%20text")
    assert page.locator("#la-find").input_value() == "video & text"
    expect(page.locator(".la-find .la-hit")).to_have_count(20)
    page.click(".la-find__more")
    page.wait_for_function("document.querySelectorAll('.la-find .la-hit').length > 20")
    assert page.evaluate("document.activeElement === document.querySelectorAll('.la-find .la-hit')[20]")


def test_nothing_found_is_said(page: Page, hosted: str) -> None:
    page.goto(hosted + "search/?q=xyzzyplugh")
    expect(page.locator(".la-find__said")).to_have_text("Nothing found for xyzzyplugh")


def test_a_query_is_shown_as_text(page: Page, hosted: str) -> None:
    page.goto(hosted + "search/?q=%3Cimg%20src%3Dx%20onerror%3D%22window.pwned%3D1%22%3E")
    expect(page.locator(".la-find__said")).not_to_be_empty()
    assert page.evaluate("window.pwned") is None


def test_the_search_works_from_a_folder(page: Page, flagship_site: Path) -> None:
    page.goto((flagship_site / "papers/mmicl/index.html").as_uri())
    page.click(".la-search__input")
    page.keyboard.type("flamingo")
    page.locator(".la-search .la-hit").first.click()
    page.wait_for_url((flagship_site / "papers/flamingo/index.html").as_uri())
    page.click(".la-search__input")
    page.keyboard.type("merlot")
    page.keyboard.press("Enter")
    page.wait_for_url((flagship_site / "search/index.html").as_uri() + "?q=merlot")
    expect(page.locator(".la-find .la-hit").first).to_contain_text("MERLOT")


def test_on_a_telephone_the_box_opens_over_the_page(browser: Browser, hosted: str) -> None:
    with browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True) as context:
        page = context.new_page()
        page.goto(hosted + "papers/")
        assert not page.locator(".la-search__input").is_visible()
        page.tap(".la-search__opener")
        expect(page.locator(".la-search__input")).to_be_focused()
        page.keyboard.type("video retrieval")
        first = page.locator(".la-search .la-hit").first
        expect(first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        box = page.locator(".la-search--open").bounding_box()
        assert box is not None
        assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 320, 640)
        page.click(".la-search__close")
        assert not page.locator(".la-search__input").is_visible()
        expect(page.locator(".la-search__opener")).to_be_focused()


def test_without_scripts_the_box_leads_to_a_page_with_all_lists(browser: Browser, hosted: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(hosted + "papers/mmicl/")
        page.fill(".la-search__input", "flamingo")
        page.press(".la-search__input", "Enter")
        page.wait_for_url(hosted + "search/?q=flamingo")
        assert page.locator("main noscript").is_visible()
        page.click("main >> text=All papers")
        page.wait_for_url(hosted + "papers/")


def test_an_excerpt_that_begins_with_its_text_has_the_first_letter(page: Page, hosted: str) -> None:
    page.goto(hosted + "search/?q=in-context+learning")
    expect(page.locator(".la-hit__text", has_text="In-context learning (ICL) involves reasoning")).to_have_count(1)


def test_a_result_reads_as_text_and_only_its_title_as_a_link(page: Page, hosted: str) -> None:
    page.goto(hosted + "search/?q=flamingo")
    hit = page.locator(".la-find .la-hit").first
    expect(hit).to_have_css("text-decoration-line", "none")
    assert hit.evaluate("(link) => getComputedStyle(link).color !== getComputedStyle(link.firstChild).color")


def test_an_index_that_cannot_be_loaded_is_said(page: Page, hosted: str) -> None:
    page.route("**/search/terms/*", lambda route: route.abort())
    page.goto(hosted)
    page.fill(".la-search__input", "flamingo")
    expect(page.locator(".la-search__said")).to_contain_text("cannot be loaded")


def test_the_theme_has_no_search_of_its_own(flagship_site: Path) -> None:
    assert list(flagship_site.rglob("search_index.json")) == []
    assert 'data-md-component="search' not in (flagship_site / "index.html").read_text(encoding="utf-8")


def test_the_client_is_small() -> None:
    """The budget is 20 kB minified; of 23 kB without comments esbuild, which also shortens names, made 14 kB."""
    files = sorted((ROOT / "templates/assets/js").glob("search*.js"))
    bare = "".join(re.sub(r"\A/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.S) for file in files)
    bare = re.sub(r"^\s*//.*$", "", bare, flags=re.M)
    bare = re.sub(r"^\s+", "", bare, flags=re.M)
    assert 10_000 < len(bare.encode()) <= 26_000
