"""Runs citeproc-py: styles, items, a marked text for each item in each style.

It is called in worker processes, so arguments and results are plain values
that pickle, and nothing in here depends on what was formatted before.
"""

from collections import deque
from collections.abc import Sequence
from functools import cache, partial

from citeproc.source import VariableError  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]

from litatlas.citation.csl_composer import Composer
from litatlas.citation.csl_input import Item, citeproc_item, own_capitals
from litatlas.citation.csl_marks import CAPS, EM, STRONG, SUB, SUP, marked, mend, say_title_once
from litatlas.citation.csl_style import CSL, StyleError, adapt_style, read_style
from litatlas.citation.csl_values import Values

BROKEN: tuple[type[Exception], ...] = (
    *(ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError),
    VariableError,
    etree.LxmlError,
)
"""What citeproc-py raises on a style or an item that it cannot handle, beside its own error."""


class Marks:
    """A citeproc-py formatter that writes marks instead of HTML."""

    preformat = staticmethod(lambda text: text)
    Italic = Oblique = Underline = staticmethod(partial(marked, EM))  # citeproc-py's names
    Bold = staticmethod(partial(marked, STRONG))
    Superscript = staticmethod(partial(marked, SUP))
    Subscript = staticmethod(partial(marked, SUB))
    SmallCaps = staticmethod(partial(marked, CAPS))
    Light = str


def format_items(styles: Sequence[bytes], language: str, items: Sequence[Item]) -> list[tuple[str, ...]]:
    """Format items in styles.

    Arguments:
        styles: Their files.
        language: The survey's language, for styles and items that name none.
        items: CSL-JSON.

    Returns:
        For each item a marked text in each style; empty where the style gave nothing or failed.

    Raises:
        StyleError: When a style cannot be used at all.
    """
    composers = [_take(csl, language) for csl in styles]
    found = [_format(composers, citeproc_item(item, language)) for item in items]
    for csl, composer in zip(styles, composers, strict=True):
        _idle(csl, language).append(composer)
    return found


def inspect_style(csl: bytes) -> str:
    """Give the name that a style gives itself, the shortest there is.

    Raises:
        StyleError: When the file is no style that can be used.
    """
    root = read_style(csl)
    _idle(csl, "en").append(_take(csl, "en"))
    names = (root.findtext(f"{{{CSL}}}info/{{{CSL}}}{name}") for name in ("title-short", "title"))
    return next((" ".join(name.split()) for name in names if name and name.strip()), "")


@cache
def _idle(_csl: bytes, _language: str) -> deque[Composer]:
    """Give the composers of a style that wait: each is one thread's at a time, and a cluster's workers have several."""
    return deque()


def _take(csl: bytes, language: str) -> Composer:
    try:
        return _idle(csl, language).pop()
    except IndexError:
        return _load(csl, language)


def _load(csl: bytes, language: str) -> Composer:
    root = read_style(csl)
    adapt_style(root)
    try:
        return Composer(etree.tostring(root), root.get("default-locale") or language, Marks)
    except BROKEN as error:
        raise StyleError(f"cannot be read by citeproc-py ({error})") from None


def _format(composers: Sequence[Composer], item: Item) -> tuple[str, ...]:
    try:
        values = Values(item)
    except BROKEN:
        return ("",) * len(composers)
    return tuple(_reference(composer, item, values) for composer in composers)


def _reference(composer: Composer, item: Item, values: Values) -> str:
    try:
        composed = composer.compose(values)
    except BROKEN:
        return ""
    reference = mend(composed, own_capitals(item), composer.punctuation_in_quotes)
    is_anonymous = "author" not in item and "editor" not in item
    return say_title_once(reference, item.get("title", "")) if is_anonymous else reference
