"""The list of references of a book: every paper in the survey's first citation style, in the order of the alphabet."""

from collections.abc import Sequence

from msgspec import Struct

from litatlas.epub.parts import Part, reference_anchor
from litatlas.pages.cite import reference_spans
from litatlas.pages.inline import Rich
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey
from litatlas.text import fold


class Entry(Struct, frozen=True):
    """One formatted reference."""

    anchor: str
    path: str
    """Of the paper's page, below docs/."""

    spans: Rich


REFERENCE = "reference"
"""What the address of a paper's reference is asked for by: `papers/mmicl.md#reference`."""


def make_references(survey: Survey) -> list[Entry]:
    """Give the references; none in a survey without citation styles."""
    found = []
    for paper in survey.library:
        citations = survey.citations.get(paper.id)
        for reference in citations.cited[:1] if citations else ():
            text = "".join(piece.text for piece in reference.pieces)
            entry = Entry(reference_anchor(paper.id), page_path("paper", paper.id), reference_spans(reference.pieces))
            if entry.spans:
                found.append((fold(text.lstrip("“‘\"'[(")), paper.id, entry))
    return [entry for _, _, entry in sorted(found, key=lambda one: one[:2])]


def reference_addresses(files: Sequence[tuple[Part, Sequence[Entry]]]) -> dict[str, str]:
    """Give where the reference of each paper stands, by `papers/ID.md#reference`."""
    return {f"{one.path}#{REFERENCE}": f"{part.file}#{one.anchor}" for part, entries in files for one in entries}
