"""What the head of a paper's page says: the rules of Google Scholar, Zotero and Signposting, case by case."""

import json

import pytest
from msgspec.structs import replace

from litatlas.citation.head import paper_head, shared_head
from litatlas.citation.head_tags import HeadLink, MetaTag, for_front_matter, to_html, to_template
from litatlas.citation.highwire import author_names, highwire_date, page_span, pdf_url
from litatlas.citation.page_context import Export, PageContext, license_url
from litatlas.citation.signposting import cite_as, linkset, linkset_context
from litatlas.model import Author, Kind, Link, Paper, PartialDate, Rel, Status, StatusNote, Venue, VenueKind
from litatlas.problems import Origin
from litatlas.settings import Settings

SURVEY = "https://toys.example/survey/"
SETTINGS = Settings("Toys", address=SURVEY, license="CC-BY-4.0")
PAGE = PageContext(SETTINGS, f"{SURVEY}papers/mmicl/", topics=("Image; video",))
NOWHERE = PageContext(Settings("Toys"))
ICLR = Venue("International Conference on Learning Representations", "ICLR", VenueKind.CONFERENCE, 2024)
TOMM = Venue("ACM Transactions on Multimedia Computing", "TOMM", VenueKind.JOURNAL, 2024)

MMICL = Paper(
    "mmicl",
    "zhao2023mmicl",
    "MMICL: $x^2$ & <more>",
    Origin("records/mmicl.yml", 1),
    abstract="First line.\n\nA \\$5 line.",
    authors=(Author("Zhao", "Haozhe", orcid="0000-0002-1825-0097"), Author(literal="GPT-4 Team")),
    issued=PartialDate(2023, 9, 14),
    identifiers=(("arxiv", "2309.07915"), ("openreview", "5KojubHBr8")),
)
PUBLISHED = replace(MMICL, kind=Kind.CONFERENCE, venue=ICLR)
JOURNAL = replace(
    MMICL,
    kind=Kind.JOURNAL,
    venue=TOMM,
    volume="20",
    issue="12",
    pages="1123--1131",
    publisher="ACM",
    identifiers=(("doi", "10.1145/x"), ("pmid", "12"), *MMICL.identifiers),
    language="de",
)


def tags(paper, page=PAGE):
    """Give the meta tags of a page as (name, content)."""
    return [(tag.name, tag.content) for tag in paper_head(paper, page) if isinstance(tag, MetaTag)]


def links(paper, page=PAGE):
    """Give the links of a page as (rel, href, type)."""
    return [(tag.rel, tag.href, tag.type) for tag in paper_head(paper, page) if isinstance(tag, HeadLink)]


def test_a_preprint_says_so_and_invents_no_journal():
    assert tags(MMICL) == [
        ("citation_title", "MMICL: x^2 & <more>"),
        ("citation_author", "Zhao, Haozhe"),
        ("citation_author", "GPT-4 Team,"),
        ("citation_publication_date", "2023/09/14"),
        ("DC.type", "preprint"),
        ("citation_publisher", "arXiv"),
        ("citation_arxiv_id", "2309.07915"),
        ("citation_pdf_url", "https://arxiv.org/pdf/2309.07915"),
        ("citation_abstract_html_url", "https://toys.example/survey/papers/mmicl/"),
        ("citation_language", "en"),
        ("citation_keywords", "Image; video"),
        ("citation_abstract", "First line. A $5 line."),
    ]


STANDING = {
    "a work that stands": (StatusNote(), [("citation_title", "MMICL: x^2 & <more>", "og:title")]),
    "a retracted one": (
        StatusNote(Status.RETRACTED),
        [("citation_title", "MMICL: x^2 & <more>", ""), ("", "Retracted: MMICL: x^2 & <more>", "og:title")],
    ),
}


