"""What every bibliographic export says of a paper, put together once."""

import re

from msgspec import Struct

from litatlas.citation.context import ExportContext
from litatlas.citation.status import status_sentence, title_mark
from litatlas.citation.versions import Version, VersionKind, cited
from litatlas.identity.identifiers import identifier_url
from litatlas.model import Kind, Paper, PartialDate, Venue, VenueKind
from litatlas.text import split_math

_DOLLAR = re.compile(r"\\\$")
_ARXIV_CATEGORY = re.compile(
    r"(?:astro-ph|cond-mat|cs|econ|eess|math|nlin|physics|q-bio|q-fin|stat)\.[A-Za-z-]{2,}|gr-qc|hep-(?:ex|lat|ph|th)|"
    r"math-ph|nucl-(?:ex|th)|quant-ph"
)


class Facts(Struct, frozen=True):
    """A paper as it is cited."""

    paper: Paper
    version: Version
    title: str
    """With `RETRACTED: ` before it where the work was."""

    container: str
    """Full title of the journal, proceedings or book; empty where there is none, as for a preprint."""

    occasion: str
    """The conference as people name it: `CVPR 2024 Workshops`; empty for other kinds of venue."""

    first_date: PartialDate | None
    """When the work first appeared, where the cited version has another date."""

    status: str
    """The sentence that says whether the work still stands; empty where it does."""

    @property
    def is_preprint(self) -> bool:
        """Whether the cited version is a preprint."""
        return self.version.kind is VersionKind.PREPRINT

    @property
    def form(self) -> Kind:
        """What sort of publication is cited."""
        return self.version.form

    @property
    def arxiv(self) -> str:
        """The arXiv id of the work, whichever version is cited."""
        return self.paper.identifier("arxiv")

    @property
    def doi(self) -> str:
        """The DOI of the cited version."""
        return self.version.identifier("doi")

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address at which the work is known, the best one first, each once."""
        others = (identifier_url(scheme, value) for scheme, value in self.paper.identifiers)
        return tuple(dict.fromkeys(filter(None, (self.version.url, *others))))

    @property
    def arxiv_category(self) -> str:
        """The category that arXiv has the work in (`cs.CV`), where the record's keywords tell."""
        found = (word for word in self.paper.keywords if _ARXIV_CATEGORY.fullmatch(word))
        return next(found, "") if self.arxiv else ""


def facts_of(paper: Paper, context: ExportContext) -> Facts:
    """Put together what is said of a paper."""
    version = cited(paper, context.prefer)
    first = paper.issued if paper.issued != version.date and version.kind is VersionKind.PUBLISHED else None
    venue = version.venue
    is_event = venue is not None and venue.kind in (VenueKind.CONFERENCE, VenueKind.WORKSHOP)
    return Facts(
        paper=paper,
        version=version,
        title=title_mark(paper.status.status) + paper.title,
        container="" if version.kind is VersionKind.PREPRINT else container_title(venue),
        occasion=occasion(venue) if venue and is_event else "",
        first_date=first,
        status=status_sentence(paper.status),
    )


def container_title(venue: Venue | None) -> str:
    """Give the title of the volume that a paper stands in, as it is cited: with its track, without its year."""
    if not venue:
        return ""
    name, track = venue.name or venue.short, venue.track
    if not track:
        return name
    if track == "Findings":
        # https://aclanthology.org/venues/findings/: the volumes are named after the ACL, then the conference.
        return f"Findings of the Association for Computational Linguistics: {venue.label}"
    if track.split(" ", 1)[0] in ("Workshop", "Workshops"):
        return f"{name} {track}"
    return f"{name} ({track})"


def occasion(venue: Venue) -> str:
    """Give a conference as people name it: `CVPR 2024 Workshops`."""
    track = f"({venue.track})" if venue.track and not venue.track.startswith("Workshop") else venue.track
    return " ".join(part for part in (venue.label, str(venue.year or ""), track) if part)


def plain_text(text: str) -> str:
    r"""Give a text for a format that knows no escapes: `\$` is a dollar, math stays between dollars.

    Where bare dollars would make math of words (`\$5 or 6\$`) they keep their
    backslash.
    """
    if "\\$" not in text:
        return text
    bare = _DOLLAR.sub("$", text)
    return bare if [s for s in split_math(bare) if s.kind == "math"] == _math(text) else text


def _math(text: str) -> list[object]:
    return [segment for segment in split_math(text) if segment.kind == "math"]


def one_line(text: str) -> str:
    """Fold line ends and runs of blanks into one blank."""
    return " ".join(text.split())
