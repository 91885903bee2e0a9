"""The numbers of values that may be as many as the papers, which stay when others come and go.

Columns of papers and files of keys hold numbers: were they places in a list, one more author would change most files.
So they are given as those of the search are (`litatlas.search.numbers`): values of 1, of 2 to 3, of 4 to 7 papers and
so on have room for more than there are, the commonest first, and in this room each has a place to which the hash of
its slug points.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from litatlas.library.buckets import hashes
from litatlas.search.numbers import room

_FACTOR = 2654435769
"""The golden section of 2**32 (Knuth, "The art of computer programming", 3, section 6.4): spreads hashes evenly."""

_HASHED = 16
"""How many places a value wants by its hash, before it takes the first that is free."""


def value_numbers(papers: Mapping[str, int]) -> dict[str, int]:
    """Give the number of each value by its slug, in order of the numbers.

    Arguments:
        papers: How many papers have it.
    """
    tiers: dict[int, list[str]] = {}
    for slug, count in papers.items():
        tiers.setdefault(count.bit_length(), []).append(slug)
    numbers: dict[str, int] = {}
    start = 0
    for tier in sorted(tiers, reverse=True):
        size = room(len(tiers[tier]))
        numbers.update((slug, start + place) for place, slug in _seated(tiers[tier], size))
        start += size
    return numbers


def _seated(slugs: Sequence[str], size: int) -> Iterator[tuple[int, str]]:
    """Give each place that is taken, in order, with its value. Who chooses first follows from the hash.

    All ask at once for the place that they want most; who is sent away by one that chooses before asks for the next.
    That gives each the place that choosing one after the other does (Gale and Shapley, "College admissions and the
    stability of marriage", American Mathematical Monthly 69, 1962, where all colleges rank the students alike).
    """
    slugs = sorted(slugs)
    hashed = hashes(slugs).astype(np.uint64)
    order, nobody = np.argsort(hashed, kind="stable"), len(slugs)
    hashed = hashed[order]
    seated, asked = np.full(size, nobody), np.zeros(nobody, np.int64)
    asking = np.arange(nobody)
    while len(asking):
        hashed[asking] = hashed[asking] * np.uint64(_FACTOR) % np.uint64(2**32)
        by_hash = (hashed[asking] * np.uint64(size) >> np.uint64(32)).astype(np.int64)
        wanted = np.where(asked[asking] < _HASHED, by_hash, asked[asking] - _HASHED)
        asked[asking] += 1
        before = seated[wanted]
        np.minimum.at(seated, wanted, asking)
        sent_away = np.unique(before[before > seated[wanted]])
        asking = np.concatenate((asking[asking > seated[wanted]], sent_away[sent_away < nobody]))
    taken = np.flatnonzero(seated < nobody)
    return zip(taken.tolist(), [slugs[at] for at in order[seated[taken]].tolist()], strict=True)
