"""The roll: which records are which paper, under which id and citation key, and who wrote it.

It hangs on all records together, but only on their looks (`reading`): titles, names, years, venues, identifiers,
never on abstracts; and on the ledger and authors.yml. Where a record has another look, comes or goes, those are
called again that something ties to it (`ties`); all others are what they were. To call the whole roll is the same,
with nobody on it before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from operator import attrgetter
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from litatlas.facets import FACETS
from litatlas.identity.ledger_format import KINDS, survives
from litatlas.identity.permalink import Entry, Ledger, mint_values
from litatlas.incremental.memo import NOTHING, Digest, Memo
from litatlas.incremental.packing import Parcel, packed, unpacked
from litatlas.intake.admission import Work, assemble, merges_of, paper_of
from litatlas.intake.merging import merge_work
from litatlas.intake.reading import ReadParts
from litatlas.intake.works import Merge
from litatlas.library.ties import Ties, again, tie, tie_of_name, tie_of_place, ties_of_author, ties_of_record
from litatlas.model import Author, Paper
from litatlas.people import People, PersonEntry, identify
from litatlas.problems import Problem, Problems

V = TypeVar("V")


class Seat(Struct, frozen=True, array_like=True):
    """A paper on the roll."""

    id: str
    citation_key: str
    members: tuple[int, ...]
    """The places of its records among all, the winning one first."""

    authors: tuple[Author, ...] | None
    """Its authors with who they are; None where that is what the record says of them."""

    mark: Digest
    """The digest of its id, its citation key and these authors."""


class Roll(Struct, frozen=True):
    """Which records are which paper, under which id, and who wrote it."""

    seats: tuple[Seat, ...] = ()
    """In the order of the ids."""

    rows: tuple[Entry, ...] = ()
    """What the ledger has to learn: new ids, names and origin keys."""

    people: People = field(default_factory=People)
    merges: tuple[Merge, ...] = ()
    problems: tuple[Problem, ...] = ()
    ambiguous: Mapping[str, Problem] = field(default_factory=dict)
    """What is wrong with names that could be several people, by the name."""

    steady: bool = True
    """Whether the same records would give the same once the ledger has these rows, and no more of them."""


class _Called(Struct, frozen=True):
    """A roll and, where it has no new rows, all that is needed to call some of it again."""

    roll: Roll = field(default_factory=Roll)
    looks: tuple[Digest, ...] = ()
    """Of all records."""

    records: Ties = field(default_factory=Ties)
    authors: Ties = field(default_factory=Ties)
    """Of the authors of each paper, at the place of its first record."""


_COUNTED = tuple(kind for kind in KINDS if kind not in ("tag", "theme"))
"""The rows of the ledger that the roll hangs on; tags and themes have theirs from elsewhere."""


def call_roll(
    parts: ReadParts,
    entries: Sequence[PersonEntry],
    ledger: Ledger,
    problems: Problems,
    edition: str = "",
    memo: Memo = NOTHING,
) -> Roll:
    """Admit all records, and tell their authors apart.

    Arguments:
        parts: What was read.
        entries: What authors.yml says.
        ledger: What was published before.
        problems: Takes what is wrong with them together.
        edition: The edition that publishes new papers first.
        memo: What was found out in earlier builds.
    """
    stage = memo.stage("roll", apart=True)

    def key_with(known: Ledger) -> Digest:
        return memo.digest(entries, edition, known.text_of(_COUNTED))

    parcel: Parcel | None = stage.get(key_with(ledger))
    before = unpacked(parcel, _Called) if parcel else _Called()
    looks = tuple(parts.looks)
    if parcel and before.looks == looks:
        roll = before.roll
    else:
        # An earlier run gave this very ledger new rows, as every preview does before the first build. Those of some
        # records may hang on those of others; so all are called, and nothing is kept to call some again.
        is_unwritten = bool(before.roll.rows)
        known = _Called() if entries or is_unwritten else before
        called = _Call(parts, known, ledger).called(entries, edition, memo, tied=not (entries or is_unwritten))
        roll = called.roll
        if roll.rows and not known.looks:
            # Where it is not written, the next run finds the same ledger.
            stage.put(key_with(ledger), packed(_Called(roll, looks)))
        if roll.steady and not is_unwritten:
            # The next build finds these rows in the ledger; nobody need look at all records again for that.
            stage.put(key_with(ledger.with_entries(*roll.rows)), packed(replace(called, roll=replace(roll, rows=()))))
    stage.rest()
    problems.extend((*roll.problems, *roll.ambiguous.values()))
    return roll


class _Asked(Struct, frozen=True):
    """A paper of whose authors some are asked for who they are."""

    paper: Paper
    """With its authors as its records say."""

    members: tuple[int, ...]
    """The places of its records."""

    positions: Sequence[int]
    """Of the authors who are asked for."""

    known: Sequence[Author]
    """All its authors; those who are not asked for with who they are."""

    @property
    def part(self) -> Paper:
        """The paper as if it had no other authors."""
        return replace(self.paper, authors=tuple(self.paper.authors[at] for at in self.positions))

    def seat(self, found: Sequence[Author], memo: Memo) -> Seat:
        """Give its seat, with what was found out of those authors."""
        id, key, said = self.paper.id, self.paper.citation_key, self.paper.authors
        authors = list(self.known)
        for at, author in zip(self.positions, found, strict=True):
            authors[at] = author
        as_said = all((one.orcid, one.person) == (other.orcid, "") for one, other in zip(authors, said, strict=True))
        told = None if as_said else tuple(authors)
        return Seat(id, key, self.members, told, memo.digest(id, key, told))


class _Call:
    """A call of those to whom something is tied that is new or gone; all others stay on the roll as they were."""

    def __init__(self, parts: ReadParts, before: _Called, ledger: Ledger) -> None:
        self._parts, self._ledger = parts, ledger
        self._again = again(before.looks, before.records, parts.looks, self._ties_of)
        self._before = before if self._again.now else _Called()
        places = self._again.places
        self._records = dict(zip(places, parts.records(places), strict=True))

    def called(self, entries: Sequence[PersonEntry], edition: str, memo: Memo, *, tied: bool) -> _Called:
        """Give the whole roll and, where it is to be `tied`, by what some of it can be called again."""
        old, problems = self._before.roll, Problems()
        # What records of one work say differently is told where they are merged: it hangs on more than their looks.
        assembled = assemble(tuple(self._records.values()), self._ledger, problems, edition, differences=Problems())
        merges = [merge for work in assembled.works for merge in merges_of(work, problems)]
        lost = {seat.id for seat in old.seats if seat.members[0] in self._again.reached}
        asked, ties = self._asked(assembled.works)
        identified = identify([one.part for one in asked], entries, assembled.ledger, problems, edition)
        grown = mint_facets(identified.ledger, identified.papers, edition)
        seats = {seat.id: _at(self._again.now, seat) for seat in old.seats if seat.id not in lost}
        seats |= {
            one.paper.id: one.seat(found.authors, memo) for one, found in zip(asked, identified.papers, strict=True)
        }
        rows = grown.rows_beside(self._ledger)
        problems.extend(one for one in old.problems if tie_of_place(one.origin) not in self._again.ties)
        roll = Roll(
            seats=tuple(seats[id] for id in sorted(seats)),
            rows=rows,
            people=_together(old.people, identified.people, ties),
            merges=tuple(sorted((*(one for one in old.merges if one.id not in lost), *merges), key=attrgetter("id"))),
            problems=tuple(problems),
            ambiguous=_named(old.ambiguous, identified.ambiguous, ties),
            steady=assembled.steady and identified.steady and all(map(survives, rows)),
        )
        looks = tuple(self._parts.looks)
        if not tied:
            return _Called(roll, looks)
        return _Called(roll, looks, self._ties_of_records(grown), self._ties_of_authors(asked, ties, grown))

    def _asked(self, works: Iterable[Work]) -> tuple[list[_Asked], Set[int]]:
        """Ask for the authors of works, and for those of other papers who are tied to them; and give all their ties."""
        place_of = {id(record): place for place, record in self._records.items()}
        asked: list[_Asked] = []
        for work in works:
            paper, members = paper_of(work), tuple(place_of[id(member)] for member in work.members)
            asked.append(_Asked(paper, members, range(len(paper.authors)), paper.authors))
        fresh = (ties_of_author(author, self._ledger) for one in asked for author in one.paper.authors)
        tied, ties = self._before.authors.reached(self._again.reached, fresh)
        others = [
            seat
            for seat in self._before.roll.seats
            if seat.members[0] in tied and seat.members[0] not in self._again.reached
        ]
        seats = [_at(self._again.now, seat) for seat in others]
        papers, _ = papers_of(self._parts, seats)
        for paper, seat, other in zip(papers, seats, others, strict=True):
            asked.append(_Asked(paper, seat.members, tied[other.members[0]], seat.authors or paper.authors))
        return asked, ties

    def _ties_of(self, places: Sequence[int]) -> Iterator[Set[int]]:
        return (ties_of_record(record, self._ledger) for record in self._parts.records(places))

    def _ties_of_records(self, ledger: Ledger) -> Ties:
        new = ((place, 0, ties_of_record(record, ledger)) for place, record in self._records.items())
        return self._before.records.without(self._again.ties, self._again.now) + Ties.of(new)

    def _ties_of_authors(self, asked: Iterable[_Asked], gone: Set[int], ledger: Ledger) -> Ties:
        authors = ((one.members[0], at, one.paper.authors[at]) for one in asked for at in one.positions)
        new = ((place, at, ties_of_author(author, ledger)) for place, at, author in authors)
        return self._before.authors.without(gone, self._again.now) + Ties.of(new)


def _at(now: Sequence[int], seat: Seat) -> Seat:
    """Give a seat with the places that its records have now."""
    members = tuple(now[place] for place in seat.members)
    return seat if members == seat.members else replace(seat, members=members)


def papers_of(parts: ReadParts, seats: Sequence[Seat]) -> tuple[list[Paper], list[Problems]]:
    """Give the papers of some seats, without tags and with their authors as records say, and what is told of each."""
    records = iter(parts.records(at for seat in seats for at in seat.members))
    papers: list[Paper] = []
    told: list[Problems] = []
    for seat in seats:
        members = tuple(next(records) for _ in seat.members)
        told.append(Problems())
        papers.append(paper_of(Work(seat.id, seat.citation_key, merge_work(members, told[-1]), members)))
    return papers, told


def _together(old: People, new: People, gone: Set[int]) -> People:
    """Give people with new ones for those who have some ties."""
    left = {slug: person for slug, person in old.by_slug.items() if tie("row", slug) not in gone} | {**new.by_slug}
    return People({slug: left[slug] for slug in sorted(left)}, _named(old.namesakes, new.namesakes, gone))


def _named(old: Mapping[str, V], new: Mapping[str, V], gone: Set[int]) -> dict[str, V]:
    """Give what stands by name, with new values for names that are some ties."""
    left = {name: value for name, value in old.items() if tie_of_name(name) not in gone} | {**new}
    return {name: left[name] for name in sorted(left)}


def mint_facets(ledger: Ledger, papers: Iterable[Paper], edition: str) -> Ledger:
    """Give every value of every facet its place in the ledger; tags and themes have slugs of their own."""
    papers = tuple(papers)
    for facet in FACETS:
        if facet.key not in ("tag", "theme"):
            ledger = mint_values(ledger, facet.key, {name for paper in papers for name in facet.values(paper)}, edition)
    return ledger
