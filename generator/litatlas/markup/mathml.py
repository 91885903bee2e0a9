r"""TeX math to MathML, at build time: no script, no font from elsewhere.

The conversion is latex2mathml's. What it gives is not trusted (`\href`,
`\style` and `\text{<script>}` pass through it): it is parsed, and only the
elements and attributes of MathML Core that carry meaning are written again.
"""

from collections.abc import Iterator
from functools import lru_cache
from xml.etree import ElementTree

from litatlas.text import split_math, strip_controls

MAX_TEX = 1000
"""The longest formula that is converted, in characters; no title or abstract needs more."""

_NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
_ELEMENT_NAMES = """
math mrow mi mn mo mtext mspace msup msub msubsup mfrac msqrt mroot mover munder munderover mtable mtr mtd mstyle
mpadded mphantom menclose mmultiscripts mprescripts none
"""
ELEMENTS = frozenset(_ELEMENT_NAMES.split())
"""The elements that a formula is made of, and no others."""

_ATTRIBUTE_NAMES = """
stretchy mathvariant accent accentunder fence separator lspace rspace width height depth linethickness columnalign
rowalign displaystyle scriptlevel largeop movablelimits symmetric minsize maxsize form
"""
_ATTRIBUTES = frozenset(_ATTRIBUTE_NAMES.split())


@lru_cache(maxsize=4096)
def to_mathml(tex: str) -> str | None:
    r"""Give a formula as inline MathML that stands in Markdown as well as in HTML; None for broken TeX.

    Unknown commands count as broken: `\OurMethod` would be shown as letters.

    Arguments:
        tex: The formula without its dollars.
    """
    from litatlas.markup.tex_converters import BROKEN_TEX, in_mathml  # where it is used: most texts have no formula

    tex = strip_controls(tex)
    if len(tex) > MAX_TEX or not tex.strip():
        return None
    try:
        root = ElementTree.fromstring(in_mathml(tex))  # noqa: S314  # made here, no DTD
        body = "".join(_write(child, 0) for child in root)
    except BROKEN_TEX:
        return None
    # The span: at the start of a line Python-Markdown takes <math> for a block.
    return f'<span class="la-math"><math display="inline" alttext="{_references(tex)}">{body}</math></span>'


@lru_cache(maxsize=4096)
def to_plain(tex: str) -> str:
    r"""Give a formula in plain Unicode, as readable as it can be: `\alpha^2` -> `α^2`."""
    from litatlas.markup.tex_converters import BROKEN_TEX, in_unicode  # as above

    try:
        text = in_unicode(tex[:MAX_TEX])
    except BROKEN_TEX:
        text = tex
    return " ".join(text.split()) or tex


@lru_cache(maxsize=4096)
def plain_text(text: str) -> str:
    """Give a text without markup: formulas in Unicode, `\\$` as a dollar, on one line."""
    if text.isprintable() and "$" not in text and "  " not in text and text == text.strip():
        return text  # most are so already, and asking is fifty times faster
    parts = (to_plain(s.text) if s.kind == "math" else s.text.replace("\\$", "$") for s in split_math(text))
    return " ".join(strip_controls(" ".join("".join(parts).split())).split())


def broken_math(text: str) -> Iterator[str]:
    """Give every formula of a text that cannot be converted."""
    return (s.text for s in split_math(text) if s.kind == "math" and to_mathml(s.text) is None)


def _write(element: ElementTree.Element, depth: int) -> str:
    name = element.tag.removeprefix(_NAMESPACE)
    if name not in ELEMENTS or depth > 60:
        raise ValueError(name)
    if "\\" in (element.text or ""):
        raise ValueError(element.text)
    attributes = "".join(
        f' {key}="{_references(value)}"' for key, value in sorted(element.attrib.items()) if key in _ATTRIBUTES
    )
    inner = _references(element.text or "") + "".join(_write(child, depth + 1) for child in element)
    return f"<{name}{attributes}>{inner}</{name}>"


def _references(text: str) -> str:
    """Write everything but letters and digits as character references: Markdown sees nothing in them."""
    return "".join(c if c.isalnum() or ord(c) > 127 else " " if c.isspace() else f"&#{ord(c)};" for c in text)
