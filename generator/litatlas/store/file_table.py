"""How many files stand, as columns: tens of thousands of small values take longer to make than the files to look at."""

import os
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Signature = tuple[int, ...]
"""Size of a file, and the times of its last changes in nanoseconds: the same ones mean the same content."""

Signatures = dict[str, str]
"""Those of files as text, by path."""


def signature(status: os.stat_result, *, strict: bool = False) -> Signature:
    """Give the signature of a file; a strict one has the time of its status, too, which nobody can set."""
    times = (status.st_mtime_ns, status.st_ctime_ns) if strict else (status.st_mtime_ns,)
    return status.st_size, *times


def _no_numbers() -> NDArray[np.int64]:
    return np.zeros((0, 0), np.int64)


# No struct: it has a form of its own in a pickle.
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
        places = dict(zip(paths, range(len(paths)), strict=True))
        # To sort the places by their paths takes three times as long.
        ordered = sorted(paths)
        return cls(ordered, numbers[list(map(places.__getitem__, ordered))])

    def __getstate__(self) -> tuple[str, NDArray[np.int64]]:
        # One long text takes a sixth of the time of many short ones.
        return "\0".join(self.paths), self.numbers

    def __setstate__(self, state: tuple[str, NDArray[np.int64]]) -> None:
        paths, numbers = state
        object.__setattr__(self, "paths", paths.split("\0") if len(numbers) else [])
        object.__setattr__(self, "numbers", numbers)

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
            differ = np.flatnonzero((self.numbers != other.numbers).any(axis=1)) if self.paths else ()
            return {self.paths[row] for row in differ}
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
        new = sorted(path for path in rows if path not in self)
        width = len(next(iter(rows.values())))
        places = [bisect_left(self.paths, path) for path in new]
        numbers = np.insert(self.numbers.reshape(-1, width), np.array(places, np.intp), 0, axis=0)
        paths = sorted([*self.paths, *new]) if new else self.paths
        numbers[[bisect_left(paths, path) for path in rows]] = list(rows.values())
        return FileTable(paths, numbers)

    def below(self, folder: str) -> slice:
        """Give where the files below a folder stand."""
        # The slash is followed by the nought.
        return slice(bisect_left(self.paths, f"{folder}/"), bisect_left(self.paths, f"{folder}0"))

    def signatures(self) -> Signatures:
        """Give the signature of every file as text, by its path."""
        return {path: " ".join(map(str, row)) for path, row in self.rows()}

    def _place(self, path: str) -> int | None:
        place = bisect_left(self.paths, path)
        return place if place < len(self.paths) and self.paths[place] == path else None


def files_below(
    folder: str | os.PathLike[str], *, strict: bool = False, but: Collection[str] = frozenset()
) -> FileTable:
    """Say how every file below a folder stands, by its path there.

    Arguments:
        folder: Where to look; nothing where there is none.
        strict: Whether the time of the last change of a file's status counts, which nobody can set.
        but: Folders in it that are passed over, by path.
    """
    # Strings, not paths, and no recursion: a site of ten thousand papers has a hundred thousand files and folders.
    paths, numbers = list[str](), array("q")
    waiting = [("", os.fspath(folder))] if Path(folder).is_dir() else []
    while waiting:
        prefix, place = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir():
                    if f"{prefix}{entry.name}" not in but:
                        waiting.append((f"{prefix}{entry.name}/", entry.path))
                    continue
                numbers.extend(signature(entry.stat(), strict=strict))
                paths.append(prefix + entry.name)
    return FileTable.of(paths, np.array(numbers).reshape(-1, 3 if strict else 2))


def with_folder(known: FileTable, root: Path, folder: str) -> FileTable:
    """Give how the files below `root` stood; for those below one folder of it, how they stand now."""
    now = {f"{folder}/{path}": tuple(row) for path, row in files_below(root / folder).rows()}
    gone = set(known.paths[known.below(folder)]) - now.keys()
    return (known.without(gone) if gone else known).with_rows(now)
