"""The pages are complete without us: MkDocs alone, ProperDocs and Zensical each build the whole survey from them."""

import json
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from mkdocs.utils.meta import get_data

from environments import PROJECT, clean_variables, environment
from litatlas.app import generate
from litatlas.model import Paper
from litatlas.related import Relations
from litatlas.text import split_text
from page_head import head
from site_pages import Page, all_pages, page
from surveys import only_one_process

pytestmark = [pytest.mark.site, pytest.mark.slow]

BUILDERS = {
    # name: (what to install, or nothing for the tests' own environment; the command in the survey's folder)
    "mkdocs": ((), ("python", "-m", "mkdocs", "build", "--strict", "--quiet")),
    "properdocs": (
        ("properdocs", "mkdocs-material"),
        ("properdocs", "build", "--strict", "--quiet", "-f", "mkdocs.yml"),
    ),
    "zensical": (("zensical",), ("zensical", "build", "--strict")),
}


@pytest.fixture(scope="module", params=BUILDERS)
def site(request: pytest.FixtureRequest, flagship: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The flagship's HTML, made by one builder from a copy of its Markdown and nothing else."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if base.name.startswith("popen-") else base) / f"plain-{request.param}"
    survey = shared / "plain survey"
    with only_one_process(shared) as first:
        if first:
            for name in ("docs", ".litatlas"):
                shutil.copytree(flagship / name, survey / name)
            shutil.copy(flagship / "mkdocs.yml", survey)
            run_builder(request.param, survey)
    return survey / "site"


def run_builder(name: str, survey: Path) -> None:
    """Build the survey with one builder; a warning of its own fails the test."""
    requirements, (program, *arguments) = BUILDERS[name]
    if requirements:
        command = environment(name, requirements, PROJECT / "constraints-builders.txt") / program
    else:
        command = Path(sys.executable)
    quiet = clean_variables(NO_MKDOCS_2_WARNING="1", NO_COLOR="1")
    done = subprocess.run([command, *arguments], cwd=survey, env=quiet, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{name}:\n{done.stdout}{done.stderr}"


@pytest.fixture(scope="module")
def papers(flagship: Path) -> tuple[Paper, ...]:
    return generate(flagship, write=False).built.survey.library.papers


@pytest.fixture(scope="module")
def relations(flagship: Path) -> Relations:
    return generate(flagship, write=False).built.survey.relations


def page_of(site: Path, paper: Paper) -> Page:
    return page(site / "papers" / paper.id / "index.html")


def test_mkdocs_yml_names_no_plugin_of_ours():
    assert "litatlas:" not in (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")


def test_every_paper_has_its_page_with_its_heading(site, papers):
    headings = {paper.id: [plain(heading) for heading in page_of(site, paper).titles] for paper in papers}
    assert {id: len(found) for id, found in headings.items() if len(found) != 1} == {}
    # The words around math, which becomes MathML, stand in the heading in their order.
    assert [p.id for p in papers if not all(words in headings[p.id][0] for words in around_math(p.title))] == []


def test_every_paper_shows_its_abstract(site, papers):
    missing = [
        paper.id
        for paper in papers
        if not all(words in plain(page_of(site, paper).words) for words in around_math(paper.abstract))
    ]
    assert missing == []


def test_every_paper_shows_its_authors(site, papers):
    assert [
        f"{paper.id}: {author.name}"
        for paper in papers
        for author in paper.authors[:3]
        if plain(author.name) not in plain(page_of(site, paper).words)
    ] == []


def test_every_paper_links_to_its_related_papers(site, papers, relations):
    missing = []
    for paper in papers:
        linked = {address for _tag, address in page_of(site, paper).links}
        missing += [
            f"{paper.id}: {related.id}" for related in relations.related[paper.id] if f"../{related.id}/" not in linked
        ]
    assert missing == []


def test_every_paper_has_the_head_that_its_front_matter_says(site, flagship, papers):
    for paper in papers:
        _, matter = get_data((flagship / "docs" / "papers" / f"{paper.id}.md").read_text(encoding="utf-8"))
        found = head(site / "papers" / paper.id / "index.html")
        assert found.citation == [(tag["name"], tag["content"]) for tag in matter["head"] if "name" in tag], paper.id
        links = [_by_file(tag) for tag in matter["head"] if "rel" in tag]
        # Beside its own, the page has the links of every page: feeds, licence, search.
        assert [link for link in map(_by_file, found.links) if link in links] == links, paper.id
        assert found.data == [json.loads(matter["json_ld"])], paper.id
        assert found.hrefs("canonical") == found.values("citation_abstract_html_url"), paper.id


def _by_file(link: dict[str, str]) -> dict[str, str]:
    """Give a link with the name of its file only, where it leads to a file of the site (another test follows it)."""
    href = link["href"]
    return link if urlsplit(href).scheme else {**link, "href": href.rpartition("/")[2]}


def test_every_link_leads_to_a_file_and_an_anchor(site):
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    broken = []
    for source in all_pages(site):
        if source.file.name == "404.html":
            continue  # It is served at any depth, so its addresses are absolute.
        here = source.file.relative_to(site).as_posix()
        for _tag, address in source.links:
            if urlsplit(address).scheme:
                continue
            target = urlsplit(urljoin(f"http://site/{here}", address))
            path = unquote(target.path).lstrip("/")
            path += "index.html" if not path or path.endswith("/") else ""
            if path not in files:
                broken.append(f"{here}: {address}")
            elif target.fragment and path.endswith(".html") and unquote(target.fragment) not in page(site / path).ids:
                broken.append(f"{here}: {address} (no such anchor)")
    assert broken == []


def test_files_for_programs_are_copied_as_they_are(site, flagship):
    docs = flagship / "docs"
    files = [file for file in docs.rglob("*") if file.is_file() and file.suffix != ".md"]
    assert len(files) > 138 * 3
    assert [file.name for file in files if (site / file.relative_to(docs)).read_bytes() != file.read_bytes()] == []


def test_the_sitemap_names_every_page_once_and_says_when_papers_changed(site, papers):
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    address = "https://litatlas.github.io/litatlas/"
    entries = re.findall(r"<url><loc>([^<]*)</loc>(?:<lastmod>([^<]*)</lastmod>)?</url>", text)
    found = [unescape(loc).removeprefix(address) for loc, _ in entries]
    pages = [one.file.relative_to(site).as_posix() for one in all_pages(site)]
    assert sorted(found) == sorted(path.removesuffix("index.html") for path in pages if path.endswith("index.html"))
    dates = dict(zip(found, (date for _, date in entries), strict=True))
    assert {paper.id: dates[f"papers/{paper.id}/"] for paper in papers} == {paper.id: paper.added for paper in papers}


def test_every_page_names_the_feeds_and_the_search(site):
    for found in all_pages(site):
        if found.file.name != "404.html":
            up = "../" * (len(found.file.relative_to(site).parts) - 1)
            named = {f"{up}feed.xml", f"{up}feed.json", f"{up}opensearch.xml"}
            # Papers' pages, which are kept light, go without the feed of changes.
            if "citation_title" not in found.file.read_text(encoding="utf-8"):
                named.add(f"{up}changes.xml")
            # Zensical writes `./feed.xml` where MkDocs writes `feed.xml`.
            heads = {address.removeprefix("./") for tag, address in found.links if tag == "statement"}
            assert named == heads & {*named, f"{up}changes.xml"}, found.file


def test_the_hand_written_pages_hold_their_generated_parts(site):
    assert "--8<--" not in "".join(found.words for found in all_pages(site))


def plain(text: str) -> str:
    """Give a text as it can be found in a page: without blanks, as links part words, and without heading marks."""
    return "".join(text.replace("¶", "").split())


def around_math(text: str) -> list[str]:
    """Give the stretches of a text that stand in a page as they are: no math, no addresses."""
    return [plain(segment.text) for segment in split_text(text) if segment.kind == "text" and plain(segment.text)]
