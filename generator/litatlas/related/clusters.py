"""The nearest papers of each in a large library: only papers of clusters near it are compared (an inverted file).

Papers are put into small clusters by words and latent vectors together, whose centres are
those of a sample (`samples`), so that a changed paper moves none but itself. Each paper is
compared with the members of the clusters nearest to it (Jegou, Douze and Schmid, PAMI 33, 2011,
without their compression). With `PROBED` times the root of their number the cost grows with the
power 1.5 of the papers. The guide says how many of the true nearest are found.
"""

from functools import partial

import numpy as np
import scipy.sparse as sparse
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from litatlas.related.mixing import Numbers as Names
from litatlas.related.mixing import places_of
from litatlas.related.nearest import DIGITS, NOBODY, Found, Keys, Vectors, divided, greatest
from litatlas.related.statistics import LATENT_GRID, WORD_GRID, coarse, on_grid
from litatlas.related.vectors import unit_rows
from litatlas.workers import ALONE, Workers

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


class Learners(Struct, frozen=True):
    """The papers around which clusters are made."""

    vectors: Vectors
    names: Names
    """A number for each of their columns of words, that of the same word in every library."""

    library: int
    """How many papers the library had of which they were drawn."""


class _Centres(Struct, frozen=True):
    words: sparse.csr_array
    names: Names
    latent: NDArray[np.float32]
    weight: float
    """That of the latent space beside the words."""

    def in_columns(self, names: Names) -> "_Centres":
        """Give the same for other columns; words that have none are no paper's."""
        places, are_none = places_of(self.names, names)
        words = sparse.csr_array(self.words[:, ~are_none])
        columns = places[~are_none].astype(np.int32)[words.indices]
        words = sparse.csr_array((words.data, columns, words.indptr), shape=(words.shape[0], len(names)))
        return replace(self, words=words, names=names)

    def likeness(self, vectors: Vectors, papers: slice | NDArray[np.intp]) -> NDArray[np.float64]:
        """Say how near papers are to each centre."""
        latent = vectors.latent[papers].astype(np.float64) @ self.latent.T.astype(np.float64)
        near = (vectors.words[papers] @ self.words.T).toarray() + self.weight * latent
        return np.asarray(np.round(near, DIGITS), dtype=np.float64)


class Clusters(Struct, frozen=True):
    """A search that compares each paper with the members of the clusters nearest to it."""

    vectors: Vectors
    centres: _Centres
    probed: NDArray[np.int64]
    """The clusters that are nearest to each paper, its own first."""

    workers: Workers = ALONE

    def nearest(self, size: int, rows: NDArray[np.intp] | None = None) -> Found:
        """Find so many for some papers, or for every one, cluster by cluster."""
        rows = np.arange(self.vectors.papers) if rows is None else rows
        # What travels is handed no workers of its own.
        search = Clusters(self.vectors, self.centres, self.probed)
        return self.vectors.found(divided(partial(Clusters.greatest, search, size), rows, self.workers))

    def greatest(self, size: int, rows: NDArray[np.intp]) -> Keys:
        """Give the keys of the nearest of some papers."""
        own, wanted = self.probed[:, 0], self.probed.shape[1]
        asking = self.probed[rows].ravel()
        order = np.argsort(asking, kind="stable")
        bounds = np.searchsorted(asking[order], np.arange(len(self.centres.latent) + 1))
        keys = np.full((len(rows), size), NOBODY)
        for cluster in np.unique(asking).tolist():
            members = np.flatnonzero(own == cluster)
            part = order[bounds[cluster] : bounds[cluster + 1]] // wanted
            if len(members):
                near = self.vectors.keys(rows[part], members)
                keys[part] = greatest(np.concatenate([keys[part], near], axis=1), size)
        return keys

    def keys(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Keys:
        """Compare papers with others where these are members of a cluster near to them."""
        near = np.zeros((len(rows), len(self.centres.latent)), dtype=np.bool_)
        np.put_along_axis(near, self.probed[rows], True, axis=1)
        return np.where(near[:, self.probed[columns, 0]], self.vectors.keys(rows, columns), NOBODY)

    def basis(self) -> tuple[object, ...]:
        """Give the centres, and how many of them are asked."""
        words = self.centres.words
        named = (self.centres.names[words.indices].tobytes(), words.data.tobytes(), words.indptr.tobytes())
        return (*named, self.centres.latent.tobytes(), self.probed.shape[1])


def clustered(vectors: Vectors, names: Names, learners: Learners, workers: Workers = ALONE) -> Clusters:
    """Put papers into clusters around some of them.

    Arguments:
        vectors: The papers.
        names: A number for each of their columns of words.
        learners: Those in the middle, which may have other words.
        workers: Look papers up side by side.
    """
    papers, centres = vectors.papers, _centres(learners)
    count, here = len(centres.latent), centres.in_columns(names)
    asked = int(np.ceil(PROBED * count / np.sqrt(coarse(learners.library))))
    probed = np.empty((papers, min(count, asked)), dtype=np.int64)
    for start in range(0, papers, _BLOCK):
        part = slice(start, start + _BLOCK)
        likeness = here.likeness(vectors, part)
        probed[part] = np.argsort(-likeness, axis=1, kind="stable")[:, : probed.shape[1]]
    return Clusters(vectors, centres, probed, workers)


def _centres(learners: Learners) -> _Centres:
    """Put papers into clusters of like direction (spherical k-means), begun with some of them."""
    vectors, papers = learners.vectors, learners.vectors.papers
    count = max(1, min(coarse(learners.library) // CLUSTER, papers // SAMPLED))
    seeds = np.linspace(0, papers - 1, count).astype(np.intp)
    centres = _Centres(vectors.words[seeds], learners.names, vectors.latent[seeds], vectors.weight)
    for _ in range(_ROUNDS):
        nearest = centres.likeness(vectors, slice(None)).argmax(axis=1)
        member = sparse.csr_array((np.ones(papers), (nearest, np.arange(papers))), shape=(count, papers))
        words = unit_rows(_heaviest(sparse.csr_array(member @ vectors.words)))
        words.data = on_grid(words.data, WORD_GRID)
        latent = on_grid(_unit(np.asarray(member @ vectors.latent)).astype(np.float32), LATENT_GRID)
        centres = replace(centres, words=words, latent=latent)
    return centres


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    lengths[lengths == 0] = 1.0
    return np.asarray(rows / lengths[:, None], dtype=np.float64)


def _heaviest(rows: sparse.csr_array) -> sparse.csr_array:
    """Keep the heaviest words of each row."""
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    order = np.lexsort((rows.indices, -np.round(rows.data, DIGITS), row))
    kept = order[np.arange(len(order)) - rows.indptr[row[order]] < _WORDS]
    return sparse.csr_array((rows.data[kept], (row[kept], rows.indices[kept])), shape=rows.shape)
