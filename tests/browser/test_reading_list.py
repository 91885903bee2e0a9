"""The reading list: stars on every kind of page, kept by the browser, saved and brought in, hosted and as files."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from browser.conftest import serve_below
from browser.test_frame import LOW_CONTRAST, TOO_WIDE
from litatlas.problems import Problems
from litatlas.readers import read

pytestmark = [pytest.mark.browser, pytest.mark.site]

IDS = "litatlas.readingList.ids()"
THREE = ["mmicl", "flamingo", "m2ixt"]
REFUSED = (
    """Object.defineProperty(window, "localStorage", {get() { throw new DOMException("no", "SecurityError"); }});"""
)
FULL = """Storage.prototype.setItem = () => { throw new DOMException("no room", "QuotaExceededError"); };"""
SUFFIX = {"BibTeX": ".bib", "RIS": ".ris", "CSL-JSON": ".json"}
"""The format's name on the page, and how the file of a paper ends that holds the same."""


@pytest.fixture(scope="module")
def hosted(flagship_site: Path) -> Iterator[str]:
    with serve_below(flagship_site, "a/b") as address:
        yield address


@pytest.fixture(scope="module", params=["hosted", "file"])
def anywhere(request: pytest.FixtureRequest, hosted: str, flagship_site: Path) -> tuple[str, str]:
    """The address of the site's root and what the address of a page ends with: below a path, and from a folder."""
    return (hosted, "") if request.param == "hosted" else (flagship_site.as_uri() + "/", "index.html")


def open_list(page: Page, address: str, ids: list[str]) -> None:
    """Open the list's page with these papers on the list."""
    page.goto(address)
    page.wait_for_function("litatlas.startListPage && document.querySelector('.la-list__bar')")
    page.evaluate("(ids) => litatlas.readingList.add(ids)", ids)
    expect(page.locator(".la-list__paper")).to_have_count(len(ids))


def saved(page: Page, label: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=label, exact=True).click()
    return Path(download.value.path()).read_bytes()


def taken_in(page: Page, name: str, data: bytes) -> str:
    """Import a file, and give what the page says of it."""
    page.set_input_files("#la-list-file", {"name": name, "mimeType": "text/plain", "buffer": data})
    expect(page.locator(".la-list__said")).to_contain_text(name)
    return page.locator(".la-list__said").inner_text()


STARS = (
    # (page, its first star for the paper)
    ("papers/mmicl/", ".la-links > p > .la-star"),
    ("papers/mmicl/", ".la-related > ol > li > .la-star"),
    ("tags/in-context-learning/", ".la-listing > ul > li > .la-star"),
    ("", ".la-listing > ul > li > .la-star"),
    ("search/?q=flamingo", ".la-find__list > li > .la-star"),
    ("explore/?q=flamingo", ".la-explore .la-star"),
    ("graph/?paper=mmicl", ".la-map-panel .la-star"),
)


@pytest.mark.parametrize(("address", "star"), STARS)
def test_a_star_puts_its_paper_on_the_list_and_takes_it_off(page: Page, hosted: str, address: str, star: str) -> None:
    page.goto(hosted + address)
    button = page.locator(star).first
    expect(button).to_have_attribute("aria-pressed", "false")
    assert re.fullmatch(r"On the reading list: \S.*", str(button.get_attribute("aria-label")))
    button.press("Enter")
    assert page.evaluate(IDS) == [button.get_attribute("data-la-star")]
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".la-list-link__count")).to_have_text("1")
    expect(page.locator(".la-list-link")).to_have_attribute("aria-label", "Reading list: 1 paper")
    button.click()
    assert page.evaluate(IDS) == []
    expect(page.locator(".la-list-link")).to_have_attribute("aria-label", "Reading list")


def test_a_star_that_another_script_puts_on_a_page_works(page: Page, hosted: str) -> None:
    page.goto(hosted + "about/")
    page.evaluate("""document.querySelector("main article").insertAdjacentHTML(
        "beforeend", "<button class=la-star data-la-star=mmicl></button>")""")
    page.get_by_role("button", name="On the reading list").click()
    assert page.evaluate(IDS) == ["mmicl"]


