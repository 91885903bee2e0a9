"""How alike the words of two papers are: TF-IDF of words and word pairs, and LSA, summed; `smoothing` does the rest.

All weights and the shape were fixed on the tuning half of the open benchmark
(`bench/related.py`), where this is ahead of each part alone, of BM25 and of
reciprocal rank fusion of the three; the guide has the table.

The same input gives the same numbers on every machine up to rounding of
floating point, which the scores do not show: they are rounded to `DIGITS`
places, and ties go by id.
"""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse
from msgspec import Struct
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from litatlas.incremental.memo import Digest, Memo
from litatlas.related.clusters import Learners, clustered
from litatlas.related.embeddings import common_of, with_meanings
from litatlas.related.nearest import DIGITS, LSA_WEIGHT, AllPairs, Found, Vectors, blend
from litatlas.related.neighbours import FORGETFUL, Memory, Search, marks_of
from litatlas.related.rows import Placed, learners_of, paper_vectors
from litatlas.related.samples import Sample, chosen_sample
from litatlas.related.statistics import Census
from litatlas.related.streams import Stream
from litatlas.related.vectors import both, latent_vectors, shared, tf_idf, word_counts

CANDIDATES = 64
"""Neighbours of each paper that the other steps look at; a page shows fewer than 51."""

HUB_RANGE = 50
"""Neighbours over which a paper's usual similarity is averaged, in a large library."""

USUAL_STEP = 0.002
"""To which that is rounded, and at least this: the lists of papers near a changed one then stay as they are. On the
benchmark of 4,000 papers the lists are as good (nDCG@10 0.382)."""

HUB_DAMPING = 0.25
"""How strongly scores are divided by the usual similarity of both papers; 0 is not at all, 1 is full."""

CLOSE = 0.15
"""The least similarity of two papers of one matter: on both benchmark collections (each of one field) about 95 % of
random pairs have less, and their mean is 0.07."""

_PAIRS = 10_000


class TextSpace(Struct, frozen=True):
    """The papers as unit vectors: of words (sparse) and in the latent space (dense)."""

    words: sparse.csr_array
    latent: NDArray[np.float32]
    usual: NDArray[np.float64]
    """The mean similarity of each paper to its nearest neighbours: high for a hub."""

    typical: float
    """What is usual for a paper in the middle."""

    weight: float
    """That of the latent space beside the words."""

    marks: tuple[Digest, ...]
    """Of each paper: another one where its vectors are others; none where nothing is remembered."""

    sample: Sample | None
    """From which the papers of a large library learn; none in a small one."""

    found: Found
    """The `CANDIDATES` nearest of each paper, and their similarities, neither smoothed nor damped."""

    def between(self, rows: NDArray[np.integer], columns: NDArray[np.integer]) -> NDArray[np.float64]:
        """Give the undamped, unsmoothed similarity of any pairs of papers."""
        result = np.empty(len(rows))
        for start in range(0, len(rows), _PAIRS):
            part = slice(start, start + _PAIRS)
            words = np.asarray(self.words[rows[part]].multiply(self.words[columns[part]]).sum(axis=1)).ravel()
            latent = np.einsum("ij,ij->i", self.latent[rows[part]], self.latent[columns[part]]).astype(np.float64)
            result[part] = np.round(blend(words, latent, self.weight), DIGITS)
        return result

    def are_close(self, papers: Sequence[int], others: Sequence[int]) -> list[bool]:
        """Tell of pairs of papers whether they are about as similar as papers of one field are."""
        near = self.between(np.array(papers, dtype=np.int64), np.array(others, dtype=np.int64))
        return [similarity >= CLOSE for similarity in near.tolist()]

    def damped(
        self, scores: NDArray[np.float64], rows: NDArray[np.integer], columns: NDArray[np.integer]
    ) -> NDArray[np.float64]:
        """Lower the scores of pairs with a hub, and lift those of papers that are far from all others.

        Scores are divided by the geometric mean of what is usual for both papers, as
        in local scaling (Zelnik-Manor and Perona, NIPS 2004), which Schnitzer et al.
        (JMLR 13, 2012) show to reduce hubs; here to a small power, since on the
        benchmarks' tuning half full scaling costs 2 to 10 % of nDCG@10.
        """
        scale = np.sqrt(self.usual[rows] * self.usual[columns])
        relative = np.divide(self.typical, scale, out=np.ones_like(scale), where=scale > 0)
        return np.asarray(np.round(scores * np.clip(relative, 0.25, 4.0) ** HUB_DAMPING, DIGITS))


