"""The records of one work become one record: the first to say a thing stands, later ones fill what is empty.

A curated record comes first, then the others in the order of their files and
lines. Among records that nobody curates, three things are put together from
several: the earliest date (a preprint's, so that a paper keeps its place), the
venue of the publication rather than the repository's, and all links.
Whatever disagrees after normalisation is told with both values.
"""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from litatlas.identity.identifiers import identifier_url, is_preprint_doi
from litatlas.intake.agreement import author_difference, same_text, same_venue, text_difference
from litatlas.model import IDENTIFIER_SCHEMES, Author, Kind, Link, Record, Rel, Source, Status, Venue, VenueKind
from litatlas.problems import Problems, quoted

TEXT_FIELDS = ("title", "short", "abstract", "volume", "issue", "pages", "publisher", "language", "citation_key")
LIST_FIELDS = ("tags", "keywords", "references")

_PROVENANCE_ORDER = (
    "citation_key", "kind", "title", "short", "authors", "issued", "venue", "volume", "issue", "pages", "publisher",
    *IDENTIFIER_SCHEMES, "links", "abstract", "tags", "keywords", "attributes", "references", "status", "language",
    "note",
)  # fmt: skip

AGREES = "lists the same paper"
"""The note of a source that gave no field of its own."""


class _Work(Struct):
    """One work while it is put together: the values so far, and which record gave them."""

    group: Sequence[Record]
    problems: Problems
    values: dict[str, Any] = field(default_factory=dict)
    givers: dict[str, Record] = field(default_factory=dict)
    """The record that gave a field, by the field's YAML name; identifiers by scheme."""

    preprint_dois: dict[str, Record] = field(default_factory=dict)
    """DOIs of preprint servers beside which the work has another one: they are kept as links."""

    @property
    def first(self) -> Record:
        return self.group[0]

    def give(self, name: str, value: object, giver: Record, label: str = "") -> None:
        self.values[name] = value
        self.givers[label or name] = giver

    def differ(self, name: str, giver: Record, other: Record, here: str, there: str) -> None:
        """Tell that two records say different things; the first stands."""
        code = "differs-from-source" if giver.curated else "disagreement"
        stands = "the record stands" if giver.curated else "the first stands; settle it in a curated record"
        subject = self.first.id or giver.key
        self.problems.add(code, giver.origin, f"{name} is {here} here, {there} in {other.origin}; {stands}", subject)


def merge_work(group: Sequence[Record], problems: Problems) -> Record:
    """Give one record for the records of one work, with where each field came from in `sources`.

    Arguments:
        group: Vetted records of one work; the first wins.
        problems: Takes the disagreements.
    """
    first = group[0]
    if len(group) == 1:
        return first if first.sources or first.curated else replace(first, sources=sources_of(first))
    work = _Work(group, problems)
    for name in TEXT_FIELDS:
        _merge_text(work, name)
    _merge_authors(work)
    _merge_issued(work)
    _merge_venue(work)
    _merge_kind(work)
    _merge_identifiers(work)
    _merge_links(work)
    _merge_attributes(work)
    for name in LIST_FIELDS:
        _merge_list(work, name)
    _merge_status(work)
    _merge_note(work)
    added = min((record.added for record in group if record.added), default="")
    work.values["added"] = first.added if first.curated and first.added else added
    return replace(first, **work.values, sources=_sources(work))


def _merge_text(work: _Work, name: str) -> None:
    said = [(getattr(record, name), record) for record in work.group if getattr(record, name)]
    if not said:
        return
    value, giver = said[0]
    work.give(name, value, giver)
    for other_value, other in said[1:]:
        if not same_text(value, other_value):
            work.differ(name, giver, other, *text_difference(value, other_value))


def _merge_authors(work: _Work) -> None:
    said = [record for record in work.group if record.authors]
    if not said:
        return
    giver = said[0]
    if not giver.curated and giver.others:
        giver = next((record for record in said if not record.others), giver)
    authors = giver.authors
    for other in said:
        if other is giver:
            continue
        difference = author_difference(giver, other)
        if difference:
            work.differ("authors", giver, other, *difference)
        elif not giver.curated and len(other.authors) == len(authors):
            authors = tuple(_fuller(ours, theirs) for ours, theirs in zip(authors, other.authors, strict=True))
    work.give("authors", authors, giver)
    work.values["others"] = giver.others


def _fuller(ours: Author, theirs: Author) -> Author:
    """Complete a name by the same name from elsewhere: a given name for its initials, an ORCID iD."""
    longer = theirs.given if len(theirs.given) > len(ours.given) and not ours.literal else ours.given
    which = ours.disambiguator or theirs.disambiguator
    return replace(ours, given=longer, orcid=ours.orcid or theirs.orcid, disambiguator=which)


def _merge_issued(work: _Work) -> None:
    said = [record for record in work.group if record.issued]
    if not said:
        return
    giver = said[0] if said[0].curated else min(said, key=lambda record: (record.issued[:4], _month_order(record)))
    work.give("issued", giver.issued, giver)
    for other in said:
        agree = other.issued.startswith(giver.issued) or giver.issued.startswith(other.issued)
        if not agree and not _is_preprint(giver) and not _is_preprint(other):
            work.differ("issued", giver, other, quoted(giver.issued), quoted(other.issued))


def _month_order(record: Record) -> tuple[bool, str]:
    """Within a year: dates with a month first, the earliest first."""
    return (len(record.issued) == 4, record.issued)


