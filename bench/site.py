"""Measures Markdown to finished site, the fast path beside MkDocs alone: `python bench/site.py --help`.

Rows for each size, one after the other in one run: MkDocs without our plugin
(papers stand in no navigation), our build with `--slow`, our build, the whole
way that begins with the records, Hugo and Zensical where they are installed,
and the floor: writing the same bytes. Seconds depend on the machine and its
neighbours, so the ratios to the first row are what counts; CPU seconds bear
neighbours better than seconds do. Our two sites are compared, file by file.
"""

import argparse
import hashlib
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from corpus import compile_program, write_survey
from other_builders import run_hugo, run_zensical, version_of, write_hugo_project, write_zensical_project

ROOT = Path(__file__).resolve().parent.parent
ROWS = {
    "plain": "MkDocs alone",
    "slow": "litatlas, --slow",
    "fast": "litatlas",
    "records": "litatlas, from records",
    "hugo": "Hugo",
    "zensical": "Zensical",
    "floor": "writing the same bytes",
}


def run(row: str, survey: Path, site: Path, program: str) -> None:
    """Build one survey's site in this process, or by a program; for others than ours `survey` is their project."""
    if row == "hugo":
        run_hugo(program, survey, site)
        return
    if row == "zensical":
        run_zensical(program, survey)
        return
    if row == "records":
        subprocess.run([sys.executable, "-m", "litatlas", "-C", str(survey), "build"], check=True)
        return
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    from litatlas.mkdocs_build import build_site_with_mkdocs
    from litatlas.processes.collector import look_seldom

    if row == "plain":
        os.chdir(survey)
        build(load_config(str(survey / "mkdocs.yml"), site_dir=str(site)))
    else:
        look_seldom()  # as our command does
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


def measure(row: str, survey: Path, site: Path, program: str) -> dict[str, float]:
    """Measure one row: seconds, CPU seconds and peak memory in MB, imports included."""
    if row == "floor":
        seconds = write_floor(site.parent / "fast", site)
        return {"seconds": seconds, "cpu": seconds, "peak": 0.0}
    begin = time.perf_counter()
    run(row, survey, site, program)
    seconds = time.perf_counter() - begin
    own, workers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "seconds": seconds,
        "cpu": sum(usage.ru_utime + usage.ru_stime for usage in (own, workers)),
        "peak": max(peak_of_this_process(), workers.ru_maxrss) / 1024,
    }


def peak_of_this_process() -> int:
    """Give the peak memory in KB, which `getrusage` takes over from the process that started this one."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def differing(first: Path, second: Path) -> list[str]:
    """Name the files that two sites do not have alike."""
    first_bytes, second_bytes = contents(first), contents(second)
    paths = first_bytes.keys() | second_bytes.keys()
    return sorted(path for path in paths if first_bytes.get(path) != second_bytes.get(path))


def contents(site: Path) -> dict[str, bytes]:
    """Give the digest of every file of a site."""
    files = (file for file in site.rglob("*") if file.is_file() and file.name != "sitemap.xml.gz")
    return {file.relative_to(site).as_posix(): hashlib.sha256(file.read_bytes()).digest() for file in files}


def measured_rows(survey: Path, workers: int, rows: dict[str, str]) -> dict[str, dict[str, float]]:
    """Measure rows of one survey, each in a process of its own on so many cores; `rows` names the others' programs."""
    with tempfile.TemporaryDirectory() as name:
        folder, measured = Path(name), {}
        for row, program in rows.items():
            source = prepared(row, survey, folder)
            command = [sys.executable, __file__, "--one", row, str(source), str(folder / row), str(workers), program]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            written = source / "site" if row in ("records", "zensical") else folder / row
            measured[row] = json.loads(done.stdout.splitlines()[-1]) | weight_of(written)
            print(f"{ROWS[row]}: {measured[row]['seconds']:.1f} s", file=sys.stderr, flush=True)
        both = "slow" in rows and "fast" in rows
        if both and (different := differing(folder / "slow", folder / "fast")):
            sys.exit(f"the fast path gives another site: {len(different)} files, the first is {different[0]}")
        return measured


