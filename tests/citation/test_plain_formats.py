"""RIS, CSL-JSON, JSON, CSV and Markdown, to the letter."""

import csv
import io
import json
import re

import pytest
from exported_papers import CONTEXT, FULL, TOMM, flagship_context, flagship_papers
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from litatlas.citation import FORMATS
from litatlas.citation.csl_json import csl_item
from litatlas.citation.facts import plain_text
from litatlas.citation.table_csv import COLUMNS
from litatlas.model import Author, Kind, Paper, PartialDate, Status, StatusNote
from litatlas.problems import Origin

RIS = """TY  - CONF
ID  - zhao2023mmicl
AU  - van der Berg, Jan
AU  - King, Martin Luther, Jr.
AU  - GPT-4 Team,
AU  - Ünal, Ömer Éric
AU  - 王小明,
AU  - Sanchez i Garcia, María
AU  - others
TI  - RETRACTED: MMICL: 100% of $N$ "Shots" & a_b in Leopard's GPT-4V
ST  - MMICL
T2  - International Conference on Learning Representations
C3  - ICLR 2024
VL  - 7
IS  - 2
SP  - 451
EP  - 466
PB  - OpenReview & Co
PY  - 2024
DA  - 2024///
DO  - 10.1145/a_b
UR  - https://doi.org/10.1145/a_b
UR  - https://arxiv.org/abs/2309.07915
UR  - https://api.semanticscholar.org/CorpusId:12
UR  - https://openreview.net/forum?id=5KojubHBr8
L1  - https://x.org/y.pdf
CN  - litatlas:mmicl
LA  - en
KW  - cs.CV
KW  - in-context learning
N1  - Retracted (2024-05-01): data of 10% were made up; see https://x.org/notice_1
N1  - First version: 2023-09-14
AB  - Costs \\$5 or 6\\$. See https://x.org/a_b~c. {1, 2} are $x_{1}$.
"""
RIS += "ER  - \n"

CSL = {
    "id": "zhao2023mmicl",
    "type": "paper-conference",
    "citation-key": "zhao2023mmicl",
    "title": 'RETRACTED: MMICL: 100% of $N$ "Shots" & a_b in Leopard\'s GPT-4V',
    "title-short": "MMICL",
    "author": [
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
        {"literal": "GPT-4 Team"},
        {"family": "Ünal", "given": "Ömer Éric"},
        {"literal": "王小明"},
        {"family": "Sanchez i Garcia", "given": "María"},
        {"literal": "others"},
    ],
    "issued": {"date-parts": [[2024]]},
    "available-date": {"date-parts": [[2023, 9, 14]]},
    "container-title": "International Conference on Learning Representations",
    "event-title": "ICLR 2024",
    "volume": "7",
    "issue": "2",
    "page": "451-466",
    "publisher": "OpenReview & Co",
    "DOI": "10.1145/a_b",
    "URL": "https://doi.org/10.1145/a_b",
    "language": "en",
    "keyword": "cs.CV, in-context learning",
    "abstract": "Costs \\$5 or 6\\$.\n\nSee https://x.org/a_b~c. {1, 2} are $x_{1}$.",
    "status": "retracted",
    "note": "Retracted (2024-05-01): data of 10% were made up; see https://x.org/notice_1",
    "custom": {
        "litatlas": {"id": "mmicl", "arxiv": "2309.07915", "s2": "CorpusId:12", "openreview": "5KojubHBr8"},
    },
}

CSL_TEXTS = frozenset((
    "id", "type", "citation-key", "title", "title-short", "container-title", "event-title", "volume", "issue", "page",
    "publisher", "number", "DOI", "ISBN", "PMID", "URL", "language", "keyword", "abstract", "status", "note",
))  # fmt: skip
"""Variables of csl-data.json (CSL 1.0.2) that we use and that hold a text."""

CSL_TYPES = frozenset((
    "article", "article-journal", "paper-conference", "chapter", "book", "thesis", "report", "dataset", "software",
    "webpage", "document",
))  # fmt: skip
CSL_NAME_PARTS = frozenset(("family", "given", "non-dropping-particle", "suffix", "literal"))


def rendered(format, *papers):
    return FORMATS[format].render(papers, CONTEXT)


