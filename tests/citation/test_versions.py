"""Which versions a paper stands for, and what belongs to which."""

import pytest
from exported_papers import CONTEXT, ICLR, TOMM
from msgspec.structs import replace

from litatlas.citation.bibtex import bibtex
from litatlas.citation.versions import ARXIV, Version, VersionKind, cited, versions_of
from litatlas.model import Kind, Link, Paper, PartialDate, Rel, Venue, VenueKind
from litatlas.problems import Origin

PREPRINT = Paper(
    "a", "a2023", "A", Origin(), issued=PartialDate(2023, 9),
    identifiers=(("arxiv", "2309.07915"), ("s2", "CorpusId:1"))
)  # fmt: skip
BOTH = replace(
    PREPRINT,
    kind=Kind.CONFERENCE,
    venue=ICLR,
    pages="1-9",
    publisher="OpenReview",
    identifiers=(("doi", "10.1/x"), *PREPRINT.identifiers, ("openreview", "abcdef")),
)


def test_a_preprint_alone_is_cited_as_one():
    assert versions_of(PREPRINT) == (
        Version(
            VersionKind.PREPRINT,
            Kind.ARTICLE,
            PartialDate(2023, 9),
            ARXIV,
            PREPRINT.identifiers,
            "https://arxiv.org/abs/2309.07915",
        ),
    )


def test_a_published_paper_and_its_preprint_share_the_fields_out():
    assert versions_of(BOTH) == (
        Version(
            VersionKind.PUBLISHED,
            Kind.CONFERENCE,
            PartialDate(2024),
            ICLR,
            (("doi", "10.1/x"), ("s2", "CorpusId:1"), ("openreview", "abcdef")),
            "https://doi.org/10.1/x",
            pages="1-9",
            publisher="OpenReview",
        ),
        versions_of(PREPRINT)[0],
    )


def test_the_published_version_is_cited_unless_the_preprint_is_preferred():
    assert (cited(BOTH).kind, cited(BOTH, VersionKind.PREPRINT).kind) == (VersionKind.PUBLISHED, VersionKind.PREPRINT)
    assert cited(PREPRINT).kind is VersionKind.PREPRINT


def test_the_other_version_is_one_setting_away():
    assert bibtex(BOTH, CONTEXT).startswith("@inproceedings{a2023,")
    assert bibtex(BOTH, replace(CONTEXT, prefer=VersionKind.PREPRINT)).startswith("@misc{a2023,")


DATES = (
    # what the record says: issued, venue's year, arXiv id -> date of the published version, of the preprint
    ("2023-09", 2024, "2309.07915", "2024", "2023-09"),
    ("2024-01", 2024, "2401.00001", "2024", "2024-01"),
    ("2024-02-01", 2024, "2401.99999", "2024", "2024-02-01"),  # announced on the first of the next month
    ("2024-07-21", 2024, "2401.00001", "2024-07-21", "2024-01"),  # the proceedings' own day
    ("2024", 2024, "2309.07915", "2024", "2023-09"),
    ("2024-06", 0, "", "2024-06", None),
    ("", 2024, "2309.07915", "2024", "2023-09"),
    ("1999-07", 2000, "hep-th/9901001", "2000", "1999-01"),
)


@pytest.mark.parametrize(("issued", "year", "arxiv", "published", "preprint"), DATES)
def test_each_version_has_its_own_date(issued, year, arxiv, published, preprint):
    date = PartialDate(*map(int, issued.split("-"))) if issued else None
    identifiers = (("arxiv", arxiv),) if arxiv else ()
    paper = replace(BOTH, issued=date, venue=replace(ICLR, year=year), identifiers=identifiers)
    found = {version.kind: str(version.date) for version in versions_of(paper)}
    assert (found[VersionKind.PUBLISHED], found.get(VersionKind.PREPRINT)) == (published, preprint)


KINDS = (
    # what the record says -> the forms of its versions
    ({"kind": Kind.ARTICLE}, ["preprint article"]),
    ({"kind": Kind.OTHER}, ["published document"]),
    ({"kind": Kind.THESIS}, ["published thesis"]),
    ({"kind": Kind.THESIS, "identifiers": (("arxiv", "2309.07915"),)}, ["published thesis", "preprint article"]),
    ({"kind": Kind.CONFERENCE, "identifiers": (("arxiv", "2309.07915"),)}, ["preprint article"]),
    ({"identifiers": (("doi", "10.1/x"),)}, ["published document"]),
    ({"identifiers": (("acl", "P18-1001"),)}, ["published paper-conference"]),
    ({"identifiers": (("doi", "10.2139/ssrn.1"),)}, ["preprint article"]),
    ({"venue": TOMM}, ["published article-journal"]),
    ({"venue": ARXIV}, ["preprint article"]),
    ({"venue": Venue("Handbook", kind=VenueKind.BOOK)}, ["published chapter"]),
)


@pytest.mark.parametrize(("said", "forms"), KINDS)
def test_the_forms_of_the_versions(said, forms):
    paper = replace(Paper("a", "a", "A", Origin()), **said)
    assert [f"{version.kind} {version.form}" for version in versions_of(paper)] == forms


ADDRESSES = (
    # identifiers and links -> the address of the version that is cited
    ((("doi", "10.18653/v1/p18-1"), ("acl", "P18-1001")), (), "https://aclanthology.org/P18-1001/"),
    ((("doi", "10.1/x"),), (Link(Rel.PAPER, "https://x.org/"),), "https://x.org/"),
    ((("doi", "10.1/x"), ("openreview", "abcdef")), (), "https://doi.org/10.1/x"),
    ((("arxiv", "2309.07915"), ("openreview", "abcdef")), (), "https://openreview.net/forum?id=abcdef"),
    ((("arxiv", "2309.07915"),), (Link(Rel.CODE, "https://x.org/c"),), "https://arxiv.org/abs/2309.07915"),
    ((), (Link(Rel.CODE, "https://x.org/c"), Link(Rel.PDF, "https://x.org/p.pdf")), "https://x.org/p.pdf"),
    ((), (), ""),
)


@pytest.mark.parametrize(("identifiers", "links", "address"), ADDRESSES)
def test_the_best_address_of_a_published_paper(identifiers, links, address):
    assert cited(replace(BOTH, identifiers=identifiers, links=links)).url == address


def test_a_preprint_server_is_named_after_its_doi():
    paper = replace(PREPRINT, identifiers=(("doi", "10.31234/osf.io/x"),))
    assert cited(paper).venue == Venue("PsyArXiv", kind=VenueKind.REPOSITORY)
    assert cited(replace(PREPRINT, identifiers=(("doi", "10.1101/2020.1"),))).venue is None
