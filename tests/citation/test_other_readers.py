"""The flagship's exports in four readers that are not ours: pybtex, bibtexparser, rispy and citeproc-py."""

import warnings
from functools import cache

import bibtexparser
import pybtex.database
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts
from citeproc.source.json import CiteProcJSON
from exported_papers import CONTEXT, FULL, flagship_context, flagship_papers
from pybtex.richtext import Text

from litatlas.citation import FORMATS
from litatlas.citation.csl_json import csl_item
from litatlas.citation.versions import cited
from litatlas.identity.identifiers import identifier_url

PAPERS = flagship_papers()
BIBTEX = ("bibtex", "bibtex-ascii", "biblatex")


@cache
def exported(format: str) -> str:
    return FORMATS[format].render(PAPERS, flagship_context())


def names(paper) -> list[str]:
    return [author.name for author in paper.authors]


def year(paper) -> str:
    return str(cited(paper).date.year)


def test_there_are_138_papers():
    assert len(PAPERS) == 138


@pytest.mark.parametrize("format", BIBTEX)
def test_pybtex_reads_what_we_say(format):
    entries = pybtex.database.parse_string(exported(format), "bibtex").entries
    assert list(entries) == [paper.citation_key for paper in PAPERS]
    for paper in PAPERS:
        entry = entries[paper.citation_key]
        persons = [
            str(
                Text.from_latex(
                    " ".join([*p.first_names, *p.middle_names, *p.prelast_names, *p.last_names, *p.lineage_names])
                )
            )
            for p in entry.persons["author"]
        ]
        assert persons == names(paper)
        assert str(Text.from_latex(entry.fields["title"])) == paper.title
        assert entry.fields.get("year", entry.fields.get("date", ""))[:4] == year(paper)
        assert (entry.fields.get("eprint", ""), entry.fields.get("doi", "")) == (
            paper.identifier("arxiv"),
            cited(paper).identifier("doi"),
        )


@pytest.mark.parametrize("format", BIBTEX)
def test_bibtexparser_reads_what_we_say(format):
    layers = [LatexDecodingMiddleware(), SeparateCoAuthors(), SplitNameParts()]
    library = bibtexparser.parse_string(exported(format), append_middleware=layers)
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == [paper.citation_key for paper in PAPERS]
    for paper, entry in zip(PAPERS, library.entries, strict=True):
        fields = {field.key: field.value for field in entry.fields}
        persons = [" ".join([*name.first, *name.von, *name.last, *name.jr]) for name in fields["author"]]
        assert persons == names(paper)
        assert fields["title"] == paper.title
        assert str(fields.get("year", fields.get("date")))[:4] == year(paper)
        assert (fields.get("eprint", ""), fields.get("doi", "")) == (
            paper.identifier("arxiv"),
            cited(paper).identifier("doi"),
        )


def test_rispy_reads_what_we_say():
    entries = rispy.loads(exported("ris"))
    assert len(entries) == len(PAPERS)
    for paper, entry in zip(PAPERS, entries, strict=True):
        assert entry["authors"] == [
            author.sort_name if author.family else f"{author.literal}," for author in paper.authors
        ]
        assert (entry["id"], entry["title"], entry["year"]) == (paper.citation_key, paper.title, year(paper))
        assert entry.get("doi", "") == cited(paper).identifier("doi")
        wanted = {identifier_url(scheme, value) for scheme, value in paper.identifiers}
        assert wanted <= set(entry["urls"])
        assert "unknown_tag" not in entry


def test_citeproc_reads_what_we_say():
    items = [csl_item(paper, flagship_context()) for paper in PAPERS]
    with warnings.catch_warnings():
        # It warns of variables that CSL has and it does not use.
        warnings.filterwarnings("ignore", message="The following arguments for Reference are unsupported")
        source = CiteProcJSON(items)
    assert list(source) == [paper.citation_key for paper in PAPERS]
    for paper in PAPERS:
        read = source[paper.citation_key]
        assert str(read.title) == paper.title
        assert read.issued.year == cited(paper).date.year
        persons = [
            name.get("literal")
            or " ".join(filter(None, (name.given, name.get("non-dropping-particle"), name.family, name.get("suffix"))))
            for name in read.author
        ]
        assert persons == names(paper)
        assert str(read.get("DOI", "")) == cited(paper).identifier("doi")


def test_pybtex_sees_the_parts_of_hard_names():
    entry = pybtex.database.parse_string(FORMATS["bibtex"].render([FULL], CONTEXT), "bibtex").entries["zhao2023mmicl"]
    parts = [
        (p.first_names + p.middle_names, p.prelast_names, p.last_names, p.lineage_names)
        for p in entry.persons["author"]
    ]
    assert parts == [
        (["Jan"], ["van", "der"], ["Berg"], []),
        (["Martin", "Luther"], [], ["King"], ["Jr."]),
        ([], [], ["{GPT-4 Team}"], []),
        (["Ömer", "Éric"], [], ["Ünal"], []),
        ([], [], ["{王小明}"], []),
        (["María"], [], ["{Sanchez i Garcia}"], []),
        ([], [], ["others"], []),
    ]
