"""Measures builds that follow each other: `python bench/changes.py --help`.

    cold      the first one: nothing is kept from before
    nothing   nothing has changed
    one       the abstract of one record has a sentence more
    title     the title of one record has changed
    year      one record is of another year
    venue     one record has appeared elsewhere
    author    one record has an author more
    another   one record has another abstract
    sample    the abstract of a paper from which all learn has a sentence more (of more than 200)
    new       there is one record more
    warm      all is made anew, with what the caches hold

Each is a process of its own, as a user starts it. The records are one file of
JSON Lines, or with `--yaml` a file of YAML each. With `--steps` the table goes on
with the steps: the seconds of the main process, which workers do not show in. Seconds depend on the machine
and its neighbours; what counts is the ratio to the cold build of the same run,
by processor time (of the run and of its workers), which the neighbours disturb
least.
"""

import argparse
import atexit
import csv
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml
from corpus import compile_program, write_survey

from litatlas.folder.stamp import STAMP

ROOT = Path(__file__).resolve().parent.parent
MARK = "steps: "

Record = dict[str, Any]


def _abstract(record: Record) -> None:
    record["abstract"] = f"{record.get('abstract') or ''} This sentence is new.".strip()


def _title(record: Record) -> None:
    record["title"] += "!"


def _year(record: Record) -> None:
    record["year"] = int(record.get("year") or 2000) - 1


def _venue(record: Record) -> None:
    record["venue"] = "NeurIPS"


def _author(record: Record) -> None:
    record["authors"] = [*record["authors"], "Ann Newcomer"]


def _another_abstract(record: Record) -> None:
    record["abstract"] = (
        "Robots that pour water into glasses must know when to stop. We listen to the sound of the stream, "
        "and learn from an hour of recordings how full a glass is. On three robots less is spilt than with cameras."
    )


CHANGES: dict[str, Callable[[Record], None]] = {
    "one": _abstract,
    "title": _title,
    "year": _year,
    "venue": _venue,
    "author": _author,
    "another": _another_abstract,
    "sample": _abstract,
}
"""What is done to a record, by the row of the table."""

ROWS = ("cold", "nothing", *CHANGES, "new", "warm")


@dataclass(frozen=True)
class Run:
    """What one build took."""

    wall: float
    cpu: float
    peak: float
    """Most memory of its largest process, in MB."""

    said: str
    """Its last line but the one with the site's folder."""

    steps: dict[str, float]
    """Seconds of processor time of its main process by step."""


