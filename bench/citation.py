"""Measures what citing costs: each export format and each style per 1,000 papers: `python bench/citation.py --help`.

Styles are measured cold (nothing remembered) in this process and side by side,
remembered (everything is), and with one new paper. `--plain` formats all
references by citeproc-py alone as well, and makes sure that they are the same.
Seconds are those of the processor, of all processes; the last column, the
share of the slowest row, depends on the machine less.
"""

import argparse
import os
import platform
import resource
import sys
import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from importlib.metadata import version
from pathlib import Path

from corpus import write_survey

from litatlas.app import read_settings, read_survey
from litatlas.citation import FORMATS, ExportContext
from litatlas.citation.csl_json import csl_item
from litatlas.citation.csl_processor import format_items
from litatlas.citation.references import cite_papers
from litatlas.citation.styles import Style, choose_styles
from litatlas.folder.styles import read_styles
from litatlas.identity.permalink import Ledger
from litatlas.incremental.memo import NOTHING, Memo
from litatlas.intake.admission import admit
from litatlas.model import Paper
from litatlas.problems import Problems
from litatlas.processes.parallel import processes
from litatlas.readers import read
from litatlas.store.stage_cache import StageCache, program
from litatlas.workers import ALONE, Workers

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests" / "citation"))
from plain_citeproc import format_plainly  # noqa: E402  # beside the tests, which compare with it too


def processor_time() -> float:
    """Give the seconds of processor time that this process and those that it has ended took."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))


def seconds(call: Callable[[], object]) -> float:
    start = processor_time()
    call()
    return processor_time() - start


def side_by_side(call: Callable[[Workers], object], count: int) -> Callable[[], None]:
    """Call with so many processes, and end them, so that their time counts."""

    def run() -> None:
        with processes(count) as workers:
            call(workers)

    return run


def measure(folder: Path, counts: list[int], plain: bool) -> list[tuple[str, float]]:
    """Give (what, milliseconds for a paper) for a survey."""
    problems, settings = Problems(), read_settings(folder)
    files = read_survey(folder)
    records = [record for path, data in files.records.items() for record in read(path, data, problems)]
    papers = admit(records, Ledger.parse(files.ledger, ""), problems).papers
    context = ExportContext.of(settings, papers)
    rows = [(f"export {one.label}", seconds(partial(one.render, papers, context))) for one in FORMATS.values()]
    styles = choose_styles(settings, read_styles(folder, settings), problems)

    def cite(
        *chosen: Style, papers: Iterable[Paper] = papers, memo: Memo = NOTHING, workers: Workers = ALONE
    ) -> Callable[[], object]:
        return lambda: cite_papers(papers, settings, chosen, problems, memo, workers)

    rows += [(f"style {style.label}, cold", seconds(cite(style))) for style in styles]
    for count in counts:
        name = f"all styles, cold, {count} process{'es' if count > 1 else ''}"
        rows.append((name, seconds(side_by_side(lambda workers: cite(*styles, workers=workers)(), count))))

    def remembering(some: Iterable[Paper]) -> Callable[[], None]:
        def run() -> None:
            memo = StageCache(folder, program())
            cite(*styles, papers=some, memo=memo)()
            memo.save()

        return run

    remembering(papers[1:])()
    rows.append(("all styles, one paper is new", seconds(remembering(papers))))
    rows.append(("all styles, remembered", seconds(remembering(papers))))
    if plain:
        items = [csl_item(paper, context) for paper in papers]
        found: list[list[str]] = []

        def format_all(csl: bytes) -> None:
            found.append(format_plainly(csl, settings.language, items))

        for style in styles:
            rows.append((f"style {style.label}, citeproc-py alone", seconds(partial(format_all, style.csl))))
        if format_items([style.csl for style in styles], settings.language, items) != list(zip(*found, strict=True)):
            sys.exit("references differ from citeproc-py's")
    return [(what, took * 1000 / len(papers)) for what, took in rows]


def table(rows: list[tuple[str, float]], size: int) -> str:
    """Give the results as a Markdown table."""
    most = max(took for _, took in rows)
    lines = [f"| per 1,000 papers (of {size:,}) | CPU, s | of the slowest |", "|---|---|---|"]
    lines += [f"| {what} | {took:.2f} | {took / most:.1%} |" for what, took in rows]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, os.cpu_count() or 1])
    parser.add_argument("--corpus", type=Path, help="a JSONL file of real papers instead of made ones (may be .gz)")
    parser.add_argument("--plain", action="store_true", help="compare with citeproc-py alone")
    choice = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "survey"
        write_survey(folder, ROOT, choice.size, choice.corpus.resolve() if choice.corpus else None)
        rows = measure(folder, choice.processes, choice.plain)
    print(f"Python {platform.python_version()}, citeproc-py {version('citeproc-py')}, {os.cpu_count()} cores")
    print(table(rows, choice.size))


if __name__ == "__main__":
    main()
