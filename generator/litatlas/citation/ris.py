"""RIS: one tag a line, nothing folded, CR LF (Research Information Systems' format specification, 2001 and 2011)."""

from collections.abc import Iterator

from litatlas.citation.context import ExportContext
from litatlas.citation.facts import Facts, facts_of, one_line, plain_text
from litatlas.model import Author, Kind, Link, Paper, PartialDate, Rel
from litatlas.readers.export_marks import OWN_ID

_TYPES = {
    Kind.ARTICLE: "UNPB", Kind.JOURNAL: "JOUR", Kind.CONFERENCE: "CONF", Kind.CHAPTER: "CHAP", Kind.BOOK: "BOOK",
    Kind.THESIS: "THES", Kind.REPORT: "RPRT", Kind.DATASET: "DATA", Kind.SOFTWARE: "COMP", Kind.WEBPAGE: "ELEC",
    Kind.OTHER: "GEN",
}  # fmt: skip

FIRST_VERSION = "First version: "
"""How the note begins that gives the date of the first version, where another one is cited."""


def ris(paper: Paper, context: ExportContext) -> str:
    """Write a paper from `TY` to `ER`."""
    facts = facts_of(paper, context)
    lines = (f"{tag}  - {one_line(value)}".rstrip() for tag, value in _lines(facts) if one_line(value))
    return "\r\n".join([*lines, "ER  - ", ""])


def _lines(facts: Facts) -> Iterator[tuple[str, str]]:
    paper, version = facts.paper, facts.version
    yield "TY", _TYPES[facts.form]
    yield "ID", paper.citation_key
    yield from (("AU", ris_name(author)) for author in paper.authors)
    if paper.others:
        yield "AU", "others"
    yield "TI", plain_text(facts.title)
    yield "ST", plain_text(paper.short)
    yield from _container(facts)
    yield "VL", version.volume
    yield "IS", version.issue
    first, _, last = version.pages.replace("–", "-").replace("--", "-").partition("-")
    yield "SP", first
    yield "EP", last
    yield "PB", version.publisher
    if version.date:
        yield "PY", str(version.date.year)
        yield "DA", ris_date(version.date)
    yield "DO", facts.doi
    yield "SN", paper.identifier("isbn")
    yield from (("UR", url) for url in facts.addresses)
    yield from (("L1", link.url) for link in _pdfs(paper))
    yield "CN", OWN_ID + paper.id
    yield "LA", paper.language
    yield from (("KW", word) for word in paper.keywords)
    yield "N1", plain_text(facts.status)
    if facts.first_date:
        yield "N1", FIRST_VERSION + str(facts.first_date)
    yield "AB", plain_text(paper.abstract)


def _container(facts: Facts) -> Iterator[tuple[str, str]]:
    if facts.is_preprint:
        venue = facts.version.venue
        yield "T2", venue.name if venue else ""
        return
    yield "T2", facts.container
    if facts.form is Kind.JOURNAL:
        yield "JO", facts.container
    else:
        yield "C3", facts.occasion


def _pdfs(paper: Paper) -> Iterator[Link]:
    return paper.links_of(Rel.PDF)


def ris_name(author: Author) -> str:
    """Give a name as `Family, Given, Suffix`; a group with a comma at its end, as EndNote and Zotero know it."""
    if author.literal or not (author.family and author.given):
        return author.name.replace(",", "") + ","
    return ", ".join(part.replace(",", " ") for part in (author.family, author.given, author.suffix) if part)


def ris_date(date: PartialDate) -> str:
    """Give a date as `YYYY/MM/DD/`; what is not known is empty."""
    month = f"{date.month:02d}" if date.month else ""
    day = f"{date.day:02d}" if date.day else ""
    return f"{date.year:04d}/{month}/{day}/"
