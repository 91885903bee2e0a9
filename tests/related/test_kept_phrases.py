"""Phrases of a library that was edited are those of a library that was never seen before."""

import random

import numpy as np
from msgspec.structs import replace
from related_papers import paper

from litatlas.model import Paper
from litatlas.related import kept_phrases
from litatlas.related.kept_phrases import phrases_of
from litatlas.related.phrases import Phrases, find_phrases
from litatlas.related.streams import stream
from litatlas.store.stage_cache import StageCache

WORDS = (
    *("we", "show", "to", "of", "the", "in-context", "state-of-the-art", "novel", "learning", "prompting", "Mamba"),
    *("video", "answering", "question", "multi-modal", "image–text", "retrieval", "GPT-4", "large", "sparse", "deep"),
    *(f"word{chr(97 + number)}" for number in range(20)),
)


def text(chance: random.Random, words: int) -> str:
    """Give some sentences of common and rare words."""
    chosen = chance.choices(WORDS, [3] * (len(WORDS) - 20) + [1] * 20, k=words)
    return " ".join(word + chance.choice((*[""] * 7, ".", ",")) for word in chosen)


def written(number: int, chance: random.Random) -> Paper:
    keywords = tuple(text(chance, 2) for _ in range(chance.randrange(3)))
    return replace(paper(f"p{number:03}", text(chance, 6), text(chance, chance.randrange(60))), keywords=keywords)


def edited(papers: dict[int, Paper], chance: random.Random) -> None:
    """Change, add or take away some papers; the words of some were there nowhere before."""
    for _ in range(chance.choice((0, 1, 1, 2, 6))):
        number, kind = chance.randrange(130), chance.random()
        if kind < 0.3 and len(papers) > 100:
            papers.pop(number, None)
        elif kind < 0.6 and number in papers:
            more = f"{papers[number].abstract} {text(chance, 5)} own{number} again."
            papers[number] = replace(papers[number], abstract=more)
        else:
            papers[number] = written(number, chance)


def same(one: Phrases, other: Phrases) -> bool:
    names = [name for name in Phrases.__struct_fields__ if name != "_words"]
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)


def test_phrases_after_any_edits_are_those_of_a_run_from_nothing(tmp_path, monkeypatch):
    chance, carry, carried = random.Random(7), kept_phrases._carried_on, []
    monkeypatch.setattr(kept_phrases, "_carried_on", lambda *way: carried.append(carry(*way)) or carried[-1])
    papers = {number: written(number, chance) for number in range(120)}
    for _ in range(60):
        memo, found = StageCache(tmp_path, "one program"), [papers[number] for number in sorted(papers)]
        words = stream(found, memo)
        assert same(phrases_of(words, memo), find_phrases(words, len(found)))
        memo.save()
        edited(papers, chance)
    # Now and then so many texts have changed that all are kept anew.
    assert 1 < sum(each is None for each in carried) < 15


def test_phrases_are_looked_for_anew_where_what_is_kept_is_of_other_papers(tmp_path):
    chance = random.Random(1)
    papers = [written(number, chance) for number in range(60)]
    memo = StageCache(tmp_path, "one program")
    phrases_of(stream(papers[:40], memo), memo)
    # As after a build that was ended between the two.
    stream(papers, other := StageCache(tmp_path / "other", "one program"))
    words = stream(papers[1:], other)
    assert same(phrases_of(words, memo), find_phrases(words, 59))
    assert same(phrases_of(words, memo), find_phrases(words, 59))


def test_phrases_of_papers_that_come_in_another_order_are_looked_for_anew(tmp_path):
    chance, memo = random.Random(2), StageCache(tmp_path, "one program")
    papers = [written(number, chance) for number in range(50)]
    phrases_of(stream(papers, memo), memo)
    turned = stream([*papers[:3], *papers[20:10:-1]], memo)
    assert same(phrases_of(turned, memo), find_phrases(turned, 13))
