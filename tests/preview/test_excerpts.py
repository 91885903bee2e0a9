"""Of a large record file only the entries that a change touches are read, each in its line."""

import pytest

from litatlas.preview import excerpts as module
from litatlas.preview.excerpts import excerpts

BIB = b"""\
@string{cvpr = "Computer Vision and
Pattern Recognition"}
@article{a,
  title = {A}
}

@article{b,
  title = {B}
}
@article{c, title = {C}}
"""


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch):
    monkeypatch.setattr(module, "SMALL", 10)


def test_a_small_file_is_read_as_a_whole(monkeypatch):
    monkeypatch.setattr(module, "SMALL", 10_000)
    assert excerpts("records/a.bib", BIB, BIB + b"\n") == (BIB, BIB + b"\n")


def test_of_lines_those_that_differ_are_kept_in_their_place():
    before, after = b"1\n2\n3\n4\n5\n6\n", b"1\n2\nthree\n4\n5\n6\n"
    assert excerpts("records/a.jsonl", before, after) == (b"\n\n3\n\n\n\n", b"\n\nthree\n\n\n\n")


def test_a_line_more_is_kept():
    before, after = b"1\n2\n3\n4\n5\n6\n", b"1\n2\nnew\n3\n4\n5\n6\n"
    assert excerpts("records/a.jsonl", before, after) == (b"\n\n\n\n\n\n", b"\n\nnew\n\n\n\n\n")


def test_of_bibtex_the_whole_entry_is_kept_and_the_macros():
    after = BIB.replace(b"{B}", b"{Bee}")
    macros = b'@string{cvpr = "Computer Vision and\nPattern Recognition"}\n'
    kept = b"\n\n\n\n@article{b,\n  title = {%s}\n}\n\n"
    assert excerpts("records/a.bib", BIB, after) == (macros + kept % b"B", macros + kept % b"Bee")


def test_two_changes_keep_what_stands_between_them():
    after = BIB.replace(b"{A}", b"{Ay}").replace(b"{C}", b"{Sea}")
    assert excerpts("records/a.bib", BIB, after) == (BIB, after)


def test_an_entry_that_takes_fields_from_another_is_not_cut_out():
    before = BIB.replace(b"{B}", b"{B},\n  crossref = {a}")
    assert excerpts("records/a.bib", before, before.replace(b"{B}", b"{Bee}")) is None


@pytest.mark.parametrize("name", ["a.yml", "a.csv", "a.json", "a.txt"])
def test_a_large_file_of_another_format_is_left_to_the_build(name):
    assert excerpts(f"records/{name}", BIB, BIB + b"\n") is None
