"""Pasted listings: furniture is told by what it is, in whatever order and spacing it comes."""

import pytest

from litatlas.model import Author
from litatlas.problems import Problems
from litatlas.readers import ReadOptions, read

ONE = "We show that large models see what small models do not, and why this matters for all who build on them. " * 3
TWO = "This paper asks a question that nobody has asked before. It then gives an answer to it, with proofs. " * 3
ONE, TWO = ONE.strip(), TWO.strip()


def read_listing(text):
    problems = Problems()
    records = read("x.txt", text.encode(), problems, ReadOptions(format="listing"))
    return [(record.origin.line, record.title, record.abstract) for record in records], [str(p) for p in problems]


BOTH = [("First: A Title", ONE), ("Is the Second a Question?", TWO)]

PAGES = (
    ("blank lines between", f"First: A Title\n\n{ONE}\n\nIs the Second a Question?\n\n{TWO}\n"),
    ("no blank lines", f"First: A Title\n{ONE}\nIs the Second a Question?\n{TWO}"),
    ("many blank lines", f"\n\n\nFirst: A Title\n\n\n\n{ONE}\n\n\nIs the Second a Question?\n\n\n{TWO}\n\n"),
    ("numbered", f"1. First: A Title\n\n{ONE}\n\n2. Is the Second a Question?\n\n{TWO}\n"),
    ("numbered in brackets", f"[1] First: A Title\n{ONE}\n[2] Is the Second a Question?\n{TWO}\n"),
    ("Markdown headings", f"## First: A Title\n\n{ONE}\n\n## Is the Second a Question?\n\n{TWO}\n"),
    ("labelled", f"Title: First: A Title\nAbstract: {ONE}\n\nTitle: Is the Second a Question?\nAbstract: {TWO}\n"),
    (
        "furniture everywhere",
        f"new\nPapers\nSubscribe\nbyAK and the research community\nMar 11\n128\nFirst: A Title\n·\n3 authors\n{ONE}\n"
        f"Upvote\n▲ 17\n2 comments\nMar 10\nView paper\nIs the Second a Question?\n{TWO}\nNext\nPage 1 of 3\n© A Site",
    ),
    ("Windows line ends", f"First: A Title\r\n\r\n{ONE}\r\n\r\nIs the Second a Question?\r\n\r\n{TWO}\r\n"),
)


@pytest.mark.parametrize("page", [page for _, page in PAGES], ids=[name for name, _ in PAGES])
def test_titles_and_abstracts_are_found(page):
    records, problems = read_listing(page)
    assert [(title, abstract) for _, title, abstract in records] == BOTH
    assert problems == []


TITLES = (
    "Wings",
    "A Title That Ends with a Stop.",
    "I Can't Believe There's No Images! Learning Visual Tasks Using only Language Supervision",
    "Where Does the Performance Improvement Come From? -- A Reproducibility Concern about Image-Text Retrieval",
    "Learning semantic sentence representations from visually grounded language without lexical knowledge",
    "2.5 Years in Class: A Multimodal Textbook for Vision-Language Pretraining",
    "4M-21: An Any-to-Any Vision Model for Tens of Tasks and Modalities",
    "多模态学习综述",
)


@pytest.mark.parametrize("title", TITLES)
def test_a_title_of_any_shape_is_a_title(title):
    records, problems = read_listing(f"First: A Title\n\n{ONE}\n\n{title}\n\n{TWO}\n")
    assert [found for _, found, _ in records] == ["First: A Title", title.replace(" -- ", " – ")]
    assert problems == []


def test_an_abstract_may_have_paragraphs():
    records, _ = read_listing(f"First: A Title\n\n{ONE}\n\n{TWO}\n\nCode: https://github.com/a/b\n")
    assert records == [(1, "First: A Title", f"{ONE}\n\n{TWO}\n\nCode: https://github.com/a/b")]


def test_a_wrapped_listing_is_read():
    words = ONE.split()
    wrapped = "\n".join(" ".join(words[i : i + 12]) for i in range(0, len(words), 12))
    assert read_listing(f"First: A Title\n\n{wrapped}\n")[0] == [(1, "First: A Title", ONE)]


def test_a_line_of_names_is_the_authors():
    problems = Problems()
    page = f"First: A Title\nJane Roe, Luc Van Gool, John Q. Doe, et al.\n{ONE}\n"
    (record,) = read("x.txt", page.encode(), problems)
    assert record.authors == (Author("Roe", "Jane"), Author("Van Gool", "Luc"), Author("Doe", "John Q."))
    assert record.others
    assert record.abstract == ONE


def test_a_title_without_abstract_is_read_and_told():
    records, problems = read_listing(f"First: A Title\n\n{ONE}\n\nAlone at the End\n")
    assert records == [(1, "First: A Title", ONE), (5, "Alone at the End", "")]
    assert problems == [
        "x.txt:5: the title 'Alone at the End' has no abstract below it; it was read without one; add it [lone-title]"
    ]


def test_an_abstract_without_title_is_told():
    records, problems = read_listing(f"{ONE}\n\nFirst: A Title\n\n{TWO}\n")
    assert records == [(3, "First: A Title", TWO)]
    assert len(problems) == 1
    assert problems[0].startswith("x.txt:1: the paragraph 'We show that large models")
    assert problems[0].endswith("has no title above it; it was left out; put its title above it [broken-entry]")
