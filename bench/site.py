"""Measures Markdown to finished site, the fast path beside MkDocs alone: `python bench/site.py --help`.

Four rows for each size, one after the other in one run: MkDocs without our
plugin (papers stand in no navigation), our build with `--slow`, our build, and
the floor: writing the same bytes. Seconds depend on the machine and its
neighbours, so the ratios to the first row are what counts; CPU seconds bear
neighbours better than seconds do. The sites of all builds are compared.
"""

import argparse
import hashlib
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from corpus import write_survey

ROOT = Path(__file__).resolve().parent.parent
ROWS = {
    "plain": "MkDocs alone",
    "slow": "litatlas, --slow",
    "fast": "litatlas",
    "floor": "writing the same bytes",
}


def run(row: str, survey: Path, site: Path) -> None:
    """Build one survey's site in this process."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    from litatlas.mkdocs_build import build_site_with_mkdocs

    if row == "plain":
        os.chdir(survey)
        build(load_config(str(survey / "mkdocs.yml"), site_dir=str(site)))
    else:
        build_site_with_mkdocs(survey, site=site, fast=row == "fast")


def write_floor(source: Path, target: Path) -> float:
    """Write the files of a site once more; gives the seconds, without those of reading them."""
    seconds = 0.0
    for file in source.rglob("*"):
        if file.is_file():
            content, place = file.read_bytes(), target / file.relative_to(source)
            begin = time.perf_counter()
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
            seconds += time.perf_counter() - begin
    return seconds


def measure(row: str, survey: Path, site: Path) -> dict[str, float]:
    """Measure one row: seconds, CPU seconds and peak memory in MB, imports included."""
    if row == "floor":
        seconds = write_floor(site.parent / "fast", site)
        return {"seconds": seconds, "cpu": seconds, "peak": 0.0}
    begin = time.perf_counter()
    run(row, survey, site)
    seconds = time.perf_counter() - begin
    own, workers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "seconds": seconds,
        "cpu": sum(usage.ru_utime + usage.ru_stime for usage in (own, workers)),
        "peak": max(own.ru_maxrss, workers.ru_maxrss) / 1024,
    }


def differing(first: Path, second: Path) -> list[str]:
    """Name the files that two sites do not have alike."""
    first_bytes, second_bytes = contents(first), contents(second)
    paths = first_bytes.keys() | second_bytes.keys()
    return sorted(path for path in paths if first_bytes.get(path) != second_bytes.get(path))


def contents(site: Path) -> dict[str, bytes]:
    """Give the digest of every file of a site."""
    files = (file for file in site.rglob("*") if file.is_file() and file.name != "sitemap.xml.gz")
    return {file.relative_to(site).as_posix(): hashlib.sha256(file.read_bytes()).digest() for file in files}


def measured_rows(survey: Path, workers: int) -> dict[str, dict[str, float]]:
    """Measure all rows of one survey, each in a process of its own on so many cores."""
    with tempfile.TemporaryDirectory() as name:
        rows = {}
        for row in ROWS:
            command = [sys.executable, __file__, "--one", row, str(survey), str(Path(name) / row), str(workers)]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            rows[row] = json.loads(done.stdout.splitlines()[-1])
        if different := differing(Path(name) / "slow", Path(name) / "fast"):
            sys.exit(f"the fast path gives another site: {len(different)} files, the first is {different[0]}")
        return rows


def table(papers: int, pages: int, rows: dict[str, dict[str, float]]) -> str:
    """Give the rows of one size as a Markdown table."""
    plain = rows["plain"]
    lines = [
        f"{papers:,} papers, {pages:,} pages",
        "",
        "| | seconds | of plain | CPU | of plain | MB |",
        "|---" * 6 + "|",
    ]
    for row, label in ROWS.items():
        each = rows[row]
        ratios = [f"1/{plain[key] / max(each[key], 1e-9):.1f}" for key in ("seconds", "cpu")]
        lines.append(
            f"| {label} | {each['seconds']:.1f} | {ratios[0]} | {each['cpu']:.1f} | {ratios[1]} | {each['peak']:.0f} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[138, 1000])
    parser.add_argument("--workers", type=int, default=2, help="cores to work on")
    parser.add_argument("--corpus", type=Path, help="a JSONL file of real papers instead of made ones (may be .gz)")
    parser.add_argument("--survey", type=Path, help="a survey whose pages are written, instead of all that")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    choice = parser.parse_args()
    if choice.one:
        row, survey, site, workers = choice.one
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(workers)])
        print(json.dumps(measure(row, Path(survey), Path(site))))
        return
    names = ("mkdocs", "mkdocs-material", "markdown")
    print(
        f"Python {platform.python_version()}, {choice.workers} cores, " + ", ".join(f"{n} {version(n)}" for n in names)
    )
    if choice.survey:
        tell(choice.survey.resolve(), choice.workers)
        return
    from litatlas.app import generate

    for size in choice.sizes:
        with tempfile.TemporaryDirectory() as name:
            survey = Path(name) / "survey"
            write_survey(survey, ROOT, size, choice.corpus.resolve() if choice.corpus else None)
            generate(survey)
            tell(survey, choice.workers)


def tell(survey: Path, workers: int) -> None:
    """Measure a survey and print its table."""
    papers = sum(file.stem != "index" for file in (survey / "docs" / "papers").glob("*.md"))
    pages = sum(1 for _ in (survey / "docs").rglob("*.md"))
    print(f"\n{table(papers, pages, measured_rows(survey, workers))}", flush=True)


if __name__ == "__main__":
    main()
