"""The papers as vectors: of their words (TF-IDF) and of the company that words keep (LSA)."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from litatlas.memo import NOTHING, Memo, remembered
from litatlas.related.statistics import LATENT_GRID, ODD, WORD_GRID, Census, on_grid
from litatlas.related.tokens import TITLE, Stream

TITLE_WEIGHT = 2.0
"""A word of the title counts as often as two of the abstract."""

PAIR_WEIGHT = 0.5
"""Two words in a row count half of one word: they are rare, and idf lifts them already."""

SCALES = (2 / 15, 2 / 5, 1.0)
"""The latent space is looked at with so much of its dimensions: few see themes, many see matters. Which is best
depends on the size of a library; their mean is near the best on all."""

_SEED = 20260901


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each word stands in each paper."""

    counts: sparse.csr_array
    """Papers x words; those in one paper only are left out."""

    names: NDArray[np.uint64]
    """A number for each column, that of the same word in every library."""


def word_counts(stream: Stream, papers: int) -> tuple[Counts, Counts]:
    """Count words, and pairs of successive content words, in each paper; those in one paper only are left out."""
    keep = ~stream.stop
    paper, word, field = stream.paper[keep], stream.word[keep].astype(np.int64), stream.field[keep]
    weight = np.where(field == TITLE, TITLE_WEIGHT, 1.0)
    same = (paper[1:] == paper[:-1]) & (field[1:] == field[:-1])
    codes = (word[:-1] * len(stream.words) + word[1:])[same]
    unique, column = np.unique(codes, return_inverse=True)
    single = sparse.coo_array((weight, (paper, word)), shape=(papers, len(stream.words)))
    double = sparse.coo_array((weight[1:][same] * PAIR_WEIGHT, (paper[1:][same], column)), shape=(papers, len(unique)))
    first, second = (stream.names[part] for part in divmod(unique, max(len(stream.words), 1)))
    return _shared(single.tocsr(), stream.names), _shared(double.tocsr(), first * ODD + second)


def _shared(counts: sparse.csr_array, names: NDArray[np.uint64]) -> Counts:
    counts.sum_duplicates()
    shared = np.bincount(counts.indices, minlength=counts.shape[1]) > 1
    return Counts(sparse.csr_array(counts[:, shared]), names[shared])


def both(one: Counts, other: Counts) -> Counts:
    """Put the columns of two counts side by side."""
    counts = sparse.hstack([one.counts, other.counts], format="csr")
    return Counts(counts, np.concatenate([one.names, other.names]))


def tf_idf(counts: sparse.csr_array, census: Census) -> sparse.csr_array:
    """Weigh counts by 1 + ln(count) and smoothed idf; rows have length one, on the grid."""
    if not counts.nnz:
        return counts.astype(np.float64)
    frequency = census.stable(np.bincount(counts.indices, minlength=counts.shape[1]))
    idf = np.log((1 + int(census.stable(np.array([census.papers]))[0])) / (1 + frequency)) + 1
    weighted = counts.copy()
    weighted.data = np.maximum(1 + np.log(counts.data), 0.1) * idf[counts.indices]
    unit = unit_rows(weighted)
    unit.data = on_grid(unit.data, WORD_GRID)
    return unit


def unit_rows(matrix: sparse.csr_array) -> sparse.csr_array:
    """Make rows as long as one; those of zeros stay."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    lengths = np.sqrt(np.bincount(rows, matrix.data**2, matrix.shape[0]))
    lengths[lengths == 0] = 1.0
    return sparse.csr_array((matrix.data / lengths[rows], matrix.indices, matrix.indptr), shape=matrix.shape)


def latent_vectors(
    words: sparse.csr_array, dimensions: int, census: Census, memo: Memo = NOTHING
) -> NDArray[np.float32]:
    """Reduce the word vectors by a truncated singular value decomposition (LSA; Deerwester et al. 1990).

    The directions are those of the sample; all papers are folded into them, as queries are.
    Gives unit vectors on the grid whose product is the mean of the cosines at all `SCALES`;
    rows of zeros where the library is too small or a paper has no word.
    """
    known = sparse.csr_array(words[census.sample])
    shared = np.bincount(known.indices, minlength=known.shape[1]) > int(census.is_large)
    known = sparse.csr_array(known[:, shared])
    # A small library has few themes: with as many dimensions as papers LSA only repeats the words.
    size = min(dimensions, known.shape[0] // 4, known.shape[1] - 1)
    if size < 2:
        return np.zeros((census.papers, 1), dtype=np.float32)
    key = memo.digest(size, known.shape, *(part.tobytes() for part in (known.indptr, known.indices, known.data)))
    steps = remembered(memo.stage("related-directions"), key, partial(_directions, known, size))
    directions = steps / WORD_GRID
    vectors = np.asarray(sparse.csr_array(words[:, shared]) @ directions)
    parts = [_unit(vectors[:, : max(2, round(share * size))]) for share in SCALES]
    return on_grid((np.concatenate(parts, axis=1) / np.sqrt(len(parts))).astype(np.float32), LATENT_GRID)


def _directions(known: sparse.csr_array, size: int) -> NDArray[np.int32]:
    """Find the directions in which the papers of a sample differ most: words x size, in steps of `WORD_GRID`."""
    # Imported here, since it takes half a second, and most builds remember what comes out.
    from sklearn.utils.extmath import randomized_svd

    # The caller's limit does not hold for what has been loaded since.
    with threadpool_limits(limits=1):
        _, values, directions = randomized_svd(known, size, n_iter=5, random_state=_SEED)
    # Directions without any weight are rounding noise, which would differ between machines.
    return np.trunc(np.where(values > 1e-9, directions.T, 0.0) * WORD_GRID).astype(np.int32)


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float64] = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 1e-9)
    return unit
