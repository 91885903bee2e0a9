"""The nearest papers that are carried on from build to build are those of a comparison of all."""

import numpy as np
import pytest
import scipy.sparse as sparse
from related_papers import unit

from litatlas.incremental.memo import Digest
from litatlas.related import neighbours
from litatlas.related.clusters import Learners, clustered
from litatlas.related.nearest import AllPairs, Vectors
from litatlas.related.neighbours import Memory, Search, marks_of
from litatlas.related.statistics import LATENT_GRID, WORD_GRID, on_grid
from litatlas.related.vectors import unit_rows

WORDS, LATENT, SIZE = 300, 12, 8


class Remembers:
    """A memo of one stage."""

    def __init__(self) -> None:
        self.known: dict[Digest, object] = {}

    def digest(self, *values: object) -> Digest:
        return repr(values).encode()

    def stage(self, _name: str, /, *, apart: bool = False) -> "Remembers":
        return self

    def get(self, key: Digest, /) -> object:
        return self.known.get(key)

    def put(self, key: Digest, value: object, /) -> None:
        self.known[key] = value

    def rest(self) -> None:
        pass


def rows(count: int, draw: np.random.Generator) -> np.ndarray:
    """Papers as counts of words and places in the latent space; some are the same, some share nothing."""
    words = draw.random((count, WORDS)) * (draw.random((count, WORDS)) < 0.02)
    latent = draw.normal(size=(count, LATENT)) * (draw.random((count, 1)) < 0.8)
    return np.round(np.concatenate([words, latent], axis=1), 1)


def vectors(papers: dict[str, np.ndarray]) -> Vectors:
    table = np.array([papers[id] for id in sorted(papers)])
    words = unit_rows(sparse.csr_array(table[:, :WORDS]))
    words.data = on_grid(words.data, WORD_GRID)
    return Vectors(words, on_grid(unit(table[:, WORDS:]).astype(np.float32), LATENT_GRID))


@pytest.mark.parametrize("in_clusters", [False, True], ids=["all pairs", "clusters"])
def test_lists_after_any_edits_are_those_of_a_comparison_of_all(in_clusters, monkeypatch):
    draw = np.random.default_rng(11)
    papers = {f"p{number:04}": row for number, row in enumerate(rows(400, draw))}
    names, memo, carried = np.arange(WORDS, dtype=np.uint64), Remembers(), []
    updated = neighbours._updated
    monkeypatch.setattr(neighbours, "_updated", lambda *given: carried.append(found := updated(*given)) or found)
    for step in range(25):
        ids = sorted(papers)
        space = vectors(papers)
        chosen: Search = AllPairs(space)
        if in_clusters:
            middle = Learners(space.only(np.array([id.endswith("0") for id in ids])), names, len(ids))
            chosen = clustered(space, names, middle)
        columns, scores = Memory(tuple(ids), memo).nearest(chosen, marks_of(ids, names, space), SIZE)
        expected = chosen.nearest(SIZE)
        assert columns.tolist() == expected[0].tolist(), step
        assert scores.tolist() == expected[1].tolist(), step
        for number in draw.integers(0, 440, size=draw.integers(0, 12)).tolist():
            id = f"p{number:04}"
            if id.endswith("0"):
                continue
            if id in papers and draw.random() < 0.4:
                del papers[id]
            else:
                papers[id] = rows(1, draw)[0]
    assert sum(lists is not None for lists in carried) >= 20


def test_where_most_papers_changed_all_are_compared():
    draw = np.random.default_rng(2)
    memo, names = Remembers(), np.arange(WORDS, dtype=np.uint64)
    for _ in range(2):
        space = vectors({f"p{number:04}": row for number, row in enumerate(rows(60, draw))})
        ids = tuple(f"p{number:04}" for number in range(60))
        found = Memory(ids, memo).nearest(AllPairs(space), marks_of(ids, names, space), SIZE)
        assert found[0].tolist() == AllPairs(space).nearest(SIZE)[0].tolist()
