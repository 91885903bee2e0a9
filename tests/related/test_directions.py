"""The directions of the latent space are those of a full decomposition."""

import numpy as np
import pytest
import scipy.sparse as sparse

from litatlas.related.vectors import find_directions

ROUNDING = 1e-4
"""What the grid, on which directions lie, takes from a vector of 300 entries."""


@pytest.mark.parametrize(("papers", "words"), [(80, 300), (300, 80)], ids=["wide", "tall"])
def test_the_directions_are_the_greatest_right_singular_vectors(papers, words):
    draw = np.random.default_rng(3)
    table = draw.random((papers, 6)) @ np.diag(2.0 ** -np.arange(6)) @ draw.random((6, words))
    found = find_directions(sparse.csr_array(table), 5) * 2.0**-20
    _, _, whole = np.linalg.svd(table)
    cosines = np.abs(np.einsum("ij,ji->i", whole[:5], found))
    assert found.shape == (words, 5)
    assert np.all(np.abs(cosines - 1) < ROUNDING)


def test_directions_without_any_weight_are_left_empty():
    one_theme = np.outer(np.arange(1.0, 41.0), np.ones(30))
    assert not find_directions(sparse.csr_array(one_theme), 5)[:, 1:].any()
