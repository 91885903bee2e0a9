"""RIS, PubMed, CSL-JSON, tables and JSON dumps, as the programs that export them write them."""
# ruff: noqa: E501  # the exports stand as they are

import json

import pytest

from litatlas.model import Author, Link, Rel, Source, Venue, VenueKind
from litatlas.problems import Problems
from litatlas.readers import ReadOptions, read


def read_text(name, text, **options):
    problems = Problems()
    return read(name, text.encode(), problems, ReadOptions(**options)), [str(problem) for problem in problems]


RIS = """TY  - CONF
TI  - Wings: Learning
AU  - Zhang, Yi-Kai
AU  - van der Berg, Jan
T2  - NeurIPS 2024
PY  - 2024
DA  - 2024/12/10/
SP  - 1
EP  - 9
DO  - 10.1000/x
UR  - https://github.com/a/b
KW  - vision
KW  - language
AB  - One paragraph
goes on.
ID  - wings
ER  -

TY  - JOUR
T1  - No end of its own
A1  - Roe, Jane
JO  - IEEE TPAMI
Y1  - 2020///
TY - JOUR
TI - A space too few
ER -
"""


def test_ris_is_read_with_its_lines():
    records, problems = read_text("x.ris", RIS)
    assert problems == []
    assert [(record.origin.line, record.title) for record in records] == [
        (1, "Wings: Learning"),
        (19, "No end of its own"),
        (24, "A space too few"),
    ]
    first, second, _ = records
    assert (first.key, first.kind, first.issued, first.pages) == ("wings", "paper-conference", "2024-12-10", "1-9")
    assert first.authors == (Author("Zhang", "Yi-Kai"), Author("van der Berg", "Jan"))
    assert (first.venue.short, first.venue.year) == ("NeurIPS", 2024)
    assert first.identifiers == (("doi", "10.1000/x"),)
    assert first.links == (Link(Rel.CODE, "https://github.com/a/b"),)
    assert (first.keywords, first.abstract) == (("vision", "language"), "One paragraph goes on.")
    assert (second.issued, second.venue.short) == ("2020", "TPAMI")


def test_pubmed_is_read():
    text = "PMID- 123\nTI  - A long\n      title.\nFAU - Roe, Jane\nAU  - Roe J\nDP  - 2020 May 3\nJT  - Nature\nLID - 10.1/x [doi]\nAB  - Text.\n\nPMID- 124\nTI  - B.\n"
    (first, second), problems = read_text("x.nbib", text)
    assert problems == []
    assert (first.title, first.issued, first.venue.name) == ("A long title", "2020-05-03", "Nature")
    assert first.authors == (Author("Roe", "Jane"),)
    assert first.identifiers == (("pmid", "123"), ("doi", "10.1/x"))
    assert (second.title, second.origin.line) == ("B", 11)


CSL = [
    {
        "id": "roe2024", "type": "article-journal", "title": "A <i>Title</i>", "container-title": ["IEEE Transactions on Multimedia"],
        "author": [{"family": "Roe", "given": "Jane", "ORCID": "https://orcid.org/0000-0002-1825-0097"},
                   {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}, {"literal": "A Group"}],
        "issued": {"date-parts": [[2024, 5]]}, "DOI": "10.1/x", "volume": 27, "page": "1-9",
        "abstract": "<jats:p>We &amp; they.</jats:p>", "custom": {"x": 1}, "number": "arXiv:2405.00001",
    },
    3,
    {"id": 7, "type": "manuscript", "title": "B", "issued": {"raw": "2023-01-02"}},
]  # fmt: skip


def test_csl_json_is_read():
    (first, second), problems = read_text("x.json", json.dumps(CSL, indent=1))
    assert first.title == "A Title"
    assert first.authors == (
        Author("Roe", "Jane", orcid="0000-0002-1825-0097"), Author("van der Berg", "Jan"), Author(literal="A Group"),
    )  # fmt: skip
    assert first.venue == Venue("IEEE Transactions on Multimedia", "TMM", VenueKind.JOURNAL)
    assert (first.key, first.kind, first.issued, first.volume, first.pages) == (
        "roe2024",
        "article-journal",
        "2024-05",
        "27",
        "1-9",
    )
    assert first.identifiers == (("doi", "10.1/x"), ("arxiv", "arXiv:2405.00001"))
    assert first.abstract == "We & they."
    assert (second.key, second.kind, second.issued) == ("7", "article", "2023-01-02")
    assert [message.partition(": ")[2] for message in problems] == [
        "an item must be a map of variables, not '3'; it was not read; mend it [broken-entry]"
    ]


