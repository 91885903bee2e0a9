"""BibTeX and BibLaTeX, to the letter."""

import pytest
from exported_papers import CONTEXT, FULL, ICLR, TOMM
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from litatlas.citation import FORMATS
from litatlas.citation.biblatex import biblatex
from litatlas.citation.bibtex import bibtex, bibtex_ascii
from litatlas.citation.tex_escape import ascii_tex, balanced, tex_text
from litatlas.citation.tex_names import tex_authors, tex_name
from litatlas.citation.tex_title import names_in, tex_title
from litatlas.model import Author, Kind, Paper, PartialDate, Status, StatusNote, Venue, VenueKind
from litatlas.problems import Origin

BIBTEX = r"""@inproceedings{zhao2023mmicl,
  author = {van der Berg, Jan and King, Jr., Martin Luther and {GPT-4 Team} and Ünal, Ömer Éric and {王小明} and {Sanchez i Garcia}, María and others},
  title = {{RETRACTED}: {MMICL}: 100\% of {$N$} "Shots" \& a\_b in {Leopard's} {GPT-4V}},
  shorttitle = {{MMICL}},
  booktitle = {International Conference on Learning Representations},
  eventtitle = {ICLR 2024},
  volume = {7},
  issue = {2},
  pages = {451--466},
  publisher = {OpenReview \& Co},
  year = {2024},
  eprint = {2309.07915},
  archiveprefix = {arXiv},
  primaryclass = {cs.CV},
  doi = {10.1145/a_b},
  language = {english},
  keywords = {cs.CV, in-context learning},
  note = {Retracted (2024-05-01): data of 10\% were made up; see https://x.org/notice\_1},
  usera = {first version 2023-09-14},
  verba = {https://api.semanticscholar.org/CorpusId:12 https://openreview.net/forum?id=5KojubHBr8},
  ids = {litatlas:mmicl},
  abstract = {Costs \$5 or 6\$. See https://x.org/a\_b\textasciitilde{}c. \{1, 2\} are $x_{1}$.},
}
"""  # noqa: E501

BIBLATEX_ALONE = """  number = {2},
  date = {2024},
  eprinttype = {arxiv},
  eprintclass = {cs.CV},
  langid = {english},
""".splitlines()
BIBTEX_ALONE = """  issue = {2},
  year = {2024},
  archiveprefix = {arXiv},
  primaryclass = {cs.CV},
  language = {english},
""".splitlines()


def test_a_paper_with_everything_in_bibtex():
    assert bibtex(FULL, CONTEXT) == BIBTEX


def test_biblatex_differs_in_five_fields():
    ours, theirs = bibtex(FULL, CONTEXT).splitlines(), biblatex(FULL, CONTEXT).splitlines()
    assert [line for line in theirs if line not in ours] == BIBLATEX_ALONE
    assert [line for line in ours if line not in theirs] == BIBTEX_ALONE


def test_the_ascii_variant_keeps_only_what_tex_has_no_macro_for():
    lines = bibtex_ascii(FULL, CONTEXT).splitlines()
    assert [line for line in lines if not line.isascii()] == [lines[1]]
    assert lines[1] == (
        "  author = {van der Berg, Jan and King, Jr., Martin Luther and {GPT-4 Team} and "
        r"{\"U}nal, {\"O}mer {\'E}ric and {王小明} and {Sanchez i Garcia}, Mar{\'i}a and others},"
    )


TYPES = (
    # kind, venue -> type in BibTeX and BibLaTeX, and the field that names the place
    (Kind.CONFERENCE, ICLR, "inproceedings", "inproceedings", "booktitle"),
    (Kind.JOURNAL, TOMM, "article", "article", "journal"),
    (Kind.CHAPTER, Venue("Handbook"), "incollection", "incollection", "booktitle"),
    (Kind.BOOK, None, "book", "book", "publisher"),
    (Kind.THESIS, None, "phdthesis", "thesis", "school"),
    (Kind.REPORT, None, "techreport", "report", "institution"),
    (Kind.DATASET, None, "misc", "dataset", "howpublished"),
    (Kind.SOFTWARE, None, "misc", "software", "howpublished"),
    (Kind.WEBPAGE, None, "misc", "online", "howpublished"),
    (Kind.OTHER, None, "misc", "misc", "howpublished"),
    (Kind.JOURNAL, None, "misc", "misc", "howpublished"),
)


@pytest.mark.parametrize(("kind", "venue", "classic", "modern", "field"), TYPES)
def test_the_type_of_an_entry(kind, venue, classic, modern, field):
    paper = replace(FULL, kind=kind, venue=venue, identifiers=(("isbn", "9780000000002"),))
    assert bibtex(paper, CONTEXT).startswith(f"@{classic}{{")
    assert biblatex(paper, CONTEXT).startswith(f"@{modern}{{")
    assert f"\n  {field} = {{" in bibtex(paper, CONTEXT)


