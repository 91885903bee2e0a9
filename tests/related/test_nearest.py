import numpy as np
import pytest
import scipy.sparse as sparse
from msgspec.structs import replace
from related_papers import unit

from litatlas.related import nearest
from litatlas.related.clusters import Clusters, Learners, clustered
from litatlas.related.nearest import Vectors, best_of_rows, first_of_rows, nearest_papers, ranked_rows
from litatlas.related.statistics import LATENT_GRID, WORD_GRID, on_grid
from litatlas.related.vectors import unit_rows


def made_papers(count: int, seed: int = 1) -> Vectors:
    """Papers of overlapping themes, as unit vectors of words and in a latent space."""
    draw = np.random.default_rng(seed)
    themes = draw.random((40, 12))
    latent = themes[draw.integers(40, size=count)] + 0.5 * draw.random((count, 12))
    words = sparse.random_array((count, 400), density=0.05, rng=draw, format="csr")
    latent = unit(latent - latent.mean(axis=0)).astype(np.float32)
    return Vectors(_on_grid(unit_rows(sparse.csr_array(words))), on_grid(latent, LATENT_GRID))


def _on_grid(words: sparse.csr_array) -> sparse.csr_array:
    return sparse.csr_array((on_grid(words.data, WORD_GRID), words.indices, words.indptr), words.shape)


@pytest.mark.parametrize("at_once", [nearest.AT_ONCE, 250, 199], ids=["at once", "in parts", "the last part small"])
def test_the_nearest_are_those_of_a_plain_comparison_of_all_pairs(at_once, monkeypatch):
    monkeypatch.setattr(nearest, "AT_ONCE", at_once)
    monkeypatch.setattr(nearest, "_BLOCK", 64)
    vectors = made_papers(600)
    words, latent = vectors.words, vectors.latent.astype(np.float64)
    similar = np.round(((words @ words.T).toarray() + 0.4 * np.maximum(latent @ latent.T, 0)) / 1.4, 6)
    np.fill_diagonal(similar, -1)
    columns, scores = nearest_papers(vectors, 10)
    expected = np.argsort(-similar, axis=1, kind="stable")[:, :10]
    assert columns.tolist() == expected.tolist()
    assert scores == pytest.approx(np.take_along_axis(similar, expected, axis=1))


def around(vectors: Vectors, sample: np.ndarray) -> Clusters:
    """Put papers into clusters around some of them."""
    names = np.arange(vectors.words.shape[1], dtype=np.uint64)
    return clustered(vectors, names, Learners(vectors.only(sample), names, vectors.papers))


def test_centres_do_not_hang_on_which_words_the_papers_have_besides():
    vectors = made_papers(300)
    names = np.arange(400, dtype=np.uint64)
    learners = Learners(vectors.only(np.arange(300) % 3 == 0), names, 300)
    clusters = clustered(vectors, names, learners)
    # Other words, one of them less, and the rest in another order.
    order = np.random.default_rng(3).permutation(400)
    fewer = order[order != 7]
    others = clustered(replace(vectors, words=sparse.csr_array(vectors.words[:, fewer])), names[fewer], learners)
    turned = clustered(replace(vectors, words=sparse.csr_array(vectors.words[:, order])), names[order], learners)
    assert clusters.basis() == others.basis() == turned.basis()
    assert turned.probed.tolist() == clusters.probed.tolist()


def test_clusters_find_nearly_all_of_the_nearest():
    vectors = made_papers(3000)
    true, _ = nearest_papers(vectors, 10)
    found, scores = around(vectors, np.arange(3000) % 3 == 0).nearest(10)
    recall = np.mean([len(set(one) & set(other)) / 10 for one, other in zip(true, found, strict=True)])
    assert recall >= 0.85
    assert (np.diff(scores, axis=1) <= 0).all()


def test_papers_that_are_all_the_same_have_neighbours_in_order(monkeypatch):
    monkeypatch.setattr(nearest, "AT_ONCE", 100)
    vectors = Vectors(sparse.csr_array(np.ones((300, 1))), np.ones((300, 1), dtype=np.float32))
    for columns, scores in (nearest_papers(vectors, 3), around(vectors, np.ones(300, dtype=np.bool_)).nearest(3)):
        assert (scores == 1).all()
        assert columns[:4].tolist() == [[1, 2, 3], [0, 2, 3], [0, 1, 3], [0, 1, 2]]


def test_the_best_of_each_row_stand_first_and_of_equal_ones_those_in_front():
    scores = sparse.csr_array(np.array([[0, 0.3, 0.70004, 0.7], [0.2, 0, 0.00004, 0], [0, 0, 0, 0]]))
    rows, columns, values = best_of_rows(scores, 2, 4)
    assert rows.tolist() == [0, 0, 1]
    assert columns.tolist() == [2, 3, 0]
    assert values.tolist() == [0.7, 0.7, 0.2]


def test_ranked_rows_begin_with_the_best_and_first_ones_are_chosen_among_those_that_are_kept():
    scores = sparse.csr_array(np.array([[0.0, 0.31, 0.2, 0.31], [0.5, 0.0, 0.00001, 0.7], [0.0, 0.0, 0.0, 0.0]]))
    ranked = ranked_rows(scores, 4)
    assert ranked.indices.tolist() == [1, 3, 2, 3, 0]
    keep = ranked.data < 0.6
    first = [part.tolist() for part in first_of_rows(ranked, 1, keep)]
    assert first == [[0, 1], [1, 0], [0.31, 0.5]]
