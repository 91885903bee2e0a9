"""What our own readers make of our own exports: the same papers, but for the losses that one table names."""

import pytest
from exported_papers import (
    CONTEXT,
    EMPTY_LEDGER,
    FULL,
    TOMM,
    flagship_context,
    flagship_ledger,
    flagship_papers,
    flagship_records,
)
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from losses import LOSSES, lost_fields
from msgspec.structs import replace

from litatlas.citation import FORMATS
from litatlas.citation.tex_escape import tex_math
from litatlas.cleaning import clean
from litatlas.intake.admission import admit
from litatlas.model import Author, Kind, Paper, Status, StatusNote, Venue, VenueKind
from litatlas.problems import Origin, Problems
from litatlas.readers import read
from litatlas.text import split_math

READ_BACK = [key for key in FORMATS if key != "markdown"]
NAMES = {"json": "back.json", "csl-json": "back.json"}


def read_back(format, papers, context):
    """Give the records of an export, read by our own reader, which must find nothing odd."""
    problems = Problems()
    name = NAMES.get(format, f"back{FORMATS[format].suffix}")
    records = read(name, FORMATS[format].render(papers, context).encode("utf-8"), problems)
    return records, list(map(str, problems))


def papers_back(format, papers, context=CONTEXT):
    """Give the papers that an export makes in an empty survey."""
    records, problems = read_back(format, papers, context)
    assert problems == []
    told = Problems()
    found = admit(records, EMPTY_LEDGER, told).papers
    assert list(map(str, told)) == []
    return found


def differences(before, after, but=frozenset()):
    """Give the fields in which two papers differ, with both values; the place that they were read from aside."""
    names = [name for name in Paper.__struct_fields__ if name != "origin" and name not in but]
    both = ((name, getattr(before, name), getattr(after, name)) for name in names)
    return {name: (old, new) for name, old, new in both if old != new}


@pytest.mark.parametrize("format", READ_BACK)
def test_the_flagship_comes_back_from_its_export_alone(format):
    papers = flagship_papers()
    back = papers_back(format, papers, flagship_context())
    assert [paper.id for paper in back] == [paper.id for paper in papers]
    lost = lost_fields(format)
    found = {old.id: differences(old, new, lost) for old, new in zip(papers, back, strict=True)}
    assert {id: different for id, different in found.items() if different} == {}


@pytest.mark.parametrize("format", READ_BACK)
def test_an_export_read_into_the_survey_it_came_from_adds_nothing_and_changes_no_id(format):
    records, _ = read_back(format, flagship_papers(), flagship_context())
    admission = admit([*flagship_records(), *records], flagship_ledger(), Problems())
    assert [(paper.id, paper.citation_key) for paper in admission.papers] == [
        (paper.id, paper.citation_key) for paper in flagship_papers()
    ]
    assert len(admission.merges) == len(flagship_papers())


@pytest.mark.parametrize("format", READ_BACK)
def test_a_preprint_is_on_arxiv_whether_or_not_its_record_says_so(format):
    back = {paper.id: paper for paper in papers_back(format, flagship_papers(), flagship_context())}
    found = {
        (old.venue, back[old.id].venue.label)
        for old in flagship_papers()
        if back[old.id].venue and old.venue != back[old.id].venue
    }
    assert found <= {(None, "arXiv")}


@pytest.mark.parametrize("format", READ_BACK)
def test_a_paper_with_everything_comes_back(format):
    (back,) = papers_back(format, [FULL])
    assert differences(FULL, back, lost_fields(format)) == {}


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: f"{loss.field}-{loss.formats[0]}")
def test_what_the_table_calls_lost_is_lost(loss):
    cases = (FULL, PREPRINT, DATASET, PLACELESS)
    for format in loss.formats:
        found = {name for paper in cases for name in differences(paper, papers_back(format, [paper])[0])}
        assert loss.field in found, format


PREPRINT = replace(
    FULL, kind=Kind.ARTICLE, venue=None, volume="", issue="", pages="", publisher="",
    identifiers=(("arxiv", "2309.07915"),),    keywords=("one, two",), attributes=(("size", "7B"),),
)  # fmt: skip
PLACELESS = replace(FULL, kind=Kind.JOURNAL, venue=None)
DATASET = replace(PREPRINT, kind=Kind.DATASET, identifiers=())

STATUSES = (
    StatusNote(Status.RETRACTED),
    StatusNote(Status.WITHDRAWN, "2024"),
    StatusNote(Status.CORRECTED, "2024-05", "Table 2 (of 3): 10%", "https://x.org/a_b"),
    StatusNote(Status.RETRACTED, note="made up"),
    StatusNote(Status.RETRACTED, url="https://x.org/"),
)