@pytest.mark.parametrize("case", STANDING)
def test_open_graph_has_the_title_as_readers_of_a_list_see_it_and_the_address(case):
    status, title = STANDING[case]
    found = [tag for tag in paper_head(replace(MMICL, status=status), PAGE) if isinstance(tag, MetaTag)]
    told = [(tag.name, tag.content, tag.property) for tag in found]
    address = ("citation_abstract_html_url", f"{SURVEY}papers/mmicl/", "og:url")
    assert [one for one in told if one[0] == "citation_title" or one[2]] == [*title, address]


def test_the_published_version_is_the_one_that_is_cited():
    told = [tag for tag in tags(JOURNAL, NOWHERE) if tag[0] not in ("citation_author", "citation_abstract")]
    assert told == [
        ("citation_title", "MMICL: x^2 & <more>"),
        ("citation_publication_date", "2024"),
        ("citation_journal_title", "ACM Transactions on Multimedia Computing"),
        ("citation_volume", "20"),
        ("citation_issue", "12"),
        ("citation_firstpage", "1123"),
        ("citation_lastpage", "1131"),
        ("citation_publisher", "ACM"),
        ("citation_doi", "10.1145/x"),
        ("citation_arxiv_id", "2309.07915"),
        ("citation_pmid", "12"),
        ("citation_pdf_url", "https://arxiv.org/pdf/2309.07915"),
        ("citation_language", "de"),
    ]


BOOK = Venue("Handbook of Images", kind=VenueKind.BOOK)
CONTAINERS = {
    "a conference": (PUBLISHED, [("citation_conference_title", ICLR.name)]),
    "a workshop": (
        replace(PUBLISHED, venue=Venue("European Conference", "EC", VenueKind.WORKSHOP, 2024, "Workshops")),
        [("citation_conference_title", "European Conference Workshops")],
    ),
    "a chapter": (replace(MMICL, kind=Kind.CHAPTER, venue=BOOK), [("citation_inbook_title", "Handbook of Images")]),
    "a thesis": (
        replace(MMICL, kind=Kind.THESIS, publisher="ETH"),
        [("citation_dissertation_institution", "ETH")],
    ),
    "a thesis from nowhere": (replace(MMICL, kind=Kind.THESIS), [("DC.type", "thesis")]),
    "a report": (
        replace(MMICL, kind=Kind.REPORT, publisher="DFKI"),
        [("citation_technical_report_institution", "DFKI")],
    ),
    "a book": (
        replace(MMICL, kind=Kind.BOOK, publisher="MIT Press"),
        [("DC.type", "book"), ("citation_publisher", "MIT Press")],
    ),
    "a dataset": (replace(MMICL, kind=Kind.DATASET), [("DC.type", "dataset")]),
    "another repository": (
        replace(MMICL, identifiers=(), venue=Venue("bioRxiv", kind=VenueKind.REPOSITORY)),
        [("DC.type", "preprint"), ("citation_publisher", "bioRxiv")],
    ),
}
VENUE_TAGS = (
    "citation_journal_title",
    "citation_conference_title",
    "citation_inbook_title",
    "citation_dissertation_institution",
    "citation_technical_report_institution",
)


@pytest.mark.parametrize("case", CONTAINERS)
def test_one_tag_at_most_names_the_venue_and_with_it_the_type(case):
    paper, expected = CONTAINERS[case]
    told = [tag for tag in tags(paper) if tag[0] in (*VENUE_TAGS, "DC.type", "citation_publisher")]
    assert told == expected


NAMES = {
    "family and given": ([Author("Zhao", "Haozhe")] * 2, ["Zhao, Haozhe"] * 2),
    "particles stay with the family name": (
        [Author("van der Berg", "José María"), Author("Li", "X")],
        ["van der Berg, José María", "Li, X"],
    ),
    "a lone author of four words stays one": (
        [Author("van der Berg", "José María")],
        ["van\N{NO-BREAK SPACE}der\N{NO-BREAK SPACE}Berg, José María"],
    ),
    "a suffix stands before the comma": (
        [Author("King", "Martin", suffix="Jr."), Author("Li", "X")],
        ["King Jr., Martin", "Li, X"],
    ),
    "a group ends with a comma": ([Author(literal="GPT-4 Team")], ["GPT-4 Team,"]),
    "a single name, too": ([Author(family="Nemo"), Author(given="Ann")], ["Nemo,", "Ann,"]),
}


