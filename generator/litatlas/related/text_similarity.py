"""How alike the words of two papers are: TF-IDF of words and word pairs, and LSA, summed.

Both weights and the shape were fixed on the tuning half of the open benchmark
(`bench/related.py`), where this is ahead of either part alone, of BM25 and of
reciprocal rank fusion of the three.

The result is exact: every pair is compared, in blocks of rows, so that memory
stays linear. The same input gives the same numbers on every machine up to
rounding of floating point, which the scores do not show: they are
rounded to `DIGITS` places, and ties go by id.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

from litatlas.related.tokens import TITLE, Stream

TITLE_WEIGHT = 2.0
"""A word of the title counts as often as two of the abstract."""

PAIR_WEIGHT = 0.5
"""Two words in a row count half of one word: they are rare, and idf lifts them already."""

LSA_WEIGHT = 0.4
"""Weight of the latent space beside the words themselves."""

CANDIDATES = 64
"""Neighbours of each paper that the other steps look at; a page shows fewer than 51."""

HUB_RANGE = 50
"""Neighbours over which a paper's usual similarity is averaged, in a large library."""

HUB_DAMPING = 0.25
"""How strongly scores are divided by the usual similarity of both papers; 0 is not at all, 1 is full."""

CLOSE = 0.15
"""The least similarity of two papers of one matter: on both benchmark collections (each of one field) about 95 % of
random pairs have less, and their mean is 0.07."""

DIGITS = 6
_BLOCK = 256
_PAIRS = 10_000
_SEED = 20260901


@dataclass(frozen=True, slots=True)
class TextSpace:
    """The papers as unit vectors: of words (sparse) and in the latent space (dense)."""

    words: sparse.csr_array
    latent: NDArray[np.float64]
    usual: NDArray[np.float64]
    """The mean similarity of each paper to its nearest neighbours: high for a hub."""

    nearest: sparse.csr_array
    """The `CANDIDATES` nearest papers of each, undamped, 0 to 1; the diagonal is empty."""

    def between(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.float64]:
        """Give the undamped similarity of any pairs of papers."""
        result = np.empty(len(rows))
        for start in range(0, len(rows), _PAIRS):
            part = slice(start, start + _PAIRS)
            words = np.asarray(self.words[rows[part]].multiply(self.words[columns[part]]).sum(axis=1)).ravel()
            latent = np.einsum("ij,ij->i", self.latent[rows[part]], self.latent[columns[part]])
            result[part] = np.round(_blend(words, latent), DIGITS)
        return result

    def are_close(self, paper: int, other: int) -> bool:
        """Tell whether two papers are about as similar as papers of one field are."""
        return bool(self.between(np.array([paper]), np.array([other]))[0] >= CLOSE)

    def damped(
        self, scores: NDArray[np.float64], rows: NDArray[np.intp], columns: NDArray[np.intp]
    ) -> NDArray[np.float64]:
        """Lower the scores of pairs with a hub, and lift those of papers that are far from all others.

        Scores are divided by the geometric mean of what is usual for both papers, as
        in local scaling (Zelnik-Manor and Perona, NIPS 2004), which Schnitzer et al.
        (JMLR 13, 2012) show to reduce hubs; here to a small power, since on the
        benchmarks' tuning half full scaling costs 2 to 10 % of nDCG@10.
        """
        scale = np.sqrt(self.usual[rows] * self.usual[columns])
        typical = float(np.median(self.usual)) if len(self.usual) else 1.0
        relative = np.divide(typical, scale, out=np.ones_like(scale), where=scale > 0)
        return np.asarray(np.round(scores * np.clip(relative, 0.25, 4.0) ** HUB_DAMPING, DIGITS))


def text_space(stream: Stream, papers: int, dimensions: int) -> TextSpace:
    """Place the papers of a stream.

    Arguments:
        stream: The words of the papers.
        papers: How many papers there are; some may have no word.
        dimensions: The most dimensions of the latent space.
    """
    words, pairs = _counts(stream, papers)
    everything = _tf_idf(sparse.hstack([words, pairs], format="csr"))
    latent = _latent(_tf_idf(words), dimensions)
    nearest, usual = _nearest(everything, latent)
    return TextSpace(everything, latent, usual, nearest)


