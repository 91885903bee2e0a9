"""The stream of words of a library that was edited is that of a library that was never seen before."""

import random

import numpy as np
import pytest
from related_papers import library, paper

from litatlas.related import streams
from litatlas.related.forms import ADVERB, IN_LY, NOUN, NUMBER, NUMBERED, SHORTEST, form_of
from litatlas.related.streams import Stream, stream
from litatlas.store.stage_cache import StageCache

WORDS = tuple(f"word{chr(97 + one)}{chr(97 + other)}" for one in range(20) for other in range(20))


def are_equal(one: Stream, other: Stream) -> bool:
    # What is kept of another stream says how this one was found, and not what it holds.
    columns = (name for name in Stream.__struct_fields__ if name != "gone")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in columns)


@pytest.mark.parametrize("many", [1, 32], ids=["kept each time", "kept seldom"])
def test_a_stream_that_is_carried_on_is_that_of_a_run_from_nothing(many, tmp_path, monkeypatch):
    monkeypatch.setattr(streams, "KEPT_ANEW", many)
    chance = random.Random(7)
    texts = {f"p{number:03}": " ".join(chance.choices(WORDS, k=9)) for number in range(60)}
    for build in range(6):
        memo = StageCache(tmp_path, "one program")
        papers = library(*(paper(id, f"On {id}", text) for id, text in texts.items())).papers
        assert are_equal(stream(papers, memo), stream(papers))
        memo.save()
        del texts[chance.choice(sorted(texts))]
        texts[f"p{chance.randrange(60):03}"] = f"Something new{build} of {chance.choice(WORDS)}."
    assert are_equal(stream((), memo), stream(()))


def test_what_the_form_of_a_word_says():
    assert [form_of(word) for word in ("x", "12", "3d", "fly", "highly")] == [
        *(SHORTEST | NOUN, NUMBER | NUMBERED | NOUN, NUMBERED | NOUN, IN_LY | NOUN, IN_LY | ADVERB),
    ]
