"""The ledger as text: one row a line, every fault of a table named at once (the columns: see `permalink`)."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from litatlas.identity.slugs import id_fault
from litatlas.problems import LedgerError, Origin, Problem, quoted

KINDS = ("paper", "tag", "author", "venue", "year", "status", "theme")
"""The kinds of rows, in the ledger's order: papers, and the keys of the facets (tested against `FACETS`)."""

_RANKS = {kind: rank for rank, kind in enumerate(KINDS)}

COLUMNS = ("kind", "id", "name", "edition", "state", "target", "source", "note")

_HEADER = "# litatlas ledger 1\n# " + "\t".join(COLUMNS) + "\n"
_EMPTY = "-"
_LOOKS_EMPTY = re.compile(r"\\*-")
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_CONFLICT_MARKERS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


class State(StrEnum):
    """What stands at a published address."""

    LIVE = "live"
    REDIRECT = "redirect"
    TOMBSTONE = "tombstone"


_STATES = {state.value: state for state in State}


class Entry(Struct, frozen=True, array_like=True):
    """One row of the ledger."""

    kind: str
    id: str
    name: str
    edition: str = ""
    state: State = State.LIVE
    target: str = ""
    note: str = ""
    source: str = ""
    """Origin keys separated by spaces."""

    @property
    def key(self) -> tuple[str, str]:
        """What no other row has."""
        return (self.kind, self.id)

    @property
    def sources(self) -> tuple[str, ...]:
        """The origin keys one by one."""
        return tuple(self.source.split())


class Row(NamedTuple):
    """An entry and the line on which it stands."""

    line: int
    entry: Entry


def render_rows(entries: Iterable[Entry]) -> str:
    """Give the table with its two comment lines, sorted by kind and id."""
    return _HEADER + "".join(_render(entry) + "\n" for entry in in_order(entries))


def text_with(text: str, entries: Iterable[Entry]) -> str:
    """Give a table that `render_rows` gave with some rows put in, each in the place of the one with its kind and id."""
    lines = text.split("\n")
    for entry in entries:
        place = bisect_left(lines, _place(entry), _HEADER.count("\n"), len(lines) - 1, key=_place_of_line)
        stands = place < len(lines) - 1 and _place_of_line(lines[place]) == _place(entry)
        lines[place : place + stands] = [_render(entry)]
    return "\n".join(lines)


def _place_of_line(line: str) -> tuple[int, str]:
    kind, id, _ = line.split("\t", 2)
    return _RANKS[kind], id


def block_of(kind: str, text: str) -> str:
    """Give the lines of a kind, which stand together in a table that `render_rows` gave."""
    mark = f"\n{kind}\t"
    start = text.find(mark) + 1
    return text[start : text.index("\n", text.rindex(mark) + 1) + 1] if start else ""