def test_a_paper_with_everything_in_ris():
    assert rendered("ris", FULL) == RIS.replace("\n", "\r\n")


RIS_TYPES = (
    (Kind.CONFERENCE, "CONF"), (Kind.JOURNAL, "JOUR"), (Kind.CHAPTER, "CHAP"), (Kind.BOOK, "BOOK"),
    (Kind.THESIS, "THES"), (Kind.REPORT, "RPRT"), (Kind.DATASET, "DATA"), (Kind.SOFTWARE, "COMP"),
    (Kind.WEBPAGE, "ELEC"), (Kind.OTHER, "GEN"),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "type"), RIS_TYPES)
def test_the_type_of_a_ris_entry(kind, type):
    assert rendered("ris", replace(FULL, kind=kind)).startswith(f"TY  - {type}\r\n")


def test_a_journal_stands_in_ris_under_both_of_its_tags_and_a_preprint_is_unpublished():
    assert "\r\nT2  - ACM Trans" in rendered("ris", replace(FULL, kind=Kind.JOURNAL, venue=TOMM))
    assert "\r\nJO  - ACM Trans" in rendered("ris", replace(FULL, kind=Kind.JOURNAL, venue=TOMM))
    preprint = Paper("a", "a", "A", Origin(), identifiers=(("arxiv", "2309.07915"),))
    assert rendered("ris", preprint).startswith("TY  - UNPB\r\nID  - a\r\nTI  - A\r\nT2  - arXiv\r\n")


@given(st.text(min_size=1), st.text(), st.text())
@settings(max_examples=200, deadline=None)
def test_every_line_of_ris_is_one_tag_and_its_value(title, name, abstract):
    paper = replace(FULL, title=title, abstract=abstract, authors=(Author(name, title), Author(literal=abstract)))
    *lines, last = rendered("ris", paper).split("\r\n")
    assert [line for line in lines if not re.fullmatch(r"[A-Z][A-Z0-9]  - [^\r\n]*", line)] == []
    assert (lines[0][:2], lines[-1], last) == ("TY", "ER  - ", "")


def test_a_paper_with_everything_in_csl_json():
    assert csl_item(FULL, CONTEXT) == CSL


def test_csl_json_obeys_the_schema():
    for paper in (FULL, *flagship_papers()):
        item = csl_item(paper, flagship_context())
        assert {name for name, value in item.items() if isinstance(value, str)} <= CSL_TEXTS
        assert set(item) - CSL_TEXTS <= {"author", "issued", "available-date", "custom"}
        assert item["type"] in CSL_TYPES
        assert all(set(name) <= CSL_NAME_PARTS and all(name.values()) for name in item["author"])
        for date in ("issued", "available-date"):
            parts = item.get(date, {"date-parts": [[1]]})
            assert list(parts) == ["date-parts"]
            assert [len(parts["date-parts"]), *map(type, parts["date-parts"][0])] in (
                [1, int], [1, int, int], [1, int, int, int],
            )  # fmt: skip


def test_a_preprint_in_csl_is_written_as_zotero_does():
    paper = Paper("a", "a", "A", Origin(), issued=PartialDate(2023, 9), identifiers=(("arxiv", "2309.07915"),))
    item = csl_item(paper, CONTEXT)
    assert {name: item[name] for name in ("type", "publisher", "number", "URL")} == {
        "type": "article",
        "publisher": "arXiv",
        "number": "arXiv:2309.07915",
        "URL": "https://arxiv.org/abs/2309.07915",
    }


def test_a_file_of_csl_json_is_an_array_of_the_items_as_they_stand_alone():
    papers = [replace(FULL, id=id) for id in ("b", "a")]
    assert [item["custom"]["litatlas"]["id"] for item in json.loads(rendered("csl-json", *papers))] == ["a", "b"]
    assert json.loads(rendered("csl-json")) == []
    alone = rendered("csl-json", papers[0]).removeprefix("[\n").removesuffix("\n]\n")
    assert alone in rendered("csl-json", *papers)


