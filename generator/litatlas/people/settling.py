"""Which page is whose: people meet the ledger, and no address is lost on either side.

A person takes, in this order, the row of the slug that authors.yml names, the
row that carries their ORCID iD or disambiguator, the row of their shown name,
the rows of their other spellings. The first found is their page; the others
redirect to it, unless they are somebody else's. A row is found through
redirects, so what `litatlas merge author/OLD author/NEW` joined stays joined.

A name that several people have leads to the page of the one who had it first
(their key is in its row), else of the one of whom nothing but the name is
known, else to nobody's: then its page lists the people of that name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from litatlas.ledger_format import Entry, State
from litatlas.people.grouping import Group, Key
from litatlas.people.person import People, Person
from litatlas.permalink import Ledger, join_sources, mint
from litatlas.problems import Problems, quoted

_KIND = "author"
_SAME = "another spelling of the same name"
"""Note of a redirect from one spelling's page to another's."""


@dataclass(frozen=True, slots=True)
class Settled:
    """People with their pages."""

    ledger: Ledger
    names: dict[Key, str]
    """The name by which the ledger knows each group."""

    people: People


def settle(groups: Sequence[Group], ledger: Ledger, problems: Problems, edition: str = "") -> Settled:
    """Give every person a row of the ledger, and join the rows of their spellings.

    Groups of authors.yml that are on no paper and were never published get none.
    """
    claims = _Claims(groups, ledger)
    rows = {group.key: row for group in groups if (row := claims.first(group))}
    taken = {row.id for row in rows.values()}
    for group in groups:
        row = rows.get(group.key)
        if row is None:
            continue
        ledger = _joined(group, row, claims, taken, ledger)
        ledger, rows[group.key] = _at_wanted_slug(group, row, claims, ledger)
    for group in sorted(groups, key=lambda group: (claims.new_name(group), group.key)):
        if group.key not in rows and group.printed:
            ledger, rows[group.key] = _minted(group, claims, ledger, edition)
    ledger = _with_keys(groups, rows, ledger)
    # A page may have moved to the slug of one group after another group found it.
    ends = {key: ledger.resolve(_KIND, row.id) or row for key, row in rows.items()}
    _tell_slugs(groups, ends, problems)
    return Settled(ledger, {key: end.name for key, end in ends.items()}, _people(groups, ends))


class _Claims:
    """Who may take which row."""

    def __init__(self, groups: Sequence[Group], ledger: Ledger) -> None:
        self._ledger = ledger
        self._bearers: dict[str, list[Group]] = {}
        for group in groups:
            for name in (*group.spellings, *_distinct_names(group)):
                self._bearers.setdefault(name, []).append(group)
        self._owners = {name: self._find_owner(name) for name in self._bearers}

    def _find_owner(self, name: str) -> Group | None:
        bearers = self._bearers[name]
        row = self._ledger.entry(_KIND, self._ledger.id_named(_KIND, name) or "")
        keyed = [group for group in bearers if row and set(group.identity_keys) & set(row.sources)]
        plain = [group for group in bearers if group.takes_all]
        named = [group for group in bearers if row and group.entry and group.entry.slug == row.id]
        candidates = keyed or plain or named or (bearers if len(bearers) == 1 else [])
        return candidates[0] if candidates else None

    def may_take(self, group: Group, row: Entry) -> bool:
        """Say whether a row is a group's, or nobody's."""
        return self._owners.get(row.name) in (group, None)

    def first(self, group: Group) -> Entry | None:
        """Give the live row that is the group's page now."""
        wished = self._wished(group)
        return wished or next((row for row in self.rows(group) if row.state is State.LIVE), None)

    def _wished(self, group: Group) -> Entry | None:
        """Give the row of the slug that authors.yml names, or the one that it leads to, if it may be had."""
        slug = group.entry.slug if group.entry else ""
        row = self._ledger.entry(_KIND, slug) if slug else None
        end = self._ledger.resolve(_KIND, slug) if slug else None
        if row is None or end is None:
            return None
        if self.may_take(group, end):
            return end if end.state is State.LIVE else replace(end, state=State.LIVE, note="")
        # Two who were joined are told apart again: the page comes back from its redirect.
        mine = row.state is State.REDIRECT and self._owners.get(row.name) is group
        return replace(row, state=State.LIVE, target="", note="") if mine else None

    def rows(self, group: Group) -> list[Entry]:
        """Give the rows that are the group's by key or name, through redirects, the main one first."""
        ledger = self._ledger
        keyed = [ledger.id_of_source(key, _KIND) for key in group.identity_keys]
        named = [
            ledger.id_named(_KIND, name)
            for name in (*_distinct_names(group), *group.spellings)
            if self._owners[name] is group
        ]
        found = [row for id in keyed if id and (row := ledger.entry(_KIND, id)) and self.may_take(group, row)]
        found += [row for id in named if id and (row := ledger.entry(_KIND, id))]
        return list({row.id: row for row in found}.values())

    def new_name(self, group: Group) -> str:
        """Give the name under which a new row would stand: one that no other row is found by."""
        own = [name for name in group.spellings if self._owners[name] is group]
        names = (*own, *_distinct_names(group))
        return next((name for name in names if not self._ledger.id_named(_KIND, name)), names[-1])


