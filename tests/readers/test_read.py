"""The table of readers: which one takes a file, what its bytes are, and that nothing breaks it."""
# ruff: noqa: E501  # the cases stand as they are

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from litatlas.problems import Origin, Problem, Problems
from litatlas.readers import READERS, ReadOptions, read
from litatlas.readers.draft import finished

AS_FOUND = ReadOptions()
BIB = "@article{k, title={A Title}}"
RIS = "TY  - JOUR\nTI  - A Title\nER  - \n"
CSL = '[{"type": "article-journal", "title": "A Title", "issued": {"date-parts": [[2024]]}}]'
PROSE = "We show that it works and why it does so in every case that we could think of. " * 4
LISTING = f"Subscribe\n\nA Title\n\n{PROSE}\n"

SAME = (
    # (name, text of a file with one record whose title is "A Title")
    ("x.bib", BIB),
    ("x.txt", BIB),
    ("-", BIB),
    ("x.ris", RIS),
    ("x.txt", RIS),
    ("-", RIS),
    ("x.nbib", "PMID- 1\nTI  - A Title.\n"),
    ("x.txt", "PMID- 1\nTI  - A Title.\n"),
    ("x.json", CSL),
    ("-", CSL),
    ("x.json", '[{"title": "A Title"}]'),
    ("x.json", '{"title": "A Title"}'),
    ("x.json", '{"papers": [{"title": "A Title"}]}'),
    ("x.jsonl", '{"title": "A Title"}\n'),
    ("x.json", '{"title": "A Title"}\n\n'),
    ("x.jsonl", '[\n{"title": "A Title"}\n]'),
    ("-", '{"title": "A Title"}'),
    ("x.yml", "title: A Title\n"),
    ("-", "# a comment\n---\n- title: A Title\n"),
    ("x.csv", "Title,Year\nA Title,2024\n"),
    ("x.tsv", "Title\tYear\nA Title\t2024\n"),
    ("-", '"Title";"Year"\n"A Title";"2024"\n'),
    ("x.txt", LISTING),
    ("-", LISTING),
)

GOOD = {
    "bibtex": "@article{{{0}, title = {{{0}}}}}\n",
    "ris": "TY  - JOUR\nTI  - {0}\nER  - \n",
    "nbib": "PMID- 1\nTI  - {0}\n\n",
    "csl-json": '{{"type": "book", "title": "{0}", "DOI": ""}},\n',
    "jsonl": '{{"title": "{0}"}}\n',
    "json": '{{"title": "{0}"}},\n',
    "yaml": "- title: {0}\n",
    "csv": "{0},2024\n",
    "listing": "{0}\n\n" + PROSE + "\n\n",
}
BROKEN = {
    "bibtex": "@article{broken, title = {never closed,\n year = 2020\n",
    "ris": "stray words between two entries\n",
    "nbib": "stray words that are no field\n\n",
    "csl-json": '{"type": "book", "title": },\n',
    "jsonl": '{"title": \n',
    "json": '{"title": },\n',
    "yaml": "- title: [never closed\n",
    "csv": "Middle,2024,one cell,too many\n",
    "listing": "",
}
OPENING = {"csl-json": "[\n", "json": "[\n", "csv": "Title,Year\n"}
CLOSING = {"csl-json": '{"title": "end"}]', "json": '{"title": "end"}]'}


def titles(name, text, options=AS_FOUND):
    problems = Problems()
    return [record.title for record in read(name, text.encode(), problems, options)], list(problems)


@pytest.mark.parametrize(("name", "text"), SAME)
def test_a_reader_is_chosen_by_suffix_or_content(name, text):
    assert titles(name, text) == (["A Title"], [])


def test_a_format_that_is_named_wins():
    assert titles("x.bib", RIS, ReadOptions(format="ris")) == (["A Title"], [])


