"""The nearest papers of each: all pairs compared, or in a large library all pairs of neighbouring clusters.

Both compare in blocks of rows, so that memory stays linear. Up to `EXACT_UP_TO` papers
every pair is compared; that costs the square. Beyond, papers are put into
clusters by their latent vectors, and each cluster is compared with the
clusters around it only (an inverted file, as in Jegou et al., PAMI 33, 2011).
"""

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

LSA_WEIGHT = 0.4
"""Weight of the latent space beside the words themselves."""

EXACT_UP_TO = 20_000
"""Papers up to which every pair is compared: under a minute of one core."""

CLUSTER = 250
"""Papers of one cluster, about."""

PROBED = 8_000
"""Papers that each cluster is compared with, at least."""

DIGITS = 6
"""Places to which similarities are rounded: what differs beyond is the machine's arithmetic."""

_BLOCK = 256
_SPARE = 32
_ROUNDS = 6

Found = tuple[NDArray[np.int64], NDArray[np.float64]]
"""The nearest papers of each, nearest first, and their similarities: papers x size."""


def blend(words: NDArray[np.float64], latent: NDArray[np.float64]) -> NDArray[np.float64]:
    """Make one similarity of two, from 0 to 1."""
    return np.asarray((words + LSA_WEIGHT * np.maximum(latent, 0)) / (1 + LSA_WEIGHT), dtype=np.float64)


def nearest_papers(
    words: sparse.csr_array, latent: NDArray[np.float64], size: int, exact_up_to: int = EXACT_UP_TO
) -> Found:
    """Find the nearest papers of each.

    Arguments:
        words: Unit vectors of the papers' words.
        latent: Unit vectors in the latent space.
        size: How many to find for each, fewer than there are papers.
        exact_up_to: Papers up to which all pairs are compared.
    """
    papers = words.shape[0]
    columns = np.empty((papers, size), dtype=np.int64)
    scores = np.empty((papers, size))
    rough = latent.astype(np.float32)
    groups = _all_pairs(papers) if papers <= exact_up_to else _clustered(latent, size)
    for rows, candidates in groups:
        other_words = words if len(candidates) == papers else words[candidates]
        transposed = other_words.T.tocsr()
        others = rough if len(candidates) == papers else rough[candidates]
        for start in range(0, len(rows), _BLOCK):
            part = rows[start : start + _BLOCK]
            block = (words[part] @ transposed).toarray()
            likely = _likely(block, rough[part] @ others.T, size, np.searchsorted(candidates, part))
            exact = np.einsum("ij,ikj->ik", latent[part], latent[candidates[likely]])
            found = np.round(blend(np.take_along_axis(block, likely, axis=1), exact), DIGITS)
            found[candidates[likely] == part[:, None]] = -1
            # Ties go to the paper that comes first by id: rounding made them equal on every machine.
            order = np.lexsort((candidates[likely], -found), axis=1)[:, :size]
            columns[part] = np.take_along_axis(candidates[likely], order, axis=1)
            scores[part] = np.take_along_axis(found, order, axis=1)
    return columns, scores


def _likely(
    words: NDArray[np.float64], latent: NDArray[np.float32], size: int, own: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Give the columns of the highest similarities of each row, in any order, and some to spare for rounding."""
    np.maximum(latent, 0, out=latent)
    latent *= LSA_WEIGHT
    latent += words
    latent[np.arange(len(own)), own] = -1
    wanted = min(size + _SPARE, latent.shape[1])
    return np.argpartition(latent, latent.shape[1] - wanted, axis=1)[:, -wanted:]


def _all_pairs(papers: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    everything = np.arange(papers, dtype=np.int64)
    yield everything, everything


def _clustered(latent: NDArray[np.float64], size: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Give each cluster with the papers of all clusters near it, in order."""
    centres, of_paper = _clusters(latent)
    members = [np.flatnonzero(of_paper == cluster) for cluster in range(len(centres))]
    likeness = np.round(centres @ centres.T, DIGITS)
    for cluster, rows in enumerate(members):
        if not len(rows):
            continue
        order = np.argsort(-likeness[cluster], kind="stable")
        order = np.concatenate([[cluster], order[order != cluster]])
        reached = np.cumsum([len(members[near]) for near in order])
        enough = int(np.searchsorted(reached, max(PROBED, 2 * size))) + 1
        yield rows, np.sort(np.concatenate([members[near] for near in order[:enough]]))


def _clusters(latent: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Put papers into clusters of like direction (spherical k-means), begun with papers at even distances by id."""
    count = max(1, len(latent) // CLUSTER)
    centres = latent[np.linspace(0, len(latent) - 1, count).astype(np.intp)]
    of_paper = np.zeros(len(latent), dtype=np.intp)
    for _ in range(_ROUNDS):
        for start in range(0, len(latent), 4096):
            part = slice(start, start + 4096)
            of_paper[part] = np.round(latent[part] @ centres.T, DIGITS).argmax(axis=1)
        member = sparse.csr_array(
            (np.ones(len(latent)), (of_paper, np.arange(len(latent)))), shape=(count, len(latent))
        )
        sums = np.asarray(member @ latent)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(lengths > 0, sums / np.where(lengths > 0, lengths, 1), centres)
    return centres, of_paper
