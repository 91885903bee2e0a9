"""Measures builds that follow each other: `python bench/changes.py --help`.

    cold      the first one: nothing is kept from before
    nothing   nothing has changed
    one       one record has changed
    warm      all is made anew, with what the caches hold

Each is a process of its own, as a user starts it. Seconds depend on the machine
and its neighbours; what counts is the ratio to the cold build of the same run,
by processor time (of the run and of its workers), which the neighbours disturb
least.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from corpus import write_survey

from litatlas.stamp import STAMP

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Run:
    """What one build took."""

    wall: float
    cpu: float
    peak: float
    """Most memory of its largest process, in MB."""

    said: str
    """Its last line but the one with the site's folder."""


def run(folder: Path, command: str) -> Run:
    """Build in a process of its own."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "litatlas", "-C", str(folder), command],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    said = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"the build failed: {said}")
    told = [line for line in said.splitlines() if not line.startswith("the site is")]
    return Run(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, told[-1])


def change_one(folder: Path) -> None:
    """Add a sentence to the abstract of the record in the middle."""
    file = folder / "records" / "papers.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines()
    record = json.loads(lines[len(lines) // 2])
    record["abstract"] = f"{record.get('abstract') or ''} This sentence is new.".strip()
    lines[len(lines) // 2] = json.dumps(record, ensure_ascii=False)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def measure(size: int, corpus: Path | None, command: str) -> tuple[int, dict[str, Run]]:
    """Give the papers of a survey, and the builds of it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "survey"
        papers = write_survey(folder, ROOT, size, corpus)
        shutil.rmtree(folder / ".litatlas", ignore_errors=True)
        runs = {"cold": run(folder, command), "nothing": run(folder, command)}
        change_one(folder)
        runs["one"] = run(folder, command)
        (folder / STAMP).unlink(missing_ok=True)
        runs["warm"] = run(folder, command)
        return papers, runs


def table(papers: int, runs: dict[str, Run]) -> str:
    """Give the builds as a Markdown table."""
    cold = runs["cold"]
    lines = [
        f"| {papers:,} papers | seconds | processor | of cold | peak memory | it said |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {one.wall:.1f} s | {one.cpu:.1f} s | 1/{cold.cpu / one.cpu:.1f} | {one.peak:.0f} MB | {one.said} |"
        for name, one in runs.items()
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[138, 1000])
    parser.add_argument("--corpus", type=Path, help="a JSONL file of real papers instead of made ones (may be .gz)")
    parser.add_argument("--pages", action="store_true", help="stop at the Markdown")
    choice = parser.parse_args()
    print(f"Python {platform.python_version()}, mkdocs {version('mkdocs')}, {os.cpu_count()} cores\n")
    for size in choice.sizes:
        print(table(*measure(size, choice.corpus, "pages" if choice.pages else "build")), flush=True)
        print()


if __name__ == "__main__":
    main()
