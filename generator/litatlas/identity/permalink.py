"""The published path of everything, and the promise that it stays: the ledger.

The ledger is a tab-separated table with one row for everything that was ever
published, sorted by kind and id, so that two branches that add rows merge
well in git. It is only ever added to: a row changes its state, never its id.
Two comment lines stand above the rows: the format's version and the columns.

    kind    id      name    edition state   target  source  note

kind
    `paper`, or the key of a facet (`tag`, `author`, `venue`, `year`, `status`).
id
    Stem of the page: `mmicl` for papers/mmicl/, `chao-zhang` for authors/chao-zhang/.
name
    What owns the id: a paper's citation key, the author's name, the venue's
    series, the tag's slug. It is frozen like the id.
edition
    The first edition that published it; `-` before the first release.
state
    `live`, `redirect` (to `target`), `tombstone`.
target
    The id of the same kind that took its place; `-` where there is none.
source
    How the paper is found again where its record does not say its id: the
    origin keys of an entry of a bulk file, separated by spaces. `-` for
    curated records, which carry their id, and for most facets. `claims` makes them:

    - `papers.bib#smith2020`: file and key of the entry;
    - `doi:10.1000/xyz`, `arxiv:2401.00001` ...: an identifier in normal form;
    - `title:a-survey-0123456789`: a hash of the title, with and without the first author.

    For an author it is what says which person it is (`people`): `orcid:0000-0002-1825-0097`,
    `person:Ann_Smith_(Oxford)`.

    So a mended title, year or author changes no address as long as one key
    stays. A key belongs to one row; a rename or merge moves it to the row that
    is left, a tombstone keeps its own.
note
    Reason of a tombstone or redirect, on one line; `-` where there is none. A
    tombstone's may go on with the title and byline that its page shows:
    `Out of scope | A survey of surveys | Smith et al., 2020`.

An empty cell is `-`; a cell that says `-` is written `\\-`. Tabs, line breaks and
other control characters are spaces, every other character stays.
"""

from collections.abc import Callable, Iterable
from itertools import chain

from msgspec.structs import replace

from litatlas.identity.ledger import LEDGER_FILE, Ledger, Redirect, Tombstone
from litatlas.identity.ledger_format import KINDS, Entry, State, tombstone_note
from litatlas.identity.slugs import MAX_ID, RESERVED, free_number, id_fault, numbered, paper_id_wishes, slugify_id

__all__ = [
    "KINDS",
    "LEDGER_FILE",
    "MAX_ID",
    "RESERVED",
    "Entry",
    "Ledger",
    "Redirect",
    "State",
    "Tombstone",
    "id_fault",
    "join_sources",
    "live_ids",
    "mint",
    "mint_values",
    "paper_id_wishes",
    "slugify_id",
    "tombstone_note",
]


def join_sources(keys: Iterable[str]) -> str:
    """Give origin keys as the ledger's cell: each once, in order, without spaces inside."""
    return " ".join(dict.fromkeys("_".join(key.split()) for key in keys if key.strip()))


def live_ids(ledger: Ledger, kind: str) -> Callable[[str], str | None]:
    """Give what finds the live id to which one of a kind leads; for many, nearly all of which are live themselves."""
    live = {entry.id for entry in ledger.entries(kind) if entry.state is State.LIVE}

    def found(id: str) -> str | None:
        if id in live:
            return id
        end = ledger.resolve(kind, id)
        return end.id if end and end.state is State.LIVE else None

    return found


def mint(
    ledger: Ledger,
    kind: str,
    name: str,
    wanted: str,
    edition: str = "",
    alternatives: Iterable[str] = (),
    source: str = "",
) -> tuple[Ledger, str]:
    """Give the id of a thing, and the ledger in which it stands.

    Known things keep their id: first what owns one of the origin keys, then
    what owns the name. New ones get the first free id: from what is wanted,
    from the alternatives, then from what is wanted with a number. An id is
    free if no row of the kind ever had it. So ids depend on the order of the
    calls: callers mint in an order that is the same for the same records.

    Arguments:
        ledger: The ledger so far.
        kind: One of `KINDS`.
        name: What owns the id: citation key, author's name ... not empty.
        wanted: The best id, as text or slug.
        edition: The edition that publishes it first.
        alternatives: Ids to try when the wanted one is taken, best first.
        source: Origin keys of an entry of a bulk file; new ones are added to its row.
    """
    known = ledger.id_of_source(source) if kind == "paper" else None
    known = known or ledger.id_named(kind, name)
    if known:
        return _with_sources(ledger, kind, known, source), known
    owner = ledger.owner(kind, name)
    if owner and kind != "paper":
        # A year, venue, tag or author of which there are papers again: its page comes back where it was.
        return ledger.with_entries(replace(owner, state=State.LIVE, target="", note="")), owner.id
    id = _free_id(ledger, kind, slugify_id(wanted, kind), (slugify_id(text, kind) for text in alternatives))
    new = join_sources(key for key in source.split() if ledger.id_of_source(key) is None)
    return ledger.with_entries(Entry(kind, id, name, edition, source=new)), id


def mint_values(ledger: Ledger, kind: str, names: Iterable[str], edition: str = "") -> Ledger:
    """Mint the ids of a facet's values; the names are sorted first, so their order does not matter."""
    for name in sorted(set(names)):
        ledger, _ = mint(ledger, kind, name, name, edition)
    return ledger


def _with_sources(ledger: Ledger, kind: str, id: str, source: str) -> Ledger:
    entry = ledger.entry(kind, id)
    new = [key for key in source.split() if ledger.id_of_source(key) is None]
    if not new or entry is None:
        return ledger
    return ledger.with_entries(replace(entry, source=join_sources((*entry.sources, *new))))


def _free_id(ledger: Ledger, kind: str, wanted: str, others: Iterable[str]) -> str:
    for wish in chain((wanted,), others):
        if ledger.entry(kind, wish) is None:
            return wish
    return numbered(wanted, free_number(lambda number: ledger.entry(kind, numbered(wanted, number)) is not None))
