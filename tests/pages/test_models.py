"""What pages say, as models: links, reasons, counts, facts."""

from collections import Counter

import pytest
from msgspec.structs import replace

from litatlas.facets import FACETS, facet_named
from litatlas.library import Library, Listing
from litatlas.model import (
    Author,
    Evidence,
    Link,
    Paper,
    PartialDate,
    Reason,
    ReasonKind,
    Rel,
    Status,
    StatusNote,
    Venue,
)
from litatlas.pages import Survey
from litatlas.pages.imprint import WebLink, make_banner, make_byline, make_links
from litatlas.pages.indexes import letter_of
from litatlas.pages.inline import Rich, to_markdown
from litatlas.pages.items import PageLink
from litatlas.pages.jobs import index_jobs
from litatlas.pages.neighbours import reason_in_words
from litatlas.pages.profile import listing_facts, tally_of
from litatlas.pages.provenance import edit_url, report_url
from litatlas.pages.tag_lines import tag_groups, why_tags
from litatlas.pages.wording import (
    byline,
    count,
    date_in_words,
    ended,
    enumeration,
    iso_in_words,
    span_of_years,
    venue_occurrence,
)
from litatlas.problems import Origin
from litatlas.settings import CountSettings, PageSettings
from toy import made_pages, toy_survey

ORIGIN = Origin("records/x.yml", 1)
MMICL = Paper("mmicl", "zhao2023mmicl", "MMICL: Empowering", ORIGIN, short="MMICL")
FLAMINGO = Paper("flamingo", "alayrac2022flamingo", "Flamingo: a Model", ORIGIN, short="Flamingo")

REASONS = (
    # (reason, in words on the page of MMICL about Flamingo)
    (Reason(ReasonKind.TERMS, ("prompts", "in-context learning")), "Both study|prompts and in-context learning"),
    (Reason(ReasonKind.TERMS, ("prompts",)), "Both study|prompts"),
    (Reason(ReasonKind.MENTIONS, ("Flamingo",), "We beat Flamingo."), "Names|Flamingo: “We beat <b>Flamingo</b>.”"),
    (Reason(ReasonKind.MENTIONS, ("Flamingo",)), "Names|Flamingo"),
    (Reason(ReasonKind.MENTIONED_BY, ("MMICL",), "MMICL is new."), "Named by it|“<b>MMICL</b> is new.”"),
    (
        Reason(ReasonKind.ARTEFACT, ("https://github.com/a/b",)),
        "Share|[https://github.com/a/b](https://github.com/a/b)",
    ),
    (Reason(ReasonKind.CITES), "Cites|it in its references"),
    (Reason(ReasonKind.CITED_BY), "Cited by it|in its references"),
    (Reason(ReasonKind.REFERENCES, ("A", "B"), count=12), "Share|12 references, among them A and B"),
    (Reason(ReasonKind.CO_CITED, ("A",), count=1), "Cited together|by 1 paper of this survey: A"),
    (Reason(ReasonKind.AUTHORS, ("Ann Li",)), "Share|the author Ann Li"),
    (Reason(ReasonKind.AUTHORS, ("Ann Li", "Bo Xu")), "Share|the authors Ann Li and Bo Xu"),
)  # fmt: skip


@pytest.mark.parametrize(("reason", "words"), REASONS)
def test_every_kind_of_reason_is_said_in_words(reason, words):
    line = reason_in_words(reason, MMICL, FLAMINGO)
    assert f"{line.lead}|{to_markdown(line.rest, 'papers/mmicl.md')}" == words


def test_every_kind_of_reason_has_words():
    assert {reason.kind for reason, _ in REASONS} == set(ReasonKind)


def test_why_a_paper_has_a_tag_is_said_by_the_first_words_that_were_found():
    def found(field: str, phrase: str) -> Evidence:
        return Evidence(phrase, f"We see {phrase} here", field)

    def why(paper: Paper) -> tuple[Rich, ...]:
        return why_tags(paper, tag_groups(paper, survey))

    survey = toy_survey()[0]
    paper = next(paper for paper in survey.library if len(paper.tags) > 1)
    first, second, *_ = paper.tags
    evidence = (found("title", "Images"), found("abstract", "pictures"))
    tags = (replace(first, evidence=evidence, curated=False), replace(second, evidence=(), curated=True))
    lines = [to_markdown(line, "") for line in why(replace(paper, tags=tags))]
    names = [survey.library.listings["tag"][tag.slug].name for tag in tags]
    assert sorted(lines) == sorted(
        [
            f"{names[0]}: “Images” (title)",
            f"{names[1]} (set by the survey’s editors)",
        ]
    )
    assert why(replace(paper, tags=(replace(first, evidence=(), curated=False),))) == ()


