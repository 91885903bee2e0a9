"""How a work's status travels in formats that have no field for it: a word before the title, and one sentence.

Titles of retracted and withdrawn works begin with the word in capitals, as
publishers set it and NISO RP-45-2024 ("Communication of Retractions, Removals,
and Expressions of Concern") asks for: a note is shown by few citation styles,
a title by all. The readers take both back (`readers.export_marks`).
"""

from litatlas.model import Status, StatusNote

IN_TITLE = frozenset({Status.RETRACTED, Status.WITHDRAWN})
"""What the title itself must say: the work is not to be relied on. A corrected one still stands."""


def title_mark(status: Status) -> str:
    """Give what a title begins with: `RETRACTED: `; empty for a work that stands."""
    return f"{status.word.upper()}: " if status in IN_TITLE else ""


def status_sentence(note: StatusNote) -> str:
    """Say what happened, when, why and where that is told: `Retracted (2024-05-01): no data; see https://x.org/n`."""
    if note.status is Status.OK:
        return ""
    date = f" ({note.date})" if note.date else ""
    why = f": {note.note}" if note.note else ""
    where = f"; see {note.url}" if note.url else ""
    return f"{note.status.word}{date}{why}{where}"
