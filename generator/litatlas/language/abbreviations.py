"""Which abbreviations a text defines: "visual question answering (VQA)".

After A. Schwartz and M. Hearst, "A simple algorithm for identifying
abbreviation definitions in biomedical text", PSB 2003, on words instead of
characters where that is enough: the letters of the short form are found in
the words before the bracket, right to left, the first one at the beginning
of a word.
"""

from collections.abc import Sequence

from msgspec import Struct

from litatlas.language.words import Word

LONGEST = 10
"""Letters of the longest abbreviation."""


class Abbreviation(Struct, frozen=True):
    """A short form and the words that it stands for."""

    short: str
    """As it stands in the bracket, without a plural -s."""

    start: int
    """Index of the first word of the long form."""

    end: int
    """Index after its last word."""


def abbreviations(text: str, found: Sequence[Word]) -> list[Abbreviation]:
    """Give the abbreviations that the text defines in brackets, in order; `found` are its words."""
    defined = []
    for index in range(1, len(found)):
        word = found[index]
        if word.start == 0 or text[word.start - 1] != "(" or not _is_short(word.raw):
            continue
        if text[word.end : word.end + 1] not in {")", ",", ";"}:
            continue
        short = short_form(word.raw)
        start = _long_form(short, found, index)
        if start is not None:
            defined.append(Abbreviation(short, start, index))
    return defined


def short_form(raw: str) -> str:
    """Give an abbreviation without its plural: `MLLMs` is `MLLM`."""
    return raw[:-1] if len(raw) > 2 and raw.endswith("s") and raw[:-1].isupper() else raw


def _is_short(raw: str) -> bool:
    return 2 <= len(raw) <= LONGEST and any(c.isupper() for c in raw[1:])


def _long_form(short: str, found: Sequence[Word], index: int) -> int | None:
    """Find where the long form before a bracket begins, or None where the letters do not fit."""
    letters = [c for c in short.lower() if c.isalnum()]
    at, place = index - 1, len(found[index - 1].raw)
    lowest = max(0, index - min(len(letters) + 5, 2 * len(letters)))
    for number, letter in enumerate(reversed(letters)):
        first = number == len(letters) - 1
        while at >= lowest:
            raw = found[at].raw.lower()
            place = (0 if raw.startswith(letter) and place > 0 else -1) if first else raw.rfind(letter, 0, place)
            if place >= 0:
                break
            at -= 1
            place = len(found[at].raw) if at >= 0 else 0
        else:
            return None
    return at