def labels(paper: Paper) -> list[str]:
    return [link.label for link in make_links(paper)]


def test_identifiers_give_links_and_each_address_stands_once():
    paper = replace(
        MMICL,
        identifiers=(("doi", "10.1/x"), ("arxiv", "2309.07915")),
        links=(Link(Rel.PAPER, "https://arxiv.org/abs/2309.07915/"), Link(Rel.CODE, "https://github.com/a/b")),
    )
    assert make_links(paper) == (
        WebLink("Paper", "https://arxiv.org/abs/2309.07915/"),
        WebLink("DOI", "https://doi.org/10.1/x"),
        WebLink("PDF", "https://arxiv.org/pdf/2309.07915"),
        WebLink("Code", "https://github.com/a/b"),
    )


def test_two_links_of_one_sort_are_told_apart_by_their_place():
    links = (
        Link(Rel.CODE, "https://github.com/a/b/"),
        Link(Rel.CODE, "https://www.x.org/c"),
        Link(Rel.DATA, "https://d.e/"),
    )
    assert labels(replace(MMICL, links=links)) == ["Code: github.com/a/b", "Code: x.org/c", "Data"]


def test_a_link_with_a_label_keeps_it():
    assert labels(replace(MMICL, links=(Link(Rel.DEMO, "https://d.e/", "Try it"),))) == ["Try it"]


def test_an_unsafe_link_is_no_button():
    assert labels(replace(MMICL, links=(Link(Rel.DEMO, "javascript:alert(1)"),))) == []


def test_the_notice_of_a_retraction_is_said_in_sentences():
    status = StatusNote(Status.RETRACTED, "2020-01-02", "Made up", "javascript:x")
    banner = make_banner(replace(MMICL, status=status), toy_survey()[0])
    assert banner is not None
    assert banner.label == PageLink("Retracted", "statuses/retracted.md")
    assert (banner.date, banner.note, banner.url) == ("2 January 2020", "Made up.", "")


def test_a_work_that_stands_has_no_notice():
    assert make_banner(MMICL, toy_survey()[0]) is None


@pytest.mark.parametrize(("number", "first"), [(1, 1), (25, 25), (26, 12), (2000, 12)])
def test_long_lists_of_authors_are_folded_and_complete(number, first):
    authors = tuple(Author(literal=f"A{n}") for n in range(number))
    slugs = {("author", a.name): a.name.lower() for a in authors}
    survey = replace(toy_survey()[0], library=Library((replace(MMICL, authors=authors),), slugs))
    line = make_byline(survey.library.papers[0], survey)
    assert (len(line.first), len(line.first) + len(line.rest)) == (first, number)


URLS = (
    # (repository, edit address, report address)
    ("", "", ""),
    (
        "https://github.com/o/r.git",
        "https://github.com/o/r/edit/main/records/a%20b.yml",
        "https://github.com/o/r/issues/new?title=Correction%3A%20mmicl",
    ),
    (
        "https://gitlab.example/o/r/",
        "https://gitlab.example/o/r/-/edit/main/records/a%20b.yml",
        "https://gitlab.example/o/r/-/issues/new?issue%5Btitle%5D=Correction%3A%20mmicl",
    ),
)


@pytest.mark.parametrize(("repository", "edit", "report"), URLS)
def test_edit_and_report_links_suit_the_code_host(repository, edit, report):
    assert (edit_url(repository, "main", "records/a b.yml"), report_url(repository, "mmicl")) == (edit, report)


WORDS = (
    # (what is said, in words)
    (count(1, "paper"), "1 paper"),
    (count(1204, "paper"), "1,204 papers"),
    (date_in_words(PartialDate(2023)), "2023"),
    (date_in_words(PartialDate(2023, 9)), "September 2023"),
    (date_in_words(PartialDate(2023, 9, 7)), "7 September 2023"),
    (iso_in_words("2023-09"), "September 2023"),
    (iso_in_words("last week"), "last week"),
    (iso_in_words("2023-99"), "2023-99"),
    (enumeration([]), ""),
    (enumeration(["A"]), "A"),
    (enumeration(["A", "B", "C"]), "A, B and C"),
    (ended("So it is"), "So it is."),
    (ended("Is it?"), "Is it?"),
    (ended(""), ""),
    (span_of_years([2024, 2021]), "2021–2024"),
    (span_of_years([2024]), "2024"),
    (span_of_years([]), ""),
    (byline([Author(literal=n) for n in "ABCD"]), "A, B, C et al."),
    (byline([Author(literal=n) for n in "ABC"]), "A, B and C"),
    (byline([Author(literal="A")], others=True), "A et al."),
    (byline([], others=True), ""),
    (venue_occurrence(Venue("Long Name", "CVPR", year=2024, track="Workshops")), "CVPR 2024 Workshops"),
    (venue_occurrence(Venue("Long Name")), "Long Name"),
    (venue_occurrence(None), ""),
)


