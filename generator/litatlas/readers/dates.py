"""Dates as people and programs write them, as far as they are known."""

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), start=1)
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?:[T\s]+\d\d:.*|[/~?].*)?$", re.DOTALL)
_SLASHED = re.compile(r"(\d{4})/(\d{2})/(\d{2})/.*$", re.DOTALL)
_YEAR = re.compile(r"(?<!\d)((?:1[5-9]|20|21)\d\d)(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")
_DAY = re.compile(r"(?<![\d-])(\d{1,2})(?![\d-])")


def partial_date(text: str, month: str = "", day: str = "") -> str:
    """Give the ISO partial date that `2024`, `2024-05-27`, `27 May 2024`, `May 2024` say; else the text itself.

    What is no date is handed on as it stands, so that `intake` can show it.
    """
    text = " ".join(text.split())
    if found := _SLASHED.match(text) or _ISO.match(text):
        return _joined(found.group(1), found.group(2) or month, found.group(3) or day, text)
    if not text or not (year := _YEAR.search(text)):
        return text
    rest = f"{text[: year.start()]} {text[year.end() :]}"
    word = next((w for w in _WORD.findall(rest.lower()) if w in _MONTHS), "")
    number = _DAY.search(rest)
    return _joined(year.group(1), word or month, number.group(1) if word and number else day, text)


def _joined(year: str, month: str, day: str, text: str) -> str:
    names = _WORD.findall(month.lower())
    number = next((_MONTHS[w] for w in names if w in _MONTHS), 0)
    if not number and (digits := re.match(r"\D*(\d{1,2})(?!\d)", month)):
        number = int(digits.group(1))
    if not 1 <= number <= 12:
        return year if not number else text
    if names and not day and (inside := _DAY.search(month)):
        day = inside.group(1)
    if not day.isdecimal():
        return f"{year}-{number:02d}"
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return f"{year}-{number:02d}"
