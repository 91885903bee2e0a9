"""The versions of a work on its page: what was published, and the preprint, the one that is cited first."""

from msgspec import Struct
from msgspec.structs import replace

from litatlas.citation.versions import Version, VersionKind, cited, versions_of
from litatlas.identity.identifiers import identifier_url
from litatlas.model import Paper
from litatlas.pages.imprint import SCHEME_LABELS, Imprint, WebLink
from litatlas.pages.wording import date_in_words, venue_occurrence

_LABELS = {VersionKind.PUBLISHED: "Published version", VersionKind.PREPRINT: "Preprint"}

_NAMING = ("doi", "acl", "openreview", "pmid", "arxiv")
"""The identifiers that name a version best, the best first."""


class VersionLine(Struct, frozen=True):
    """One version of a work."""

    label: str
    """`Published version`, `Preprint`."""

    place: str
    """`ICLR 2024`, `September 2023`."""

    link: WebLink | None
    """`DOI 10.1000/x`; None where the version has no address of its own."""


def make_versions(paper: Paper) -> tuple[VersionLine, ...]:
    """Give the versions, the one that exports cite first; none where there is only one, which the imprint shows."""
    versions = versions_of(paper)
    if len(versions) < 2:
        return ()
    first = cited(paper)
    return tuple(_line(version) for version in sorted(versions, key=lambda version: version != first))


def without_identifiers(imprint: Imprint, versions: tuple[VersionLine, ...]) -> Imprint:
    """Leave out of the imprint the identifiers that stand with their version."""
    shown = {version.link.url for version in versions if version.link}
    return replace(imprint, identifiers=tuple(one for one in imprint.identifiers if one.url not in shown))


def _line(version: Version) -> VersionLine:
    date = date_in_words(version.date) if version.date else ""
    # A preprint server is named by its identifier, and has no year of its own.
    place = venue_occurrence(version.venue) if version.kind is VersionKind.PUBLISHED else date
    return VersionLine(_LABELS[version.kind], place or date, _link(version))


def _link(version: Version) -> WebLink | None:
    known = dict(version.identifiers)
    scheme = next((scheme for scheme in _NAMING if scheme in known), "")
    url = identifier_url(scheme, known[scheme]) if scheme else ""
    return WebLink(f"{SCHEME_LABELS[scheme]} {known[scheme]}", url) if url else None
