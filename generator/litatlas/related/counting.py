"""Counting millions of numbers: by sorting, in half the time of hashing; by place where they are dense."""

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray


def numbered(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number the different codes (from 0 on) without gaps, in their order."""
    size = int(codes.max(initial=-1)) + 1
    if size > 4 * len(codes):
        return np.unique(codes, return_inverse=True)[1].astype(np.int64)
    # Codes that are nearly dense are counted, and need not be sorted.
    there = np.zeros(size, dtype=np.bool_)
    there[codes] = True
    return np.asarray((np.cumsum(there) - 1)[codes], dtype=np.int64)


def papers_of(owner: NDArray[np.int32], numbers: NDArray[np.integer], size: int = 0) -> NDArray[np.int64]:
    """Count the papers in which each number stands, for so many numbers at least."""
    shape = (max(size, int(numbers.max(initial=-1)) + 1), int(owner.max(initial=0)) + 1)
    # A table of both: it is put in order by counting, and the same paper at one number becomes one entry.
    table = sparse.coo_array((np.ones(len(numbers), dtype=np.bool_), (numbers.astype(np.int32), owner)), shape=shape)
    return np.asarray(np.diff(table.tocsr().indptr), dtype=np.int64)


def grouped(numbers: NDArray[np.integer], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Put the places of numbers below a size in the order of these, equal ones as they stand (counting sort).

    Returns:
        The places, and where those of each number begin; one longer than the numbers.
    """
    row = sparse.csr_array(
        (np.arange(len(numbers), dtype=np.int32), numbers, np.array([0, len(numbers)])), shape=(1, size)
    )
    # By columns, that is.
    columns = row.tocsc()
    return columns.data.astype(np.int64), columns.indptr.astype(np.int64)


def numbered_pairs(first: NDArray[np.integer], second: NDArray[np.integer]) -> NDArray[np.int64]:
    """Number the different pairs of numbers without gaps, in their order: sorted by the second, then by the first."""
    order = grouped(second, int(second.max(initial=-1)) + 1)[0]
    order = order[grouped(first[order], int(first.max(initial=-1)) + 1)[0]]
    is_new = (np.diff(first[order]) != 0) | (np.diff(second[order]) != 0)
    numbers = np.zeros(len(order), dtype=np.int64)
    numbers[order[1:]] = np.cumsum(is_new)
    return numbers
