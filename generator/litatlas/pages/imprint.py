"""Byline, imprint, identifiers and links of a paper's page."""

from urllib.parse import urlsplit

from msgspec import Struct

from litatlas.identity.identifiers import identifier_url
from litatlas.model import Paper, Rel
from litatlas.pages.items import PageLink
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey
from litatlas.pages.wording import date_in_words, ended, iso_in_words
from litatlas.text import safe_url

SHOWN_AUTHORS = 25
"""A longer list of authors is folded ..."""

FIRST_AUTHORS = 12
"""... after so many."""

SCHEME_LABELS = {
    "doi": "DOI",
    "arxiv": "arXiv",
    "acl": "ACL Anthology",
    "openalex": "OpenAlex",
    "s2": "Semantic Scholar",
    "openreview": "OpenReview",
    "pmid": "PubMed",
    "isbn": "ISBN",
}

REL_LABELS = {
    Rel.PAPER: "Paper",
    Rel.PDF: "PDF",
    Rel.CODE: "Code",
    Rel.DATA: "Data",
    Rel.MODEL: "Model",
    Rel.PROJECT: "Project",
    Rel.DEMO: "Demo",
    Rel.VIDEO: "Video",
    Rel.SLIDES: "Slides",
}


class WebLink(Struct, frozen=True):
    """A link that leads away from the survey."""

    label: str
    url: str


class Identifier(Struct, frozen=True):
    """One of the world's identifiers."""

    label: str
    value: str
    url: str
    """Empty where there is no page for it."""


class Byline(Struct, frozen=True):
    """The authors in order, the rest of a long list folded."""

    first: tuple[PageLink, ...]
    rest: tuple[PageLink, ...]
    others: bool
    """Whether the source's list is cut short."""


class Imprint(Struct, frozen=True):
    """Where and when a paper appeared."""

    venue: PageLink | None
    occurrence: str
    """What follows the venue's name: `2024 Workshops`."""

    details: str
    """`12(3), pp. 45–67, Springer`; empty where unknown."""

    date: PageLink | None
    identifiers: tuple[Identifier, ...]


class Banner(Struct, frozen=True):
    """The notice above a work that was corrected, retracted or withdrawn."""

    kind: str
    label: PageLink
    """`Retracted`, leading to the other papers of that status."""

    date: str
    note: str
    url: str


def make_byline(paper: Paper, survey: Survey) -> Byline:
    """Build the byline; every author is in it."""
    library = survey.library
    links = tuple(PageLink(a.name, page_path("author", library.slug("author", a.known_as))) for a in paper.authors)
    cut = len(links) if len(links) <= SHOWN_AUTHORS else FIRST_AUTHORS
    return Byline(links[:cut], links[cut:], paper.others)


def make_imprint(paper: Paper, survey: Survey) -> Imprint:
    """Build venue, date and identifiers."""
    venue = paper.venue if paper.venue and paper.venue.label else None
    slug = survey.library.slug
    return Imprint(
        venue=PageLink(venue.label, page_path("venue", slug("venue", venue.label))) if venue else None,
        occurrence=" ".join(part for part in (str(venue.year or ""), venue.track) if part) if venue else "",
        details=_details(paper),
        date=PageLink(date_in_words(paper.issued), page_path("year", slug("year", str(paper.issued.year))))
        if paper.issued
        else None,
        identifiers=tuple(
            Identifier(SCHEME_LABELS.get(scheme, scheme), value, identifier_url(scheme, value))
            for scheme, value in paper.identifiers
        ),
    )


def make_links(paper: Paper) -> tuple[WebLink, ...]:
    """Give the buttons: the record's links and those that the identifiers imply, each address once."""
    links = [(link.rel, link.label, link.url) for rel in Rel for link in paper.links_of(rel)]
    doi, arxiv, acl = (paper.identifier(scheme) for scheme in ("doi", "arxiv", "acl"))
    has_pdf = any(rel is Rel.PDF for rel, _, _ in links)
    implied = (
        ("DOI", identifier_url("doi", doi) if doi else ""),
        ("arXiv", identifier_url("arxiv", arxiv) if arxiv else ""),
        ("PDF", f"https://arxiv.org/pdf/{arxiv}" if arxiv and not has_pdf else ""),
        ("ACL Anthology", identifier_url("acl", acl) if acl else ""),
        ("PDF", f"https://aclanthology.org/{acl}.pdf" if acl and not arxiv and not has_pdf else ""),
    )
    named = [(label or _label(rel, url, links), url) for rel, label, url in links]
    papers = [entry for entry, link in zip(named, links, strict=True) if link[0] in (Rel.PAPER, Rel.PDF)]
    others = [entry for entry, link in zip(named, links, strict=True) if link[0] not in (Rel.PAPER, Rel.PDF)]
    buttons: dict[str, WebLink] = {}
    for label, url in (*papers, *implied, *others):
        if safe_url(url):
            buttons.setdefault(url.rstrip("/").casefold(), WebLink(label, url))
    return tuple(buttons.values())


def make_banner(paper: Paper, survey: Survey) -> Banner | None:
    """Build the notice; None for a work that stands."""
    note = paper.status
    word = note.status.word
    if not word:
        return None
    label = PageLink(word, page_path("status", survey.library.slug("status", note.status.value)))
    return Banner(note.status.value, label, iso_in_words(note.date), ended(note.note), safe_url(note.url))


def _details(paper: Paper) -> str:
    volume = paper.volume + (f"({paper.issue})" if paper.issue else "")
    pages = paper.pages.replace("--", "–").replace("-", "–")
    counted = ("pp. " if "–" in pages or "," in pages else "p. ") + pages if pages else ""
    return ", ".join(part for part in (volume, counted, paper.publisher) if part)


def _label(rel: Rel, url: str, links: list[tuple[Rel, str, str]]) -> str:
    """Name a link by what it is; two of one sort are told apart by their place."""
    label = REL_LABELS[rel]
    if sum(other is rel for other, _, _ in links) == 1:
        return label
    parts = urlsplit(url)
    return f"{label}: {parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}"
