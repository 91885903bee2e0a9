"""The work as JSON-LD: what schema.org has for its type, nothing empty, nothing that could leave its script element."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from litatlas.citation.json_ld import MAX_CITATIONS, container, json_ld, person, to_script
from litatlas.citation.page_context import PageContext, Reference
from litatlas.citation.signposting import SCHEMA_TYPES
from litatlas.citation.versions import cited
from litatlas.model import Author, Kind, Paper, PartialDate, Status, StatusNote, Venue, VenueKind
from litatlas.problems import Origin
from litatlas.settings import Settings

SURVEY = "https://toys.example/survey/"
PAGE = PageContext(
    Settings("Toys", address=SURVEY, license="CC-BY-4.0"),
    f"{SURVEY}papers/mmicl/",
    topics=("Image",),
    references=(Reference(f"{SURVEY}papers/a/#work", "A $x^2$ work"), Reference("https://doi.org/10.1/y")),
)
NOWHERE = PageContext(Settings("Toys"), topics=("Image",), references=(Reference("", "A work"),))
TOMM = Venue("ACM Transactions on Multimedia Computing", "TOMM", VenueKind.JOURNAL, 2024)

PAPER = Paper(
    "mmicl",
    "zhao2023mmicl",
    "MMICL: $x^2$ </script>",
    Origin("records/mmicl.yml", 1),
    kind=Kind.JOURNAL,
    short="MMICL",
    authors=(Author("Zhao", "Haozhe", orcid="0000-0002-1825-0097"), Author(literal="GPT-4 Team")),
    issued=PartialDate(2024, 5, 27),
    venue=TOMM,
    volume="20",
    issue="12",
    pages="45-67",
    publisher="ACM",
    identifiers=(("doi", "10.1145/x"), ("arxiv", "2309.07915"), ("isbn", "9780000000002")),
)
PREPRINT = Paper("p", "p", "A preprint", Origin(), identifiers=(("arxiv", "2309.07915"),))


def test_a_journal_article_says_all_that_is_known():
    assert list(json_ld(PAPER, PAGE).items()) == [
        ("@context", "https://schema.org"),
        ("@type", "ScholarlyArticle"),
        ("@id", f"{SURVEY}papers/mmicl/#work"),
        ("name", "MMICL: x^2 </script>"),
        ("headline", "MMICL: x^2 </script>"),
        ("alternateName", "MMICL"),
        (
            "author",
            [
                {
                    "@type": "Person",
                    "@id": "https://orcid.org/0000-0002-1825-0097",
                    "name": "Haozhe Zhao",
                },
                {"@type": "Organization", "name": "GPT-4 Team"},
            ],
        ),
        ("datePublished", "2024-05-27"),
        (
            "isPartOf",
            {
                "@type": "PublicationIssue",
                "issueNumber": "12",
                "isPartOf": {
                    "@type": "PublicationVolume",
                    "volumeNumber": "20",
                    "isPartOf": {
                        "@type": "Periodical",
                        "name": "ACM Transactions on Multimedia Computing",
                        "alternateName": "TOMM",
                    },
                },
            },
        ),
        ("publisher", {"@type": "Organization", "name": "ACM"}),
        ("pageStart", "45"),
        ("pageEnd", "67"),
        ("inLanguage", "en"),
        (
            "identifier",
            [
                {"@type": "PropertyValue", "propertyID": "DOI", "value": "10.1145/x"},
                {"@type": "PropertyValue", "propertyID": "arXiv", "value": "2309.07915"},
                {"@type": "PropertyValue", "propertyID": "ISBN", "value": "9780000000002"},
            ],
        ),
        ("sameAs", ["https://doi.org/10.1145/x", "https://arxiv.org/abs/2309.07915"]),
        ("about", [{"@type": "DefinedTerm", "name": "Image"}]),
        (
            "citation",
            [
                {"@type": "CreativeWork", "@id": f"{SURVEY}papers/a/#work", "name": "A x^2 work"},
                "https://doi.org/10.1/y",
            ],
        ),
        (
            "mainEntityOfPage",
            {
                "@type": "AboutPage",
                "@id": f"{SURVEY}papers/mmicl/",
                "isPartOf": {"@type": "WebSite", "@id": SURVEY, "name": "Toys"},
                "license": "https://creativecommons.org/licenses/by/4.0/",
            },
        ),
    ]


def test_what_is_not_known_is_not_there():
    assert json_ld(replace(PREPRINT, identifiers=()), NOWHERE) == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "name": "A preprint",
        "headline": "A preprint",
        "inLanguage": "en",
        "about": [{"@type": "DefinedTerm", "name": "Image"}],
        "citation": [{"@type": "CreativeWork", "name": "A work"}],
    }


def test_a_preprint_is_part_of_nothing_and_has_the_repository_as_publisher():
    told = json_ld(PREPRINT, PAGE)
    assert "isPartOf" not in told
    assert told["publisher"] == {"@type": "Organization", "name": "arXiv"}


def test_a_headline_is_110_characters_at_most_and_the_name_is_whole():
    title = "Seeing " * 40 + "is believing"
    told = json_ld(replace(PAPER, title=title), PAGE)
    assert told["name"] == title
    assert told["headline"] == "Seeing " * 14 + "Seeing…"
    assert len(told["headline"]) <= 110


CONTAINERS = {
    "a conference": (
        replace(
            PREPRINT,
            kind=Kind.CONFERENCE,
            venue=Venue("Conference on X", "CX", VenueKind.CONFERENCE, 2024),
            volume="235",
        ),
        {"@type": "CreativeWorkSeries", "name": "Conference on X", "alternateName": "CX"},
    ),
    "a book": (
        replace(PREPRINT, kind=Kind.CHAPTER, venue=Venue("Handbook of X", kind=VenueKind.BOOK)),
        {"@type": "Book", "name": "Handbook of X"},
    ),
    "a journal without volume": (
        replace(PREPRINT, kind=Kind.JOURNAL, venue=TOMM),
        {"@type": "Periodical", "name": TOMM.name, "alternateName": "TOMM"},
    ),
    "nothing": (PREPRINT, {}),
}


@pytest.mark.parametrize("case", CONTAINERS)
def test_a_work_is_part_of_what_it_appeared_in(case):
    paper, expected = CONTAINERS[case]
    assert container(cited(paper)) == expected


PEOPLE = {
    "a person": (Author("van der Berg", "José"), "Person", "José van der Berg"),
    "a suffix": (Author("King", "Martin", suffix="Jr."), "Person", "Martin King Jr."),
    "a single name": (Author(literal="李雷"), "Person", "李雷"),
    "a group": (Author(literal="The Lumière Group"), "Organization", "The Lumière Group"),
    "a person named like a group": (Author("Network", "Ann"), "Person", "Ann Network"),
}


@pytest.mark.parametrize("case", PEOPLE)
def test_an_author_is_a_person_or_a_group(case):
    author, kind, name = PEOPLE[case]
    assert (person(author)["@type"], person(author)["name"]) == (kind, name)


def test_every_kind_has_a_type_of_schema_org():
    types = {kind: json_ld(replace(PREPRINT, kind=kind, identifiers=(), venue=TOMM), PAGE)["@type"] for kind in Kind}
    assert {kind: name for kind, name in types.items() if name != "ScholarlyArticle"} == SCHEMA_TYPES


def test_a_retracted_work_says_so():
    told = json_ld(
        replace(PAPER, status=StatusNote(Status.RETRACTED, "2025-01-02", "No data", "https://x.org/n")), PAGE
    )
    assert (told["creativeWorkStatus"], told["correction"]) == ("Retracted", "https://x.org/n")
    assert "correction" not in json_ld(replace(PAPER, status=StatusNote(url="https://x.org/n")), PAGE)


def test_references_beyond_what_a_page_can_carry_are_left_out():
    many = tuple(Reference(f"https://doi.org/10.1/{number}") for number in range(MAX_CITATIONS + 1))
    told = json_ld(PAPER, replace(PAGE, references=many))
    assert told["citation"] == [reference.address for reference in many[:MAX_CITATIONS]]


HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 \u2029 ]]> &lt; \\ \" '"


def test_a_hostile_title_stays_in_its_script_element():
    assert to_script({"name": HOSTILE}) == (
        r'{"name":"\u003c/script\u003e\u003cscript\u003ealert(1)\u003c/script\u003e\u003c!-- \u0026 \u2028 \u2029 '
        r"""]]\u003e \u0026lt; \\ \" '"}"""
    )


@given(st.text())
def test_any_text_comes_back_whole_and_holds_no_markup(text):
    told = to_script({"name": text})
    assert json.loads(told) == {"name": text}
    assert not set(told) & set("<>&\n\r\u2028\u2029")