@pytest.mark.parametrize("case", NAMES)
def test_an_author_is_family_comma_given(case):
    authors, expected = NAMES[case]
    assert list(author_names(tuple(authors))) == expected


DATES = [
    (None, ""),
    (PartialDate(2024), "2024"),
    (PartialDate(2024, 5), "2024"),
    (PartialDate(2024, 2, 29), "2024/02/29"),
    (PartialDate(2023, 2, 29), "2023"),
]


@pytest.mark.parametrize(("date", "expected"), DATES)
def test_a_date_is_a_whole_day_or_a_year(date, expected):
    assert highwire_date(date) == expected


PAGES = {
    "": ("", ""),
    "7": ("7", ""),
    "45-67": ("45", "67"),
    "45–67": ("45", "67"),
    "1123--31": ("1123", "1131"),
    "12:1-12:30": ("12:1", "12:30"),
    "e0123": ("e0123", ""),
    "3, 7-9": ("3", ""),
    "A-1 - A-9": ("A", ""),
}


@pytest.mark.parametrize("pages", PAGES)
def test_first_and_last_page_are_single_ones(pages):
    assert page_span(pages) == PAGES[pages]


PDFS = {
    "the record's own": (replace(MMICL, links=(Link(Rel.PDF, "https://x.org/a.pdf"),)), "https://x.org/a.pdf"),
    "not a mail address": (
        replace(MMICL, identifiers=(), links=(Link(Rel.PDF, "mailto:ann@x.org"),)),
        "",
    ),
    "the anthology's": (
        replace(MMICL, identifiers=(("arxiv", "2309.07915"), ("acl", "2024.acl-long.1"))),
        "https://aclanthology.org/2024.acl-long.1.pdf",
    ),
    "arXiv's": (MMICL, "https://arxiv.org/pdf/2309.07915"),
    "OpenReview's": (
        replace(MMICL, identifiers=(("openreview", "5KojubHBr8"),)),
        "https://openreview.net/pdf?id=5KojubHBr8",
    ),
    "none": (replace(MMICL, identifiers=()), ""),
}


@pytest.mark.parametrize("case", PDFS)
def test_the_pdf_is_the_records_or_the_one_that_an_identifier_implies(case):
    paper, expected = PDFS[case]
    assert pdf_url(paper) == expected


def test_links_lead_to_the_work_its_authors_and_its_files():
    page = replace(PAGE, exports=(Export("../mmicl.bib", "application/x-bibtex"),), linkset="../mmicl.json")
    assert links(MMICL, page) == [
        ("cite-as", "https://arxiv.org/abs/2309.07915", ""),
        ("author", "https://orcid.org/0000-0002-1825-0097", ""),
        ("item", "https://arxiv.org/pdf/2309.07915", "application/pdf"),
        ("type", "https://schema.org/AboutPage", ""),
        ("type", "https://schema.org/ScholarlyArticle", ""),
        ("describedby", "../mmicl.bib", "application/x-bibtex"),
        ("alternate", "../mmicl.bib", "application/x-bibtex"),
        ("linkset", "../mmicl.json", "application/linkset+json"),
    ]


CITED_AS = {
    "its DOI": (JOURNAL, PAGE, "https://doi.org/10.1145/x"),
    "arXiv's address": (PUBLISHED, PAGE, "https://arxiv.org/abs/2309.07915"),
    "the anthology's": (
        replace(MMICL, identifiers=(("acl", "P18-1001"),)),
        PAGE,
        "https://aclanthology.org/P18-1001/",
    ),
    "the publisher's": (
        replace(MMICL, identifiers=(), links=(Link(Rel.PAPER, "https://x.org/a"),)),
        PAGE,
        "https://x.org/a",
    ),
    "this page": (replace(MMICL, identifiers=()), PAGE, f"{SURVEY}papers/mmicl/"),
    "nothing": (replace(MMICL, identifiers=()), NOWHERE, ""),
}


