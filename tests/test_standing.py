"""A generated file that stands untouched is known without being read, and one that was touched is not."""

import os
from pathlib import Path

import pytest

from litatlas.incremental.unchanged import Unchanged, sha256
from litatlas.problems import OwnershipError
from litatlas.store.manifest import MANIFEST
from litatlas.store.standing import TIMES
from litatlas.store.writing import standing_files, write_files
from written import changes

PAGE, OTHER = "docs/papers/a.md", "docs/tags/x.md"
FILES = {PAGE: "one\n", OTHER: "two\n"}
LONG_AGO = 1_600_000_000


def settle(root: Path) -> None:
    """Let two files be written, grow old, and be looked at."""
    write_files(root, FILES.items())
    for path in FILES:
        os.utime(root / path, (LONG_AGO, LONG_AGO))
    assert changes(write_files(root, FILES.items())) == ((), (), 2)


def has(root: Path) -> dict[str, bool]:
    standing = standing_files(root)
    return {path: standing.has(path, sha256(text)) for path, text in FILES.items()}


def test_a_file_with_the_size_and_times_that_it_had_is_not_read(tmp_path, monkeypatch):
    settle(tmp_path)
    # The time at which a name changed cannot be set back, but what counts as long ago can.
    monkeypatch.setattr("litatlas.store.standing.UNSETTLED", -(10**18))
    monkeypatch.setattr("litatlas.store.standing.TICK", -(10**18))
    write_files(tmp_path, FILES.items())
    read = []
    real = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: (read.append(path.name), real(path))[1])
    assert has(tmp_path) == {PAGE: True, OTHER: True}
    assert set(read) <= {Path(MANIFEST).name, Path(TIMES).name}


def test_a_file_that_waited_to_be_put_into_its_place_is_not_read_by_the_next_build(tmp_path, monkeypatch):
    monkeypatch.setattr("litatlas.store.standing.TICK", 0)
    write_files(tmp_path, FILES.items())
    monkeypatch.setattr("litatlas.store.standing.content_hash", None)
    assert has(tmp_path) == {PAGE: True, OTHER: True}


@pytest.mark.parametrize(("mtime", "known"), [(LONG_AGO * 10**9 + 1, True), (LONG_AGO * 10**9, False)])
def test_a_time_of_whole_seconds_may_be_that_of_two_writings(tmp_path, monkeypatch, mtime, known):
    put_at = LONG_AGO * 10**9 + 10**9
    monkeypatch.setattr("litatlas.store.standing.time.time_ns", lambda: put_at)
    real = os.replace

    def put(waiting: str, place: str) -> None:
        os.utime(waiting, ns=(mtime, mtime))
        real(waiting, place)

    monkeypatch.setattr("litatlas.store.staging.os.replace", put)
    write_files(tmp_path, FILES.items())
    read = []
    monkeypatch.setattr("litatlas.store.standing.content_hash", lambda path: read.append(path) or sha256("one\n"))
    assert standing_files(tmp_path).has(PAGE, sha256("one\n"))
    assert bool(read) != known


@pytest.mark.parametrize("content", ["two\n", "one, and more\n"])
def test_a_file_that_was_edited_is_none_of_ours(tmp_path, content):
    settle(tmp_path)
    (tmp_path / PAGE).write_text(content, encoding="utf-8")
    assert has(tmp_path) == {PAGE: False, OTHER: True}
    with pytest.raises(OwnershipError, match="generated, then edited by hand"):
        write_files(tmp_path, {PAGE: "three\n", OTHER: "two\n"}.items())


@pytest.mark.parametrize("lost", [TIMES, MANIFEST, PAGE])
def test_what_is_lost_costs_no_more_than_reading_or_making_it_again(tmp_path, lost):
    settle(tmp_path)
    (tmp_path / lost).unlink()
    assert has(tmp_path) == {PAGE: lost == TIMES, OTHER: lost != MANIFEST}
    assert write_files(tmp_path, FILES.items()).unchanged == (1 if lost == PAGE else 2)
    assert has(tmp_path) == {PAGE: True, OTHER: True}


def test_times_of_another_manifest_are_not_believed(tmp_path):
    settle(tmp_path)
    times = (tmp_path / TIMES).read_bytes()
    write_files(tmp_path, {PAGE: "new\n", OTHER: "two\n"}.items())
    (tmp_path / TIMES).write_bytes(times)
    assert standing_files(tmp_path).has(PAGE, sha256("new\n"))
    assert not standing_files(tmp_path).has(PAGE, sha256("one\n"))


def test_a_file_told_to_be_unchanged_stays_and_is_counted(tmp_path):
    settle(tmp_path)
    standing = standing_files(tmp_path)
    files = [(PAGE, Unchanged(sha256("one\n"))), (OTHER, "new\n")]
    assert changes(write_files(tmp_path, files, standing=standing)) == ((OTHER,), (), 1)
    assert (tmp_path / PAGE).read_text(encoding="utf-8") == "one\n"


def test_a_run_says_how_all_generated_files_stand_after_it(tmp_path):
    write_files(tmp_path, {PAGE: "one\n", OTHER: "two\n"}.items())
    third = str(Path(PAGE).with_name("third.md"))
    now = write_files(tmp_path, {PAGE: "one\n", third: "three\n"}.items()).standing
    seen = {path: (tmp_path / path).stat() for path in (PAGE, third)}
    assert dict(now.rows()) == {path: [each.st_size, each.st_mtime_ns, each.st_ctime_ns] for path, each in seen.items()}
