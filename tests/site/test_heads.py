"""The heads of the flagship's pages, as clients see them: every rule of Scholar, Zotero, Signposting and schema.org."""

import json
import re
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

import pytest

from litatlas.app import generate
from litatlas.model import Paper
from page_head import VENUE_TAGS, Head, head

pytestmark = pytest.mark.site

ADDRESS = "https://litatlas.github.io/litatlas/"
OTHER_PAGES = ("index.html", "about/index.html", "papers/index.html", "tags/index.html", "years/2024/index.html")


@pytest.fixture(scope="module")
def papers(flagship: Path) -> dict[str, Paper]:
    return generate(flagship, write=False).built.survey.library.by_id


@pytest.fixture(scope="module")
def heads(flagship_site: Path, papers: dict[str, Paper]) -> dict[str, Head]:
    return {id: head(flagship_site / "papers" / id / "index.html") for id in papers}


def test_scholar_finds_one_title_every_author_and_a_real_date(heads, papers):
    for id, found in heads.items():
        assert len(found.values("citation_title")) == 1, id
        assert len(found.values("citation_author")) == len(papers[id].authors) > 0, id
        (published,) = found.values("citation_publication_date")
        assert re.fullmatch(r"\d{4}(/\d\d/\d\d)?", published), id
        date(*(int(part) for part in f"{published}/1/1".split("/")[:3]))


def test_the_heading_is_the_title_that_is_cited(heads):
    assert {
        id for id, found in heads.items() if [" ".join(found.heading.split())] != found.values("citation_title")
    } == set()


def test_no_value_is_empty_or_has_markup_line_ends_or_blanks_around(heads):
    odd = [
        (id, name, value)
        for id, found in heads.items()
        for name, value in found.citation
        if not value or value != " ".join(value.split(" ")).strip() or re.search(r"[\n\r\t]|</?[a-z]+>|&[a-z]+;", value)
    ]
    assert odd == []


def test_one_venue_at_most_and_none_for_a_preprint(heads, papers):
    for id, found in heads.items():
        venues = [name for name, _ in found.citation if name in VENUE_TAGS]
        assert len(venues) == (1 if papers[id].venue else 0), id
        if not venues:
            assert found.values("DC.type") == ["preprint"], id
            assert found.values("citation_publisher") == ["arXiv"], id
            assert found.values("citation_arxiv_id"), id


def test_zotero_is_given_no_other_publication(heads):
    # og:site_name would become the title of the journal, og:type website the type of the item.
    assert {id for id, found in heads.items() if found.values("og:site_name")} == set()
    assert {tuple(found.values("og:type")) for found in heads.values()} == {("article",)}


def test_identifiers_are_bare_and_addresses_absolute(heads):
    for id, found in heads.items():
        assert all(doi.startswith("10.") for doi in found.values("citation_doi")), id
        addresses = [value for name, value in found.citation if name.endswith("_url")]
        assert all(value.startswith("https://") for value in addresses), id
        assert len(found.values("citation_pdf_url")) == 1, id


def test_a_page_has_one_address(heads):
    for id, found in heads.items():
        address = [f"{ADDRESS}papers/{id}/"]
        assert found.hrefs("canonical") == address
        for name in ("og:url", "citation_abstract_html_url"):
            assert found.values(name) == address, (id, name)


def test_who_cites_is_sent_to_the_work(heads, papers):
    for id, found in heads.items():
        doi, arxiv = papers[id].identifier("doi"), papers[id].identifier("arxiv")
        assert found.hrefs("cite-as") == [f"https://doi.org/{doi}" if doi else f"https://arxiv.org/abs/{arxiv}"], id
        assert found.hrefs("type") == ["https://schema.org/AboutPage", "https://schema.org/ScholarlyArticle"], id
        assert found.hrefs("license") == ["https://creativecommons.org/licenses/by/4.0/"], id
        items = [link for link in found.links if link["rel"] == "item"]
        assert [(link["href"], link["type"]) for link in items] == [
            (found.values("citation_pdf_url")[0], "application/pdf")
        ], id


