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


def test_two_changes_keep_nothing_of_what_stands_between_them():
    after = BIB.replace(b"{A}", b"{Ay}").replace(b"{C}", b"{Sea}")
    between = b"@article{b,\n  title = {B}\n}"
    kept = tuple(state.replace(between, b"\n\n") for state in (BIB, after))
    assert excerpts("records/a.bib", BIB, after) == kept


def test_changes_far_apart_in_a_large_file_are_kept(monkeypatch):
    monkeypatch.setattr(module, "MOST", 100)
    lines = [b"%d" % number for number in range(10_000)]
    after = [b"new" if number in (10, 5000, 9999) else line for number, line in enumerate(lines)]
    found = excerpts("records/a.jsonl", b"\n".join(lines), b"\n".join(after))
    assert found is not None
    assert [state.split() for state in found] == [[b"10", b"5000", b"9999"], [b"new", b"new", b"new"]]


def test_two_changes_of_one_entry_keep_it_once():
    before = b"@article{a,\n  title = {A},\n  year = 1999,\n  note = {N}\n}\n@article{b, title = {B}}\n"
    after = before.replace(b"{A}", b"{Ay}").replace(b"{N}", b"{En}")
    other = b"@article{b, title = {B}}"
    assert excerpts("records/a.bib", before, after) == (before.replace(other, b""), after.replace(other, b""))


def test_two_changes_keep_what_stands_between_them_where_lines_come_or_go():
    after = BIB.replace(b"{A}", b"{Ay},\n  year = 1999").replace(b"{C}", b"{Sea}")
    assert excerpts("records/a.bib", BIB, after) == (BIB, after)


def test_an_entry_that_takes_fields_from_another_is_not_cut_out():
    before = BIB.replace(b"{B}", b"{B},\n  crossref = {a}")
    assert excerpts("records/a.bib", before, before.replace(b"{B}", b"{Bee}")) is None


@pytest.mark.parametrize("name", ["a.yml", "a.csv", "a.json", "a.txt"])
def test_a_large_file_of_another_format_is_left_to_the_build(name):
    assert excerpts(f"records/{name}", BIB, BIB + b"\n") is None
