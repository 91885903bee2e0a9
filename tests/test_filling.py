"""Filling a record file touches no byte of what a person wrote."""

import pytest
import yaml

from litatlas.intake.filling import fill, fill_from, present_fields
from litatlas.model import Author, Link, Record, Rel, Source
from litatlas.problems import Origin

CHANGES = Record(
    Origin("x"),
    authors=(Author("Li", "Ada"),),
    issued="2024-05",
    identifiers=(("doi", "10.1000/x"), ("arxiv", "2405.16789")),
    links=(Link(Rel.CODE, "https://example.org/c"),),
    abstract="An abstract.",
    sources=(Source("sources/m.jsonl", 7, fields=("authors",)),),
)

NASTY = """\
# A record with a hand of its own.
id:   mmicl      # keep these spaces
title:  'It''s "quoted": yes'
short: "MMICL"

# authors are being asked
identifiers:
    # the publisher's
    doi:   "10.9/mine"

tags: [ image,   -video ]   # flow, odd spaces

note: |
  # not a comment
  a: b

   indented
sources:
- file: sources/a.txt
  line: 3

# the end
"""

NASTY_FILLED = """\
# A record with a hand of its own.
id:   mmicl      # keep these spaces
title:  'It''s "quoted": yes'
short: "MMICL"
authors:
  - Li, Ada
issued: 2024-05

# authors are being asked
identifiers:
    # the publisher's
    doi:   "10.9/mine"
    arxiv: "2405.16789"
links:
  - rel: code
    url: https://example.org/c
abstract: An abstract.

tags: [ image,   -video ]   # flow, odd spaces

note: |
  # not a comment
  a: b

   indented
sources:
- file: sources/a.txt
  line: 3
- file: sources/m.jsonl
  line: 7
  fields: [authors]

# the end
"""


def test_only_missing_fields_are_put_in_and_every_other_byte_stays():
    assert fill(NASTY, CHANGES) == NASTY_FILLED


def test_filling_twice_changes_nothing_more():
    once = fill(NASTY, CHANGES)
    without_sources = Record(
        CHANGES.origin, **{name: getattr(CHANGES, name) for name in ("authors", "issued", "links")}
    )
    assert fill(once, without_sources) == once


SHAPES = {
    "no final line break": "id: a\ntitle: T",
    "Windows line ends": "id: a\r\ntitle: T\r\nnote: >-\r\n  folded\r\n  text\r\n",
    "a byte order mark": "\ufeffid: a\ntitle: T\n",
    "a document end": "---\nid: a\ntitle: T\n...\n",
    "a text that keeps its empty lines": "id: a\ntitle: T\nnote: |+\n  kept\n\n\n",
    "flow identifiers": "id: a\ntitle: T\nidentifiers: {doi: 10.9/mine}\n",
    "empty flow identifiers": "id: a\ntitle: T\nidentifiers: {}\n",
    "fields in another order": "note: n\ntitle: T\nid: a\n",
    "a comment alone": "# nothing yet\ntitle: T\n",
    "a date that does not exist": "id: a\nadded: 2024-02-31\ntitle: T\n",
    "quoted keys": "'id': a\n\"title\": T\n",
    "a merge of comments": "id: a # one\n# two\n\n# three\ntitle: T # four\n",
}


def values(text):
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - gives texts, lists and maps only


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES.keys())
def test_any_shape_is_filled_and_only_grows(text):
    filled = fill(text, CHANGES)
    before, after = values(text), values(filled)
    assert after["authors"] == ["Li, Ada"]
    assert after["identifiers"] == {"doi": "10.1000/x", "arxiv": "2405.16789"} | before.pop("identifiers", {})
    assert {key: after[key] for key in before} == before
    characters = iter(filled)
    assert all(character in characters for character in text)
    assert {line for line in text.splitlines() if "{" not in line} <= set(filled.splitlines())
    assert ("\r\n" in text) == ("\r\n" in filled)
    assert "\n" not in filled.replace("\r\n", "") or "\r\n" not in text


UNTOUCHED = {
    "nothing missing": "id: a\ntitle: T\nauthors: []\nissued:\nidentifiers:\nlinks: ~\nabstract: ''\nsources: []\n",
    "several records": "- id: a\n  title: T\n- id: b\n  title: U\n",
    "a record in flow style": "{id: a, title: T}\n",
    "broken YAML": "id: a\n title: 'T\n",
    "not a record": "just a text\n",
    "nothing": "",
}


@pytest.mark.parametrize("text", UNTOUCHED.values(), ids=UNTOUCHED.keys())
def test_a_file_without_a_safe_place_or_a_missing_field_is_left_as_it_is(text):
    assert fill(text, CHANGES) == text


def test_a_field_that_stands_without_a_value_was_left_empty_on_purpose():
    assert present_fields("id: a\nabstract:\nidentifiers: {doi: x}\n") == {"id", "abstract", "doi"}
    assert present_fields("identifiers:\n") == {"identifiers"}


def test_a_record_that_goes_fills_the_one_that_stays():
    staying = "id: mmicl\ntitle: MMICL\nadded: 2026-01-01\n"
    going = (
        "id: mmicl-preprint\ncitation_key: k\ntitle: MMICL again\nissued: 2023-09\nadded: 2025-01-01\n"
        "abstract: Code is at https://github.com/a/b\nsources:\n  - file: s.txt\n    line: 2\n"
    )
    assert fill_from(staying, going) == (
        "id: mmicl\ntitle: MMICL\nissued: 2023-09\nabstract: Code is at https://github.com/a/b\nadded: 2026-01-01\n"
        "sources:\n  - file: s.txt\n    line: 2\n"
    )
