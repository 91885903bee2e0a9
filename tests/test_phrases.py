import pytest
from hypothesis import given
from hypothesis import strategies as st

from litatlas.language.abbreviations import abbreviations
from litatlas.language.phrases import PhraseMatcher
from litatlas.language.words import normal_form, words

FOUND = (
    # (phrase, text, what is found)
    ("in-context learning", "In context learning, in-context learning, In‑Context Learnings", 3),
    ("pre-training", "Pretraining, pre-training and pre training", 3),
    ("pretraining", "Pretraining, pre-training and pre training", 3),
    ("modality", "many modalities", 1),
    ("benchmark", "benchmarks, Benchmark; benchmarking", 2),
    ("summarization", "summarisation and Summarizations", 2),
    ("humour", "humor", 1),
    ("video", "vidéos", 1),
    ("CLIP", "CLIP clip CLIPs Clip", 2),
    ("=Mamba", "Mamba and mamba", 1),
    ("meme", "MEME", 1),
    ("question answering", "question, answering. question (answering)", 0),
    ("question answering", "``question'' answering", 1),
    ("art", "state of the art, articles", 1),
    ("video", "see https://example.org/video and $video$", 0),
    ("text-to-image", "text-to-image, text to image, texttoimage", 2),
    ("视频", "这是视频检索", 1),
    ("bias", "biases and bias", 2),
)


@pytest.mark.parametrize(("phrase", "text", "count"), FOUND)
def test_a_phrase_is_found_in_every_way_of_writing_it(phrase, text, count):
    assert len({(m.start, m.end) for m in PhraseMatcher([(phrase, 0)]).find(words(text))}) == count


def test_all_phrases_are_found_in_one_pass_with_their_places():
    matcher = PhraseMatcher([("video question answering", "a"), ("question answering", "b"), ("answering", "c")])
    found = [(match.value, match.start, match.end) for match in matcher.find(words("On video question answering."))]
    assert found == [("a", 1, 4), ("b", 2, 4), ("c", 3, 4)]


@given(st.lists(st.text(alphabet="abcs-", min_size=1, max_size=6), min_size=1, max_size=4))
def test_a_phrase_is_found_in_itself(parts):
    phrase = " ".join(parts)
    if words(phrase) and all(word.joined for word in words(phrase)[1:]):
        assert list(PhraseMatcher([(phrase, 0)]).find(words(f"x. {phrase}. y")))


FORMS = (("buses", "buse"), ("boxes", "box"), ("classes", "class"), ("news", "news"), ("GPTs", "gpt"), ("3DS", "3ds"))


@pytest.mark.parametrize(("word", "form"), FORMS)
def test_normal_form_of_a_word(word, form):
    assert normal_form(word) == form


ABBREVIATIONS = (
    # (text, (short form, long form) pairs)
    ("Visual Question Answering (VQA) is hard", [("VQA", "Visual Question Answering")]),
    ("large language models (LLMs)", [("LLM", "large language models")]),
    ("video question-answering (VidQA)", [("VidQA", "video question-answering")]),
    ("in-context learning (ICL; see below)", [("ICL", "in-context learning")]),
    ("the model (GPT) and others (see above)", []),
    ("(VQA) at the beginning", []),
    ("in 2024 (IN 2024)", []),
)


@pytest.mark.parametrize(("text", "defined"), ABBREVIATIONS)
def test_abbreviations_that_a_text_defines(text, defined):
    found = words(text)
    assert [
        (item.short, text[found[item.start].start : found[item.end - 1].end]) for item in abbreviations(text, found)
    ] == defined


@given(st.text(alphabet=" ()ABab-s,.", max_size=60))
def test_any_text_can_be_searched_for_abbreviations(text):
    for item in abbreviations(text, words(text)):
        assert 0 <= item.start < item.end <= len(words(text))
