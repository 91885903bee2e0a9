r"""Text as sources write it, made plain: NFC, one kind of space, no markup, no TeX residue.

What cannot be repaired for sure (`\OurMethod`) stays readable and is told.
Math between dollars stays TeX (see `text.split_math`).
"""

import unicodedata

from msgspec import Struct

from litatlas.cleaning.characters import fold_lines, normal_characters
from litatlas.cleaning.links import identifier_of, link_of, links_in
from litatlas.cleaning.markup import strip_markup
from litatlas.cleaning.residue import repair

__all__ = ["Cleaned", "clean", "clean_text", "identifier_of", "link_of", "links_in"]


class Cleaned(Struct, frozen=True):
    """A clean text, and what in it no rule could repair."""

    text: str
    macros: tuple[str, ...] = ()
    r"""Macros that the paper defines for itself, without backslash: `OurMethod`."""

    lost: tuple[str, ...] = ()
    """Stretches in which something is missing: `65.%`."""


def clean_text(text: str, *, paragraphs: bool = False, tex: bool = False) -> Cleaned:
    """Clean one field.

    Arguments:
        text: As the source has it.
        paragraphs: Whether the field may hold paragraphs (abstracts, notes); they are kept apart by `\\n\\n`.
        tex: Whether the field is TeX (BibTeX): every brace is a group, every `~` a space.
    """
    text = normal_characters(text)
    # A .bib holds TeX, but exporters put HTML into it as well.
    text = strip_markup(text)
    repaired = repair(text, tex)
    composed = unicodedata.normalize("NFC", repaired.text)
    return Cleaned(fold_lines(composed, paragraphs), repaired.macros, repaired.lost)


def clean(text: str, *, paragraphs: bool = False, tex: bool = False) -> str:
    """Clean one field whose residue nobody needs to hear of (a name, a venue, a keyword)."""
    return clean_text(text, paragraphs=paragraphs, tex=tex).text
