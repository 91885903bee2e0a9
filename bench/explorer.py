"""Measures the explorer in Chromium: `python bench/explorer.py --help`.

The page holds nothing but the explorer and the scripts that it needs; it is
served from this machine, so times are what the browser computes, and what the
network adds follows from the bytes (before compression). Surveys of more than
500 made records (see corpus.py) are copies of those under new ids, years and
authors, three of four of them their own: reading and tagging 50,000 takes a
quarter of an hour. There are no themes and no relations.

"First results" is from the start of the page to the first title; "first
choice" is a click on a value, all columns still to be loaded, until titles and
counts are there; further choices have the columns. "Authors" opens the list of
authors: their columns are loaded then.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

from corpus import write_assets
from msgspec.structs import replace
from playwright.sync_api import Page, sync_playwright

from litatlas.explorer import explorer_files
from litatlas.library.gathering import index, mint_tags
from litatlas.library.roll import mint_facets
from litatlas.model import Author, PartialDate
from litatlas.pages import Survey
from litatlas.search import Searched, search_files
from search import make_survey, rounded, served, spread

STOCK = 500
"""Records that larger surveys are copied from."""

PAGE = """<!doctype html><html lang=en><meta charset=utf-8><title>Bench</title>
<link rel=stylesheet href=../assets/litatlas/css/site.css>
<div id=la-explore class=la-explore hidden></div><div id=la-explore-lists></div>
<script src=../assets/litatlas/js/site.js></script>"""

FIRST = """
new MutationObserver((_, observer) => {
  if (!document.querySelector(".la-row__title")) return;
  window.firstResult = performance.now();
  observer.disconnect();
}).observe(document, { childList: true, subtree: true });
"""

# Does something, and gives the milliseconds until another number of papers is told and every row has its title.
CHANGE = """
(act) => new Promise((resolve) => {
  const count = document.querySelector(".la-explore__count");
  const [before, begin] = [count.textContent, performance.now()];
  const done = () => count.textContent !== before && !document.querySelector(".la-row:not(:has(a)):not(.la-row--head)");
  const look = () => (done() ? resolve(performance.now() - begin) : setTimeout(look, 1));
  new Function(act)();
  look();
})
"""

OPEN_AUTHORS = """
() => new Promise((resolve) => {
  const begin = performance.now();
  const opener = [...document.querySelectorAll(".la-facet__opener")].find((one) => one.textContent === "Author");
  opener.click();
  const body = document.getElementById(opener.getAttribute("aria-controls"));
  const look = () => (body.querySelector(".la-choice") ? resolve(performance.now() - begin) : setTimeout(look, 1));
  look();
})
"""


def survey_of_size(size: int, corpus: Path | None) -> Survey:
    """Make a survey of so many papers."""
    if corpus or size <= STOCK:
        return make_survey(size, corpus)
    stock = make_survey(STOCK, None)
    chance = random.Random(1)
    known = sorted({author for paper in stock.library for author in paper.authors}, key=lambda author: author.name)
    papers = tuple(
        replace(
            paper,
            id=f"{paper.id}-{number}",
            authors=tuple(_author(author, known, chance) for author in paper.authors),
            issued=PartialDate(chance.choice(range(2005, 2026)), chance.randint(1, 12)),
        )
        for number, paper in enumerate(islice(cycle(stock.library), size))
    )
    ledger = mint_facets(mint_tags(stock.ledger, stock.vocabulary, ""), papers, "")
    library = index(papers, ledger, stock.vocabulary)
    return replace(stock, library=library, ledger=ledger)


def _author(author: Author, known: list[Author], chance: random.Random) -> Author:
    return (
        author
        if chance.random() < 0.25
        else replace(author, given=f"{chance.choice(known).given} {chance.choice(known).given}")
    )


def choose(place: int) -> str:
    return f"document.querySelectorAll('.la-choice__label input')[{place}].click()"


def write(folder: Path, survey: Survey) -> dict[str, float]:
    """Write the data and the page; gives seconds and bytes of the explorer's own files."""
    index = {path: str(text) for path, text in search_files(Searched(survey))}
    before = time.perf_counter()
    own = dict(explorer_files(survey))
    seconds = time.perf_counter() - before
    for path, text in (index | own).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    write_assets(folder)
    (folder / "explore" / "index.html").write_text(PAGE, encoding="utf-8")
    sizes = {path: len(text.encode()) for path, text in own.items()}
    return {
        "seconds": seconds,
        "MB": sum(sizes.values()) / 1e6,
        "files": len(sizes),
        "largest kB": max(sizes.values()) / 1e3,
        "head kB": sizes["explore/head.js"] / 1e3,
    }


def measure_page(page: Page, address: str, folder: Path, rounds: int) -> dict[str, dict[str, float]]:
    """Give times and bytes of what a reader does, each on a fresh page."""
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(urlsplit(request.url).path.lstrip("/")))
    page.add_init_script(FIRST)
    times: dict[str, list[float]] = {}
    kilobytes: dict[str, float] = {}

    def note(what: str, milliseconds: float) -> None:
        page.wait_for_load_state("networkidle")
        times.setdefault(what, []).append(milliseconds)
        data = [path for path in loaded if not path.startswith("assets/") and not path.endswith("/")]
        kilobytes[what] = sum((folder / path).stat().st_size for path in data) / 1e3
        loaded.clear()

    for _ in range(rounds):
        loaded.clear()
        page.goto(address + "explore/")
        page.wait_for_function("window.firstResult")
        note("first results", page.evaluate("window.firstResult"))
        note("first choice", page.evaluate(CHANGE, choose(0)))
        note("second choice", page.evaluate(CHANGE, choose(2)))
        note("third choice", page.evaluate(CHANGE, choose(12)))
        note("authors", page.evaluate(OPEN_AUTHORS))
        note("choice with authors", page.evaluate(CHANGE, choose(12)))
    return {what: spread(some) | {"kB": kilobytes[what]} for what, some in times.items()}


def measure(size: int, corpus: Path | None, rounds: int) -> None:
    """Measure one size, and print it."""
    before = time.perf_counter()
    survey = survey_of_size(size, corpus)
    print(f"\n{size:,} papers (survey made in {time.perf_counter() - before:.0f} s)", flush=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        print("data:", rounded(write(folder, survey)), flush=True)
        chromium = next(path for path in map(shutil.which, ("chromium", "google-chrome")) if path)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with served(folder) as address:
            for what, values in measure_page(browser.new_page(), address, folder, rounds).items():
                print(f"{what}:", rounded(values), flush=True)
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[138, 5000])
    parser.add_argument("--corpus", type=Path, help="a JSONL file of real papers instead of made ones (may be .gz)")
    parser.add_argument("--rounds", type=int, default=5)
    choice = parser.parse_args()
    for size in choice.sizes:
        measure(size, choice.corpus, choice.rounds)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
