"""The published path of everything, and the promise that it stays: slugs, reserved names, the ledger.

The ledger is a tab-separated table with one row for everything that was ever
published, sorted by kind and id, so that two branches that add rows merge
well in git. It is only ever added to: a row changes its state, never its id.

    kind    id      name    edition state   target  note

kind
    `paper`, or the key of a facet (`tag`, `author`, `venue`, `year`).
id
    Stem of the page: `mmicl` for papers/mmicl/, `chao-zhang` for authors/chao-zhang/.
name
    What owns the id: a paper's citation key, the author's name, the venue's
    series, the tag's name. It is frozen like the id.
edition
    The first edition that published it; `-` before the first release.
state
    `live`, `redirect` (to `target`), `tombstone`.
target
    The id of the same kind that took its place; `-` where there is none.
note
    Reason of a tombstone or redirect, on one line; `-` where there is none.
"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What stands at a published address."""

    LIVE = "live"
    REDIRECT = "redirect"
    TOMBSTONE = "tombstone"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger."""

    kind: str
    id: str
    name: str
    edition: str = ""
    state: State = State.LIVE
    target: str = ""
    note: str = ""


MAX_ID = 60
"""The longest id, in characters."""

RESERVED = frozenset(
    {"index", "404", "assets", "search", "sitemap", "robots", "feed", "page", "con", "prn", "aux", "nul"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10)}
)
"""Ids that would be taken for another page, or that Windows cannot store as a file."""
