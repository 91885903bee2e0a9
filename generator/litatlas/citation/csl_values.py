"""The values of an item as citeproc-py takes them, and what was found out for all items of one shape."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from citeproc import model  # type: ignore[import-untyped]
from citeproc.source import DateBase, Reference  # type: ignore[import-untyped]
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
from msgspec import Struct, field

MOST_TEXTS = 2000
"""Texts that an element is known to give for the values of as many items of a shape."""

_OF_SHAPE = frozenset({"key", "type", "language"})
_SHARED = frozenset(
    {"container_title", "publisher", "publisher_place", "volume", "issue", "edition", "genre", "issued", "accessed"}
)
"""Variables that say the same of many items: their venue and their date."""

_is_numeric = model.If.re_numeric.match

UNKNOWN = object()
"""Nothing was found out yet."""


class Values(Reference):  # type: ignore[misc]
    """The values of an item; knows which were read that are not part of the item's shape."""

    __setattr__ = object.__setattr__

    def __init__(self, item: Mapping[str, Any]) -> None:
        """Read an item with the variables that citeproc-py knows."""
        self.update(CiteProcJSON([item])[item["id"]])
        self.reads: list[str] = []
        """The variables that were read, one after the other."""

        self.shape = (self["type"], self["language"], *(_trait(name, self[name]) for name in self))
        said = ((name.replace("-", "_"), value) for name, value in item.items())
        self._said = {name: value if isinstance(value, str) else repr(value) for name, value in said if name in _SHARED}

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        if name not in _OF_SHAPE:
            self.reads.append(name)
        return value

    def said(self, names: Sequence[str]) -> tuple[str, ...]:
        """Give the values of some variables of `_SHARED`, so that equal ones mean equal texts."""
        return tuple([self._said[name] for name in names])


def _trait(name: str, value: Any) -> Hashable:
    """Give what conditions can find out about a variable: that it is there, a number, an uncertain date."""
    if isinstance(value, DateBase):
        return name, value["circa"]
    return name, _is_numeric(str(value)) is not None


class Shape(Struct, eq=False):
    """What was found out for items of one type that have the same variables."""

    branches: dict[Any, Any] = field(default_factory=dict)
    """By `choose`, the branch that is taken; None where none is."""

    texts: dict[Any, Any] = field(default_factory=dict)
    """By element, what it gives for every item: it reads no value."""

    _shared: dict[Any, dict[tuple[str, ...], dict[tuple[str, ...], Any]]] = field(default_factory=dict)
    """By element, by the variables that it read, by their values, what it gave."""

    _after: dict[Hashable, "Shape"] = field(default_factory=dict)

    def after(self, substitution: Hashable) -> "Shape":
        """Give the shape of such items from where something has stood in the place of absent names."""
        return self._after.setdefault(substitution, Shape())

    def text(self, element: Any, values: Values) -> Any:
        """Give what an element gives for an item, or `UNKNOWN`; the values that this rests on count as read."""
        found = self.texts.get(element, UNKNOWN)
        if found is not UNKNOWN or element not in self._shared:
            return found
        for names, texts in self._shared[element].items():
            found = texts.get(values.said(names), UNKNOWN)
            if found is not UNKNOWN:
                values.reads += names
                break
        return found

    def keep(self, element: Any, names: Sequence[str], values: Values, text: Any) -> None:
        """Keep what an element gave that read these variables, unless some are other ones for each item."""
        if not names:
            self.texts[element] = text
        elif _SHARED.issuperset(names):
            read = tuple(dict.fromkeys(names))
            texts = self._shared.setdefault(element, {}).setdefault(read, {})
            if len(texts) >= MOST_TEXTS:
                texts.clear()
            texts[values.said(read)] = text
