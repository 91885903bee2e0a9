"""What crawlers and browsers find at the root of a site."""

import re
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from jinja2 import DictLoader, Environment
from msgspec.structs import replace

from litatlas import machine
from litatlas.citation.head_tags import for_front_matter
from litatlas.identity.permalink import Entry, State
from litatlas.machine import (
    changes_link,
    machine_files,
    opensearch,
    short_name,
    sitemap_files,
    sitemap_parts,
    sitemap_template,
    survey_links,
)
from litatlas.model import Status, StatusNote
from litatlas.pages import Survey
from litatlas.settings import Settings
from litatlas.store.writing import OWNED_FILES
from small_surveys import SETTINGS, numbered_papers, paper, survey_of

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ROWS = (
    Entry("paper", "old", "old2020", "", State.REDIRECT, "a"),
    Entry("paper", "gone", "gone2020", "", State.TOMBSTONE, note="Out of scope"),
)
PAGES = ("papers/a.md", "papers/b.md", "papers/index.md", "papers/old.md", "papers/gone.md", "authors/ann-smith/2.md")


class BuilderPage:
    """A page as a builder's template sees it."""

    def __init__(self, address, **meta):
        self.canonical_url, self.meta, self.is_link = address, meta, False


def template(paths: list[str], survey: Survey) -> str:
    return sitemap_template(survey, sitemap_parts(paths, survey))


def files_for(paths: list[str], survey: Survey) -> list[tuple[str, str]]:
    files = [(f"docs/{path}", text) for path, text in machine_files(survey)]
    files += [file for file in sitemap_files(survey, paths) if file[0].startswith("docs/")]
    return [(path.removeprefix("docs/"), text) for path, text in files]


def rendered(template, *pages):
    """Give the sitemap as a builder writes it."""
    environment = Environment(loader=DictLoader({"sitemap": template}), autoescape=False)  # noqa: S701  # as MkDocs
    return environment.get_template("sitemap").render(pages=[{"page": page} for page in pages])


def locations(text):
    """Give (address, date) of every entry of a sitemap."""
    root = ElementTree.fromstring(text)  # noqa: S314  # it is ours
    return [(url.findtext(f"{NAMESPACE}loc"), url.findtext(f"{NAMESPACE}lastmod")) for url in root]


def test_the_sitemap_has_every_page_with_its_date_and_no_moved_one():
    papers = (paper("a", added="2026-02-03"), paper("b", added="2025", status=StatusNote(Status.CORRECTED, "2026-05")))
    text = rendered(
        template(PAGES, survey_of(papers, rows=ROWS)),
        BuilderPage("https://survey.example/p/"),
        BuilderPage("https://survey.example/p/a%20b/?x&y"),
        BuilderPage("https://survey.example/p/papers/a/", generated="litatlas"),
    )
    assert locations(text) == [
        ("https://survey.example/p/authors/ann-smith/2/", "2026-05-01"),
        ("https://survey.example/p/papers/a/", "2026-02-03"),
        ("https://survey.example/p/papers/b/", "2026-05-01"),
        ("https://survey.example/p/papers/", "2026-05-01"),
        ("https://survey.example/p/", None),
        ("https://survey.example/p/a%20b/?x&y", None),
    ]


def test_a_record_without_dates_gives_its_page_none():
    assert locations(rendered(template(["papers/a.md"], survey_of([paper("a")])))) == [
        ("https://survey.example/p/papers/a/", None)
    ]


def test_addresses_in_the_sitemap_are_percent_encoded():
    survey = survey_of([paper("a")], replace(SETTINGS, address="https://survey.example/Übersicht {1}/"))
    assert locations(rendered(template(["papers/a.md"], survey))) == [
        ("https://survey.example/%C3%9Cbersicht%20%7B1%7D/papers/a/", None)
    ]


