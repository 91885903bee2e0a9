"""Who is who among all records is found out once, and again only of those to whom something that changed is tied."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from litatlas.identity.permalink import Entry, Ledger, State, join_sources
from litatlas.intake.reading import ReadParts
from litatlas.intake.vetting import vet_all
from litatlas.library import gathering
from litatlas.library.gathering import keep_ledger, read_ledger
from litatlas.library.roll import call_roll
from litatlas.model import Author, Record, Venue
from litatlas.problems import Origin, Problems
from litatlas.store.stage_cache import StageCache
from small_surveys import Remembering, SomeParts
from toy import toy_files

ORIGIN = Origin("a.bib", 1)

said = st.builds(
    Record,
    origin=st.builds(Origin, st.sampled_from(["a.bib", "b.jsonl"]), st.integers(1, 9)),
    key=st.sampled_from(["", "", "smith2020"]),
    id=st.sampled_from(["", "", "", "smile", "grin"]),
    citation_key=st.sampled_from(["", "", "smith2020seeing", "no key"]),
    title=st.sampled_from(
        ["Seeing Things", "Seeing things.", "Hearing Voices", "SMILE: Seeing", "On Rain", "On Ra-in"]
    ),
    authors=st.lists(
        st.builds(
            Author,
            family=st.sampled_from(["Smith", "Smi\u2028th", "Jones", "Brown", "Li"]),
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
        parts = SomeParts(vet_all(records, Problems()))
        roll = call_roll(parts, (), ledger, Problems())
        ledger = Ledger.parse(ledger.with_entries(*roll.rows).render())
        if roll.steady:
            assert call_roll(parts, (), ledger, Problems()) == replace(roll, rows=())


changes = st.lists(
    st.tuples(st.sampled_from(["mend", "mend", "add", "take", "lead", "withdraw"]), st.integers(0, 99), said),
    min_size=1,
    max_size=3,
)


def changed(records: list[Record], ledger: Ledger, what: str, number: int, record: Record) -> Ledger:
    """Change a record, or a row of the ledger as a person does."""
    at = number % max(1, len(records))
    rows = [row for row in ledger.entries() if row.state is State.LIVE and row.kind in ("author", "paper")]
    if what in ("lead", "withdraw") and rows:
        row, other = rows[number % len(rows)], rows[number // 7 % len(rows)]
        if what == "withdraw":
            led = [one for one in ledger.entries(row.kind) if one.target == row.id]
            return ledger.with_entries(*(replace(one, state=State.TOMBSTONE, target="") for one in (row, *led)))
        if row.kind == other.kind and row is not other:
            moved = replace(other, source=join_sources((*other.sources, *row.sources)))
            return ledger.with_entries(replace(row, state=State.REDIRECT, target=other.id, source=""), moved)
    elif what == "add":
        records.insert(at, record)
    elif what == "mend" and records:
        # Half of what it said before still holds.
        fields = {
            name: getattr(record, name) for name in ("title", "authors", "issued", "identifiers")[number % 2 :: 2]
        }
        records[at] = replace(records[at], **fields)
    elif what == "take" and records:
        del records[at]
    return ledger


@settings(max_examples=300, deadline=None)
@given(st.lists(said, max_size=8), st.lists(changes, min_size=1, max_size=4))
def test_a_roll_of_which_some_are_called_again_is_the_one_that_is_called_from_nothing(records, rounds):
    records, memo, ledger = list(records), Remembering(), Ledger()
    for edits in ([], *rounds):
        for edit in edits:
            ledger = changed(records, ledger, *edit)
        # A build that finds nothing new, another one, and one that finds what has changed.
        for _ in range(2):
            ledger = Ledger.parse(ledger.render())
            told, anew = Problems(), Problems()
            parts = SomeParts(vet_all(records, Problems()))
            roll = call_roll(parts, (), ledger, told, memo=memo)
            assert roll == call_roll(parts, (), ledger, anew, memo=Remembering())
            assert [*roll.people.by_slug.items()] == sorted(roll.people.by_slug.items())
            assert list(told) == list(anew)
            ledger = ledger.with_entries(*roll.rows)


@settings(max_examples=300, deadline=None)
@given(st.lists(said, max_size=8), st.lists(changes, min_size=1, max_size=4), st.sampled_from([(), ("paper",)]))
def test_where_no_ledger_is_written_every_roll_is_the_one_that_is_called_from_nothing(records, rounds, imported):
    records, memo = list(records), Remembering()
    given = Ledger(call_roll(SomeParts(vet_all(records, Problems())), (), Ledger(), Problems()).rows)
    ledger = Ledger(entry for kind in imported for entry in given.entries(kind))
    for edits in ([], *rounds):
        for edit in edits:
            changed(records, Ledger(), *edit)
        for _ in range(2):
            told, anew = Problems(), Problems()
            parts = SomeParts(vet_all(records, Problems()))
            roll = call_roll(parts, (), ledger, told, memo=memo)
            assert roll == call_roll(parts, (), ledger, anew, memo=Remembering())
            assert list(told) == list(anew)
    # Once it is written, the next run takes it from there.
    written = Ledger.parse(ledger.with_entries(*roll.rows).render())
    for _ in range(2):
        roll = call_roll(parts, (), written, Problems(), memo=memo)
        assert roll == call_roll(parts, (), written, Problems(), memo=Remembering())


def test_where_a_title_is_mended_only_its_own_record_and_papers_of_its_authors_are_looked_at():
    names = ("Ann", "Bob", "Cem", "Dan", "Eva")
    records = [
        Record(Origin("a.bib", at), title=f"On {at}", authors=(Author(literal=n),)) for at, n in enumerate(names)
    ]
    records.append(replace(records[0], origin=Origin("a.bib", 9), title="On Rain"))
    memo, ledger = Remembering(), Ledger()
    ledger = ledger.with_entries(*call_roll(SomeParts(records), (), ledger, Problems(), memo=memo).rows)
    parts = SomeParts([replace(records[0], title="On Snow"), *records[1:]])
    call_roll(parts, (), ledger, Problems(), memo=memo)
    assert parts.asked == {0, 5}


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
    assert call_roll(SomeParts(records), (), Ledger(), Problems()).steady is steady


def test_the_build_after_one_that_gave_addresses_looks_at_no_record(tmp_path):
    files, memo = toy_files(), StageCache(tmp_path, "program")
    parts = ReadParts(files.records, Problems())
    roll = call_roll(parts, (), Ledger(), Problems(), memo=memo)
    memo.save()
    nobody = SimpleNamespace(looks=parts.looks, records=None)
    ledger = read_ledger(Ledger().with_entries(*roll.rows).render(), StageCache(tmp_path, "program"))
    assert call_roll(nobody, (), ledger, Problems(), memo=StageCache(tmp_path, "program")) == replace(roll, rows=())


def test_the_ledger_that_a_build_wrote_is_not_read_by_the_next_one(tmp_path, monkeypatch):
    memo = StageCache(tmp_path, "program")
    rows = call_roll(ReadParts(toy_files().records, Problems()), (), Ledger(), Problems()).rows
    ledger = read_ledger(Ledger().with_entries(*rows).render(), memo)
    for name in ("Ann Newcomer", "Zoe Müller"):
        ledger = ledger.with_entries(Entry("author", name.split()[0].lower(), name))
        keep_ledger(ledger, memo)
    memo.save()
    monkeypatch.setattr(gathering, "parse_rows", None)
    assert read_ledger(ledger.render(), StageCache(tmp_path, "program")) == ledger


def test_a_row_that_is_read_otherwise_than_it_was_written_is_read(tmp_path):
    memo, ledger = StageCache(tmp_path, "program"), Ledger().with_entries(Entry("author", "ann", "Ann\tNewcomer"))
    keep_ledger(ledger, memo)
    memo.save()
    assert read_ledger(ledger.render(), StageCache(tmp_path, "program")) == Ledger.parse(ledger.render()) != ledger


@pytest.mark.parametrize("kinds", [(), ("paper",)], ids=["never built", "imported"])
def test_where_no_ledger_is_written_the_same_addresses_are_given_and_no_record_is_looked_at_again(tmp_path, kinds):
    parts, memo = ReadParts(toy_files().records, Problems()), StageCache(tmp_path, "program")
    given = Ledger().with_entries(*call_roll(parts, (), Ledger(), Problems()).rows)
    ledger = Ledger(entry for kind in kinds for entry in given.entries(kind)).render()
    roll = call_roll(parts, (), read_ledger(ledger, memo), Problems(), memo=memo)
    memo.save()
    assert roll.rows
    nobody, later = SimpleNamespace(looks=parts.looks, records=None), StageCache(tmp_path, "program")
    assert call_roll(nobody, (), read_ledger(ledger, later), Problems(), memo=later) == roll
