"""The map in a browser: what it draws, and everything that a reader does with it, hosted and from a folder."""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from browser.conftest import serve_below
from browser.map_survey import FEW, few_files, many_files, write_site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PLACE = """
    (paper) => {
      const { view, stage: { canvas } } = litatlas.map.app;
      const { x, y } = litatlas.map.app.data;
      const box = canvas.getBoundingClientRect();
      return [box.left + view.screenX(x[paper]), box.top + view.screenY(y[paper])];
    }
"""
PIXEL = """
    ([left, top]) => {
      const { stage: { canvas }, painter } = litatlas.map.app;
      litatlas.map.app.paintNow();
      const box = canvas.getBoundingClientRect();
      const at = [(left - box.left) * painter.ratio, (top - box.top) * painter.ratio].map(Math.round);
      const reader = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
      reader.drawImage(canvas, -at[0], -at[1]);
      return [...reader.getImageData(0, 0, 1, 1).data].slice(0, 3);
    }
"""
STATS = "() => { litatlas.map.app.paintNow(); return litatlas.map.app.painter.stats; }"
SETTLED = "() => window.litatlas?.map?.app?.view.settled && !litatlas.map.app.drawing"
OVERLAPS = """
    () => {
      const { placed } = litatlas.map.app.painter.labels;
      const found = [];
      placed.forEach(({ box: one, id }, i) => placed.slice(i + 1).forEach(({ box: other, id: second }) => {
        if (one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom) {
          found.push([id, second]);
        }
      }));
      return found;
    }
"""
PANEL = ".la-map-panel"


@pytest.fixture(scope="session")
def few_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("map") / "Karte #1 50%"
    write_site(folder, few_files(), csp=True)
    return folder


@pytest.fixture(scope="session")
def few(few_folder: Path) -> Iterator[str]:
    with serve_below(few_folder, "litatlas") as address:
        yield f"{address}graph/"


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("many") / "site"
    write_site(folder, many_files(20_000), csp=True)
    with serve_below(folder, "litatlas") as address:
        yield f"{address}graph/"


