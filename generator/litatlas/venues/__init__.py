"""Where papers appear: the series that a venue string names, with its year, track, volume and pages."""

import re

from msgspec import Struct
from msgspec.structs import replace

from litatlas.model import Venue, VenueKind
from litatlas.venues.series import Series, series_named

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT_YEAR = re.compile(r"^([A-Z][A-Za-z]{2,9})['’]?(\d\d)$")
_BRACKET = re.compile(r"\s*\(([^()]{1,200})\)")
_VOLUME = re.compile(
    r"[\s,]+(?:vol(?:ume|\.)?\s*)?(\d{1,4})(?:\s*\((\d{1,3}(?:[-–]\d{1,3})?)\))?(?=\s*(?:[,(]|$))", re.I
)
_PAGES = re.compile(r"(?:[,:]|\bpp?\.?)\s*((?:[A-Z]\d{1,2}:)?\d{1,6}\s*[-–—]+\s*\d{1,6})\s*$", re.IGNORECASE)
_WORKSHOP = re.compile(r"\bworkshops?\b", re.IGNORECASE)
_FINDINGS = re.compile(
    r"^(?:findings\s+of\s+(?:the\s+)?|(?:findings[:,]?\s+))(.+)$|^(.+?)[\s-]+findings$", re.IGNORECASE
)
_FINDINGS_OF_ACL = re.compile(r"^association for computational linguistics:\s*", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:in\s+)?(?:the\s+)?(?:(?:conference\s+)?proceedings\s+of\s+|proc\.?\s+(?:of\s+)?)?(?:the\s+)?(?:(?:19|20)\d\d\s+)?"
    r"(?:(?:\d+(?:st|nd|rd|th)|(?:twenty|thirty|forty|fifty|sixty)[-\s])?(?:first|second|third|fourth|fifth|sixth|"
    r"seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|twentieth|thirtieth|fortieth)?\s+)?"
    r"(?:annual\s+(?=meeting|conference))?",
    re.IGNORECASE,
)
_ARXIV = re.compile(r"\b(arxiv|corr)\b", re.IGNORECASE)
_TRACKS = {"findings": "Findings", "workshops": "Workshops", "workshop": "Workshop"}
_JOURNAL_WORDS = re.compile(
    r"\b(?:journal|transactions|letters|review|magazine|annals|bulletin|revista)\b", re.IGNORECASE
)
_CONFERENCE_WORDS = re.compile(r"\b(?:conference|symposium|proceedings|meeting|congress|colloquium)\b", re.IGNORECASE)


class ParsedVenue(Struct, frozen=True):
    """What a venue string says."""

    venue: Venue
    volume: str = ""
    issue: str = ""
    pages: str = ""
    known: bool = False
    """Whether the series stands in the table; otherwise its name is the string's own."""


def parse_venue(text: str) -> ParsedVenue:
    """Read a venue as people write it: `ICLR 2024`, `ACM TOMM 20(12), 2024`, a proceedings title.

    A series that the table does not know keeps its name as written, without
    the year. Nothing but year, volume, issue, pages and track is taken off.
    """
    rest = " ".join(text.split()).strip(" .,;")
    pages = ""
    if (found := _PAGES.search(rest)) and len(rest) > len(found.group()):
        pages, rest = re.sub(r"\s*[-–—]+\s*", "-", found.group(1)), rest[: found.start()].strip(" ,;")
    rest, year = _take_year(rest)
    if _ARXIV.search(rest):
        return ParsedVenue(Venue("arXiv", "arXiv", VenueKind.REPOSITORY, year), pages="", known=True)
    volume = issue = ""
    if (found := _VOLUME.search(rest)) and found.start():
        volume, issue = found.group(1), found.group(2) or ""
        rest = (rest[: found.start()] + rest[found.end() :]).strip(" ,;()")
    venue, known = _series(rest, year)
    return ParsedVenue(venue, volume, issue.replace("–", "-"), pages, known)


def completed(venue: Venue) -> Venue:
    """Fill what the table knows of a venue that was given in parts (`{short: ICLR, year: 2024}`)."""
    series = series_named(venue.short) or series_named(venue.name)
    if not series:
        return venue
    kind = series.kind if venue.kind is VenueKind.OTHER else venue.kind
    return replace(venue, name=venue.name or series.name, short=venue.short or series.short, kind=kind)


def _take_year(text: str) -> tuple[str, int]:
    """Take the year off a venue; `Proceedings of the 2020 Conference ...` loses it at its place."""
    if short := _SHORT_YEAR.match(text):
        number = int(short.group(2))
        return short.group(1), 2000 + number if number < 60 else 1900 + number
    years = list(_YEAR.finditer(text))
    if not years:
        return text, 0
    last = years[-1]
    start, end = last.span()
    if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        start, end = start - 1, end + 1
    rest = f"{text[:start].rstrip(' ,;-')}{text[end:]}".strip(" ,;")
    return rest or text, int(last.group())


def _series(text: str, year: int) -> tuple[Venue, bool]:
    track = ""
    bracket = _BRACKET.search(text)
    bare = _BRACKET.sub("", text).strip(" ,;") or text
    if found := _FINDINGS.match(bare):
        bare, track = (found.group(1) or found.group(2)).strip(" :"), "Findings"
        bare = _FINDINGS_OF_ACL.sub("", bare)
    elif _WORKSHOP.search(bare) and (series := _known(_WORKSHOP.sub("", bare).strip(" ,;:-"))):
        return _workshop(series, bare, bracket, year), True
    series = _known(bare) or (_known(bracket.group(1)) if bracket else None)
    if not series:
        # Not a track of ours to tell: the name stays whole.
        kind = _kind_by_words(text)
        return Venue(name=text, kind=kind, year=year), False
    if bracket and not track and not _known(bracket.group(1)):
        track = _TRACKS.get(bracket.group(1).lower(), bracket.group(1))
    return Venue(series.name, series.short, series.kind, year, track), True


def _workshop(series: Series, bare: str, bracket: re.Match[str] | None, year: int) -> Venue:
    """Give `ICML 2024 Workshop (In-Context Learning)` as the workshop of its conference."""
    word = _WORKSHOP.search(bare)
    track = "Workshops" if word and word.group().lower().endswith("s") else "Workshop"
    if bracket and not _known(bracket.group(1)):
        track = f"Workshop ({bracket.group(1)})"
    return Venue(series.name, series.short, VenueKind.WORKSHOP, year, track)


def _known(text: str) -> Series | None:
    text = text.strip(" ,;:.")
    return series_named(text) or series_named(_LEAD.sub("", text).strip(" ,;:."))


def _kind_by_words(text: str) -> VenueKind:
    if _WORKSHOP.search(text):
        return VenueKind.WORKSHOP
    if _JOURNAL_WORDS.search(text):
        return VenueKind.JOURNAL
    return VenueKind.CONFERENCE if _CONFERENCE_WORDS.search(text) else VenueKind.OTHER
