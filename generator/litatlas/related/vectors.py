"""The papers as vectors: of their words (TF-IDF) and of the company that words keep (LSA)."""

from functools import partial

import numpy as np
import scipy.sparse as sparse
from msgspec import Struct
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from litatlas.incremental.memo import NOTHING, Memo, remembered
from litatlas.related.statistics import LATENT_GRID, ODD, WORD_GRID, on_grid
from litatlas.related.streams import Content
from litatlas.related.tokens import TITLE
from litatlas.workers import ALONE, Workers

TITLE_WEIGHT = 2.0
"""A word of the title counts as often as two of the abstract."""

PAIR_WEIGHT = 0.5
"""Two words in a row count half of one word: they are rare, and idf lifts them already."""

SCALES = (2 / 15, 2 / 5, 1.0)
"""The latent space is looked at with so much of its dimensions: few see themes, many see matters. Which is best
depends on the size of a library; their mean is near the best on all."""

_SEED = 20260901
_OVERSAMPLED = 10
_ROUNDS = 5
"""Directions more than are wanted, and how often each is sharpened: so the wanted ones are found well."""


class Words(Struct, frozen=True):
    """How often each word stands in each paper, or how much it says there."""

    table: sparse.csr_array
    """Papers x words."""

    names: NDArray[np.uint64]
    """A number for each column, that of the same word in every library."""


def word_counts(content: Content) -> tuple[Words, Words]:
    """Count words, and pairs of successive words, in each paper."""
    paper, word, field, papers = content.paper, content.word, content.field, content.papers
    weight = np.where(field == TITLE, TITLE_WEIGHT, 1.0)
    same = (paper[1:] == paper[:-1]) & (field[1:] == field[:-1])
    codes = (word[:-1].astype(np.int64) * len(content.names) + word[1:])[same]
    unique, column = np.unique(codes, return_inverse=True)
    single = sparse.coo_array((weight, (paper, word)), shape=(papers, len(content.names)))
    double = sparse.coo_array(
        (weight[1:][same] * PAIR_WEIGHT, (paper[1:][same], column.astype(np.int32))), shape=(papers, len(unique))
    )
    first, second = (content.names[part] for part in divmod(unique, max(len(content.names), 1)))
    return Words(single.tocsr(), content.names), Words(double.tocsr(), first * ODD + second)


def both(one: Words, other: Words) -> Words:
    """Put the columns of two tables side by side."""
    table = sparse.hstack([one.table, other.table], format="csr")
    return Words(table, np.concatenate([one.names, other.names]))


def shared(words: Words) -> Words:
    """Leave out what stands in one paper only."""
    table = words.table
    kept = np.bincount(table.indices, minlength=table.shape[1]) > 1
    entries, column = kept[table.indices], np.cumsum(kept, dtype=np.int32) - np.int32(1)
    bounds = np.append(0, np.cumsum(entries))[table.indptr].astype(np.int32)
    places = column[table.indices[entries]]
    rows = sparse.csr_array((table.data[entries], places, bounds), shape=(table.shape[0], int(kept.sum())))
    return Words(rows, words.names[kept])


def rarities(frequency: NDArray[np.int64], papers: int) -> NDArray[np.float64]:
    """Give the smoothed idf of words that stand in so many of so many papers."""
    return np.asarray(np.log((1 + papers) / (1 + frequency)) + 1, dtype=np.float64)


def weighed(counts: Words, rarity: NDArray[np.float64]) -> Words:
    """Weigh counts by 1 + ln(count) and by the rarity of each word; rows have length one, on the grid."""
    table = counts.table
    weights = np.maximum(1 + np.log(table.data), 0.1) * rarity[table.indices]
    unit = unit_rows(sparse.csr_array((weights, table.indices, table.indptr), shape=table.shape))
    unit.data = on_grid(unit.data, WORD_GRID)
    return Words(unit, counts.names)


