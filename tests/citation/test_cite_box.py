"""The box on a paper's page and the survey's own reference, as values."""

import pytest
from exported_papers import CONTEXT, FULL
from msgspec.structs import replace

from litatlas.citation import FORMATS
from litatlas.citation.csl_marks import EM, Piece, marked
from litatlas.citation.references import Citations
from litatlas.citation.styles import Reference
from litatlas.citation.versions import VersionKind
from litatlas.exports import ExportPlan
from litatlas.markup.mathml import plain_text
from litatlas.model import Author, Kind, Paper
from litatlas.pages.cite import (
    Way,
    fenced,
    full_cite_box,
    make_cite_box,
    make_survey_citation,
    page_reference,
    reference_spans,
    survey_bibtex,
    survey_reference,
)
from litatlas.pages.cite_text import references_text, stretches
from litatlas.pages.common import Common
from litatlas.pages.imprint import SHOWN_AUTHORS
from litatlas.pages.inline import Span, to_markdown
from litatlas.pages.items import PageLink
from litatlas.problems import Origin
from litatlas.settings import Editor, Settings

ADA, TEAM = Editor("Ada Lovelace"), Editor("The Litatlas developers")
SURVEY = Settings("Senses", "A survey", editors=(ADA,), address="https://example.org/senses/", edition="2026.11")


COMMON = Common(SURVEY, ExportPlan())


def code(block: str) -> str:
    """Give what stands between the fences."""
    first, *lines, last = block.split("\n")
    assert first == f"{last}text"
    return "\n".join(lines) + "\n"


def test_the_code_is_the_export_without_the_abstract():
    bare = replace(FULL, abstract="")
    box = make_cite_box(FULL, Citations(), COMMON, CONTEXT)
    bibtex, ris, csl, page = box.ways
    assert [way.label for way in box.ways] == ["BibTeX", "RIS", "CSL-JSON", "This page"]
    assert code(bibtex.code) == FORMATS["bibtex"].entry(bare, CONTEXT)
    assert FULL.abstract
    assert FULL.abstract[:20] not in "".join(way.code for way in box.ways)
    assert ris == Way("RIS", format="ris", file=PageLink("Download RIS", "papers/mmicl.ris"))
    assert csl == Way("CSL-JSON", format="csl-json", file=PageLink("Download CSL-JSON", "papers/mmicl.json"))
    assert page.reference == page_reference(FULL, SURVEY)


def test_a_paper_without_files_of_its_own_links_those_that_it_shares():
    common = replace(COMMON, exports=ExportPlan(own_papers=False))
    files = [way.file for way in make_cite_box(FULL, Citations(), common, CONTEXT).ways if way.file]
    assert files == [
        PageLink("Download RIS", "papers/bundle/mm.ris"),
        PageLink("Download CSL-JSON", "papers/bundle/mm.json"),
    ]


def test_an_entry_with_a_crowd_of_authors_is_left_to_its_file():
    crowd = replace(FULL, authors=tuple(Author(f"Family{n}", "Given") for n in range(SHOWN_AUTHORS + 1)))
    few = replace(crowd, authors=crowd.authors[:SHOWN_AUTHORS])
    file = Way("BibTeX", format="bibtex", file=PageLink("Download BibTeX", "papers/mmicl.bib"))
    assert make_cite_box(crowd, Citations(), COMMON, CONTEXT).ways[0] == file
    assert make_cite_box(few, Citations(), COMMON, CONTEXT).ways[0].code


def test_every_style_is_a_way_and_the_first_is_printed_with_the_reference_to_the_page():
    apa, mla = (Reference(name, name.upper(), name) for name in ("apa", "mla"))
    box = make_cite_box(FULL, Citations((apa, mla), apa), COMMON, CONTEXT)
    assert [(way.label, way.on_paper) for way in box.ways[3:]] == [("APA", True), ("MLA", False), ("This page", True)]


def test_the_preprint_is_offered_beside_what_was_published():
    apa = Reference("apa", "APA", "preprint")
    box = make_cite_box(FULL, Citations((), apa), COMMON, CONTEXT)
    entry = FORMATS["bibtex"].entry(replace(FULL, abstract=""), replace(CONTEXT, prefer=VersionKind.PREPRINT))
    assert box.other_label == "Cite the preprint instead"
    assert [way.label for way in box.other] == ["BibTeX", "APA"]
    assert code(box.other[0].code) == entry
    assert entry.startswith("@misc{")


def test_a_paper_of_one_version_offers_no_other():
    paper = Paper("x", "x", "X", Origin("x.yml"), kind=Kind.BOOK, authors=(Author("Li", "Xin"),))
    box = make_cite_box(paper, Citations(), COMMON, CONTEXT)
    assert (box.other_label, box.other) == ("", ())


@pytest.mark.parametrize(
    ("text", "fence"), [("a", "```"), ("a `b` ``c``", "```"), ("```", "````"), ("~~~ `````", "``````")]
)
def test_a_fence_is_longer_than_what_it_holds(text, fence):
    assert fenced(f"{text}\n\n") == f"{fence}text\n{text}\n{fence}"


