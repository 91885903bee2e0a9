"""Listings from one build to the next, as columns.

Which listings there are, and which papers stand in each, hangs on what is `listed` of papers, on names and on the
ledger (`lists_mark`), never on the words of an abstract.
"""

from collections.abc import Mapping

from litatlas.identity.permalink import Ledger
from litatlas.incremental.memo import Memo
from litatlas.library import Columns, Library
from litatlas.library.paper_memo import lists_mark


def keep_listings(library: Library, ledger: Ledger, memo: Memo) -> None:
    """Give a library the listings of the last build, where they are the same; if not, keep those that it finds."""
    stage, key = memo.stage("listings"), lists_mark(library, ledger, memo)
    columns: Mapping[str, Columns] | None = stage.get(key) if key else None
    if columns:
        library.columns = columns
    elif key:
        stage.put(key, library.columns)
    stage.rest()
