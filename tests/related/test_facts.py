"""What relates papers beside their words is found once, and told as it was."""

import itertools

import numpy as np
import pytest
from msgspec.structs import replace
from related_papers import paper

from litatlas.incremental.memo import NOTHING, Memo
from litatlas.model import Paper
from litatlas.related import facts
from litatlas.related.facts import Facts, find_facts
from litatlas.related.marks import marks_of
from litatlas.store.stage_cache import StageCache
from litatlas.vocabulary import Vocabulary

PAPERS = (
    paper("a", abstract="One.", authors=("Ann Lee", "Bo Wu"), code="https://github.com/x/tool"),
    replace(paper("b", abstract="Two.", authors=("Ann Lee",)), references=("a",)),
    replace(paper("c", abstract="Three.", code="https://github.com/x/tool"), references=("a", "b")),
)


def found(papers: tuple[Paper, ...], memo: Memo) -> Facts:
    return find_facts(papers, Vocabulary(), marks_of(papers, memo), memo)


def reasons(told: Facts, *pairs: tuple[int, int]) -> list[object]:
    return told.telling.of_pairs(np.array(pairs)).all_of(slice(None))


@pytest.mark.parametrize("many", [facts.MOST_TOLD, 0])
def test_facts_are_found_again_only_where_some_change(tmp_path, monkeypatch, many):
    monkeypatch.setattr(facts, "MOST_TOLD", many)
    asked = ((0, 1), (2, 0))
    memo = StageCache(tmp_path, "one program")
    first = found(PAPERS, memo)
    told = reasons(first, *asked)
    assert all(told)
    reworded = (replace(PAPERS[0], abstract="Other words."), *PAPERS[1:])
    with monkeypatch.context() as forbidding:
        forbidding.setattr(facts, "_signals", None)
        again = found(reworded, StageCache(tmp_path, "one program"))
        assert (again.scores != first.scores).nnz == 0
        assert reasons(again, *asked) == told
        # Other subjects are no other people.
        keyed = (replace(PAPERS[0], keywords=("whales",)), replace(PAPERS[1], keywords=("whales",)), PAPERS[2])
        assert reasons(found(keyed, StageCache(tmp_path, "one program")), *asked) == told
    # A pair that nobody asked about before.
    assert reasons(found(reworded, memo), (1, 2)) == reasons(found(PAPERS, StageCache(tmp_path / "x", "")), (1, 2))
    moved = (replace(PAPERS[0], links=(), authors=()), *PAPERS[1:])
    assert reasons(found(moved, memo), *asked) != told


def test_of_few_pairs_all_are_told_at_once_and_of_many_those_that_were_asked(tmp_path, monkeypatch):
    pairs = tuple(itertools.permutations(range(len(PAPERS)), 2))
    told = {pair: reasons(found(PAPERS, NOTHING), pair) for pair in pairs}
    asking = ((0, 1), (1, 2), (2, 1))
    few, many = (StageCache(tmp_path / name, "one program") for name in ("few", "many"))
    assert reasons(found(PAPERS, few), *asking[:1]) == told[asking[0]]
    with monkeypatch.context() as forbidding:
        forbidding.setattr(facts, "_signals", None)
        assert reasons(found(PAPERS, few), *pairs) == [each for pair in pairs for each in told[pair]]
    monkeypatch.setattr(facts, "MOST_TOLD", 0)
    # What one build asked of is not told again in the next, and what nobody asked of any more is left out.
    for build in (asking[:1], asking[:2], asking[1:], asking):
        assert reasons(found(PAPERS, many), *build) == [each for pair in build for each in told[pair]]


def test_an_address_in_an_abstract_is_a_fact(tmp_path):
    memo = StageCache(tmp_path, "one program")
    linked = (replace(PAPERS[0], abstract="See https://github.com/x/other."), *PAPERS[1:])
    assert marks_of(linked, memo).facts[0] != marks_of(PAPERS, memo).facts[0]
    assert marks_of(linked, memo).facts[1:] == marks_of(PAPERS, memo).facts[1:]
