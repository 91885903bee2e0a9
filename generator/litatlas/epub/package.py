"""What a book says of itself: its identity, its dates, its files and the order to read them in."""

import hashlib
import re
from datetime import datetime

from msgspec import Struct

from litatlas.feeds.entries import NO_DATE, instant
from litatlas.model import Paper, Status
from litatlas.pages.survey import Survey
from litatlas.settings import Settings

XHTML, SVG, CSS = "application/xhtml+xml", "image/svg+xml", "text/css"

IMAGE_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "svg": SVG,
    "webp": "image/webp",
}
"""Pictures of hand-written pages that every reader of books shows, by the end of their name."""


class Point(Struct, frozen=True):
    """A line of the table of contents."""

    title: str
    href: str
    below: tuple["Point", ...] = ()


class BookFile(Struct, frozen=True):
    """A file of the book, as its package lists it."""

    name: str
    media_type: str
    properties: str = ""
    """`nav`, `cover-image`, `mathml`, parted by blanks."""

    id: str = ""
    in_spine: bool = False


def identifier(settings: Settings) -> str:
    """Give the book's identifier, the same in every edition: the survey's address, else one made from its title."""
    if settings.address:
        return settings.address
    digest = hashlib.sha256(f"litatlas {settings.title}".encode()).hexdigest()
    # A UUID of version 8 (RFC 9562): its bits are what their maker says.
    return f"urn:uuid:{digest[:8]}-{digest[8:12]}-8{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"


def modified(survey: Survey) -> str:
    """Give the last day that a record names, as RFC 3339: never the day of the build."""
    return max((date for paper in survey.library for date in _dates(paper)), default=NO_DATE)


def _dates(paper: Paper) -> list[str]:
    dates = [paper.added, str(paper.issued or "")]
    if paper.status.status is not Status.OK:
        dates.append(paper.status.date)
    return [found for date in dates if _is_date(found := instant(date))]


def _is_date(date: str) -> bool:
    try:
        return bool(datetime.fromisoformat(date))
    except ValueError:
        return False


def file_id(name: str) -> str:
    """Give a file's id in the package, which is an XML name."""
    return "f-" + re.sub(r"[^A-Za-z0-9_-]", "-", name)


class Rights(Struct, frozen=True):
    """The licence of the survey's own text."""

    name: str
    """`CC BY 4.0`; empty where the survey names none."""

    address: str
    """Empty where it is not known."""


def rights(licence: str) -> Rights:
    """Give what a licence is called, with its address where it is one of Creative Commons.

    Examples:
        >>> rights("CC-BY-4.0")
        Rights(name='CC BY 4.0', address='https://creativecommons.org/licenses/by/4.0/')
    """
    if licence == "CC0-1.0":
        return Rights("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/")
    found = re.fullmatch(r"CC-(BY(?:-NC)?(?:-ND|-SA)?)-([0-9]\.[0-9])", licence)
    if not found:
        return Rights(licence, "")
    return Rights(f"CC {found[1]} {found[2]}", f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/")
