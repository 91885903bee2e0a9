"""Columns give back what was put into them, and find rows as lists of lists would."""

from itertools import compress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from litatlas.incremental.columns import GrowingLists, GrowingTexts, Index, Lists, Texts, in_runs, sums_of

lists = st.lists(st.lists(st.integers(0, 9), max_size=4), max_size=6)


def texts_of(texts: list[bytes]) -> Texts:
    found = GrowingTexts()
    for each in texts:
        found.append(each)
    assert [found[row] for row in range(len(found))] == texts
    return found.so_far


def lists_of(numbers: list[list[int]]) -> Lists:
    found = GrowingLists()
    for each in numbers:
        found.append(each)
    return found.so_far


def as_lists(found: Lists) -> list[list[int]]:
    return [found.numbers[start:end].tolist() for start, end in zip(found.ends[:-1], found.ends[1:], strict=True)]


@given(st.lists(st.binary(max_size=5)))
def test_texts_are_those_that_were_put_together(texts):
    found = texts_of(texts)
    assert found.all() == [found[row] for row in range(len(found))] == texts


@given(st.lists(st.binary(max_size=5)), st.lists(st.binary(max_size=5)), st.data())
def test_texts_are_put_together_and_chosen_as_lists_are(one, other, data):
    found, both = texts_of(one).with_more(texts_of(other)), one + other
    rows = data.draw(st.lists(st.booleans(), min_size=len(both), max_size=len(both)))
    assert found.all() == both
    assert found.chosen(np.array(rows, np.bool_)).all() == list(compress(both, rows))


@given(lists, lists, st.data())
def test_lists_are_put_together_chosen_and_renumbered_as_lists_are(one, other, data):
    found = lists_of(one).with_more(lists_of(other))
    both = one + other
    rows = data.draw(st.lists(st.booleans(), min_size=len(both), max_size=len(both)))
    assert as_lists(found) == both
    assert as_lists(found.chosen(np.array(rows, np.bool_))) == list(compress(both, rows))
    assert as_lists(found.renumbered(np.arange(9, -1, -1, np.uint32))) == [[9 - n for n in each] for each in both]


@given(lists, st.sets(st.integers(0, 9)), st.data())
def test_lists_that_have_a_flagged_number_are_found_and_numbers_of_chosen_lists_flagged(made, numbers, data):
    found, flags = lists_of(made), np.isin(np.arange(10), list(numbers))
    chosen = data.draw(st.lists(st.booleans(), min_size=len(made), max_size=len(made)))
    assert found.having(flags).tolist() == [bool(numbers & set(each)) for each in made]
    assert found.empty.tolist() == [not each for each in made]
    found.flag(np.array(chosen, np.bool_), flags)
    named = {number for each, is_chosen in zip(made, chosen, strict=True) if is_chosen for number in each}
    assert set(np.flatnonzero(flags).tolist()) == numbers | named


@given(lists, st.data())
def test_lists_are_taken_in_another_order_as_they_stand(made, data):
    rows = data.draw(st.lists(st.integers(0, len(made) - 1), max_size=6)) if made else []
    assert as_lists(lists_of(made).taken(np.array(rows, np.intp))) == [made[row] for row in rows]


@given(st.lists(st.binary(max_size=5), unique=True), st.binary(max_size=5))
def test_texts_are_found_by_their_checksums(texts, other):
    found = Index(texts_of(texts), sums_of(texts))
    assert [found.find(text) for text in texts] == list(range(len(texts)))
    assert found.find(other) == (texts.index(other) if other in texts else None)


def test_texts_with_one_checksum_are_told_apart():
    texts = [b"plumless", b"buckeroo"]
    found = Index(texts_of(texts), sums_of(texts))
    assert len({*sums_of(texts).tolist()}) == 1
    assert [found.find(text) for text in texts] == [0, 1]


@pytest.mark.parametrize("rows", [[], [0, 1, 2, 3], [2], [3, 0, 1], [1, 1, 2], [2, 3, 0]])
def test_rows_are_copied_in_runs_as_one_by_one(rows):
    column, bounds = np.arange(10), np.array([0, 3, 3, 7, 10])
    one_by_one = [entry for row in rows for entry in column[bounds[row] : bounds[row + 1]].tolist()]
    wanted = np.array(rows, dtype=np.intp)
    assert in_runs(column, bounds, wanted).tolist() == one_by_one
    # The same where the last rows stand in an array of their own.
    assert all(in_runs(column[:end], bounds, wanted, column[end:]).tolist() == one_by_one for end in bounds.tolist())
