import numpy as np
import pytest
import scipy.sparse as sparse
from sklearn.preprocessing import normalize

from litatlas.related.clusters import nearest_by_clusters
from litatlas.related.nearest import nearest_papers


def made_papers(count: int, seed: int = 1) -> tuple[sparse.csr_array, np.ndarray]:
    """Papers of overlapping themes, as unit vectors of words and in a latent space."""
    draw = np.random.default_rng(seed)
    themes = draw.random((40, 12))
    latent = themes[draw.integers(40, size=count)] + 0.5 * draw.random((count, 12))
    words = sparse.random_array((count, 400), density=0.05, rng=draw, format="csr")
    return sparse.csr_array(normalize(words)), normalize(latent - latent.mean(axis=0))


def test_the_nearest_are_those_of_a_plain_comparison_of_all_pairs():
    words, latent = made_papers(600)
    similar = np.round(((words @ words.T).toarray() + 0.4 * np.maximum(latent @ latent.T, 0)) / 1.4, 6)
    np.fill_diagonal(similar, -1)
    columns, scores = nearest_papers(words, latent, 10)
    expected = np.argsort(-similar, axis=1, kind="stable")[:, :10]
    assert columns.tolist() == expected.tolist()
    assert scores == pytest.approx(np.take_along_axis(similar, expected, axis=1))


def test_clusters_find_nearly_all_of_the_nearest():
    words, latent = made_papers(3000)
    true, _ = nearest_papers(words, latent, 10)
    found, scores = nearest_by_clusters(words, latent, 10)
    recall = np.mean([len(set(one) & set(other)) / 10 for one, other in zip(true, found, strict=True)])
    assert recall >= 0.85
    assert (np.diff(scores, axis=1) <= 0).all()


def test_papers_that_are_all_the_same_have_neighbours_in_order():
    words, latent = sparse.csr_array(np.ones((300, 1))), np.ones((300, 1))
    for look_up in (nearest_papers, nearest_by_clusters):
        columns, scores = look_up(words, latent, 3)
        assert (scores == 1).all()
        assert all(place not in row for place, row in enumerate(columns.tolist()))
