"""Measures what citing costs: each export format and each style per 1,000 papers: `python bench/citation.py --help`.

Styles are measured cold (nothing kept), cached (everything kept), in this
process and side by side. Seconds depend on the machine and its neighbours;
the last column, the share of the slowest row, depends on them less.
"""

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from corpus import write_survey

from litatlas.app import read_settings, read_survey
from litatlas.cache import PackCache
from litatlas.citation import FORMATS, ExportContext
from litatlas.citation.references import cite_papers
from litatlas.citation.styles import NO_CACHE, choose_styles
from litatlas.intake import admit_vetted
from litatlas.parallel import processes
from litatlas.permalink import Ledger
from litatlas.problems import Problems
from litatlas.reading import read_records
from litatlas.style_files import read_styles

ROOT = Path(__file__).resolve().parent.parent


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def measure(folder: Path, counts: list[int]) -> list[tuple[str, float]]:
    """Give (what, seconds) for a survey."""
    problems, settings = Problems(), read_settings(folder)
    files = read_survey(folder)
    papers = admit_vetted(read_records(files.records, problems), Ledger.parse(files.ledger, ""), problems).papers
    context = ExportContext.of(settings, papers)
    rows = [(f"export {one.label}", seconds(lambda one=one: one.render(papers, context))) for one in FORMATS.values()]
    styles = choose_styles(settings, read_styles(folder, settings), problems)

    def cite(*chosen, cache=NO_CACHE, workers=None):
        return lambda: cite_papers(papers, settings, chosen, problems, cache, workers)

    cite_papers(papers[:1], settings, styles, problems)  # reads the styles, once for all
    rows += [(f"style {style.label}, cold", seconds(cite(style))) for style in styles]
    for count in counts:
        name = f"all styles, cold, {count} process{'es' if count > 1 else ''}"
        rows.append((name, seconds(cite(*styles, workers=processes(count)))))
    cache = PackCache(folder, "references")
    cite(*styles, cache=cache, workers=processes())()
    rows.append(("all styles, cached", seconds(cite(*styles, cache=cache))))
    return [(what, took * 1000 / len(papers)) for what, took in rows]


def table(rows: list[tuple[str, float]], size: int) -> str:
    """Give the results as a Markdown table."""
    most = max(took for _, took in rows)
    lines = [f"| per 1,000 papers (of {size:,}) | seconds | of the slowest |", "|---|---|---|"]
    lines += [f"| {what} | {took:.2f} | {took / most:.1%} |" for what, took in rows]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, os.cpu_count() or 1])
    parser.add_argument("--corpus", type=Path, help="a JSONL file of real papers instead of made ones (may be .gz)")
    choice = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "survey"
        write_survey(folder, ROOT, choice.size, choice.corpus.resolve() if choice.corpus else None)
        rows = measure(folder, choice.processes)
    print(f"Python {platform.python_version()}, citeproc-py {version('citeproc-py')}, {os.cpu_count()} cores")
    print(table(rows, choice.size))


if __name__ == "__main__":
    main()
