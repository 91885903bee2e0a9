"""The explorer on the flagship: counts, address, keyboard, telephone, from a folder, without scripts."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from browser.conftest import serve_below
from browser.test_frame import LOW_CONTRAST, TOO_WIDE

pytestmark = [pytest.mark.browser, pytest.mark.site]

COUNT = ".la-explore__count"


@pytest.fixture(scope="module")
def hosted(flagship_site: Path) -> Iterator[str]:
    with serve_below(flagship_site, "a/b") as address:
        yield address


@pytest.fixture
def explorer(page: Page, hosted: str) -> Page:
    page.goto(hosted + "explore/")
    expect(page.locator(".la-row__title").first).to_be_visible()
    return page


def listed(site: Path, page: str) -> set[str]:
    """Give the addresses of the papers that a list names."""
    text = (site / page / "index.html").read_text(encoding="utf-8")
    listing = text[text.index('class="la-listing"') :]
    return {f"papers/{id}/" for id in re.findall(r'href="(?:\.\./)+papers/([^/"#?]+)/"', listing)}


def found(page: Page, query: str, hosted: str) -> set[str]:
    """Give the addresses of the papers that the explorer finds, in a window where all are near."""
    page.set_viewport_size({"width": 1280, "height": 6000})
    page.goto(f"{hosted}explore/?{query}")
    page.wait_for_function("document.querySelectorAll('.la-row:not(:has(a)):not(.la-row--head)').length === 0")
    links = page.locator(".la-row__title").evaluate_all("all => all.map((one) => one.href)")
    return {link.removeprefix(hosted) for link in links}


def total(page: Page) -> int:
    expect(page.locator(COUNT)).not_to_be_empty()
    return int(page.locator(COUNT).inner_text().split()[0])


def choice(page: Page, name: str) -> Locator:
    return page.locator(".la-choice", has=page.get_by_text(name, exact=True))


SAME = (
    # (what is asked of the explorer, the list that holds the same papers)
    ("tag=hallucination", "tags/hallucination"),
    ("author=ge-zhang", "authors/ge-zhang"),
    ("venue=iclr&year=..2022", ""),
    ("year=2022", "years/2022"),
    ("theme=retrieval", "themes/retrieval"),
)


@pytest.mark.parametrize(("query", "listing"), SAME)
def test_a_value_finds_the_papers_of_its_list(
    page: Page, hosted: str, flagship_site: Path, query: str, listing: str
) -> None:
    papers = found(page, query, hosted)
    assert len(papers) == total(page)
    if listing:
        assert papers == listed(flagship_site, listing)
    else:
        assert papers == listed(flagship_site, "venues/iclr") & {
            paper for year in range(2019, 2023) for paper in years_papers(flagship_site, year)
        }


def years_papers(site: Path, year: int) -> set[str]:
    return listed(site, f"years/{year}") if (site / f"years/{year}/index.html").exists() else set()


def test_a_number_beside_a_value_is_what_it_finds(explorer: Page) -> None:
    video = choice(explorer, "Retrieval").first
    told = int(video.locator(".la-choice__count").inner_text())
    video.locator("label").click()
    expect(explorer.locator(COUNT)).to_have_text(f"{told} of 138 papers")
    assert urlsplit(explorer.url).query == "theme=retrieval"
    # A second value of the facet widens: the numbers beside the others are as they were.
    other = choice(explorer, "Efficiency").first
    more = int(other.locator(".la-choice__count").inner_text())
    other.locator("label").click()
    expect(explorer.locator(COUNT)).to_have_text(f"{told + more} of 138 papers")
    assert urlsplit(explorer.url).query == "theme=retrieval,efficiency"
    # Another facet narrows.
    benchmark = choice(explorer, "Benchmark")
    fewer = int(benchmark.locator(".la-choice__count").inner_text())
    assert 0 < fewer < told + more
    benchmark.locator("label").click()
    expect(explorer.locator(COUNT)).to_have_text(re.compile(f"^{fewer} of"))


def test_a_value_left_out_tells_how_many_it_hides(explorer: Page) -> None:
    row = choice(explorer, "Benchmark")
    told = int(row.locator(".la-choice__count").inner_text())
    row.locator(".la-choice__out").click()
    expect(explorer.locator(COUNT)).to_have_text(f"{138 - told} of 138 papers")
    expect(row.locator(".la-choice__count")).to_have_text(f"−{told}")
    expect(row.locator(".la-choice__out")).to_have_attribute("aria-pressed", "true")
    assert urlsplit(explorer.url).query == "tag=-benchmark"


def test_the_back_button_takes_back_one_step_and_the_address_is_the_choice(explorer: Page, hosted: str) -> None:
    choice(explorer, "Benchmark").locator("label").click()
    expect(explorer.locator(".la-chip")).to_have_count(1)
    explorer.fill(".la-explore__field", "video")
    expect(explorer.locator(COUNT)).not_to_have_text(re.compile("^34 "))
    both = total(explorer)
    explorer.get_by_role("button", name="Table").click()
    expect(explorer.locator(".la-cell--title").first).to_be_visible()
    assert explorer.url == hosted + "explore/?q=video&tag=benchmark&view=table"
    explorer.reload()
    expect(explorer.locator(COUNT)).to_have_text(f"{both} of 138 papers")
    expect(explorer.locator(".la-explore__field")).to_have_value("video")
    explorer.go_back()
    expect(explorer.locator(".la-row__by").first).to_be_visible()
    explorer.go_back()
    expect(explorer.locator(COUNT)).to_have_text("34 of 138 papers")
    explorer.go_back()
    expect(explorer.locator(COUNT)).to_have_text("138 papers")
    assert explorer.url == hosted + "explore/"


def test_the_years_are_chosen_on_the_histogram_and_in_lists(explorer: Page) -> None:
    bar = explorer.get_by_role("button", name=re.compile("^2023: 29 papers"))
    bar.click()
    expect(explorer.locator(COUNT)).to_have_text("29 of 138 papers")
    explorer.get_by_label("Last year").select_option("2024")
    expect(explorer.locator(COUNT)).to_have_text("104 of 138 papers")
    assert urlsplit(explorer.url).query == "year=2023..2024"
    bar.focus()
    explorer.keyboard.press("ArrowRight")
    explorer.keyboard.press("Enter")
    expect(explorer.locator(COUNT)).to_have_text("75 of 138 papers")
    explorer.keyboard.press("Enter")
    expect(explorer.locator(COUNT)).to_have_text("138 papers")


def test_any_author_is_found_by_the_beginning_of_a_word_of_the_name(explorer: Page) -> None:
    explorer.get_by_role("button", name="Author").click()
    explorer.get_by_label("Find author").fill("shuk")
    expect(explorer.locator(".la-choice", has_text="Mustafa Shukor")).to_have_count(1)
    explorer.locator(".la-choice", has_text="Mustafa Shukor").locator("label").click()
    expect(explorer.locator(".la-chip")).to_have_text(["Mustafa Shukor×"])
    assert urlsplit(explorer.url).query == "author=mustafa-shukor"


def test_words_find_what_the_search_finds(page: Page, hosted: str) -> None:
    page.goto(hosted + "explore/?q=flamingo")
    expect(page.locator(".la-row__title").first).to_contain_text("Flamingo: a Visual Language Model")
    expect(page.locator(".la-row__title mark").first).to_have_text("Flamingo")
    expect(page.locator("#la-explore-sort")).to_have_value("relevance")


def test_the_way_back_from_a_paper_leads_to_where_it_was_chosen(explorer: Page, hosted: str) -> None:
    explorer.locator(".la-row__title").first.focus()
    explorer.keyboard.press("End")
    explorer.wait_for_function("document.activeElement.closest('.la-row').getAttribute('aria-posinset') === '138'")
    name = explorer.evaluate("document.activeElement.textContent")
    explorer.keyboard.press("Enter")
    explorer.wait_for_url(hosted + "papers/*/")
    explorer.go_back()
    expect(explorer.get_by_role("link", name=name, exact=True)).to_be_in_viewport()


def test_where_nothing_fits_the_page_says_what_to_take_back(page: Page, hosted: str) -> None:
    page.goto(hosted + "explore/?q=flamingo&year=2019")
    expect(page.locator(".la-explore__none")).to_have_text("No paper fits all of this.")
    page.get_by_role("button", name="Without 2019").click()
    expect(page.locator(".la-row__title").first).to_contain_text("Flamingo")
    page.locator(".la-chips__clear").click()
    expect(page.locator(COUNT)).to_have_text("138 papers")
    expect(page.locator(".la-explore__field")).to_be_focused()
    assert page.url == hosted + "explore/"


def test_a_value_that_is_not_there_is_said_and_does_no_harm(page: Page, hosted: str) -> None:
    page.goto(
        hosted + "explore/?tag=%3Cimg%20src%3Dx%20onerror%3D%22window.pwned%3D1%22%3E&year=x&sort=x&author=nobody"
    )
    expect(page.locator(COUNT)).to_have_text("138 papers")
    expect(page.locator(".la-chip")).to_have_count(2)
    expect(page.locator(".la-chip").last).to_contain_text("nobody (not in this survey)")
    assert page.evaluate("window.pwned") is None


def test_only_results_near_the_window_are_elements_and_all_are_reached_by_keyboard(explorer: Page) -> None:
    assert explorer.locator(".la-row").count() < 30
    explorer.locator(".la-row__title").first.focus()
    for _ in range(3):
        explorer.keyboard.press("ArrowDown")
    place = "document.activeElement.closest('.la-row').getAttribute('aria-posinset')"
    explorer.wait_for_function(f"{place} === '4'")
    explorer.keyboard.press("End")
    explorer.wait_for_function(f"{place} === '138'")
    assert explorer.locator(".la-row").count() < 40
    explorer.keyboard.press("ArrowUp")
    explorer.wait_for_function(f"{place} === '137'")
    explorer.keyboard.press("Tab")  # its star
    explorer.keyboard.press("Tab")
    explorer.wait_for_function(f"{place} === '138'")
    explorer.keyboard.press("Home")
    explorer.wait_for_function(f"{place} === '1'")


def test_a_choice_is_made_by_keyboard_and_keeps_the_focus(explorer: Page) -> None:
    box = choice(explorer, "Retrieval").first.get_by_role("checkbox")
    box.focus()
    explorer.keyboard.press("Space")
    expect(explorer.locator(".la-chip")).to_have_count(1)
    expect(box).to_be_focused()
    explorer.keyboard.press("Tab")
    explorer.keyboard.press("Enter")
    expect(explorer.locator(".la-chip--out")).to_have_count(1)
    expect(explorer.get_by_role("button", name="Leave out Retrieval").first).to_be_focused()


def test_the_order_is_by_title_or_by_relations_where_that_is_wanted(page: Page, hosted: str) -> None:
    page.goto(hosted + "explore/?view=table&sort=title")
    titles = page.locator(".la-row__title")
    expect(titles.nth(9)).to_be_visible()
    names = [name.casefold() for name in titles.all_inner_texts()]
    assert names == sorted(names)
    page.select_option("#la-explore-sort", "related")
    expect(page.locator(".la-cell--degree").nth(9)).to_be_visible()
    degrees = [int(text) for text in page.locator(".la-cell--degree").all_inner_texts()]
    assert degrees == sorted(degrees, reverse=True)


def test_all_that_fits_is_printed(page: Page, hosted: str) -> None:
    page.goto(hosted + "explore/?year=2024")
    page.evaluate("window.print = () => { window.printed = document.querySelectorAll('.la-row__title').length; }")
    page.get_by_role("button", name="Print").click()
    page.wait_for_function("window.printed === 75")
    assert page.locator(".la-row").count() < 30


def test_what_is_found_goes_on_the_reading_list(page: Page, hosted: str) -> None:
    page.goto(hosted + "explore/?tag=hallucination")
    star = page.locator(".la-row .la-star").first
    expect(star).to_have_attribute("aria-pressed", "false")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    found = total(page)
    page.get_by_role("button", name="Put all on the reading list").click()
    expect(page.locator(".la-explore__said")).to_have_text(f"{found - 1} papers put on the reading list")
    assert page.evaluate("litatlas.readingList.ids().length") == found
    expect(page.locator('.la-row .la-star[aria-pressed="false"]')).to_have_count(0)


def test_the_address_is_copied(browser: Browser, hosted: str) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto(hosted + "explore/?tag=video#x")
        page.get_by_role("button", name="Share this view").click()
        expect(page.locator(".la-explore__said")).to_have_text("Address copied")
        assert page.evaluate("navigator.clipboard.readText()") == hosted + "explore/?tag=video"


def test_a_list_leads_to_the_explorer_with_its_value_chosen(page: Page, hosted: str) -> None:
    page.goto(hosted + "tags/hallucination/")
    page.click("text=Explore these papers")
    page.wait_for_url(hosted + "explore/?tag=hallucination")
    expect(page.locator(".la-chip")).to_have_text(["Hallucination×"])


KEEP_COPIED = """
() => Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { window.copied = text; } } })
"""


def test_it_works_from_a_folder_and_shares_the_published_address(browser: Browser, flagship_site: Path) -> None:
    asked: list[str] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto((flagship_site / "tags/hallucination/index.html").as_uri())
        page.click("text=Explore these papers")
        expect(page.locator(".la-chip")).to_have_text(["Hallucination×"])
        choice(page, "Benchmark").locator("label").click()
        expect(page.locator(".la-chip")).to_have_count(2)
        few = page.locator(COUNT).inner_text()
        page.reload()
        expect(page.locator(COUNT)).to_have_text(few)
        page.go_back()
        expect(page.locator(".la-chip")).to_have_count(1)
        page.evaluate(KEEP_COPIED)
        page.get_by_role("button", name="Share this view").click()
        expect(page.locator(".la-explore__said")).to_have_text("Address copied")
        assert page.evaluate("window.copied") == "https://litatlas.github.io/litatlas/explore/?tag=hallucination"
        page.locator(".la-row__title").first.click()
        page.wait_for_url(re.compile(r"^file:.*/papers/[^/]+/index\.html$"))
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def test_on_a_telephone_the_choices_open_over_the_page(browser: Browser, hosted: str) -> None:
    with browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True) as context:
        page = context.new_page()
        page.goto(hosted + "explore/?view=table")
        expect(page.locator(".la-row__title").first).to_be_visible()
        assert page.evaluate(TOO_WIDE) == []
        assert not choice(page, "Benchmark").is_visible()
        page.tap(".la-explore__filters")
        choice(page, "Benchmark").locator("label").tap()
        done = page.get_by_role("button", name="Show 34 papers")
        expect(done).to_be_visible()
        assert page.evaluate(TOO_WIDE) == []
        done.tap()
        expect(page.locator(".la-explore__filters")).to_be_focused()
        expect(page.locator(".la-explore__filters")).to_have_text("Filters (1)")
        page.tap(".la-explore__filters")
        page.keyboard.press("Escape")
        assert not choice(page, "Benchmark").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["?tag=video,-image&q=benchmark", "?view=table", "?q=flamingo&year=2019"])
def test_everything_has_contrast_a_name_and_room_for_a_finger(
    browser: Browser, hosted: str, scheme: str, query: str
) -> None:
    with browser.new_context(color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(hosted + "explore/" + query)
        expect(page.locator(".la-row__title, .la-explore__none").first).to_be_visible()
        assert page.evaluate(LOW_CONTRAST) == []
        assert page.evaluate(NAMELESS) == []
        assert page.evaluate(SMALL) == []


NAMELESS = """
() => [...document.querySelectorAll("#la-explore :is(button, a, input, select)")]
  .filter((el) => el.checkVisibility())
  .filter((el) => !(el.getAttribute("aria-label") || el.innerText.trim() || (el.labels && el.labels.length)))
  .map((el) => el.outerHTML.slice(0, 120))
