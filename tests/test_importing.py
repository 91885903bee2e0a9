"""An import adds, merges and fills, tells what it did, and does nothing when it is planned again."""

import json

from litatlas.identity.permalink import Ledger
from litatlas.intake.importing import Added, Filled, Merged, plan_import
from litatlas.model import Author, Record
from litatlas.problems import Origin, Problems

TODAY = "2026-11-22"
LI = Author("Li", "Ada")


def listed(line, title, abstract="An abstract.", file="sources/a.txt"):
    return Record(Origin(file, line), title=title, abstract=abstract)


LISTINGS = {
    "sources/a.txt": [listed(3, "MMICL: Empowering Models"), listed(9, "Frozen in Time: An Encoder")],
    "sources/b.txt": [listed(5, "MMICL: Empowering models", file="sources/b.txt")],
}
METADATA = {
    "sources/m.jsonl": [
        Record(
            Origin("sources/m.jsonl", 1),
            title="MMICL – Empowering Models",
            authors=(LI,),
            issued="2023-09",
            identifiers=(("arxiv", "2309.07915"),),
        )
    ]
}

MMICL = """\
id: mmicl
title: "MMICL: Empowering Models"
short: MMICL
authors:
  - Li, Ada
issued: 2023-09
identifiers:
  arxiv: "2309.07915"
abstract: An abstract.
added: 2026-11-22
sources:
  - file: sources/a.txt
    line: 3
    fields: [title, abstract]
  - file: sources/b.txt
    line: 5
    note: lists the same paper
  - file: sources/m.jsonl
    line: 1
    fields: [authors, issued, arxiv]
"""


def planned(sources, existing=None, ledger=None, today=TODAY):
    problems = Problems()
    plan = plan_import(sources, existing or {}, ledger or Ledger(), today, problems)
    return plan, [str(problem) for problem in problems]


def test_new_papers_are_added_repeated_ones_merged_and_both_sides_named():
    plan, told = planned(LISTINGS | METADATA)
    assert plan.files["records/mmicl.yml"] == MMICL
    assert sorted(plan.files) == ["records/frozen-in-time.yml", "records/mmicl.yml"]
    assert plan.added == (
        Added("frozen-in-time", "Frozen in Time: An Encoder", "records/frozen-in-time.yml", Origin("sources/a.txt", 9)),
        Added("mmicl", "MMICL: Empowering Models", "records/mmicl.yml", Origin("sources/a.txt", 3)),
    )
    assert plan.merged == (Merged("mmicl", Origin("sources/a.txt", 3), Origin("sources/b.txt", 5)),)
    assert plan.filled == (
        Filled("mmicl", "records/mmicl.yml", ("authors", "issued", "arxiv"), Origin("sources/m.jsonl", 1)),
    )
    assert (plan.unsettled, told) == ((), [])
    assert plan.ledger.entry("paper", "mmicl").name == "li2023mmicl"
    assert plan.ledger.entry("paper", "mmicl").source == ""


def test_planned_again_nothing_is_left_to_do_on_any_day():
    first, _ = planned(LISTINGS | METADATA)
    again, told = planned(LISTINGS | METADATA, first.files, first.ledger, "2031-01-01")
    assert (again.files, again.added, again.merged, again.filled, again.unsettled) == ({}, (), (), (), ())
    assert (again.ledger, told) == (first.ledger, [])


def test_the_order_of_the_sources_changes_no_byte():
    sources = LISTINGS | METADATA
    backwards = {name: sources[name][::-1] for name in reversed(sources)}
    assert planned(backwards) == planned(sources)


def test_a_second_source_fills_a_hand_edited_record_and_touches_no_other_byte():
    mine = (
        "id: mmicl   # short\n"
        'title:   "MMICL: Empowering Models, Mended"\n'
        "# ask the authors\n"
        "issued: 2024   # by hand\n"
        "sources:\n"
        "  - {file: sources/a.txt, line: 3}\n"
    )
    metadata = METADATA["sources/m.jsonl"][0]
    known = {"sources/m.jsonl": [Record(**{n: getattr(metadata, n) for n in Record.__slots__} | {"id": "mmicl"})]}
    plan, told = planned(known, {"records/mmicl.yml": mine})
    assert plan.files["records/mmicl.yml"] == (
        "id: mmicl   # short\n"
        'title:   "MMICL: Empowering Models, Mended"\n'
        "authors:\n"
        "  - Li, Ada\n"
        "# ask the authors\n"
        "issued: 2024   # by hand\n"
        "identifiers:\n"
        '  arxiv: "2309.07915"\n'
        "sources:\n"
        "  - {file: sources/a.txt, line: 3}\n"
        "  - file: sources/m.jsonl\n"
        "    line: 1\n"
        "    fields: [authors, arxiv]\n"
    )
    assert plan.filled == (Filled("mmicl", "records/mmicl.yml", ("authors", "arxiv"), Origin("sources/m.jsonl", 1)),)
    assert told == [
        "records/mmicl.yml:1: mmicl: title is 'MMICL: Empowering Models, Mended' here, 'MMICL – Empowering Models' in "
        "sources/m.jsonl:1; the record stands [differs-from-source]"
    ]


