"""The `citation_*` tags that Google Scholar indexes and Zotero's "Embedded Metadata" imports.

Names and rules are those of Google Scholar's inclusion guidelines for
webmasters; where Zotero reads them in its own way, the code says so. Pages
that list papers carry none of these: they would be taken for a paper.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from urllib.parse import quote

from litatlas.citation.facts import container_title
from litatlas.citation.head_tags import MetaTag
from litatlas.citation.page_context import PageContext
from litatlas.citation.versions import Version, VersionKind, cited
from litatlas.markup.mathml import plain_text
from litatlas.model import Author, Kind, Paper, PartialDate, Rel
from litatlas.text import safe_url

_VENUE_TAGS = {
    Kind.JOURNAL: "citation_journal_title",
    Kind.CONFERENCE: "citation_conference_title",
    Kind.CHAPTER: "citation_inbook_title",
    Kind.THESIS: "citation_dissertation_institution",
    Kind.REPORT: "citation_technical_report_institution",
}
_ZOTERO_TYPES = {
    Kind.ARTICLE: "preprint",
    Kind.BOOK: "book",
    Kind.CHAPTER: "bookSection",
    Kind.CONFERENCE: "conferencePaper",
    Kind.DATASET: "dataset",
    Kind.JOURNAL: "journalArticle",
    Kind.OTHER: "document",
    Kind.REPORT: "report",
    Kind.SOFTWARE: "computerProgram",
    Kind.THESIS: "thesis",
    Kind.WEBPAGE: "webpage",
}


def highwire_tags(paper: Paper, page: PageContext) -> tuple[MetaTag, ...]:
    """Give the tags of one paper: plain text, in a fixed order, none empty.

    They describe the version that is cited by default. Scholar ignores all of
    them where author or date are missing; Zotero does not.
    """
    version = cited(paper)
    named = (
        ("citation_title", paper.title),
        *(("citation_author", name) for name in author_names(paper.authors)),
        ("citation_publication_date", highwire_date(version.date)),
        *_container(version),
        ("citation_doi", version.identifier("doi")),
        ("citation_arxiv_id", paper.identifier("arxiv")),
        ("citation_pmid", paper.identifier("pmid")),
        ("citation_isbn", paper.identifier("isbn")),
        ("citation_pdf_url", pdf_url(paper)),
        ("citation_abstract_html_url", page.address),
        ("citation_language", paper.language or page.settings.language),
        *(("citation_keywords", topic) for topic in page.topics),
        ("citation_abstract", paper.abstract),
    )
    tags = (MetaTag(name, plain_text(value)) for name, value in named)
    return tuple(tag for tag in tags if tag.content)


def author_names(authors: tuple[Author, ...]) -> Iterator[str]:
    """Give the authors as `Family, Given`, a group or a single name with a comma at its end.

    Zotero splits at the comma, so particles stay with the family name and a
    group stays whole; it would drop what follows a second comma, so a suffix
    stands with the family name. A lone author whose two parts both hold a
    blank is split into two people there: a no-break space, which reads the
    same and which Zotero makes a blank again, keeps them one.
    """
    for author in authors:
        family = " ".join(part for part in (author.family, author.suffix) if part)
        if author.literal or not (family and author.given):
            yield f"{author.name.rstrip(' ,')},"
            continue
        if len(authors) == 1 and " " in family and " " in author.given:
            family = family.replace(" ", "\N{NO-BREAK SPACE}")
        yield f"{family}, {author.given}"


def highwire_date(date: PartialDate | None) -> str:
    """Give a date as `2024/05/27`; the year alone where the day is unknown or is no day of its month."""
    if not date:
        return ""
    real = date.day and 1 <= date.month <= 12 and date.day <= monthrange(date.year, date.month)[1]
    return f"{date.year:04d}/{date.month:02d}/{date.day:02d}" if real else f"{date.year:04d}"


def page_span(pages: str) -> tuple[str, str]:
    """Give first and last page, each a single one; the last is empty where there is none or several stretches.

    Examples:
        >>> page_span("1123--31"), page_span("e12"), page_span("3, 7-9")
        (('1123', '1131'), ('e12', ''), ('3', ''))
    """
    parts = [part for part in re.split(r"[\s‐-―−-]+", pages.strip()) if part]
    if "," in pages or len(parts) > 2 or not parts:
        return re.split(r"[\s,‐-―−-]+", pages.strip())[0], ""
    first, last = parts[0], parts[1] if len(parts) == 2 else ""
    if first.isdecimal() and last.isdecimal() and len(last) < len(first):
        last = first[: -len(last)] + last
    return first, last


def pdf_url(paper: Paper) -> str:
    """Give the absolute address of the paper's PDF: the record's own, or the one that an identifier implies."""
    for link in paper.links_of(Rel.PDF):
        if safe_url(link.url).startswith(("http://", "https://")):
            return link.url
    acl, arxiv, openreview = (quote(paper.identifier(scheme)) for scheme in ("acl", "arxiv", "openreview"))
    if acl:
        return f"https://aclanthology.org/{acl}.pdf"
    if arxiv:
        return f"https://arxiv.org/pdf/{arxiv}"
    return f"https://openreview.net/pdf?id={openreview}" if openreview else ""


def _container(version: Version) -> Iterator[tuple[str, str]]:
    """Give where the version appeared: one venue tag at most, for it decides the type that Zotero gives.

    Without one Zotero would take everything for a journal article. There it
    reads Dublin Core's type, a free word, as a type of its own where it is one.
    """
    venue, publisher = container_title(version.venue), version.publisher
    if version.kind is VersionKind.PREPRINT:
        yield "DC.type", _ZOTERO_TYPES[Kind.ARTICLE]
        yield "citation_publisher", venue or publisher
        return
    institution = version.form in (Kind.THESIS, Kind.REPORT)
    name = (publisher or venue) if institution else venue
    if version.form in _VENUE_TAGS and name:
        yield _VENUE_TAGS[version.form], name
    else:
        yield "DC.type", _ZOTERO_TYPES[version.form]
    first, last = page_span(version.pages)
    yield "citation_volume", version.volume
    yield "citation_issue", version.issue
    yield "citation_firstpage", first
    yield "citation_lastpage", last
    yield "citation_publisher", "" if institution else publisher