def test_exports_are_told_with_their_type(heads):
    for id, found in heads.items():
        described = [(link["href"], link["type"]) for link in found.links if link["rel"] == "describedby"]
        offered = [(link["href"], link["type"]) for link in found.links if link["rel"] == "alternate"]
        assert [link for link in offered if link in described] == described, id
        assert described == [
            (f"../{id}.bib", "application/x-bibtex"),
            (f"../{id}.ris", "application/x-research-info-systems"),
            (f"../{id}.json", "application/vnd.citationstyles.csl+json"),
        ]


def test_the_link_set_of_a_page_says_what_its_head_says(heads, flagship_site):
    for id, found in heads.items():
        (link,) = (link for link in found.links if link["rel"] == "linkset")
        assert (link["href"], link["type"]) == (f"../{id}.linkset.json", "application/linkset+json")
        told = json.loads((flagship_site / "papers" / f"{id}.linkset.json").read_text(encoding="utf-8"))
        (context,) = told["linkset"]
        assert context.pop("anchor") == f"{ADDRESS}papers/{id}/"
        assert {rel: [urljoin(f"{ADDRESS}papers/{id}/", href) for href in found.hrefs(rel)] for rel in context} == {
            rel: [target["href"] for target in targets] for rel, targets in context.items()
        }
        assert set(context) >= {"cite-as", "item", "type", "describedby", "license"}, id


def test_the_data_says_what_the_tags_say(heads):
    for id, found in heads.items():
        (work,) = found.data
        assert (work["@context"], work["@type"]) == ("https://schema.org", "ScholarlyArticle"), id
        assert [work["name"]] == found.values("citation_title"), id
        assert len(work["headline"]) <= 110, id
        assert [one["name"] for one in work["author"]] == [
            reading_order(name) for name in found.values("citation_author")
        ], id
        (published,) = found.values("citation_publication_date")
        assert work["datePublished"].startswith(published.replace("/", "-")), id
        assert [term["name"] for term in work["about"]] == found.values("citation_keywords"), id
        assert [work["mainEntityOfPage"]["@id"]] == found.hrefs("canonical"), id


def reading_order(name: str) -> str:
    """Give `Zhao, Haozhe` as `Haozhe Zhao`, and a name with only a comma at its end without it."""
    family, _, given = name.replace("\N{NO-BREAK SPACE}", " ").partition(",")
    return f"{given.strip()} {family}".strip()


def test_a_page_shared_as_a_link_says_what_it_is_on(heads):
    for id, found in heads.items():
        assert found.values("og:title") == found.values("citation_title"), id
        assert found.values("og:description") == found.values("description") != [""], id


def test_the_data_names_each_work_once_and_nothing_empty(heads):
    works = [found.data[0] for found in heads.values()]
    assert len({work["@id"] for work in works}) == len(works)
    assert [value for work in works for value in walk(work) if value in ("", [], {}, None)] == []
    iris = [value for work in works for value in iri_values(work)]
    assert [value for value in iris if not value.startswith("https://")] == []


def walk(value):
    yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from walk(inner)


def iri_values(work):
    for value in walk(work):
        if isinstance(value, dict):
            yield from (value[key] for key in ("@id", "url", "license") if key in value)
    yield from work["sameAs"]


@pytest.mark.parametrize("path", OTHER_PAGES)
def test_a_page_that_is_no_paper_is_not_taken_for_one(flagship_site, path):
    found = head(flagship_site / path)
    assert (found.citation, found.data) == ([], [])
    assert found.values("og:type") == ["website"]
    assert found.values("og:site_name") == ["Multimodal Learning"]
    assert len(found.values("og:title")) == 1
    address = ADDRESS + path.removesuffix("index.html")
    assert (found.hrefs("canonical"), found.values("og:url")) == ([address], [address])
    assert found.hrefs("license") == ["https://creativecommons.org/licenses/by/4.0/"]


def test_no_page_carries_coins_or_unapi(flagship_site):
    # Zotero prefers both to the tags in the head.
    carrying = [
        file
        for file in flagship_site.rglob("*.html")
        if re.search(r"Z3988|unapi-server", file.read_text(encoding="utf-8"))
    ]
    assert carrying == []