def _counts(stream: Stream, papers: int) -> tuple[sparse.csr_array, sparse.csr_array]:
    """Count words, and pairs of successive content words, in each paper; those in one paper only are left out."""
    keep = ~stream.stop
    paper, word, field = stream.paper[keep], stream.word[keep].astype(np.int64), stream.field[keep]
    weight = np.where(field == TITLE, TITLE_WEIGHT, 1.0)
    same = (paper[1:] == paper[:-1]) & (field[1:] == field[:-1])
    codes = (word[:-1] * len(stream.words) + word[1:])[same]
    unique, column = np.unique(codes, return_inverse=True)
    single = sparse.coo_array((weight, (paper, word)), shape=(papers, len(stream.words)))
    double = sparse.coo_array((weight[1:][same] * PAIR_WEIGHT, (paper[1:][same], column)), shape=(papers, len(unique)))
    return _shared(single.tocsr()), _shared(double.tocsr())


def _shared(counts: sparse.csr_array) -> sparse.csr_array:
    counts.sum_duplicates()
    return counts[:, np.bincount(counts.indices, minlength=counts.shape[1]) > 1]


def _tf_idf(counts: sparse.csr_array) -> sparse.csr_array:
    """Weigh counts by 1 + ln(count) and smoothed idf; rows have length one."""
    if not counts.nnz:
        return counts.astype(np.float64)
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log((1 + counts.shape[0]) / (1 + frequency)) + 1
    weighted = counts.copy()
    weighted.data = np.maximum(1 + np.log(counts.data), 0.1) * idf[counts.indices]
    return normalize(weighted)


def _latent(words: sparse.csr_array, dimensions: int) -> NDArray[np.float64]:
    """Reduce the word vectors by a truncated singular value decomposition (LSA; Deerwester et al. 1990)."""
    papers, features = words.shape
    # A small library has few themes: with as many dimensions as papers LSA only repeats the words.
    size = min(dimensions, papers // 4, features - 1)
    if size < 2:
        return np.zeros((papers, 1))
    left, values, _ = randomized_svd(words, size, n_iter=5, random_state=_SEED)
    # Directions without any weight are rounding noise, which would differ between machines.
    vectors = np.where(values > 1e-9, left * values, 0.0)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float64] = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 1e-9)
    return unit


def _blend(words: NDArray[np.float64], latent: NDArray[np.float64]) -> NDArray[np.float64]:
    blended: NDArray[np.float64] = (words + LSA_WEIGHT * np.maximum(latent, 0)) / (1 + LSA_WEIGHT)
    return blended


def _nearest(words: sparse.csr_array, latent: NDArray[np.float64]) -> tuple[sparse.csr_array, NDArray[np.float64]]:
    """Find the nearest papers of each by comparing all pairs, one block of rows at a time."""
    papers = words.shape[0]
    size = min(CANDIDATES, papers - 1)
    usual = np.zeros(papers)
    if size < 1:
        return sparse.csr_array((papers, papers)), usual
    hub_range = max(1, min(HUB_RANGE, size, papers // 10))
    transposed = words.T.tocsr()
    columns = np.empty((papers, size), dtype=np.int64)
    scores = np.empty((papers, size))
    for start in range(0, papers, _BLOCK):
        stop = min(start + _BLOCK, papers)
        block = _blend((words[start:stop] @ transposed).toarray(), latent[start:stop] @ latent.T)
        block = np.round(block, DIGITS)
        block[np.arange(stop - start), np.arange(start, stop)] = -1
        # Ties go to the paper that comes first by id: rounding made them equal on every machine.
        order = _largest(block, size)
        columns[start:stop] = order
        scores[start:stop] = np.take_along_axis(block, order, axis=1)
        usual[start:stop] = scores[start:stop, :hub_range].mean(axis=1)
    rows = np.repeat(np.arange(papers), size)
    nearest = sparse.csr_array((scores.ravel(), (rows, columns.ravel())), shape=(papers, papers))
    nearest.eliminate_zeros()
    return nearest, usual


def _largest(block: NDArray[np.float64], size: int) -> NDArray[np.intp]:
    """Give the columns of the largest values of each row, largest first; equal ones by column."""
    width = block.shape[1]
    # A key without ties lets a partition do what a full sort would: values are multiples of 10**-DIGITS.
    key = np.rint(block * 10**DIGITS).astype(np.int64) * width - np.arange(width)
    top = np.argpartition(-key, size - 1, axis=1)[:, :size]
    order = np.argsort(-np.take_along_axis(key, top, axis=1), axis=1)
    return np.take_along_axis(top, order, axis=1)
