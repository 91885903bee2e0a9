"""The published path of everything, and the promise that it stays: the ledger.

The ledger is a tab-separated table with one row for everything that was ever
published, sorted by kind and id, so that two branches that add rows merge
well in git. It is only ever added to: a row changes its state, never its id.
Two comment lines stand above the rows: the format's version and the columns.

    kind    id      name    edition state   target  source  note

kind
    `paper`, or the key of a facet (`tag`, `author`, `venue`, `year`).
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
    curated records, which carry their id, and for facets. The keys, strongest
    first:

    - `papers.bib#smith2020`: file and key of the entry (BibTeX, RIS, CSL-JSON);
    - `doi:10.1000/xyz`, `arxiv:2401.00001` ...: an identifier in normal form;
    - `title:a-survey-of-surveys`: the slug of the title, where there is nothing better.

    So a mended title, year or author changes no address as long as one key
    stays. A key belongs to one row; a merge moves it to the paper that is left.
note
    Reason of a tombstone or redirect, on one line; `-` where there is none.

An empty cell is `-`.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from litatlas.layers import Layers
from litatlas.ledger_format import KINDS as KINDS
from litatlas.ledger_format import Entry as Entry
from litatlas.ledger_format import parse_rows, render_rows
from litatlas.ledger_format import State as State
from litatlas.problems import Origin
from litatlas.slugs import MAX_ID as MAX_ID
from litatlas.slugs import RESERVED as RESERVED
from litatlas.slugs import id_fault as id_fault
from litatlas.slugs import free_number, numbered
from litatlas.slugs import paper_id_wishes as paper_id_wishes
from litatlas.slugs import slugify_id as slugify_id

LEDGER_FILE = "permalinks.tsv"
"""Where the ledger stands in the survey folder."""

_RANK = {State.TOMBSTONE: 0, State.REDIRECT: 1, State.LIVE: 2}


@dataclass(frozen=True, slots=True)
class Redirect:
    """An address whose page sends its readers on."""

    kind: str
    id: str
    target: str
    """The id of the same kind at the end of the chain; never itself a redirect."""

    note: str = ""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An address whose page says what stood there and why it is gone."""

    kind: str
    id: str
    name: str
    reason: str
    title: str = ""
    """Title of the withdrawn paper; empty where the ledger does not tell."""

    byline: str = ""
    """Authors and year of the withdrawn paper: `Haozhe Zhao et al., 2023`."""

    edition: str = ""


