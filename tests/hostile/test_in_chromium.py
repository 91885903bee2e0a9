"""Every page of the hostile survey, opened: nothing runs, nothing asks another host, nothing is broken."""

from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage

from browser.conftest import _Below, serve_below
from hostile.conftest import TITLE, Hostile

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PARTS = 4
"""The pages are parted for test workers."""

TABS = 4
"""Pages that load at once."""

WRONG = r"""() => {
  const wrong = [];
  // A heading may have the id "pwned", and is then window.pwned; payloads set a number.
  if (typeof window.pwned === "number") wrong.push(`ran: ${window.pwned}`);
  if (document.title.startsWith("pwned")) wrong.push(`titled: ${document.title}`);
  const addresses = /^(href|src|srcset|action|formaction|xlink:href|poster|data|background|srcdoc|ping|manifest)$/;
  for (const element of document.querySelectorAll("*")) {
    for (const {name, value} of element.attributes) {
      if (name.startsWith("on")) wrong.push(`${element.tagName} ${name}=${value}`);
      if (!addresses.test(name)) continue;
      let url;
      try { url = new URL(value, document.baseURI); } catch { continue; }
      if (!["http:", "https:", "mailto:"].includes(url.protocol)) wrong.push(`${element.tagName} ${name}=${value}`);
    }
  }
  const content = document.querySelector(".la-page");
  const strange = ":is(script, style, link, meta, base, iframe, object, embed, img, video, audio, [autofocus],"
    + " template, foreignObject, animate, set, [style])";
  // The explorer sets the places of its rows and the heights of its bars.
  const own = ":is(.la-results__body, .la-row, .la-years__bar > span)";
  for (const element of content.querySelectorAll(strange)) {
    if (!element.closest("figure") && !element.matches(own)) wrong.push(element.outerHTML.slice(0, 200));
  }
  for (const hidden of document.querySelectorAll("noscript")) {
    if (hidden.textContent.includes("pwned")) wrong.push(hidden.outerHTML.slice(0, 200));
  }
  if (document.querySelectorAll("h1").length !== 1) wrong.push("not one heading of the first level");
  return wrong;
}"""


class Cached(_Below):
    """Lets the browser keep scripts, styles and fonts, and the connection."""

    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        if "/assets/" in self.path:
            self.send_header("Cache-Control", "max-age=3600, immutable")
        super().end_headers()


class Watched:
    """A browser context in which everything that a payload could do is seen."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.seen: list[str] = []
        context.on("request", lambda request: self._asked(request.url))
        context.on("dialog", lambda dialog: (self.seen.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        context.on("weberror", lambda error: self.seen.append(f"{error.page and error.page.url}: {error.error}"))
        context.on("console", self._said)

    def _said(self, message: ConsoleMessage) -> None:
        # Material looks for the sitemap beside a page where the site stands at another address than it was built for.
        if message.type == "error" and not message.location["url"].endswith("/sitemap.xml"):
            self.seen.append(f"{message.location['url']}: {message.text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.seen.append(f"asked: {url}")


@pytest.fixture
def watched(browser: Browser, hostile: Hostile) -> Iterator[Watched]:
    server = serve_below(hostile.site, "survey")
    # The files that every page shares are fetched once.
    server.server.RequestHandlerClass = partial(Cached, directory=str(hostile.site), below="survey")
    with server as address, browser.new_context() as context:
        yield Watched(context, address)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_runs_anything_of_a_record(hostile: Hostile, watched: Watched, part: int):
    tabs = [watched.context.new_page() for _ in range(TABS)]
    paths = [page.relative_to(hostile.site).as_posix().removesuffix("index.html") for page in hostile.pages()][
        part::PARTS
    ]
    wrong = {}
    for at in range(0, len(paths), TABS):
        opened = list(zip(tabs, paths[at : at + TABS], strict=False))
        for tab, path in opened:
            tab.goto(watched.address + path, wait_until="commit")
        for tab, path in opened:
            tab.wait_for_load_state("load")
            if tab.url == watched.address + path and (found := tab.evaluate(WRONG)):
                wrong[path] = found
    assert (wrong, watched.seen) == ({}, [])


def test_a_renamed_and_a_withdrawn_paper_show_title_and_reason_as_text(watched: Watched):
    tab = watched.context.new_page()
    tab.goto(watched.address + "papers/moved/")
    # `</title>` is an element of JATS: cleaning takes it away.
    title = f"{TITLE} Moving".removeprefix("</title>")
    assert tab.title().startswith(f"{title} - ")
    assert tab.inner_text("h1").startswith(title)
    tab.goto(watched.address + "papers/moving/")
    tab.wait_for_url("**/papers/moved/")
    tab.goto(watched.address + "papers/going/")
    assert "<script>window.pwned=102</script>" in tab.inner_text(".la-page")
    assert (tab.evaluate(WRONG), watched.seen) == ([], [])


@pytest.mark.parametrize("words", ["script window pwned", "onerror", "passwd", "javascript", "Hostile Listing"])
def test_the_search_shows_payloads_as_text(watched: Watched, words: str):
    tab = watched.context.new_page()
    tab.goto(watched.address)
    tab.click(".la-search__input")
    tab.fill(".la-search__input", words)
    tab.wait_for_selector(".la-search .la-hit")
    strange = ".la-search__list :is(script, img, iframe, svg, style, [onclick], [onerror])"
    assert tab.locator(strange).count() == 0
    assert tab.evaluate("typeof window.pwned") != "number"
    assert watched.seen == []
