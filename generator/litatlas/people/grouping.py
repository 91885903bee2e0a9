"""Which names, on which papers, are one person: by authors.yml, ORCID iD, disambiguator, and by name."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from msgspec import Struct, field

from litatlas.identity.identifiers import is_orcid
from litatlas.identity.permalink import Ledger
from litatlas.model import Author, Paper
from litatlas.people.authors_file import PersonEntry
from litatlas.problems import Problem, Problems, quoted

Key = tuple[str, ...]
"""What a group is: ("entry", its number), ("orcid", iD), ("marked", name, disambiguator) or ("name", name)."""

_SHOWN = 3
"""Papers that a message names."""


class Group(Struct, frozen=True):
    """One person before the ledger was asked."""

    key: Key
    entry: PersonEntry | None
    printed: tuple[str, ...]
    """The names on papers, in order."""

    orcids: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """All names of the person: those of authors.yml, then the fullest printed ones."""
        if not self.entry and len(self.printed) == 1:
            return self.printed
        printed = sorted(self.printed, key=lambda name: (-len(name), name))
        return tuple(dict.fromkeys((*(self.entry.names if self.entry else ()), *printed)))

    @property
    def disambiguator(self) -> str:
        """What tells the person from others of the name, in words."""
        if self.entry:
            return self.entry.disambiguator
        return self.key[2] if self.key[0] == "marked" else ""

    def takes(self, name: str) -> bool:
        """Say whether a name of which nothing else is known is this person's."""
        if self.entry:
            return self.entry.takes_all and name in self.entry.names
        return self.key[0] == "name"

    @property
    def identity_keys(self) -> tuple[str, ...]:
        """What the ledger keeps to know the person again, whatever the spelling."""
        if not (self.orcids or self.disambiguator):
            return ()
        named = (f"person:{'_'.join(f'{name} ({self.disambiguator})'.split())}" for name in self.spellings)
        return (*(f"orcid:{orcid}" for orcid in self.orcids), *(named if self.disambiguator else ()))


class Grouping(Struct, frozen=True):
    """The person of every name of every paper."""

    groups: tuple[Group, ...]
    """Those that are on a paper, in the order of their keys; entries of authors.yml first."""

    index: "_Index"
    plain: Mapping[str, Key]
    """Whose the names are of which nothing else is known."""

    ambiguous: Mapping[str, Problem]
    """What is wrong with those of them that could be several people, by the name."""

    def of_paper(self, paper: Paper) -> list[Key]:
        """Give the key of each author's group."""
        return [self.index.key(author, paper.id) or self.plain[author.name] for author in paper.authors]


class _Seen(Struct):
    """What was found of a group while the papers are read."""

    printed: set[str] = field(default_factory=set)
    orcids: set[str] = field(default_factory=set)


def group_names(
    papers: Sequence[Paper], entries: Sequence[PersonEntry], ledger: Ledger, problems: Problems
) -> Grouping:
    """Group the names of all papers into people.

    Arguments:
        papers: In any order.
        entries: What authors.yml says, without clashes.
        ledger: Says which of several people of one name had it to themselves before.
        problems: Takes entries that fit no paper, or several people.
    """
    papers = sorted(papers, key=lambda paper: paper.id)
    index = _Index(entries, papers, ledger)
    seen: dict[Key, _Seen] = {}
    holders: dict[str, set[Key]] = {}
    plain: dict[str, list[Paper]] = {}
    for paper in papers:
        for author in paper.authors:
            key = index.key(author, paper.id)
            if key is None:
                plain.setdefault(author.name, []).append(paper)
                continue
            holders.setdefault(author.name, set()).add(key)
            found = seen.setdefault(key, _Seen())
            found.printed.add(author.name)
            if is_orcid(author.orcid) and index.of_orcid(author.orcid) == key:
                found.orcids.add(author.orcid)
    keys = {name: _plain_key(name, holders.get(name, set()), index, ledger) for name in plain}
    for name in sorted(plain):
        seen.setdefault(keys[name], _Seen()).printed.add(name)
    told = ((name, _ambiguous(name, plain[name], keys[name], held)) for name, held in holders.items() if name in plain)
    ambiguous = {name: problem for name, problem in told if problem}
    _tell_joined(index, seen, problems)
    _tell_unused(entries, index, seen, papers, ledger, problems)
    return Grouping(_groups(index.entries, seen), index, keys, ambiguous)


