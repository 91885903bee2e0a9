"""BibTeX, as the styles that journals and conferences hand out read it.

Rules: O. Patashnik, "BibTeXing" (1988), and what the clients really take
(see `tex_escape`). `eprint`, `doi`, `url` and `eventtitle` are unknown to the
four standard styles, which pass over them; natbib's styles show the first
three. Fields that a type may not have in them (a number without series in
`@inproceedings`) are not written, since each would be a warning.
"""

from litatlas.citation.bib_entry import MONTHS, bib_entry, page_range
from litatlas.citation.bib_fields import author_and_title, closing
from litatlas.citation.context import ExportContext
from litatlas.citation.facts import Facts, facts_of
from litatlas.citation.tex_escape import ascii_address, ascii_tex, tex_address, tex_text
from litatlas.identity.identifiers import identifier_url
from litatlas.model import Kind, Paper
from litatlas.readers.languages import babel_name

_TYPES = {
    Kind.JOURNAL: "article", Kind.CONFERENCE: "inproceedings", Kind.CHAPTER: "incollection", Kind.BOOK: "book",
    Kind.THESIS: "phdthesis", Kind.REPORT: "techreport",
}  # fmt: skip
"""Entry type by kind; all others are `misc`."""

_CONTAINER = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle"}
_VERBATIM = ("  url =", "  doi =", "  verba =")
"""How the lines begin that are addresses, not TeX."""

_PUBLISHER = {"phdthesis": "school", "techreport": "institution", "misc": "howpublished"}


def bibtex(paper: Paper, context: ExportContext) -> str:
    """Write a paper as a BibTeX entry in UTF-8."""
    facts = facts_of(paper, context)
    kind = entry_type(facts)
    published = facts.version
    fields = [
        *author_and_title(facts, context),
        (_CONTAINER.get(kind, ""), tex_text(facts.container)),
        ("eventtitle", tex_text(facts.occasion)),
        ("volume", tex_text(published.volume)),
        ("number" if kind in ("article", "techreport") else "issue", tex_text(published.issue)),
        ("pages", tex_text(page_range(published.pages))),
        (_PUBLISHER.get(kind, "publisher"), _how(facts, kind)),
        *_date(facts),
        *_eprint(facts),
        ("doi", tex_address(facts.doi)),
        ("isbn", paper.identifier("isbn")),
        ("url", _address(facts)),
        ("language", tex_text(babel_name(paper.language))),
        *closing(facts),
    ]
    return bib_entry(kind, paper.citation_key, [field for field in fields if field[0]])


def bibtex_ascii(paper: Paper, context: ExportContext) -> str:
    r"""Write the same in ASCII, for 8-bit BibTeX: `{\'E}`. Letters that TeX has no macro for (CJK) stay."""
    return in_ascii(bibtex(paper, context))


def in_ascii(entry: str) -> str:
    """Write a BibTeX entry in ASCII."""
    lines = entry.split("\n")
    return "\n".join(ascii_address(line) if line.startswith(_VERBATIM) else ascii_tex(line) for line in lines)


def entry_type(facts: Facts) -> str:
    """Give the type of entry; without its journal or proceedings nothing is an article or a paper in them."""
    if facts.is_preprint:
        return "misc"
    kind = _TYPES.get(facts.form, "misc")
    return kind if facts.container or kind not in _CONTAINER else "misc"


def _how(facts: Facts, kind: str) -> str:
    """Give the publisher; of a preprint where it is, since the standard styles print nothing else that says so."""
    if facts.is_preprint and facts.arxiv:
        return tex_text(f"arXiv:{facts.arxiv}")
    venue = facts.version.venue
    return tex_text(facts.version.publisher or (venue.name if venue and kind == "misc" else ""))


def _date(facts: Facts) -> list[tuple[str, str]]:
    date = facts.version.date
    if not date:
        return []
    month = MONTHS[date.month - 1] if date.month else ""
    return [("year", str(date.year)), ("month", month), ("day", str(date.day) if date.day else "")]


def _eprint(facts: Facts) -> list[tuple[str, str]]:
    if facts.arxiv:
        return [("eprint", facts.arxiv), ("archiveprefix", "arXiv"), ("primaryclass", facts.arxiv_category)]
    pmid = facts.version.identifier("pmid")
    return [("eprint", pmid), ("archiveprefix", "PubMed")] if pmid else []


def _address(facts: Facts) -> str:
    """Give the best address, unless the DOI of the entry says it already."""
    url = facts.version.url
    return "" if facts.doi and url == identifier_url("doi", facts.doi) else tex_address(url)
