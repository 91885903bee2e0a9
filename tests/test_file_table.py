"""A table of files tells which of them stand otherwise, came or went."""

import pytest

from litatlas.store.file_table import FileTable

ROWS = {"docs/b.md": (1, 10), "docs/a/x.md": (2, 20), "docs/a.md": (3, 30)}
TABLE = FileTable.of_rows(ROWS)


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
    other = FileTable.of_rows(rows)
    assert TABLE.differing(other) == other.differing(TABLE) == differing


@pytest.mark.parametrize("rows", [{}, {"docs/b.md": (5, 50)}, {"docs/0.md": (6, 60), "docs/a.md": (7, 70)}])
def test_files_get_other_signatures_come_and_go(rows):
    changed = TABLE.with_rows(rows)
    assert dict(changed.rows()) == {path: list(row) for path, row in {**ROWS, **rows}.items()}
    assert changed.paths == sorted({**ROWS, **rows})
    assert dict(changed.without(ROWS).rows()) == {path: list(row) for path, row in rows.items() if path not in ROWS}
    assert len(TABLE) == 3