@pytest.mark.parametrize("case", CITED_AS)
def test_a_work_is_cited_by_its_own_address(case):
    paper, page, expected = CITED_AS[case]
    assert cite_as(paper, page) == expected
    assert [href for rel, href, _type in links(paper, page) if rel == "cite-as"] == ([expected] if expected else [])


def test_a_link_set_says_the_same_absolutely():
    page = replace(PAGE, exports=(Export("../mmicl.bib", "application/x-bibtex"),), linkset="../mmicl.json")
    assert json.loads(linkset(linkset_context(MMICL, page))) == {
        "linkset": [
            {
                "anchor": f"{SURVEY}papers/mmicl/",
                "cite-as": [{"href": "https://arxiv.org/abs/2309.07915"}],
                "author": [{"href": "https://orcid.org/0000-0002-1825-0097"}],
                "item": [{"href": "https://arxiv.org/pdf/2309.07915", "type": "application/pdf"}],
                "type": [{"href": "https://schema.org/AboutPage"}, {"href": "https://schema.org/ScholarlyArticle"}],
                "describedby": [{"href": f"{SURVEY}papers/mmicl.bib", "type": "application/x-bibtex"}],
                "license": [{"href": "https://creativecommons.org/licenses/by/4.0/"}],
            }
        ]
    }


def test_a_survey_without_an_address_names_none():
    told = [*tags(MMICL, NOWHERE), *((rel, href) for rel, href, _type in links(MMICL, NOWHERE))]
    assert [value for _name, value in told if value.startswith("http")] == [
        "https://arxiv.org/pdf/2309.07915",
        "https://arxiv.org/abs/2309.07915",
        "https://orcid.org/0000-0002-1825-0097",
        "https://arxiv.org/pdf/2309.07915",
        "https://schema.org/AboutPage",
        "https://schema.org/ScholarlyArticle",
    ]


LICENSES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "cc-by-nc-sa-3.0": "https://creativecommons.org/licenses/by-nc-sa/3.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "ODbL-1.0": "https://spdx.org/licenses/ODbL-1.0.html",
    "https://x.org/licence": "https://x.org/licence",
    "all rights reserved": "",
    "": "",
}


@pytest.mark.parametrize("name", LICENSES)
def test_a_licence_has_one_address(name):
    assert license_url(name) == LICENSES[name]
    expected = (HeadLink("license", LICENSES[name]),) if LICENSES[name] else ()
    assert shared_head(Settings("Toys", license=name)) == expected


def test_front_matter_holds_the_attributes_that_a_tag_has():
    told = for_front_matter(
        (MetaTag("a", 'b "c"'), HeadLink("item", "x.pdf", "application/pdf"), HeadLink("type", "t"))
    )
    assert told == [
        {"name": "a", "content": 'b "c"'},
        {"rel": "item", "href": "x.pdf", "type": "application/pdf"},
        {"rel": "type", "href": "t"},
    ]
    assert [to_html(one) for one in told] == [
        '<meta name="a" content="b &quot;c&quot;">',
        '<link rel="item" href="x.pdf" type="application/pdf">',
        '<link rel="type" href="t">',
    ]


def test_a_template_makes_addresses_relative_and_takes_no_command_from_a_value():
    told = to_template((HeadLink("alternate", "tags/a b'.xml", title="{{ 1 }} {% x %}"), MetaTag("a", "{{ 7 * 7 }}")))
    assert told == (
        '<link rel="alternate" href="{{ \'tags/a%20b%27.xml\' | url }}" title="&#123;&#123; 1 }} &#123;% x %}">'
        '<meta name="a" content="&#123;&#123; 7 * 7 }}">'
    )