def _is_preprint(record: Record) -> bool:
    """Say whether a record describes the preprint of a work, or does not tell which version it describes."""
    return record.kind == Kind.ARTICLE or record.venue is None or record.venue.kind is VenueKind.REPOSITORY


def _merge_venue(work: _Work) -> None:
    said = [(record.venue, record) for record in work.group if record.venue]
    if not said:
        return
    published = [(venue, record) for venue, record in said if venue.kind is not VenueKind.REPOSITORY]
    venue, giver = said[0] if said[0][1].curated or not published else published[0]
    merged = venue
    for other_venue, other in said:
        if same_venue(venue, other_venue):
            merged = _filled_venue(merged, other_venue) if not giver.curated else merged
        elif VenueKind.REPOSITORY not in (venue.kind, other_venue.kind):
            work.differ("venue", giver, other, quoted(venue.label), quoted(other_venue.label))
    work.give("venue", merged, giver)


def _filled_venue(ours: Venue, theirs: Venue) -> Venue:
    kind = theirs.kind if ours.kind is VenueKind.OTHER else ours.kind
    year, track = ours.year or theirs.year, ours.track or theirs.track
    return Venue(ours.name or theirs.name, ours.short or theirs.short, kind, year, track)


def _merge_kind(work: _Work) -> None:
    said = [record for record in work.group if record.kind]
    if not said:
        return
    published = [record for record in said if record.kind != Kind.ARTICLE]
    giver = said[0] if said[0].curated or not published else published[0]
    work.give("kind", giver.kind, giver)
    for other in published:
        if other.kind != giver.kind and giver.kind != Kind.ARTICLE:
            work.differ("kind", giver, other, quoted(giver.kind), quoted(other.kind))


def _merge_identifiers(work: _Work) -> None:
    found: dict[str, str] = {}
    for record in work.group:
        for scheme, value in record.identifiers:
            if scheme not in found:
                found[scheme] = value
                work.givers[scheme] = record
                continue
            giver = work.givers[scheme]
            if found[scheme] == value:
                continue
            if scheme == "doi" and is_preprint_doi(value):
                work.preprint_dois[value] = record
                continue
            if scheme == "doi" and is_preprint_doi(found[scheme]) and not giver.curated:
                work.preprint_dois[found[scheme]] = giver
                found[scheme], work.givers[scheme] = value, record
                continue
            work.differ(scheme, giver, record, quoted(found[scheme]), quoted(value))
    work.values["identifiers"] = tuple((scheme, found[scheme]) for scheme in IDENTIFIER_SCHEMES if scheme in found)


def _merge_links(work: _Work) -> None:
    first = work.first
    giving = [first] if first.curated and first.links else [record for record in work.group if record.links]
    found: dict[str, Link] = {}
    for record in giving:
        for link in record.links:
            found.setdefault(link.url.rstrip("/").removeprefix("http://").removeprefix("https://"), link)
    if first.curated and first.links:
        work.give("links", first.links, first)
        return
    for doi, record in sorted(work.preprint_dois.items()):
        giving = giving or [record]
        found.setdefault(f"doi.org/{doi}", Link(Rel.PAPER, identifier_url("doi", doi), "Preprint"))
    if giving:
        order = list(Rel)
        work.give("links", tuple(sorted(found.values(), key=lambda x: order.index(x.rel))), giving[0])


def _merge_attributes(work: _Work) -> None:
    found: dict[str, tuple[str, Record]] = {}
    for record in work.group:
        for name, value in record.attributes:
            said, giver = found.setdefault(name, (value, record))
            if not same_text(said, value):
                work.differ(name, giver, record, quoted(said), quoted(value))
    if found:
        work.give(
            "attributes", tuple((name, value) for name, (value, _) in found.items()), next(iter(found.values()))[1]
        )


def _merge_list(work: _Work, name: str) -> None:
    giving = [record for record in work.group if getattr(record, name)]
    if not giving:
        return
    if giving[0].curated:
        giving = giving[:1]
    values = tuple(dict.fromkeys(value for record in giving for value in getattr(record, name)))
    work.give(name, values, giving[0])


def _merge_status(work: _Work) -> None:
    giver = next((record for record in work.group if record.status.status is not Status.OK), None)
    if giver:
        work.give("status", giver.status, giver)


def _merge_note(work: _Work) -> None:
    giving = [record for record in work.group if record.note]
    if giving:
        notes = [giving[0].note] if giving[0].curated else list(dict.fromkeys(record.note for record in giving))
        work.give("note", " ".join(notes), giving[0])


def sources_of(record: Record) -> tuple[Source, ...]:
    """Give the sources that a record names, or else the place where it stands."""
    return record.sources or (Source(record.origin.file, record.origin.line),)


def _sources(work: _Work) -> tuple[Source, ...]:
    """Give the sources of the merged record, each with the fields that it gave."""
    found: list[Source] = []
    for record in work.group:
        if record.curated:
            found += record.sources
            continue
        given = tuple(sorted((name for name, giver in work.givers.items() if giver is record), key=_rank))
        for source in sources_of(record):
            known = any((source.file, source.line) == (other.file, other.line) for other in found)
            if not known:
                found.append(replace(source, fields=source.fields or given, note=source.note or _note(given)))
    return tuple(found)


def _rank(name: str) -> int:
    return _PROVENANCE_ORDER.index(name)


def _note(given: tuple[str, ...]) -> str:
    return "" if given else AGREES
