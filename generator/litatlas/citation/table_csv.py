"""CSV for spreadsheets (RFC 4180): a row a paper, always the same columns, no cell that a program would run."""

import csv
import io
from collections.abc import Sequence

from litatlas.citation.context import ExportContext
from litatlas.citation.record_json import all_tags
from litatlas.model import IDENTIFIER_SCHEMES, Author, Paper, Rel, Status, Venue, VenueKind
from litatlas.people.names import parse_name

_LINKS = {rel: "paper_url" if rel is Rel.PAPER else rel.value for rel in Rel}
"""Column by what a link leads to; in most tables `paper` heads the titles."""

COLUMNS = (
    "id", "citation_key", "kind", "title", "short", "authors", "others", "issued", "venue", "venue_short",
    "venue_kind", "venue_year", "venue_track", "volume", "issue", "pages", "publisher", *IDENTIFIER_SCHEMES,
    *_LINKS.values(), "tags", "keywords", "language", "status", "status_date", "status_note", "status_url", "added",
    "permalink", "abstract", "note",
)  # fmt: skip
"""The columns, in order; a new one is put at the end, so that those who count them go on."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that spreadsheets take for a formula (OWASP, "CSV Injection")."""


def csv_row(paper: Paper, context: ExportContext) -> str:
    """Write a paper as a row."""
    venue = paper.venue or Venue()
    status = paper.status
    links = {_LINKS[rel]: " ".join(link.url for link in paper.links_of(rel)) for rel in Rel}
    cells = {
        "id": paper.id, "citation_key": paper.citation_key, "kind": paper.kind.value, "title": paper.title,
        "short": paper.short, "authors": "; ".join(map(_name, paper.authors)),
        "others": "true" if paper.others else "", "issued": str(paper.issued or ""),
        "venue": venue.name, "venue_short": venue.short,
        "venue_kind": "" if venue.kind is VenueKind.OTHER else venue.kind.value,
        "venue_year": str(venue.year or ""), "venue_track": venue.track,
        "volume": paper.volume, "issue": paper.issue, "pages": paper.pages, "publisher": paper.publisher,
        **dict(paper.identifiers), **links,
        "tags": "; ".join(all_tags(paper)), "keywords": "; ".join(paper.keywords), "language": paper.language,
        "status": "" if status.status is Status.OK else status.status.value,
        "status_date": status.date, "status_note": status.note, "status_url": status.url,
        "added": paper.added, "permalink": context.page(paper), "abstract": paper.abstract, "note": paper.note,
    }  # fmt: skip
    return _row([_harmless(cells.get(column, "")) for column in COLUMNS])


def csv_header() -> str:
    """Give the first row, with the names of the columns."""
    return _row(COLUMNS)


def _row(cells: Sequence[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _harmless(cell: str) -> str:
    """Put an apostrophe before a cell that looks like a formula; the reader takes it off again."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _name(author: Author) -> str:
    """Give a name as `Family, Given`, in braces where it would be taken apart wrongly; a semicolon would end it."""
    name = author.sort_name.replace(";", ",")
    return name if author.literal == "" or parse_name(name).literal == name else f"{{{name}}}"