def test_a_preprint_is_misc_and_online_and_says_where_it_is():
    paper = Paper("a", "a23", "A", Origin(), issued=PartialDate(2023, 9, 4), identifiers=(("arxiv", "2309.07915"),))
    assert bibtex(paper, CONTEXT) == (
        "@misc{a23,\n  title = {{A}},\n  howpublished = {arXiv:2309.07915},\n  year = {2023},\n  month = sep,\n"
        "  day = {4},\n  eprint = {2309.07915},\n  archiveprefix = {arXiv},\n"
        "  url = {https://arxiv.org/abs/2309.07915},\n  ids = {litatlas:a},\n}\n"
    ).replace("{{A}}", "{A}")
    assert biblatex(paper, CONTEXT) == (
        "@online{a23,\n  title = {A},\n  date = {2023-09-04},\n  eprint = {2309.07915},\n  eprinttype = {arxiv},\n"
        "  ids = {litatlas:a},\n}\n"
    )


def test_entries_stand_in_the_order_of_ids_with_the_bytes_that_they_have_alone():
    papers = [replace(FULL, id=id, citation_key=f"k{id}") for id in ("c", "a", "b")]
    for key in ("bibtex", "bibtex-ascii", "biblatex"):
        render = FORMATS[key].render
        assert render(papers, CONTEXT) == "\n".join(render([papers[at]], CONTEXT) for at in (1, 2, 0))
        assert render(papers[::-1], CONTEXT) == render(papers, CONTEXT)
        assert render([], CONTEXT) == ""


TITLES = (
    # title -> as TeX; names of systems: Leopard, Wings
    ("MLLMs in the Wild", "{MLLMs} in the Wild"),
    ("LLaVA-Video: iPhone pictures", "{LLaVA}-Video: {iPhone} pictures"),
    ("A 4M-21 and 2D GPT-4V-based Multi-Modal Plan", "A {4M-21} and {2D} {GPT-4V}-based Multi-Modal Plan"),
    ("2.5 Years of 100 Papers", "2.5 Years of 100 Papers"),
    ("What Leopard Sees", "What {Leopard} Sees"),
    ("The English of Bayesian Models", "The {English} of {Bayesian} Models"),
    ("I Can't, E-Commerce, Plan B, X-ray, A", "{I} Can't, {E}-Commerce, Plan {B}, {X}-ray, A"),
    ("BERT's (MMIR) “CLIP”?", "{BERT's} ({MMIR}) “{CLIP}”?"),
    ("C++ and C# and R", "{C++} and {C\\#} and {R}"),
    ("Mamba-2 and COVID-19 in Stage 2", "{Mamba-2} and {COVID-19} in Stage 2"),
    ("$N$-gram Models for $\\mathcal{O}(n)$", "{$N$}-gram Models for {$\\mathcal{O}(n)$}"),
    ("DEEP LEARNING WITH GPT-4", "DEEP LEARNING WITH {GPT-4}"),
    ("Étude ÉTUDE mOSCAR", "Étude {ÉTUDE} {mOSCAR}"),
    ("snake_CASE & {Curly}", "{snake\\_CASE} \\& \\{Curly\\}"),
)


@pytest.mark.parametrize(("title", "tex"), TITLES)
def test_capitals_that_mean_something_are_protected(title, tex):
    assert tex_title(title, frozenset({"Leopard", "Wings"})) == tex


@pytest.mark.parametrize(
    "title", ["Leopard-2: a Wings' dataset", "On $Wings$", "leopards", "RETRACTED:\nWings–Leopard 3"]
)
def test_a_title_depends_on_the_names_that_stand_in_it_and_on_no_others(title):
    names = frozenset({"Leopard", "Wings", "Leopard-2", "dataset", "On"})
    assert tex_title(title, names_in(title, names)) == tex_title(title, names)
    assert names_in("A leopard's $Wings$", names) == frozenset()
    assert names_in("Wings-like Leopard-2", names) == {"Wings", "Leopard", "Leopard-2"}


