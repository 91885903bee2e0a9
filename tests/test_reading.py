"""What was read once is not read again; records, their places and problems are those of reading it all."""

import json

import pytest

from litatlas import reading
from litatlas.memo import NOTHING
from litatlas.problems import Problems
from litatlas.reading import read_records
from litatlas.stage_cache import StageCache


def line(title: str, **fields: object) -> str:
    return json.dumps({"title": title, "abstract": f"We call it \\Ours, and {title} it is.", **fields})


LINES = [line("One"), "", line("Two", kind="artcle"), "[1, 2]", line("", doi="10.1/x"), line("Three", arxiv="no")]
BIB = "\n".join(f"@article{{k{number}, title={{A Title {number}}}, year={{20}}}}" for number in range(3))
SURVEY = {
    "records/a.jsonl": "\n".join(LINES).encode(),
    "records/b.yml": b"title: Four\nissued: soon\n",
    "records/c.bib": BIB.encode(),
}


def read_with(memo, files):
    problems = Problems()
    return read_records(files, problems, memo=memo), list(problems)


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
def test_only_what_changed_is_read_again(tmp_path, parts, files, read_again):
    first = StageCache(tmp_path, "1")
    read_with(first, SURVEY)
    first.save()
    parts.clear()
    again = read_with(StageCache(tmp_path, "1"), files)
    assert len(parts) == read_again
    assert again == read_with(NOTHING, files)
    assert {problem.code for problem in again[1]} >= {"unknown-macro", "broken-entry", "no-title", "bad-identifier"}
