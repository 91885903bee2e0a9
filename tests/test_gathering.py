"""Who is who among all records is found out once, and again only where something that it hangs on has changed."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litatlas.identity.permalink import Ledger
from litatlas.intake.reading import ReadParts
from litatlas.intake.vetting import vet_all
from litatlas.library.gathering import call_roll, read_ledger
from litatlas.model import Author, Record, Venue
from litatlas.problems import Origin, Problems
from litatlas.store.stage_cache import StageCache
from toy import toy_files

ORIGIN = Origin("a.bib", 1)

said = st.builds(
    Record,
    origin=st.builds(Origin, st.sampled_from(["a.bib", "b.jsonl"]), st.integers(1, 9)),
    key=st.sampled_from(["", "", "smith2020"]),
    id=st.sampled_from(["", "", "", "smile", "grin"]),
    citation_key=st.sampled_from(["", "", "smith2020seeing", "no key"]),
    title=st.sampled_from(["Seeing Things", "Seeing things.", "Hearing Voices", "SMILE: Seeing"]),
    authors=st.lists(
        st.builds(
            Author,
            family=st.sampled_from(["Smith", "Smi\u2028th", "Jones"]),
            given=st.sampled_from(["Ann", "A."]),
            orcid=st.sampled_from(["", "", "0000-0002-1825-0097", "0000-0001-5109-3700"]),
            disambiguator=st.sampled_from(["", "", "Oxford"]),
        ),
        max_size=2,
    ).map(tuple),
    issued=st.sampled_from(["", "2020", "2024-05"]),
    venue=st.sampled_from([None, Venue("Vision", "V")]),
    identifiers=st.sampled_from([(), (), (("doi", "10.1/a"),), (("arxiv", "2401.00001"),)]),
)
"""Records that have much in common."""


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(said, min_size=1, max_size=5), min_size=1, max_size=3))
def test_a_roll_that_is_steady_is_the_one_that_the_next_build_would_call(rounds):
    ledger = Ledger()
    for records in rounds:
        parts = SimpleNamespace(looks=(), all_records=lambda records=records: vet_all(records, Problems()))
        roll = call_roll(parts, (), ledger, Problems())
        ledger = Ledger.parse(ledger.with_entries(*roll.rows).render())
        if roll.steady:
            assert call_roll(parts, (), ledger, Problems()) == replace(roll, rows=())


@pytest.mark.parametrize(
    ("records", "steady"),
    [
        pytest.param([Record(ORIGIN, title="One"), Record(ORIGIN, title="Two")], True, id="papers"),
        pytest.param([Record(ORIGIN, title="One", citation_key="one")], True, id="its own citation key"),
        pytest.param([Record(ORIGIN, title="One", citation_key="a b")], False, id="not the citation key it wants"),
        pytest.param([Record(ORIGIN, title="One", authors=(Author(literal="A\u2028B"),))], False, id="two lines"),
    ],
)
def test_a_roll_is_steady_where_the_next_build_would_tell_the_same(records, steady):
    parts = SimpleNamespace(looks=(), all_records=lambda: records)
    assert call_roll(parts, (), Ledger(), Problems()).steady is steady


def test_the_build_after_one_that_gave_addresses_looks_at_no_record(tmp_path):
    files, memo = toy_files(), StageCache(tmp_path, "program")
    parts = ReadParts(files.records, Problems())
    roll = call_roll(parts, (), Ledger(), Problems(), memo=memo)
    memo.save()
    nobody = SimpleNamespace(looks=parts.looks, all_records=None)
    ledger = read_ledger(Ledger().with_entries(*roll.rows).render(), StageCache(tmp_path, "program"))
    assert call_roll(nobody, (), ledger, Problems(), memo=StageCache(tmp_path, "program")) == replace(roll, rows=())
