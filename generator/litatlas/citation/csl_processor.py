"""Runs citeproc-py: one style, some items, a marked text for each. The only module that imports it.

It is called in worker processes, so arguments and results are plain values
that pickle, and nothing in here depends on what was formatted before.
"""

import io
import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import citeproc  # type: ignore[import-untyped]
from citeproc.model import CitationStylesElement  # type: ignore[import-untyped]
from citeproc.source import VariableError  # type: ignore[import-untyped]
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]

from litatlas.citation.csl_input import citeproc_item, own_capitals
from litatlas.citation.csl_marks import CAPS, EM, STRONG, SUB, SUP, marked, mend, say_title_once

ENGINE = f"1 citeproc-py {citeproc.__version__}"
"""What made a cached reference. The first number is ours: raise it when the same input gives other bytes."""

_CSL = "{http://purl.org/net/xbiblio/csl}"
_BROKEN: tuple[type[Exception], ...] = (
    # What citeproc-py raises on a style or an item that it cannot handle, beside its own error.
    *(ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError),
    VariableError,
    etree.LxmlError,
)


class StyleError(ValueError):
    """A style cannot be used; the text says why, as the second half of a sentence."""


class _Marks:
    """A citeproc-py formatter that writes marks instead of HTML."""

    @staticmethod
    def preformat(text: object) -> object:
        return text

    @staticmethod
    def Italic(text: object) -> str:  # citeproc-py's names
        return marked(EM, text)

    @staticmethod
    def Bold(text: object) -> str:
        return marked(STRONG, text)

    @staticmethod
    def Superscript(text: object) -> str:
        return marked(SUP, text)

    @staticmethod
    def Subscript(text: object) -> str:
        return marked(SUB, text)

    @staticmethod
    def SmallCaps(text: object) -> str:
        return marked(CAPS, text)

    Oblique = Underline = Italic
    Light = str


def format_items(csl: bytes, language: str, items: Sequence[str]) -> list[str]:
    """Format items in one style.

    Arguments:
        csl: The style's file.
        language: The survey's language, for styles and items that name none.
        items: CSL-JSON, one text each.

    Returns:
        A marked text for each item; empty where the style gave nothing or failed.

    Raises:
        StyleError: When the style cannot be used at all.
    """
    style = _load(csl, language)
    return [_format(style, json.loads(item), language) for item in items]


def inspect_style(csl: bytes) -> str:
    """Give the name that a style gives itself, the shortest there is.

    Raises:
        StyleError: When the file is no style that can be used.
    """
    root = _parse(csl)
    _load(csl, "en")
    names = (root.findtext(f"{_CSL}info/{_CSL}{name}") for name in ("title-short", "title"))
    return next((" ".join(name.split()) for name in names if name and name.strip()), "")


def _parse(csl: bytes) -> Any:
    try:
        root = etree.fromstring(csl, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.LxmlError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise StyleError(f"is not XML from line {line} on") from None
    if root is None or root.tag != f"{_CSL}style":
        raise StyleError("is not a CSL style")
    parents = root.findall(f"{_CSL}info/{_CSL}link[@rel='independent-parent']")
    if parents:
        parent = parents[0].get("href", "").rstrip("/").rpartition("/")[2]
        raise StyleError(f"only points to another style, '{parent}'")
    if root.find(f"{_CSL}bibliography/{_CSL}layout") is None:
        raise StyleError("has no bibliography")
    return root


@cache
def _load(csl: bytes, language: str) -> Any:
    root = _parse(csl)
    _drop_numbers(root)
    _spell_out_names(root)
    locale = root.get("default-locale") or language
    try:
        style = citeproc.CitationStylesStyle(io.BytesIO(etree.tostring(root)), locale=locale, validate=False)
    except _BROKEN as error:
        raise StyleError(f"cannot be read by citeproc-py ({error})") from None
    _macros[style.root] = {macro.get("name"): macro for macro in style.root.findall(f"{_CSL}macro")}
    return style


_macros: dict[Any, dict[str, Any]] = {}
"""The macros of each style that was read, by name: as many styles as a survey has."""

_search_macro = CitationStylesElement.get_macro


def _get_macro(element: Any, name: str) -> Any:
    macros = _macros.get(element.get_root())
    return _search_macro(element, name) if macros is None else macros[name]


# citeproc-py searches the whole style by XPath each time that a macro is used, 300 times for a reference in Chicago
# style. Looked up instead, the five styles take 21 ms for a paper, not 36, and give the same bytes.
CitationStylesElement.get_macro = _get_macro


def _drop_numbers(root: Any) -> None:
    """Take the entry's number out: a reference on its own has none, and "[1]" would be copied with it."""
    for element in root.xpath("//c:*[@variable='citation-number']", namespaces={"c": _CSL[1:-1]}):
        element.getparent().remove(element)


def _spell_out_names(root: Any) -> None:
    """Apply `initialize="false"`, which citeproc-py does not know: MLA and Chicago would abbreviate given names.

    `initialize-with` is inherited from the style and the bibliography, and can
    be set but not unset further down. So it moves to every name that wants it.
    """
    bibliography = root.find(f"{_CSL}bibliography")
    inherited = [element.attrib.pop("initialize-with", None) for element in (bibliography, root)]
    mark = next((value for value in inherited if value is not None), None)
    for names in root.iter(f"{_CSL}names"):
        if names.find(f"{_CSL}name") is None and names.getparent().tag != f"{_CSL}substitute":
            names.insert(0, etree.Element(f"{_CSL}name"))
    for name in root.iter(f"{_CSL}name"):
        if name.get("initialize") == "false":
            name.attrib.pop("initialize-with", None)
        elif mark is not None and "initialize-with" not in name.attrib:
            name.set("initialize-with", mark)


def _format(style: Any, item: dict[str, Any], language: str) -> str:
    prepared = citeproc_item(item, language)
    try:
        bibliography = citeproc.CitationStylesBibliography(style, CiteProcJSON([prepared]), _Marks)
        bibliography.register(citeproc.Citation([citeproc.CitationItem(prepared["id"])]))
        entries = [str(entry) for entry in bibliography.bibliography()]
        american = str(style.root.get_locale_option("punctuation-in-quote")).lower() == "true"
    except _BROKEN:
        return ""
    if not entries:
        return ""
    reference = mend(entries[0], own_capitals(prepared), american)
    is_anonymous = "author" not in prepared and "editor" not in prepared
    return say_title_once(reference, prepared.get("title", "")) if is_anonymous else reference
