"""CSL-JSON, as csl-data.json of CSL 1.0.2 lays it down: what Zotero, Pandoc and every citeproc take."""

from typing import Any

from litatlas.citation.context import ExportContext
from litatlas.citation.facts import Facts, facts_of, plain_text
from litatlas.citation.record_json import indented
from litatlas.model import Author, Paper, PartialDate, Status

Item = dict[str, Any]


def csl_item(paper: Paper, context: ExportContext) -> Item:
    """Give a paper as a CSL-JSON item; what it does not have is left out."""
    facts = facts_of(paper, context)
    version = facts.version
    item: Item = {
        "id": paper.citation_key,
        "type": facts.form.value,
        "citation-key": paper.citation_key,
        "title": plain_text(facts.title),
        "title-short": plain_text(paper.short),
        "author": [csl_name(author) for author in paper.authors],
        "issued": csl_date(version.date),
        "available-date": csl_date(facts.first_date),
        "container-title": facts.container,
        "event-title": facts.occasion,
        "volume": version.volume,
        "issue": version.issue,
        "page": version.pages,
        **_publisher(facts),
        "DOI": facts.doi,
        "ISBN": paper.identifier("isbn"),
        "PMID": paper.identifier("pmid"),
        "URL": version.url,
        "language": paper.language,
        "keyword": ", ".join(word.replace(",", " ") for word in paper.keywords),
        "abstract": plain_text(paper.abstract),
        "status": "" if paper.status.status is Status.OK else paper.status.status.value,
        "note": plain_text(facts.status),
        "custom": _custom(paper),
    }
    if paper.others and item["author"]:
        # Pandoc's convention, which its citeproc shows as "et al."
        item["author"].append({"literal": "others"})
    return {name: value for name, value in item.items() if value}


def csl_json(paper: Paper, context: ExportContext) -> str:
    """Write a paper as one item, one variable a line."""
    return indented(csl_item(paper, context)) + "\n"


def csl_name(author: Author) -> dict[str, str]:
    """Give a name in parts: particles in small letters are `non-dropping-particle` (`van der` of `van der Berg`)."""
    if author.literal or not (author.family and author.given):
        return {"literal": author.name}
    words = author.family.split(" ")
    start = 0
    while start < len(words) - 1 and words[start][:1].islower():
        start += 1
    name = {"family": " ".join(words[start:]), "given": author.given}
    if start:
        name["non-dropping-particle"] = " ".join(words[:start])
    if author.suffix:
        name["suffix"] = author.suffix
    return name


def csl_date(date: PartialDate | None) -> dict[str, list[list[int]]]:
    """Give a date as `date-parts`, as precise as it is known."""
    if not date:
        return {}
    known = [date.year, *([date.month] if date.month else []), *([date.day] if date.month and date.day else [])]
    return {"date-parts": [known]}


def _publisher(facts: Facts) -> Item:
    """Give the publisher; of a preprint the repository, and its number there, as Zotero writes them."""
    publisher = facts.version.publisher
    if not facts.is_preprint:
        return {"publisher": publisher}
    venue = facts.version.venue
    number = f"arXiv:{facts.arxiv}" if facts.arxiv else ""
    return {"publisher": publisher or (venue.name if venue else ""), "number": number}


def _custom(paper: Paper) -> Item:
    """Give what CSL has no variable for: the paper's id here, and the identifiers that no variable holds."""
    others = {scheme: value for scheme, value in paper.identifiers if scheme not in ("doi", "isbn", "pmid")}
    return {"litatlas": {"id": paper.id, **others}}