TABLES = (
    ("Zotero",
     '"Key","Item Type","Publication Year","Author","Title","Publication Title","ISSN","DOI","Url","Abstract Note","Date","Date Added","Pages","Manual Tags","Automatic Tags"\n'
     '"ABC","journalArticle","2024","Roe, Jane; van der Berg, Jan","A, ""quoted"" title","IEEE TPAMI","1234","10.1/x","https://github.com/a/b","Text.","2024-05-27","2025-01-01","1-9","vision","language"\n'),
    ("Scopus",
     "Authors,Author full names,Author(s) ID,Title,Year,Source title,Volume,Page start,Page end,Cited by,DOI,Link,Abstract,Author Keywords,Index Keywords,EID\n"
     '"Roe J.; van der Berg J.","Roe, Jane (123); van der Berg, Jan (456)","123; 456","A, ""quoted"" title",2024,IEEE TPAMI,,1,9,3,10.1/x,https://www.scopus.com/x,Text.,vision,language,2-s2\n'),
    ("Web of Science",
     "Publication Type\tAuthor Full Names\tArticle Title\tSource Title\tStart Page\tEnd Page\tDOI\tPublication Year\tAbstract\tAuthor Keywords\tUnique WOS ID\n"
     'J\tRoe, Jane; van der Berg, Jan\tA, "quoted" title\tIEEE TPAMI\t1\t9\t10.1/x\t2024\tText.\tvision; language\tWOS:1\n'),
    ("OpenAlex",
     "id,doi,display_name,authorships.author.display_name,primary_location.source.display_name,publication_year,cited_by_count,biblio.first_page,biblio.last_page,abstract,keywords\n"
     'https://openalex.org/W1,https://doi.org/10.1/x,"A, ""quoted"" title",Jane Roe|Jan van der Berg,IEEE TPAMI,2024,3,1,9,Text.,vision; language\n'),
    ("own words, semicolons",
     "TITLE;authors;Year;Journal;doi;pages;ABSTRACT;Keywords\n"
     'A, "quoted" title;Jane Roe and Jan van der Berg;2024;IEEE TPAMI;10.1/x;1-9;Text.;vision, language\n'),
)  # fmt: skip


@pytest.mark.parametrize("text", [text for _, text in TABLES], ids=[name for name, _ in TABLES])
def test_a_table_is_read_whoever_wrote_its_header(text):
    (record,), problems = read_text("x.csv", text)
    assert problems == []
    assert record.title == 'A, "quoted" title'
    assert record.authors == (Author("Roe", "Jane"), Author("van der Berg", "Jan"))
    assert (record.venue.short, record.issued[:4], record.pages, record.abstract) == ("TPAMI", "2024", "1-9", "Text.")
    assert dict(record.identifiers)["doi"].removeprefix("https://doi.org/") == "10.1/x"
    assert record.keywords == ("vision", "language")
    assert record.origin.line == 2


def test_columns_can_be_named():
    text = "What,Who,Score\nA Title,Jane Roe,3\n"
    (record,), problems = read_text("x.csv", text, columns={"what": "title", "Who": "authors", "Score": ""})
    assert (record.title, record.authors) == ("A Title", (Author("Roe", "Jane"),))
    assert problems == []


def test_an_unknown_column_is_told_once():
    _, problems = read_text("x.csv", "Title,Abstrakt,Zzz\nA,b,c\nB,b,c\n")
    assert problems == [
        "x.csv:1: column 'Abstrakt' is no field of a record; it was not used; did you mean 'abstract'? [unknown-field]",
        "x.csv:1: column 'Zzz' is no field of a record; it was not used; name its field with the option for columns "
        "[unknown-field]",
    ]


def test_a_row_knows_its_line_below_a_cell_of_several_lines():
    records, _ = read_text("x.csv", 'Title,Abstract\nA,"one\ntwo"\n\nB,three\n')
    assert [(record.title, record.origin.line) for record in records] == [("A", 2), ("B", 5)]


def test_synonyms_of_dumps_are_known():
    item = {
        "title": "A", "arxiv_id": "2405.16789", "year": 2024, "month": 5, "venue": "ICML 2024 Workshop (In-Context Learning)",
        "code_url": "https://huggingface.co/a/b", "project_url": "https://a.github.io/", "pdf": "https://a.org/x.pdf",
        "url": "https://a.org/x", "evidence": {"year": ["x"]}, "note": "A remark.", "author": "Roe, Jane; Doe, John",
        "other_ids": {"acl_anthology": "2022.emnlp-main.25", "cvf": "https://openaccess.thecvf.com/x.html",
                      "openreview": "ZvJ2lQQKjz", "zenodo_dataset": "11065834", "openreview_earlier_title": "a4 (VT)"},
    }  # fmt: skip
    (record,), problems = read_text("x.jsonl", json.dumps(item), date="2026-11-01")
    assert problems == []
    assert record.identifiers == (("arxiv", "2405.16789"), ("acl", "2022.emnlp-main.25"), ("openreview", "ZvJ2lQQKjz"))
    assert set(record.links) == {
        Link(Rel.MODEL, "https://huggingface.co/a/b"), Link(Rel.PROJECT, "https://a.github.io/"),
        Link(Rel.PDF, "https://a.org/x.pdf"), Link(Rel.PAPER, "https://a.org/x"),
        Link(Rel.PAPER, "https://openaccess.thecvf.com/x.html"), Link(Rel.DATA, "https://zenodo.org/records/11065834"),
    }  # fmt: skip
    assert record.issued == "2024-05"
    assert record.venue.kind is VenueKind.WORKSHOP
    assert record.note == "A remark. OpenReview submission under an earlier title: a4 (VT)"
    assert record.authors == (Author("Roe", "Jane"), Author("Doe", "John"))
    assert record.sources == (Source("x.jsonl", 1, "2026-11-01"),)


DATES = (
    # (fields, date)
    ({"year": 2024}, "2024"),
    ({"year": "2024", "month": "May"}, "2024-05"),
    ({"date": "27 May 2024"}, "2024-05-27"),
    ({"date": "May 27, 2024"}, "2024-05-27"),
    ({"published": "2024-05-27T10:00:00Z"}, "2024-05-27"),
    ({"issued": "2024-02-31"}, "2024-02"),
    ({"issued": "in press"}, "in press"),
    ({"year": 2024.0}, "2024"),
)


@pytest.mark.parametrize(("fields", "date"), DATES)
def test_dates_are_read_as_precisely_as_they_are_known(fields, date):
    (record,), _ = read_text("x.jsonl", json.dumps({"title": "A", **fields}))
    assert record.issued == date
