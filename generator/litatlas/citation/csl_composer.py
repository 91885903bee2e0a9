"""A style that is ready to compose references, one item at a time."""

from collections.abc import Hashable
from typing import Any

from citeproc.source import CitationItem  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]

from litatlas.citation.csl_elements import PARSER
from litatlas.citation.csl_values import Shape, Values

MOST_SHAPES = 2000
"""Shapes of which something is kept: ten thousand papers of journals and conferences have some dozens."""

ITEM = "paper"
"""The id of an item; it is cited alone, so that it tells it from no other."""


class _Item(CitationItem):  # type: ignore[misc]
    """An item cited alone: citeproc-py would look for its values in a bibliography each time."""

    __setattr__ = object.__setattr__
    number = 1
    reference: Any = None
    layout: Any = None


class Composer:
    """A style that is ready to compose references."""

    def __init__(self, csl: bytes, locale: str, formatter: Any) -> None:
        """Read a style.

        Arguments:
            csl: Its XML.
            locale: The language of terms and dates, for a style that names none.
            formatter: Writes emphasis, as those of `citeproc.formatter` do.
        """
        root = etree.fromstring(csl, PARSER)
        root.set_locale_list(locale, validate=False)
        root.locales = [_own(locale, root) for locale in root.locales]
        root.formatter = formatter
        self.punctuation_in_quotes = str(root.get_locale_option("punctuation-in-quote")).lower() == "true"
        self._item = _Item(ITEM)
        self._item.layout = self._layout = root.bibliography.layout
        self._shapes: dict[Hashable, Shape] = {}
        self._held = [list(tree.iter()) for tree in (root, *root.locales)]

    def compose(self, values: Values) -> str:
        """Give the reference of an item; raises whatever citeproc-py raises."""
        if len(self._shapes) >= MOST_SHAPES:
            self._shapes.clear()
        self._item.reference = values
        self._layout.shape = self._shapes.setdefault(values.shape, Shape())
        return "".join(map(str, self._layout.render_bibliography([self._item])))


def _own(locale: Any, style: Any) -> Any:
    """Give a locale in elements of ours: the style's own is of them already."""
    if locale.get_root() is not style:
        locale = etree.fromstring(etree.tostring(locale), PARSER)
    locale.style = style
    return locale