def test_an_unknown_format_is_told_with_the_formats_that_there_are():
    known = "bibtex, ris, nbib, csl-json, jsonl, json, yaml, csv, listing"
    assert titles("x.docx", "PK\x03\x04")[1] == [
        Problem(
            "unknown-format",
            Origin("x.docx"),
            f"the content is none of the known formats; nothing was read; name one of {known}",
        )
    ]
    assert titles("x.bib", BIB, ReadOptions(format="bib"))[1] == [
        Problem(
            "unknown-format", Origin("x.bib"), f"format 'bib' is not known; nothing was read; choose one of {known}"
        )
    ]


def test_an_empty_file_holds_no_record_and_no_problem():
    assert [titles(name, " \n") for name in ("x.bib", "x.yml", "x.txt", "-", "x.docx")] == [([], [])] * 5


ENCODINGS = (
    # (bytes of a title, title, messages)
    ("title: Été".encode(), "Été", []),
    ("title: Été".encode("utf-8-sig"), "Été", []),
    ("title: Été".encode("utf-16"), "Été", []),
    ("\ufefftitle: Été".encode("utf-16-be"), "Été", []),
    (
        "# one\ntitle: Été".encode("latin-1"),
        "Été",
        [
            "x.yml:2: byte '0xC9' is not UTF-8; the file was read as Latin-1, accents may be wrong; "
            "save it as UTF-8 [bad-encoding]"
        ],
    ),
    ("title: “Été”".encode("cp1252"), "“Été”", None),
)


@pytest.mark.parametrize(("data", "title", "messages"), ENCODINGS)
def test_bytes_are_decoded(data, title, messages):
    problems = Problems()
    assert [record.title for record in read("x.yml", data, problems)] == [title]
    assert messages is None or [str(problem) for problem in problems] == messages


def test_line_ends_of_other_systems_are_lines():
    problems = Problems()
    records = read("x.bib", b"@misc{a,\r\n title={A}}\r\r@misc{b, title={B}}", problems)
    assert [(record.title, record.origin.line) for record in records] == [("A", 1), ("B", 4)]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
@pytest.mark.parametrize("before", [True, False], ids=["good before", "nothing before"])
@pytest.mark.parametrize("after", [True, False], ids=["good after", "nothing after"])
def test_a_broken_entry_costs_no_other_entry(reader, before, after):
    form = reader.name
    good = GOOD[form]
    text = OPENING.get(form, "")
    text += good.format("Before") if before else ""
    text += BROKEN[form]
    text += good.format("After") if after else ""
    text += CLOSING.get(form, "")
    found, problems = titles("x", text, ReadOptions(format=form))
    expected = ["Before"] * before + ["Middle"] * (form == "csv") + ["After"] * after + ["end"] * (form in CLOSING)
    if form == "bibtex" and not after:
        assert found[: len(expected)] == expected
    else:
        assert found == expected
    assert {problem.code for problem in problems} == ({"broken-entry"} if BROKEN[form] else set())


TOKENS = st.sampled_from(
    ("@article{", "@string{", "}", "{", "(", ")", ",", "=", '"', "#", "\n", "key", "title", "author", " and ",
     "TY  - JOUR\n", "ER  - \n", "TI  - x\n", "- ", "title: x\n", "---\n", "[", "]", '{"title":', '"x"', "\\", "\\emph{",
     "$", "~", "^2", "_1", "<p>", "</p>", "&amp;", "https://a.b/c.", "``", "''", "PMID- 1\n", "Title,Year\n", "\x00",
     "\ue0001\ue001", "--", "Mar 11\n", "1999", "&a", "*a", "!!int", "%", "\t", "? ", ": ", "|", ">", "authors: 3\n",
     '"authors": {', '"issued": [', "sources: {a: b}\n", "venue: [1, [2]]\n")
)  # fmt: skip


