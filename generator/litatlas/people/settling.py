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

from collections.abc import Iterable, Sequence, Set

from msgspec import Struct
from msgspec.structs import replace

from litatlas.identity.ledger_format import Entry, State
from litatlas.identity.permalink import Ledger, join_sources, mint
from litatlas.people.grouping import Group, Key
from litatlas.people.person import People, Person
from litatlas.problems import Problems, quoted

_KIND = "author"
_SAME = "another spelling of the same name"
"""Note of a redirect from one spelling's page to another's."""


class Settled(Struct, frozen=True):
    """People with their pages."""

    ledger: Ledger
    names: dict[Key, str]
    """The name by which the ledger knows each group."""

    people: People
    plain: bool
    """Whether every person is a name that nobody shares: the rows just minted then are all that is found by it."""


def settle(groups: Sequence[Group], ledger: Ledger, problems: Problems, edition: str = "") -> Settled:
    """Give every person a row of the ledger, and join the rows of their spellings."""
    claims = _Claims(groups, ledger)
    first = {group.key: row for group in groups if (row := claims.first(group))}
    pages = {key: row.id for key, row in first.items()}
    # Rows that come back do so before any other is moved: those below see them as they are.
    ledger = ledger.with_entries(*(row for row in first.values() if ledger.entry(_KIND, row.id) != row))
    taken = frozenset(pages.values())
    for group in groups:
        if group.key in pages and group.key not in claims.alone:
            ledger = _joined(group, pages[group.key], taken, claims, ledger)
            ledger = _at_wanted_slug(group, pages[group.key], claims, ledger)
    new = [group for group in groups if group.key not in pages]
    for group in sorted(new, key=lambda group: (claims.new_name(group), group.key)):
        ledger, pages[group.key] = _minted(group, claims, ledger, edition)
    # A page may have moved to the slug of one group after another group found it.
    rows = {key: end for key, id in pages.items() if (end := ledger.resolve(_KIND, id))}
    ledger = _with_keys(groups, rows, ledger)
    _tell_slugs(groups, rows, problems)
    names = {key: row.name for key, row in rows.items()}
    return Settled(ledger, names, _people(groups, rows), len(claims.alone) == len(groups))


class _Claims:
    """Who may take which row."""

    def __init__(self, groups: Sequence[Group], ledger: Ledger) -> None:
        self._ledger = ledger
        self._bearers: dict[str, list[Group]] = {}
        self._distinct = {group.key: _distinct_names(group) for group in groups}
        for group in groups:
            more = self._distinct[group.key]
            # Nearly everybody is a name and nothing else, and was never told apart from anybody.
            more = more if group.key[0] != "name" or ledger.owner(_KIND, more[0]) else ()
            for name in (*group.spellings, *more):
                self._bearers.setdefault(name, []).append(group)
        self.alone = frozenset(
            group.key
            for group in groups
            if group.key[0] == "name" and self._bearers[group.key[1]] == [group] and not self._was_other(group)
        )
        self._owners = {name: self._find_owner(name) for name in self._bearers}

    def _was_other(self, group: Group) -> bool:
        return self._distinct[group.key][0] in self._bearers

    def _find_owner(self, name: str) -> Group | None:
        bearers = self._bearers[name]
        if bearers[0].key in self.alone:
            return bearers[0]
        row = self._ledger.named(_KIND, name)
        keyed = [group for group in bearers if row and set(group.identity_keys) & set(row.sources)]
        plain = [group for group in bearers if group.takes(name)]
        named = [group for group in bearers if row and group.entry and group.entry.slug == row.id]
        only = bearers if len(bearers) == 1 and not self._told_apart(bearers[0], name) else []
        return next(iter(keyed or plain or named or only), None)

    def _told_apart(self, group: Group, name: str) -> bool:
        """Say whether a person's page is `Ann Smith (Oxford)`: then that of `Ann Smith` was somebody else's."""
        ids = (self._ledger.id_of_source(key, _KIND) for key in group.identity_keys)
        rows = (self._ledger.entry(_KIND, id) for id in ids if id)
        return any(row is not None and row.name.startswith(f"{name} (") for row in rows)

    def may_take(self, group: Group, row: Entry) -> bool:
        """Say whether a row is a group's, or nobody's."""
        return self._owners.get(row.name) in (group, None)

    def first(self, group: Group) -> Entry | None:
        """Give the live row that is the group's page now."""
        if group.key in self.alone:
            return self._ledger.named(_KIND, group.key[1])
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
        keyed = (self._ledger.id_of_source(key, _KIND) for key in group.identity_keys)
        found = [row for id in keyed if id and (row := self._ledger.entry(_KIND, id)) and self.may_take(group, row)]
        for name in (*_distinct_names(group), *group.spellings):
            row = self._row_of_name(name, group) if self._owners.get(name) is group else None
            found += [row] if row else []
        return list({row.id: row for row in found}.values())

    def _row_of_name(self, name: str, group: Group) -> Entry | None:
        """Give the live row to which a name leads; its own where the two were joined and are two people now."""
        row = self._ledger.named(_KIND, name)
        other = self._owners.get(row.name) if row else None
        if row is None or other is None or other is group or not (_is_somebody(group) and _is_somebody(other)):
            return row
        own = self._ledger.owner(_KIND, name)
        return replace(own, state=State.LIVE, target="", note="") if own else None

    def new_name(self, group: Group) -> str:
        """Give the name under which a new row would stand: one that no other row is found by."""
        if group.key in self.alone:
            return group.key[1]
        own = [name for name in group.spellings if self._owners[name] is group]
        names = (*own, *_distinct_names(group))
        return next((name for name in names if not self._ledger.id_named(_KIND, name)), names[-1])


