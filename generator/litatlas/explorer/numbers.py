"""The numbers of values that may be as many as the papers, which stay when others come and go.

Columns of papers and files of keys hold numbers: were they places in a list, one more author would change most files.
So they are given as those of the search are (`litatlas.search.numbers`): values of 1, of 2 to 3, of 4 to 7 papers and
so on have room for more than there are, the commonest first, and in this room each has a place to which the hash of
its slug points.
"""

from collections.abc import Iterator, Mapping, Sequence

from litatlas.library.buckets import hashes
from litatlas.search.numbers import room

_FACTOR = 2654435769
"""The golden section of 2**32 (Knuth, "The art of computer programming", 3, section 6.4): spreads hashes evenly."""


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
        numbers.update((slug, start + place) for place, slug in sorted(_seated(tiers[tier], size).items()))
        start += size
    return numbers


def _seated(slugs: Sequence[str], size: int) -> dict[int, str]:
    """Give the value at each place; who chooses first follows from the hash, so their order does not count."""
    found: dict[int, str] = {}
    for value, slug in sorted(zip(hashes(slugs).tolist(), slugs, strict=True)):
        found[next(place for place in _wishes(value, size) if place not in found)] = slug
    return found


def _wishes(value: int, size: int) -> Iterator[int]:
    """Give the places that a value wants by its hash, the one that it wants most first."""
    for _ in range(16):
        value = value * _FACTOR % 2**32
        yield value * size >> 32
    yield from range(size)
