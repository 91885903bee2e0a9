"""Names as printed, split into their parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litatlas.model import Author
from litatlas.people.names import parse_name, parse_names, split_bibtex_names, split_names

NAMES = (
    # (printed, author)
    ("Chao Zhang", Author("Zhang", "Chao")),
    ("Zijie J. Wang", Author("Wang", "Zijie J.")),
    ("Zhang, Chao", Author("Zhang", "Chao")),
    ("Di Wu", Author("Wu", "Di")),
    ("Quoc V. Le", Author("Le", "Quoc V.")),
    ("Munmun De Choudhury", Author("De Choudhury", "Munmun")),
    ("Noura Al Moubayed", Author("Al Moubayed", "Noura")),
    ("Moubayed, Noura Al", Author("Al Moubayed", "Noura")),
    ("Ludwig van Beethoven", Author("van Beethoven", "Ludwig")),
    ("van Beethoven, Ludwig", Author("van Beethoven", "Ludwig")),
    ("Maria de Oliveira Santos", Author("de Oliveira Santos", "Maria")),
    ("Juan de la Torre", Author("de la Torre", "Juan")),
    ("Luc Van Gool", Author("Van Gool", "Luc")),
    ("Thi Van Anh Nguyen", Author("Nguyen", "Thi Van Anh")),
    ("Hung Van Nguyen", Author("Nguyen", "Hung Van")),
    ("Jean d'Alembert", Author("d'Alembert", "Jean")),
    ("Pedro Ortiz Suarez", Author("Suarez", "Pedro Ortiz")),
    ("Martin Luther King Jr.", Author("King", "Martin Luther", suffix="Jr.")),
    ("Martin Luther King, Jr.", Author("King", "Martin Luther", suffix="Jr.")),
    ("King, Jr., Martin Luther", Author("King", "Martin Luther", suffix="Jr.")),
    ("Henry Ford III", Author("Ford", "Henry", suffix="III")),
    ("Plato", Author(literal="Plato")),
    ("张三", Author(literal="张三")),
    ("张 三", Author("张", "三")),
    ("𠮷 太", Author("𠮷", "太")),
    ("{Barnes and Noble}", Author(literal="Barnes and Noble")),
    ("Gemini Team", Author(literal="Gemini Team")),
    ("The ATLAS Collaboration", Author(literal="The ATLAS Collaboration")),
    ("Chao Zhang*†", Author("Zhang", "Chao")),
    ("Josiah Carberry (0000-0002-1825-0097)", Author("Carberry", "Josiah", orcid="0000-0002-1825-0097")),
    ("  ", Author()),
)  # fmt: skip

LISTS = (
    # (printed, names)
    ("Jane Roe", ["Jane Roe"]),
    ("Roe, Jane", ["Roe, Jane"]),
    ("Jane Roe, John Doe", ["Jane Roe", "John Doe"]),
    ("Jane Roe, John Doe and Max Moe", ["Jane Roe", "John Doe", "Max Moe"]),
    ("Jane Roe, John Doe, & Max Moe", ["Jane Roe", "John Doe", "Max Moe"]),
    ("Roe, Jane; Doe, John", ["Roe, Jane", "Doe, John"]),
    ("Jane Roe|John Doe", ["Jane Roe", "John Doe"]),
    ("Roe, Jane and Doe, John", ["Roe, Jane", "Doe, John"]),
    ("King, Jr., Martin", ["King, Jr., Martin"]),
)


@pytest.mark.parametrize(("printed", "author"), NAMES)
def test_a_name_is_split_into_its_parts(printed, author):
    assert parse_name(printed) == author


@pytest.mark.parametrize(("printed", "names"), LISTS)
def test_a_list_is_cut_into_names(printed, names):
    assert split_names(printed) == names


def test_a_list_cut_short_says_so():
    jane = Author("Roe", "Jane")
    assert parse_names(["Jane Roe", "others"]) == ((jane,), True)
    assert parse_names(["Jane Roe et al."]) == ((jane,), True)
    assert parse_names(["Jane Roe"]) == ((jane,), False)


def test_bibtex_cuts_at_each_and_outside_of_braces():
    names = 'M{\\"u}ller, J. and {Barnes and Noble} AND van Rossum, Guido and others'
    assert split_bibtex_names(names) == ['M{\\"u}ller, J.', "{Barnes and Noble}", "van Rossum, Guido", "others"]


def test_two_thousand_authors_are_read():
    names = [f"Given{i} Family{i}" for i in range(2000)]
    authors, others = parse_names(split_names("; ".join(names)))
    assert [author.name for author in authors] == names
    assert not others


@given(st.text())
def test_no_name_raises_and_no_letter_of_it_is_lost(text):
    author = parse_name(text)
    kept = author.name.casefold()
    assert all(word[0].casefold()[0] in kept for word in text.split() if word.isalpha() and word.isascii())
