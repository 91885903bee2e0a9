"""Plan an import: which record files to write, which to fill, and what to tell; nothing is written here."""

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from litatlas.identity.permalink import Ledger
from litatlas.intake.admission import Work, assemble
from litatlas.intake.filling import NESTED, fill, present_fields
from litatlas.intake.filling import fill_from as fill_from
from litatlas.intake.merging import sources_of
from litatlas.intake.record_yaml import to_yaml
from litatlas.intake.vetting import vet_all
from litatlas.intake.works import resemble
from litatlas.language.shortname import short_name
from litatlas.model import Record
from litatlas.problems import Origin, Problem, Problems
from litatlas.readers import ReadOptions, read

RECORDS = "records"
"""The folder of the record files."""

UNSETTLED = frozenset({"disagreement", "possible-duplicate", "identifier-clash", "duplicate-id", "dead-id"})
"""The problems that a person has to settle."""


FILLED_FIELDS = (
    "kind", "title", "short", "authors", "issued", "venue", "volume", "issue", "pages", "publisher", "identifiers",
    "links", "abstract", "keywords", "attributes", "references", "language", "note",
)  # fmt: skip
"""The fields of a record file that an import fills where they are missing."""


class Added(Struct, frozen=True):
    """A paper that is new to the survey."""

    id: str
    title: str
    path: str
    """The record file."""

    origin: Origin


class Merged(Struct, frozen=True):
    """An entry that repeats another and added nothing to it."""

    id: str
    kept: Origin
    other: Origin


class Filled(Struct, frozen=True):
    """Fields of a paper that came from a further source."""

    id: str
    path: str
    fields: tuple[str, ...]
    origin: Origin
    """The entry that gave them."""


class ImportPlan(Struct, frozen=True):
    """What an import would write and tell."""

    files: Mapping[str, str]
    """The text of each record file that is new or changes, by path."""

    ledger: Ledger
    added: tuple[Added, ...]
    merged: tuple[Merged, ...]
    filled: tuple[Filled, ...]
    unsettled: tuple[Problem, ...]

    def summary(self) -> list[str]:
        """Give the report in readable lines: counts first, each with its cases below it."""
        lines = [f"{len(self.added)} added"]
        lines += [f"  {paper.id}: {paper.title} ({paper.origin})" for paper in self.added]
        lines.append(f"{len(self.merged)} merged: entries that repeat another")
        lines += [f"  {merge.id}: {merge.other} is the same work as {merge.kept}" for merge in self.merged]
        lines.append(f"{len(self.filled)} filled: fields that came from a further source")
        lines += [f"  {filled.id}: {', '.join(filled.fields)} from {filled.origin}" for filled in self.filled]
        lines.append(f"{len(self.unsettled)} not settled")
        lines += [f"  {problem}" for problem in self.unsettled]
        return lines

    def as_json(self) -> dict[str, object]:
        """Give the report as plain values for a program."""
        return {
            "files": sorted(self.files),
            "added": to_builtins(self.added),
            "merged": to_builtins(self.merged),
            "filled": to_builtins(self.filled),
            "unsettled": [str(problem) for problem in self.unsettled],
        }


def plan_import(
    sources: Mapping[str, Sequence[Record]],
    existing: Mapping[str, str],
    ledger: Ledger,
    today: str,
    problems: Problems,
) -> ImportPlan:
    """Plan the import of some sources into a survey.

    New works get an id, a citation key and a record file. Works that have a
    record file get the fields that it lacks; what stands in it is never
    changed. Planned again after it was written, nothing is left to do.

    Arguments:
        sources: What was read from each file, by its name.
        existing: The texts of the survey's record files (YAML), by path.
        ledger: The survey's ledger.
        today: ISO date; the `added` of new records.
        problems: Takes what is odd in records and between them.
    """
    incoming = [replace(record, curated=False) for name in sources if name not in existing for record in sources[name]]
    standing = {path: _read_standing(path, text, problems) for path, text in existing.items()}
    records = [record for path in standing for record in standing[path]]
    incoming = _recognised(incoming, records)
    found = Problems()
    assembled = assemble(vet_all([*records, *incoming], found), ledger, found, bulk=False)
    problems.extend(found)
    plan = _Plan(existing, standing, today)
    for work in assembled.works:
        plan.take(work)
    unsettled = tuple(problem for problem in found if problem.code in UNSETTLED)
    return ImportPlan(
        dict(sorted(plan.files.items())),
        assembled.ledger,
        tuple(plan.added),
        tuple(plan.merged),
        tuple(plan.filled),
        unsettled,
    )


def _read_standing(path: str, text: str, problems: Problems) -> list[Record]:
    """Read a record file; links that only its abstract names are not a field that it has."""
    present = present_fields(text)
    records = read(path, text.encode(), problems, ReadOptions(curated=True))
    return [record if "links" in present else replace(record, links=()) for record in records]


