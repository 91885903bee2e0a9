"""How the files stand that a site is made from: those below docs/, and the texts that they include."""

from collections.abc import Iterable
from pathlib import Path

from litatlas.fast_render.kept import INCLUDED
from litatlas.store.file_table import FileTable
from litatlas.store.files import Signatures, signatures
from litatlas.store.writing import OWNED

_DOCS = "docs/"
_OWNED = frozenset(folder.removeprefix(_DOCS) for folder in OWNED if folder.startswith(_DOCS))


def sources_of(root: Path, docs: str, included: Iterable[str], generated: FileTable | None = None) -> Signatures:
    """Give the signature of every file of docs/ by its path, and of every text to include by that and a mark.

    Arguments:
        root: The survey folder.
        docs: That of the pages.
        included: The folders of the texts.
        generated: How all generated files stand, where they were just written or looked at.
    """
    if generated is None or Path(docs) != root / "docs":
        found = signatures(docs, strict=True)
    else:
        found = signatures(docs, strict=True, but=_OWNED)
        mine = ((path, each) for path, each in generated.rows() if path.startswith(_DOCS))
        found |= {path[len(_DOCS) :]: f"{size} {changed} {status}" for path, (size, changed, status) in mine}
    for folder in included:
        texts = signatures(folder, strict=True)
        found |= {f"{INCLUDED}{folder}/{path}": signature for path, signature in texts.items()}
    return found
