"""A data file is made again only where a value that it is made of is another one, or where it does not stand."""

from litatlas.incremental.keyed_files import ALWAYS, KeyedFiles, Made
from litatlas.incremental.unchanged import Unchanged, sha256
from litatlas.store.stage_cache import StageCache


class Folder:
    """A folder with these files, each with its hash."""

    def __init__(self, **files: str) -> None:
        self.files = files

    def has(self, path: str, sha256: str, /) -> bool:
        return self.files.get(path) == sha256


def never() -> str:
    raise AssertionError("made again")


def test_a_file_that_stands_is_not_made_again(tmp_path):
    memo = StageCache(tmp_path, "1")
    one = sha256("one")
    assert KeyedFiles(memo, Folder(), "docs/").file("a", (1, b"x"), lambda: "one") == Made("one", one)
    memo.save()
    files = KeyedFiles(StageCache(tmp_path, "1"), Folder(**{"docs/a": one}), "docs/")
    assert files.file("a", (1, b"x"), never) == Made(Unchanged(one), one)


def test_a_file_is_made_where_an_input_or_its_path_is_another_one_or_it_does_not_stand(tmp_path):
    memo = StageCache(tmp_path, "1")
    KeyedFiles(memo).file("a", (1, 2), lambda: "one")
    standing = Folder(a=sha256("one"), b=sha256("one"))
    for path, inputs, folder in (("a", (1, 3), standing), ("a", (12,), standing), ("b", (1, 2), standing),
                                 ("a", (1, 2), Folder()), ("a", (1, 2), Folder(a=sha256("two")))):  # fmt: skip
        assert KeyedFiles(memo, folder).file(path, inputs, lambda: b"new") == Made(b"new", sha256("new"))


def test_without_a_memo_every_file_is_made():
    assert [ALWAYS.file("a", (), lambda text=text: text).content for text in ("one", "two")] == ["one", "two"]


def test_files_of_the_same_values_are_made_where_one_of_them_does_not_stand(tmp_path):
    memo, made = StageCache(tmp_path, "1"), []

    def make():
        made.append(len(made))
        yield from (("a", "one"), ("b", "two"))

    first, second = sha256("one"), sha256("two")
    new = [("a", Made("one", first)), ("b", Made("two", second))]
    standing = [("a", Made(Unchanged(first), first)), ("b", Made(Unchanged(second), second))]
    folder = Folder(**{"docs/a": first, "docs/b": second})
    assert list(KeyedFiles(memo, Folder(), "docs/").all_of((1,), make)) == new
    assert list(KeyedFiles(memo, folder, "docs/").all_of((1,), make)) == standing
    assert list(KeyedFiles(memo, Folder(**{"docs/a": first}), "docs/").all_of((1,), make)) == new
    assert list(KeyedFiles(memo, folder, "docs/").all_of((2,), make)) == new
    assert made == [0, 1, 2]