def test_a_json_record_holds_every_field():
    record = json.loads(rendered("jsonl", FULL))
    assert record == json.loads(rendered("json", FULL))[0]
    assert {name: record[name] for name in ("id", "issued", "tags", "status", "permalink", "venue")} == {
        "id": "mmicl",
        "issued": "2023-09-14",
        "tags": ["image", "video"],
        "status": {
            "status": "retracted",
            "date": "2024-05-01",
            "note": "data of 10% were made up",
            "url": "https://x.org/notice_1",
        },
        "permalink": "https://toys.example/survey/papers/mmicl/",
        "venue": {
            "name": "International Conference on Learning Representations",
            "short": "ICLR",
            "kind": "conference",
            "year": 2024,
        },
    }
    assert record["authors"][0] == {"family": "van der Berg", "given": "Jan", "orcid": "0000-0002-1825-0097"}


def test_a_line_of_json_is_one_line_whatever_it_holds():
    assert rendered("jsonl", replace(FULL, abstract="a\nb\u2028c")).count("\n") == 1


def table(*papers):
    return list(csv.reader(io.StringIO(rendered("csv", *papers), newline="")))


def test_a_table_has_the_same_columns_for_every_paper():
    rows = table(FULL, replace(FULL, id="z", abstract='Says "a, b"\nand more'))
    assert rows[0] == list(COLUMNS)
    assert [len(row) for row in rows] == [len(COLUMNS)] * 3
    assert dict(zip(COLUMNS, rows[2], strict=True))["abstract"] == 'Says "a, b"\nand more'


def test_names_in_a_table_stand_as_they_are_sorted():
    cell = dict(zip(COLUMNS, table(FULL)[1], strict=True))["authors"]
    assert cell == (
        "van der Berg, Jan; King, Martin Luther, Jr.; GPT-4 Team; Ünal, Ömer Éric; 王小明; Sanchez i Garcia, María"
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start):
    row = table(replace(FULL, title=f"{start}cmd|' /C calc'!A0"))[1]
    assert dict(zip(COLUMNS, row, strict=True))["title"] == f"'{start}cmd|' /C calc'!A0"


REFERENCES = (
    (
        FULL,
        "Jan van der Berg, Martin Luther King Jr., GPT-4 Team, Ömer Éric Ünal, 王小明, María Sanchez i Garcia et al. "
        '(2024). [RETRACTED: MMICL: 100% of &#36;N&#36; "Shots" & a_b in Leopard\'s GPT-4V]'
        "(https://doi.org/10.1145/a_b). *ICLR 2024*, 7(2), 451–466, OpenReview & Co. "
        "[doi:10.1145/a_b](https://doi.org/10.1145/a_b), [arXiv:2309.07915](https://arxiv.org/abs/2309.07915). "
        "**Retracted (2024-05-01): data of 10% were made up; see https://x.org/notice_1.**\n",
    ),
    (Paper("a", "a", "Is *A*?", Origin()), "Is \\*A\\*?\n"),
    (
        Paper("a", "a", "A", Origin(), authors=tuple(Author(f"F{at}", "G") for at in range(9))),
        "G F0, G F1, G F2 et al. A.\n",
    ),
)


@pytest.mark.parametrize(("paper", "reference"), REFERENCES)
def test_a_reference_in_markdown(paper, reference):
    assert rendered("markdown", paper) == reference


def test_dollars_lose_their_backslash_unless_they_would_be_math():
    assert plain_text("costs \\$5") == "costs $5"
    assert plain_text("\\$5 or 6\\$") == "\\$5 or 6\\$"
    assert plain_text("$x$ for \\$5") == "$x$ for $5"


@pytest.mark.parametrize("format", FORMATS)
def test_a_retracted_paper_says_so_in_every_format(format):
    stands = rendered(format, replace(FULL, status=StatusNote()))
    assert "retracted" not in stands.lower()
    assert "retracted" in rendered(format, FULL).lower()
    assert "corrected" in rendered(format, replace(FULL, status=StatusNote(Status.CORRECTED))).lower()


@pytest.mark.parametrize("format", FORMATS)
def test_every_file_ends_with_a_line_end_and_has_no_mark_at_its_start(format):
    text = rendered(format, FULL)
    assert text.endswith("\n")
    assert not text.startswith("\ufeff")


def test_no_two_formats_share_a_suffix():
    suffixes = [format.suffix for format in FORMATS.values()]
    assert sorted(set(suffixes)) == sorted(suffixes)
    assert [key for key, format in FORMATS.items() if key != format.key] == []