def test_two_tabs_have_one_list(context: BrowserContext, anywhere: tuple[str, str]) -> None:
    root, index = anywhere
    first, second = context.new_page(), context.new_page()
    first.goto(f"{root}papers/mmicl/{index}")
    second.goto(f"{root}papers/flamingo/{index}")
    first.click(".la-star--wide")
    expect(second.locator(".la-list-link__count")).to_have_text("1")
    second.click(".la-star--wide")
    expect(first.locator(".la-list-link__count")).to_have_text("2")
    expect(second.locator("[data-la-star=mmicl]").first).to_have_attribute("aria-pressed", "true")
    assert first.evaluate(IDS) == ["mmicl", "flamingo"]


@pytest.mark.parametrize("label", SUFFIX)
def test_a_saved_paper_is_the_bytes_of_its_own_file(
    page: Page, anywhere: tuple[str, str], flagship_site: Path, label: str
) -> None:
    root, index = anywhere
    open_list(page, f"{root}reading-list/{index}", ["mmicl"])
    assert saved(page, label) == (flagship_site / f"papers/mmicl{SUFFIX[label]}").read_bytes()


def test_a_saved_table_has_the_rows_of_the_whole_surveys_in_the_order_of_the_list(
    page: Page, hosted: str, flagship_site: Path
) -> None:
    open_list(page, hosted + "reading-list/", THREE)
    header, *lines = (flagship_site / "survey.csv").read_bytes().splitlines(keepends=True)
    rows = {line.split(b",")[0].decode(): line for line in lines}
    assert saved(page, "CSV") == header + b"".join(rows[id] for id in THREE)


FILES = ("BibTeX", "RIS", "CSL-JSON", "CSV", "JSON, with notes")


@pytest.mark.parametrize("label", FILES)
def test_what_is_saved_is_brought_in_elsewhere(browser: Browser, page: Page, hosted: str, label: str) -> None:
    open_list(page, hosted + "reading-list/", THREE)
    page.evaluate("litatlas.readingList.setNote('flamingo', 'for Tuesday')")
    data = saved(page, label)
    with browser.new_context() as elsewhere:
        other = elsewhere.new_page()
        open_list(other, hosted + "reading-list/", ["vita"])
        assert taken_in(other, "list.txt", data) == "list.txt: 3 papers added."
        assert other.evaluate(IDS) == ["vita", *THREE]
        assert taken_in(other, "list.txt", data) == "list.txt: 0 papers added, 3 papers on the list already."
        note = "for Tuesday" if label.startswith("JSON") else ""
        assert other.evaluate("litatlas.readingList.note('flamingo')") == note


@pytest.mark.parametrize("label", FILES[:4])
def test_what_is_saved_is_read_by_litatlas(page: Page, hosted: str, label: str) -> None:
    open_list(page, hosted + "reading-list/", THREE)
    problems = Problems()
    name = {"CSL-JSON": "list.csl.json", "BibTeX": "list.bib"}.get(label, f"list.{label.lower()}")
    assert [record.id for record in read(name, saved(page, label), problems)] == THREE
    assert list(problems) == []


FOREIGN = (
    # (a file of somebody else's, what the page says of it, what is on the list)
    ("@misc{x, doi = {10.48550/arXiv.2309.07915v2}}", "1 paper added.", ["mmicl"]),
    ("@article{y,\n  title = {{MMICL}: Empowering {V}ision-language Model with\n  Multi-Modal In-Context Learning},\n}",
     "1 paper added.", ["mmicl"]),
    ("TY  - CONF\r\nTI  - Flamingo: A Visual Language Model for Few-Shot Learning\r\nER  - \r\n", "1 paper added.",
     ["flamingo"]),
    ('[{"id": "q", "type": "article", "URL": "https://arxiv.org/abs/2309.07915"}]', "1 paper added.", ["mmicl"]),
    ('Title,DOI\n"Flamingo: a Visual Language Model for Few-Shot Learning",\nNobody\'s Paper on Nothing,10.1/none\n',
     "1 paper added, 1 not found.", ["flamingo"]),
    ("@article{alayrac2022flamingo,\n  title = {Another Paper Under This Key}\n}", "0 papers added, 1 not found.", []),
)  # fmt: skip


