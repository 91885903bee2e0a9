"""Our own records: every field, its line, and what YAML can do that a record must not."""
# ruff: noqa: E501  # the messages stand whole

from litatlas.model import Author, Link, Rel, Source, Status, StatusNote, Venue, VenueKind
from litatlas.problems import Origin, Problems
from litatlas.readers import RECORD_FIELDS, ReadOptions, read

FULL = """\
id: mmicl
citation_key: zhao2024mmicl
kind: paper-conference
title: "MMICL: Empowering"
short: MMICL
abstract: |
  One paragraph
  of two lines.

  Another.
authors:
  - Haozhe Zhao
  - De Choudhury, Munmun
  - family: Ortiz Suarez
    given: Pedro
    orcid: 0000-0002-1825-0097
  - literal: OpenAI
others: true
issued: 2024-05
venue:
  name: International Conference on Learning Representations
  short: ICLR
  kind: conference
  year: 2024
  track: Poster
volume: 012
issue: 3
pages: 1-10
publisher: OpenReview
identifiers:
  arxiv: 2309.07915
  doi: 10.1/x
links:
  - {rel: code, url: "https://github.com/a/b", label: Code}
tags: [in-context-learning, -survey]
keywords: [vision, "no"]
attributes:
  backbone: LLaMA
  sizes: [7B, 13B]
references: [flamingo, "10.1/y"]
status: {status: corrected, date: 2024-06-01, note: Table 2, url: "https://a.org"}
language: en
added: 2026-11-22
note: By hand.
sources:
  - {file: sources/x.txt, line: 7, date: 2026-03-11, fields: [title, abstract], note: pasted}
"""


def read_yml(text, **options):
    problems = Problems()
    return read("records/mmicl.yml", text.encode(), problems, ReadOptions(**options)), [str(p) for p in problems]


def test_every_field_of_a_record_is_read_as_it_is_written():
    (record,), problems = read_yml(FULL)
    assert problems == []
    assert record.curated
    assert record.origin == Origin("records/mmicl.yml", 1)
    assert (record.id, record.citation_key, record.kind) == ("mmicl", "zhao2024mmicl", "paper-conference")
    assert (record.title, record.short) == ("MMICL: Empowering", "MMICL")
    assert record.abstract == "One paragraph of two lines.\n\nAnother."
    assert record.authors == (
        Author("Zhao", "Haozhe"),
        Author("De Choudhury", "Munmun"),
        Author("Ortiz Suarez", "Pedro", orcid="0000-0002-1825-0097"),
        Author(literal="OpenAI"),
    )
    assert record.others
    assert record.issued == "2024-05"
    name = "International Conference on Learning Representations"
    assert record.venue == Venue(name, "ICLR", VenueKind.CONFERENCE, 2024, "Poster")
    assert (record.volume, record.issue, record.pages, record.publisher) == ("012", "3", "1-10", "OpenReview")
    assert record.identifiers == (("arxiv", "2309.07915"), ("doi", "10.1/x"))
    assert record.links == (Link(Rel.CODE, "https://github.com/a/b", "Code"),)
    assert record.tags == ("in-context-learning", "-survey")
    assert record.keywords == ("vision", "no")
    assert record.attributes == (("backbone", "LLaMA"), ("sizes", "7B, 13B"))
    assert record.references == ("flamingo", "10.1/y")
    assert record.status == StatusNote(Status.CORRECTED, "2024-06-01", "Table 2", "https://a.org")
    assert (record.language, record.added, record.note) == ("en", "2026-11-22", "By hand.")
    assert record.sources == (Source("sources/x.txt", 7, "2026-03-11", ("title", "abstract"), "pasted"),)


def test_the_example_above_holds_every_field():
    assert [line.partition(":")[0] for line in FULL.split("\n") if line[:1].isalpha()] == list(RECORD_FIELDS)


def test_a_misspelt_field_is_told_with_its_line_and_the_field_that_is_meant():
    (record,), problems = read_yml("id: a\ntitle: A\nabstarct: text\nfoo: bar\n")
    assert record.abstract == ""
    assert problems == [
        "records/mmicl.yml:3: a: field 'abstarct' is not one of a record's; it was not used; did you mean 'abstract'? "
        "[unknown-field]",
        "records/mmicl.yml:4: a: field 'foo' is not one of a record's; it was not used; put columns of the survey's own "
        "under 'attributes' [unknown-field]",
    ]


def test_a_field_of_the_wrong_shape_is_told():
    _, problems = read_yml("title: A\nauthors: {a: b}\nlinks: [{rel: kode, url: x}]\nvenue: {kind: x}\n")
    assert problems == [
        "records/mmicl.yml:2: field 'authors' holds '{'a': 'b'}'; it was not used; write a list of names [bad-field]",
        "records/mmicl.yml:3: field 'links.rel' holds 'kode'; it was not used; write one of paper, pdf, code, data, "
        "model, project, demo, video, slides [bad-field]",
        "records/mmicl.yml:4: field 'venue.kind' holds 'x'; it was not used; write one of conference, journal, workshop, "
        "book, repository, other [bad-field]",
    ]


def test_a_field_that_stands_twice_is_told():
    (record,), problems = read_yml("title: A\ntitle: B\n")
    assert record.title == "A"
    assert problems == [
        "records/mmicl.yml:2: field 'title' stands here and on line 1; the first was used; remove one [bad-field]"
    ]


def test_several_documents_and_lists_are_several_records():
    records, problems = read_yml("title: A\n---\n- title: B\n- title: C\n...\n---\ntitle: D\n")
    assert [(record.title, record.origin.line) for record in records] == [("A", 1), ("B", 3), ("C", 4), ("D", 7)]
    assert problems == []


def test_a_broken_document_costs_no_other_one():
    records, problems = read_yml("title: A\n---\ntitle: [B\n---\ntitle: C\n")
    assert [record.title for record in records] == ["A", "C"]
    assert len(problems) == 1
    assert problems[0].startswith("records/mmicl.yml:4: the record cannot be read as YAML (")
    assert problems[0].endswith("); it was left out; mend it [broken-entry]")


def test_aliases_are_refused_before_they_grow():
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: A\n"
    assert read_yml(bomb) == (
        [],
        [
            "records/mmicl.yml:2: the record cannot be read as YAML (aliases (*name) are not allowed in records; write the "
            "value out); it was left out; mend it [broken-entry]"
        ],
    )


def test_words_that_yaml_takes_for_something_else_stay_words():
    (record,), problems = read_yml("title: no\nshort: 1e3\nvolume: 0x10\nissued: 2024-05-27\nnote: ~\nissue: 12:30\n")
    assert (record.title, record.short, record.volume, record.issue) == ("no", "1e3", "0x10", "12:30")
    assert (record.issued, record.note) == ("2024-05-27", "")
    assert problems == []


def test_tags_of_yaml_make_no_object():
    (record,), _ = read_yml("title: !!python/object/apply:os.system [id]\nshort: !!binary aGk=\n")
    assert (record.title, record.short) == ("id", "aGk=")


def test_yaml_of_others_is_not_curated_if_the_caller_says_so():
    (record,), _ = read_yml("title: A\n", curated=False)
    assert not record.curated
    assert record.sources == (Source("records/mmicl.yml", 1),)
