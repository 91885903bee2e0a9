"""The key sentence is the one that says what a paper does."""

import pytest

from litatlas.language.key_sentence import key_sentence

CASES = (
    # (abstract, its key sentence)
    ("Images matter. We propose AIM, a fast method. It wins.", "We propose AIM, a fast method."),
    ("We show that A fails. In this paper, we study B. We propose C.", "In this paper, we study B."),
    ("Recent work is slow. This paper introduces MMICL. We evaluate it.", "This paper introduces MMICL."),
    ("Others propose X. It works.", "Others propose X."),
    ("We first introduce Y. We then present Z.", "We first introduce Y."),
    ("Data are rare. To help, we present D, e.g. for Fig. 2. Code is out.", "To help, we present D, e.g. for Fig. 2."),
    ("One sentence without an end", "One sentence without an end"),
    ("We propose " + "x" * 400 + ". Short.", "Short."),
    ("x" * 5000, ""),
    ("", ""),
)


@pytest.mark.parametrize(("abstract", "expected"), CASES)
def test_the_key_sentence_says_what_the_paper_does(abstract, expected):
    start, end = key_sentence(abstract)
    assert abstract[start:end] == expected
