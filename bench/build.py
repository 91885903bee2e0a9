"""Measures a whole build, step by step, at several sizes, with peak memory: `python bench/build.py --help`.

Seconds depend on the machine and its neighbours, so the last column is what
counts: the time per paper as a ratio to that of the smallest size in the same
run. 1.0 all the way down is linear. Each size runs in a process of its own, so
that its peak memory is its own.
"""

import argparse
import cProfile
import json
import platform
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict, TypeVar

from corpus import compile_program, write_survey

from litatlas.app import generate
from litatlas.mkdocs_build import build_site_with_mkdocs
from litatlas.processes.parallel import processes

T = TypeVar("T")
ROOT = Path(__file__).resolve().parent.parent


class Result(TypedDict):
    """What a build took."""

    papers: int
    seconds: dict[str, float]
    """By step."""

    peak: dict[str, float]
    """Most memory until the end of each step, in MB."""


class Stopwatch:
    """Notes wall seconds and peak memory of each step as the build announces it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.peak: dict[str, float] = {}
        self._current = ""
        self._since = 0.0

    def step(self, name: str, /) -> None:
        now = time.perf_counter()
        if self._current:
            self.seconds[self._current] = self.seconds.get(self._current, 0) + now - self._since
            self.peak[self._current] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self._current, self._since = name, time.perf_counter()

    def track(self, items: Sequence[T], _name: str, /) -> Iterable[T]:
        return items


def measure(size: int, corpus: Path | None, with_mkdocs: bool) -> Result:
    """Build one survey in this process; gives seconds and MB by step."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "survey"
        papers = write_survey(folder, ROOT, size, corpus)
        watch = Stopwatch()
        generated = generate(folder, progress=watch)
        if generated.written is None:
            sys.exit("\n".join(str(problem) for problem in generated.problems[:20]))
        watch.step("again")
        second = generate(folder)
        if second.written is None or second.written.written:
            sys.exit("a second build of the same records wrote something")
        watch.step("mkdocs")
        if with_mkdocs:
            build_site_with_mkdocs(folder, strict=False)
        watch.step("")
        return {"papers": papers, "seconds": watch.seconds, "peak": watch.peak}


def profile(size: int, corpus: Path | None, rows: int) -> str:
    """Build one survey under the profiler, in this process alone; gives the functions that cost most, as a table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "survey"
        write_survey(folder, ROOT, size, corpus)
        profiler = cProfile.Profile()
        profiler.runcall(generate, folder, pool=processes(1))
    stats = pstats.Stats(profiler)
    total = stats.total_tt  # type: ignore[attr-defined]  # typeshed has no attributes of Stats
    functions = stats.stats.items()  # type: ignore[attr-defined]
    costliest = sorted(functions, key=lambda item: -item[1][2])[:rows]
    lines = ["| function | calls | its own share | with what it calls |", "|---|---|---|---|"]
    for (file, _line, function), (_, calls, own, cumulative, _callers) in costliest:
        place = Path(file).with_suffix("").parts[-2:] if file.endswith(".py") else ()
        name = ".".join((*place, function)).replace("|", r"\|")
        lines.append(f"| `{name}` | {calls:,} | {own / total:.1%} | {cumulative / total:.1%} |")
    return "\n".join(lines)


def table(results: list[Result]) -> str:
    """Give the results as a Markdown table."""
    first = results[0]
    lines = ["| step | " + " | ".join(f"{r['papers']:,} papers" for r in results) + " | per paper, last to first |"]
    lines.append("|---" * (len(results) + 2) + "|")
    for step in first["seconds"]:
        cells = [r["seconds"][step] for r in results]
        ratio = (cells[-1] / results[-1]["papers"]) / max(cells[0] / first["papers"], 1e-9)
        lines.append(f"| {step} | " + " | ".join(f"{cell:.2f} s" for cell in cells) + f" | {ratio:.2f} |")
    lines.append("| peak memory | " + " | ".join(f"{max(r['peak'].values()):.0f} MB" for r in results) + " | |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[138, 1000, 5000])
    parser.add_argument("--corpus", type=Path, help="a JSONL file of real papers instead of made ones (may be .gz)")
    parser.add_argument("--no-mkdocs", action="store_true", help="stop at the Markdown")
    parser.add_argument("--profile", type=int, metavar="N", help="tell the N costliest functions of the smallest size")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    choice = parser.parse_args()
    corpus = choice.corpus.resolve() if choice.corpus else None
    if choice.one:
        print(json.dumps(measure(choice.sizes[0], corpus, not choice.no_mkdocs)))
        return
    if choice.profile:
        print(profile(min(choice.sizes), corpus, choice.profile))
        return
    compile_program(ROOT)
    results = []
    for size in choice.sizes:
        command = [sys.executable, __file__, "--one", "--sizes", str(size)]
        command += ["--corpus", str(corpus)] if corpus else []
        command += ["--no-mkdocs"] if choice.no_mkdocs else []
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        results.append(json.loads(done.stdout.splitlines()[-1]))
        print(f"{size} done", file=sys.stderr)
    names = ("mkdocs", "mkdocs-material", "markdown", "numpy", "scipy")
    print(f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in names))
    print(table(results))


if __name__ == "__main__":
    main()
