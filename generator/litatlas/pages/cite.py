"""How to cite: the box on a paper's page, the reference to the page itself, and the block for the whole survey."""

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from litatlas.citation import FORMATS, ExportContext
from litatlas.citation.bib_entry import bib_entry
from litatlas.citation.csl_marks import EM, Piece
from litatlas.citation.references import Citations, other_version
from litatlas.citation.tex_escape import tex_address, tex_text
from litatlas.citation.tex_names import tex_authors
from litatlas.citation.versions import VersionKind
from litatlas.exports.addresses import references_path
from litatlas.exports.plan import PAPERS
from litatlas.identity.slugs import slugify_id
from litatlas.markup.mathml import plain_text
from litatlas.model import Author, Paper
from litatlas.pages.common import Common
from litatlas.pages.imprint import SHOWN_AUTHORS
from litatlas.pages.inline import Rich, Span, rich
from litatlas.pages.items import PageLink
from litatlas.people.names import is_group, parse_name
from litatlas.settings import Settings
from litatlas.text import split_math

INDEX = "index.md"
_OTHER_LABELS = {VersionKind.PREPRINT: "Cite the preprint instead", VersionKind.PUBLISHED: "Cite what was published"}
_BACKTICKS = re.compile("`+")

REFERENCES = "references"
"""Stands for a format where the file is the text with all references."""

BY_FILE = ("ris", "csl-json")
"""Formats that programs read and people do not: the box has the file's link, and cite.js the text on demand."""


class Way(Struct, frozen=True):
    """One way to cite, under its own label: code for a reference manager, a file for it, or a formatted reference."""

    label: str
    code: str = ""
    """A finished block of Markdown code; empty where there is a reference or a file."""

    format: str = ""
    """The key of the file's format, by which cite.js finds its text; empty where there is no file."""

    file: PageLink | None = None

    reference: Rich = ()
    on_paper: bool = False
    """Whether a printed page shows it: the first reference, and that to the page itself do."""

    @property
    def folded(self) -> bool:
        """Whether it is a style that a page may leave to the paper's file of references."""
        return bool(self.reference) and not self.on_paper


class CiteBox(Struct, frozen=True):
    """Everything that the box shows."""

    ways: tuple[Way, ...]
    other_label: str = ""
    """What the other version is offered as; empty where there is none."""

    other: tuple[Way, ...] = ()

    @property
    def folded(self) -> tuple[Way, ...]:
        """The styles that a page may leave to the paper's file of references."""
        return tuple(way for way in self.ways if way.folded)


class SurveyCitation(Struct, frozen=True):
    """The block that says how to cite the survey."""

    path: str
    reference: Rich
    code: str


def make_cite_box(paper: Paper, citations: Citations, common: Common, context: ExportContext) -> CiteBox:
    """Build the box of a paper's page: of the references only the first style, where a file has all of them.

    An entry with so many authors that the byline folds them is left to its file, too.
    """
    box = full_cite_box(paper, citations, common, context)
    if len(paper.authors) > SHOWN_AUTHORS:
        box = replace(box, ways=(_way_by_file("bibtex", paper, common), *box.ways[1:]))
    if not common.exports.references:
        # All of them end with the same address: the first links it.
        return replace(box, ways=tuple(_unlinked(way) if way.folded else way for way in box.ways))
    file = PageLink("Read as text", references_path(PAPERS, paper.id))
    text = Way(" · ".join(way.label for way in box.folded), format=REFERENCES, file=file)
    shown = tuple(way for way in box.ways if not way.folded)
    return replace(
        box,
        ways=(*shown[:-1], *((text,) if box.folded else ()), shown[-1]),
        other=(replace(text, label=""),) if box.other else (),
    )


def full_cite_box(paper: Paper, citations: Citations, common: Common, context: ExportContext) -> CiteBox:
    """Build the box with every reference in it.

    BibTeX is that of the export without the abstract, which stands above it on
    the page and would take more room than all the rest together. Of RIS and
    CSL-JSON it has the link to the file beside the page.
    """
    bare = replace(paper, abstract="")
    bibtex = Way(FORMATS["bibtex"].label, fenced(FORMATS["bibtex"].entry(bare, context)))
    files = _file_ways(paper, common)
    references = (
        Way(each.label, reference=reference_spans(each.pieces), on_paper=index == 0)
        for index, each in enumerate(citations.cited)
    )
    page = Way("This page", reference=page_reference(paper, common.settings), on_paper=True)
    other = other_version(paper)
    if other is None:
        return CiteBox((bibtex, *files, *references, page))
    last = (Way(each.label, reference=reference_spans(each.pieces)) for each in filter(None, (citations.other,)))
    preprint = Way(bibtex.label, fenced(FORMATS["bibtex"].entry(bare, replace(context, prefer=other))))
    return CiteBox((bibtex, *files, *references, page), _OTHER_LABELS[other], (preprint, *last))


