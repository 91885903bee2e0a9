"""What ties records to each other, and authors: those that share no tie change nothing of what becomes of each other.

Two records are one work, have one id or are in each other's way only where they have an identifier, a title, an id,
an origin key or a place in common, or where the ledger leads from their keys to one paper. Two names are one
person, or share an address, only where they have a name or an ORCID iD in common, or lead to one row of the ledger.

A tie is kept as a number of 32 bits. Where two ties have one number, more is looked at than need be, never less.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from zlib import crc32

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.identity.identifiers import is_orcid, normal_title
from litatlas.identity.ledger_format import Entry, folded
from litatlas.identity.permalink import Ledger
from litatlas.intake.claims import origin_keys
from litatlas.model import Author, Record
from litatlas.problems import Origin

Numbers = NDArray[np.int64]

_POSITIONS = 20
"""Bits of a holder that say which author of a paper it is."""

_POSITION = (1 << _POSITIONS) - 1


def tie(kind: str, text: str) -> int:
    """Give the number of a tie."""
    return crc32(f"{kind} {text}".encode("utf-8", "surrogatepass"))


def tie_of_name(name: str) -> int:
    """Give the tie of all who have a name: to the ledger, names that it cannot hold are one with those that it can."""
    return tie("name", folded(name))


def tie_of_place(origin: Origin) -> int:
    """Give the tie of records that stand in one place."""
    return tie("place", str(origin))


def ties_of_record(record: Record, ledger: Ledger) -> set[int]:
    """Give all that ties a record to others."""
    keys = origin_keys((record,))
    ids = (record.id, *(ledger.id_of_source(key) for key in keys))
    ties = {tie("paper", id.lower()) for id in ids if id} | {tie("key", key) for key in keys}
    return ties | {tie("title", normal_title(record.title)), tie_of_place(record.origin)}


def ties_of_author(author: Author, ledger: Ledger) -> set[int]:
    """Give all that ties an author of a paper to others."""
    orcid = author.orcid if is_orcid(author.orcid) else ""
    # As the ledger may have told the person from others of the name.
    distinct = [f"{author.name} ({mark})" for mark in (orcid, author.disambiguator, "other") if mark]
    names = (author.name, *distinct)
    keys = (*([f"orcid:{orcid}"] if orcid else []), *(f"person:{'_'.join(name.split())}" for name in distinct))
    led = (ledger.id_of_source(key, "author") for key in keys)
    rows = [*(ledger.owner("author", name) for name in names), *(ledger.entry("author", id) for id in led if id)]
    ties = {tie_of_name(name) for name in names} | {tie("key", key) for key in keys}
    for row in (passed for first in rows if first for passed in _way(first, ledger)):
        ties |= {tie("row", row.id), tie_of_name(row.name), *(tie("key", key) for key in row.sources)}
    return ties


def _way(row: Entry, ledger: Ledger) -> Iterator[Entry]:
    """Give a row and those to which it redirects."""
    yield row
    while row.target and (end := ledger.entry(row.kind, row.target)):
        row = end
        yield row


class Ties(Struct, frozen=True):
    """Who has which ties: columns, packed. A holder is a record, by its place among all, or one of its authors."""

    ties: bytes = b""
    holders: bytes = b""

    @classmethod
    def of(cls, held: Iterable[tuple[int, int, Iterable[int]]]) -> "Ties":
        """Take the ties of holders: the place of the record, the author's position, the ties."""
        rows = [(tie, place << _POSITIONS | position) for place, position, ties in held for tie in ties]
        ties, holders = np.array(rows, np.int64).reshape(-1, 2).T
        return cls(ties.astype(np.uint32).tobytes(), holders.tobytes())

    def _columns(self) -> tuple[Numbers, Numbers]:
        return np.frombuffer(self.ties, np.uint32).astype(np.int64), np.frombuffer(self.holders, np.int64)

    def reached(self, gone: Iterable[int], fresh: Iterable[Set[int]]) -> tuple[dict[int, list[int]], set[int]]:
        """Give all who are tied to somebody, by themselves or through others, and all their ties.

        Arguments:
            gone: Places of records. What stands there is given, too.
            fresh: The ties of others.

        Returns:
            The positions of the authors by the place of their record (of a record: 0), and the ties of all. Where
            nobody holds any ties, nothing: then nobody looks at those of others.
        """
        if not self.holders:
            return {}, set()
        ties, holders = self._columns()
        held = _among(holders >> _POSITIONS, gone)
        found, count = set(ties[held].tolist()).union(*fresh), -1
        while len(found) > count:
            count = len(found)
            held = _among(holders, holders[_among(ties, found)].tolist())
            found.update(ties[held].tolist())
        positions: dict[int, list[int]] = {}
        for holder in np.unique(holders[held]).tolist():
            positions.setdefault(holder >> _POSITIONS, []).append(holder & _POSITION)
        return positions, found

    def without(self, wanted: Iterable[int], now: Sequence[int]) -> "Ties":
        """Give those of the holders who have none of some ties.

        Arguments:
            wanted: All ties of those who go.
            now: The place that the record of each place has now.
        """
        ties, holders = self._columns()
        kept = ~_among(ties, wanted)
        ties, holders = ties[kept], holders[kept]
        places = np.array(now, np.int64)[holders >> _POSITIONS]
        return Ties(ties.astype(np.uint32).tobytes(), (places << _POSITIONS | holders & _POSITION).tobytes())

    def __add__(self, other: "Ties") -> "Ties":
        return Ties(self.ties + other.ties, self.holders + other.holders)


