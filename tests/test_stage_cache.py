"""A memo gives back what was put there, whoever wrote the file, and forgets what nobody uses any more."""

import os
import pickle
from datetime import date

import numpy as np
import pytest
import scipy.sparse as sparse

from litatlas.feeds.written import Entry
from litatlas.incremental.memo import NOTHING, begin_all, remembered, remembered_all
from litatlas.store import parts
from litatlas.store.digests import digest
from litatlas.store.stage_cache import PARTS, STAGES, StageCache
from litatlas.workers import ALONE
from small_surveys import paper as make_paper


def cache(tmp_path, program="1", writable=True):
    return StageCache(tmp_path, program, writable=writable)


@pytest.mark.parametrize(
    "value", [1, "ä", (1, "b"), Entry("2024", "x", 1, b""), {"a": (2.5, None)}, date(2024, 5, 1), frozenset({"x"})]
)
def test_a_plain_value_is_the_same_in_the_next_build(tmp_path, value):
    first = cache(tmp_path)
    first.stage("s").put(digest("k"), value)
    first.save()
    assert cache(tmp_path).stage("s").get(digest("k")) == value


def test_a_paper_and_arrays_are_the_same_in_the_next_build(tmp_path):
    first = cache(tmp_path)
    paper = make_paper("one", title="One", abstract="It is.")
    first.stage("s").put(digest("paper"), paper)
    first.stage("s").put(digest("dense"), np.arange(4))
    first.stage("s").put(digest("sparse"), sparse.csr_array(np.eye(3)))
    first.save()
    stage = cache(tmp_path).stage("s")
    assert stage.get(digest("paper")) == paper
    assert stage.get(digest("dense")).tolist() == [0, 1, 2, 3]
    assert stage.get(digest("sparse")).toarray().tolist() == np.eye(3).tolist()


def test_what_a_build_does_not_use_is_forgotten(tmp_path):
    first = cache(tmp_path)
    for number in range(100):
        first.stage("s").put(digest(number), number)
    first.stage("other").put(digest(0), 0)
    first.save()
    second = cache(tmp_path)
    assert [second.stage("s").get(digest(number)) for number in range(0, 100, 2)] == list(range(0, 100, 2))
    second.save()
    third = cache(tmp_path)
    assert [third.stage("s").get(digest(number)) for number in (0, 1)] == [0, None]
    assert third.stage("other").get(digest(0)) is None


def test_one_cache_serves_build_after_build(tmp_path):
    memo = cache(tmp_path)
    memo.stage("s").put(digest(1), 1)
    memo.stage("s").put(digest(2), 2)
    memo.save()
    assert memo.stage("s").get(digest(1)) == 1
    memo.save()
    assert (memo.stage("s").get(digest(1)), memo.stage("s").get(digest(2))) == (1, None)


def test_only_parts_with_changes_are_written(tmp_path):
    first = cache(tmp_path)
    for number in range(200):
        first.stage("s").put(digest(number), number)
    first.save()
    folder = tmp_path / STAGES / "s"
    before = {file.name: file.stat().st_ino for file in folder.iterdir()}
    second = cache(tmp_path)
    for number in range(200):
        second.stage("s").get(digest(number))
    second.stage("s").put(digest("new"), "new")
    second.save()
    after = {file.name: file.stat().st_ino for file in folder.iterdir()}
    assert {name for name in after if after[name] != before[name]} == {str(digest("new")[0] % PARTS)}


def test_results_of_another_program_are_passed_over(tmp_path):
    first = cache(tmp_path)
    first.stage("s").put(digest("k"), "old")
    first.save()
    assert cache(tmp_path, "2").stage("s").get(digest("k")) is None


def test_a_check_leaves_the_cache_as_it_is(tmp_path):
    memo = cache(tmp_path, writable=False)
    memo.stage("s").put(digest("k"), 1)
    memo.save()
    assert not (tmp_path / STAGES).exists()


