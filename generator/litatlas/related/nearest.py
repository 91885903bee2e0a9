"""The nearest papers of each, all pairs compared in blocks of rows, so that memory stays linear.

The cost grows with the square of the papers; libraries of more than `EXACT_UP_TO`
are looked up by `clusters` instead.
"""

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

LSA_WEIGHT = 0.4
"""Weight of the latent space beside the words themselves."""

EXACT_UP_TO = 20_000
"""Papers up to which every pair is compared: half a minute of one core."""

DIGITS = 6
"""Places to which similarities are rounded: what differs beyond is the machine's arithmetic."""

_BLOCK = 256
_SPARE = 32

Found = tuple[NDArray[np.int64], NDArray[np.float64]]
"""The nearest papers of each, nearest first, and their similarities: papers x size."""


def blend(words: NDArray[np.float64], latent: NDArray[np.float64], weight: float = LSA_WEIGHT) -> NDArray[np.float64]:
    """Make one similarity of two, from 0 to 1; `weight` is that of the latent space."""
    return np.asarray((words + weight * np.maximum(latent, 0)) / (1 + weight), dtype=np.float64)


def nearest_papers(
    words: sparse.csr_array, latent: NDArray[np.float64], size: int, weight: float = LSA_WEIGHT
) -> Found:
    """Compare every pair of papers.

    Arguments:
        words: Unit vectors of the papers' words.
        latent: Unit vectors in the latent space.
        size: How many to find for each, fewer than there are papers.
        weight: That of the latent space beside the words.
    """
    papers = words.shape[0]
    columns = np.empty((papers, size), dtype=np.int64)
    scores = np.empty((papers, size))
    transposed = words.T.tocsr()
    rough = latent.astype(np.float32)
    for start in range(0, papers, _BLOCK):
        part = np.arange(start, min(start + _BLOCK, papers))
        block = (words[part] @ transposed).toarray()
        likely = _likely(block, rough[part] @ rough.T, size, part, weight)
        exact = np.einsum("ij,ikj->ik", latent[part], latent[likely])
        found = np.round(blend(np.take_along_axis(block, likely, axis=1), exact, weight), DIGITS)
        found[likely == part[:, None]] = -1
        columns[part], scores[part] = best(likely, found, size)
    return columns, scores


def best(columns: NDArray[np.int64], scores: NDArray[np.float64], size: int) -> Found:
    """Sort the candidates of each row, nearest first, and keep the nearest."""
    # Ties go to the paper that comes first by id: rounding made them equal on every machine.
    order = np.lexsort((columns, -scores), axis=1)[:, :size]
    return np.take_along_axis(columns, order, axis=1), np.take_along_axis(scores, order, axis=1)


def _likely(
    words: NDArray[np.float64], latent: NDArray[np.float32], size: int, own: NDArray[np.intp], weight: float
) -> NDArray[np.intp]:
    """Give the columns of the highest similarities of each row, in any order, and some to spare for rounding."""
    np.maximum(latent, 0, out=latent)
    latent *= weight
    latent += words
    latent[np.arange(len(own)), own] = -1
    wanted = min(size + _SPARE, latent.shape[1])
    return np.argpartition(latent, latent.shape[1] - wanted, axis=1)[:, -wanted:]