def survives(entry: Entry) -> bool:
    """Say whether a row that is written and read is the same."""
    return all(cell.isprintable() for cell in (entry.id, entry.name, entry.edition, entry.source, entry.note))


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Give rows as the table has them: by kind and id."""
    return tuple(sorted(entries, key=_place))


def _place(entry: Entry) -> tuple[int, str]:
    return _RANKS[entry.kind], entry.id


def _render(entry: Entry) -> str:
    cells = (entry.kind, entry.id, entry.name, entry.edition, entry.state, entry.target, entry.source, entry.note)
    return "\t".join(_cell(value) for value in cells)


def folded(value: str) -> str:
    """Give a text as a cell can hold it: tabs, line breaks and other controls are spaces, all else stays."""
    return value if value.isprintable() else _UNWRITABLE.sub(" ", value)


def _cell(value: str) -> str:
    value = folded(value)
    if _LOOKS_EMPTY.fullmatch(value):
        return f"\\{value}"  # An author may be called "-": that is no empty cell.
    return value or _EMPTY


def _value(cell: str) -> str:
    if cell == _EMPTY:
        return ""
    return cell[1:] if cell.startswith("\\") and _LOOKS_EMPTY.fullmatch(cell) else cell


def parse_rows(text: str, file: str) -> tuple[Entry, ...]:
    """Read the table strictly.

    Raises:
        LedgerError: With one problem for every bad line, and none read: an
            address that is left out would be minted again for something else.
    """
    problems: list[Problem] = []
    rows: list[Row] = []
    for number, line in _lines(text):
        try:
            rows.append(Row(number, _parse(line)))
        except ValueError as fault:
            problems.append(Problem("bad-ledger", Origin(file, number), str(fault)))
    problems += [Problem("bad-ledger", Origin(file, line), message) for line, message in _clashes(rows)]
    if problems:
        raise LedgerError.of(problems)
    return tuple(row.entry for row in rows)


def line_numbers(text: str) -> Iterator[int]:
    """Give the line of each row of a table."""
    return (number for number, _ in _lines(text))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        line = line.removesuffix("\r")
        if line.strip() and not line.startswith("#"):
            yield number, line


def _values(line: str) -> list[str]:
    cells = line.split("\t")
    return [_value(cell) for cell in cells] if "\\" in line else ["" if cell == _EMPTY else cell for cell in cells]


def _parse(line: str) -> Entry:
    if line.startswith(_CONFLICT_MARKERS):
        raise ValueError(
            f"{quoted(line, 40)} is a conflict marker of git; the two branches are not merged; "
            "keep the rows of both sides and delete the marker lines"
        )
    values = _values(line)
    if len(values) != len(COLUMNS):
        raise ValueError(
            f"{quoted(line, 40)} has {len(values)} of {len(COLUMNS)} columns; the row cannot be read; "
            f"separate {', '.join(COLUMNS)} by tabs, with '-' for an empty cell"
        )
    kind, id, name, edition, state, target, source, note = values
    if kind not in KINDS:
        raise ValueError(f"kind {quoted(kind)} is unknown; the row cannot be read; use one of {', '.join(KINDS)}")
    if fault := id_fault(id):
        raise ValueError(f"id {quoted(id)} cannot be an address; {fault}")
    if kind == "paper" and not name:
        raise ValueError(
            f"{kind} {quoted(id)} has no citation key; what owns the address is not known; write it in column 3"
        )
    if state not in _STATES:
        raise ValueError(
            f"state {quoted(state)} is unknown; what stands at the address is not known; use one of {', '.join(State)}"
        )
    if (state == State.REDIRECT) != bool(target):
        raise ValueError(
            f"{kind} {quoted(id)} has state {quoted(state)} and target {quoted(target)}; "
            "a redirect needs the id that took its place, and nothing else has one"
        )
    return Entry(kind, id, name, edition, _STATES[state], target, note, source)


def _clashes(rows: list[Row]) -> Iterator[tuple[int, str]]:
    """Find rows that contradict each other: what two branches that were merged by hand leave behind."""
    by_key: dict[tuple[str, str], Row] = {}
    owners: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        entry = row.entry
        if first := by_key.get(entry.key):
            yield (
                row.line,
                f"{entry.kind} {quoted(entry.id)} stands on line {first.line} too; "
                "one address cannot have two owners; keep one row, and give the other paper an id of its own",
            )
            continue
        by_key[entry.key] = row
        for column, value in _owned(entry):
            first = owners.setdefault((entry.kind, column, value), row)
            if first is not row:
                yield (
                    row.line,
                    f"{column} {quoted(value)} of {quoted(entry.id)} is also that of {quoted(first.entry.id)} "
                    f"(line {first.line}); one of the two cannot be found by it; change or merge one",
                )
    yield from _bad_redirects(by_key)


def _owned(entry: Entry) -> Iterator[tuple[str, str]]:
    """What no second row may have: the name of a live row (citation keys ignoring case), every origin key."""
    if entry.state is State.LIVE:
        yield ("name", entry.name.casefold() if entry.kind == "paper" else entry.name)
    if entry.source:
        yield from (("source", source) for source in dict.fromkeys(entry.sources))


def _bad_redirects(rows: dict[tuple[str, str], Row]) -> Iterator[tuple[int, str]]:
    for row in rows.values():
        path = [row.entry.id]
        end: Row | None = row
        while end is not None and end.entry.state is State.REDIRECT and end.entry.target not in path:
            path.append(end.entry.target)
            end = rows.get((row.entry.kind, end.entry.target))
        if end is None:
            yield (
                row.line,
                f"{row.entry.kind} {quoted(row.entry.id)} redirects to {quoted(path[-1])}, which is not in the ledger; "
                "its readers would find nothing; name an id that is",
            )
        elif end.entry.state is State.REDIRECT:
            circle = " -> ".join((*path, end.entry.target))
            yield (
                row.line,
                f"{row.entry.kind} {quoted(row.entry.id)} redirects in a circle ({circle}); "
                "its readers would find nothing; let one of them be live",
            )


_PARTS = " | "


def tombstone_note(reason: str, title: str = "", byline: str = "") -> str:
    """Give a tombstone's note: `reason | title | byline`, so that its page outlives the record."""
    parts = [" ".join(part.replace("|", "/").split()) for part in (reason, title, byline)]
    return _PARTS.join(parts).rstrip(_PARTS)


def note_parts(note: str) -> tuple[str, str, str]:
    """Give what `tombstone_note` put together: reason, title, byline."""
    reason, title, byline = (*note.split(_PARTS, 2), "", "", "")[:3]
    return reason, title, byline