def _distinct_names(group: Group) -> tuple[str, ...]:
    """Give names that nobody shares: for the ledger's rows, where another person has the bare name."""
    name = group.spellings[0]
    slug = group.entry.slug if group.entry else ""
    marks = (group.disambiguator, *group.orcids, slug)
    return tuple(f"{name} ({mark})" for mark in marks if mark) or (f"{name} (other)",)


def _joined(group: Group, row: Entry, claims: _Claims, taken: set[str], ledger: Ledger) -> Ledger:
    """Let the pages of the group's other spellings redirect to its page."""
    if ledger.entry(_KIND, row.id) != row:
        ledger = ledger.with_entries(row)
    others = [
        other
        for other in claims.rows(group)
        if other.id != row.id and other.id not in taken and claims.may_take(group, other)
    ]
    gone = (replace(other, state=State.REDIRECT, target=row.id, source="", note=_SAME) for other in others)
    return ledger.with_entries(*gone) if others else ledger


def _at_wanted_slug(group: Group, row: Entry, claims: _Claims, ledger: Ledger) -> tuple[Ledger, Entry]:
    """Move a page to the slug that authors.yml names; its old address redirects."""
    slug = group.entry.slug if group.entry else ""
    holder = ledger.entry(_KIND, slug) if slug else None
    free = holder is None or (holder.state is State.REDIRECT and ledger.resolve(_KIND, slug) == row)
    if not slug or row.id == slug or not free or not claims.may_take(group, row):
        return ledger, row
    moved = replace(row, id=slug)
    old = replace(row, state=State.REDIRECT, target=slug, source="")
    return ledger.with_entries(old, moved), moved


def _minted(group: Group, claims: _Claims, ledger: Ledger, edition: str) -> tuple[Ledger, Entry]:
    name = claims.new_name(group)
    shown = group.spellings[0]
    wishes = [group.entry.slug] if group.entry and group.entry.slug else []
    wishes += [f"{shown} {group.disambiguator}"] if group.disambiguator else [shown]
    ledger, id = mint(ledger, _KIND, name, wishes[0], edition, wishes[1:])
    row = ledger.entry(_KIND, id)
    return ledger, row or Entry(_KIND, id, name, edition)


def _with_keys(groups: Iterable[Group], rows: dict[Key, Entry], ledger: Ledger) -> Ledger:
    """Write into each row what says whose it is; a key that turned out to be somebody else's goes."""
    of_row: dict[str, list[str]] = {}
    owner: dict[str, str] = {}
    for group in groups:
        if group.key in rows:
            id = rows[group.key].id
            of_row.setdefault(id, []).extend(group.identity_keys)
            owner.update(dict.fromkeys(group.identity_keys, id))
    changed: list[Entry] = []
    for id, keys in of_row.items():
        row = ledger.entry(_KIND, id)
        if row and row.state is State.LIVE and (keys or row.source):
            kept = [key for key in row.sources if owner.get(key, id) == id]
            sources = join_sources((*kept, *sorted(set(keys) - set(kept))))
            changed += [replace(row, source=sources)] if sources != row.source else []
    return ledger.with_entries(*changed) if changed else ledger


def _tell_slugs(groups: Iterable[Group], rows: dict[Key, Entry], problems: Problems) -> None:
    for group in groups:
        entry, row = group.entry, rows.get(group.key)
        if entry and row and entry.slug and row.id != entry.slug:
            message = (
                f"slug {quoted(entry.slug)} of {quoted(entry.name)} is the address of another author; "
                f"the page stays at {quoted(row.id)}; choose another slug, or list all papers of the name"
            )
            problems.add("taken-slug", entry.origin, message)


def _people(groups: Iterable[Group], rows: dict[Key, Entry]) -> People:
    """Describe the people by their pages; groups that the ledger merged into one page are one person."""
    of_page: dict[str, list[Group]] = {}
    row_of: dict[str, Entry] = {}
    for group in groups:
        if group.key in rows:
            of_page.setdefault(rows[group.key].id, []).append(group)
            row_of[rows[group.key].id] = rows[group.key]
    pages_of: dict[str, set[str]] = {}
    for slug, members in of_page.items():
        for name in {name for group in members for name in group.spellings}:
            pages_of.setdefault(name, set()).add(slug)
    shared = {name: tuple(sorted(slugs)) for name, slugs in sorted(pages_of.items()) if len(slugs) > 1}
    return People({slug: _person(row_of[slug], of_page[slug], shared) for slug in sorted(of_page)}, shared)


def _person(row: Entry, members: Sequence[Group], shared: dict[str, tuple[str, ...]]) -> Person:
    spellings = sorted({name for group in members for name in group.spellings})
    entries = [group.entry for group in members if group.entry]
    # The owner of the row's name gives its own: merged pages go by the name of the one that is left.
    name = entries[0].name if entries else row.name if row.name in spellings else members[0].spellings[0]
    orcids = tuple(sorted({orcid for group in members for orcid in group.orcids}))
    marks = [group.disambiguator for group in members if group.disambiguator]
    marks += orcids or [entry.slug for entry in entries if entry.slug]
    return Person(
        slug=row.id,
        known_as=row.name,
        name=name,
        mark=marks[0] if marks and name in shared else "",
        spellings=tuple(spellings),
        orcids=orcids,
        url=next((entry.url for entry in entries if entry.url), ""),
        listed=bool(entries),
    )