def test_a_field_that_was_emptied_by_hand_stays_empty():
    first, _ = planned(LISTINGS | METADATA)
    emptied = first.files["records/mmicl.yml"].replace("abstract: An abstract.\n", "abstract:\n")
    again, _ = planned(LISTINGS | METADATA, first.files | {"records/mmicl.yml": emptied}, first.ledger)
    assert again.files == {}


def test_a_field_that_was_taken_out_is_filled_again():
    first, _ = planned(LISTINGS | METADATA)
    without = first.files["records/mmicl.yml"].replace("abstract: An abstract.\n", "")
    again, _ = planned(LISTINGS | METADATA, first.files | {"records/mmicl.yml": without}, first.ledger)
    assert again.files == {"records/mmicl.yml": MMICL}


def test_a_mended_title_is_still_the_title_of_its_source():
    first, _ = planned(LISTINGS)
    mended = first.files["records/mmicl.yml"].replace("Empowering Models", "Empowering Vision Models")
    again, told = planned(LISTINGS, first.files | {"records/mmicl.yml": mended}, first.ledger)
    assert again.files == {}
    assert [line.rpartition(" ")[2] for line in told] == ["[differs-from-source]", "[differs-from-source]"]


def test_another_entry_on_the_line_of_a_source_is_a_paper_of_its_own():
    first, _ = planned(LISTINGS)
    moved = {"sources/a.txt": [listed(3, "Zebras")]}
    again, _ = planned(moved, first.files, first.ledger)
    assert list(again.files) == ["records/zebras.yml"]


def test_a_record_file_without_an_id_gets_one():
    plan, _ = planned(METADATA, {"records/mine.yml": "title: MMICL – Empowering Models\n"})
    assert plan.added == ()
    assert plan.files["records/mine.yml"].startswith("id: mmicl\ntitle: MMICL – Empowering Models\n")


def test_sources_that_disagree_are_told_and_the_record_says_what_the_first_said():
    other = Record(Origin("sources/n.jsonl", 4), title="MMICL: Empowering Models", authors=(Author("Wu", "Bo"), LI))
    plan, _ = planned({"sources/m.jsonl": METADATA["sources/m.jsonl"], "sources/n.jsonl": [other]})
    assert [str(problem) for problem in plan.unsettled] == [
        "sources/m.jsonl:1: authors is 'Ada Li' at place 1 here, 'Bo Wu' in sources/n.jsonl:4; the first stands; "
        "settle it in a curated record [disagreement]"
    ]
    assert "authors:\n  - Li, Ada\nissued" in plan.files["records/mmicl.yml"]


def test_no_file_that_stands_is_overwritten():
    plan, _ = planned(LISTINGS, {"records/mmicl.yml": "id: zebras\ntitle: Zebras\n"})
    assert sorted(plan.files) == ["records/frozen-in-time.yml", "records/mmicl.2.yml"]


def test_a_record_file_given_as_a_source_of_itself_changes_nothing():
    first, _ = planned(LISTINGS)
    again, _ = planned({"records/mmicl.yml": LISTINGS["sources/a.txt"]}, first.files, first.ledger)
    assert again.files == {}


def test_the_report_reads_well_and_is_plain_values_for_programs():
    plan, _ = planned(LISTINGS | METADATA)
    assert plan.summary() == [
        "2 added",
        "  frozen-in-time: Frozen in Time: An Encoder (sources/a.txt:9)",
        "  mmicl: MMICL: Empowering Models (sources/a.txt:3)",
        "1 merged: entries that repeat another",
        "  mmicl: sources/b.txt:5 is the same work as sources/a.txt:3",
        "1 filled: fields that came from a further source",
        "  mmicl: authors, issued, arxiv from sources/m.jsonl:1",
        "0 not settled",
    ]
    report = json.loads(json.dumps(plan.as_json()))
    assert report["files"] == ["records/frozen-in-time.yml", "records/mmicl.yml"]
    assert report["merged"] == [
        {"id": "mmicl", "kept": {"file": "sources/a.txt", "line": 3}, "other": {"file": "sources/b.txt", "line": 5}}
    ]
