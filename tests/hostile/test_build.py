"""The hostile survey through the real command: what is written, where, and what is told."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import pytest
import yaml

from hostile.conftest import Hostile, litatlas, not_owned
from hostile.files import Entry, hostile_files
from litatlas.app import read_settings, read_survey
from litatlas.model import Paper
from litatlas.pipeline import Run, assemble
from litatlas.problems import Problems
from litatlas.text import split_math

pytestmark = pytest.mark.slow

MESSAGE = re.compile(r"(?:warning|note): \S.* \[[a-z-]+\]")
LOSING = re.compile(r"\[(?:broken-entry|no-title|bad-id|duplicate-id|unknown-format|lone-title|merged)\]$")
DOI = re.compile(r"10\.5555/[a-z]+\.\d+")


def front_matter(page: Path) -> dict[str, object]:
    return yaml.safe_load(page.read_text(encoding="utf-8").split("\n---\n")[0].removeprefix("---\n"))


@pytest.fixture(scope="module")
def papers(hostile: Hostile) -> tuple[Paper, ...]:
    return assemble(Run(read_survey(hostile.folder), read_settings(hostile.folder), Problems())).library.papers


def test_the_build_ends_well_and_each_problem_is_one_printable_line(hostile: Hostile):
    assert hostile.code == 0, hostile.told[-2000:]
    odd = [line for line in hostile.told.split("\n")[:-1] if not (MESSAGE.fullmatch(line) and line.isprintable())]
    assert odd == []


def test_nothing_is_written_outside_the_owned_folders(hostile: Hostile):
    after = not_owned(hostile.folder.parent)
    assert {
        path for path in after.keys() | hostile.before.keys() if after.get(path) != hostile.before.get(path)
    } == set()
    assert not Path("/tmp/pwned").exists()  # noqa: S108 -- named by the payloads


def test_a_second_build_has_nothing_to_write(hostile: Hostile):
    done = litatlas(hostile.folder, "pages")
    assert (done.returncode, done.stderr) == (0, hostile.told)
    assert "; nothing to write; " in done.stdout


def entries() -> list[Entry]:
    return [entry for file in hostile_files() for entry in file.entries]


def test_every_entry_is_a_page_or_a_problem(hostile: Hostile):
    pages = sorted((hostile.folder / "docs/papers").glob("*.md"))
    shown = {str(dict(front_matter(page).get("identifiers") or {}).get("doi")) for page in pages}  # type: ignore[call-overload]
    shown |= {title for page in pages for title in [str(front_matter(page).get("title"))]}
    told = [line for line in hostile.told.split("\n") if LOSING.search(line)]
    lost = [e for e in entries() if e.doi not in shown and not any(f" {e.file}:{e.line}: " in line for line in told)]
    assert lost == []


def test_front_matter_is_only_what_the_generator_says(hostile: Hostile):
    for page in sorted((hostile.folder / "docs").rglob("*.md")):
        if page.parent.name == "docs":
            continue
        front = front_matter(page)
        assert front["generated"] == "litatlas", page
        assert ("redirect" in front, "template" in front) == (page.stem == "moving",) * 2, page
        assert all(isinstance(front[key], str) for key in ("title", "description") if key in front), page


def test_no_file_of_this_machine_is_on_a_page(hostile: Hostile):
    first = Path("/etc/passwd").read_text(encoding="utf-8").partition("\n")[0]
    holders = [page for page in hostile.pages() if first in page.read_text(encoding="utf-8")]
    assert holders == []


def shown_text(element) -> str:
    for link in element.iter("a"):
        if "headerlink" in link.get("class", ""):
            link.text = ""
    return " ".join("".join(element.itertext()).split())


def plain(text: str) -> str:
    return " ".join(text.replace("\\$", "$").split())


def test_titles_and_abstracts_are_read_as_they_were_cleaned(hostile: Hostile, papers: tuple[Paper, ...]):
    """Formulas apart, which become MathML."""
    compared = 0
    for paper in papers:
        page = html5lib.parse(
            (hostile.site / "papers" / paper.id / "index.html").read_text(encoding="utf-8"), namespaceHTMLElements=False
        )
        parts = [("title", page.find(".//h1")), ("abstract", page.find(".//div[@class='la-abstract']"))]
        for name, element in parts:
            text = getattr(paper, name)
            if text and all(segment.kind != "math" for segment in split_math(text)):
                assert shown_text(element) == plain(text), (paper.id, name)
                compared += 1
    assert compared > 60


def test_everything_for_programs_is_well_formed(hostile: Hostile):
    """Feeds, sitemaps, exports: a control character or a `]]>` of a record breaks none."""
    read = 0
    for file in sorted(hostile.site.rglob("*")):
        if file.suffix in (".xml", ".svg") and file.is_file():
            ElementTree.fromstring(file.read_bytes())  # noqa: S314 -- our own
            read += 1
        elif file.suffix == ".json" and file.is_file():
            json.loads(file.read_text(encoding="utf-8"))
            read += 1
    assert read > 2
