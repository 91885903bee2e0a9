"""Measures the search in Chromium, beside the theme's own and Pagefind: `python bench/search.py --help`.

The theme's search is measured by its own script: the same papers in the form
of its `search_index.json`, handed to its worker as its pages do. Ours gets a
page with nothing but its two scripts. Both are served from this machine, so
latency is what the browser computes; what the network adds follows from the
bytes. Queries are those of tests/search/relevance.tsv, typed letter by letter
for "as you type". Records are made (see corpus.py): their words are those of
138 papers, so each word stands in far more papers than in a real survey of
50,000, and bytes are those of the worst case.
"""

import argparse
import functools
import gzip
import http.server
import json
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from corpus import corpus_records, made_records, read_stock, write_assets
from pagefind import ask, build, find_program, write_pages
from playwright.sync_api import Page, sync_playwright

from litatlas.identity.permalink import Ledger
from litatlas.intake.admission import admit
from litatlas.library.gathering import index, mint_tags
from litatlas.library.roll import mint_facets
from litatlas.pages import Survey
from litatlas.problems import Problems
from litatlas.readers import read
from litatlas.related import Relations
from litatlas.search import Document, Searched, Source, document_of, search_files
from litatlas.settings import Settings
from litatlas.tagging import tag_papers
from litatlas.vocabulary import parse_vocabulary

ROOT = Path(__file__).resolve().parent.parent
PAGE = "<!doctype html><meta charset=utf-8><title>Bench</title>"

OURS = """async (queries) => {
  const times = [];
  for (const query of queries) {
    const before = performance.now();
    await litatlas.search(query, 8);
    times.push(performance.now() - before);
  }
  return times;
}"""

THEIRS = """async ([worker, index, queries]) => {
  const begin = performance.now();
  const search = await (await fetch(index)).json();
  const work = new Worker(worker);
  const answer = (type, data, wanted) => new Promise((resolve) => {
    work.onmessage = (event) => { if (event.data.type === wanted) resolve(event.data.data); };
    work.postMessage({ type, data });
  });
  await answer(0, { ...search, options: { suggest: false } }, 1);
  const ready = performance.now() - begin;
  const times = [];
  for (const query of queries) {
    const before = performance.now();
    await answer(2, query, 3);
    times.push(performance.now() - before);
  }
  return [ready, times];
}"""


def queries() -> list[str]:
    """Give the queries of the relevance test, without those that only our search understands."""
    lines = (ROOT / "tests" / "search" / "relevance.tsv").read_text(encoding="utf-8").splitlines()
    found = [line.split("\t")[0] for line in lines if not line.startswith("#")]
    return [query for query in found if ":" not in query and '"' not in query]


def typed(query: str) -> list[str]:
    return [query[:end] for end in range(1, len(query) + 1)]


def make_survey(size: int, corpus: Path | None) -> Survey:
    """Make a survey of so many papers, without what search does not ask for."""
    records = corpus_records(corpus, size) if corpus else made_records(read_stock(ROOT / "records"), size)
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    problems = Problems()
    vocabulary = parse_vocabulary((ROOT / "vocabulary.yml").read_text(encoding="utf-8"), "vocabulary.yml", problems)
    admission = admit(read("papers.jsonl", text.encode(), problems), Ledger(), problems)
    papers = tag_papers(admission.papers, vocabulary, problems)
    ledger = mint_facets(mint_tags(admission.ledger, vocabulary, ""), papers, "")
    library = index(papers, ledger, vocabulary)
    return Survey(Settings("Bench"), library, vocabulary, Relations({}), ledger)


def write_ours(folder: Path, sources: Mapping[int, Source]) -> dict[str, float]:
    """Write the index and a page that uses it; gives seconds and bytes."""
    before = time.perf_counter()
    written = {path: str(text) for path, text in search_files(sources)}
    seconds = time.perf_counter() - before
    for path, text in written.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    write_assets(folder)
    (folder / "ours.html").write_text(f'{PAGE}<script src="assets/litatlas/js/site.js"></script>', encoding="utf-8")
    sizes = {path: len(text.encode()) for path, text in written.items()}
    return {
        "seconds": seconds,
        "MB": sum(sizes.values()) / 1e6,
        "files": len(sizes),
        "largest kB": max(sizes.values()) / 1e3,
        "manifest kB": sizes["search/manifest.js"] / 1e3,
    }