def run(folder: Path, command: str) -> Run:
    """Build in a process of its own."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, __file__, "--child", str(folder), command],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    said = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"the build failed: {said}")
    seconds, peak = time.perf_counter() - start, usage.ru_maxrss / 1024
    lines = [line for line in said.splitlines() if not line.startswith("the site is")]
    steps = json.loads(lines.pop().removeprefix(MARK)) if lines[-1].startswith(MARK) else {}
    return Run(seconds, usage.ru_utime + usage.ru_stime, peak, lines[-1], steps)


def child(folder: str, command: str) -> None:
    """Be the command line, and tell the steps at the end."""
    from litatlas.cli import building, run
    from litatlas.cli.common import TerminalProgress

    steps: dict[str, float] = {}
    current, since = "start", 0.0

    class Watch(TerminalProgress):
        def step(self, name: str, /) -> None:
            nonlocal current, since
            now = time.process_time()
            steps[current] = steps.get(current, 0) + now - since
            current, since = name, now

    def tell() -> None:
        Watch().step("")
        print(MARK + json.dumps(steps))

    atexit.register(tell)
    setattr(building, "TerminalProgress", Watch)  # noqa: B010 - it is another module's
    run(["-C", folder, command])


def as_yaml(folder: Path) -> None:
    """Make one file of YAML of each record."""
    file = folder / "records" / "papers.jsonl"
    for number, line in enumerate(file.read_text(encoding="utf-8").rstrip("\n").split("\n")):
        text = yaml.safe_dump(json.loads(line), allow_unicode=True, sort_keys=False, width=120)
        (folder / "records" / f"paper-{number:06d}.yml").write_text(text, encoding="utf-8")
    file.unlink()


def change_one(folder: Path, row: str) -> None:
    """Change one record: one near the middle, each row another; or one of the sample."""
    files = sorted((folder / "records").iterdir())
    is_yaml = files[0].suffix != ".jsonl"
    lines = [] if is_yaml else files[0].read_text(encoding="utf-8").rstrip("\n").split("\n")
    count = len(files) if is_yaml else len(lines)
    titles = titles_of_sample(folder) if row == "sample" else None
    for at in range(count // 2 + list(CHANGES).index(row), count):
        record = yaml.safe_load(files[at].read_text(encoding="utf-8")) if is_yaml else json.loads(lines[at])
        if titles is None or record["title"] in titles:
            break
    CHANGES[row](record)
    if is_yaml:
        text = yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=120)
        files[at].write_text(text, encoding="utf-8")
    else:
        lines[at] = json.dumps(record, ensure_ascii=False)
        files[0].write_text("\n".join(lines) + "\n", encoding="utf-8")


def titles_of_sample(folder: Path) -> set[str]:
    """Give the titles of the papers from which all learn; none of a small survey, where all learn from all."""
    # Imported here: what is measured is a process of this program, and must not load more than a user's does.
    from litatlas.model import Paper
    from litatlas.problems import Origin
    from litatlas.related.statistics import take_census

    with (folder / "docs" / "survey.csv").open(encoding="utf-8-sig", newline="") as file:
        titles = {row["id"]: row["title"] for row in csv.DictReader(file)}
    papers = [Paper(id, "", title, Origin("")) for id, title in titles.items()]
    census = take_census(papers)
    chosen = census.sample.tolist() if census.is_large else []
    return {paper.title for paper, is_sampled in zip(papers, chosen, strict=False) if is_sampled}


def add_one(folder: Path) -> None:
    """Put in a record of its own file."""
    record = {"title": "A record of a day", "authors": ["Ann Newcomer"], "year": 2024, "abstract": "It is about it."}
    (folder / "records" / "zzz.yml").write_text(yaml.safe_dump(record), encoding="utf-8")


def measure(size: int, corpus: Path | None, command: str, rows: list[str], in_yaml: bool) -> tuple[int, dict[str, Run]]:
    """Give the papers of a survey, and the builds of it; the first is always there."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "survey"
        papers = write_survey(folder, ROOT, size, corpus)
        shutil.rmtree(folder / ".litatlas", ignore_errors=True)
        if in_yaml:
            as_yaml(folder)
        before: dict[str, Callable[[], object]] = {
            **{row: partial(change_one, folder, row) for row in CHANGES},
            "new": lambda: add_one(folder),
            "warm": lambda: (folder / STAMP).unlink(missing_ok=True),
        }
        runs = {"cold": run(folder, command)}
        for row in rows:
            if row != "cold" and (row != "sample" or titles_of_sample(folder)):
                before.get(row, lambda: None)()
                runs[row] = run(folder, command)
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


def steps_table(runs: dict[str, Run]) -> str:
    """Give the steps of the builds as a Markdown table."""
    shown = {name: one for name, one in runs.items() if one.steps}
    lines = ["| step | " + " | ".join(shown) + " |", "|---" * (len(shown) + 1) + "|"]
    for step in dict.fromkeys(step for one in shown.values() for step in one.steps):
        lines.append(f"| {step} | " + " | ".join(f"{one.steps.get(step, 0):.2f} s" for one in shown.values()) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[138, 1000])
    parser.add_argument("--corpus", type=Path, help="a JSONL file of real papers instead of made ones (may be .gz)")
    parser.add_argument("--pages", action="store_true", help="stop at the Markdown")
    parser.add_argument("--rows", nargs="+", choices=ROWS, default=list(ROWS), help="the builds, in this order")
    parser.add_argument("--yaml", action="store_true", help="a file of YAML for each record")
    parser.add_argument("--steps", action="store_true", help="tell the steps of each build too")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    choice = parser.parse_args()
    if choice.child:
        child(*choice.child)
    compile_program(ROOT)
    print(f"Python {platform.python_version()}, mkdocs {version('mkdocs')}, {os.cpu_count()} cores\n")
    for size in choice.sizes:
        command = "pages" if choice.pages else "build"
        papers, runs = measure(size, choice.corpus, command, choice.rows, choice.yaml)
        print(table(papers, runs), flush=True)
        if choice.steps:
            print(f"\n{steps_table(runs)}", flush=True)
        print()


if __name__ == "__main__":
    main()