def test_addresses_of_a_reference_are_links_and_formulas_are_math():
    spans = reference_spans(
        (Piece("text", "Doe. "), Piece(EM, "On $x^2$"), Piece("text", ". https://doi.org/10.1/a_b."))
    )
    assert [(span.kind, span.text) for span in spans] == [
        ("text", "Doe. "), ("em", "On "), ("math", "x^2"), ("text", ". "),
        ("url", "https://doi.org/10.1/a_b"), ("text", "."),
    ]  # fmt: skip


EMPHASIS = (
    # (pieces, Markdown)
    ((Piece(EM, "A * b_ "), Piece("text", "c")), "*A \\* b\\_* c"),
    ((Piece(EM, " "), Piece("text", "c")), "c"),
    ((Piece("strong", "5"), Piece("sup", "th"), Piece("sub", "2"), Piece("caps", "x<")),
        '<b>5</b><sup>th</sup><sub>2</sub><span class="la-caps">x&lt;</span>'),
    ((Piece("text", "1. x"),), "1\\. x"),
)  # fmt: skip


@pytest.mark.parametrize(("reference", "markdown"), EMPHASIS)
def test_emphasis_becomes_markdown(reference, markdown):
    assert to_markdown(reference_spans(reference), "papers/x.md") == markdown


def plain(spans) -> str:
    return "".join(span.text for span in spans)


OWN = (
    # (settings, the reference to the survey)
    (SURVEY, "Ada Lovelace, ed. Senses: A survey, edition 2026.11. https://example.org/senses/"),
    (Settings("Senses"), "Senses."),
    (Settings("S", editors=(TEAM,)), "The Litatlas developers, eds. S."),
    (Settings("S", editors=(ADA, TEAM, ADA)), "Ada Lovelace, The Litatlas developers and Ada Lovelace, eds. S."),
)


@pytest.mark.parametrize(("settings", "reference"), OWN)
def test_the_survey_is_cited_with_what_it_says_of_itself(settings, reference):
    assert plain(survey_reference(settings)) == reference


def test_a_page_is_cited_as_the_surveys_own_by_its_permalink():
    paper = Paper("mmicl", "k", "Is $x^2$ \\$5?", Origin("x.yml"))
    assert plain(page_reference(paper, SURVEY)) == (
        "Ada Lovelace, ed. “Is x^2 $5?” In Senses: A survey, edition 2026.11. https://example.org/senses/papers/mmicl/"
    )


def test_the_survey_has_bibtex():
    settings = replace(SURVEY, editors=(ADA, TEAM), subtitle="100% of it")
    assert survey_bibtex(settings) == (
        "@misc{senses,\n"
        "  author = {Lovelace, Ada and {The Litatlas developers}},\n"
        "  title = {Senses: 100\\% of it},\n"
        "  year = {2026},\n"
        "  edition = {2026.11},\n"
        "  howpublished = {\\url{https://example.org/senses/}},\n"
        "  url = {https://example.org/senses/},\n"
        "}\n"
    )
    assert code(make_survey_citation(settings).code) == survey_bibtex(settings)


def styled(name: str) -> Reference:
    return Reference(name, name.upper(), f"{name} {marked(EM, 'On $x^2$')}")


CITED = Citations((styled("apa"), styled("mla")), styled("apa"))
WITH_TEXTS = replace(COMMON, exports=ExportPlan(references=True))


def test_where_a_file_has_all_references_the_page_has_the_first_and_the_link():
    box = make_cite_box(FULL, CITED, WITH_TEXTS, CONTEXT)
    link = PageLink("Read as text", "papers/mmicl.txt")
    assert [way.label for way in box.ways] == ["BibTeX", "RIS", "CSL-JSON", "APA", "MLA", "This page"]
    assert box.ways[4] == Way("MLA", format="references", file=link)
    assert box.other == (Way("", format="references", file=link),)


def test_the_file_of_references_has_every_style_the_page_and_the_other_version():
    text = references_text(FULL, full_cite_box(FULL, CITED, WITH_TEXTS, CONTEXT))
    title, *parts, preprint, again = text.removesuffix("\n").split("\n\n")
    page = "".join(text for _, text in stretches(page_reference(FULL, SURVEY)))
    assert title == plain_text(FULL.title)
    assert parts == ["APA\napa On x^2", "MLA\nmla On x^2", f"This page\n{page}", "Cite the preprint instead:"]
    assert preprint.startswith("BibTeX\n@misc{")
    assert again == "APA\napa On x^2"


def test_the_stretches_of_a_reference_are_text_and_link_where_the_page_would():
    spans = (Span("em", "A \\$5"), Span("math", "x^2"), Span("url", "https://a.org"), Span("url", "javascript:1"))
    assert stretches(spans) == [("em", "A $5"), ("text", "x^2"), ("url", "https://a.org"), ("text", "javascript:1")]