def _recognised(incoming: Sequence[Record], standing: Sequence[Record]) -> list[Record]:
    """Give entries that a record names as its source the record's id: its title may have been mended since."""
    named = {(source.file, source.line): record for record in standing if record.id for source in record.sources}
    found: list[Record] = []
    for record in incoming:
        known = named.get((record.origin.file, record.origin.line))
        # Lines move when a source grows: the place alone proves nothing.
        same = known is not None and not record.id and resemble(known, record)
        found.append(replace(record, id=known.id) if known and same else record)
    return found


class _Plan:
    """Collects what is to be written and told, work by work."""

    def __init__(self, existing: Mapping[str, str], standing: Mapping[str, Sequence[Record]], today: str) -> None:
        self.existing = existing
        self.standing = standing
        self.today = today
        self.files: dict[str, str] = {}
        self.added: list[Added] = []
        self.merged: list[Merged] = []
        self.filled: list[Filled] = []

    def take(self, work: Work) -> None:
        """Plan one work."""
        first = work.members[0]
        new = [member for member in work.members if member.origin.file not in self.standing]
        if not new:
            return
        if first.origin.file in self.standing:
            self._fill(work, first.origin.file)
        else:
            self._add(work, first)

    def _add(self, work: Work, first: Record) -> None:
        path = self._free_path(work.id)
        record = replace(
            work.record,
            id=work.id,
            short=work.record.short or short_name(work.record.title),
            added=work.record.added or self.today,
        )
        self.files[path] = to_yaml(record)
        self.added.append(Added(work.id, record.title, path, first.origin))
        for member in work.members[1:]:
            given = _given_by(record, member)
            if given:
                self.filled.append(Filled(work.id, path, given, member.origin))
            else:
                self.merged.append(Merged(work.id, first.origin, member.origin))

    def _fill(self, work: Work, path: str) -> None:
        first, text = work.members[0], self.existing[path]
        if len(self.standing[path]) > 1:
            return  # A file of several records is kept by hand.
        given = _lacking(work, present_fields(text))
        known = {(source.file, source.line) for source in first.sources}
        changes = Record(first.origin, id="" if first.id else work.id)
        for giver, names in given:
            changes = _with_fields(changes, work.record, names)
            sources = tuple(replace(source, fields=names) for source in sources_of(giver))
            new = tuple(source for source in sources if (source.file, source.line) not in known)
            changes = replace(changes, sources=(*changes.sources, *new))
        filled = fill(text, changes)
        if filled != text:
            self.files[path] = filled
            self.filled += [Filled(work.id, path, names, giver.origin) for giver, names in given]

    def _free_path(self, id: str) -> str:
        names = (f"{RECORDS}/{id}{ending}.yml" for ending in _endings())
        return next(name for name in names if name not in self.existing and name not in self.files)


def _endings() -> Iterator[str]:
    yield ""
    number = 2
    while True:
        yield f".{number}"
        number += 1


def _given_by(record: Record, member: Record) -> tuple[str, ...]:
    """Give the fields of a merged record that one of its members gave."""
    places = {(source.file, source.line) for source in sources_of(member)}
    given = (source.fields for source in record.sources if (source.file, source.line) in places)
    return tuple(name for names in given for name in names)


def _lacking(work: Work, present: Set[str]) -> list[tuple[Record, tuple[str, ...]]]:
    """Give the fields that a record file lacks, with the source that has each."""
    found: dict[int, list[str]] = {}
    for name, value in _named_values(work.record):
        blocked = any(
            name in (inner for inner, _ in getattr(work.record, nested)) and nested in present for nested in NESTED
        )
        giver = next((at for at, member in enumerate(work.members) if at and dict(_named_values(member)).get(name)), 0)
        if value and giver and name not in present and not blocked:
            found.setdefault(giver, []).append(name)
    return [(work.members[at], tuple(names)) for at, names in sorted(found.items())]


def _named_values(record: Record) -> Iterator[tuple[str, object]]:
    """Give the fields that an import fills, identifiers and attributes one by one."""
    for name in FILLED_FIELDS:
        if name in NESTED:
            yield from getattr(record, name)
        else:
            yield name, getattr(record, name)


def _with_fields(changes: Record, record: Record, names: Sequence[str]) -> Record:
    """Give the changes with these fields of a record too."""
    values: dict[str, Any] = {name: getattr(record, name) for name in names if name in FILLED_FIELDS}
    for nested in NESTED:
        chosen = tuple(pair for pair in getattr(record, nested) if pair[0] in names)
        values[nested] = (*getattr(changes, nested), *chosen)
    if "authors" in names:
        values["others"] = record.others
    return replace(changes, **values)
