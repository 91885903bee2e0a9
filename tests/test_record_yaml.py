"""Record files read back as what was written, and read well."""

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace
from ruamel.yaml import YAML

from litatlas.intake.record_yaml import FIELD_ORDER, WIDTH, scalar, to_yaml
from litatlas.model import Author, Link, Record, Rel, Source, Status, StatusNote, Venue, VenueKind
from litatlas.problems import Origin, Problems
from litatlas.readers import ReadOptions, read

ORIGIN = Origin("records/mmicl.yml", 1)

FULL = Record(
    ORIGIN,
    id="mmicl",
    citation_key="zhao2023mmicl",
    kind="paper-conference",
    title="MMICL: Empowering Vision-language Model",
    short="MMICL",
    authors=(
        Author("Zhao", "Haozhe"),
        Author("van der Berg", "Jan"),
        Author(literal="BigScience Workshop"),
        Author("King", "Martin", suffix="Jr."),
        Author("Carberry", "Josiah", orcid="0000-0002-1825-0097"),
        Author(family="Plato"),
    ),
    others=True,
    issued="2023-09",
    venue=Venue(
        "International Conference on Learning Representations", "ICLR", VenueKind.CONFERENCE, 2024, "Workshops"
    ),
    volume="12",
    issue="3",
    pages="1-9",
    publisher="ACM: Press",
    identifiers=(("doi", "10.1000/x"), ("arxiv", "2309.07915")),
    links=(Link(Rel.CODE, "https://github.com/a/b#c"), Link(Rel.PDF, "https://example.org/p.pdf", "the PDF")),
    abstract="First paragraph with enough words that its line has to be folded at the width of a readable line, "
    "twice or so.\n\nSecond.",
    tags=("image", "-video"),
    keywords=("in-context learning", "yes"),
    attributes=(("size", "7B"), ("open: weights", "no")),
    references=("doi:10.1000/y",),
    status=StatusNote(Status.CORRECTED, "2024-05-27", "Table 2", "https://example.org/erratum"),
    language="en",
    added="2026-11-22",
    note="A remark: short.",
    sources=(
        Source("sources/a.txt", 21, "2024-03-11", ("title", "abstract"), "listed under 'Mar 11'"),
        Source("sources/b.jsonl", 3),
    ),
    curated=True,
)

FULL_YAML = """\
id: mmicl
citation_key: zhao2023mmicl
kind: paper-conference
title: "MMICL: Empowering Vision-language Model"
short: MMICL
authors:
  - Zhao, Haozhe
  - van der Berg, Jan
  - literal: BigScience Workshop
  - family: King
    given: Martin
    suffix: Jr.
  - family: Carberry
    given: Josiah
    orcid: "0000-0002-1825-0097"
  - family: Plato
others: true
issued: 2023-09
venue:
  name: International Conference on Learning Representations
  short: ICLR
  kind: conference
  year: 2024
  track: Workshops
volume: "12"
issue: "3"
pages: "1-9"
publisher: "ACM: Press"
identifiers:
  doi: 10.1000/x
  arxiv: "2309.07915"
links:
  - rel: code
    url: https://github.com/a/b#c
  - rel: pdf
    url: https://example.org/p.pdf
    label: the PDF
abstract: >-
  First paragraph with enough words that its line has to be folded at the width of a readable line,
  twice or so.


  Second.
tags:
  - image
  - "-video"
keywords:
  - in-context learning
  - "yes"
attributes:
  size: 7B
  "open: weights": "no"
references:
  - doi:10.1000/y
status:
  status: corrected
  date: 2024-05-27
  note: Table 2
  url: https://example.org/erratum
language: en
added: 2026-11-22
note: "A remark: short."
sources:
  - file: sources/a.txt
    line: 21
    date: 2024-03-11
    fields: [title, abstract]
    note: listed under 'Mar 11'
  - file: sources/b.jsonl
    line: 3
"""


def test_a_full_record_is_written_in_one_form():
    assert to_yaml(FULL) == FULL_YAML


def test_a_full_record_reads_back_without_a_word():
    problems = Problems()
    assert read(ORIGIN.file, FULL_YAML.encode(), problems, ReadOptions()) == [FULL]
    assert list(problems) == []


def test_empty_fields_are_not_written():
    assert to_yaml(Record(ORIGIN, id="x", title="T")) == "id: x\ntitle: T\n"


def test_every_field_of_a_record_is_written():
    assert set(FIELD_ORDER) == set(Record.__slots__) - {"origin", "key", "curated"}


NASTY = (
    "Bad: colon", "ends with:", "# comment", "a #b", "a#b", "'single'", '"double"', "- item", "-x", "? key", "yes",
    "No", "null", "~", "", "true", "1e3", "0x1F", "0o17", "012", "12:30:45", "2024-05-27", "2024", ".5", "=", "<<",
    "&a", "*a", "!tag", "%x", "@x", "`x", "{a: b}", "[a]", "a, b", "|", ">", "a\nb", "\n", "a\tb", " a", "a ", "\x00a",
    "\x85", "\u2028", "\ufeff", "🦩 emoji 🦩", "\\n", "\\", "…", "--- a", "---", "...", "\U0001f468\u200d\U0001f469",
    "日本語: 題", "العربية", "{{ jinja }}", "${x}", "x" * 5000, "1_000", "+1", "1:2", "é", "\x7f", "\x1b[0m",
)  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_text_is_one_plain_string_for_every_reader(text):
    line = f"title: {scalar(text)}\n"
    expected = {"title": text.replace("\x00", "")}
    assert yaml.safe_load(line) == expected
    assert YAML(typ="safe", pure=True).load(line) == expected
    assert "\n" not in line[:-1]


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=300)
prose = st.lists(st.sampled_from(["word", "a", "longer-word", "- x", "#", "a: b", " ", "\n", "\n\n", "é", "“x”", ">"]))


@given(texts | prose.map(" ".join) | prose.map("".join))
@example("a  b " * 60)
@example(("word " * 40).strip() + "\n" + ("word " * 40).strip() + "\n\n\nend")
@example("a\n b")
@example("a\u00a0b " * 50 + "end")
def test_any_text_round_trips_in_every_place(text):
    record = replace(
        FULL,
        title=text,
        abstract=text,
        note=text,
        authors=(Author(text, text), Author(literal=text)),
        attributes=((text, text),),
        keywords=(text,),
        publisher=text,
    )
    read_back = yaml.safe_load(to_yaml(record))
    assert read_back.get("title", "") == text
    assert read_back.get("abstract", "") == text
    assert read_back.get("note", "") == text
    assert read_back.get("publisher", "") == text
    assert read_back["keywords"] == [text]
    if text:
        assert read_back["attributes"] == {text: text}
        assert read_back["authors"][1] == {"literal": text}


def test_folded_lines_keep_the_width_and_an_unbreakable_word_stays_whole():
    record = Record(ORIGIN, title="T", abstract="several words " * 50 + "x" * 300)
    lines = to_yaml(record).splitlines()
    assert max(len(line) for line in lines[:-1]) <= WIDTH
    assert lines[-1] == "  " + "x" * 300


def test_a_lone_surrogate_does_not_make_a_file_that_nothing_can_read():
    assert to_yaml(Record(ORIGIN, title="a\ud800b")) == 'title: "a\ufffdb"\n'
