"""Makes realistic record files of any size: the flagship's records recombined, or a corpus of real papers cut to size.

A made record takes its title from two papers and its abstract from the
sentences of four, so that words keep their real frequencies and papers have
real neighbours; authors, venues and dates are drawn as they are distributed in
the flagship. Where more records are asked for than a corpus holds, further ones
are mixed of two of its papers each. The same seed and size give the same bytes.
"""

import compileall
import gzip
import json
import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from litatlas.folder.theme import ASSETS, theme_files

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")

LINK_TO_GENERATED = re.compile(r"\[([^\]]*)\]\((?:\.\./)*(?:papers|authors|venues|themes|tags)/[^)]*\)")
"""In the flagship's own pages, to one that other papers may not have: it would wait for that page in every build."""


@dataclass(frozen=True)
class Stock:
    """What made records are put together from."""

    titles: list[list[str]]
    sentences: list[list[str]]
    authors: list[str]
    venues: list[str]


def compile_program(root: Path) -> None:
    """Compile the program as installers do, and let it keep its templates compiled, whatever this shell says."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(root / "generator", quiet=1)


def read_stock(records: Path) -> Stock:
    """Read the flagship's records into stock."""
    papers = [yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader) for file in sorted(records.glob("*.yml"))]
    return Stock(
        titles=[paper["title"].split() for paper in papers],
        sentences=[SENTENCE_END.split(paper["abstract"]) for paper in papers if paper.get("abstract")],
        authors=[str(author) for paper in papers for author in paper.get("authors", ()) if isinstance(author, str)],
        venues=[venue_text(paper["venue"]) for paper in papers if paper.get("venue")],
    )


def venue_text(venue: object) -> str:
    """Give a record's venue as one line."""
    if isinstance(venue, dict):
        return " ".join(str(venue[key]) for key in ("short", "year") if venue.get(key)) or str(venue.get("name", ""))
    return str(venue)


def made_records(stock: Stock, size: int, seed: int = 1) -> Iterator[dict[str, object]]:
    """Give `size` records, the same for the same seed."""
    chance = random.Random(seed)
    for number in range(size):
        first, second = chance.choice(stock.titles), chance.choice(stock.titles)
        title = " ".join(first[: len(first) // 2 + 1] + second[len(second) // 2 :])
        year = chance.choices((2021, 2022, 2023, 2024, 2025), (5, 10, 25, 40, 20))[0]
        month = chance.randint(1, 12)
        yield {
            "title": f"{title} {number}",
            "abstract": " ".join(_some_sentences(stock, chance)),
            "authors": sorted({chance.choice(stock.authors) for _ in range(chance.randint(1, 12))}),
            "year": year,
            "month": month,
            "venue": chance.choice(stock.venues),
            "arxiv_id": f"{year % 100:02d}{month:02d}.{number % 100_000:05d}",
        }


def _some_sentences(stock: Stock, chance: random.Random) -> list[str]:
    return [chance.choice(chance.choice(stock.sentences)) for _ in range(chance.randint(5, 10))]


def mixed_records(papers: list[dict[str, Any]], size: int, seed: int = 1) -> Iterator[dict[str, object]]:
    """Give records of two papers each: the first half of one, the second of the other; people and date of the first.

    So each is near to those of the same halves, as real papers of one matter are.
    """
    chance = random.Random(seed)
    sentences = [SENTENCE_END.split(paper.get("abstract") or "") for paper in papers]
    for number in range(size):
        one, other = number % len(papers), chance.randrange(len(papers))
        title, end = papers[one]["title"].split(), papers[other]["title"].split()
        first, second = sentences[one], sentences[other]
        kept = {key: papers[one][key] for key in ("authors", "venue", "year", "issued") if papers[one].get(key)}
        yield {
            "title": " ".join((*title[: len(title) // 2 + 1], *end[len(end) // 2 :], str(number))),
            "abstract": " ".join((*first[: len(first) // 2 + 1], *second[len(second) // 2 :])),
            **kept,
        }


def corpus_records(corpus: Path, size: int) -> Iterator[dict[str, object]]:
    """Give `size` records: those of a corpus, and then mixed ones."""
    papers = list(real_records(corpus, size))
    yield from papers
    yield from mixed_records(papers, size - len(papers))


def real_records(corpus: Path, size: int) -> Iterator[dict[str, Any]]:
    """Give the first `size` records of a JSONL file, plain or gzipped; fewer where it holds fewer."""
    with (
        gzip.open(corpus, "rt", encoding="utf-8") if corpus.suffix == ".gz" else corpus.open(encoding="utf-8") as lines
    ):
        for _number, line in zip(range(size), lines, strict=False):
            yield json.loads(line)


def write_survey(folder: Path, flagship: Path, size: int, corpus: Path | None) -> int:
    """Make a survey of `size` papers in a folder; gives how many records were written."""
    (folder / "records").mkdir(parents=True)
    (folder / "docs").mkdir()
    for name in ("mkdocs.yml", "vocabulary.yml"):
        (folder / name).write_bytes((flagship / name).read_bytes())
    # The whole site as a ZIP file and a book is another matter than the site.
    settings = (flagship / "survey.yml").read_text(encoding="utf-8")
    (folder / "survey.yml").write_text(re.sub(r"(?m)^offline:.*\n", "", settings), encoding="utf-8")
    for page in (flagship / "docs").rglob("*.md"):
        inner = page.relative_to(flagship / "docs")
        if inner.parts[0] in {"guide", "index.md", "about.md"}:
            (folder / "docs" / inner).parent.mkdir(parents=True, exist_ok=True)
            text = LINK_TO_GENERATED.sub(r"\1", page.read_text(encoding="utf-8"))
            (folder / "docs" / inner).write_text(text, encoding="utf-8")
    records = list(corpus_records(corpus, size) if corpus else made_records(read_stock(flagship / "records"), size))
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (folder / "records" / "papers.jsonl").write_text(text, encoding="utf-8")
    return len(records)


def write_assets(folder: Path) -> None:
    """Write the scripts and style sheets of every page, as a site has them."""
    for path, content in theme_files(folder).items():
        if path.startswith(ASSETS):
            file = folder / path.removeprefix("docs/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
