"""citeproc-py as it comes, without what makes it fast for us: what formatted references are compared with."""

import io
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import citeproc
from citeproc.source.json import CiteProcJSON
from lxml import etree

from litatlas.citation.csl_input import citeproc_item, own_capitals
from litatlas.citation.csl_marks import mend, say_title_once
from litatlas.citation.csl_processor import BROKEN, Marks
from litatlas.citation.csl_style import adapt_style, read_style


def format_plainly(csl: bytes, language: str, items: Sequence[Mapping[str, Any]], *, anew: bool = False) -> list[str]:
    """Format items as `csl_processor.format_items` does; `anew` reads the style again for each."""
    load = _load.__wrapped__ if anew else _load
    return [_format(load(csl, language), citeproc_item(item, language)) for item in items]


@cache
def _load(csl: bytes, language: str) -> citeproc.CitationStylesStyle:
    root = read_style(csl)
    adapt_style(root)
    locale = root.get("default-locale") or language
    return citeproc.CitationStylesStyle(io.BytesIO(etree.tostring(root)), locale=locale, validate=False)


def _format(style: citeproc.CitationStylesStyle, item: dict[str, Any]) -> str:
    try:
        bibliography = citeproc.CitationStylesBibliography(style, CiteProcJSON([item]), Marks)
        bibliography.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
        entries = [str(entry) for entry in bibliography.bibliography()]
        american = str(style.root.get_locale_option("punctuation-in-quote")).lower() == "true"
    except BROKEN:
        return ""
    if not entries:
        return ""
    reference = mend(entries[0], own_capitals(item), american)
    is_anonymous = "author" not in item and "editor" not in item
    return say_title_once(reference, item.get("title", "")) if is_anonymous else reference
