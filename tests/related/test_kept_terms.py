"""What pairs of papers share is recalled as it was found, and of pairs that nobody can ask of nothing is kept."""

import numpy as np

from litatlas.related.kept_terms import SharedTerms, keep, recalled
from litatlas.store.stage_cache import StageCache

MARKS = np.array([11, 22, 33, 44], dtype=np.uint64)
SHARED = {(0, 1): SharedTerms(("retrieval", 7), 0.5), (1, 3): SharedTerms((), 0.0), (0, 3): SharedTerms((7,), 0.25)}
EVERY = np.array([[0, 1], [3, 1], [0, 3]])


def test_what_pairs_share_is_recalled_whoever_comes_first_and_wherever_they_stand(tmp_path):
    memo = StageCache(tmp_path, "one program")
    keep(SHARED, len(SHARED), EVERY, MARKS, b"basis", memo)
    assert recalled(EVERY, MARKS, b"basis", memo) == SHARED
    # Another paper stands before them, and the last one says something else.
    moved = np.append(np.uint64(5), MARKS)
    moved[4] = 45
    assert recalled(EVERY + 1, moved, b"basis", memo) == {(1, 2): SHARED[0, 1]}
    assert recalled(EVERY, MARKS, b"another", memo) == {}


def test_pairs_that_are_new_join_those_that_may_still_be_asked_for(tmp_path):
    memo = StageCache(tmp_path, "one program")
    keep(SHARED, len(SHARED), EVERY, MARKS, b"basis", memo)
    found = {(2, 3): SharedTerms(("retrieval", "video"), 1.0)}
    keep(found, 1, np.array([[0, 1], [2, 3]]), MARKS, b"basis", memo)
    asked = np.vstack((EVERY, [[2, 3]]))
    assert recalled(asked, MARKS, b"basis", memo) == {(0, 1): SHARED[0, 1], **found}


def test_few_new_pairs_are_found_again_each_time(tmp_path):
    memo, many = StageCache(tmp_path, "one program"), np.arange(30, dtype=np.uint64)
    pairs = np.array([[0, other] for other in range(1, 21)])
    keep({(0, other): SHARED[0, 3] for other in range(1, 21)}, 20, pairs, many, b"basis", memo)
    keep({(0, 25): SHARED[0, 1]}, 1, np.array([[0, 25]]), many, b"basis", memo)
    assert recalled(np.array([[0, 25], [0, 1]]), many, b"basis", memo) == {(0, 1): SHARED[0, 3]}
