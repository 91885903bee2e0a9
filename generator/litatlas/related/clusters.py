"""The nearest papers of each in a large library: only papers of clusters near it are compared (an inverted file).

Papers are put into small clusters by words and latent vectors together, whose centres are
those of a sample (`statistics`), so that a changed paper moves none but itself. Each paper is
compared with the members of the clusters nearest to it (Jegou, Douze and Schmid, PAMI 33, 2011,
without their compression). With `PROBED` times the root of their number the cost grows with the
power 1.5 of the papers. The guide says how many of the true nearest are found.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.preprocessing import normalize

from litatlas.related.nearest import DIGITS, NOBODY, Found, Vectors, greatest
from litatlas.related.statistics import LATENT_GRID, on_grid

CLUSTER = 50
"""Papers of one cluster, about."""

PROBED = 15
"""Each paper is compared with so many times the root of all papers."""

SAMPLED = 2
"""So many papers of the sample, at least, make one cluster: it may have more members then."""

_ROUNDS = 3
_WORDS = 300
"""Words kept of a cluster's centre; the others weigh too little to tell clusters apart."""

_BLOCK = 2048


@dataclass(frozen=True, slots=True)
class _Centres:
    words: sparse.csr_array
    latent: NDArray[np.float32]
    weight: float
    """That of the latent space beside the words."""

    def likeness(self, vectors: Vectors, papers: slice | NDArray[np.intp]) -> NDArray[np.float64]:
        """Say how near papers are to each centre."""
        latent = vectors.latent[papers].astype(np.float64) @ self.latent.T.astype(np.float64)
        near = (vectors.words[papers] @ self.words.T).toarray() + self.weight * latent
        return np.asarray(np.round(near, DIGITS), dtype=np.float64)


def nearest_by_clusters(vectors: Vectors, size: int, sample: NDArray[np.bool_]) -> Found:
    """Find nearly all of the nearest papers of each.

    Arguments:
        vectors: The papers.
        size: How many to find for each, fewer than there are papers.
        sample: The papers of which clusters are made.
    """
    papers = vectors.papers
    centres = _centres(vectors, np.flatnonzero(sample))
    of_paper, probing, offsets = _probing(vectors, centres)
    keys = np.full((papers, size), NOBODY)
    for cluster in range(len(centres.latent)):
        members = np.flatnonzero(of_paper == cluster)
        rows = probing[offsets[cluster] : offsets[cluster + 1]]
        if len(members) and len(rows):
            keys[rows] = greatest(np.concatenate([keys[rows], vectors.keys(rows, members)], axis=1), size)
    return vectors.found(keys)


def _probing(vectors: Vectors, centres: _Centres) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.int64]]:
    """Give each paper's cluster; and the papers that are compared with each: in order, and where each one's begin."""
    papers, count = vectors.papers, len(centres.latent)
    wanted = min(count, int(np.ceil(PROBED * np.sqrt(papers) / papers * count)))
    nearest = np.empty((papers, wanted), dtype=np.int64)
    of_paper = np.empty(papers, dtype=np.intp)
    for start in range(0, papers, _BLOCK):
        part = slice(start, start + _BLOCK)
        likeness = centres.likeness(vectors, part)
        nearest[part] = np.argsort(-likeness, axis=1, kind="stable")[:, :wanted]
        of_paper[part] = nearest[part, 0]
    by_cluster = np.argsort(nearest.ravel(), kind="stable")
    offsets = np.searchsorted(nearest.ravel()[by_cluster], np.arange(count + 1))
    return of_paper, by_cluster // wanted, offsets.astype(np.int64)


def _centres(vectors: Vectors, sample: NDArray[np.intp]) -> _Centres:
    """Put the papers of the sample into clusters of like direction (spherical k-means), begun with some by id."""
    count = max(1, min(vectors.papers // CLUSTER, len(sample) // SAMPLED))
    seeds = sample[np.linspace(0, len(sample) - 1, count).astype(np.intp)]
    centres = _Centres(vectors.words[seeds], vectors.latent[seeds], vectors.weight)
    words, latent = vectors.words[sample], vectors.latent[sample]
    for _ in range(_ROUNDS):
        nearest = centres.likeness(vectors, sample).argmax(axis=1)
        member = sparse.csr_array((np.ones(len(sample)), (nearest, np.arange(len(sample)))), shape=(count, len(sample)))
        centres = _Centres(
            normalize(_heaviest(sparse.csr_array(member @ words))),
            on_grid(normalize(np.asarray(member @ latent)).astype(np.float32), LATENT_GRID),
            vectors.weight,
        )
    return centres


def _heaviest(rows: sparse.csr_array) -> sparse.csr_array:
    """Keep the heaviest words of each row."""
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    order = np.lexsort((rows.indices, -np.round(rows.data, DIGITS), row))
    kept = order[np.arange(len(order)) - rows.indptr[row[order]] < _WORDS]
    return sparse.csr_array((rows.data[kept], (row[kept], rows.indices[kept])), shape=rows.shape)
