from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from litatlas.language.sentences import sentence_at, split_sentences

CASES = (
    # (text, sentences)
    ("", []),
    ("  \n ", []),
    ("No stop at all", ["No stop at all"]),
    ("We do A. We do B.", ["We do A.", "We do B."]),
    ("Models, e.g. GPT-4 and i.e. All, fail. Ours wins.", ["Models, e.g. GPT-4 and i.e. All, fail.", "Ours wins."]),
    ("Smith et al. (2023) and Li et al. Flamingo win.", ["Smith et al. (2023) and Li et al. Flamingo win."]),
    ("As shown by Smith et al. We differ.", ["As shown by Smith et al.", "We differ."]),
    ("See Fig. 2 vs. Tab. 3. It grows by 3.5. Nice.", ["See Fig. 2 vs. Tab. 3.", "It grows by 3.5.", "Nice."]),
    ("We use Gemini 1.5 Pro and GPT-4.5. They win.", ["We use Gemini 1.5 Pro and GPT-4.5.", "They win."]),
    (
        "Code: https://github.com/a/b.git. Data is there too.",
        ["Code: https://github.com/a/b.git.", "Data is there too."],
    ),
    ("Released at https://a.b/c . The rest follows.", ["Released at https://a.b/c .", "The rest follows."]),
    ("Is it so? Yes! (Really.) Good.", ["Is it so?", "Yes!", "(Really.)", "Good."]),
    ("By J. Smith and A. B. Lee. We agree.", ["By J. Smith and A. B. Lee.", "We agree."]),
    ("The answer is no. We ask No. 5.", ["The answer is no.", "We ask No. 5."]),
    ("1. We propose it. 2. We test it.", ["1. We propose it.", "2. We test it."]),
    ("Let $a. B$ hold. Then C.", ["Let $a. B$ hold.", "Then C."]),
    ("First part\n\nSecond part", ["First part", "Second part"]),
    ("我们提出。结果好！", ["我们提出。", "结果好！"]),
    ("He said “stop.” Then he left.", ["He said “stop.”", "Then he left."]),
)


@pytest.mark.parametrize(("text", "sentences"), CASES)
def test_sentences_of(text, sentences):
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


@given(st.text(alphabet=st.sampled_from("aA1 .!?$\n。(\"'é"), max_size=60))
def test_sentences_hold_every_character_but_white_space_in_order(text):
    spans = split_sentences(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_sentence_at_gives_the_sentence_of_an_offset():
    text = "We do A. We do B."
    assert sentence_at(split_sentences(text), text.index("B")) == (9, 17)
    assert sentence_at(split_sentences(text), 0) == (0, 8)
