"""Admit records to the survey: each becomes a paper, a part of another record's paper, or a problem."""

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from litatlas.identity.citekey import citation_key
from litatlas.identity.permalink import Entry, Ledger, State, join_sources, mint, paper_id_wishes
from litatlas.intake.claims import Claim, claimed_again, claims_of, origin_keys
from litatlas.intake.merging import merge_work
from litatlas.intake.vetting import parse_date, vet_all
from litatlas.intake.works import Doubt, order_key, resemble, works
from litatlas.intake.works import Merge as Merge
from litatlas.language.shortname import lead_of, short_name
from litatlas.model import Kind, Paper, Record, VenueKind
from litatlas.problems import Problems, quoted

_CITATION_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_:.+/-]{0,79}")

_KIND_OF_VENUE = {
    VenueKind.CONFERENCE: Kind.CONFERENCE,
    VenueKind.WORKSHOP: Kind.CONFERENCE,
    VenueKind.JOURNAL: Kind.JOURNAL,
    VenueKind.BOOK: Kind.CHAPTER,
    VenueKind.REPOSITORY: Kind.ARTICLE,
}


class Work(Struct, frozen=True):
    """The records of one work put together, with the id and citation key under which it is published."""

    id: str
    citation_key: str
    record: Record
    members: tuple[Record, ...]
    """The records that it was put together from, the winning one first."""


class Assembled(Struct, frozen=True):
    """Records as works."""

    works: tuple[Work, ...]
    """In the order of their ids."""

    ledger: Ledger
    """The ledger with the ids and citation keys of new works."""

    steady: bool
    """Whether the same records and this ledger would give the same works, the same problems, and nothing new."""


class Admission(Struct, frozen=True):
    """What became of the records."""

    papers: tuple[Paper, ...]
    """In the order of their ids."""

    ledger: Ledger
    """The ledger with the ids and citation keys of new papers."""

    merges: tuple[Merge, ...]


def admit(records: Sequence[Record], ledger: Ledger, problems: Problems, edition: str = "") -> Admission:
    """Turn records into papers: vet them, merge the versions of a work, give ids and citation keys.

    The order of the records does not matter. Each ends as a page, as a merge
    that names both sides, or as a problem.

    Arguments:
        records: What the readers gave.
        ledger: Ids of what was published before; new works get new ones.
        problems: Takes whatever is odd.
        edition: The edition that publishes new papers first; empty between releases.
    """
    found = assemble(vet_all(records, problems), ledger, problems, edition)
    merges = tuple(merge for work in found.works for merge in merges_of(work, problems))
    return Admission(tuple(paper_of(work) for work in found.works), found.ledger, merges)


def merges_of(work: Work, problems: Problems) -> tuple[Merge, ...]:
    """Give, and tell, which records share the page of a work's first one."""
    kept = work.members[0].origin
    for member in work.members[1:]:
        message = f"{quoted(work.record.title)} is the same work as {kept}; they share one page; nothing to do"
        problems.add("merged", member.origin, message, work.id)
    return tuple(Merge(work.id, work.record.title, kept, member.origin) for member in work.members[1:])


def assemble(
    records: Sequence[Record],
    ledger: Ledger,
    problems: Problems,
    edition: str = "",
    *,
    bulk: bool = True,
    differences: Problems | None = None,
) -> Assembled:
    """Group records into works with ids.

    Arguments:
        records: Vetted records, in any order.
        ledger: As for `admit`.
        problems: As for `admit`.
        edition: As for `admit`.
        bulk: Whether records without an id are to be found again by their
            origin keys; not so if each gets a record file that says its id.
        differences: Takes what records of one work say differently; `problems` unless told.
    """
    differences = problems if differences is None else differences
    usable = _with_usable_ids(sorted(records, key=order_key), ledger, problems)
    groups, doubts = works(usable, [record.id for record in usable])
    for doubt in doubts:
        _tell_doubt(doubt, problems)
    claims = claims_of(sorted(groups, key=lambda group: order_key(group[0])), ledger)
    joined = _join_claimed(claims, ledger, problems)
    merged = [(id, group, keys, merge_work(group, differences)) for id, group, keys in joined]
    # Published ids first, so that no new paper takes the id that a record of the same run carries;
    # then by date and title, never by place: moving an entry changes no id.
    merged.sort(key=lambda found: (not found[0], found[0], found[3].issued or "9", order_key(found[3])[2:]))
    done: list[Work] = []
    grown = ledger
    for id, group, keys, record in merged:
        carried = not bulk or any(member.id for member in group)
        new = () if carried else (key for key in keys if grown.id_of_source(key) is None)
        grown, work = _publish(id, group, record, grown, problems, edition, join_sources(new))
        done.append(work)
    steady = grown is ledger or _found_again(claims, done, ledger, grown)
    return Assembled(tuple(sorted(done, key=lambda work: work.id)), grown, steady)


def _with_usable_ids(records: Iterable[Record], ledger: Ledger, problems: Problems) -> list[Record]:
    """Drop records whose id is dead or belongs to another work."""
    usable: list[Record] = []
    holders: dict[str, Record] = {}
    for record in records:
        holder = holders.setdefault(record.id, record) if record.id else record
        entry = ledger.entry("paper", record.id) if record.id else None
        if entry and entry.state is not State.LIVE:
            fate = f"was merged into '{entry.target}'" if entry.state is State.REDIRECT else "was withdrawn"
            message = f"id {quoted(record.id)} {fate}; the record gets no page; remove it or give it another id"
            problems.add("dead-id", record.origin, message, record.id)
        elif holder is not record and not resemble(holder, record):
            message = (
                f"id {quoted(record.id)} is also on {quoted(holder.title)} ({holder.origin}); "
                f"{quoted(record.title)} gets no page; give one of them another id"
            )
            problems.add("duplicate-id", record.origin, message, record.id)
        else:
            usable.append(record)
    return usable


