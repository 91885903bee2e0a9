"""Citation keys: family name, year, first significant word; ASCII; unique whatever the case."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litatlas.identity.citekey import citation_key
from litatlas.identity.permalink import Entry, Ledger
from litatlas.model import Author

ZHAO = Author("Zhao", "Haozhe")

KEYS = (
    # (authors, year, title, key)
    ((ZHAO,), 2023, "MMICL: Empowering Vision-language Model", "zhao2023mmicl"),
    ((ZHAO, Author("Cai", "Zefan")), 2023, "A Survey on the Things", "zhao2023survey"),
    ((Author("van der Berg", "Jan"),), 2020, "On Vision", "vanderberg2020vision"),
    ((Author("O’Brien-Müller", "Zoë"),), 2020, "Naïve Bayes", "obrienmuller2020naive"),
    ((Author("Łukasiewicz", "Jan"),), 1920, "O logice", "lukasiewicz1920o"),
    ((Author("张", "伟"),), 2024, "视频问答", "zhang2024shipinwenda"),
    ((Author(literal="Gemini Team"),), 2024, "The Gemini report", "gemini2024gemini"),
    ((Author(literal="Plato"),), None, "Politeia", "platondpoliteia"),
    ((Author(given="Madonna"),), 2001, "Music", "madonna2001music"),
    ((), 2024, "Atari-GPT: Benchmarking", "atarigpt2024benchmarking"),
    ((), None, "4M-21", "x4m21nd"),
    ((Author("2Pac"),), 1996, "Me", "x2pac1996me"),
    ((), None, "", "anonymousnd"),
    ((Author("🎉"),), 2024, "🎉", "anonymous2024"),
    ((ZHAO,), 2024, "", "zhao2024"),
    ((ZHAO,), 2024, "On the Of", "zhao2024on"),
)


@pytest.mark.parametrize(("authors", "year", "title", "key"), KEYS)
def test_citation_key(authors, year, title, key):
    assert citation_key(authors, year, title, ()) == key


def test_a_taken_key_gets_more_words_and_then_a_letter():
    taken: set[str] = set()
    for _ in range(30):
        taken.add(citation_key((ZHAO,), 2023, "Wings: Learning Models", taken))
    assert sorted(taken)[:4] == [
        "zhao2023wings",
        "zhao2023wingsaa",
        "zhao2023wingsab",
        "zhao2023wingsb",
    ]
    assert {"zhao2023wingslearning", "zhao2023wingslearningmodels", "zhao2023wingsz"} <= taken
    assert len(taken) == 30


def test_a_key_of_the_ledger_is_taken_in_any_case_and_for_ever():
    ledger = Ledger((Entry("paper", "wings", "Zhao2023Wings"),))
    assert citation_key((ZHAO,), 2023, "Wings", ledger.names_taken("paper")) == "zhao2023wingsb"


def test_a_name_of_megabytes_makes_a_short_key():
    key = citation_key((Author("a" * 5_000_000),), 2024, "b" * 5_000_000, ())
    assert key == "a" * 40 + "2024" + "b" * 40


names = st.builds(Author, family=st.text(max_size=12), given=st.text(max_size=5), literal=st.text(max_size=12))


@given(
    st.lists(names, max_size=2),
    st.none() | st.integers(1500, 2100),
    st.text(max_size=40),
    st.sets(st.sampled_from(("zhao2023mmicl", "anonymousnd")), max_size=2),
)
def test_a_key_is_ascii_starts_with_a_letter_and_is_free(authors, year, title, taken):
    key = citation_key(authors, year, title, taken)
    assert re.fullmatch("[a-z][a-z0-9]*", key)
    assert key not in taken
    assert citation_key(authors, year, title, taken | {key}) not in taken | {key}
