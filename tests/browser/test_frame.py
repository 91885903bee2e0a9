"""The frame of every page: fonts, addresses, colours, keyboard, narrow screens, paper."""

import hashlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[2]
PAGES = ("", "about/", "papers/", "papers/new/", "papers/old/", "tags/", "no/such/page/")

pytestmark = pytest.mark.browser

LOW_CONTRAST = """
() => {
  const channel = (v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const colour = (text) => { const m = text.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
  const light = (c) => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const ground = (el) => {
    for (; el; el = el.parentElement) {
      const c = colour(getComputedStyle(el).backgroundColor);
      if (c[3] === 1) return c;
    }
    return [255, 255, 255, 1];
  };
  const found = [];
  for (const el of document.querySelectorAll("body *")) {
    const own = [...el.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !el.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    const style = getComputedStyle(el);
    if (colour(style.color)[3] === 0) continue;
    const [a, b] = [light(colour(style.color)), light(ground(el))].sort((x, y) => y - x);
    const large = parseFloat(style.fontSize) >= 24;
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) found.push(`${el.tagName} ${el.className}: ${ratio.toFixed(2)}`);
  }
  return found;
}
"""


TOO_WIDE = """
() => [...document.querySelectorAll("main *")]
  .filter((el) => el.checkVisibility() && el.getBoundingClientRect().right > 321
    && !el.closest(".md-sidebar, .md-typeset__scrollwrap, pre, code"))
  .map((el) => `${el.tagName}.${el.className}`)
"""


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_no_other_host(context: BrowserContext, frame: str, address: str) -> None:
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(frame + address, wait_until="networkidle")
    assert asked
    assert [url for url in asked if not url.startswith((frame, "data:", "blob:"))] == []


def test_text_is_set_in_the_bundled_typefaces(page: Page, frame: str) -> None:
    page.goto(frame + "papers/new/")
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family)")
    assert {name.strip('"') for name in loaded} == {"Source Serif 4", "Source Sans 3"}


def test_a_root_is_drawn_with_the_bundled_math_font(page: Page, frame: str) -> None:
    page.goto(frame + "about/")
    page.evaluate("document.fonts.load('16px STIX Two Math')")
    width = "name => document.querySelector(name).getBoundingClientRect().width"
    root, radicand = page.evaluate(width, "msqrt"), page.evaluate(width, "msqrt mi")
    assert root > radicand + 4


def test_font_files_are_those_whose_origin_is_told() -> None:
    fonts = ROOT / "templates/assets/fonts"
    told = dict(
        reversed(line.split()) for line in re.findall(r"^[0-9a-f]{64} .*$", (fonts / "ORIGIN.txt").read_text(), re.M)
    )
    assert told == {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in fonts.glob("*.woff2")}


