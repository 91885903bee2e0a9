"""Spreads keys over files, so that a client finds the file of a key without a table."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_BASIS, _PRIME = 2166136261, 16777619


def hashes(keys: Sequence[str]) -> NDArray[np.uint32]:
    """Give the FNV-1a hash of each key's UTF-8 bytes, 32 bits (Fowler, Noll and Vo).

    All of them at once, byte by byte of those that are so long.

    Examples:
        >>> hashes(["", "mmicl"]).tolist()
        [2166136261, 928195229]
    """
    texts = [key.encode("utf-8") for key in keys]
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    order = np.argsort(-lengths, kind="stable")
    starts = (np.cumsum(lengths) - lengths)[order]
    stream = np.frombuffer(b"".join(texts), dtype=np.uint8)
    values = np.full(len(texts), _BASIS, dtype=np.uint32)
    for place in range(int(lengths.max(initial=0))):
        longer = int(np.count_nonzero(lengths > place))
        values[:longer] = (values[:longer] ^ stream[starts[:longer] + place]) * np.uint32(_PRIME)
    found = np.empty_like(values)
    found[order] = values
    return found


_hashes = lru_cache(maxsize=1)(hashes)
"""Files of several kinds are found by the ids of all papers, one after the other."""


def files_for(keys: int, each: int) -> int:
    """Give how many files hold so many keys: the smallest power of two with at most `each` keys a file on average.

    A power of two, so that one more paper does not move all others to other files.
    """
    files = 1
    while files * each < keys:
        files *= 2
    return files


def spread(keys: Iterable[str], files: int) -> list[list[str]]:
    """Give the keys that each file holds, in order."""
    in_order = tuple(sorted(keys))
    numbers = _hashes(in_order) % files
    places = np.argsort(numbers, kind="stable")
    bounds = np.searchsorted(numbers[places], np.arange(files + 1)).tolist()
    spread = [in_order[place] for place in places.tolist()]
    return [spread[start:end] for start, end in pairwise(bounds)]
