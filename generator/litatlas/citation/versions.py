"""The versions of a work that a paper stands for: what was published, and the preprint.

One paper of the survey is one work. Its record rarely says which version a
field belongs to, so that is worked out from what each version alone can have:
a venue and a publisher's DOI from what was published, an arXiv id from the
preprint, whose month it tells (arXiv, "Understanding the arXiv identifier").
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from litatlas.identity.identifiers import identifier_url, is_preprint_doi
from litatlas.model import Kind, Paper, PartialDate, Rel, Venue, VenueKind


class VersionKind(StrEnum):
    """The sorts of versions, the one that is cited first."""

    PUBLISHED = "published"
    PREPRINT = "preprint"


class Version(Struct, frozen=True):
    """One version of a work, as somebody would cite it."""

    kind: VersionKind
    form: Kind
    """What sort of publication this version is; `Kind.ARTICLE` for a preprint."""

    date: PartialDate | None = None
    venue: Venue | None = None
    """Where it appeared; for a preprint the repository, None where its name is not known."""

    identifiers: tuple[tuple[str, str], ...] = ()
    """(scheme, normal form) pairs that name this version, or the work as a whole, in the usual order."""

    url: str = ""
    """The best address of this version; empty where there is none."""

    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""

    def identifier(self, scheme: str) -> str:
        """Give the identifier of one scheme in normal form, or an empty string."""
        return dict(self.identifiers).get(scheme, "")


_OF_THE_WORK = frozenset({"openalex", "s2"})
"""Schemes that name the work, not one version of it."""

_FORM_OF_VENUE = {
    VenueKind.CONFERENCE: Kind.CONFERENCE,
    VenueKind.WORKSHOP: Kind.CONFERENCE,
    VenueKind.JOURNAL: Kind.JOURNAL,
    VenueKind.BOOK: Kind.CHAPTER,
}
_NEEDS_VENUE = frozenset({Kind.ARTICLE, Kind.CONFERENCE, Kind.JOURNAL, Kind.OTHER})
"""Kinds that say nothing of a publication as long as nobody says where it appeared."""

_REPOSITORIES = (
    # how its DOIs begin: its name; bioRxiv and medRxiv share 10.1101, so theirs is not told
    ("10.2139/ssrn", "SSRN"), ("10.20944/preprints", "Preprints.org"), ("10.21203/rs", "Research Square"),
    ("10.26434/chemrxiv", "ChemRxiv"), ("10.31219/osf", "OSF Preprints"), ("10.31234/osf", "PsyArXiv"),
    ("10.31235/osf", "SocArXiv"), ("10.36227/techrxiv", "TechRxiv"), ("10.5281/zenodo", "Zenodo"),
)  # fmt: skip
_ARXIV_MONTH = re.compile(r"(?:[a-z-]+/)?([0-9]{2})(0[1-9]|1[0-2])")
ARXIV = Venue("arXiv", "arXiv", VenueKind.REPOSITORY)


def kinds_of(paper: Paper) -> tuple[VersionKind, ...]:
    """Give the kinds of the versions of a paper, the published one first; never none."""
    if not _is_published(paper):
        return (VersionKind.PREPRINT,)
    return (VersionKind.PUBLISHED, VersionKind.PREPRINT) if _is_preprint(paper) else (VersionKind.PUBLISHED,)


def versions_of(paper: Paper) -> tuple[Version, ...]:
    """Give the versions of a paper, the published one first; never none."""
    kinds = kinds_of(paper)
    return tuple(_version(paper, kind, kinds) for kind in kinds)


def cited(paper: Paper, prefer: VersionKind = VersionKind.PUBLISHED) -> Version:
    """Give the version that is cited: the preferred one where it exists, else the only one there is."""
    if _last and (last := _last[0])[0] is paper and last[1] is prefer:
        return last[2]
    kinds = kinds_of(paper)
    version = _version(paper, prefer if prefer in kinds else kinds[0], kinds)
    _last[:] = [(paper, prefer, version)]
    return version


_last: list[tuple[Paper, VersionKind, Version]] = []
"""What was asked last, and the answer: all formats ask for the same paper, and all parts of its page."""


def _version(paper: Paper, kind: VersionKind, kinds: tuple[VersionKind, ...]) -> Version:
    return _published(paper) if kind is VersionKind.PUBLISHED else _preprint(paper, VersionKind.PUBLISHED in kinds)


def _publisher_doi(paper: Paper) -> str:
    doi = paper.identifier("doi")
    return "" if is_preprint_doi(doi) else doi


def _in_repository(paper: Paper) -> bool:
    return paper.venue is not None and paper.venue.kind is VenueKind.REPOSITORY


def _is_published(paper: Paper) -> bool:
    """Whether something shows that the work appeared beyond a preprint server."""
    if paper.venue and not _in_repository(paper):
        return True
    if _publisher_doi(paper) or any(paper.identifier(scheme) for scheme in ("acl", "pmid", "isbn")):
        return True
    if paper.kind not in _NEEDS_VENUE:
        return not _in_repository(paper)
    return paper.kind is not Kind.ARTICLE and not _is_preprint(paper)


def _is_preprint(paper: Paper) -> bool:
    doi = paper.identifier("doi")
    return bool(paper.identifier("arxiv") or (doi and is_preprint_doi(doi)) or _in_repository(paper))


def _published(paper: Paper) -> Version:
    venue = None if _in_repository(paper) else paper.venue
    form = paper.kind
    if form is Kind.ARTICLE:
        form = _FORM_OF_VENUE.get(venue.kind, Kind.OTHER) if venue else Kind.OTHER
        if not venue and paper.identifier("acl"):
            form = Kind.CONFERENCE
    theirs = ("arxiv",) if _publisher_doi(paper) else ("arxiv", "doi")
    identifiers = tuple(pair for pair in paper.identifiers if pair[0] not in theirs)
    date = _published_date(paper, venue)
    details = (paper.volume, paper.issue, paper.pages, paper.publisher)
    return Version(VersionKind.PUBLISHED, form, date, venue, identifiers, _url(paper, identifiers), *details)


def _preprint(paper: Paper, published: bool) -> Version:
    doi = paper.identifier("doi")
    # With a published version about, everything but the preprint's own names belongs to that one.
    identifiers = tuple(
        (scheme, value)
        for scheme, value in paper.identifiers
        if not published or scheme == "arxiv" or scheme in _OF_THE_WORK or (scheme == "doi" and is_preprint_doi(value))
    )
    venue = paper.venue if _in_repository(paper) else _repository(paper, doi)
    publisher = "" if published else paper.publisher
    arxiv = paper.identifier("arxiv")
    url = identifier_url("arxiv", arxiv) if arxiv else _url(paper, identifiers)
    return Version(VersionKind.PREPRINT, Kind.ARTICLE, _preprint_date(paper, published), venue, identifiers, url,
                   publisher=publisher)  # fmt: skip


def _repository(paper: Paper, doi: str) -> Venue | None:
    if paper.identifier("arxiv"):
        return ARXIV
    name = next((name for prefix, name in _REPOSITORIES if doi.startswith(prefix)), "")
    return Venue(name, kind=VenueKind.REPOSITORY) if name else None


def _arxiv_month(paper: Paper) -> PartialDate | None:
    """Give the month in which arXiv gave the id: `2309.07915` is of September 2023."""
    found = _ARXIV_MONTH.match(paper.identifier("arxiv"))
    if not found:
        return None
    year = int(found[1])
    return PartialDate(year + (1900 if year > 90 else 2000), int(found[2]))


def _is_of_preprint(issued: PartialDate, arxiv: PartialDate | None) -> bool:
    """Whether the date of a record is that of its arXiv version; a month's last days may count for the next."""
    if arxiv is None or not issued.month:
        return False
    return abs((issued.year - arxiv.year) * 12 + issued.month - arxiv.month) <= 1