def _is_somebody(group: Group) -> bool:
    """Say whether more than a name is known of a person, so that a merge in the ledger cannot make it another."""
    return bool(group.identity_keys or (group.entry and group.entry.slug))


def _distinct_names(group: Group) -> tuple[str, ...]:
    """Give names that nobody shares: for the ledger's rows, where another person has the bare name."""
    name = group.spellings[0]
    slug = group.entry.slug if group.entry else ""
    marks = (group.disambiguator, *group.orcids, slug)
    return tuple(f"{name} ({mark})" for mark in marks if mark) or (f"{name} (other)",)


def _joined(group: Group, page: str, taken: Set[str], claims: _Claims, ledger: Ledger) -> Ledger:
    """Let the pages of the group's other spellings redirect to its page, but for those that are somebody's."""
    others = [row for row in claims.rows(group) if row.id not in taken and claims.may_take(group, row)]
    gone = [replace(row, state=State.REDIRECT, target=page, source="", note=_SAME) for row in others]
    return ledger.with_entries(*gone) if gone else ledger


def _at_wanted_slug(group: Group, page: str, claims: _Claims, ledger: Ledger) -> Ledger:
    """Move a page to the slug that authors.yml names; its old address redirects."""
    slug = group.entry.slug if group.entry else ""
    row = ledger.resolve(_KIND, page)
    holder = ledger.entry(_KIND, slug) if slug else None
    if not slug or row is None or row.id == slug or not claims.may_take(group, row):
        return ledger
    if holder is not None and ledger.resolve(_KIND, slug) != row:
        return ledger  # Somebody else's address; `_tell_slugs` says so.
    return ledger.with_entries(replace(row, state=State.REDIRECT, target=slug, source=""), replace(row, id=slug))


def _minted(group: Group, claims: _Claims, ledger: Ledger, edition: str) -> tuple[Ledger, str]:
    shown = group.spellings[0]
    wishes = [group.entry.slug] if group.entry and group.entry.slug else []
    wishes += [f"{shown} {group.disambiguator}"] if group.disambiguator else [shown]
    return mint(ledger, _KIND, claims.new_name(group), wishes[0], edition, wishes[1:])


def _with_keys(groups: Iterable[Group], rows: dict[Key, Entry], ledger: Ledger) -> Ledger:
    """Write into each row what says whose it is; a key that turned out to be somebody else's goes."""
    of_row: dict[str, list[str]] = {}
    owner: dict[str, str] = {}
    for group in groups:
        keys, row = group.identity_keys, rows.get(group.key)
        # Of nearly everybody nothing but the name is known, here and in the ledger.
        if row and (keys or row.source):
            of_row.setdefault(row.id, []).extend(keys)
            owner.update(dict.fromkeys(keys, row.id))
    changed: list[Entry] = []
    for id, said in of_row.items():
        entry = ledger.entry(_KIND, id)
        if entry and entry.state is State.LIVE:
            kept = [key for key in entry.sources if owner.get(key, id) == id]
            sources = join_sources((*kept, *sorted(set(said) - set(kept))))
            changed += [replace(entry, source=sources)] if sources != entry.source else []
    for key, id in owner.items():
        held = ledger.entry(_KIND, ledger.id_of_source(key, _KIND) or id)
        if held and held.id not in of_row:
            # The page was withdrawn, and the person has another one.
            changed.append(replace(held, source=join_sources(kept for kept in held.sources if kept not in owner)))
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
    several = sorted(name for name, slugs in pages_of.items() if len(slugs) > 1)
    shared = {name: tuple(sorted(pages_of[name])) for name in several}
    return People({slug: _person(row_of[slug], of_page[slug], shared) for slug in sorted(of_page)}, shared)


def _person(row: Entry, members: Sequence[Group], shared: dict[str, tuple[str, ...]]) -> Person:
    if len(members) == 1 and members[0].key[0] == "name" and members[0].printed == (row.name,):
        return Person(row.id, row.name, row.name, spellings=members[0].printed)  # nearly everybody
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