def _among(values: Numbers, wanted: Iterable[int]) -> NDArray[np.bool_]:
    """Say of each value whether it is one of a few."""
    few = np.array(sorted(wanted), np.int64)
    if not len(few):
        return np.zeros(len(values), np.bool_)
    found: NDArray[np.bool_] = few[np.searchsorted(few, values).clip(max=len(few) - 1)] == values
    return found


class Again(Struct, frozen=True):
    """Which things are looked at again, since something that changed is tied to them."""

    now: Sequence[int]
    """The place that each thing of before has now, -1 for one that is gone; empty where none stays as it was."""

    reached: Mapping[int, Sequence[int]]
    """Those of before that are looked at again, by the place that they had; of a record, the positions of authors."""

    ties: Set[int]
    """All ties of those, and of the new ones."""

    places: Sequence[int]
    """Where they and the new ones stand now, in order."""


def again(
    before: Sequence[Hashable],
    held: Ties,
    things: Sequence[Hashable],
    ties_of: Callable[[Sequence[int]], Iterable[Set[int]]],
) -> Again:
    """Say which things are looked at again.

    Arguments:
        before: Things as they were, in order.
        held: Their ties.
        things: As they are now.
        ties_of: Gives the ties of new ones, by their places.
    """
    now, new = _moved(before, things)
    gone = (place for place, there in enumerate(now) if there < 0)
    reached, ties = (held if now else Ties()).reached(gone, ties_of(new))
    return Again(now, reached, ties, sorted({*new, *(now[place] for place in reached)} - {-1}))


def _moved(before: Sequence[Hashable], things: Sequence[Hashable]) -> tuple[list[int], list[int]]:
    """Give the place that each thing of before has now, -1 for one that is gone, and the places of new ones.

    Where they are not in the order in which they were, all are new, and there was nothing before.
    """
    both = set(before).intersection(things)
    old = [at for at, thing in enumerate(before) if thing in both]
    kept = [at for at, thing in enumerate(things) if thing in both]
    if [before[at] for at in old] != [things[at] for at in kept]:
        return [], list(range(len(things)))
    now = [-1] * len(before)
    for place, there in zip(old, kept, strict=True):
        now[place] = there
    return now, sorted(set(range(len(things))).difference(kept))