def tf_idf(words: Words) -> Words:
    """Weigh counts by the idf of words.

    What stands in one paper only likens it to nobody, and is left out.
    """
    counts = shared(words)
    frequency = np.bincount(counts.table.indices, minlength=len(counts.names))
    return weighed(counts, rarities(frequency, counts.table.shape[0]))


def unit_rows(matrix: sparse.csr_array) -> sparse.csr_array:
    """Make rows as long as one; those of zeros stay."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    lengths = np.sqrt(np.bincount(rows, matrix.data**2, matrix.shape[0]))
    lengths[lengths == 0] = 1.0
    return sparse.csr_array((matrix.data / lengths[rows], matrix.indices, matrix.indptr), shape=matrix.shape)


def latent_vectors(words: sparse.csr_array, dimensions: int, memo: Memo = NOTHING) -> NDArray[np.float32]:
    """Reduce the word vectors by a truncated singular value decomposition (LSA; Deerwester et al. 1990)."""
    key = memo.digest(dimensions, words.shape, *(part.tobytes() for part in (words.indptr, words.indices, words.data)))
    stage = memo.stage("related-directions")
    directions = remembered(stage, key, partial(find_directions, words, dimensions))
    stage.rest()
    return folded_in(words, directions)


def find_directions(known: sparse.csr_array, dimensions: int, workers: Workers = ALONE) -> NDArray[np.int32]:
    """Find the directions in which some papers differ most: words x dimensions, in steps of `WORD_GRID`.

    There are none where the papers are too few.
    """
    # A small library has few themes: with as many dimensions as papers LSA only repeats the words.
    size = min(dimensions, known.shape[0] // 4, known.shape[1] - 1)
    if size < 2:
        return np.zeros((known.shape[1], 0), dtype=np.int32)
    # Elsewhere, where there are workers: what it takes fills the memory of this process for good.
    return next(iter(workers.map(partial(_directions, size), (known,))))


def folded_in(words: sparse.csr_array, directions: NDArray[np.int32]) -> NDArray[np.float32]:
    """Give unit vectors on the grid whose product is the mean of the cosines at all `SCALES`.

    Rows of zeros where there are no directions or a paper has no word.
    """
    size = directions.shape[1]
    if not size:
        return np.zeros((words.shape[0], 1), dtype=np.float32)
    vectors = np.asarray(words @ (directions / WORD_GRID))
    parts = [_unit(vectors[:, : max(2, round(share * size))]) for share in SCALES]
    return on_grid((np.concatenate(parts, axis=1) / np.sqrt(len(parts))).astype(np.float32), LATENT_GRID)


def _directions(size: int, known: sparse.csr_array) -> NDArray[np.int32]:
    values, directions = _truncated_svd(known, size)
    # Directions without any weight are rounding noise, which would differ between machines.
    return np.trunc(np.where(values > 1e-9, directions.T, 0.0) * WORD_GRID).astype(np.int32)


def _truncated_svd(matrix: sparse.csr_array, size: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the greatest singular values of a matrix, and their right singular vectors, whose signs mean nothing.

    By random projection with power iterations (Halko, Martinsson and Tropp, SIAM Review 53, 2011), as scikit-learn
    does it, which takes a second to load.
    """
    # Imported here, since most builds remember what comes out.
    from scipy.linalg import lu, qr, svd

    is_wide = matrix.shape[0] < matrix.shape[1]
    tall = matrix.T if is_wide else matrix
    basis = np.random.RandomState(_SEED).normal(size=(tall.shape[1], size + _OVERSAMPLED))
    # The caller's limit does not hold for what has been loaded since.
    with threadpool_limits(limits=1):
        for _ in range(_ROUNDS):
            basis = lu(tall.T @ lu(tall @ basis, permute_l=True)[0], permute_l=True)[0]
        basis = qr(tall @ basis, mode="economic")[0]
        left, values, right = svd(basis.T @ tall, full_matrices=False)
        vectors = (basis @ left).T if is_wide else right
    return values[:size], vectors[:size]


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float64] = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 1e-9)
    return unit
