"""One record at a time: what of it can be used. What cannot is left out, with a problem that says so."""

import difflib
import re
from collections.abc import Iterable
from typing import Any

from msgspec.structs import astuple, replace

from litatlas.identity.identifiers import implied_identifiers, normal_identifier, normal_orcid
from litatlas.identity.slugs import id_fault
from litatlas.model import IDENTIFIER_SCHEMES, Author, Kind, Link, PartialDate, Record, StatusNote, Venue
from litatlas.problems import Problems, quoted
from litatlas.text import safe_url, strip_controls

LONGEST = {"title": 1_000, "abstract": 100_000, "note": 10_000}
"""The most characters of a field; any other text field has `LONGEST_OTHER`."""

LONGEST_OTHER = 1_000

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PLAIN_FIELDS = (
    "title", "short", "abstract", "volume", "issue", "pages", "publisher", "language", "note", "citation_key", "kind",
    "issued", "added",
)  # fmt: skip


def vet(record: Record, problems: Problems) -> Record | None:
    """Give the usable part of a record with its values in normal form, or None where it cannot be a paper.

    Identifiers come out in normal form and order, dates as ISO 8601, the kind
    as a value of `Kind` or empty, texts without control characters.
    """
    record = _shortened(_clean(record), problems)
    subject = record.id or record.key
    if not record.title:
        problems.add("no-title", record.origin, "the record has no title; it gets no page; add a title", subject)
        return None
    if record.id and (fault := id_fault(record.id)):
        message = f"id {quoted(record.id)} cannot be used: {fault}; the record gets no page; change the id"
        problems.add("bad-id", record.origin, message, record.key)
        return None
    return replace(
        record,
        kind=_kind(record, problems),
        issued=_date(record, "issued", problems),
        added=_date(record, "added", problems),
        identifiers=_identifiers(record, problems),
        links=_links(record, problems),
        authors=tuple(author for author in record.authors if author.name),
    )


def vet_all(records: Iterable[Record], problems: Problems) -> list[Record]:
    """Give the usable part of each record, without those that cannot be papers."""
    return [kept for record in records if (kept := vet(record, problems))]


def parse_date(text: str) -> PartialDate | None:
    """Read an ISO 8601 date, month or year from 1000 to 2999; None where it is none."""
    found = _DATE.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(part or 0) for part in found.groups())
    exists = (found[2] is None or 1 <= month <= 12) and (found[3] is None or 1 <= day <= _DAYS[month - 1])
    return PartialDate(year, month, day) if exists and 1000 <= year <= 2999 else None


def _clean(record: Record) -> Record:
    """Take control and direction-override characters out of every text; one-line fields come onto one line."""
    plain: dict[str, Any] = {name: _line(getattr(record, name)) for name in _PLAIN_FIELDS if name != "abstract"}
    return replace(
        record,
        **plain,
        abstract=_paragraphs(record.abstract),
        authors=tuple(_clean_author(author) for author in record.authors),
        venue=_clean_venue(record.venue),
        tags=tuple(filter(None, map(_line, record.tags))),
        keywords=tuple(filter(None, map(_line, record.keywords))),
        attributes=tuple((_line(name), _line(value)) for name, value in record.attributes),
        status=_clean_status(record.status),
    )


def _paragraphs(text: str) -> str:
    # Nearly every abstract is clean, and asking is a hundred times faster than filtering.
    return (text if text.replace("\n", "").isprintable() else strip_controls(text)).strip()


def _line(text: str) -> str:
    return text if text.isprintable() and text == text.strip() else " ".join(strip_controls(text).split())


def _clean_author(author: Author) -> Author:
    given = astuple(author)
    parts = tuple(map(_line, given))
    clean = author if parts == given else Author(*parts)
    return replace(clean, orcid=normal_orcid(clean.orcid)) if clean.orcid else clean


def _clean_venue(venue: Venue | None) -> Venue | None:
    if venue is None:
        return None
    venue = replace(venue, name=_line(venue.name), short=_line(venue.short), track=_line(venue.track))
    return venue if venue.label else None


def _clean_status(status: StatusNote) -> StatusNote:
    if status == StatusNote():
        return status
    return replace(status, date=_line(status.date), note=_line(status.note), url=safe_url(status.url))


def _shortened(record: Record, problems: Problems) -> Record:
    def cut(name: str, text: str) -> str:
        limit = LONGEST.get(name, LONGEST_OTHER)
        if len(text) <= limit:
            return text
        kept = text[:limit].rpartition(" ")[0] or text[:limit]
        message = f"{name} has {len(text):,} characters; it was cut to {len(kept):,}; shorten it"
        problems.add("long-field", record.origin, message, record.id or record.key)
        return kept + "…"

    changed: dict[str, Any] = {name: cut(name, getattr(record, name)) for name in _PLAIN_FIELDS}
    if record.venue:
        parts: dict[str, Any] = {name: cut("venue", getattr(record.venue, name)) for name in ("name", "short", "track")}
        changed["venue"] = replace(record.venue, **parts)
    for name in ("keywords", "tags"):
        changed[name] = tuple(cut(name, text) for text in getattr(record, name))
    changed["authors"] = tuple(
        author if len(author.name) <= LONGEST_OTHER else Author(literal=cut("author", author.name), orcid=author.orcid)
        for author in record.authors
    )
    return replace(record, **changed)


def _kind(record: Record, problems: Problems) -> str:
    kind = record.kind.casefold()
    if not kind or kind in set(Kind):
        return kind
    near = difflib.get_close_matches(kind, list(Kind), 1)
    hint = f"did you mean '{near[0]}'?" if near else f"use one of {', '.join(Kind)}"
    message = f"kind {quoted(record.kind)} is not known; it is worked out from venue and identifiers instead; {hint}"
    problems.add("unknown-kind", record.origin, message, record.id or record.key)
    return ""


def _date(record: Record, name: str, problems: Problems) -> str:
    text: str = getattr(record, name)
    date = parse_date(text)
    if text and not date:
        message = f"{name} {quoted(text)} is not YYYY, YYYY-MM or YYYY-MM-DD; it was left out; correct it"
        problems.add("bad-date", record.origin, message, record.id or record.key)
    return str(date) if date else ""


def _identifiers(record: Record, problems: Problems) -> tuple[tuple[str, str], ...]:
    good: list[tuple[str, str]] = []
    for scheme, value in record.identifiers:
        normal = normal_identifier(scheme, value)
        if normal:
            good.append((scheme, normal))
            continue
        if scheme in IDENTIFIER_SCHEMES:
            message = f"{scheme} {quoted(value)} is not valid; it was left out; correct or remove it"
        else:
            near = difflib.get_close_matches(scheme, IDENTIFIER_SCHEMES, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"use one of {', '.join(IDENTIFIER_SCHEMES)}"
            message = f"identifier scheme {quoted(scheme)} is not known; {quoted(value)} was left out; {hint}"
        problems.add("bad-identifier", record.origin, message, record.id or record.key)
    return implied_identifiers(good)


def _links(record: Record, problems: Problems) -> tuple[Link, ...]:
    good: dict[str, Link] = {}
    for link in record.links:
        url = safe_url(link.url)
        if url:
            good.setdefault(url, replace(link, url=url, label=_line(link.label)))
            continue
        message = f"{link.rel} link {quoted(link.url)} is not a web address; it was left out; use https://"
        problems.add("unsafe-link", record.origin, message, record.id or record.key)
    return tuple(good.values())