@pytest.fixture
def told(page: Page) -> list[str]:
    """What the page complains of, and what it asks other hosts for."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("request", lambda request: None if _ours(request.url) else found.append(request.url))
    return found


def _ours(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "file:///", "data:"))


def start(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_function(SETTLED)
    return page


def place(page: Page, paper: int) -> list[float]:
    found: list[float] = page.evaluate(PLACE, paper)
    return found


def click(page: Page, paper: int) -> Locator:
    page.mouse.click(*place(page, paper))
    panel = page.locator(PANEL)
    panel.get_by_role("heading", name="related paper").wait_for()
    page.wait_for_function(SETTLED)
    return panel


def state(page: Page, expression: str) -> Any:
    return page.evaluate(f"() => {{ const app = litatlas.map.app; return {expression}; }}")


def focused(page: Page) -> str:
    found: str = state(page, "app.focus < 0 ? '' : app.data.id[app.focus]")
    return found


def query(page: Page) -> str:
    # Not `page.url`: that is told of a changed address later.
    found: str = page.evaluate("location.search.slice(1)")
    return found


def test_papers_are_drawn_where_they_stand_in_the_colour_of_their_theme(page: Page, few: str, told: list[str]) -> None:
    start(page, few)
    colours = {"humour": [180, 86, 27], "sound": [47, 95, 179], "alone": [117, 125, 130]}
    seen = [page.evaluate(PIXEL, place(page, number)) for number in range(len(FEW))]
    assert seen == [colours[name] for name in ("humour", "humour", "sound", "humour", "alone")]
    left, top = place(page, 4)
    assert page.evaluate(PIXEL, [left + 60, top + 60]) == [253, 253, 252]
    assert told == []


def test_a_click_brings_a_paper_into_focus_with_its_reasons(page: Page, few: str, told: list[str]) -> None:
    start(page, few)
    panel = click(page, 0)
    assert focused(page) == "alpha"
    assert query(page) == "paper=alpha"
    assert panel.locator("h2").inner_text() == "Alpha: jokes in pictures"
    assert panel.locator("h3").inner_text() == "2 related papers"
    titles = panel.locator(".la-map-relation a")
    assert titles.all_inner_texts() == ["Beta reads <b>memes</b> & more", "A delta without a short name"]
    assert [link.get_attribute("href") for link in titles.all()] == [
        few.replace("graph/", "papers/beta/"),
        few.replace("graph/", "papers/delta/"),
    ]
    assert panel.locator("li li").all_inner_texts() == [
        "Names Beta: “Unlike Beta, we <i>laugh</i>.”",
        "Both study memes",
        "Both study in-context learning",
    ]
    assert page.evaluate(STATS)["edges"] == 2
    panel.get_by_role("button", name="Show on the map: Beta").click()
    assert focused(page) == "beta"
    assert page.evaluate("document.activeElement.textContent") == "Beta reads <b>memes</b> & more"
    assert told == []


def test_a_link_of_the_panel_leads_to_the_paper_in_a_folder_too(page: Page, tmp_path: Path, told: list[str]) -> None:
    write_site(tmp_path / "Karte #1 50%", few_files(), csp=False)
    start(page, (tmp_path / "Karte #1 50%/graph/index.html").as_uri())
    click(page, 0).get_by_role("link", name="Beta reads").click()
    page.wait_for_url("**/papers/beta/index.html")
    page.go_back()
    page.wait_for_function(SETTLED)
    assert focused(page) == "alpha"
    assert told == []


def test_the_card_under_the_pointer_tells_what_a_paper_is(page: Page, few: str) -> None:
    start(page, few)
    page.mouse.move(*place(page, 4))
    card = page.locator(".la-map-card")
    assert card.locator("p").all_inner_texts() == ["Omega stands alone", "No date\u00a0· 0 related papers", "Retracted"]
    page.mouse.move(*place(page, 2))
    assert card.locator("p").all_inner_texts()[-1].strip() == "Sound"
    left, top = place(page, 4)
    page.mouse.move(left + 60, top + 60)
    assert not card.is_visible()


def test_arrows_walk_to_the_nearest_paper_in_their_direction_and_enter_opens_it(page: Page, few: str) -> None:
    start(page, few)
    page.locator(".la-map-area").focus()
    walk = []
    for key in ("ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowRight", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
        walk.append(focused(page))
    assert walk == ["beta", "alpha", "alpha", "alpha", "beta", "delta", "omega"]
    said = page.locator(".la-map-said")
    assert said.inner_text() == "Omega stands alone. No date. Retracted. in no theme. 0 related papers"
    page.keyboard.press("ArrowUp")
    assert focused(page) == "gamma"
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/gamma/")


def test_escape_leaves_a_paper_and_the_tab_key_leaves_the_map(page: Page, few: str) -> None:
    start(page, few)
    area = page.locator(".la-map-area")
    area.focus()
    page.keyboard.press("ArrowRight")
    page.locator(f"{PANEL} a").first.focus()
    page.keyboard.press("Escape")
    assert (focused(page), page.locator(PANEL).is_visible(), query(page)) == ("", False, "")
    assert page.evaluate("document.activeElement.className") == "la-map-area"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_zoom_follows_keys_buttons_wheel_and_double_click(page: Page, few: str) -> None:
    start(page, few)
    zooms = [state(page, "app.view.zoom")]

    def note() -> None:
        page.wait_for_function(SETTLED)
        zooms.append(state(page, "app.view.zoom"))

    page.locator(".la-map-area").focus()
    page.keyboard.press("+")
    note()
    page.get_by_role("button", name="Zoom in").click()
    note()
    page.mouse.move(*place(page, 1))
    before = place(page, 1)
    page.mouse.wheel(0, -100)
    page.wait_for_function(f"() => litatlas.map.app.view.zoom > {zooms[-1]}")
    note()
    assert place(page, 1) == pytest.approx(before, abs=0.5)
    left, top = place(page, 1)
    page.mouse.dblclick(left + 60, top + 60)
    note()
    assert zooms == sorted(set(zooms))
    page.keyboard.press("0")
    note()
    assert zooms[-1] == pytest.approx(zooms[0])


def test_the_wheel_scrolls_the_page_once_the_whole_map_is_seen(page: Page, few: str) -> None:
    start(page, few)
    page.evaluate("document.body.style.setProperty('min-height', '3000px')")
    page.mouse.move(*place(page, 1))
    page.mouse.wheel(0, 300)
    page.wait_for_function("() => scrollY > 0")


def test_dragging_moves_the_map_and_chooses_nothing(page: Page, few: str) -> None:
    start(page, few)
    left, top = place(page, 1)
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(left + 30, top + 20)
    page.mouse.move(left + 50, top + 40)
    page.mouse.up()
    assert place(page, 1) == pytest.approx([left + 50, top + 40], abs=1)
    assert focused(page) == ""


def test_two_fingers_zoom_and_one_finger_pans_and_taps(browser: Browser, few: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as context:
        page = start(context.new_page(), few)
        session = context.new_cdp_session(page)
        x, y = place(page, 1)
        whole = state(page, "app.view.zoom")

        def touch(kind: str, *points: tuple[float, float]) -> None:
            at = [{"x": left, "y": top, "id": number} for number, (left, top) in enumerate(points)]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

        touch("touchStart", (x - 20, y))
        touch("touchStart", (x - 20, y), (x + 20, y))
        for reach in (30, 40, 50, 60):
            touch("touchMove", (x - reach, y), (x + reach, y))
        touch("touchEnd")
        assert state(page, "app.view.zoom") == pytest.approx(whole * 3, rel=0.05)
        assert place(page, 1) == pytest.approx([x, y], abs=3)
        assert focused(page) == ""
        touch("touchStart", (x, y))
        for step in (10, 20, 30):
            touch("touchMove", (x, y + step))
        touch("touchEnd")
        assert place(page, 1) == pytest.approx([x, y + 30], abs=3)
        page.touchscreen.tap(*place(page, 1))
        page.get_by_role("heading", name="3 related papers").or_(
            page.get_by_role("heading", name="2 related")
        ).wait_for()
        assert focused(page) == "beta"
        sheet, stage = page.locator(PANEL).bounding_box(), page.locator(".la-map-stage").bounding_box()
        assert sheet
        assert stage
        assert sheet["y"] > stage["y"] + stage["height"] * 0.4
        page.wait_for_function(SETTLED)
        assert place(page, 1)[1] < sheet["y"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("gam", ["Gamma listens"]),
        ("zhao", ["Alpha: jokes in pictures", "A delta without a short name"]),
        ("angstrom", ["Beta reads <b>memes</b> & more"]),
        ("mbeki", ["Alpha: jokes in pictures"]),
        ("jokes zhao", ["Alpha: jokes in pictures"]),
        ("nothing of the kind", []),
    ],
)
def test_papers_are_found_by_title_and_author(page: Page, few: str, typed: str, found: list[str]) -> None:
    start(page, few)
    box = page.get_by_role("combobox", name="Find a paper")
    box.press_sequentially(typed)
    assert page.locator(".la-map-found__title").all_inner_texts() == found
    assert box.get_attribute("aria-expanded") == str(bool(found)).lower()
    assert state(page, "app.shownCount") == len(found)


def test_a_paper_that_was_found_is_shown_by_key(page: Page, few: str) -> None:
    start(page, few)
    box = page.get_by_role("combobox", name="Find a paper")
    box.press_sequentially("zhao")
    box.press("ArrowDown")
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "la-map-found-1"
    box.press("Enter")
    assert (focused(page), query(page), box.input_value()) == ("delta", "paper=delta", "")


def test_filters_stand_in_the_address_and_come_back(page: Page, few: str) -> None:
    start(page, few)
    page.get_by_label("From").select_option("2022")
    page.get_by_label("Contribution").select_option("model")
    page.get_by_label("Colour by").select_option("year")
    page.get_by_text("authors it").click()
    assert query(page) == "tag=model&from=2022&colour=year&without=authors"
    assert page.locator(".la-map-count").inner_text() == "2 of 5 papers"
    page.reload()
    page.wait_for_function(SETTLED)
    assert page.locator(".la-map-count").inner_text() == "2 of 5 papers"
    assert page.get_by_label("From").input_value() == "2022"
    assert page.get_by_label("Colour by").input_value() == "year"
    assert not page.get_by_role("checkbox", name="authors it").is_checked()
    page.get_by_role("button", name="Show all").click()
    assert query(page) == "colour=year&without=authors"


def test_the_back_button_leads_from_paper_to_paper(page: Page, few: str) -> None:
    start(page, few)
    click(page, 0)
    page.get_by_role("button", name="Show on the map: Beta").click()
    page.go_back()
    assert (focused(page), query(page)) == ("alpha", "paper=alpha")
    page.go_back()
    assert (focused(page), query(page), page.locator(PANEL).is_visible()) == ("", "", False)
    page.go_forward()
    assert focused(page) == "alpha"


@pytest.mark.parametrize(
    "bad", ["paper=../../x", "theme=nope&tag=<b>&from=1&to=x&colour=red&without=,x", "paper=%E0%A4%A"]
)
def test_an_address_that_makes_no_sense_shows_the_whole_map(page: Page, few: str, told: list[str], bad: str) -> None:
    start(page, f"{few}?{bad}")
    assert page.locator(".la-map-count").inner_text() == "5 papers"
    assert focused(page) == ""
    assert told == []


def test_kinds_of_relations_are_switched_in_drawing_and_panel(page: Page, few: str) -> None:
    start(page, few)
    panel = click(page, 0)
    near = "[...app.near].map(([other, { kind, to, back }]) => [other, kind, to, back])"
    assert state(page, near) == [[1, 0, True, False], [3, 2, False, False]]
    page.get_by_text("mentions it").click()
    assert state(page, near) == [[1, 2, False, False], [3, 2, False, False]]
    page.get_by_text("terms it").click()
    assert state(page, near) == []
    assert panel.locator("h3").inner_text() == "0 related papers"
    assert panel.locator(".la-map-note").inner_text() == "2 more by kinds of relation that are switched off."
    assert query(page) == "paper=alpha&without=mentions%2Cterms"


def test_kinds_of_relations_differ_in_more_than_colour(page: Page, few: str) -> None:
    start(page, few)
    lines = state(page, "app.painter.palette.lines.map(({ width, dash }) => [width, ...dash].join(' '))")
    assert len(set(lines)) == 3
    assert len(set(state(page, "app.painter.palette.lines.map(({ stroke }) => stroke)"))) == 3


def test_the_papers_that_pass_the_filters_are_listed(page: Page, few: str) -> None:
    start(page, few)
    page.get_by_label("Theme", exact=True).select_option("humour")
    page.get_by_role("button", name="List these papers").click()
    panel = page.locator(PANEL)
    assert panel.locator("h2").inner_text() == "3 of 5 papers"
    assert panel.locator("li a").all_inner_texts() == [
        "Alpha: jokes in pictures",
        "Beta reads <b>memes</b> & more",
        "A delta without a short name",
    ]
    assert query(page) == "theme=humour&list=1"


def test_the_name_of_a_theme_is_a_way_into_it(page: Page, few: str) -> None:
    start(page, few)
    name = "app.painter.labels.placed.find(({ id }) => id === 'theme 1')"
    left, top = state(page, f"[app.view.screenX({name}.x) + {name}.dx, app.view.screenY({name}.y) + {name}.dy]")
    box = page.locator(".la-map-area").bounding_box()
    assert box
    page.mouse.click(box["x"] + left, box["y"] + top)
    assert query(page) == "theme=sound"
    assert page.get_by_label("Theme", exact=True).input_value() == "sound"


def test_the_map_follows_the_scheme(page: Page, few: str) -> None:
    start(page, few)
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    page.wait_for_function("() => litatlas.map.app.painter.palette.paper === 'rgba(20,24,26,1)'")
    assert page.evaluate(PIXEL, place(page, 0)) == [240, 161, 94]


def test_without_a_script_the_drawing_and_the_table_stand(browser: Browser, few: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(few)
        assert page.locator(".la-map-figure").is_visible()
        assert not page.locator("#la-graph").is_visible()


@pytest.mark.parametrize("lost", ["data.js", "papers-0.js", "map-paint.js", "map.css"])
def test_what_does_not_load_leaves_the_drawing(page: Page, few: str, lost: str) -> None:
    page.route(f"**/{lost}", lambda route: route.abort())
    with page.expect_console_message(lambda message: "stays a drawing" in message.text):
        page.goto(few)
    assert page.locator(".la-map-figure").is_visible()
    assert not page.locator("#la-graph").is_visible()


def test_the_canvas_takes_the_place_of_the_drawing_except_in_print(page: Page, few: str) -> None:
    start(page, few)
    assert not page.locator(".la-map-figure").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".la-map-figure").is_visible()
    assert not page.locator("#la-graph").is_visible()


@pytest.mark.parametrize("part", ["", "?paper=alpha", "?list=1"])
def test_nothing_is_wider_than_a_screen_of_320_pixels(browser: Browser, few: str, part: str) -> None:
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = start(context.new_page(), few + part)
        page.locator(".la-map-more > summary").click()
        page.locator(".la-map-legend > summary").click()
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        page.locator(".la-map-zoom button").first.click(trial=True)


def test_nothing_moves_slowly_for_who_wants_it_still(browser: Browser, few: str) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = start(context.new_page(), few)
        state(page, "app.view.go(100, 100, 3, true)")
        assert state(page, "[app.view.settled, app.view.zoom]") == [True, 3]


def test_a_map_that_nobody_touches_is_not_drawn_again(page: Page, few: str) -> None:
    start(page, few)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    before = state(page, "app.painter.stats.frames")
    page.wait_for_timeout(300)
    assert state(page, "app.painter.stats.frames") == before


# ---- 20,000 papers ----


def loaded(page: Page) -> int:
    found: int = state(page, "app.data.loadedPapers")
    return found


def test_a_large_survey_loads_what_can_be_told_apart(page: Page, many: str, told: list[str]) -> None:
    start(page, many)
    page.wait_for_load_state("networkidle")
    assert loaded(page) == 1000
    state(page, "app.view.set(2500, 2500, 1)")
    page.wait_for_function("() => litatlas.map.app.data.loadedPapers > 1000")
    page.wait_for_load_state("networkidle")
    assert loaded(page) <= 1000 + 6 * 1250  # tiles are wider than the screen: six of them may touch it
    assert told == []


def test_a_frame_looks_at_what_is_on_the_screen(page: Page, many: str, record_property: Any) -> None:
    """What a frame costs is told, not asserted: it depends on the machine."""
    start(page, many)
    state(page, "app.data.all()")
    page.wait_for_function("() => litatlas.map.app.data.complete")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    found = {}
    for zoom in (0.1, 0.5, 1, 2, 4):
        state(page, f"app.view.set(2500, 2500, {zoom})")
        page.wait_for_function(SETTLED)
        page.evaluate(STATS)
        found[zoom] = page.evaluate(STATS)
    record_property("frames of 20,000 papers, at a quarter of this machine's speed", json.dumps(found))
    assert found[0.1]["papers"] > 15_000
    # The screen and its margin, in cells of the grid: a few papers more than are on it.
    assert [found[zoom]["looked"] <= found[zoom]["papers"] * 1.6 + 60 for zoom in (0.5, 1, 2, 4)] == [True] * 4
    assert found[1]["looked"] < 1500
    assert found[4]["looked"] < 150
    assert [found[zoom]["edges"] for zoom in (0.1, 0.5)] == [0, 0]
    assert max(found[zoom]["names"] for zoom in found) <= 100


def test_the_find_box_finds_papers_of_tiles_that_were_not_loaded(page: Page, many: str) -> None:
    start(page, many)
    page.get_by_role("combobox", name="Find a paper").press_sequentially("p19999")
    page.locator(".la-map-found__title").filter(has_text="Paper 19999 about").click()
    page.wait_for_function("() => litatlas.map.app.near.size > 0 || litatlas.map.app.relations.length === 0")
    assert query(page) == "paper=p19999"


def test_an_address_finds_its_paper_and_the_list_ends(page: Page, many: str) -> None:
    start(page, f"{many}?paper=p19999")
    page.wait_for_function("() => litatlas.map.app.focus === 19999")
    assert 0 < place(page, 19999)[0] < 1280
    page.goto(f"{many}?list=1&theme=sound")
    page.wait_for_function("() => litatlas.map.app?.data.complete")
    page.get_by_role("heading", name="10000 of 20000 papers").wait_for()
    assert page.locator(f"{PANEL} li").count() == 100
    assert page.locator(f"{PANEL} .la-map-note").last.inner_text() == "9900 more: choose fewer by theme, year or words."


@pytest.mark.parametrize("zoom", [0.3, 0.8, 1.5, 3])
def test_no_name_stands_on_another(page: Page, many: str, zoom: float) -> None:
    start(page, many)
    state(page, "app.data.all()")
    page.wait_for_function("() => litatlas.map.app.data.complete")
    for x, y in itertools.product((900, 2600), (900, 2600)):
        state(page, f"app.view.set({x}, {y}, {zoom})")
        page.evaluate(STATS)
        assert page.evaluate(OVERLAPS) == []


# ---- The flagship ----


@pytest.mark.site
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("part", ["", "?paper=mmicl", "?colour=year"])
def test_the_flagship_is_drawn_from_a_folder(browser: Browser, flagship_site: Path, width: int, part: str) -> None:
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        page: Page = context.new_page()
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        # The theme asks for a sitemap, also where it may not have it.
        page.route("**/sitemap.xml", lambda route: route.fulfill(body="<urlset/>", content_type="text/xml"))
        start(page, (flagship_site / "graph/index.html").as_uri() + part)
        stats = page.evaluate(STATS)
        assert (stats["papers"], told) == (138, [])
        assert stats["names"] >= 5
        assert page.evaluate(OVERLAPS) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.site
def test_the_flagship_is_drawn_below_a_path(context: BrowserContext, flagship_site: Path) -> None:
    with serve_below(flagship_site, "litatlas") as address:
        page = context.new_page()
        start(page, f"{address}graph/?paper=mmicl")
        page.get_by_role("heading", name="related papers").wait_for()
        page.locator(f"{PANEL} h2 a").click()
        page.wait_for_url("**/litatlas/papers/mmicl/")
        assert page.locator("h1").first.inner_text().startswith("MMICL")