class Ledger:
    """Everything ever published; immutable: `with_entries` and `mint` give a new one that shares what stays.

    Arguments:
        entries: The rows, in any order.
        file: What the ledger is called in messages.
    """

    def __init__(self, entries: Iterable[Entry] = (), file: str = LEDGER_FILE) -> None:
        self.file = file
        self._lines: dict[tuple[str, str], int] = {}
        self._rows: Layers[tuple[str, str], Entry] = Layers()
        self._ids_by_name: Layers[tuple[str, str], str] = Layers()
        self._ids_by_source: Layers[str, str] = Layers()
        self._add(entries)

    @classmethod
    def parse(cls, text: str, file: str = LEDGER_FILE) -> "Ledger":
        """Read the table; a LedgerError names every bad line, and nothing is read."""
        rows = parse_rows(text, file)
        ledger = cls((row.entry for row in rows), file)
        ledger._lines = {row.entry.key: row.line for row in rows}
        return ledger

    def render(self) -> str:
        """Give the table as text, sorted; `Ledger.parse` of it is the same ledger."""
        return render_rows(self._rows.values())

    def __eq__(self, other: object) -> bool:
        return self.entries() == other.entries() if isinstance(other, Ledger) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.entries())

    def __len__(self) -> int:
        return len(self._rows)

    def origin(self, kind: str, id: str) -> Origin:
        """Give the place of a row in the ledger's file; line 0 for a row that was not read from it."""
        return Origin(self.file, self._lines.get((kind, id), 0))

    def entry(self, kind: str, id: str) -> Entry | None:
        """Give the row of an id (in any case), or None."""
        return self._rows.get((kind, id.lower()))

    def entries(self, kind: str | None = None) -> tuple[Entry, ...]:
        """Give the rows, or those of one kind, in the order of the file."""
        chosen = (entry for entry in self._rows.values() if kind in (None, entry.kind))
        return tuple(sorted(chosen, key=lambda entry: (KINDS.index(entry.kind), entry.id)))

    def resolve(self, kind: str, id: str) -> Entry | None:
        """Give the row at the end of an id's redirects: live or a tombstone; None for an id never published."""
        entry = self.entry(kind, id)
        while entry is not None and entry.state is State.REDIRECT:
            entry = self.entry(kind, entry.target)
        return entry

    def owner(self, kind: str, name: str) -> Entry | None:
        """Give the row that owns a name: the live one before a redirect before a tombstone."""
        id = self._ids_by_name.get((kind, _name_key(kind, name)))
        return None if id is None else self.entry(kind, id)

    def id_named(self, kind: str, name: str) -> str | None:
        """Give the live id that a name leads to, through redirects where the name was merged into another."""
        owner = self.owner(kind, name)
        end = self.resolve(kind, owner.id) if owner else None
        return end.id if end and end.state is State.LIVE else None

    def id_of_source(self, source: str) -> str | None:
        """Give the paper id that the first known of some origin keys leads to, through redirects.

        A tombstone's id is given too: an entry of a bulk file that was
        withdrawn must not get a second address; `checks` reports it.
        """
        for key in source.split():
            id = self._ids_by_source.get(key)
            end = self.resolve("paper", id) if id else None
            if end:
                return end.id
        return None

    def names_taken(self, kind: str) -> Collection[str]:
        """Give all names that rows of a kind ever had, as a view that ignores the case of citation keys."""
        return _NamesTaken(self._ids_by_name, kind)

    def slugs(self) -> dict[tuple[str, str], str]:
        """Give the live slug of every facet value by (kind, name), merged names included: for `Library`."""
        found = ((entry.kind, entry.name, self.id_named(entry.kind, entry.name)) for entry in self._rows.values())
        return {(kind, name): id for kind, name, id in found if id and kind != "paper"}

    def redirects(self) -> tuple[Redirect, ...]:
        """Give the addresses that send their readers on, in order, each to the end of its chain."""
        sent = (
            (entry, self.resolve(entry.kind, entry.id)) for entry in self.entries() if entry.state is State.REDIRECT
        )
        return tuple(Redirect(entry.kind, entry.id, end.id, entry.note) for entry, end in sent if end)

    def tombstones(self) -> tuple[Tombstone, ...]:
        """Give the addresses of what was withdrawn, in order."""
        gone = (entry for entry in self.entries() if entry.state is State.TOMBSTONE)
        return tuple(
            Tombstone(entry.kind, entry.id, entry.name, *_note_parts(entry.note), edition=entry.edition)
            for entry in gone
        )

    def with_entries(self, *entries: Entry) -> "Ledger":
        """Give a ledger with these rows too; a row takes the place of the one with its kind and id."""
        grown = Ledger(file=self.file)
        grown._lines = self._lines
        grown._rows, grown._ids_by_name, grown._ids_by_source = self._rows, self._ids_by_name, self._ids_by_source
        grown._add(entries)
        return grown

    def _add(self, entries: Iterable[Entry]) -> None:
        rows: dict[tuple[str, str], Entry] = {}
        names: dict[tuple[str, str], Entry] = {}
        sources: dict[str, str] = {}
        for entry in entries:
            rows[entry.key] = entry
            name = (entry.kind, _name_key(entry.kind, entry.name))
            holder = names.get(name) or self.owner(entry.kind, entry.name)
            if holder is None or holder.id == entry.id or _RANK[entry.state] >= _RANK[holder.state]:
                names[name] = entry
            sources |= dict.fromkeys(entry.sources, entry.id)
        self._rows = self._rows.with_items(rows)
        self._ids_by_name = self._ids_by_name.with_items({name: entry.id for name, entry in names.items()})
        self._ids_by_source = self._ids_by_source.with_items(sources)


class _NamesTaken(Collection[str]):
    """The names of one kind; asking for one takes the same time in a ledger of any size."""

    def __init__(self, ids_by_name: Layers[tuple[str, str], str], kind: str) -> None:
        self._ids_by_name = ids_by_name
        self._kind = kind

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and (self._kind, _name_key(self._kind, name)) in self._ids_by_name

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(name for kind, name in self._ids_by_name if kind == self._kind))

    def __len__(self) -> int:
        return sum(1 for kind, _ in self._ids_by_name if kind == self._kind)


def _name_key(kind: str, name: str) -> str:
    """Citation keys are the same in any case (BibTeX); the names of facets are themselves."""
    return name.casefold() if kind == "paper" else name


_PARTS = " | "


def tombstone_note(reason: str, title: str = "", byline: str = "") -> str:
    """Give a tombstone's note: `reason | title | byline`, so that its page outlives the record."""
    parts = [" ".join(part.replace("|", "/").split()) for part in (reason, title, byline)]
    return _PARTS.join(parts).rstrip(_PARTS)


def _note_parts(note: str) -> tuple[str, str, str]:
    reason, title, byline = (*note.split(_PARTS, 2), "", "", "")[:3]
    return reason, title, byline


def join_sources(keys: Iterable[str]) -> str:
    """Give origin keys as the ledger's cell: each once, in order, without spaces inside."""
    return " ".join(dict.fromkeys("_".join(key.split()) for key in keys if key.strip()))


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
        return ledger.with_entries(replace(owner, state=State.LIVE, note="")), owner.id
    id = _free_id(ledger, kind, [slugify_id(text, kind) for text in (wanted, *alternatives)])
    return _with_sources(ledger.with_entries(Entry(kind, id, name, edition)), kind, id, source), id


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


def _free_id(ledger: Ledger, kind: str, wishes: list[str]) -> str:
    for wish in wishes:
        if ledger.entry(kind, wish) is None:
            return wish
    return numbered(wishes[0], free_number(lambda number: ledger.entry(kind, numbered(wishes[0], number)) is not None))
