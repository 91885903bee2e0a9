"""Characters, spaces and paragraphs: one form for what sources write in many."""

import re
import unicodedata

from litatlas.text import strip_controls

_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
"""PDF text has them; NFC leaves them alone, and no search finds a word that holds one."""

_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r" ?\n ?(?:\n ?)+")
_HYPHEN_AT_LINE_END = re.compile(r"(?<=\w)-\n(?=\w)")

_SUPERSCRIPTS = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_SUBSCRIPTS = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def normal_characters(text: str) -> str:
    """Give the text in NFC with one kind of space and line end, without ligatures and controls."""
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_ENDS.sub("\n", text).translate(_LIGATURES)
    # Before controls go: a no-break space is not "printable" to Python, and must not join two words.
    text = _SPACES.sub(" ", text)
    return unicodedata.normalize("NFC", strip_controls(text))


def fold_lines(text: str, paragraphs: bool) -> str:
    """Fold lines and spaces; keep paragraphs apart by an empty line if they may stand."""
    if text.isprintable() and "  " not in text:  # of all spaces only the common one is printable
        return text.strip()
    text = _SPACES.sub(" ", text)
    if "\n" in text:
        text = _HYPHEN_AT_LINE_END.sub("-", text)
        if paragraphs:
            blocks = _BLANK_LINES.split(text)
            return "\n\n".join(block for block in (" ".join(block.split()) for block in blocks) if block)
        return " ".join(text.split())
    return text.strip()


def superscript(text: str) -> str:
    """Give `2` as `²`, or the text itself where a character has no raised form."""
    return _raised(text, _SUPERSCRIPTS)


def subscript(text: str) -> str:
    """Give `2` as `₂`, or the text itself where a character has no lowered form."""
    return _raised(text, _SUBSCRIPTS)


def _raised(text: str, table: dict[int, int]) -> str:
    return text.translate(table) if all(ord(c) in table for c in text) else text
