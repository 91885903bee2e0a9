"""Reads the documentation: its pages, code, examples with their marks, and tables; and the files that examples need."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from surveys import REPOSITORY

GUIDE = REPOSITORY / "docs" / "guide"
README = REPOSITORY / "README.md"

_BLOCK = re.compile(r"(?:^<!-- test: (?P<mark>[^>]+?) -->\n\n)?^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.M | re.S)
_SPAN = re.compile(r"(?<!`)(`{1,2})(?!`)(.+?)(?<!`)\1(?!`)", re.S)


BIB = """\
@inproceedings{alayrac2022, title = {Otter: Learning to Swim}, author = {Ann Otter}, year = 2022,
  booktitle = {NeurIPS}, abstract = {We propose Otter, a model that swims.}}
"""
SURVEY = {
    "records/flamingo.yml": "id: flamingo\ntitle: 'Flamingo: Standing on one leg'\nauthors: ['Alayrac, J. B.']\n"
    "issued: 2022\nabstract: We introduce Flamingo, a model of balance.\n",
    "records/mmicl.yml": "id: mmicl\ntitle: 'MMICL: Many images at once'\nauthors: ['Zhao, Haozhe']\n"
    "issued: 2023\nabstract: We propose MMICL, which sees better than Flamingo.\n",
    "records/mmicl-preprint.yml": "id: mmicl-preprint\ntitle: Prompts of several pictures\nauthors: ['Young, Cy']\n"
    "issued: 2023\nabstract: We show several pictures to a model.\n",
    "records/coral-survey.yml": "id: coral-survey\ntitle: A survey of corals\n"
    "authors: ['Alayrac, Jean-Baptiste', 'Young, Cy']\nissued: 2020\nabstract: We review what is known of corals.\n",
    "notes/mmicl-preprint.md": "# Remember\n\nRead the appendix.\n",
    "export.bib": BIB,
    "papers.csv": "Paper name,Who,Year,Abstract\nWhales and words,Ida Whale; Cy Young,2021,We listen to whales.\n",
    "sources/list.txt": "Hearing with the Eyes of a Moth\n\nMoths hear what they see. We study what a model of hearing "
    "can learn from them about seeing in the dark of a night without any moon.\n",
    "sources/metadata.jsonl": '{"title": "Hearing with the Eyes of a Moth", "authors": ["Mo Thing"], "year": 2024}\n',
}
"""What a reader has who runs the examples of a page."""


@dataclass(frozen=True)
class Example:
    """A block of code in a page."""

    page: str
    language: str
    mark: str
    """What the comment above it says: how it is tested."""

    text: str


def guide_pages() -> dict[str, str]:
    """Give the text of each page of the guide by its name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(GUIDE.glob("*.md"))}


def examples(page: str, text: str) -> list[Example]:
    """Give the blocks of code of a page, in order."""
    return [Example(page, b["language"], b["mark"] or "", b["text"]) for b in _BLOCK.finditer(text)]


def code_of(text: str) -> Iterator[str]:
    """Give what stands in code spans and blocks."""
    yield from (block["text"] for block in _BLOCK.finditer(text))
    yield from (span[2] for span in _SPAN.finditer(_BLOCK.sub("", text)))


def section(text: str, heading: str) -> str:
    """Give what stands below a heading, up to the next one of its level or above."""
    level = len(heading) - len(heading.lstrip("#"))
    start = text.index(f"\n{heading}\n") + len(heading) + 2
    following = re.search(rf"^#{{1,{level}}} ", text[start:], re.M)
    return text[start : start + following.start()] if following else text[start:]


def table(text: str, first: str) -> list[list[str]]:
    """Give the rows of the table whose first column has this heading, cells without the bars."""
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(f"| {first} |"))
    rows = []
    for line in lines[at + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def names(cell: str) -> list[str]:
    """Give what stands in code in a cell."""
    return [found[2] for found in _SPAN.finditer(cell)]


def first_names(text: str, first: str) -> list[str]:
    """Give the names in the first column of a table."""
    return [name for row in table(text, first) for name in names(row[0])]


def relative_links(text: str) -> list[str]:
    """Give the targets of links and images that are no addresses of the web."""
    found = re.findall(r"\]\(([^)\s]+)\)", _BLOCK.sub("", text))
    return [target for target in found if not re.match(r"[a-z]+:|#", target)]


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files below a folder."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
