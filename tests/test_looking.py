"""Files of which it is known which ones stand there are looked at without looking through their folders."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from litatlas.store.file_table import FileTable
from litatlas.store.looking import Looked

PATHS = (".litatlas/blocks/map.md", "docs/papers/a.md", "docs/papers/a/b/c.md", "docs/tags/x.md", "docs/robots.txt")
PASSED = (".litatlas/manifest.json", ".litatlas/cache/times", ".litatlas/staging/x")


@pytest.fixture
def looked(tmp_path) -> Looked:
    for path in (*PATHS, *PASSED):
        write(tmp_path / path)
    return Looked(
        tmp_path, (".litatlas", "docs/papers", "docs/tags", "docs/years"), ("docs/feed.xml", "docs/robots.txt")
    )


def write(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("one\n", encoding="utf-8")


def again(looked: Looked, known: FileTable) -> FileTable | None:
    return looked.look_again(known, looked.inner_folders(known.paths))


def test_files_stand_as_when_they_are_looked_for(looked):
    known = looked.look()
    assert known.paths == sorted(PATHS)
    assert looked.inner_folders(known.paths) == [".litatlas/blocks", "docs/papers/a", "docs/papers/a/b"]
    assert dict(again(looked, known).rows()) == dict(known.rows())


def test_what_is_no_generated_file_may_come_and_go(looked):
    known = looked.look()
    shutil.rmtree(looked.root / ".litatlas/staging")
    write(looked.root / ".litatlas/cache/stamp.json")
    assert again(looked, known).paths == known.paths


def test_a_changed_file_and_a_new_single_one_are_seen(looked):
    known = looked.look()
    (looked.root / "docs/papers/a.md").write_text("another\n", encoding="utf-8")
    write(looked.root / "docs/feed.xml")
    assert again(looked, known).differing(known) == {"docs/papers/a.md", "docs/feed.xml"}
    assert dict(again(looked, known).rows()) == dict(looked.look().rows())


def into_folder(file: Path) -> None:
    file.unlink()
    write(file / "within.md")


CHANGES = (
    # (what happens, to what)
    (os.remove, "docs/papers/a.md"),
    (os.remove, "docs/robots.txt"),
    (shutil.rmtree, "docs/papers/a"),
    (into_folder, "docs/papers/a.md"),
    (write, "docs/papers/b.md"),
    (write, "docs/papers/a/b/d.md"),
    (write, "docs/papers/new/x.md"),
    (write, "docs/years/2024.md"),
    (write, "docs/papers/.writing-a.md"),
)


@pytest.mark.parametrize(("change", "path"), CHANGES)
def test_where_others_stand_there_they_are_to_be_looked_for(looked, change: Callable[[Path], object], path):
    known = looked.look()
    change(looked.root / path)
    assert again(looked, known) is None


def test_one_in_place_of_another_is_no_known_file(looked):
    known = looked.look()
    (looked.root / "docs/papers/a.md").rename(looked.root / "docs/papers/b.md")
    assert again(looked, known) is None
