"""Many small sets of few values as columns: tens of thousands of tuples take longer to read than what is in them."""

from collections.abc import Sequence
from itertools import chain
from typing import Generic, TypeVar

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.related.mixing import entries_of

V = TypeVar("V")
W = TypeVar("W")


class PackedSets(Struct, Generic[V], frozen=True):
    """Sets in an order, each with its values in an order."""

    values: tuple[V, ...]
    """All that stand in any of them."""

    numbers: NDArray[np.int32]
    """Which of these each set has, set after set."""

    bounds: NDArray[np.int64]
    """Where each begins; one longer than the sets."""

    @classmethod
    def of(cls, sets: Sequence[tuple[V, ...]]) -> "PackedSets[V]":
        """Pack sets."""
        number_of = {value: number for number, value in enumerate(dict.fromkeys(chain.from_iterable(sets)))}
        numbers = [number_of[value] for value in chain.from_iterable(sets)]
        return cls(tuple(number_of), np.array(numbers, dtype=np.int32), _bounds(np.array([*map(len, sets)])))

    def __len__(self) -> int:
        """Give how many there are."""
        return len(self.bounds) - 1

    def __getitem__(self, number: int) -> tuple[V, ...]:
        """Give one of them."""
        return tuple(self.values[each] for each in self.numbers[self.bounds[number] : self.bounds[number + 1]].tolist())

    def picked(self, rows: NDArray[np.intp]) -> "PackedSets[V]":
        """Give some of them, and no value that none of these has."""
        sizes, numbers = np.diff(self.bounds), self.numbers_of(rows)
        used = np.bincount(numbers, minlength=len(self.values)) > 0
        values = tuple(self.values[number] for number in np.flatnonzero(used).tolist())
        return PackedSets(values, (np.cumsum(used) - 1)[numbers].astype(np.int32), _bounds(sizes[rows]))

    def and_these(self, sets: Sequence[tuple[V, ...]]) -> "PackedSets[V]":
        """Give them, and behind them others."""
        number_of = {value: number for number, value in enumerate(self.values)}
        more = [number_of.setdefault(value, len(number_of)) for value in chain.from_iterable(sets)]
        sizes = np.concatenate((np.diff(self.bounds), np.array([*map(len, sets)], dtype=np.int64)))
        numbers = np.concatenate((self.numbers, np.array(more, dtype=np.int32)))
        return PackedSets(tuple(number_of), numbers, _bounds(sizes))

    def with_values(self, values: Sequence[W]) -> "PackedSets[W]":
        """Give them with others in the place of the values; of those that are the same then, only the first."""
        number_of = {value: number for number, value in enumerate(dict.fromkeys(values))}
        numbers = np.array([number_of[value] for value in values], dtype=np.int32)[self.numbers]
        of_set = np.repeat(np.arange(len(self)), np.diff(self.bounds))
        is_first = np.zeros(len(numbers), dtype=np.bool_)
        is_first[np.unique(of_set * max(len(number_of), 1) + numbers, return_index=True)[1]] = True
        return PackedSets(tuple(number_of), numbers[is_first], _bounds(is_first)[self.bounds])

    def numbers_of(self, rows: NDArray[np.integer]) -> NDArray[np.int32]:
        """Give which values some of them have, one after the other."""
        return self.numbers[entries_of(np.diff(self.bounds), rows)]


def _bounds(sizes: NDArray[np.int64] | NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.append(0, np.cumsum(sizes)).astype(np.int64)