def _tell_doubt(doubt: Doubt, problems: Problems) -> None:
    first, second = doubt.first, doubt.second
    subject = second.id or second.key
    both = f"{quoted(second.title)} here and {quoted(first.title)} in {first.origin}"
    if doubt.kind == "clash":
        message = f"{doubt.why} is on {both}, which have nothing else in common; both are kept; correct one of them"
        problems.add("identifier-clash", second.origin, message, subject)
    elif doubt.kind == "two-ids":
        message = (
            f"{both} look like one work ({doubt.why}) but have two ids; both are kept; "
            f"run litatlas merge {second.id} {first.id} if they are one"
        )
        problems.add("possible-duplicate", second.origin, message, subject)
    else:
        message = f"{both} may be one work ({doubt.why}); both are kept; give both the same id, or each its own"
        problems.add("possible-duplicate", second.origin, message, subject)


def _found_again(claims: Sequence[Claim], done: Sequence[Work], before: Ledger, grown: Ledger) -> bool:
    """Say whether each work claims the id that it was given, and nothing else would be told of its citation key."""
    given = {id(member): work.id for work in done for member in work.members}
    ids = [given.get(id(claim.group[0]), claim.id) for claim in claims]
    new = (work for work in done if not before.entry("paper", work.id))
    return [claim.id for claim in claimed_again(claims, grown)] == ids and all(
        work.record.citation_key in ("", work.citation_key) for work in new
    )


def _join_claimed(claims: Sequence[Claim], ledger: Ledger, problems: Problems) -> list[Claim]:
    """Put works together that the ledger merged; withdrawn ones go."""
    joined: dict[str, tuple[tuple[Record, ...], tuple[str, ...]]] = {}
    fresh: list[Claim] = []
    for id, group, own in claims:
        entry = ledger.entry("paper", id) if id else None
        if entry and entry.state is State.TOMBSTONE:
            for record in group:
                message = f"{quoted(record.title)} was withdrawn as '{id}'; it gets no page; remove the record"
                problems.add("withdrawn-record", record.origin, message, id)
        elif id in joined:
            together = tuple(sorted((*joined[id][0], *group), key=order_key))
            joined[id] = (together, origin_keys(together))
        elif id:
            joined[id] = (tuple(sorted(group, key=order_key)), own)
        else:
            fresh.append(Claim("", group, own))
    return [Claim(id, *found) for id, found in joined.items()] + fresh


def _publish(
    id: str,
    group: tuple[Record, ...],
    record: Record,
    ledger: Ledger,
    problems: Problems,
    edition: str,
    source: str,
) -> tuple[Ledger, Work]:
    """Give one work its id and citation key, and the ledger that remembers both, and its new origin keys."""
    entry = ledger.entry("paper", id) if id else None
    name = entry.name if entry else _new_citation_key(record, ledger, problems)
    if entry and record.citation_key not in ("", entry.name):
        message = (
            f"citation key {quoted(record.citation_key)} is not the published '{entry.name}'; "
            "the published one stands; remove citation_key from the record"
        )
        problems.add("bad-citation-key", record.origin, message, id)
    if id and not entry:
        ledger = ledger.with_entries(Entry("paper", id, name, edition))
    if not id:
        lead = record.short or short_name(record.title) or lead_of(record.title)
        wishes = paper_id_wishes(lead, record.title, _year(record))
        ledger, id = mint(ledger, "paper", name, next(wishes), edition, wishes, source)
    elif source:
        ledger, id = mint(ledger, "paper", name, id, edition, (), source)
    return ledger, Work(id, name, record, group)


def _new_citation_key(record: Record, ledger: Ledger, problems: Problems) -> str:
    taken = ledger.names_taken("paper")
    wanted = record.citation_key
    if wanted and _CITATION_KEY.fullmatch(wanted) and wanted not in taken:
        return wanted
    made = citation_key(record.authors, _year(record), record.title, taken)
    if wanted:
        why = "is taken" if wanted in taken else "is not letters, digits and _:.+/- after a letter"
        message = f"citation key {quoted(wanted)} {why}; '{made}' is used instead; choose another"
        problems.add("bad-citation-key", record.origin, message, record.id or record.key)
    return made


def _year(record: Record) -> int | None:
    return int(record.issued[:4]) if record.issued else None


def infer_kind(record: Record) -> Kind:
    """Say what sort of publication a record describes; from its venue or identifiers where it does not tell."""
    if record.kind:
        return Kind(record.kind)
    if record.venue and record.venue.kind in _KIND_OF_VENUE:
        return _KIND_OF_VENUE[record.venue.kind]
    schemes = dict(record.identifiers)
    if "acl" in schemes:
        return Kind.CONFERENCE
    return Kind.ARTICLE if "arxiv" in schemes and not record.venue else Kind.OTHER


def paper_of(work: Work) -> Paper:
    """Give the paper of a work."""
    record = work.record
    return Paper(
        id=work.id,
        citation_key=work.citation_key,
        title=record.title,
        origin=record.origin,
        kind=infer_kind(record),
        short=record.short or short_name(record.title),
        abstract=record.abstract,
        authors=record.authors,
        others=record.others,
        issued=parse_date(record.issued),
        venue=record.venue,
        volume=record.volume,
        issue=record.issue,
        pages=record.pages,
        publisher=record.publisher,
        identifiers=record.identifiers,
        links=record.links,
        curated_tags=record.tags,
        keywords=record.keywords,
        attributes=record.attributes,
        references=record.references,
        status=record.status,
        language=record.language,
        added=record.added,
        note=record.note,
        sources=record.sources,
    )
