"""What reads a formula's TeX: latex2mathml and pylatexenc, imported by the first formula that is not remembered."""

from functools import cache
from typing import Any
from xml.etree import ElementTree

from latex2mathml import converter
from latex2mathml import exceptions as tex_errors
from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]
from pylatexenc.latexwalker import LatexWalkerError  # type: ignore[import-untyped]

BROKEN_TEX: tuple[type[Exception], ...] = (
    *(error for error in vars(tex_errors).values() if isinstance(error, type) and issubclass(error, Exception)),
    LatexWalkerError,
    # What latex2mathml raises besides its own errors when TeX is broken.
    ElementTree.ParseError,
    AttributeError,
    IndexError,
    KeyError,
    RecursionError,
    StopIteration,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What is raised for broken TeX."""


def in_mathml(tex: str) -> str:
    """Give a formula as latex2mathml writes it: a `<math>` that is not to be trusted."""
    return converter.convert(tex)


def in_unicode(tex: str) -> str:
    """Give a formula as pylatexenc writes it in plain characters."""
    text: str = _plain_writer().latex_to_text(tex)
    return text


@cache
def _plain_writer() -> Any:
    # It keeps nothing of what it read, and takes longer to make than to use.
    return LatexNodes2Text(math_mode="text")
