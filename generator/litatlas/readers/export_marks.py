"""What files without a field for it say of a work: marks in titles, notes and identifiers, of publishers and our own.

Publishers write `RETRACTED: ` before the title of a retracted work (NISO
RP-45-2024); our own exports do too, and add a sentence in a note
(`citation.status`, which writes what is read here).
"""

import re

from msgspec.structs import replace

from litatlas.model import Status, StatusNote

_IN_TITLE = re.compile(
    r"\[?(RETRACTED|WITHDRAWN|Retracted|Withdrawn)(?: (?:ARTICLE|Article|PAPER|Paper))?(?:\]:?|:)\s+(?=\S)"
)
_SENTENCE = re.compile(
    r"(Corrected|Retracted|Withdrawn)(?: \(([^()]{1,40})\))?(?:: (.*?))?(?:; see (https?://\S+))?", re.DOTALL
)
_OWN_ID = re.compile(r"litatlas:([a-z0-9]+(?:-[a-z0-9]+)*)")
_FIRST_VERSION = re.compile(r"first version:? ([0-9]{4}(?:-[0-9]{2}){0,2})", re.IGNORECASE)


OWN_ID = "litatlas:"
"""What an id of ours begins with in the exports of formats that have no field for it."""


def own_id(text: str) -> str:
    """Read the id that a paper has in the survey it was exported from: `litatlas:mmicl`."""
    found = _OWN_ID.fullmatch(text.strip())
    return found[1] if found else ""


def without_mark(title: str) -> tuple[str, Status]:
    """Give a title without the word before it that says that the work was retracted or withdrawn, and that status."""
    found = _IN_TITLE.match(title)
    return (title[found.end() :], Status(found[1].lower())) if found else (title, Status.OK)


def status_in(note: str) -> StatusNote:
    """Read the sentence that our exports write: `Retracted (2024-05-01): no data; see https://x.org/n`."""
    found = _SENTENCE.fullmatch(note.strip())
    if not found:
        return StatusNote()
    word, date, why, where = (part or "" for part in found.groups())
    return StatusNote(Status(word.lower()), date, why, where)


def first_version_in(note: str) -> str:
    """Read the date of the first version where a note gives it: `first version 2023-09`."""
    found = _FIRST_VERSION.fullmatch(note.strip())
    return found[1] if found else ""


def joined_status(note: StatusNote, marked: Status) -> StatusNote:
    """Give what the note says, or where it says nothing, what the title's mark does."""
    return replace(note, status=marked) if note.status is Status.OK else note