@pytest.mark.parametrize("format", READ_BACK)
@pytest.mark.parametrize("status", STATUSES, ids=lambda note: f"{note.status}-{note.date}")
def test_a_status_comes_back_whole(format, status):
    (back,) = papers_back(format, [replace(FULL, status=status)])
    assert (back.status, back.title) == (status, FULL.title)


VENUES = (
    # (kind, venue)
    (Kind.JOURNAL, replace(TOMM, year=2024)),
    (Kind.CONFERENCE, Venue("European Conference on Computer Vision", "ECCV", VenueKind.WORKSHOP, 2024, "Workshops")),
    (
        Kind.CONFERENCE,
        Venue("International Conference on Machine Learning", "ICML", VenueKind.WORKSHOP, 2024, "Workshop (ICL)"),
    ),
    (
        Kind.CONFERENCE,
        Venue(
            "Annual Meeting of the Association for Computational Linguistics",
            "ACL",
            VenueKind.CONFERENCE,
            2024,
            "Findings",
        ),
    ),
    (
        Kind.CONFERENCE,
        Venue(
            "Conference on Neural Information Processing Systems",
            "NeurIPS",
            VenueKind.CONFERENCE,
            2024,
            "Datasets and Benchmarks",
        ),
    ),
    (Kind.CONFERENCE, Venue("Conference on Toys", "CTOY", VenueKind.CONFERENCE, 2024)),
    (Kind.CONFERENCE, Venue("Workshop on Toys", "", VenueKind.WORKSHOP, 2024)),
)


@pytest.mark.parametrize("format", READ_BACK)
@pytest.mark.parametrize(("kind", "venue"), VENUES, ids=lambda value: getattr(value, "label", ""))
def test_a_venue_comes_back_with_its_year_and_track(format, kind, venue):
    (back,) = papers_back(format, [replace(FULL, kind=kind, venue=venue)])
    assert (back.kind, back.venue, back.issued) == (kind, venue, FULL.issued)


def test_three_hundred_authors_come_back_in_order():
    authors = tuple(Author(f"Family{number}", f"Given {number}") for number in range(300))
    paper = replace(FULL, authors=authors, others=False)
    assert {format: papers_back(format, [paper])[0].authors for format in READ_BACK} == dict.fromkeys(
        READ_BACK, authors
    )


LETTERS = st.text("abcXYZ éÖßğøΩ中文字かな한 .,:;!?'\"()[]{}\\%&#_$^~<>|/*@=+-0123456789", min_size=1, max_size=40)
MATH = st.sampled_from(
    ["$x_{1}^2$", "$N$", "$\\frac{a}{b}$", "\\$5", "{A}", "}{", "{", "}", "\\", "%", "#", "$$", "&amp;"]
)
TEXTS = st.lists(LETTERS | MATH, min_size=1, max_size=4).map(" ".join)


@given(title=TEXTS, abstract=TEXTS)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_comes_back_from_every_format(title, abstract):
    # "$0 & 0$" and "${ 0$" are no math that TeX could set: they are mended on the way out, and come back so.
    # What a record holds is clean: cleaning it again changes nothing.
    title, abstract = (clean(clean(f"X {text}")) for text in (title, abstract))
    assume((clean(title), clean(abstract)) == (title, abstract))
    # In TeX two apostrophes are a quotation mark, and are read back as one.
    assume("''" not in title + abstract)
    segments = [segment for text in (title, abstract) for segment in split_math(text) if segment.kind == "math"]
    assume(all(tex_math(segment.text) == f"${segment.text}$" for segment in segments))
    paper = Paper("a", "b", title, Origin(), abstract=abstract)
    for format in READ_BACK:
        records, _ = read_back(format, [paper], CONTEXT)
        assert [(record.title, record.abstract) for record in records] == [(paper.title, paper.abstract)], format


NAME = st.lists(
    st.text("abcdéöğßøñABCÉÖ", min_size=1, max_size=6)
    | st.sampled_from(["中文", "d'Or", "B.-C.", "and", "van", "de", "O’C", "X."]),
    min_size=1,
    max_size=3,
).map(" ".join)


GIVEN = st.text("abcdéöğßøñABCÉÖ", min_size=1, max_size=6) | st.sampled_from(["B.-C.", "X. Y.", "and", "中文"])


@given(authors=st.lists(st.tuples(NAME, GIVEN, st.sampled_from(["", "", "Jr.", "III"])), min_size=1, max_size=5))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_names_come_back_from_bibtex(authors):
    people = tuple(Author(family, given, suffix=suffix) for family, given, suffix in authors)
    paper = replace(FULL, authors=people)
    for format in ("bibtex", "biblatex"):
        records, _ = read_back(format, [paper], CONTEXT)
        assert [record.authors for record in records] == [people], format
