"""Looks at how the files below some folders of a survey stand, at each once; what a killed run left is cleared away.

Which files stood there is known of most: then no folder is looked through. Where each of them is there still, and the
folders hold as many names as that makes, there are no others.
"""

import contextlib
import os
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import attrgetter
from pathlib import Path

import numpy as np
from msgspec import Struct

from litatlas.store.cache import CACHE
from litatlas.store.file_table import FileTable, Signature, signature
from litatlas.store.files import TEMPORARY
from litatlas.store.manifest import MANIFEST
from litatlas.store.staging import STAGING

_PASSED = (CACHE, STAGING, MANIFEST)
"""What is no generated file: the caches, what waits to be written, the list of all."""

_strict = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns")
"""Gives the strict `signature` of a file, of which one is asked for tens of thousands of times."""


class Looked(Struct, frozen=True):
    """The folders and single files to look at."""

    root: Path
    """The survey folder; the paths of the others begin there."""

    folders: Sequence[str]
    files: Sequence[str]

    def look(self) -> FileTable:
        """Say how every file stands."""
        paths, numbers = list[str](), array("q")
        for folder in self.folders:
            _look_into(str(self.root / folder), f"{folder}/", paths, numbers)
        for path, row in self._single(self.files).items():
            paths.append(path)
            numbers.extend(row)
        return FileTable.of(paths, np.array(numbers).reshape(-1, 3))

    def look_again(self, known: FileTable, inner: Iterable[str]) -> FileTable | None:
        """Say how every file stands; None where others than the known ones stand in the folders.

        Arguments:
            known: How those stood that were there.
            inner: The folders in which they did, as `inner_folders` gives them.
        """
        inner, new = list(inner), [path for path in self.files if path not in known]
        in_folders = len(known) - (len(self.files) - len(new))
        try:
            with contextlib.chdir(self.root):
                names = sum(map(_names_in, (*self.folders, *inner))) - sum(map(os.path.lexists, _PASSED))
                if names != in_folders + len(inner):
                    return None
                # In no loop of ours: a fifth of what a look takes would be spent there.
                looks = chain.from_iterable(map(_strict, map(os.stat, known.paths)))
                now = FileTable(known.paths, np.fromiter(looks, np.int64).reshape(-1, 3))
                if any(map(os.path.isdir, now.differing(known))):
                    return None
        except OSError:
            return None
        return now.with_rows(self._single(new))

    def inner_folders(self, paths: Iterable[str]) -> list[str]:
        """Give the folders within the ones to look at in which files stand, themselves or in others, in order."""
        found = {path.rpartition("/")[0] for path in paths}
        for folder in tuple(found):
            above = folder.rpartition("/")[0]
            while above and above not in found:
                found.add(above)
                above = above.rpartition("/")[0]
        return sorted(folder for folder in found if folder.startswith(tuple(f"{each}/" for each in self.folders)))

    def _single(self, paths: Iterable[str]) -> dict[str, Signature]:
        rows = dict[str, Signature]()
        for path in paths:
            with contextlib.suppress(OSError):
                rows[path] = signature(os.stat(f"{self.root}/{path}"), strict=True)  # noqa: PTH116
        return rows


def _names_in(folder: str) -> int:
    try:
        return len(os.listdir(folder))  # noqa: PTH208
    except FileNotFoundError:
        return 0


def _look_into(folder: str, prefix: str, paths: list[str], numbers: "array[int]") -> None:
    # Of a hundred thousand files: strings, not paths, and nothing for each but one look.
    try:
        entries = os.scandir(folder)
    except FileNotFoundError:
        return
    with entries:
        for entry in entries:
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                if path not in _PASSED:
                    _look_into(entry.path, f"{path}/", paths, numbers)
            elif entry.name.startswith(TEMPORARY):
                Path(entry.path).unlink()
            elif path != MANIFEST:
                try:
                    status = entry.stat()
                except FileNotFoundError:
                    continue
                paths.append(path)
                numbers.extend((status.st_size, status.st_mtime_ns, status.st_ctime_ns))
