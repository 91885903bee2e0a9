"""Measures Pagefind on the papers that bench/search.py measures ours on: its index, and its answers in Chromium.

Pagefind reads a site's HTML, so each paper gets a page with what ours indexes
of it. A query is answered when the eight best results are there with what a
list of results shows of them; bytes are what that loads after its own start.
"""

import shutil
import statistics
import subprocess
import time
from collections.abc import Sequence
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

from litatlas.search import Document

STARTED = """async (address) => {
  const begin = performance.now();
  window.pagefind = await import(address + "pagefind/pagefind.js");
  await pagefind.init();
  return performance.now() - begin;
}"""

ANSWERED = """async (query) => {
  const before = performance.now();
  const found = await pagefind.search(query);
  await Promise.all(found.results.slice(0, 8).map((one) => one.data()));
  return performance.now() - before;
}"""


def write_pages(folder: Path, found: Sequence[Document]) -> None:
    """Write a page for each document, and one to search from."""
    for document in found:
        title, text = escape(document.card[0]), escape(document.text)
        names = escape(dict(document.texts).get("authors", ""))
        file = folder / document.card[4] / "index.html"
        file.parent.mkdir(parents=True)
        file.write_text(
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
            f"<body><h1>{title}</h1><p>{names}</p><p>{text}</p></body></html>",
            encoding="utf-8",
        )
    (folder / "index.html").write_text(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Bench</title></html>", encoding="utf-8"
    )


def build(folder: Path, program: str) -> dict[str, float]:
    """Index the pages of a folder with the program; gives seconds, MB and files."""
    before = time.perf_counter()
    subprocess.run([program, "--site", str(folder), "--quiet"], check=True)
    seconds = time.perf_counter() - before
    sizes = [file.stat().st_size for file in (folder / "pagefind").rglob("*") if file.is_file()]
    return {"seconds": seconds, "MB": sum(sizes) / 1e6, "files": len(sizes)}


def ask(page: Page, address: str, folder: Path, queries: list[str]) -> dict[str, float]:
    """Give latency and bytes of each query on a fresh page, and what the start costs."""
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(urlsplit(request.url).path.lstrip("/")))
    ready, times, sizes, start = [], [], [], 0.0
    for query in queries:
        page.goto(address + "index.html")
        loaded.clear()
        ready.append(page.evaluate(STARTED, address))
        start = _bytes(folder, loaded)
        loaded.clear()
        times.append(page.evaluate(ANSWERED, query))
        sizes.append(_bytes(folder, loaded))
    ordered, heavy = sorted(times), sorted(sizes)
    return {
        "ready ms": statistics.median(ready),
        "start kB": start,
        "median ms": statistics.median(times),
        "p95 ms": ordered[int(len(ordered) * 0.95)],
        "median kB": statistics.median(sizes),
        "p95 kB": heavy[int(len(heavy) * 0.95)],
    }


def _bytes(folder: Path, paths: list[str]) -> float:
    files = (folder / path for path in dict.fromkeys(paths))
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e3


def find_program(named: str) -> str:
    """Give the program: the one that was named, else the one on the path; empty where there is none."""
    return named or shutil.which("pagefind") or ""
