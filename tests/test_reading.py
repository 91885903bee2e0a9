"""What was read once is not read again; records, their places and problems are those of reading it all."""

import json

import pytest
from msgspec.structs import replace

from litatlas.incremental.memo import NOTHING
from litatlas.intake import reading
from litatlas.intake.reading import NOT_SEEN, ReadParts
from litatlas.library.gathering import read_ledger
from litatlas.library.roll import call_roll
from litatlas.model import Link, Rel, Source
from litatlas.problems import Problems
from litatlas.store.stage_cache import StageCache
from small_surveys import SomeParts
from toy import toy_files


def line(title: str, **fields: object) -> str:
    return json.dumps({"title": title, "abstract": f"We call it \\Ours, and {title} it is.", **fields})


LINES = [line("One"), "", line("Two", kind="artcle"), "[1, 2]", line("", doi="10.1/x"), line("Three", arxiv="no")]
BIB = "\n".join(f"@article{{k{number}, title={{A Title {number}}}, year={{20}}}}" for number in range(3))
SURVEY = {
    "records/a.jsonl": "\n".join(LINES).encode(),
    "records/b.yml": b"title: Four\nissued: soon\n",
    "records/c.bib": BIB.encode(),
}


def all_records(parts):
    return parts.records(range(len(parts.keys)))


def read_with(memo, files):
    problems = Problems()
    return all_records(ReadParts(files, problems, memo=memo)), list(problems)


def changed(path: str, old: bytes, new: bytes) -> dict[str, bytes]:
    return {**SURVEY, path: SURVEY[path].replace(old, new, 1)}


@pytest.fixture
def parts(monkeypatch):
    """Count the parts of files that are read."""
    counts: list[int] = []

    def counted(part, problems):
        counts.append(1)
        return original(part, problems)

    original = reading.read_part
    monkeypatch.setattr(reading, "read_part", counted)
    return counts


@pytest.mark.parametrize(
    ("files", "read_again"),
    [
        (SURVEY, 0),
        (changed("records/a.jsonl", b"We call it", b"They call it"), 1),
        (changed("records/a.jsonl", line("One").encode() + b"\n", b""), 4),
        ({**SURVEY, "records/a.jsonl": SURVEY["records/a.jsonl"] + b"\n" + line("Last").encode()}, 1),
        (changed("records/b.yml", b"Four", b"IV"), 1),
        (changed("records/c.bib", b"Title 1", b"Title I"), 1),
    ],
    ids=[
        "nothing",
        "a line",
        "a line is gone, others move",
        "a new line",
        "a file",
        "an entry",
    ],
)
@pytest.mark.parametrize("block", [2, reading.BLOCK])
def test_only_what_changed_is_read_again(tmp_path, monkeypatch, parts, files, read_again, block):
    monkeypatch.setattr(reading, "BLOCK", block)
    first = StageCache(tmp_path, "1")
    read_with(first, SURVEY)
    first.save()
    parts.clear()
    again = read_with(StageCache(tmp_path, "1"), files)
    assert len(parts) == read_again
    assert again == read_with(NOTHING, files)
    assert {problem.code for problem in again[1]} >= {"unknown-macro", "broken-entry", "no-title", "bad-identifier"}


def test_what_was_read_just_now_is_told_from_what_stands_beside_it(tmp_path):
    first = StageCache(tmp_path, "1")
    assert len(ReadParts(SURVEY, Problems(), memo=first).read_now()) == 7
    first.save()
    files = changed("records/a.jsonl", b"We call it", b"They call it")
    parts = ReadParts(files, Problems(), memo=StageCache(tmp_path, "1"))
    assert [record.title for record in parts.read_now()] == ["One"]


OTHERWISE = {
    "abstract": "Another one, on seeing and hearing.",
    "volume": "9",
    "issue": "9",
    "pages": "9-99",
    "publisher": "Another Press",
    "links": (Link(Rel.CODE, "https://code.example/other"),),
    "tags": ("captioning",),
    "keywords": ("another",),
    "attributes": (("Licence", "another"),),
    "references": ("10.1/other",),
    "language": "de",
    "added": "1999-01-01",
    "note": "Another note.",
    "sources": (Source("other.bib", 9),),
}
"""Another value of each field that admission does not see."""


def test_every_field_that_is_not_seen_is_tried():
    assert OTHERWISE.keys() == NOT_SEEN


@pytest.mark.parametrize("field", sorted(NOT_SEEN))
def test_what_admission_does_not_see_changes_neither_ids_nor_keys_nor_people_nor_which_records_are_one_work(field):
    files = toy_files()
    records = all_records(ReadParts(files.records, Problems()))

    def roll_of(some):
        return call_roll(SomeParts(some), (), read_ledger(files.ledger), Problems())

    before = roll_of(records)
    assert before.rows
    assert before.merges
    for first in (0, 1):
        changed = [*records]
        changed[first::2] = [replace(record, **{field: OTHERWISE[field]}) for record in records[first::2]]
        assert roll_of(changed) == before


def test_a_file_whose_name_is_not_text_and_a_key_that_is_not_are_read():
    files = {
        "records/bad\udcff.yml": b"title: Five",
        "records/k.jsonl": rb'{"title": "Six", "key": "k\ud800", "kind": 1}',
    }
    records, problems = read_with(NOTHING, files)
    assert [(record.title, record.origin.file) for record in records] == [
        ("Five", "records/bad\ufffd.yml"),
        ("Six", "records/k.jsonl"),
    ]
    assert "\ud800" not in "".join(problem.subject for problem in problems)