def text_space(
    stream: Stream,
    census: Census,
    dimensions: int,
    meanings: NDArray[np.float32] | None = None,
    memory: Memory = FORGETFUL,
    kept: bytes = b"",
) -> TextSpace:
    """Place the papers of a stream.

    Arguments:
        stream: The words of the papers.
        census: How many papers there are, and from which all learn; some may have no word.
        dimensions: The most dimensions of the latent space.
        meanings: What a sentence encoder makes of each paper, where there is one: papers x its dimensions.
        memory: What is known of the nearest papers from the last build.
        kept: The sample from which a large library learnt, as a file; empty where none was kept.
    """
    sample = chosen_sample(kept, stream, census) if census.is_large else None
    # One thread: on a busy machine many wait for each other, and sums come in another order on each number of them.
    with threadpool_limits(limits=1):
        placed = (
            paper_vectors(stream, sample, dimensions, memory) if sample else _vectors(stream, dimensions, memory.memo)
        )
        everything, latent, marks, weight = placed.words, placed.latent, placed.marks, LSA_WEIGHT
        if meanings is not None:
            common = common_of(meanings[census.sample])
            sample = sample.with_common(common) if sample else None
            latent, weight = with_meanings(latent, meanings, sample.common if sample else common)
            everything = shared(everything)
        vectors = Vectors(everything.table, latent, weight)
        if meanings is not None or not marks:
            marks = marks_of(memory.ids, everything.names, vectors)
        search: Search = AllPairs(vectors, memory.workers)
        if census.papers > memory.exact_up_to:
            # What an encoder made of the sample when it was drawn, nobody knows.
            drawn = learners_of(sample, placed) if sample and meanings is None else None
            learners = drawn or Learners(vectors.only(census.sample), everything.names, census.papers)
            search = clustered(vectors, everything.names, learners, memory.workers)
        found = _nearest(search, marks, memory)
    usual = _usual(found)
    typical = float(np.median(usual)) if len(usual) else 1.0
    if sample:
        sample = sample.with_typical(typical)
        typical = sample.typical
        usual = np.maximum(np.round(usual / USUAL_STEP), 1) * USUAL_STEP
    return TextSpace(everything.table, latent, usual, typical, weight, marks, sample, found)


def _vectors(stream: Stream, dimensions: int, memo: Memo) -> Placed:
    """Give the words and the latent vectors of all papers of a small library; their marks are another matter."""
    words, pairs = word_counts(stream.content)
    latent = latent_vectors(tf_idf(words).table, dimensions, memo)
    return Placed(tf_idf(both(words, pairs)), latent, ())


def _nearest(search: Search, marks: tuple[Digest, ...], memory: Memory) -> Found:
    """Find the nearest papers of each."""
    papers = search.vectors.papers
    size = min(CANDIDATES, papers - 1)
    if size < 1:
        return np.zeros((papers, 0), dtype=np.int64), np.zeros((papers, 0))
    return memory.nearest(search, marks, size)


def _usual(found: Found) -> NDArray[np.float64]:
    """Say what similarity is usual for each paper."""
    papers, size = found[1].shape
    return np.asarray(found[1][:, : max(1, min(HUB_RANGE, papers // 10))].mean(axis=1) if size else np.zeros(papers))
