"""Fields that BibTeX and BibLaTeX write alike."""

from litatlas.citation.context import ExportContext
from litatlas.citation.facts import Facts
from litatlas.citation.tex_escape import tex_address, tex_text
from litatlas.citation.tex_names import tex_authors
from litatlas.citation.tex_title import tex_title
from litatlas.identity.identifiers import identifier_url
from litatlas.readers.export_marks import OWN_ID

FIRST_VERSION = "first version"
"""What the field `usera` begins with: the date on which the work first appeared, where another one is cited."""


def author_and_title(facts: Facts, context: ExportContext) -> list[tuple[str, str]]:
    """Give the fields with which every entry begins."""
    paper = facts.paper
    # Of a survey's names only single ones are asked for: to copy them for each paper would cost their square.
    names = context.names if not paper.short or paper.short in context.names else {*context.names, paper.short}
    return [
        ("author", tex_authors(paper.authors, paper.others)),
        ("title", tex_title(facts.title, context.names)),
        ("shorttitle", tex_title(paper.short, names)),
    ]


def address(facts: Facts) -> str:
    """Give the best address, unless the DOI or the arXiv id of the entry say it already."""
    said = {identifier_url(scheme, value) for scheme, value in (("doi", facts.doi), ("arxiv", facts.arxiv)) if value}
    return "" if facts.version.url in said else tex_address(facts.version.url)


def closing(facts: Facts) -> list[tuple[str, str]]:
    """Give the fields with which every entry ends."""
    paper = facts.paper
    first = f"{FIRST_VERSION} {facts.first_date}" if facts.first_date else ""
    return [
        ("keywords", tex_text(", ".join(word.replace(",", " ") for word in paper.keywords))),
        ("note", tex_text(facts.status)),
        ("usera", first),
        ("verba", " ".join(map(tex_address, _other_addresses(facts)))),
        ("ids", OWN_ID + paper.id),
        ("abstract", tex_text(paper.abstract)),
    ]


def _other_addresses(facts: Facts) -> list[str]:
    """Give the addresses of identifiers that no other field holds: OpenReview, OpenAlex, Semantic Scholar."""
    held = {"doi", "arxiv", "isbn"} | ({"pmid"} if not facts.arxiv else set())
    if not facts.doi:
        held -= {"doi"}
    others = (identifier_url(scheme, value) for scheme, value in facts.paper.identifiers if scheme not in held)
    return [url for url in others if url and url != facts.version.url]
