"""A CSL-JSON item as citeproc-py takes it: what it cannot read is put into a form that it can.

citeproc-py 0.11 knows CSL 1.0.1. It warns of other variables, takes `(` and
`.` between uncased letters for initials, and shows Pandoc's `others` as a name.
"""

import re
from collections.abc import Mapping
from typing import Any

from litatlas.text import strip_controls

Item = Mapping[str, Any]

OTHERS = "\x10"
"""Stands for the authors that a record leaves out; becomes "et al." when the reference is written."""

_TEXTS = (
    # `event-title` is not among them: IEEE would add "presented at the CVPR 2024" to the proceedings of CVPR.
    # `status` and `note` neither: styles take them for "in press"; the title says that a work was retracted.
    *("title", "container-title", "volume", "issue", "page", "number", "edition", "genre", "publisher"),
    *("publisher-place", "DOI", "ISBN", "URL"),
)
_DATES = ("issued", "accessed")
_NAMES = ("author", "editor")
_STRAIGHT_QUOTES = re.compile(r'(?<![\w"])"([^"]+)"(?!\w)')


_SHOWN = ("type", *_TEXTS, *_DATES, *_NAMES, "language")


def shown_variables(item: Item) -> dict[str, Any]:
    """Give those variables of an item that a reference can show: a new abstract makes no new reference."""
    return {name: item[name] for name in _SHOWN if name in item}


def citeproc_item(item: Item, language: str) -> dict[str, Any]:
    """Give an item with the variables that citeproc-py knows, each as plain text on one line.

    Arguments:
        item: CSL-JSON.
        language: The survey's language, for an item that names none: English titles get capitals where a style says so.
    """
    texts = {name: _line(item[name]) for name in _TEXTS if item.get(name)}
    if "title" in texts:
        texts["title"] = _STRAIGHT_QUOTES.sub(r"“\1”", texts["title"])
    return {
        "id": "paper",
        "type": item["type"],
        **texts,
        **{name: item[name] for name in _DATES if item.get(name)},
        **{name: _names(item[name]) for name in _NAMES if item.get(name)},
        # Only `en` itself counts as English there, not `en-GB`.
        "language": _line(item.get("language") or language).split("-")[0].lower() or "en",
    }


def own_capitals(item: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the values that begin with a small letter on purpose: `arXiv:2401.00849`, `bioRxiv`, `eLife`.

    CSL 1.0.2 capitalises a first word only where it is in small letters; citeproc-py always does.
    """
    values = (str(item.get(name, "")) for name in ("number", "publisher", "container-title"))
    return tuple(value for value in values if value[:1].islower() and not value.split(" ", 1)[0].islower())


def _line(text: object) -> str:
    return " ".join(strip_controls(" ".join(str(text).split())).split())


def _names(names: list[dict[str, str]]) -> list[dict[str, str]]:
    found = [_name(name) for name in names]
    if len(found) > 1 and names[-1] == {"literal": "others"}:
        found[-1] = {"literal": OTHERS}
    return found


def _name(name: Mapping[str, str]) -> dict[str, str]:
    parts = {key: _line(value) for key, value in name.items()}
    given, family = parts.get("given", ""), parts.get("family", "")
    if not (given and family) or "literal" in parts:
        return {"literal": parts.get("literal") or family or given}
    if not given[0].isupper():
        # Initials are made of capitals only: names in small letters, and in scripts without capitals, stay whole.
        return {"literal": f"{family}{given}" if _is_han(family + given) else f"{given} {family}"}
    words = given.split(" ")
    while len(words) > 1 and words[-1].islower():  # `Luís de` Camões: would become "L. de ."
        parts["dropping-particle"] = " ".join([words.pop(), *parts.get("dropping-particle", "").split()])
    parts["given"] = " ".join(words)
    return parts


def _is_han(text: str) -> bool:
    """Whether a name is in a script that writes family and given name together, the family first."""
    return all(
        "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" for char in text
    )
