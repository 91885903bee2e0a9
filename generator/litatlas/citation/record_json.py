"""Plain JSON: a paper's record with all its fields, for scripts; one line a paper (JSON Lines), or an array."""

import json
from typing import Any

import msgspec
from msgspec.structs import asdict

from litatlas.citation.context import ExportContext
from litatlas.model import Author, Paper, Source, Status, Venue, VenueKind

_AUTHOR_PARTS = ("literal", "family", "given", "suffix", "orcid", "disambiguator")


def json_record(paper: Paper, context: ExportContext) -> dict[str, Any]:
    """Give a paper in the fields of a YAML record, without the empty ones, and its address as `permalink`.

    `tags` holds every tag of the paper, curated or found.
    """
    record: dict[str, Any] = {
        "id": paper.id,
        "citation_key": paper.citation_key,
        "kind": paper.kind.value,
        "title": paper.title,
        "short": paper.short,
        "authors": [_author(author) for author in paper.authors],
        "others": paper.others,
        "issued": str(paper.issued or ""),
        "venue": _venue(paper.venue),
        "volume": paper.volume,
        "issue": paper.issue,
        "pages": paper.pages,
        "publisher": paper.publisher,
        "identifiers": dict(paper.identifiers),
        "links": [_filled(asdict(link)) for link in paper.links],
        "abstract": paper.abstract,
        "tags": all_tags(paper),
        "keywords": list(paper.keywords),
        "attributes": dict(paper.attributes),
        "references": list(paper.references),
        "status": _status(paper),
        "language": paper.language,
        "added": paper.added,
        "note": paper.note,
        "sources": [_source(source) for source in paper.sources],
        "permalink": context.page(paper),
    }
    return _filled(record)


def json_line(paper: Paper, context: ExportContext) -> str:
    """Write a paper as one line of JSON Lines."""
    return json.dumps(json_record(paper, context), ensure_ascii=False) + "\n"


def json_indented(paper: Paper, context: ExportContext) -> str:
    """Write a paper as a JSON object, one field a line."""
    return indented(json_record(paper, context)) + "\n"


def indented(value: object) -> str:
    """Give a value as JSON, one part a line, as `json.dumps(value, indent=1)` does, in a fifth of the time."""
    return str(msgspec.json.format(json.dumps(value, ensure_ascii=False), indent=1))


def all_tags(paper: Paper) -> list[str]:
    """Give the tags of a paper by slug: those that stand on it, then what its record takes away (`-slug`)."""
    standing = [tagging.slug for tagging in paper.tags]
    curated = [tag for tag in paper.curated_tags if tag.startswith("-") or not paper.tags]
    return list(dict.fromkeys([*standing, *curated]))


def _filled(value: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in value.items() if part}


def _author(author: Author) -> dict[str, Any]:
    parts = {name: getattr(author, name) for name in _AUTHOR_PARTS}
    return _filled(parts)


def _venue(venue: Venue | None) -> dict[str, Any]:
    if not venue:
        return {}
    kind = "" if venue.kind is VenueKind.OTHER else venue.kind.value
    return _filled({**asdict(venue), "kind": kind})


def _status(paper: Paper) -> dict[str, Any]:
    status = "" if paper.status.status is Status.OK else paper.status.status.value
    return _filled({**asdict(paper.status), "status": status})


def _source(source: Source) -> dict[str, Any]:
    return _filled({**asdict(source), "fields": list(source.fields)})
