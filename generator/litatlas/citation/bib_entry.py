"""An entry of a .bib file: one field a line, in a fixed order, empty ones left out."""

from collections.abc import Iterable

Fields = Iterable[tuple[str, str]]
"""(name, value) pairs; the value as TeX, without its outer braces."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""BibTeX's macros for the months; every style defines them in its own language."""

_MACRO_FIELDS = frozenset({"month"})


def bib_entry(kind: str, key: str, fields: Fields) -> str:
    """Write an entry, with a final line end."""
    lines = [f"  {name} = {value if name in _MACRO_FIELDS else f'{{{value}}}'}," for name, value in fields if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def page_range(pages: str) -> str:
    """Give pages with BibTeX's en dash: `451--466`; what is no range stays."""
    return "--".join(part.strip() for part in pages.replace("–", "-").replace("--", "-").split("-"))