def test_a_sitemap_of_too_many_pages_is_split(monkeypatch):
    monkeypatch.setattr(machine, "MOST_URLS", 4)
    survey = survey_of(numbered_papers(10))
    pages = [f"papers/{one.id}.md" for one in survey.library]
    files = {path: text for path, text in files_for(pages, survey) if path.startswith("sitemap")}
    assert list(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    assert [len(locations(text)) for text in files.values()] == [4, 4, 2]
    assert [address for text in files.values() for address, _ in locations(text)] == [
        f"https://survey.example/p/papers/paper-{n:04d}/" for n in range(10)
    ]
    index = rendered(template(pages, survey))
    assert ElementTree.fromstring(index).tag == f"{NAMESPACE}sitemapindex"  # noqa: S314  # it is ours
    assert [address for address, _ in locations(index)] == [f"https://survey.example/p/{path}" for path in files]
    assert {f"docs/{path}" for path in files} <= OWNED_FILES


def test_robots_txt_names_the_sitemap_absolutely():
    assert dict(files_for([], survey_of([])))["robots.txt"] == (
        "User-agent: *\nAllow: /\n\nSitemap: https://survey.example/p/sitemap.xml\n"
    )


def test_opensearch_describes_the_search():
    root = ElementTree.fromstring(opensearch(survey_of([])))  # noqa: S314  # it is ours
    name = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert root.tag == f"{name}OpenSearchDescription"
    assert {child.tag.removeprefix(name): child.text for child in root if child.text} == {
        "ShortName": "Pictures & Words",
        "LongName": "Pictures & Words",
        "Description": "Search the papers of Pictures & Words",
        "Language": "en",
        "InputEncoding": "UTF-8",
        "OutputEncoding": "UTF-8",
    }
    template = root.find(f"{name}Url").get("template")
    assert template == "https://survey.example/p/search/?q={searchTerms}"
    assert urlsplit(template).scheme == "https"


NAMES = (
    # (title, short name)
    ("Multimodal Learning", "Multimodal"),
    ("Pictures & Words", "Pictures & Words"),
    ("Pictures & Words of Everything", "Pictures & Words"),
    ("Research & Development", "Research"),
    ("Donaudampfschifffahrtsgesellschaft", "Donaudampfschiff"),
    ("Toys & Co.", "Toys & Co."),
    ("多模态学习与上下文学习研究综述以及更多内容", "多模态学习与上下文学习研究综述以"),
)


@pytest.mark.parametrize(("title", "name"), NAMES)
def test_the_short_name_is_short(title, name):
    assert short_name(title) == name
    assert 0 < len(name) <= 16


def test_without_an_address_nothing_is_made():
    survey = survey_of([paper("a")], Settings("S"))
    assert list(files_for(["papers/a.md"], survey)) == []
    assert list(survey_links(survey)) == []


def test_every_page_names_the_feeds_and_the_search():
    assert for_front_matter(survey_links(survey_of([]))) == [
        {"rel": "alternate", "href": href, "type": type, "title": f"Pictures & Words: {title}"}
        for href, type, title in (
            ("feed.xml", "application/atom+xml", "new papers"),
            ("feed.json", "application/feed+json", "new papers (JSON Feed)"),
        )
    ] + [
        {
            "rel": "search",
            "href": "opensearch.xml",
            "type": "application/opensearchdescription+xml",
            "title": "Pictures & Words",
        }
    ]


def test_the_feed_of_changes_is_named_apart():
    assert for_front_matter(changes_link(survey_of([]))) == [
        {
            "rel": "alternate",
            "href": "changes.xml",
            "type": "application/atom+xml",
            "title": "Pictures & Words: changes",
        }
    ]


def test_the_sitemap_needs_nothing_that_one_builder_lacks():
    """MiniJinja (Zensical) escapes slashes with `e` and has fewer filters."""
    used = re.findall(r"\|\s*(\w+)", template(["papers/a.md"], survey_of([paper("a")])))
    assert set(used) == {"replace"}
