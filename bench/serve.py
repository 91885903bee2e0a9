"""Measures `litatlas serve` in Chromium: `python bench/serve.py --help`.

A page of the site is open; a word of its paper's title is changed in the
record. Measured is the time from the moment the file is saved until the browser
shows the new title, which nobody but the server told it, and until it shows the
site that the whole survey was built into after that. Beside them stands the
processor time of the first build, and of the one that followed the change.
"""

import argparse
import json
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus import write_survey
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
UP_TO_DATE = "the whole survey is up to date"
LOADED = "document.readyState === 'complete'"


@dataclass(frozen=True)
class Change:
    """What became of one change, in seconds from when it was saved."""

    shown: float
    """Until the browser showed it."""

    complete: float
    """Until the whole survey was shown with it."""


@contextmanager
def served(survey: Path, port: int) -> Iterator[tuple[str, Path]]:
    """Serve a survey meanwhile; gives the address of its site, and the file that the server's messages go to."""
    log = survey.parent / "serve.log"
    command = [sys.executable, "-m", "litatlas", "-C", str(survey), "serve", "--address", f"127.0.0.1:{port}"]
    with log.open("w") as messages:
        process = subprocess.Popen(command, stderr=messages)
    try:
        while not (found := re.search(r"Serving on (\S+)", log.read_text(encoding="utf-8"))):
            if process.poll() is not None:
                sys.exit(log.read_text(encoding="utf-8"))
            time.sleep(0.1)
        yield found[1], log
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def change(survey: Path, number: int, word: str) -> str:
    """Put a word in front of a record's title; gives the title."""
    file = survey / "records" / "papers.jsonl"
    lines = file.read_text(encoding="utf-8").split("\n")
    record = json.loads(lines[number])
    record["title"] = f"{word} {record['title']}"
    lines[number] = json.dumps(record, ensure_ascii=False)
    file.write_text("\n".join(lines), encoding="utf-8")
    return str(record["title"])


def pages_of(survey: Path, count: int) -> dict[int, str]:
    """Find some papers whose pages can be told from their titles; gives their ids by the number of their lines."""
    ids = {letters(front(page)): page.stem for page in (survey / "docs/papers").glob("*.md")}
    lines = (survey / "records" / "papers.jsonl").read_text(encoding="utf-8").splitlines()
    titles = {number: letters(json.loads(line)["title"]) for number, line in enumerate(lines)}
    found = {number: ids[title] for number, title in titles.items() if title in ids}
    return dict(list(found.items())[:: max(len(found) // count, 1)][:count])


def front(page: Path) -> str:
    """Give the title that a page's front matter says."""
    return page.read_text(encoding="utf-8").partition("\ntitle: ")[2].partition("\n")[0]


def letters(text: str) -> str:
    """Give the letters and digits of a text."""
    return "".join(filter(str.isalnum, text)).lower()


def measure(survey: Path, page: Page, address: str, log: Path, number: int, word: str) -> Change:
    """Change the record in a line while the page at an address is open."""
    page.goto(address)
    page.wait_for_function(LOADED)
    # The script in the page begins to wait for another epoch once the page is loaded.
    page.wait_for_timeout(1000)
    builds = log.read_text(encoding="utf-8").count(UP_TO_DATE)
    change(survey, number, word)
    start = time.perf_counter()
    page.wait_for_function(
        f"document.querySelector('h1')?.textContent.includes({json.dumps(word)})", timeout=60_000, polling=10
    )
    shown = time.perf_counter() - start
    while log.read_text(encoding="utf-8").count(UP_TO_DATE) == builds:
        time.sleep(0.1)
    return Change(shown, time.perf_counter() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=1000, help="papers")
    parser.add_argument("--corpus", type=Path, help="a JSONL file of real papers instead of made ones (may be .gz)")
    parser.add_argument("--changes", type=int, default=5, help="how many records to change, one after the other")
    parser.add_argument("--port", type=int, default=8765)
    choice = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        survey = Path(name) / "survey"
        papers = write_survey(survey, ROOT, choice.size, choice.corpus.resolve() if choice.corpus else None)
        # As who serves a survey has built it before: its ids are in the ledger.
        subprocess.run([sys.executable, "-m", "litatlas", "-C", str(survey), "pages"], check=True, capture_output=True)
        begin = time.perf_counter()
        with served(survey, choice.port) as (address, log):
            first = time.perf_counter() - begin
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
            page = browser.new_page()
            done = [
                measure(survey, page, f"{address}papers/{id}/", log, number, f"Word{number}")
                for number, id in pages_of(survey, choice.changes).items()
            ]
            browser.close()
    shown, complete = (statistics.median(values) for values in zip(*((c.shown, c.complete) for c in done), strict=True))
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, {papers:,} papers; medians of {len(done)} changes"
    )
    print(f"first build           {first:8.1f} s")
    print(f"change shown          {shown:8.2f} s, at most {max(c.shown for c in done):.2f} s")
    print(f"whole survey follows  {complete:8.1f} s; the change was shown in 1/{complete / shown:.0f} of it")


if __name__ == "__main__":
    main()
