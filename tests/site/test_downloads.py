"""What programs take from the built flagship: exports, feeds, sitemap, OpenSearch; each linked, found and valid."""

import json
import re
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import feedparser
import pytest

from atom_rules import breaches
from litatlas.app import generate
from litatlas.facets import FACETS
from site_pages import all_pages, page

pytestmark = pytest.mark.site

ADDRESS = "https://litatlas.github.io/litatlas/"
EXPORTS = (".bib", ".ris", ".json")
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="session")
def survey(flagship):
    return generate(flagship, write=False).built.survey


def links_of(file):
    return {address for _tag, address in page(file).links}


def published(site, address):
    """Whether an absolute address of the survey leads to a file of the site."""
    assert address.startswith(ADDRESS)
    path = unquote(urlsplit(address).path).removeprefix(urlsplit(ADDRESS).path)
    return (site / (f"{path}index.html" if not path or path.endswith("/") else path)).is_file()


def test_every_paper_page_links_to_its_exports(flagship_site, survey):
    missing = []
    for paper in survey.library:
        links = links_of(flagship_site / "papers" / paper.id / "index.html")
        missing += [f"{paper.id}{suffix}" for suffix in EXPORTS if f"../{paper.id}{suffix}" not in links]
        missing += [
            f"{paper.id}{suffix}"
            for suffix in EXPORTS
            if not (flagship_site / "papers" / f"{paper.id}{suffix}").is_file()
        ]
    assert missing == []


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.key)
def test_every_list_links_to_its_exports_and_its_feed(flagship_site, survey, facet):
    missing = []
    for slug in survey.library.listings[facet.key]:
        links = links_of(flagship_site / facet.folder / slug / "index.html")
        missing += [f"{slug}{suffix}" for suffix in (*EXPORTS, ".xml") if f"../{slug}{suffix}" not in links]
    assert missing == []


def test_the_whole_survey_can_be_had_from_the_page_of_downloads(flagship_site):
    links = links_of(flagship_site / "downloads" / "index.html")
    names = {"bib", "ascii.bib", "biblatex.bib", "ris", "json", "jsonl", "csv"}
    assert {f"../survey.{name}" for name in names} | {"../feed.xml", "../feed.json", "../changes.xml"} <= links
    assert len(json.loads((flagship_site / "survey.json").read_text(encoding="utf-8"))) == 138


def test_the_page_of_downloads_stands_in_the_navigation(flagship_site):
    assert "downloads/" in links_of(flagship_site / "index.html")


def test_every_feed_is_valid_and_leads_to_pages_that_exist(flagship_site):
    wrong = {}
    for file in sorted(flagship_site.rglob("*.xml")):
        text = file.read_text(encoding="utf-8")
        if "http://www.w3.org/2005/Atom" not in text:
            continue
        parsed = feedparser.parse(text.encode("utf-8"))
        lost = [entry.link for entry in parsed.entries if not published(flagship_site, entry.link)]
        lost += [link.href for link in parsed.feed.links if not published(flagship_site, link.href)]
        found = [*breaches(text), *lost, *(["does not parse"] if parsed.bozo else [])]
        if found:
            wrong[file.relative_to(flagship_site).as_posix()] = found
    assert wrong == {}


def test_the_feeds_hold_all_papers(flagship_site, survey):
    for start in ("feed.xml", "changes.xml"):
        ids, path = [], start
        while path:
            text = (flagship_site / path).read_text(encoding="utf-8")
            ids += [entry.id.partition("#")[0] for entry in feedparser.parse(text.encode("utf-8")).entries]
            following = re.search(rf'<link rel="next"[^>]* href="{ADDRESS}([^"]*)"', text)
            path = following and following[1]
        assert {f"{ADDRESS}papers/{paper.id}/" for paper in survey.library} <= set(ids)


def test_every_page_names_the_feeds_and_the_search_in_its_head(flagship_site):
    for one in all_pages(flagship_site):
        if one.file.name == "404.html":
            continue
        found = {address for tag, address in one.links if tag == "statement"}
        up = "../" * (len(one.file.relative_to(flagship_site).parts) - 1)
        assert {f"{up}feed.xml", f"{up}feed.json", f"{up}opensearch.xml"} <= found, one.file
        # Papers' pages, which are kept light, go without the feed of changes.
        is_paper = "citation_title" in one.file.read_text(encoding="utf-8")
        assert (f"{up}changes.xml" in found) is not is_paper, one.file


def test_the_sitemap_has_every_page_once(flagship_site):
    root = ElementTree.fromstring((flagship_site / "sitemap.xml").read_text(encoding="utf-8"))  # noqa: S314
    found = [url.findtext(f"{SITEMAP}loc") for url in root]
    pages = {
        ADDRESS + one.file.relative_to(flagship_site).as_posix().removesuffix("index.html")
        for one in all_pages(flagship_site)
        if one.file.name == "index.html"
    }
    assert sorted(found) == sorted(pages)
    dates = {url.findtext(f"{SITEMAP}loc"): url.findtext(f"{SITEMAP}lastmod") for url in root}
    papers = [date for address, date in dates.items() if "/papers/" in address]
    assert [date for date in papers if not re.fullmatch(r"\d{4}-\d\d-\d\d", date or "")] == []


def test_robots_txt_and_opensearch_lead_to_what_is_there(flagship_site):
    robots = (flagship_site / "robots.txt").read_text(encoding="utf-8")
    assert published(flagship_site, re.search(r"^Sitemap: (.*)$", robots, re.MULTILINE)[1])
    opensearch = (flagship_site / "opensearch.xml").read_text(encoding="utf-8")
    assert "<ShortName>Multimodal</ShortName>" in opensearch
    template = re.search(r'template="([^"]*)\{searchTerms\}"', opensearch)[1]
    assert published(flagship_site, template.removesuffix("?q="))
