"""How many files stand, as columns: tens of thousands of small values take longer to make than the files to look at."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress

import numpy as np
from numpy.typing import NDArray

Signature = tuple[int, ...]
"""Size of a file, and the times of its last changes in nanoseconds: the same ones mean the same content."""


def _no_numbers() -> NDArray[np.int64]:
    return np.zeros((0, 0), np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class FileTable:
    """Files by path, each with its signature."""

    paths: list[str] = field(default_factory=list)
    """In order, each once."""

    numbers: NDArray[np.int64] = field(default_factory=_no_numbers)
    """The signatures, one in a row."""

    @classmethod
    def of(cls, paths: Sequence[str], numbers: NDArray[np.int64]) -> "FileTable":
        """Put files in order; each has a row of numbers."""
        order = sorted(range(len(paths)), key=paths.__getitem__)
        return cls(list(map(paths.__getitem__, order)), numbers[order])

    @classmethod
    def of_rows(cls, rows: Mapping[str, Signature]) -> "FileTable":
        """Give the table of some signatures by path."""
        return cls().with_rows(rows)

    def __len__(self) -> int:
        return len(self.paths)

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self._place(path) is not None

    def __getitem__(self, path: str) -> list[int]:
        """Give the signature of a file; raises KeyError where it is none of these."""
        place = self._place(path)
        if place is None:
            raise KeyError(path)
        numbers: list[int] = self.numbers[place].tolist()
        return numbers

    def rows(self) -> Iterator[tuple[str, list[int]]]:
        """Give every path with its signature."""
        return zip(self.paths, self.numbers.tolist(), strict=True)

    def differing(self, other: "FileTable") -> set[str]:
        """Give the paths that only one of two tables has, and those that stand otherwise in the other one."""
        if self.paths == other.paths:
            differ = (self.numbers != other.numbers).any(axis=1).tolist() if self.paths else []
            return set(compress(self.paths, differ))
        alone = set(self.paths).symmetric_difference(other.paths)
        return alone | self.without(alone).differing(other.without(alone))

    def without(self, gone: Collection[str]) -> "FileTable":
        """Give all files but some."""
        staying = [path not in gone for path in self.paths]
        return FileTable(list(compress(self.paths, staying)), self.numbers[np.array(staying, np.bool_)])

    def with_rows(self, rows: Mapping[str, Signature]) -> "FileTable":
        """Give the table in which some files have these signatures, which may be new there."""
        if not rows:
            return self
        numbers = np.array(list(rows.values()), np.int64)
        places = [place for path in rows if (place := self._place(path)) is not None]
        if len(places) == len(rows):
            all_numbers = self.numbers.copy()
            all_numbers[places] = numbers
            return FileTable(self.paths, all_numbers)
        others = self.without(rows)
        kept = others.numbers.reshape(-1, numbers.shape[1])
        return FileTable.of([*others.paths, *rows], np.concatenate((kept, numbers)))

    def _place(self, path: str) -> int | None:
        place = bisect_left(self.paths, path)
        return place if place < len(self.paths) and self.paths[place] == path else None