@pytest.mark.parametrize(("text", "said", "ids"), FOREIGN)
def test_papers_are_found_in_files_of_others(page: Page, hosted: str, text: str, said: str, ids: list[str]) -> None:
    open_list(page, hosted + "reading-list/", [])
    assert taken_in(page, "theirs.txt", text.encode()) == f"theirs.txt: {said}"
    assert page.evaluate(IDS) == ids


def test_what_is_not_in_the_survey_is_told_by_its_title(page: Page, hosted: str) -> None:
    open_list(page, hosted + "reading-list/", [])
    taken_in(page, "theirs.bib", b"@article{x,\n  title = {Nobody's {P}aper on <b>Nothing</b>},\n}\n")
    assert page.locator(".la-list__missing li").all_inner_texts() == ["Nobody's Paper on <b>Nothing</b>"]


def test_a_file_that_is_none_changes_nothing(page: Page, hosted: str) -> None:
    open_list(page, hosted + "reading-list/", THREE)
    assert taken_in(page, "broken.json", b'{"papers": [').endswith("nothing was changed.")
    assert page.evaluate(IDS) == THREE


def test_a_note_is_kept_and_one_that_is_brought_in_comes_below_it(page: Page, hosted: str) -> None:
    open_list(page, hosted + "reading-list/", ["mmicl"])
    page.get_by_role("button", name="Add a note: MMICL").press("Enter")
    page.keyboard.type("Mine")
    page.reload()
    note = page.get_by_label("Private note: MMICL")
    expect(note).to_have_value("Mine")
    theirs = {"litatlas": "reading-list", "version": 1, "papers": [{"id": "mmicl", "note": "Theirs"}]}
    taken_in(page, "theirs.json", json.dumps(theirs).encode())
    expect(note).to_have_value("Mine\n\nTheirs")


def test_papers_are_moved_and_removed_by_keyboard_and_the_focus_goes_with_them(page: Page, hosted: str) -> None:
    open_list(page, hosted + "reading-list/", THREE)
    page.get_by_role("button", name="Move down: MMICL").press("Enter")
    expect(page.get_by_role("button", name="Move down: MMICL")).to_be_focused()
    expect(page.locator(".la-list__said")).to_have_text("Moved to place 2 of 3.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Move up: MMICL")).to_be_focused()
    assert page.evaluate(IDS) == ["flamingo", "m2ixt", "mmicl"]
    page.get_by_role("button", name="Remove: Flamingo").press("Enter")
    expect(page.locator(".la-list__paper").first.locator("a")).to_be_focused()
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.locator(".la-list__paper").first).to_have_attribute("data-paper", "flamingo")
    assert page.evaluate(IDS) == ["flamingo", "m2ixt", "mmicl"]


