"""The ledger as a value: look up, resolve, add; everything ever published (the format: see `permalink`)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from litatlas.identity.ledger_format import (
    Entry,
    State,
    block_of,
    folded,
    in_order,
    line_numbers,
    note_parts,
    parse_rows,
    render_rows,
    text_with,
)
from litatlas.layers import Layers
from litatlas.problems import Origin

LEDGER_FILE = "permalinks.tsv"
"""Where the ledger stands in the survey folder."""

_RANK = {State.TOMBSTONE: 0, State.REDIRECT: 1, State.LIVE: 2}


class Redirect(Struct, frozen=True):
    """An address whose page sends its readers on."""

    kind: str
    id: str
    target: str
    """The id of the same kind at the end of the chain; never itself a redirect."""

    note: str = ""


class Tombstone(Struct, frozen=True):
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
        self.text = ""
        """The table as it was read; empty where something was added since."""

        self.in_form = False
        """Whether `text` is what `render` gives: it was written by a build, and by nobody else."""

        self._before = self
        """The ledger as it was read, before anything was added."""

        self._rows: Layers[tuple[str, str], Entry] = Layers({(entry.kind, entry.id): entry for entry in entries})

    @classmethod
    def parse(cls, text: str, file: str = LEDGER_FILE, rows: Iterable[Entry] | None = None) -> "Ledger":
        """Read the table; a LedgerError names every bad line, and nothing is read.

        Arguments:
            text: The table.
            file: What it is called in messages.
            rows: What `parse_rows` gave of this very text before, so that nobody need read it again.
        """
        ledger = cls(parse_rows(text, file) if rows is None else rows, file)
        ledger.text = text
        return ledger

    def render(self) -> str:
        """Give the table as text, sorted; `Ledger.parse` of it is the same ledger."""
        return self.text if self.in_form else self._rendered

    @cached_property
    def _rendered(self) -> str:
        before = self._before
        return text_with(before.text, self.new_rows()) if before.in_form else render_rows(self._rows.values())

    def text_of(self, kinds: Iterable[str]) -> str:
        """Give the rows of some kinds as `render` does."""
        return "".join(block_of(kind, self.render()) for kind in kinds)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Ledger):
            return NotImplemented
        return self is other or self.entries() == other.entries()

    def __hash__(self) -> int:
        return hash(self.entries())

    def __len__(self) -> int:
        return len(self._rows)

    def origin(self, kind: str, id: str) -> Origin:
        """Give the place of a row in the ledger's file; line 0 for a row that was not read from it."""
        return Origin(self.file, self._before._lines.get((kind, id), 0))

    def is_new(self, kind: str, id: str) -> bool:
        """Say whether a row was minted since the ledger was read, so that nobody can have seen its page."""
        return (kind, id) in self._rows and (kind, id) not in self._before._lines

    @cached_property
    def _lines(self) -> dict[tuple[str, str], int]:
        """The line of each row that was read: no two rows have one key, so they stand in the order of the file."""
        return dict(zip(self._rows, line_numbers(self.text), strict=True)) if self.text else {}

    # The two ways back to a row are found when somebody asks for one: a build that mints nothing does not.

    @cached_property
    def _ids_by_name(self) -> Layers[tuple[str, str], str]:
        rows = self._rows.values()
        gone = _owners((row for row in rows if row.state is not State.LIVE), lambda _kind, _name: None)
        # Nearly all are live, and those come before all others.
        return Layers(
            gone | {(row.kind, _name_key(row.kind, row.name)): row.id for row in rows if row.state is State.LIVE}
        )

    @cached_property
    def _ids_by_source(self) -> Layers[tuple[str, str], str]:
        return Layers(_by_source(self._rows.values()))

    def entry(self, kind: str, id: str) -> Entry | None:
        """Give the row of an id (in any case), or None."""
        return self._rows.get((kind, id.lower()))

    def entries(self, kind: str | None = None) -> tuple[Entry, ...]:
        """Give the rows, or those of one kind, in the order of the file."""
        return self._of_kinds.get(kind, ()) if kind else self._in_order

    @cached_property
    def _of_kinds(self) -> Mapping[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {}
        for entry in self._in_order:
            found.setdefault(entry.kind, []).append(entry)
        return {kind: tuple(entries) for kind, entries in found.items()}

    @cached_property
    def _in_order(self) -> tuple[Entry, ...]:
        return tuple(self._rows.values()) if self.in_form else in_order(self._rows.values())

    def resolve(self, kind: str, id: str) -> Entry | None:
        """Give the row at the end of an id's redirects: live or a tombstone; None for an id never published."""
        return self._end(self.entry(kind, id))

    def _end(self, entry: Entry | None) -> Entry | None:
        while entry is not None and entry.state is State.REDIRECT:
            entry = self.entry(entry.kind, entry.target)
        return entry

    def owner(self, kind: str, name: str) -> Entry | None:
        """Give the row that owns a name: the live one before a redirect before a tombstone."""
        id = self._ids_by_name.get((kind, _name_key(kind, name)))
        return None if id is None else self.entry(kind, id)

    def id_named(self, kind: str, name: str) -> str | None:
        """Give the live id that a name leads to, through redirects where the name was merged into another."""
        end = self.named(kind, name)
        return end.id if end else None

    def named(self, kind: str, name: str) -> Entry | None:
        """Give the live row that a name leads to."""
        end = self._end(self.owner(kind, name))
        return end if end and end.state is State.LIVE else None

    def id_of_source(self, source: str, kind: str = "paper") -> str | None:
        """Give the id that the first known of some origin keys leads to, through redirects.

        A tombstone's id is given too: an entry of a bulk file that was
        withdrawn must not get a second address; `checks` reports it.
        """
        for key in source.split():
            id = self._ids_by_source.get((kind, key))
            end = self.resolve(kind, id) if id else None
            if end:
                return end.id
        return None

    def names_taken(self, kind: str) -> Collection[str]:
        """Give all names that rows of a kind ever had, as a view that ignores the case of citation keys."""
        return _NamesTaken(self._ids_by_name, kind)

    def slugs(self) -> dict[tuple[str, str], str]:
        """Give the live slug of every facet value by (kind, name), merged names included: for `Library`."""
        rows = [row for row in self._rows.values() if row.kind != "paper"]
        merged = (
            (row.kind, row.name, self.id_named(row.kind, row.name)) for row in rows if row.state is not State.LIVE
        )
        live = {(row.kind, row.name): row.id for row in rows if row.state is State.LIVE}
        return {(kind, name): id for kind, name, id in merged if id} | live

    def merged_names(self) -> dict[tuple[str, str], str]:
        """Give, for every facet value that was merged, the name of the one that is left: for `Library`'s `names`."""
        rows = (entry for entry in self._rows.values() if entry.state is State.REDIRECT and entry.kind != "paper")
        ends = ((entry, self.resolve(entry.kind, entry.id)) for entry in rows)
        return {(entry.kind, entry.name): end.name for entry, end in ends if end and end.state is State.LIVE}

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
            Tombstone(entry.kind, entry.id, entry.name, *note_parts(entry.note), edition=entry.edition)
            for entry in gone
        )

    def with_entries(self, *entries: Entry) -> "Ledger":
        """Give a ledger with these rows too; a row takes the place of the one with its kind and id."""
        if all(self._rows.get(entry.key) == entry for entry in entries):
            return self
        grown = Ledger(file=self.file)
        grown._before = self._before
        grown._rows = self._rows.with_items({entry.key: entry for entry in entries})
        grown._ids_by_name = self._ids_by_name.with_items(_owners(entries, self.owner))
        grown._ids_by_source = self._ids_by_source.with_items(_by_source(entries))
        return grown

    def new_rows(self) -> tuple[Entry, ...]:
        """Give the rows that are not as they were read, in the order of the file."""
        return self.rows_beside(self._before)

    def rows_beside(self, other: "Ledger") -> tuple[Entry, ...]:
        """Give the rows that are not the same in another ledger, in the order of the file."""
        if self is other:
            return ()
        return in_order(row for row in self._rows.beside(other._rows) if other.entry(*row.key) != row)


def _owners(entries: Iterable[Entry], owner: Callable[[str, str], Entry | None]) -> dict[tuple[str, str], str]:
    """Give the id that each name of some rows leads to, where `owner` gives the row that had a name before."""
    names: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        name = (entry.kind, _name_key(entry.kind, entry.name))
        holder = names.get(name) or owner(entry.kind, entry.name)
        if holder is None or holder.id == entry.id or _RANK[entry.state] >= _RANK[holder.state]:
            names[name] = entry
    return {name: entry.id for name, entry in names.items()}


def _by_source(entries: Iterable[Entry]) -> dict[tuple[str, str], str]:
    """Give the id that each origin key of some rows leads to."""
    return {(entry.kind, key): entry.id for entry in entries if entry.source for key in entry.sources}


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
    return folded(name).casefold() if kind == "paper" else folded(name)