@pytest.mark.parametrize("content", [b"", b"1\n", b"1\nnonsense", b"1\n" + pickle.dumps([1])])
def test_a_broken_part_is_an_empty_one(tmp_path, content):
    key = digest("k")
    file = tmp_path / STAGES / "s" / str(key[0] % PARTS)
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    assert cache(tmp_path).stage("s").get(key) is None


class _Harmful:
    def __init__(self, trace):
        self.trace = trace

    def __reduce__(self):
        return os.mkdir, (self.trace,)


def test_a_part_that_somebody_made_up_runs_nothing(tmp_path):
    key = digest("k")
    file = tmp_path / STAGES / "s" / str(key[0] % PARTS)
    file.parent.mkdir(parents=True)
    file.write_bytes(b"1\n" + pickle.dumps({key: _Harmful(str(tmp_path / "trace"))}))
    assert cache(tmp_path).stage("s").get(key) is None
    assert not (tmp_path / "trace").exists()


def test_a_value_is_made_once_and_given_each_time(tmp_path):
    memo, made = cache(tmp_path), []

    def make():
        made.append(1)
        return "value"

    assert [remembered(memo.stage("s"), memo.digest("k"), make) for _ in range(2)] == ["value", "value"]
    assert made == [1]


def test_without_a_memo_everything_is_made():
    made = []
    for _ in range(2):
        assert remembered(NOTHING.stage("s"), NOTHING.digest("k"), lambda: made.append(1) or "value") == "value"
    assert made == [1, 1]


def test_of_many_values_only_those_that_are_missing_are_made(tmp_path):
    stage = cache(tmp_path).stage("s")
    made = []

    def squares(numbers):
        made.extend(numbers)
        return [number * number for number in numbers]

    for count in (250, 300):
        keyed = [(digest(number), number) for number in range(count)]
        assert remembered_all(stage, keyed, squares, ALONE) == [number * number for number in range(count)]
    assert made == list(range(300))


def test_a_stage_that_rests_holds_nothing_and_finds_it_again(tmp_path):
    memo = cache(tmp_path)
    stage = memo.stage("s")
    for number in range(100):
        stage.put(digest(number), number)
    stage.rest()
    assert cache(tmp_path).stage("s").get(digest(7)) == 7
    assert [stage.get(digest(number)) for number in range(100)] == list(range(100))
    stage.put(digest("late"), "late")
    memo.save()
    again = cache(tmp_path).stage("s")
    assert [again.get(digest(value)) for value in (0, 99, "late")] == [0, 99, "late"]


def test_a_stage_of_a_check_rests_without_writing(tmp_path):
    stage = cache(tmp_path, writable=False).stage("s")
    stage.put(digest("k"), 1)
    stage.rest()
    assert stage.get(digest("k")) is None
    assert not (tmp_path / STAGES).exists()


def test_results_that_are_used_stay_though_nobody_asks_for_them(tmp_path):
    first = StageCache(tmp_path, "1")
    keys = [first.digest(number) for number in range(100)]
    for number, key in enumerate(keys):
        first.stage("s").put(key, (number,))
    first.save()
    second = StageCache(tmp_path, "1")
    second.stage("s").use(keys[:90])
    assert second.stage("s").get(keys[0]) == (0,)
    second.save()
    third = StageCache(tmp_path, "1")
    assert [third.stage("s").get(key) for key in keys[:90]] == [(number,) for number in range(90)]


def test_what_a_stage_has_is_told_without_reading_it(tmp_path, monkeypatch):
    memo = cache(tmp_path)
    for number in range(90):
        memo.stage("s").put(digest(number), number)
    assert [memo.stage("s").has(digest(number)) for number in (0, 89, 90)] == [True, True, False]
    memo.stage("s").rest()
    assert [memo.stage("s").has(digest(number)) for number in (0, 89, 90)] == [True, True, False]
    memo.save()
    monkeypatch.setattr(parts, "load_values", None)
    stage = cache(tmp_path).stage("s")
    assert [number for number in range(100) if stage.has(digest(number))] == list(range(90))
    assert not cache(tmp_path, "2").stage("s").has(digest(0))


