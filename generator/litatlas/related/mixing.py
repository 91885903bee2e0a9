"""One number made of several, for rows of arrays: equal ones come of equal ones, and of others hardly ever (2^-64).

It takes the place of a digest where there are millions of small things to tell apart.
"""

import hashlib

import numpy as np
from numpy.typing import NDArray

from litatlas.incremental.memo import Digest
from litatlas.incremental.packing import packed

Numbers = NDArray[np.uint64]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def mixed(*columns: NDArray[np.generic]) -> Numbers:
    """Make one number of those in each row (SplitMix64; Steele, Lea and Flood 2014); of texts take their hashes."""
    result = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        result = (result ^ _bits(column)) + _STEP
        result = (result ^ (result >> np.uint64(30))) * _FIRST
        result = (result ^ (result >> np.uint64(27))) * _SECOND
        result ^= result >> np.uint64(31)
    return result


def summed(numbers: Numbers, offsets: NDArray[np.int64]) -> Numbers:
    """Sum up the numbers from each offset to the next one; sums go round at 2^64, whatever their order."""
    sums = np.zeros(len(numbers) + 1, dtype=np.uint64)
    np.cumsum(numbers, out=sums[1:])
    return np.diff(sums[offsets])


def in_order(numbers: Numbers, offsets: NDArray[np.int64]) -> Numbers:
    """Make one number of those from each offset to the next one, as they stand there."""
    rank = np.arange(len(numbers)) - np.repeat(offsets[:-1], np.diff(offsets))
    return summed(mixed(numbers, rank), offsets)


def name_of(text: str) -> int:
    """Give a number that is a text's own in every library: its hash."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def number_of(value: object) -> int:
    """Give the same for a value of plain parts (`packing`)."""
    return int.from_bytes(hashlib.blake2b(packed(value), digest_size=8).digest(), "big")


def as_number(digest: Digest) -> int:
    """Give the first half of a digest as a number; 0 where there is none."""
    return int.from_bytes(digest[:8], "little")


def digests(numbers: Numbers, basis: Digest) -> list[Digest]:
    """Give a digest for each number, another one where the basis is another."""
    halves = np.frombuffer(basis.ljust(16, b"\0")[:16], dtype="<u8")
    return joined(*(mixed(numbers, np.full(len(numbers), half)) for half in halves))


def places_of(wanted: Numbers, known: Numbers) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Find numbers among known ones: the place of each, and which are new; those have places behind, in their order."""
    order = np.argsort(known)
    place = np.searchsorted(known[order], wanted)
    is_new = np.append(known[order], np.uint64(0))[place] != wanted
    is_new |= place == len(known)
    places = np.append(order, 0)[place]
    places[is_new] = len(known) + np.arange(int(is_new.sum()))
    return places, is_new


def entries_of(sizes: NDArray[np.int64], rows: NDArray[np.integer]) -> NDArray[np.int64]:
    """Give the places of the entries of some rows, row after row, where so many entries of each stand in a row."""
    wanted = sizes[rows]
    ends = np.cumsum(wanted)
    first = (np.cumsum(sizes) - sizes)[rows]
    return np.asarray(np.arange(int(wanted.sum())) + np.repeat(first - (ends - wanted), wanted), dtype=np.int64)


def joined(first: Numbers, second: Numbers) -> list[Digest]:
    """Make a digest of each two numbers."""
    both = np.stack((first, second), axis=1).astype("<u8").tobytes()
    return [both[start : start + 16] for start in range(0, len(both), 16)]


def _bits(column: NDArray[np.generic]) -> Numbers:
    if column.dtype == np.float64:
        return column.view(np.uint64)
    return column.astype(np.uint64)
