import pytest

from litatlas.related.tokens import MAX_CHARACTERS, tokenize

WORDS = (
    # (text, words)
    ("Multi-modal, multimodal and MULTI modal", ["multimodal", "multimodal", "and", "multi", "modal"]),
    ("In-context learning with LLMs", ["in", "context", "learning", "with", "llm"]),
    ("queries' classes; the model’s bias", ["query", "class", "the", "model", "bias"]),
    ("See https://github.com/a/b. Or mssbench.github.io!", ["see", "or"]),
    ("視覺語言 BERT模型", ["視覺", "覺語", "語言", "bert", "模型"]),
    ("字", ["字"]),
    ("pre-", ["pre"]),
    ("", []),
)


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_words_in_normal_form(text, words):
    assert [token.word for token in tokenize(text)] == words


def test_offsets_give_the_surface():
    text = "A non-English, multi-task test"
    assert [text[token.start : token.end] for token in tokenize(text)] == ["A", "non-English", "multi-task", "test"]


def test_what_is_too_long_for_an_abstract_is_not_read_to_its_end():
    assert max(token.end for token in tokenize("word " * MAX_CHARACTERS)) <= MAX_CHARACTERS