def _published_date(paper: Paper, venue: Venue | None) -> PartialDate | None:
    issued = paper.issued
    if not venue or not venue.year:
        return issued
    if issued is None or issued.year != venue.year or _is_of_preprint(issued, _arxiv_month(paper)):
        return PartialDate(venue.year)
    return issued


def _preprint_date(paper: Paper, published: bool) -> PartialDate | None:
    issued, arxiv = paper.issued, _arxiv_month(paper)
    if arxiv and (issued is None or (published and not _is_of_preprint(issued, arxiv))):
        return arxiv
    return issued


def _url(paper: Paper, identifiers: tuple[tuple[str, str], ...]) -> str:
    """Give the address where a version is read: the anthology's, the publisher's page, the DOI, what else there is."""
    return next(filter(None, _addresses(paper, dict(identifiers))), "")


def _addresses(paper: Paper, known: Mapping[str, str]) -> Iterator[str]:
    """Give the addresses that a version may be read at, the best one first; some are empty."""
    if "acl" in known:
        yield identifier_url("acl", known["acl"])
    yield next((link.url for link in paper.links_of(Rel.PAPER)), "")
    yield from (identifier_url(scheme, known[scheme]) for scheme in ("doi", "openreview", "pmid") if scheme in known)
    if arxiv := paper.identifier("arxiv"):
        yield identifier_url("arxiv", arxiv)
    yield from (link.url for rel in (Rel.PDF, Rel.PROJECT, Rel.DATA, Rel.CODE) for link in paper.links_of(rel))
    yield from (identifier_url(scheme, known[scheme]) for scheme in ("openalex", "s2") if scheme in known)
