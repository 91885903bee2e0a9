"""The flagship from its ZIP file in Firefox: unpacked in a folder with an awkward name, without a network."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from browser.firefox import Firefox, firefox
from browser.walking import one_page_of_each_kind

pytestmark = [pytest.mark.browser, pytest.mark.site]

BROKEN = """
const broken = [...document.styleSheets].filter((sheet) => {
  try { return !sheet.cssRules.length; } catch { return false; }
}).map((sheet) => sheet.href);
for (const image of document.images) if (image.complete && !image.naturalWidth) broken.push(image.src);
if (document.querySelector("form.la-search") && !(window.litatlas && litatlas.search)) broken.push("scripts");
return broken;
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with firefox(tmp_path_factory.mktemp("firefox")) as started:
        yield started


def test_every_kind_of_page_is_shown_and_asks_nothing_of_a_network(browser: Firefox, unpacked: Path) -> None:
    for path in one_page_of_each_kind(unpacked):
        browser.open(unpacked / path)
        assert browser.find("h1").text, path
        assert browser.run(BROKEN) == [], path
    assert browser.asked == []


def test_search_finds_a_paper_and_opens_it(browser: Firefox, unpacked: Path) -> None:
    browser.open(unpacked / "papers/mmicl/index.html")
    box = browser.find(".la-search__input")
    box.send_keys("few-shot flamingo")
    browser.find(".la-search__list .la-hit")
    box.send_keys("\ue015\ue007")  # arrow down, enter
    browser.until(lambda: browser.client.get_url() == (unpacked / "papers/flamingo/index.html").as_uri())


def test_the_map_is_drawn(browser: Firefox, unpacked: Path) -> None:
    browser.open(unpacked / "graph/index.html")
    browser.find("#la-graph canvas")
    drawn = """
    const canvas = document.querySelector("#la-graph canvas");
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    return new Set(new Uint32Array(pixels.buffer)).size;
    """
    browser.until(lambda: browser.run(drawn) > 20)


def test_a_citation_is_copied(browser: Firefox, unpacked: Path) -> None:
    browser.open(unpacked / "papers/mmicl/index.html")
    browser.run("for (const one of document.querySelectorAll('main details')) one.open = true;")
    next(one for one in browser.all("main button") if one.is_displayed() and "Copy" in one.text).click()
    box = browser.find(".la-search__input")
    box.send_keys("\ue009v")  # Ctrl-V
    pasted = browser.until(lambda: browser.run("return document.querySelector('.la-search__input').value"))
    assert pasted.startswith("@inproceedings{zhao2023mmicl,")
