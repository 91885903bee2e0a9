"""A table of files tells which of them stand otherwise, came or went."""

import pickle
from io import BytesIO

import pytest

from litatlas.store.file_table import FileTable, files_below, with_folder
from litatlas.store.parts import load_values

ROWS = {"docs/b.md": (1, 10), "docs/a/x.md": (2, 20), "docs/a.md": (3, 30)}
TABLE = FileTable().with_rows(ROWS)


def test_files_stand_in_the_order_of_their_paths_with_their_own_signatures():
    assert TABLE.paths == ["docs/a.md", "docs/a/x.md", "docs/b.md"]
    assert dict(TABLE.rows()) == {path: list(row) for path, row in ROWS.items()}
    assert "docs/a" not in TABLE
    assert TABLE["docs/b.md"] == [1, 10]
    with pytest.raises(KeyError):
        TABLE["docs/c.md"]


@pytest.mark.parametrize(
    ("rows", "differing"),
    [
        (ROWS, set()),
        ({**ROWS, "docs/b.md": (1, 11)}, {"docs/b.md"}),
        ({**ROWS, "docs/b.md": (1, 11), "docs/0.md": (4, 40)}, {"docs/b.md", "docs/0.md"}),
        ({"docs/b.md": (1, 10)}, {"docs/a.md", "docs/a/x.md"}),
        ({}, set(ROWS)),
    ],
    ids=["none", "changed", "changed and new", "gone", "all gone"],
)
def test_what_differs_is_told_from_either_side(rows, differing):
    other = FileTable().with_rows(rows)
    assert TABLE.differing(other) == other.differing(TABLE) == differing


@pytest.mark.parametrize("rows", [{}, {"docs/b.md": (5, 50)}, {"docs/0.md": (6, 60), "docs/a.md": (7, 70)}])
def test_files_get_other_signatures_come_and_go(rows):
    changed = TABLE.with_rows(rows)
    assert dict(changed.rows()) == {path: list(row) for path, row in {**ROWS, **rows}.items()}
    assert changed.paths == sorted({**ROWS, **rows})
    assert dict(changed.without(ROWS).rows()) == {path: list(row) for path, row in rows.items() if path not in ROWS}
    assert len(TABLE) == 3


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_of_one_folder_files_are_known_as_they_are_now_and_of_the_others_as_they_were(tmp_path):
    for name in ("index.html", "downloads/a.zip", "downloads/gone.epub", "downloads.html", "papers/downloads/x.bib"):
        write(tmp_path / name, b"1")
    known = files_below(tmp_path)
    (tmp_path / "downloads" / "gone.epub").unlink()
    write(tmp_path / "downloads" / "sub" / "new.epub", b"22")
    write(tmp_path / "downloads" / "a.zip", b"333")
    write(tmp_path / "index.html", b"4444")
    now = with_folder(known, tmp_path, "downloads")
    assert {path: size for path, (size, _) in now.rows()} == {
        "index.html": 1,
        "downloads.html": 1,
        "papers/downloads/x.bib": 1,
        "downloads/a.zip": 3,
        "downloads/sub/new.epub": 2,
    }


@pytest.mark.parametrize(
    "table", [TABLE, FileTable(), FileTable().with_rows({"": (1,)})], ids=["some", "none", "the root"]
)
def test_a_table_is_written_and_read_again(table):
    again = load_values(BytesIO(pickle.dumps(table)))
    assert again.paths == table.paths
    assert not again.differing(table)
