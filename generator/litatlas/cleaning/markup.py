"""HTML and JATS that publishers leave in titles and abstracts, made plain text."""

import html
import re

from litatlas.cleaning.characters import subscript, superscript

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLOCK = "p|div|sec|section|li|ul|ol|list|list-item|br|break|title|h[1-6]|disp-formula"
_INLINE = (
    "i|b|em|strong|u|s|tt|code|span|font|small|big|abbr|cite|q|italic|bold|underline|monospace|roman|sc|scp|"
    "styled-content|named-content|inline-formula|alternatives|tex-math|xref|ext-link|uri|a|inf|math|"
    "mi|mo|mn|mrow|msub|msup|msubsup|mfrac|mtext|mspace|mover|munder|msqrt|mstyle|mfenced|semantics|annotation"
)
_TAG = re.compile(rf"<(/?)(?:jats:|mml:|m:)?({_BLOCK}|{_INLINE}|sub|sup)((?:\s[^<>]{{0,2000}})?)/?>", re.IGNORECASE)
_IS_BLOCK = re.compile(rf"(?:{_BLOCK})$", re.IGNORECASE)
_RAISED = re.compile(r"<(?:jats:)?(su[bp])>([^<>]{0,200})</(?:jats:)?\1>", re.IGNORECASE)
_ANCHOR = re.compile(
    r"<(?:jats:)?(?:a|ext-link)\s[^<>]{0,500}?href=[\"'](https?://[^\"'<>\s]{1,500})[\"'][^<>]{0,500}>"
    r"([^<>]{0,500})</(?:jats:)?(?:a|ext-link)>",
    re.IGNORECASE,
)
_HEADING = re.compile(r"<(?:jats:)?title>\s*(?:abstract|summary)\s*</(?:jats:)?title>", re.IGNORECASE)


def strip_markup(text: str) -> str:
    """Give the text without tags and entities; paragraphs become lines apart, `<sub>2</sub>` becomes `₂`.

    Only elements that publishers use for text are known. Anything else in
    angle brackets (`<100 examples`, `<image>`) is the author's own and stays.
    """
    if "&" in text:
        text = _unescape(text)
    if "<" not in text:
        return text
    text = _HEADING.sub("", text)
    if "tex-math" in text:
        # Publishers give a formula twice; the TeX is the one that can be shown.
        text = _without(text, "<mml:math", "</mml:math>")
    text = _ANCHOR.sub(_anchor, text)
    text = _RAISED.sub(_raised, text)
    return _TAG.sub(lambda tag: "\n\n" if _IS_BLOCK.match(tag.group(2)) else "", text)


def _unescape(text: str) -> str:
    """Resolve entities, twice: harvested abstracts are often escaped once too often."""
    for _ in range(2):
        text = _ENTITY.sub(lambda entity: html.unescape(entity.group()), text)
    return text


def _anchor(found: re.Match[str]) -> str:
    url, label = found.group(1), found.group(2).strip()
    return url if not label or label in url else f"{label} ({url})"


def _raised(found: re.Match[str]) -> str:
    return superscript(found.group(2)) if found.group(1).lower() == "sup" else subscript(found.group(2))


def _without(text: str, start: str, end: str) -> str:
    """Cut every stretch from `start` to `end`; by `find`, since a lazy pattern is quadratic on hostile text."""
    kept = []
    position = 0
    while (opening := text.find(start, position)) >= 0 and (closing := text.find(end, opening)) >= 0:
        kept.append(text[position:opening])
        position = closing + len(end)
    return "".join([*kept, text[position:]])
