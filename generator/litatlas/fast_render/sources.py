"""How the files stand that a site is made from: those below docs/, and the texts that they include."""

from collections.abc import Iterable
from pathlib import Path

from litatlas.fast_render.kept import INCLUDED
from litatlas.store.file_table import FileTable, files_below
from litatlas.store.writing import OWNED

_DOCS = "docs"
_OWNED = frozenset(folder.removeprefix(f"{_DOCS}/") for folder in OWNED if folder.startswith(f"{_DOCS}/"))


def sources_of(root: Path, docs: str, included: Iterable[str], generated: FileTable | None = None) -> FileTable:
    """Say how every file of docs/ stands, by its path there, and every text to include, by its path behind a mark.

    Arguments:
        root: The survey folder.
        docs: That of the pages.
        included: The folders of the texts.
        generated: How all generated files stand, where they were just written or looked at.
    """
    if generated is None or Path(docs) != root / _DOCS:
        found, others = files_below(docs, strict=True), {}
    else:
        mine = generated.below(_DOCS)
        paths = [path[len(_DOCS) + 1 :] for path in generated.paths[mine]]
        found = FileTable(paths, generated.numbers[mine])
        by_hand = files_below(docs, strict=True, but=_OWNED)
        others = {path: tuple(row) for path, row in by_hand.rows() if path not in found}
    for folder in included:
        others |= {f"{INCLUDED}{folder}/{path}": tuple(row) for path, row in files_below(folder, strict=True).rows()}
    return found.with_rows(others)