def test_foundations_come_first_as_on_the_page_of_a_theme(page: Page, hosted: str) -> None:
    page.goto(hosted + "themes/in-context-learning/")
    ids = page.eval_on_selector_all(".la-reading > ol > li > .la-star", "all => all.map((one) => one.dataset.laStar)")
    assert len(ids) > 4
    open_list(page, hosted + "reading-list/", sorted(ids))
    page.get_by_role("button", name="Foundations first").press("Enter")
    shown = "all => all.map((one) => one.dataset.paper)"
    expect(page.locator(".la-list__why")).to_have_count(len(ids))
    assert page.eval_on_selector_all(".la-list__paper", shown) == ids
    assert all(re.fullmatch(r"[A-Z].*\.", why, re.DOTALL) for why in page.locator(".la-list__why").all_inner_texts())
    assert page.evaluate(IDS) == sorted(ids)
    page.get_by_role("button", name="Keep this order").press("Enter")
    expect(page.get_by_role("button", name="My order")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(IDS) == ids


def test_a_shared_address_asks_before_it_adds(browser: Browser, page: Page, anywhere: tuple[str, str]) -> None:
    root, index = anywhere
    open_list(page, f"{root}reading-list/{index}", THREE)
    shared = page.get_by_label("Address of this list", exact=True).input_value()
    assert shared == f"{root}reading-list/{index}#papers=mmicl,flamingo,m2ixt"
    with browser.new_context() as elsewhere:
        other = elsewhere.new_page()
        other.goto(f"{shared},no-such-paper")
        offer = other.get_by_role("region", name="A shared list")
        expect(offer).to_contain_text("Not in this survey: no-such-paper")
        assert other.evaluate(IDS) == []
        offer.get_by_role("button", name="Add to my list").press("Enter")
        assert other.evaluate(IDS) == THREE
        expect(offer).to_have_count(0)


def test_a_long_list_has_no_address(page: Page, hosted: str) -> None:
    open_list(page, hosted + "reading-list/", [])
    page.evaluate("litatlas.readingList.add(Array.from({length: 200}, (_, at) => `some-paper-${at}`))")
    expect(page.get_by_text("too long for an address")).to_be_visible()
    expect(page.get_by_label("Address of this list", exact=True)).to_be_hidden()


REFUSALS = (
    # (what the browser does, what the page says)
    (REFUSED, "This browser keeps nothing for this site"),
    (FULL, "This browser has no room left for this site"),
)


@pytest.mark.parametrize(("script", "said"), REFUSALS)
def test_a_browser_that_keeps_nothing_says_so_and_the_star_works_for_the_page(
    context: BrowserContext, hosted: str, script: str, said: str
) -> None:
    context.add_init_script(script)
    page = context.new_page()
    problems: list[str] = []
    # The theme's own scripts fail there.
    page.on("pageerror", lambda error: problems.append(str(error)) if "/litatlas/" in str(error.stack) else None)
    page.goto(hosted + "papers/mmicl/")
    page.click(".la-star--wide")
    expect(page.locator(".la-star--wide")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".la-list-said")).to_contain_text(said)
    page.goto(hosted + "reading-list/")
    expect(page.get_by_role("alert").filter(has_text=said)).to_be_visible()
    assert problems == []


@pytest.mark.parametrize("text", ['[{"id": "mmicl"', '{"id": 1}', '[{"id": "../x"}]', "[null]"])
def test_a_list_that_cannot_be_read_is_set_aside(page: Page, hosted: str, text: str) -> None:
    page.goto(hosted + "about/")
    page.evaluate("(text) => localStorage.setItem('litatlas:/a/b/:list', text)", text)
    page.goto(hosted + "reading-list/")
    expect(page.get_by_role("alert").filter(has_text="could not be read")).to_be_visible()
    assert saved(page, "Save the text") == text.encode()
    page.evaluate("litatlas.readingList.add('mmicl')")
    assert page.evaluate(IDS) == ["mmicl"]
    page.get_by_role("button", name="Throw it away").click()
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.includes('broken'))") == []


def test_a_paper_that_was_opened_is_marked_until_that_is_forgotten(page: Page, hosted: str) -> None:
    page.goto(hosted + "papers/mmicl/")
    page.goto(hosted + "tags/in-context-learning/")
    assert page.locator(".la-listing li", has=page.locator(".la-seen")).locator("strong").all_inner_texts() == [
        "MMICL: Empowering Vision-language Model with Multi-Modal In-Context Learning"
    ]
    page.goto(hosted + "reading-list/")
    page.get_by_role("button", name="Forget that").click()
    page.goto(hosted + "tags/in-context-learning/")
    assert page.locator(".la-seen").count() == 0


A_LATER_VISIT = """() => {
  const name = (end) => `litatlas:/a/b/:${end}`;
  const news = JSON.parse(localStorage.getItem(name("news")));
  localStorage.setItem(name("news"), JSON.stringify({...news, now: news.now.filter((id) => id !== "mmicl")}));
  localStorage.setItem(name("at"), String(Date.now() - 5 * 3600 * 1000));
}"""