NAMES = (
    (Author("van der Berg", "Jan"), "van der Berg, Jan"),
    (Author("De Choudhury", "Munmun"), "De Choudhury, Munmun"),
    (Author("King", "Martin Luther", suffix="Jr."), "King, Jr., Martin Luther"),
    (Author("Sanchez i Garcia", "María"), "{Sanchez i Garcia}, María"),
    (Author("de Silva e Costa", "Ana"), "de {Silva e Costa}, Ana"),
    (Author(literal="GPT-4 Team"), "{GPT-4 Team}"),
    (Author(literal="Foo & Bar and Co, Inc."), "{Foo \\& Bar and Co, Inc.}"),
    (Author(family="Plato"), "{Plato}"),
    (Author(given="Madonna"), "{Madonna}"),
    (Author("Black and White", "X"), "{Black and White}, X"),
    (Author("Ann", "others"), "Ann, {others}"),
    (Author("王", "小明"), "王, 小明"),
    (Author("boyd", "danah"), "boyd, danah"),
    (Author(), ""),
)


@pytest.mark.parametrize(("author", "tex"), NAMES)
def test_names_as_bibtex_takes_them_apart(author, tex):
    assert tex_name(author) == tex


def test_a_list_that_is_cut_short_says_so_and_an_empty_one_says_nothing():
    assert tex_authors([Author("A", "B")], others=True) == "A, B and others"
    assert tex_authors([], others=True) == ""


TEXTS = (
    ("100% of a_b & #1 for \\$5", r"100\% of a\_b \& \#1 for \$5"),
    ("a lone $ here", r"a lone \$ here"),
    ("~x ^y \\z", r"\textasciitilde{}x \textasciicircum{}y \textbackslash{}z"),
    ("{a} and <b> \"c\" 'd'", "\\{a\\} and <b> \"c\" 'd'"),
    ("open { brace", r"open \ensuremath{\lbrace} brace"),
    ("}{", r"\ensuremath{\rbrace}\ensuremath{\lbrace}"),
    ("so $x_{1}^2 \\leq 5%$.", r"so $x_{1}^2 \leq 5\%$."),
    ("bad $\\frac{1$ math", r"bad \$\textbackslash{}frac\ensuremath{\lbrace}1\$ math"),
    ("two\n\nparagraphs\x00", "two paragraphs"),
    ("Öl 中文", "Öl 中文"),
)


@pytest.mark.parametrize(("text", "tex"), TEXTS)
def test_text_is_escaped_as_all_readers_take_it(text, tex):
    assert tex_text(text) == tex


LETTERS = (
    ("Ünal", '{\\"U}nal'), ("ğ", "{\\u{g}}"), ("ı", "{\\i}"), ("í", "{\\'i}"), ("ĩ", "{\\~{\\i}}"), ("ị", "{\\d{i}}"),
    ("ß", "{\\ss}"), ("Ø", "{\\O}"), ("ế", "{\\'{\\^e}}"), ("Ł", "{\\L}"), ("ş", "{\\c{s}}"),
    ("“a”–b…", "{\\textquotedblleft}a{\\textquotedblright}{\\textendash}b{\\textellipsis}"),
    ("α", "\\ensuremath{\\alpha}"), ("²₀", "\\textsuperscript{2}\\textsubscript{0}"), ("中", "中"), ("😀", "😀"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "tex"), LETTERS)
def test_letters_beyond_ascii_become_macros_in_braces(text, tex):
    assert ascii_tex(text) == tex


@given(st.text(), st.text(), st.text())
@settings(max_examples=300, deadline=None)
def test_nothing_leaves_a_brace_open_or_starts_a_line(title, name, abstract):
    paper = replace(
        FULL, title=title or "x", abstract=abstract, authors=(Author(name, title), Author(literal=abstract)),
        venue=Venue(name or "x", kind=VenueKind.JOURNAL), status=StatusNote(Status.CORRECTED, note=abstract),
    )  # fmt: skip
    for write in (bibtex, bibtex_ascii, biblatex):
        entry = write(paper, CONTEXT)
        first, *lines, last, end = entry.split("\n")
        assert (first[0], last, end) == ("@", "}", "")
        assert all(line.startswith("  ") and line.endswith(",") and balanced(line) for line in lines)
        assert all(char.isprintable() or char == "\n" for char in entry)


STATUSES = (
    (StatusNote(Status.RETRACTED), "{RETRACTED}: A", "Retracted"),
    (StatusNote(Status.WITHDRAWN, "2024-05"), "{WITHDRAWN}: A", "Withdrawn (2024-05)"),
    (StatusNote(Status.CORRECTED, note="Table 2"), "A", "Corrected: Table 2"),
)


@pytest.mark.parametrize(("status", "title", "note"), STATUSES)
def test_a_status_stands_in_the_note_and_where_it_must_in_the_title(status, title, note):
    entry = bibtex(Paper("a", "a", "A", Origin(), status=status), CONTEXT)
    assert f"  title = {{{title}}},\n" in entry
    assert f"  note = {{{note}}},\n" in entry
