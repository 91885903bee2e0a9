"""What is counted over all papers, so that one paper more or less does not change what is known of every other one.

In a library of more than `SMALL` papers,

- what is learnt from the papers together (how rare a word is, the directions of the latent space, the clusters) is
  learnt from a sample, which stays as it was drawn (`samples`). Up to `WHOLE` papers all are in it; of more each comes
  into it by the hash of its id;
- vectors lie on a grid (`on_grid`), so that their products are sums without rounding;
- counts by which phrases and tags are weighed are coarse: rounded down to the steps 1, 2, 3, 4, 6, 8, 12, 16, 24, ...

So a changed paper changes its own vector, and no other. One that makes a count pass a step changes more: that costs
time, and never makes a difference between a build from nothing and one that remembers.
"""

import hashlib
from collections.abc import Sequence
from typing import TypeVar, overload

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from litatlas.model import Paper

SMALL = 200
"""Papers up to which all are counted as they are: to make a whole such survey anew costs little."""

WHOLE = 2_000
"""Papers up to which a sample has all; that of more papers has a half to three quarters as many."""

WORD_GRID = 2.0**20
"""Steps to 1: the product of two vectors of words is a sum of multiples of 2^-40 up to 1, exact in a double."""

LATENT_GRID = 2.0**12
"""The same: multiples of 2^-24 up to 1, exact even in single precision, in whatever order they are added."""

ODD = np.uint64(0x9E3779B97F4A7C15)
"""By which the hash of a word is multiplied before the next one's is added: pairs turned round are others."""

A = TypeVar("A", np.float32, np.float64)


@overload
def coarse(counts: int) -> int: ...
@overload
def coarse(counts: NDArray[np.int64]) -> NDArray[np.int64]: ...
def coarse(counts: int | NDArray[np.int64]) -> int | NDArray[np.int64]:
    """Round counts down to the next of 1, 2, 3, 4, 6, 8, 12, ...

    Examples:
        >>> [coarse(count) for count in (0, 1, 5, 7, 10_000)]
        [0, 1, 4, 6, 8192]
    """
    if isinstance(counts, int):
        lower = 1 << counts.bit_length() >> 1
        return lower + lower // 2 if counts >= lower + lower // 2 else lower
    lowers = np.where(counts > 0, 2 ** np.maximum(np.frexp(counts.astype(np.float64))[1] - 1, 0), 0)
    return np.where(counts >= lowers + lowers // 2, lowers + lowers // 2, lowers)


def stable_count(papers: int, small: int = SMALL) -> int:
    """Give the number of papers by which terms are weighed: in a large library a coarse one."""
    return papers if papers <= small else coarse(papers)


class Census(Struct, frozen=True):
    """How the papers of a library are counted."""

    papers: int
    sample: NDArray[np.bool_]
    """Which papers all would learn from now: every one, up to `WHOLE`; of more, half of that number, or up to half as
    many again."""

    is_large: bool


def everyone(papers: int) -> Census:
    """Count all of so many papers as they are."""
    return Census(papers, np.ones(papers, dtype=np.bool_), False)


def take_census(papers: Sequence[Paper], small: int = SMALL, whole: int = WHOLE) -> Census:
    """Choose how papers are counted.

    Arguments:
        papers: All of them.
        small: A library is large that has more papers than this.
        whole: Of more papers than this some are the sample.
    """
    if len(papers) <= small:
        return everyone(len(papers))
    if len(papers) <= whole:
        return replace(everyone(len(papers)), is_large=True)
    share = whole / 2 / coarse(len(papers))
    drawn = (int.from_bytes(hashlib.blake2b(paper.id.encode(), digest_size=4).digest(), "big") for paper in papers)
    return Census(len(papers), np.array([number < share * 2**32 for number in drawn], dtype=np.bool_), True)


def on_grid(vectors: NDArray[A], steps: float) -> NDArray[A]:
    """Put the entries of unit vectors on multiples of 1 / steps, towards 0: none becomes longer than 1."""
    return np.asarray(np.trunc(vectors * steps) / steps, dtype=vectors.dtype)