class _Index:
    """Finds the group of an author as far as the record itself, or authors.yml, says it for sure."""

    def __init__(self, entries: Sequence[PersonEntry], papers: Sequence[Paper], ledger: Ledger) -> None:
        self.entries = {_entry_key(at): entry for at, entry in enumerate(entries)}
        self._on_paper: dict[tuple[str, str], Key] = {}
        self._by_orcid: dict[str, Key] = {}
        self._marked: dict[tuple[str, str], Key] = {}
        takers: dict[str, list[Key]] = {}
        for key, entry in self.entries.items():
            if entry.orcid:
                self._by_orcid[entry.orcid] = key
            for name in entry.names:
                self._on_paper |= {(name, _now(paper, ledger)): key for paper in entry.papers}
                if entry.disambiguator:
                    self._marked[name, entry.disambiguator] = key
                if entry.takes_all:
                    takers.setdefault(name, []).append(key)
        self.takes_all = {name: one for name, keys in takers.items() if (one := self._taker(keys))}
        self._learn_orcids(papers)

    def _learn_orcids(self, papers: Sequence[Paper]) -> None:
        """Give entries without ORCID iD those that their papers say, so that another spelling with the iD is theirs."""
        learned: dict[str, Key] = {}
        for paper in papers if self.entries else ():
            for author in paper.authors:
                key = self._on_paper.get((author.name, paper.id)) or self.takes_all.get(author.name)
                known = author.orcid in self._by_orcid or not is_orcid(author.orcid)
                if key and not known and not self.entries[key].orcid:
                    learned[author.orcid] = min(learned.get(author.orcid, key), key)
        self._by_orcid |= learned

    def of_orcid(self, orcid: str) -> Key:
        """Give the one group to which an ORCID iD belongs."""
        return self._by_orcid.get(orcid) or ("orcid", orcid)

    def _taker(self, keys: list[Key]) -> Key | None:
        """Give the one entry that takes what says nothing; two with ORCID iDs are told apart by those alone."""
        without = [key for key in keys if not self.entries[key].orcid]
        chosen = without or keys
        return chosen[0] if len(chosen) == 1 else None

    def key(self, author: Author, paper: str) -> Key | None:
        """Give the group of an author of a paper; None for a name of which nothing else is known."""
        name = author.name
        listed = self._on_paper.get((name, paper))
        if listed:
            return listed
        if author.orcid and is_orcid(author.orcid):
            return self.of_orcid(author.orcid)
        if author.disambiguator:
            which = author.disambiguator
            return self._marked.get((name, which)) or ("marked", name, which)
        return self.takes_all.get(name)

    def orcid(self, key: Key) -> str:
        """Give the ORCID iD by which a group is known, or an empty string."""
        entry = self.entries.get(key)
        return entry.orcid if entry else key[1] if key[0] == "orcid" else ""

    def limited(self, key: Key) -> bool:
        """Say whether a group is one that a bare name must not join."""
        entry = self.entries.get(key)
        return not entry.takes_all if entry else key[0] == "marked"


def _entry_key(at: int) -> Key:
    return ("entry", f"{at:06d}")


def _now(paper: str, ledger: Ledger) -> str:
    """Give the id that a paper has now, should it have been merged or renamed."""
    end = ledger.resolve("paper", paper)
    return end.id if end else paper


def _plain_key(name: str, holders: set[Key], index: _Index, ledger: Ledger) -> Key:
    """Say whose a bare name is: the one person's who has it, or who had it first; else it is a person of its own."""
    if not holders:
        return ("name", name)
    if len(holders) == 1 and not any(map(index.limited, holders)):
        return next(iter(holders))
    row = ledger.entry("author", ledger.id_named("author", name) or "")
    known = [key for key in sorted(holders) if row and f"orcid:{index.orcid(key)}" in row.sources]
    return known[0] if known and not index.limited(known[0]) else ("name", name)


def _ambiguous(name: str, papers: list[Paper], key: Key, holders: set[Key]) -> Problem | None:
    orcids = sorted(holder[1] for holder in holders if holder[0] == "orcid")
    if len(orcids) < 2:
        return None
    shown = [paper.id for paper in papers[:_SHOWN]]
    where = ", ".join(map(quoted, shown)) + (f" and {len(papers) - _SHOWN} more" if len(papers) > _SHOWN else "")
    taken = f"taken for {key[1]}" if key[0] == "orcid" else "kept apart from both"
    message = (
        f"{quoted(name)} is {len(orcids)} people, {' and '.join(orcids)}, and has no ORCID iD on {where}; "
        f"there the name is {taken}; add the iD to the record, or list the papers in authors.yml"
    )
    return Problem("ambiguous-author", papers[0].origin, message, papers[0].id)


def _tell_joined(index: _Index, seen: Mapping[Key, _Seen], problems: Problems) -> None:
    """Tell of entries that join what records say are two people."""
    for key, entry in index.entries.items():
        orcids = sorted(seen[key].orcids) if key in seen and not entry.orcid else []
        if len(orcids) > 1:
            message = (
                f"{quoted(entry.name)} has the ORCID iDs {' and '.join(orcids)} on papers; all are taken for one "
                "person; write the right one here as orcid if they are several"
            )
            problems.add("ambiguous-author", entry.origin, message)


def _tell_unused(
    entries: Sequence[PersonEntry],
    index: _Index,
    seen: Mapping[Key, _Seen],
    papers: Iterable[Paper],
    ledger: Ledger,
    problems: Problems,
) -> None:
    """Tell of what authors.yml says that fits no paper: a slip in a name or in an id, as a rule."""
    if not entries:
        return
    bylines = {paper.id: {author.name for author in paper.authors} for paper in papers}
    printed_names = sorted(set().union(*bylines.values()))
    for key, entry in index.entries.items():
        for paper in entry.papers:
            if not bylines.get(_now(paper, ledger), set()) & set(entry.names):
                why = "has none of the names of" if _now(paper, ledger) in bylines else "is not in the survey, for"
                message = f"paper {quoted(paper)} {why} {quoted(entry.name)}; it is not used; correct or remove it"
                problems.add("unused-person", entry.origin, message)
        if entry.papers:
            continue
        printed = seen[key].printed if key in seen else set()
        for name in entry.names:
            # A published spelling that has been corrected since is of use: its page redirects.
            if name not in printed and not ledger.owner("author", name) and not (name == entry.name and printed):
                near = get_close_matches(name, printed_names, n=1, cutoff=0.8)
                way = f"did you mean {quoted(near[0])}?" if near else "correct or remove it"
                message = f"no paper has an author {quoted(name)} who is this person; it joins nothing; {way}"
                problems.add("unused-person", entry.origin, message)


def _groups(entries: Mapping[Key, PersonEntry], seen: Mapping[Key, _Seen]) -> tuple[Group, ...]:
    groups: list[Group] = []
    for key, found in sorted(seen.items()):
        entry = entries.get(key)
        orcids = found.orcids | ({entry.orcid} if entry and entry.orcid else set())
        groups.append(Group(key, entry, tuple(sorted(found.printed)), tuple(sorted(orcids))))
    return tuple(groups)
