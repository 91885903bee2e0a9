"""Signposting: typed links by which a machine finds the work, its identifiers, files and authors from its page.

The relations are those of signposting.org (RFC 8288 links in the head; a link
set in JSON, RFC 9264). The page is about somebody else's work, and says so:
it is an AboutPage, and who cites is sent to the work (`cite-as`, RFC 8574).
"""

import json

from litatlas.citation.head_tags import HeadLink
from litatlas.citation.highwire import pdf_url
from litatlas.citation.page_context import PageContext, license_url
from litatlas.citation.versions import cited
from litatlas.identity.identifiers import identifier_url
from litatlas.model import Kind, Paper, Rel

LINKSET_TYPE = "application/linkset+json"
"""The media type of a link set (RFC 9264, section 4.2)."""

SCHEMA_TYPES = {
    Kind.BOOK: "Book",
    Kind.CHAPTER: "Chapter",
    Kind.DATASET: "Dataset",
    Kind.OTHER: "CreativeWork",
    Kind.REPORT: "Report",
    Kind.SOFTWARE: "SoftwareSourceCode",
    Kind.THESIS: "Thesis",
    Kind.WEBPAGE: "WebPage",
}
"""The type of schema.org that a work has; every other kind is a ScholarlyArticle."""

_CITE_AS = ("doi", "arxiv", "acl", "openreview", "pmid")
"""The schemes whose address a work is cited by, the best first."""


def schema_type(paper: Paper) -> str:
    """Give the type of schema.org of the work, as its cited version has it."""
    return SCHEMA_TYPES.get(cited(paper).form, "ScholarlyArticle")


def cite_as(paper: Paper, page: PageContext) -> str:
    """Give the one address by which to cite the work: its DOI, else arXiv's, else the publisher's, else this page."""
    identifiers = (identifier_url(scheme, paper.identifier(scheme)) for scheme in _CITE_AS if paper.identifier(scheme))
    publishers = (link.url for link in paper.links_of(Rel.PAPER) if link.url.startswith(("https://", "http://")))
    return next(identifiers, "") or next(publishers, "") or page.address


def signposting_links(paper: Paper, page: PageContext) -> tuple[HeadLink, ...]:
    """Give the links of a paper's page, in a fixed order; addresses of exports are relative to the page."""
    links = [HeadLink("cite-as", cite_as(paper, page))]
    links += [HeadLink("author", f"https://orcid.org/{author.orcid}") for author in paper.authors if author.orcid]
    links.append(HeadLink("item", pdf_url(paper), "application/pdf"))
    links += [HeadLink("type", f"https://schema.org/{name}") for name in ("AboutPage", schema_type(paper))]
    for export in page.exports:
        # Two names for one file: Signposting asks for `describedby`; browsers and reference managers know `alternate`.
        # Not one link with both: F-UJI, which judges such pages, knows a link by its whole `rel`.
        links += [HeadLink(rel, export.href, export.media_type) for rel in ("describedby", "alternate")]
    if page.linkset:
        links.append(HeadLink("linkset", page.linkset, LINKSET_TYPE))
    return tuple(link for link in links if link.href)


def linkset_context(paper: Paper, page: PageContext) -> dict[str, object]:
    """Give the same links, and the licence, as the links of one anchor, the page; it needs an address."""
    targets: dict[str, list[dict[str, str]]] = {}
    for link in (*signposting_links(paper, page), HeadLink("license", license_url(page.settings.license))):
        if link.href and link.rel not in ("alternate", "linkset"):
            target = {"href": page.absolute(link.href)} | ({"type": link.type} if link.type else {})
            targets.setdefault(link.rel, []).append(target)
    return {"anchor": page.address, **targets}


def linkset(*contexts: dict[str, object]) -> str:
    """Give a link set in JSON (RFC 9264, section 4.2)."""
    return json.dumps({"linkset": contexts}, ensure_ascii=False, indent=1) + "\n"
