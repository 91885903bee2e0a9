"""The flagship's records come from its sources: 138 papers, 13 repeated entries, nothing left to do."""

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest

from litatlas.identity.permalink import Ledger
from litatlas.intake.admission import admit
from litatlas.intake.importing import ImportPlan, plan_import
from litatlas.model import Record
from litatlas.problems import Problems
from litatlas.readers import read

PROJECT = Path(__file__).parents[2]
SOURCES = sorted((PROJECT / "sources").iterdir())
RECORDS = {f"records/{path.name}": path.read_bytes().decode() for path in sorted((PROJECT / "records").glob("*.yml"))}
LEDGER = (PROJECT / "permalinks.tsv").read_text(encoding="utf-8")


@cache
def records_of(path: Path) -> list[Record]:
    return read(f"sources/{path.name}", path.read_bytes(), Problems())


def planned(files: Iterable[Path], existing: Mapping[str, str], ledger: Ledger) -> tuple[ImportPlan, Problems]:
    problems = Problems()
    sources = {f"sources/{path.name}": records_of(path) for path in files}
    return plan_import(sources, existing, ledger, "2026-11-22", problems), problems


@pytest.fixture(scope="module")
def from_nothing() -> ImportPlan:
    return planned(SOURCES, {}, Ledger())[0]


def test_the_sources_give_138_papers_and_13_merges(from_nothing):
    assert len(from_nothing.added) == len(from_nothing.files) == 138
    assert len(from_nothing.merged) == 13
    assert {(merge.kept.file[8:11], merge.other.file[8:11]) for merge in from_nothing.merged} == {("000", "003")}
    assert from_nothing.unsettled == ()


def test_the_metadata_fills_all_138(from_nothing):
    assert {filled.origin.file for filled in from_nothing.filled} == {"sources/metadata.jsonl"}
    assert len(from_nothing.filled) == 138
    assert all({"authors", "issued", "arxiv"} <= set(filled.fields) for filled in from_nothing.filled)
    assert sum("venue" in filled.fields for filled in from_nothing.filled) == 91


def test_any_order_of_the_files_gives_the_same_bytes(from_nothing):
    for order in permutations(SOURCES):
        assert planned(order, {}, Ledger())[0] == from_nothing


def test_importing_one_file_after_the_other_finds_the_same_138_papers():
    files, ledger = {}, Ledger()
    for path in SOURCES:
        plan, _ = planned([path], files, ledger)
        files, ledger = files | plan.files, plan.ledger
    assert len(files) == 138
    assert planned(SOURCES, files, ledger)[0].files == {}


def test_importing_into_the_committed_records_changes_nothing():
    plan, problems = planned(SOURCES, RECORDS, Ledger.parse(LEDGER))
    assert (plan.files, plan.added, plan.merged, plan.filled, plan.unsettled) == ({}, (), (), (), ())
    assert plan.ledger.render() == LEDGER
    differing = {problem.subject for problem in problems if problem.code == "differs-from-source"}
    assert differing == {"cosmo", "leopard"}  # repaired by hand


def test_the_committed_records_are_admitted_without_a_problem():
    problems = Problems()
    records = [record for path, text in RECORDS.items() for record in read(path, text.encode(), problems)]
    ledger = Ledger.parse(LEDGER)
    admission = admit(records, ledger, problems)
    assert [str(problem) for problem in problems] == []
    assert [paper.id for paper in admission.papers] == [entry.id for entry in ledger.entries("paper")]
    assert [path for path in RECORDS if path != f"records/{RECORDS[path].split()[1]}.yml"] == []
    assert admission.ledger == ledger


def test_every_record_has_what_a_citation_needs():
    records = [record for path, text in RECORDS.items() for record in read(path, text.encode(), Problems())]
    lacking = [r.id for r in records if not (r.authors and r.abstract and len(r.issued) == 7 and r.identifiers)]
    assert (len(records), lacking) == (138, [])


def test_what_no_rule_could_repair_was_repaired_by_hand_and_says_so():
    leopard, cosmo = RECORDS["records/leopard.yml"], RECORDS["records/cosmo.yml"]
    assert "we propose LEOPARD, a MLLM designed" in leopard
    assert "framework (CosMo), strategically" in cosmo
    assert "OurMethod" not in leopard.partition("\nadded:")[0]
    assert not any(macro in cosmo.partition("\nadded:")[0] for macro in ("ModelName", "VideoDatasetName"))
    assert "'\\OurMethod'" in leopard
    assert "'\\ModelName'" in cosmo