@settings(deadline=None, max_examples=400)
@given(
    st.sampled_from(READERS),
    st.one_of(st.binary(), st.text().map(str.encode), st.lists(TOKENS).map(lambda parts: "".join(parts).encode())),
)
def test_no_bytes_make_a_reader_raise(reader, data):
    problems = Problems()
    records = read("x", data, problems, ReadOptions(format=reader.name))
    assert all(str(problem).startswith("x:") or problem.origin.line == 0 for problem in problems)
    assert all("\x00" not in record.title for record in records)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ("title", "authors", "venue", "issued", "year", "month", "identifiers", "links", "tags", "keywords", "status",
          "sources", "attributes", "references", "others", "url", "note", "titel", "author", "type", "DOI", "id")  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(("json", "csl-json", "yaml")), st.dictionaries(st.sampled_from(FIELDS), json_values))
def test_a_field_of_any_shape_is_read_or_told(form, record):
    problems = Problems()
    assert len(read("x", json.dumps([record]).encode(), problems, ReadOptions(format=form))) <= 1


ABSTRACT = ("A sentence of plain words, which is most of any abstract. " * 20 + "A {brace}, $x$ and <p>. ") * 4_300
HUGE = (
    # (format, text): an abstract of 5 MB
    ("jsonl", json.dumps({"title": "A Title", "abstract": ABSTRACT})),
    ("bibtex", f"@article{{k, title={{A Title}}, abstract={{{ABSTRACT}}}}}"),
    ("yaml", f"title: A Title\nabstract: >-\n  {ABSTRACT}\n"),
    ("ris", f"TY  - JOUR\nTI  - A Title\nAB  - {ABSTRACT}\nER  - \n"),
    ("csv", f'Title,Abstract\nA Title,"{ABSTRACT}"\n'),
    ("listing", f"A Title\n\n{ABSTRACT}\n"),
)


@pytest.mark.parametrize(("form", "text"), HUGE, ids=[form for form, _ in HUGE])
def test_an_abstract_of_five_megabytes_is_read(form, text):
    problems = Problems()
    records = read("x", text.encode(), problems, ReadOptions(format=form))
    assert [record.title for record in records] == ["A Title"]
    assert len(records[0].abstract) > 4_000_000


DEEP = (
    # (format, text)
    ("json", "[" * 200_000),
    ("csl-json", '[{"author":' * 100_000),
    ("jsonl", '{"a":' * 200_000),
    ("yaml", "[" * 200_000),
    ("yaml", "title: " + "{a: " * 50_000),
    ("yaml", "- " * 100_000),
    ("bibtex", "@article{k, title=" + "{" * 200_000),
)


@pytest.mark.parametrize(("form", "text"), DEEP, ids=[f"{form} {text[:9]}" for form, text in DEEP])
def test_deep_nesting_is_a_problem_and_no_crash(form, text):
    problems = Problems()
    assert read("x", text.encode(), problems, ReadOptions(format=form)) == []
    assert {problem.code for problem in problems} == {"broken-entry"}


def test_a_hundred_thousand_lines_are_read():
    data = b"".join(b'{"title": "Paper %d", "year": 2024}\n' % number for number in range(100_000))
    problems = Problems()
    records = read("x.jsonl", data, problems)
    assert (len(records), records[-1].title, records[-1].origin.line) == (100_000, "Paper 99999", 100_000)
    assert list(problems) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.jsonl", '\n{"title": "A"}\n\n[{"title": "B"}]\n{\n{"title": "C\u2028D"}\n'),
        ("x.jsonl", '[{"title": "A"}, {"title": "B"}]'),
        ("x.jsonl", '{\n"title": "A"\n}'),
        ("x.yml", "- title: A\n- title: [B\n- title: C\n---\ntitle: D\n"),
        ("x.bib", '@string{j = "J"}\n@article{k, title={A}, journal=j}\n@article{l, title={B}, journal=j}\n'),
        ("x.ris", RIS + RIS),
    ],
)
def test_a_file_gives_in_parts_what_it_gives_as_a_whole(name, text):
    in_parts, at_once = Problems(), Problems()
    reader = next(reader for reader in READERS if name.endswith(reader.suffixes))
    drafts = reader.read(text, name, at_once, AS_FOUND)
    whole = [finished(draft, at_once, tex=reader.tex) for draft in drafts]
    assert read(name, text.encode(), in_parts) == whole
    assert list(in_parts) == list(at_once)
    assert whole