def test_every_font_file_is_named_in_the_style_and_the_other_way_round() -> None:
    assets = ROOT / "templates/assets"
    named = set(re.findall(r"\.\./fonts/([\w.-]+\.woff2)", (assets / "css/fonts.css").read_text()))
    assert named == {file.name for file in (assets / "fonts").glob("*.woff2")}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(browser: Browser, frame: str, address: str, scheme: str) -> None:
    with browser.new_context(color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(frame + address)
        assert page.evaluate(LOW_CONTRAST) == []


def test_the_palette_follows_the_system_until_the_reader_chooses(browser: Browser, frame: str) -> None:
    with browser.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto(frame)
        assert page.get_attribute("body", "data-md-color-scheme") == "slate"
        page.click("label[title='Switch to light colours']")
        page.goto(frame + "about/")
        assert page.get_attribute("body", "data-md-color-scheme") == "default"


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_wider_than_a_screen_of_320_pixels(browser: Browser, frame: str, address: str) -> None:
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        page.goto(frame + address)
        assert page.evaluate(TOO_WIDE) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("address", ["", "about/", "papers/", "papers/new/", "no/such/page/"])
def test_the_first_tab_stop_skips_to_the_content(page: Page, frame: str, address: str) -> None:
    page.goto(frame + address)
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert "md-skip" in (focused.get_attribute("class") or "")
    page.wait_for_function("getComputedStyle(document.activeElement).opacity === '1'")
    page.keyboard.press("Enter")
    target = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    assert page.evaluate("(id) => !!document.getElementById(id).closest('main')", target)


def test_focus_is_seen_on_every_tab_stop(page: Page, frame: str) -> None:
    page.goto(frame + "papers/new/")
    unseen = []
    for _ in range(20):
        page.keyboard.press("Tab")
        state = page.evaluate("""() => {
            const el = document.activeElement, s = getComputedStyle(el);
            return [el.outerHTML.slice(0, 80), s.outlineStyle, parseFloat(s.outlineWidth), s.boxShadow];
        }""")
        if state[0].startswith("<body"):
            break
        if (state[1] == "none" or state[2] < 1) and state[3] == "none":
            unseen.append(state)
    assert unseen == []


def test_a_redirect_leads_on_with_its_query_and_fragment_below_a_path(page: Page, frame: str) -> None:
    page.goto(frame + "papers/old/?from=mail#related")
    page.wait_for_url(frame + "papers/new/?from=mail#related")


def test_a_redirect_leads_on_from_a_file(page: Page, frame_folder: Path) -> None:
    page.goto((frame_folder / "papers/old/index.html").as_uri() + "#related")
    page.wait_for_url((frame_folder / "papers/new/index.html").as_uri() + "#related")


def test_a_redirect_works_without_scripts(browser: Browser, frame: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(frame + "papers/old/")
        page.wait_for_url(frame + "papers/new/")


def test_a_redirect_names_the_page_it_stands_for(frame_folder: Path) -> None:
    html = (frame_folder / "papers/old/index.html").read_text()
    assert '<link rel="canonical" href="https://litatlas.github.io/litatlas/papers/new/">' in html
    assert '<a id="target" href="../../papers/new/">An old name</a>' in html


def test_the_sitemap_has_every_page_once_and_no_redirect(frame_folder: Path) -> None:
    pages = re.findall(
        r"<loc>https://litatlas\.github\.io/litatlas/(.*)</loc>", (frame_folder / "sitemap.xml").read_text()
    )
    assert sorted(pages) == ["", "about/", "authors/", "papers/", "papers/new/", "tags/", "venues/", "years/"]


def test_the_site_is_browsed_from_a_folder(page: Page, frame_folder: Path) -> None:
    page.goto((frame_folder / "index.html").as_uri())
    page.click(".md-tabs >> text=Papers")
    page.wait_for_url((frame_folder / "papers/index.html").as_uri())
    page.click("main >> text=A value")
    page.wait_for_url((frame_folder / "papers/new/index.html").as_uri())
    page.click(".md-logo")
    page.wait_for_url((frame_folder / "index.html").as_uri())


@pytest.mark.parametrize("address", ["no/such/page/", "papers/no-such-paper/deeper/still.html"])
def test_a_lost_page_leads_back_at_any_depth(page: Page, frame: str, address: str) -> None:
    assert page.goto(frame + address).status == 404  # type: ignore[union-attr]
    targets = page.eval_on_selector_all("main .la-page a", "links => links.map((a) => new URL(a.href).pathname)")
    assert targets == [f"/litatlas/{name}" for name in ("", "papers/", "tags/", "authors/")]
    assert page.evaluate("document.fonts.size") > 0


def test_a_paper_prints_dark_on_white_without_navigation(browser: Browser, frame: str) -> None:
    with browser.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto(frame + "papers/new/")
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"
        for gone in (".md-header", ".md-tabs", ".md-footer", "details"):
            assert not page.locator(gone).first.is_visible(), gone
        for kept in ("h1", ".la-byline", ".la-abstract", ".la-related"):
            assert page.locator(kept).first.is_visible(), kept


def test_the_title_of_a_paper_is_the_largest_text_of_its_page(page: Page, frame: str) -> None:
    page.goto(frame + "papers/new/")
    sizes = page.evaluate(
        "[...document.querySelectorAll('body *')].map((el) => parseFloat(getComputedStyle(el).fontSize))"
    )
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)") == max(sizes)


def test_the_menu_of_a_narrow_screen_opens_and_closes_by_keyboard(browser: Browser, frame: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(frame + "papers/new/")
        link = page.locator(".la-menu a", has_text="Venues")
        assert not link.is_visible()
        page.locator(".md-header__button[for=__drawer]").focus()
        page.keyboard.press("Enter")
        link.wait_for(state="visible")
        page.keyboard.press("Escape")
        link.wait_for(state="hidden")
        assert page.evaluate("document.activeElement.getAttribute('for')") == "__drawer"


def test_the_search_of_a_narrow_screen_opens_by_keyboard(browser: Browser, frame: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(frame + "papers/new/")
        page.locator(".la-search__opener").focus()
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.name === 'q'")
