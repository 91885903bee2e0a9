"""Postings as text: all of an index at once, for most terms have few of them.

Postings are groups of one level, the highest first: the level, how many
documents have it, and the gaps between the numbers of these documents.
Numbers are digits of base 32, lowest first; 32 is added to each digit that
another one follows. Digits are `DIGITS`.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from litatlas.search.index import LEVEL_BITS, LEVELS, Postings

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"

_ALPHABET = np.frombuffer(DIGITS.encode("ascii"), dtype=np.uint8)
_BITS = 5
_MOST_DIGITS = 7


def encode_postings(entries: Postings, counts: NDArray[np.int64]) -> list[str]:
    """Write the postings of some terms, which stand one after the other; each has so many, and at least one."""
    if not len(counts):
        return []
    term = np.repeat(np.arange(len(counts)), counts)
    group = term << LEVEL_BITS | (LEVELS - (entries & LEVELS))
    order = np.argsort(group, kind="stable")
    group, documents = group[order], entries[order] >> LEVEL_BITS
    first = np.flatnonzero(np.diff(group, prepend=-1))
    gaps = np.diff(documents, prepend=0) - 1
    gaps[first] = documents[first]
    heads = np.column_stack((LEVELS - (group[first] & LEVELS), np.diff(first, append=len(group)))).ravel()
    text, starts = written(np.insert(gaps, np.repeat(first, 2), heads))
    # In the numbers as they are written, each group before this one has put two more.
    begins = (first + 2 * np.arange(len(first)))[np.diff(group[first] >> LEVEL_BITS, prepend=-1) > 0]
    return [text[start:end] for start, end in pairwise([*starts[begins].tolist(), len(text)])]


def written(values: NDArray[np.int64]) -> tuple[str, NDArray[np.int64]]:
    """Write numbers one after the other; gives the text, and where in it each begins."""
    sizes = np.ones_like(values)
    for place in range(1, _MOST_DIGITS):
        sizes += values >= 1 << _BITS * place
    ends = np.cumsum(sizes)
    starts = ends - sizes
    written = np.empty(int(ends[-1]), dtype=np.uint8)
    for place in range(int(sizes.max())):
        some = np.flatnonzero(sizes > place)
        digit = values[some] >> _BITS * place & 31 | (sizes[some] > place + 1) << _BITS
        written[starts[some] + place] = _ALPHABET[digit]
    return written.tobytes().decode("ascii"), starts