def weight_of(site: Path) -> dict[str, float]:
    """Say how much was written: pages, and MB of pages."""
    sizes = [page.stat().st_size for page in site.rglob("*.html")]
    return {"pages": len(sizes), "megabytes": sum(sizes) / 1e6}


def prepared(row: str, survey: Path, folder: Path) -> Path:
    """Give the folder that a row's builder starts from."""
    project = folder / f"{row} project"
    if row == "records":
        return records_of(survey)
    if row == "hugo":
        page = next(iter(sorted((folder / "fast" / "papers").glob("*/index.html"))))
        write_hugo_project(survey, page.read_text(encoding="utf-8"), project)
        return project
    if row == "zensical":
        write_zensical_project(survey, project)
        return project
    return survey


def records_of(survey: Path) -> Path:
    """Give where the same survey stands without any page that was made."""
    return survey.parent / "records only"


def table(papers: int, pages: int, rows: dict[str, dict[str, float]]) -> str:
    """Give the rows of one size as a Markdown table."""
    plain = rows.get("plain") or next(iter(rows.values()))
    lines = [
        f"{papers:,} papers, {pages:,} pages of Markdown",
        "",
        "| | seconds | of plain | CPU | of plain | peak MB | pages | MB of pages |",
        "|---" * 8 + "|",
    ]
    for row, each in rows.items():
        of_seconds, of_cpu = (f"1/{plain[key] / max(each[key], 1e-9):.1f}" for key in ("seconds", "cpu"))
        cells = (
            *(ROWS[row], f"{each['seconds']:.1f}", of_seconds, f"{each['cpu']:.1f}", of_cpu, f"{each['peak']:.0f}"),
            *(f"{each['pages']:,}", f"{each['megabytes']:.0f}"),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[138, 1000])
    parser.add_argument("--workers", type=int, default=2, help="cores to work on")
    parser.add_argument("--corpus", type=Path, help="a JSONL file of real papers instead of made ones (may be .gz)")
    parser.add_argument("--survey", type=Path, help="a survey whose pages are written; gives no row `records`")
    parser.add_argument("--rows", nargs="+", choices=list(ROWS), default=list(ROWS), help="all unless told")
    parser.add_argument("--hugo", default=shutil.which("hugo") or "", help="its program")
    parser.add_argument("--zensical", default=shutil.which("zensical") or "", help="its program")
    parser.add_argument("--one", nargs=5, help=argparse.SUPPRESS)
    choice = parser.parse_args()
    if choice.one:
        row, survey, site, workers, program = choice.one
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(workers)])
        print(json.dumps(measure(row, Path(survey), Path(site), program)))
        return
    compile_program(ROOT)
    programs = {"hugo": choice.hugo, "zensical": choice.zensical}
    # In this order: Hugo's layout and the floor are made from our site.
    rows = {row: programs.get(row, "") for row in ROWS if row in choice.rows and programs.get(row, "-")}
    versions = [f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material", "markdown")]
    versions += [f"{name} {version_of(program)}" for name, program in rows.items() if program]
    print(f"Python {platform.python_version()}, {choice.workers} cores, {', '.join(versions)}")
    if choice.survey:
        rows.pop("records", None)
        tell(choice.survey.resolve(), choice.workers, rows)
        return
    from litatlas.app import generate

    for size in choice.sizes:
        with tempfile.TemporaryDirectory() as name:
            survey = Path(name) / "survey"
            write_survey(survey, ROOT, size, choice.corpus.resolve() if choice.corpus else None)
            shutil.copytree(survey, records_of(survey))
            generate(survey)
            tell(survey, choice.workers, rows)


def tell(survey: Path, workers: int, rows: dict[str, str]) -> None:
    """Measure a survey and print its table."""
    papers = sum(file.stem != "index" for file in (survey / "docs" / "papers").glob("*.md"))
    pages = sum(1 for _ in (survey / "docs").rglob("*.md"))
    print(f"\n{table(papers, pages, measured_rows(survey, workers, rows))}", flush=True)


if __name__ == "__main__":
    main()
