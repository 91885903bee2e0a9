"""How a work's status travels in formats that have no field for it: a word before the title, and one sentence.

Titles of retracted and withdrawn works begin with the word in capitals, as
publishers set it and NISO RP-45-2024 ("Communication of Retractions, Removals,
and Expressions of Concern") asks for: a note is shown by few citation styles,
a title by all. The readers take both back (`readers.export_marks`).
"""

from litatlas.model import Status, StatusNote

STATUS_WORDS = {Status.CORRECTED: "Corrected", Status.RETRACTED: "Retracted", Status.WITHDRAWN: "Withdrawn"}

IN_TITLE = frozenset({Status.RETRACTED, Status.WITHDRAWN})
"""What the title itself must say: the work is not to be relied on. A corrected one still stands."""


def title_mark(status: Status) -> str:
    """Give what a title begins with: `RETRACTED: `; empty for a work that stands."""
    return f"{STATUS_WORDS[status].upper()}: " if status in IN_TITLE else ""


def status_sentence(note: StatusNote) -> str:
    """Say what happened, when, why and where that is told: `Retracted (2024-05-01): no data; see https://x.org/n`."""
    word = STATUS_WORDS.get(note.status)
    if not word:
        return ""
    date = f" ({note.date})" if note.date else ""
    why = f": {note.note}" if note.note else ""
    where = f"; see {note.url}" if note.url else ""
    return f"{word}{date}{why}{where}"
