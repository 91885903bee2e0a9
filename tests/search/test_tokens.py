"""The words under which a text is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litatlas.search.tokens import LONGEST, joined, normal, tokens

TEXTS = (
    # (text, its words)
    ("", []),
    ("In-Context learning", ["in", "context", "incontext", "learning"]),
    ("in‑context", ["in", "context", "incontext"]),  # a hyphen that does not break
    ("SEED-Bench-2-Plus", ["seed", "bench", "2", "plus", "seedbench2plus", "seedbench", "bench2", "2plus"]),
    ("Özer, Łukasz, Straße, İstanbul", ["ozer", "lukasz", "strasse", "istanbul"]),
    ("ﬁne I²L ＧＰＴ", ["fine", "i2l", "gpt"]),
    ("I can't, let's, Smith's, O'Brien", ["i", "cant", "lets", "smiths", "o", "brien", "obrien"]),
    ("-word- — 'x'", ["word", "x"]),
    ("a_b", ["a", "b", "ab"]),
    ("视觉语言模型", ["视觉", "觉语", "语言", "言模", "模型"]),
    ("用GPT做", ["用", "gpt", "做"]),
    ("ビデオ", ["ビデ", "デオ"]),
    ("𠮷野﨑", ["𠮷野", "野﨑"]),  # letters beyond the first plane, and one that NFKC leaves as it is
    ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),  # vowel signs belong to the word
    ("Модель «Ёлка»", ["модель", "елка"]),
    ("x" * 50, ["x" * LONGEST]),
)


@pytest.mark.parametrize(("text", "words"), TEXTS)
def test_words_of_a_text(text, words):
    assert tokens(text) == words


def test_inner_capitals_part_a_name_where_asked():
    assert tokens("ImageInWords") == ["imageinwords"]
    assert tokens("mOSCAR InternLM", camel=True) == ["m", "oscar", "moscar", "intern", "lm", "internlm"]


NAMES = (("Atari-GPT", "atarigpt"), ("[CLS] Token", "clstoken"), ("M²IXT", "m2ixt"), ("", ""), ("图 像", "图像"))


@pytest.mark.parametrize(("name", "one"), NAMES)
def test_a_name_as_one_word(name, one):
    assert joined(name) == one


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    # But for "can't's", whose second end is only there once the first is drawn in.
    once = normal(text)
    if "'" not in once and "’" not in once and "ʼ" not in once:
        assert normal(once) == once


@given(st.text())
def test_a_word_has_no_blank_and_is_not_too_long(text):
    assert [word for word in tokens(text) if not word or len(word) > LONGEST or word.split() != [word]] == []


AS_ASCII = str.maketrans({**dict.fromkeys("‐‒–—", "-"), "’": "'", **dict.fromkeys("“”‘°×", " ")})


@given(st.text(alphabet="abS1éμ̈中 .-_'’‐–—“”‘°×"))
def test_typographic_marks_part_and_join_words_as_those_of_ascii_do(text):
    assert tokens(text) == tokens(text.translate(AS_ASCII))
    assert joined(text) == joined(text.translate(AS_ASCII))
