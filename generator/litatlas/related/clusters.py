"""The nearest papers of each in a large library: only papers of clusters near it are compared (an inverted file).

Papers are put into small clusters by words and latent vectors together, and each is
compared with the members of the clusters nearest to it (Jegou, Douze and
Schmid, PAMI 33, 2011, without their compression). With `PROBED` times the root
of their number the cost grows with the power 1.5 of the papers. The guide says
how many of the true nearest are found.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.preprocessing import normalize

from litatlas.related.nearest import DIGITS, LSA_WEIGHT, Found, best, blend

CLUSTER = 50
"""Papers of one cluster, about."""

PROBED = 15
"""Each paper is compared with so many times the root of all papers."""

_ROUNDS = 3
_WORDS = 300
"""Words kept of a cluster's centre; the others weigh too little to tell clusters apart."""

_BLOCK = 2048


@dataclass(frozen=True, slots=True)
class _Centres:
    words: sparse.csr_array
    latent: NDArray[np.float64]
    weight: float
    """That of the latent space beside the words."""

    def likeness(self, words: sparse.csr_array, latent: NDArray[np.float64]) -> NDArray[np.float64]:
        """Say how near papers are to each centre."""
        near = (words @ self.words.T).toarray() + self.weight * (latent @ self.latent.T)
        return np.asarray(np.round(near, DIGITS), dtype=np.float64)


def nearest_by_clusters(
    words: sparse.csr_array, latent: NDArray[np.float64], size: int, weight: float = LSA_WEIGHT
) -> Found:
    """Find nearly all of the nearest papers of each; for the arguments see `nearest.nearest_papers`."""
    papers = words.shape[0]
    centres, of_paper = _clusters(words, latent, max(1, papers // CLUSTER), weight)
    probing, offsets = _probing(words, latent, centres)
    columns = np.zeros((papers, size), dtype=np.int64)
    scores = np.full((papers, size), -1.0)
    for cluster in range(len(centres.latent)):
        members = np.flatnonzero(of_paper == cluster)
        rows = probing[offsets[cluster] : offsets[cluster + 1]]
        if not len(members) or not len(rows):
            continue
        near = blend((words[rows] @ words[members].T).toarray(), latent[rows] @ latent[members].T, weight)
        near = np.round(near, DIGITS)
        near[rows[:, None] == members[None, :]] = -1
        candidates = np.concatenate([columns[rows], np.broadcast_to(members, near.shape)], axis=1)
        both = np.concatenate([scores[rows], near], axis=1)
        top = np.argpartition(both, both.shape[1] - size, axis=1)[:, -size:]
        columns[rows] = np.take_along_axis(candidates, top, axis=1)
        scores[rows] = np.take_along_axis(both, top, axis=1)
    return best(columns, np.maximum(scores, 0), size)


def _probing(
    words: sparse.csr_array, latent: NDArray[np.float64], centres: _Centres
) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Give the papers that are compared with each cluster: in order of the clusters, and where each one's begin."""
    papers, count = len(latent), len(centres.latent)
    wanted = min(count, int(np.ceil(PROBED * np.sqrt(papers) / CLUSTER)))
    nearest = np.empty((papers, wanted), dtype=np.int64)
    for start in range(0, papers, _BLOCK):
        part = slice(start, start + _BLOCK)
        likeness = centres.likeness(words[part], latent[part])
        nearest[part] = np.argpartition(-likeness, wanted - 1, axis=1)[:, :wanted]
    by_cluster = np.argsort(nearest.ravel(), kind="stable")
    offsets = np.searchsorted(nearest.ravel()[by_cluster], np.arange(count + 1))
    return by_cluster // wanted, offsets.astype(np.int64)


def _clusters(
    words: sparse.csr_array, latent: NDArray[np.float64], count: int, weight: float
) -> tuple[_Centres, NDArray[np.intp]]:
    """Put papers into clusters of like direction (spherical k-means), begun with papers at even distances by id."""
    papers = len(latent)
    seeds = np.linspace(0, papers - 1, count).astype(np.intp)
    centres = _Centres(words[seeds], latent[seeds], weight)
    of_paper = np.zeros(papers, dtype=np.intp)
    for _ in range(_ROUNDS):
        for start in range(0, papers, _BLOCK):
            part = slice(start, start + _BLOCK)
            of_paper[part] = centres.likeness(words[part], latent[part]).argmax(axis=1)
        member = sparse.csr_array((np.ones(papers), (of_paper, np.arange(papers))), shape=(count, papers))
        centres = _Centres(
            normalize(_heaviest(sparse.csr_array(member @ words))), normalize(np.asarray(member @ latent)), weight
        )
    return centres, of_paper


def _heaviest(rows: sparse.csr_array) -> sparse.csr_array:
    """Keep the heaviest words of each row."""
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    order = np.lexsort((rows.indices, -np.round(rows.data, DIGITS), row))
    kept = order[np.arange(len(order)) - rows.indptr[row[order]] < _WORDS]
    return sparse.csr_array((rows.data[kept], (row[kept], rows.indices[kept])), shape=rows.shape)