def _file_ways(paper: Paper, common: Common) -> Iterator[Way]:
    return (_way_by_file(key, paper, common) for key in BY_FILE)


def _way_by_file(format: str, paper: Paper, common: Common) -> Way:
    label = FORMATS[format].label
    (file,) = (file for file in common.exports.of_paper(paper.id) if file.label == label)
    return Way(label, format=format, file=PageLink(f"Download {label}", file.path))


def fenced(code: str) -> str:
    """Give a block of code, its fence longer than any run of backticks in it.

    As text, not as BibTeX or JSON: coloured, the box would weigh more than the rest of the page.
    """
    fence = "`" * max([3, *(len(run) + 1 for run in _BACKTICKS.findall(code))])
    return f"{fence}text\n{code.rstrip()}\n{fence}"


def unfenced(block: str) -> str:
    """Give the code that stands in such a block."""
    return block.partition("\n")[2].rpartition("\n")[0]


def reference_spans(pieces: Iterable[Piece]) -> Rich:
    """Give a formatted reference as running text: its addresses are links, formulas in titles are math."""
    return tuple(span for piece in pieces for span in _spans(piece))


def _spans(piece: Piece) -> Iterator[Span]:
    if piece.kind == "text":
        yield from rich(piece.text)
        return
    for segment in split_math(piece.text):
        yield Span(segment.kind if segment.kind == "math" else piece.kind, segment.text)


def page_reference(paper: Paper, settings: Settings) -> Rich:
    """Give the survey's own reference to a paper's page: editors, what the page is on, survey, edition, address."""
    title = plain_text(paper.title)
    stop = "" if title.endswith(("?", "!", ".")) else "."
    spans = reference_spans(
        (Piece("text", f"{_editors(settings)}“{title}{stop}” In "), *_survey(settings, f"papers/{paper.id}/"))
    )
    # Its address is where the reader is: no link.
    return _without_links(spans)


def _unlinked(way: Way) -> Way:
    return replace(way, reference=_without_links(way.reference))


def _without_links(spans: Rich) -> Rich:
    return tuple(Span("text", span.text) if span.kind == "url" else span for span in spans)


def survey_reference(settings: Settings) -> Rich:
    """Give the reference to the survey as a whole."""
    return reference_spans((Piece("text", _editors(settings)), *_survey(settings, "")))


def _survey(settings: Settings, path: str) -> Iterator[Piece]:
    yield Piece(EM, _full_title(settings))
    edition = f", edition {settings.edition}" if settings.edition else ""
    address = f" {settings.address}{path}" if settings.address else ""
    yield Piece("text", f"{edition}.{address}")


def _full_title(settings: Settings) -> str:
    return ": ".join(part for part in (settings.title, settings.subtitle) if part)


def _editors(settings: Settings) -> str:
    editors = [_person(editor.name) for editor in settings.editors]
    if not editors:
        return ""
    names = [editor.name for editor in editors]
    listed = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"{listed}, {'eds' if len(editors) > 1 or editors[0].literal else 'ed'}. "


def _person(name: str) -> Author:
    """Give an editor's name in its parts; a group's whole (`The Litatlas developers`)."""
    is_team = name.split(" ", 1)[0].lower() == "the" or is_group(name)
    return Author(literal=name) if is_team else parse_name(name)


def make_survey_citation(settings: Settings) -> SurveyCitation:
    """Build the block for the home page, or any hand-written page at the root of docs/."""
    return SurveyCitation(INDEX, survey_reference(settings), fenced(survey_bibtex(settings)))


def survey_bibtex(settings: Settings) -> str:
    """Give the survey's own BibTeX entry; classic styles print no editor of a @misc, so they stand as its authors."""
    year = re.match(r"(?:19|20)[0-9]{2}(?![0-9])", settings.edition)
    return bib_entry(
        "misc",
        slugify_id(settings.title, "survey"),
        (
            ("author", tex_authors([_person(editor.name) for editor in settings.editors])),
            ("title", tex_text(_full_title(settings))),
            ("year", year.group() if year else ""),
            ("edition", tex_text(settings.edition)),
            ("howpublished", f"\\url{{{tex_address(settings.address)}}}" if settings.address else ""),
            ("url", tex_address(settings.address)),
        ),
    )