def write_theirs(folder: Path, found: list[Document]) -> float:
    """Write the same papers as the theme's index; gives its MB."""
    docs = [
        {
            "location": document.card[4],
            "title": document.card[0],
            "text": f"<p>{dict(document.texts).get('authors', '')}</p><p>{document.text}</p>",
        }
        for document in found
    ]
    config = {
        "lang": ["en"],
        "separator": "[\\s\\-]+",
        "pipeline": ["stopWordFilter"],
        "fields": {"title": {"boost": 1000.0}, "text": {"boost": 1.0}, "tags": {"boost": 1000000.0}},
    }
    text = json.dumps({"config": config, "docs": docs}, ensure_ascii=False)
    (folder / "index.json").write_text(text, encoding="utf-8")
    workers = Path(str(files("material"))) / "templates" / "assets" / "javascripts" / "workers"
    shutil.copy(next(workers.glob("search.*.min.js")), folder / "worker.js")
    (folder / "theirs.html").write_text(PAGE, encoding="utf-8")
    return len(text.encode()) / 1e6


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def spread(times: list[float]) -> dict[str, float]:
    return {"median ms": statistics.median(times), "p95 ms": sorted(times)[int(len(times) * 0.95)]}


def measure_ours(page: Page, address: str, folder: Path) -> dict[str, dict[str, float]]:
    """Give latency and bytes: each query on a fresh page, then again, then typed letter by letter."""
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(urlsplit(request.url).path.lstrip("/")))
    first, again, letters, sizes, packed = [], [], [], [], []
    for query in queries():
        page.goto(address + "ours.html")
        page.evaluate("litatlas.search('')")
        loaded.clear()
        first += page.evaluate(OURS, [query])
        page.wait_for_load_state("networkidle")
        sizes.append(sum((folder / path).stat().st_size for path in loaded) / 1e3)
        packed.append(sum(len(gzip.compress((folder / path).read_bytes())) for path in loaded) / 1e3)
        again += page.evaluate(OURS, [query])
    for query in queries()[:20]:
        letters += page.evaluate(OURS, typed(query))
    return {
        "first": spread(first),
        "again": spread(again),
        "typed": spread(letters),
        "kB": {"median": statistics.median(sizes), "p95": sorted(sizes)[int(len(sizes) * 0.95)]},
        "gzipped kB": {"median": statistics.median(packed), "p95": sorted(packed)[int(len(packed) * 0.95)]},
    }


def measure_theirs(page: Page, address: str) -> dict[str, float]:
    page.goto(address + "theirs.html")
    ready, times = page.evaluate(THEIRS, [address + "worker.js", address + "index.json", queries()])
    return {"ready ms": ready, **spread(times)}


def measure(size: int, corpus: Path | None, with_theme: bool, pagefind: str) -> None:
    """Measure one size, and print it."""
    before = time.perf_counter()
    survey = make_survey(size, corpus)
    made = time.perf_counter() - before
    before = time.perf_counter()
    sources = Searched(survey)
    found = [document_of(source) for _, source in sorted(sources.items())]
    collected = time.perf_counter() - before
    print(f"\n{len(found):,} documents (survey made in {made:.0f} s, documents in {collected:.1f} s)")
    compare(sources, found, with_theme, pagefind)


def compare(sources: Mapping[int, Source], found: list[Document], with_theme: bool, pagefind: str) -> None:
    """Measure ours, the theme's and Pagefind on the same documents, one after the other."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        built = write_ours(folder, sources)
        chromium = next(path for path in map(shutil.which, ("chromium", "google-chrome")) if path)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with served(folder) as address:
            print("index:", rounded(built))
            for what, values in measure_ours(browser.new_page(), address, folder).items():
                print(f"{what}:", rounded(values))
            if with_theme:
                size_of_index = write_theirs(folder, found)
                values = measure_theirs(browser.new_page(), address)
                print("theme's own:", rounded({"index MB": size_of_index, **values}))
        if pagefind:
            other = folder / "pagefind"
            write_pages(other, found)
            print("Pagefind's index:", rounded(build(other, pagefind)))
            with served(other) as address:
                print("Pagefind:", rounded(ask(browser.new_page(), address, other, queries())))
        browser.close()


def rounded(values: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:,.1f}" for name, value in values.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[138, 5000])
    parser.add_argument("--corpus", type=Path, help="a JSONL file of real papers instead of made ones (may be .gz)")
    parser.add_argument("--no-theme", action="store_true", help="leave the theme's own search out")
    parser.add_argument("--pagefind", default="", help="its program, to measure it too; else the one on the path")
    choice = parser.parse_args()
    pagefind = find_program(choice.pagefind)
    for size in choice.sizes:
        measure(size, choice.corpus, not choice.no_theme, pagefind)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
