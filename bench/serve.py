"""Measures `litatlas serve` in Chromium: `python bench/serve.py --help`.

A page of the site is open; a sentence is put before its paper's abstract in the
record. Measured is the time from the moment the file is saved until the browser
shows the sentence, which nobody but the server told it: of the first change
while nothing else is at work, of the others while the whole survey is being
built because of the first; and how long that takes.
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
from pathlib import Path

from corpus import write_survey
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
UP_TO_DATE = "the whole survey is up to date"


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


def change(survey: Path, number: int, sentence: str) -> None:
    """Put a sentence in front of a record's abstract."""
    file = survey / "records" / "papers.jsonl"
    lines = file.read_text(encoding="utf-8").split("\n")
    record = json.loads(lines[number])
    record["abstract"] = f"{sentence} {record.get('abstract') or ''}"
    lines[number] = json.dumps(record, ensure_ascii=False)
    file.write_text("\n".join(lines), encoding="utf-8")


def pages_of(survey: Path, count: int) -> dict[int, str]:
    """Find some papers whose pages can be told from their titles; gives their ids by the number of their lines."""
    ids = {letters(front(page)): page.stem for page in (survey / "docs/papers").glob("*.md")}
    lines = (survey / "records" / "papers.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n")
    titles = {number: letters(json.loads(line)["title"]) for number, line in enumerate(lines)}
    found = {number: ids[title] for number, title in titles.items() if title in ids}
    return dict(list(found.items())[:: max(len(found) // count, 1)][:count])


def front(page: Path) -> str:
    """Give the title that a page's front matter says."""
    return page.read_text(encoding="utf-8").partition("\ntitle: ")[2].partition("\n")[0]


def letters(text: str) -> str:
    """Give the letters and digits of a text."""
    return "".join(filter(str.isalnum, text)).lower()


def shown(survey: Path, page: Page, address: str, number: int, sentence: str) -> float:
    """Change the record in a line while its page is open; gives the seconds until the browser shows it."""
    page.goto(address)
    page.wait_for_function("document.readyState === 'complete'")
    # The script in the page begins to wait for another epoch once the page is loaded.
    page.wait_for_timeout(1000)
    change(survey, number, sentence)
    start = time.perf_counter()
    shows = f"document.querySelector('article')?.textContent.includes({json.dumps(sentence)})"
    page.wait_for_function(shows, timeout=60_000, polling=10)
    return time.perf_counter() - start


def measure(survey: Path, count: int, port: int) -> None:
    """Serve a survey, and change some of its records."""
    begin = time.perf_counter()
    with served(survey, port) as (address, log), sync_playwright() as playwright:
        print(f"first site             {time.perf_counter() - begin:8.1f} s", flush=True)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        page = browser.new_page()
        begin = time.perf_counter()
        times = [
            shown(survey, page, f"{address}papers/{id}/", number, f"This is sentence {time.time_ns()}.")
            for number, id in pages_of(survey, count).items()
        ]
        print(f"change shown           {times[0]:8.2f} s")
        busy = times[1:]
        print(f"  while a site is made {statistics.median(busy):8.2f} s, at most {max(busy):.2f} s", flush=True)
        while UP_TO_DATE not in log.read_text(encoding="utf-8"):
            time.sleep(0.1)
        print(f"whole survey shown     {time.perf_counter() - begin:8.1f} s after the first change", flush=True)
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=1000, help="papers")
    parser.add_argument("--corpus", type=Path, help="a JSONL file of real papers instead of made ones (may be .gz)")
    parser.add_argument("--survey", type=Path, help="a survey with records/papers.jsonl, instead; it is changed")
    parser.add_argument("--changes", type=int, default=5, help="how many records to change, one after the other")
    parser.add_argument("--port", type=int, default=8765)
    choice = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores")
    if choice.survey:
        measure(choice.survey.resolve(), choice.changes, choice.port)
        return
    with tempfile.TemporaryDirectory() as name:
        survey = Path(name) / "survey"
        papers = write_survey(survey, ROOT, choice.size, choice.corpus.resolve() if choice.corpus else None)
        print(f"{papers:,} papers")
        # As who serves a survey has built it before: its ids are in the ledger.
        subprocess.run([sys.executable, "-m", "litatlas", "-C", str(survey), "pages"], check=True, capture_output=True)
        measure(survey, choice.changes, choice.port)


if __name__ == "__main__":
    main()
