"""The work as linked data (JSON-LD, schema.org) for search engines and crawlers.

What the page describes is somebody else's work. So the work has an IRI of its
own on the page (`#work`), the page is the AboutPage that it is the main entity
of, and `sameAs` leads to where the work really is. Every property is one that
schema.org has for the type; what is not known is not there.
"""

import json
from collections.abc import Mapping
from typing import Any

from litatlas.citation.facts import container_title
from litatlas.citation.highwire import page_span
from litatlas.citation.page_context import PageContext, Reference, license_url
from litatlas.citation.signposting import schema_type
from litatlas.citation.versions import Version, VersionKind, cited
from litatlas.identity.identifiers import identifier_url
from litatlas.markup.mathml import plain_text
from litatlas.model import Author, Kind, Paper, Venue
from litatlas.people.names import is_group
from litatlas.text import shortened

MAX_HEADLINE = 110
"""The longest headline that search engines take, in characters; the whole title stands in `name`."""

MAX_CITATIONS = 100
"""The most references that a page carries: beyond that they would outweigh the page itself."""

_PROPERTY_IDS = {
    "doi": "DOI", "arxiv": "arXiv", "acl": "ACL Anthology", "openalex": "OpenAlex", "s2": "Semantic Scholar",
    "openreview": "OpenReview", "pmid": "PMID", "isbn": "ISBN",
}  # fmt: skip
_WITH_PAGES = frozenset({"ScholarlyArticle", "Report", "Chapter"})
"""The types that have `pageStart` and `pageEnd`; `Thesis` and others have none."""

_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def json_ld(paper: Paper, page: PageContext) -> dict[str, Any]:
    """Give the work as a JSON-LD object, its keys in a fixed order, without empty values."""
    version = cited(paper)
    title = plain_text(paper.title)
    kind = schema_type(paper)
    return _kept(
        {
            "@context": "https://schema.org",
            "@type": kind,
            "@id": page.work,
            "name": title,
            "headline": shortened(title, MAX_HEADLINE),
            "alternateName": paper.short if paper.short != title else "",
            "author": [person(author) for author in paper.authors],
            "datePublished": str(version.date or ""),
            "creativeWorkStatus": paper.status.status.word,
            "correction": paper.status.url if paper.status.status.word else "",
            "isPartOf": container(version),
            "publisher": _publisher(version),
            **(_pages(version) if kind in _WITH_PAGES else {}),
            "inLanguage": paper.language or page.settings.language,
            "identifier": [
                {"@type": "PropertyValue", "propertyID": _PROPERTY_IDS[scheme], "value": value}
                for scheme, value in paper.identifiers
            ],
            "sameAs": [url for scheme, value in paper.identifiers if (url := identifier_url(scheme, value))],
            "about": [{"@type": "DefinedTerm", "name": plain_text(topic)} for topic in page.topics],
            "citation": [citation(reference) for reference in page.references[:MAX_CITATIONS]],
            "mainEntityOfPage": about_page(page),
        }
    )


def to_script(value: Mapping[str, Any]) -> str:
    r"""Give JSON for inside a `<script>`: on one line, and nothing in it ends the element (`<` is `\u003c`)."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def person(author: Author) -> dict[str, str]:
    """Give an author: a person or a group; the parts of a name are in the tags of the head."""
    if author.literal and is_group(author.literal):
        return {"@type": "Organization", "name": plain_text(author.literal)}
    orcid = f"https://orcid.org/{author.orcid}" if author.orcid else ""
    return _kept({"@type": "Person", "@id": orcid, "name": plain_text(author.name)})


def container(version: Version) -> dict[str, Any]:
    """Give what the version appeared in: a journal with its volume and issue, a series of proceedings, a book."""
    if version.kind is VersionKind.PREPRINT or not version.venue:
        return {}
    if version.form is Kind.JOURNAL:
        part: dict[str, Any] = _named("Periodical", version.venue)
        for name, key, number in (
            ("PublicationVolume", "volumeNumber", version.volume),
            ("PublicationIssue", "issueNumber", version.issue),
        ):
            if number:
                part = {"@type": name, key: number, "isPartOf": part}
        return part
    return _named("Book" if version.form is Kind.CHAPTER else "CreativeWorkSeries", version.venue)


def citation(reference: Reference) -> str | dict[str, str]:
    """Give a cited work: its address alone, or with its title."""
    if not reference.title:
        return reference.address
    return _kept({"@type": "CreativeWork", "@id": reference.address, "name": plain_text(reference.title)})


def about_page(page: PageContext) -> dict[str, Any]:
    """Give the page itself, and the survey that it is part of; empty in a survey without an address."""
    settings = page.settings
    if not page.address:
        return {}
    return _kept(
        {
            "@type": "AboutPage",
            "@id": page.address,
            "isPartOf": {"@type": "WebSite", "@id": settings.address, "name": settings.title},
            "license": license_url(settings.license),
        }
    )


def _named(kind: str, venue: Venue) -> dict[str, str]:
    name = container_title(venue)
    short = venue.short if venue.short != name else ""
    return _kept({"@type": kind, "name": name, "alternateName": short})


def _publisher(version: Version) -> dict[str, str]:
    name = container_title(version.venue) if version.kind is VersionKind.PREPRINT else version.publisher
    return {"@type": "Organization", "name": name} if name else {}


def _pages(version: Version) -> dict[str, str]:
    first, last = page_span(version.pages)
    return {"pageStart": first, "pageEnd": last}


def _kept(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", [], {}, None)}
