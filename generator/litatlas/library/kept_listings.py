"""Listings from one build to the next, as columns, and the order in which they show papers.

Which listings there are, and which papers stand in each, hangs on what is `listed` of papers, on names and on the
ledger (`lists_mark`), never on the words of an abstract.
"""

from collections.abc import Mapping

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.identity.permalink import Ledger
from litatlas.incremental.memo import Memo
from litatlas.library import Columns, Library
from litatlas.library.paper_memo import lists_mark


class _Kept(Struct, frozen=True):
    """What a library is given."""

    columns: Mapping[str, Columns]
    newest: NDArray[np.uint32]


def keep_listings(library: Library, ledger: Ledger, memo: Memo) -> None:
    """Give a library the listings of the last build, where they are the same; if not, keep those that it finds."""
    stage, key = memo.stage("listings"), lists_mark(library, ledger, memo)
    kept: _Kept | None = stage.get(key) if key else None
    if kept:
        library.columns, library.newest_places = kept.columns, kept.newest
    elif key:
        stage.put(key, _Kept(library.columns, library.newest_places))
    stage.rest()