@pytest.mark.parametrize(("said", "words"), WORDS)
def test_counts_dates_and_names_are_said_as_people_say_them(said, words):
    assert said == words


def facts(key: str, slug: str) -> dict[str, list[str]]:
    survey = toy_survey()[0]
    found = listing_facts(survey.library.listings[key][slug], survey)
    return {fact.label: [f"{link.text} {link.count}" for link in fact.links] for fact in found}


def test_a_tag_s_neighbours_are_not_those_above_or_below_it():
    assert facts("tag", "captioning")["Often together with"] == ["Image 4", "Video 4", "Emotion 1"]
    assert "Captioning" not in " ".join(facts("tag", "image-captioning")["Often together with"])


@pytest.mark.parametrize("exclude", [(), (Status.RETRACTED, Status.OK)])
@pytest.mark.parametrize(("key", "other"), [("tag", "tag"), ("tag", "year"), ("venue", "tag"), ("year", "venue")])
def test_values_beside_a_value_are_counted_paper_by_paper(key, other, exclude):
    survey = toy_survey()[0]
    survey = replace(survey, settings=replace(survey.settings, counts=CountSettings(exclude)))
    library = survey.library
    for slug, listing in library.listings[key].items():
        values = [
            value
            for paper in listing.papers
            if paper.status.status not in exclude
            for value in {library.slug(other, name) for name in facet_named(other).values(paper)}
        ]
        found = tally_of(survey, key, slug, other)
        assert found.counts == Counter(values)
        assert found.names == {value: library.listings[other][value].name for value in values}
    assert not tally_of(survey, key, "nobody-has-it", other).counts


def test_where_no_paper_has_a_tag_none_is_counted():
    library = Library((replace(MMICL, tags=()),), {("year", str(MMICL.year)): str(MMICL.year)})
    survey = replace(toy_survey()[0], library=library)
    assert not tally_of(survey, "year", str(MMICL.year), "tag").counts


def test_a_paper_of_very_many_authors_is_not_counted_among_co_authors_and_the_page_says_so():
    authors = tuple(Author(literal=f"A{n}") for n in range(51))
    papers = (replace(MMICL, authors=authors), replace(FLAMINGO, authors=authors[:2]))
    library = Library(papers, {("author", a.name): a.name.lower() for a in authors})
    survey = replace(toy_survey()[0], library=library)
    found = listing_facts(library.listings["author"]["a0"], survey)
    assert [(fact.label, fact.links) for fact in found] == [
        ("Co-authors here (1 paper with more than 50 authors not counted)", (PageLink("A1", "authors/a1.md", 1),))
    ]


LETTERS = (("Ångström", "a"), ("Zhao", "z"), ("ø", "other"), ("王", "other"), ("3M", "other"), ("", "other"))


@pytest.mark.parametrize(("name", "letter"), LETTERS)
def test_a_name_stands_under_its_letter_without_accents(name, letter):
    assert letter_of(name) == letter


def many_authors(number: int) -> Survey:
    papers = tuple(
        replace(MMICL, id=f"p{n}", authors=(Author(literal=f"A{n % 300:03}"), Author(literal=f"B{n:03}")))
        for n in range(number)
    )
    slugs = {("author", a.name): a.name.lower() for paper in papers for a in paper.authors}
    survey = toy_survey()[0]
    return replace(survey, library=Library(papers, slugs), settings=replace(survey.settings, pages=PageSettings(100)))


def test_no_page_of_the_index_of_authors_grows_without_bound_and_every_author_stands_in_it():
    survey = many_authors(600)
    pages = made_pages(index_jobs(survey), survey, "authors/")
    sizes = {page.path: sum(len(group.values) for group in page.groups) for page in pages}
    assert sizes == {
        "authors/index.md": 200,
        **{f"authors/page/a{n}.md": 100 for n in ("", "/2", "/3")},
        **{f"authors/page/b{n}.md": 100 for n in ("", "/2", "/3", "/4", "/5", "/6")},
    }
    listed = {link.text for page in pages for group in page.groups for link in group.values}
    assert len(listed) == 900


def test_a_listing_without_papers_has_no_facts():
    for facet in FACETS:
        assert listing_facts(Listing(facet, "x", "x", ()), toy_survey()[0]) == ()