"""

SMALL = """
() => [...document.querySelectorAll("#la-explore :is(button, select, label:has(input))")]
  .filter((el) => el.checkVisibility() && el.getBoundingClientRect().height < 23.5)
  .map((el) => `${el.className} ${el.innerText.slice(0, 20)} ${el.getBoundingClientRect().height}`)
"""


def test_nothing_of_it_needs_more_than_the_strictest_policy_for_content(page: Page, hosted: str) -> None:
    """The theme's own inline scripts need hashes and are left out here."""
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))

    def with_policy(route: Route) -> None:
        answer = route.fetch()
        headers = {**answer.headers, "content-security-policy": "default-src 'self'; img-src 'self' data:"}
        route.fulfill(response=answer, headers=headers)

    page.route("**/explore/?tag=benchmark", with_policy)
    page.goto(hosted + "explore/?tag=benchmark")
    expect(page.locator(".la-row__title").first).to_be_visible()
    before = len(refused)
    choice(page, "Dataset").locator("label").click()
    expect(page.locator(".la-chip")).to_have_count(2)
    page.get_by_role("button", name=re.compile("^2024: ")).click()
    expect(page.locator(".la-chip")).to_have_count(3)
    heights = page.locator(".la-years__live").evaluate_all("all => all.map((one) => one.style.height)")
    assert max(heights) > "0"
    assert refused[before:] == []
    assert [text for text in refused if "/explore" in text and "explore/?tag" not in text] == []


def test_without_scripts_the_page_leads_to_the_lists(browser: Browser, hosted: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(hosted + "explore/?tag=video")
        page.click("#la-explore-lists >> text=Tags")
        page.wait_for_url(hosted + "tags/")


def test_data_that_cannot_be_loaded_leaves_the_lists(page: Page, hosted: str) -> None:
    page.route("**/explore/head.js", lambda route: route.abort())
    with page.expect_console_message(lambda message: message.text.startswith("The lists stay")):
        page.goto(hosted + "explore/")
    expect(page.locator("#la-explore-lists")).to_be_visible()
    assert not page.locator("#la-explore").is_visible()