def test_what_is_new_since_the_last_visit_is_told_on_both_pages(page: Page, hosted: str) -> None:
    page.goto(hosted)
    page.wait_for_function("Object.keys(localStorage).some((name) => name.endsWith(':news'))")
    assert page.locator(".la-news").count() == 0
    page.evaluate(A_LATER_VISIT)
    page.goto(hosted + "about/")  # a visit may begin on any page
    page.goto(hosted)
    # Its scripts come one after the other, which on a busy machine takes a while.
    expect(page.locator(".la-news")).to_contain_text(
        re.compile(r"^1 new since your last visit on \d+ \w+ \d{4}: MMICL$"), timeout=20000
    )
    page.goto(hosted + "reading-list/")
    expect(page.locator("#new .la-listing li a")).to_have_text(re.compile("^MMICL: "))
    page.get_by_role("button", name="Put all of them on my list").click()
    assert page.evaluate(IDS) == ["mmicl"]


NEW_IDS = (
    # (added last now, known at the last visit, whether these were all, what is new)
    (["c", "b", "a"], ["b", "a"], True, ["c"]),
    (["b", "a", "z"], ["b", "a"], True, ["z"]),
    (["c", "b", "a"], ["b", "a", "x"], False, ["c"]),
    (["b", "a", "z"], ["x", "b", "a"], False, []),  # x was taken away, and z came up from below
    (["b", "a"], ["b", "a"], False, []),
)


def test_only_what_was_added_is_new(page: Page, hosted: str) -> None:
    page.goto(hosted)
    page.wait_for_function("typeof litatlas.newIds === 'function'")
    call = "([now, known, all]) => litatlas.newIds(now, known, all)"
    assert [page.evaluate(call, [now, known, every]) for now, known, every, _ in NEW_IDS] == [
        new for *_, new in NEW_IDS
    ]


def test_a_merged_paper_stays_on_the_list_as_the_one_that_it_is_now(page: Page, hosted: str) -> None:
    def with_redirect(route: Route) -> None:
        route.fulfill(
            content_type="text/javascript", body=route.fetch().text().replace("{\n", '{\n"id:old-one":"mmicl",\n', 1)
        )

    page.route("**/cards/keys/*.js*", with_redirect)
    page.goto(hosted + "about/")
    page.evaluate("litatlas.readingList.restore([{id: 'gone', note: ''}, {id: 'old-one', note: 'mine'}])")
    page.goto(hosted + "reading-list/")
    expect(page.locator(".la-list__title").first).to_have_text("gone is not in this survey any more")
    expect(page.get_by_label("Private note: MMICL")).to_have_value("mine")


def test_the_list_works_behind_a_strict_policy_and_asks_no_other_host(page: Page, hosted: str) -> None:
    asked: list[str] = []
    problems: list[str] = []

    def strictly(route: Route) -> None:
        found = route.fetch()
        route.fulfill(response=found, headers={**found.headers, "content-security-policy": "default-src 'self'"})

    page.route(re.compile(r"/reading-list/(\?|#|$)"), strictly)
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: problems.append(str(error)))
    open_list(page, hosted + "reading-list/", THREE)
    assert saved(page, "BibTeX").count(b"\n@") == 2
    assert [url for url in asked if not url.startswith((hosted, "blob:"))] == []
    assert [problem for problem in problems if "__md" not in problem and "__config" not in problem] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_has_contrast_and_fits_320_pixels(browser: Browser, hosted: str, scheme: str) -> None:
    with browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 640}) as context:  # type: ignore[arg-type]
        page = context.new_page()
        open_list(page, hosted + "reading-list/#papers=vita", THREE)
        page.click("text=Foundations first")
        expect(page.locator(".la-list__why")).to_have_count(3)
        assert page.evaluate(LOW_CONTRAST) == []
        assert page.evaluate(TOO_WIDE) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 320