@pytest.mark.parametrize("end", [b"", b"keys", b"\xff" * 16 + b"keys"], ids=["none", "no number", "too large a number"])
def test_a_part_of_which_the_keys_cannot_be_told_is_read(tmp_path, end):
    key, file = digest("k"), tmp_path / STAGES / "s" / str(digest("k")[0] % PARTS)
    file.parent.mkdir(parents=True)
    file.write_bytes(b"1\n" + pickle.dumps({key: "value"}) + end)
    stage = cache(tmp_path).stage("s")
    assert (stage.has(key), stage.has(digest("other")), stage.get(key)) == (True, False, "value")


def test_of_many_values_those_that_are_there_are_read_when_they_are_asked_for(tmp_path):
    keyed = [(digest(number), number) for number in range(300)]

    def doubled(numbers):
        made.extend(numbers)
        return [2 * number for number in numbers]

    made = []
    memo = cache(tmp_path)
    assert begin_all(memo.stage("s"), keyed[:250], doubled, ALONE)() == [2 * number for number in range(250)]
    memo.save()
    (tmp_path / STAGES / "s" / str(keyed[7][0][0] % PARTS)).write_bytes(
        b"1\n" + keyed[7][0] + bytes(8) + (1).to_bytes(8, "little") + b"keys"
    )
    made.clear()
    memo = cache(tmp_path)
    begun = begin_all(memo.stage("s"), [keyed[7], keyed[299]], doubled, ALONE)
    assert [begun[at] for at in (1, 0, 0)] == [598, 14, 14]
    assert made == [299, 7]
    memo.save()
    again = cache(tmp_path).stage("s")
    assert [again.get(key) for key, _ in (keyed[7], keyed[299])] == [14, 598]


def test_of_a_stage_that_keeps_results_apart_one_that_cannot_be_read_is_none(tmp_path):
    first = cache(tmp_path)
    paper = make_paper("one", title="One", abstract="It is.")
    first.stage("s", apart=True).put(digest(1), paper)
    first.stage("s", apart=True).put(digest(2), _Harmful(str(tmp_path / "trace")))
    first.save()
    stage = cache(tmp_path).stage("s", apart=True)
    assert (stage.get(digest(1)), stage.get(digest(2)), stage.get(digest(3))) == (paper, None, None)
    assert not (tmp_path / "trace").exists()


@pytest.mark.parametrize("size", [3, 200, 100_000], ids=["with its holder", "read", "mapped"])
def test_arrays_of_any_size_are_the_same_in_the_next_build_which_may_write_to_them(tmp_path, size):
    first, key = cache(tmp_path), digest("k")
    first.stage("s").put(key, {"one": np.arange(size), "turned": np.ones((size, 2)).T, "none": np.zeros(0)})
    first.save()
    stage = cache(tmp_path).stage("s")
    found = stage.get(key)
    assert found["one"].tolist() == list(range(size))
    assert (found["turned"].shape, found["turned"].sum(), len(found["none"])) == ((2, size), 2 * size, 0)
    found["one"][0] = 7
    assert cache(tmp_path).stage("s").get(key)["one"].item(0) == 0
    # Nor does the file that takes its place.
    stage.put(key, found)
    stage.save()
    assert (cache(tmp_path).stage("s").get(key)["one"].item(0), found["one"].item(1)) == (7, 1)


def test_a_file_that_cannot_be_mapped_is_read(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError

    first, key = cache(tmp_path), digest("k")
    first.stage("s").put(key, np.arange(100_000))
    first.save()
    monkeypatch.setattr(parts, "mmap", refuse)
    assert cache(tmp_path).stage("s").get(key).sum() == np.arange(100_000).sum()
