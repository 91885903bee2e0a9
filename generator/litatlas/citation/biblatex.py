"""BibLaTeX, valid in its default data model (biblatex manual, section 2: "Database Guide")."""

from litatlas.citation.bib_entry import bib_entry, page_range
from litatlas.citation.bib_fields import address, author_and_title, closing
from litatlas.citation.context import ExportContext
from litatlas.citation.facts import Facts, facts_of
from litatlas.citation.tex_escape import tex_address, tex_text
from litatlas.model import Kind, Paper
from litatlas.readers.languages import babel_name

_TYPES = {
    Kind.JOURNAL: "article", Kind.CONFERENCE: "inproceedings", Kind.CHAPTER: "incollection", Kind.BOOK: "book",
    Kind.THESIS: "thesis", Kind.REPORT: "report", Kind.DATASET: "dataset", Kind.SOFTWARE: "software",
    Kind.WEBPAGE: "online",
}  # fmt: skip
_CONTAINER = {"article": "journaltitle", "inproceedings": "booktitle", "incollection": "booktitle"}
_PUBLISHER = {"thesis": "institution", "report": "institution", "online": "organization", "article": ""}
_NO_PAGES = frozenset({"online", "dataset", "software", "misc"})
_NUMBERED = frozenset({"article", "inproceedings", "incollection", "report", "book"})


def biblatex(paper: Paper, context: ExportContext) -> str:
    """Write a paper as a BibLaTeX entry in UTF-8."""
    facts = facts_of(paper, context)
    version = facts.version
    kind = _entry_type(facts)
    fields = [
        *author_and_title(facts, context),
        ("type", {"thesis": "phdthesis", "report": "techreport"}.get(kind, "")),
        (_CONTAINER.get(kind, ""), tex_text(facts.container)),
        ("eventtitle" if kind == "inproceedings" else "", tex_text(facts.occasion)),
        ("volume" if kind in ("article", "inproceedings", "incollection", "book") else "", tex_text(version.volume)),
        ("number" if kind in _NUMBERED else "", tex_text(version.issue)),
        ("" if kind in _NO_PAGES else "pages", tex_text(page_range(version.pages))),
        (_PUBLISHER.get(kind, "publisher"), tex_text(version.publisher)),
        ("date", str(version.date or "")),
        *_eprint(facts),
        ("doi", tex_address(facts.doi)),
        (
            "isbn" if kind in ("book", "incollection", "inproceedings", "report", "thesis") else "",
            paper.identifier("isbn"),
        ),
        ("url", address(facts)),
        ("langid", babel_name(paper.language)),
        *closing(facts),
    ]
    return bib_entry(kind, paper.citation_key, [field for field in fields if field[0]])


def _entry_type(facts: Facts) -> str:
    if facts.is_preprint:
        return "online"
    kind = _TYPES.get(facts.form, "misc")
    return kind if facts.container or kind not in _CONTAINER else "misc"


def _eprint(facts: Facts) -> list[tuple[str, str]]:
    if facts.arxiv:
        return [("eprint", facts.arxiv), ("eprinttype", "arxiv"), ("eprintclass", facts.arxiv_category)]
    pmid = facts.version.identifier("pmid")
    return [("eprint", pmid), ("eprinttype", "pubmed")] if pmid else []
