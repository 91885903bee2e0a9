"""Of files with a line for each of some papers those are made again of which a line is another one, came or went."""

import pytest

from litatlas.incremental.keyed_files import KeyedFiles
from litatlas.incremental.lined_files import LinedFiles
from litatlas.store.stage_cache import StageCache
from small_surveys import Folder

FILES = {"a.js": ["one", "two"], "b.js": ["three"], "c.js": []}


def script(values):
    lines = ",\n".join(f'"{id}":{value}' for id, value in values.items())
    return f"litatlas.data({{\n{lines}\n}});\n".encode()


def build(tmp_path, folder, values, files=FILES):
    """Build files of these values; gives the paths of those that were made, the values taken over, and the folder."""
    memo = StageCache(tmp_path, "1")
    kept = KeyedFiles(memo, folder)
    keys = {id: memo.digest(value) for id, value in values.items()}
    lines = LinedFiles("some", keys, files, memo, kept)
    over = {id: value for path in lines.missing for id, value in lines.standing(path).items()}
    contents = {path: script({id: over.get(id, values[id]) for id in files[path]}) for path in lines.missing}
    made = dict(lines.with_new(kept.shelf.leave(path, content) for path, content in contents.items()))
    memo.save()
    assert list(made) == list(files)
    return lines.missing, over, folder.after({path: one.content for path, one in made.items()})


@pytest.fixture
def folder(tmp_path):
    made, over, folder = build(tmp_path, Folder(), {"one": "1", "two": "2", "three": "3"})
    assert (made, over) == (["a.js", "b.js", "c.js"], {})
    return folder


def test_files_without_another_line_stand(tmp_path, folder):
    assert build(tmp_path, folder, {"one": "1", "two": "2", "three": "3"}) == ([], {}, folder)


def test_of_a_file_with_another_line_the_others_are_taken_over(tmp_path, folder):
    made, over, after = build(tmp_path, folder, {"one": "1", "two": "7", "three": "3"})
    assert (made, over) == (["a.js"], {"one": "1"})
    assert after["a.js"] == script({"one": "1", "two": "7"})
    assert build(tmp_path, after, {"one": "1", "two": "7", "three": "3"})[0] == []


@pytest.mark.parametrize(("path", "ids"), [("a.js", ["one"]), ("b.js", []), ("c.js", ["four"])])
def test_a_file_that_got_or_lost_a_line_is_made_again(tmp_path, folder, path, ids):
    files = FILES | {path: ids}
    values = {
        id: "1" if id == "four" else str(1 + ["one", "two", "three"].index(id))
        for some in files.values()
        for id in some
    }
    assert build(tmp_path, folder, values, files)[0] == [path]


def test_all_are_made_again_where_they_are_more(tmp_path, folder):
    files = {"a.js": ["one"], "b.js": ["three"], "c.js": [], "d.js": ["two"]}
    assert build(tmp_path, folder, {"one": "1", "two": "2", "three": "3"}, files)[0] == list(files)


def test_a_file_that_somebody_changed_is_made_again_from_nothing_that_stands_in_it(tmp_path, folder):
    changed = Folder(folder | {"a.js": b"x"})
    assert build(tmp_path, changed, {"one": "1", "two": "2", "three": "3"}) == (["a.js"], {}, folder)
