"""Knows the generated files that stand in a survey folder without reading them.

The manifest (`.litatlas/manifest.json`) lists each generated file with the
hash of what was written. In the cache (`.litatlas/cache/times`) stands what it
says once more, so that it need not be taken apart, and the sizes and times that
the files had when they were written or looked at: where they are the same, so
is the content. The cache may be deleted at any time; the files are read then.
"""

import hashlib
import os
import pickle
import time
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from contextlib import suppress
from functools import cached_property, partial
from io import FileIO
from pathlib import Path

from msgspec import Struct, field

from litatlas.incremental.pieces import OldFile
from litatlas.store.cache import CACHE
from litatlas.store.file_table import FileTable, Signature, signature
from litatlas.store.files import UNSETTLED, content_hash, replace_file
from litatlas.store.looking import Looked
from litatlas.store.manifest import MANIFEST, Manifest
from litatlas.store.parts import load_values
from litatlas.store.staging import StagingDepot

TIMES = f"{CACHE}/times"

TICK = 100_000_000
"""Nanoseconds, more than one tick of the clock of a file system that tells parts of a second."""

_UNKNOWN = (0, 0, 0)


class _Left(Struct, frozen=True):
    """How the last run left the generated files."""

    name: bytes = b""
    """Of its manifest: what is said of the files of another one is of other files."""

    hashes: str = ""
    """What that says of them, line by line."""

    files: FileTable = field(default_factory=FileTable)
    """Their signatures; of a file that may have changed since without showing it, one that none has."""

    folders: list[str] = field(default_factory=list)
    """Those within the owned ones in which they stand."""


class StandingFiles:
    """The files in the owned folders of a survey, as they were when they were first asked for."""

    def __init__(self, root: Path, folders: Iterable[str], files: Iterable[str]) -> None:
        """Look at some folders, and at single files."""
        self._root, self._to_look_at = root, Looked(root, tuple(folders), tuple(files))
        self._seen_at = self._put_at = time.time_ns()
        self.depot = StagingDepot.of(root)

    @cached_property
    def manifest(self) -> Manifest:
        """The manifest; raises ValueError where it cannot be read."""
        left = self._left
        if not left.name:
            return Manifest.read(self._manifest)
        return Manifest.of(self._manifest, left.files.paths, left.hashes.split("\n") if left.hashes else [])

    @cached_property
    def looked(self) -> FileTable:
        """How every file stands; what a killed run left is cleared away."""
        left, self._seen_at = self._left, time.time_ns()
        again = self._to_look_at.look_again(left.files, left.folders) if left.name else None
        return again or self._to_look_at.look()

    @cached_property
    def touched(self) -> AbstractSet[str]:
        """The paths of files that do not stand as the last run left them, or of which that is not known.

        Raises ValueError where the manifest cannot be read.
        """
        left, manifest = self._left.files, self.manifest
        touched = self.looked.differing(left)
        return touched if left.paths == manifest.paths else touched.union(manifest.paths)

    def has(self, path: str, sha256: str, /) -> bool:
        """Whether a file of ours stands there, untouched, with these bytes."""
        try:
            is_ours = self.manifest.hashes_of(path) == sha256
            return is_ours and (path not in self.touched or self.hash_of(path) == sha256)
        except ValueError:
            return False

    def hash_of(self, path: str) -> str:
        """Give the hash of the file that stands there, which is read only where its size and times do not tell.

        Empty where there is none. Raises ValueError where the manifest cannot be read.
        """
        if path not in self.touched:
            return self.manifest.hashes_of(path)
        if path in self.looked:
            with suppress(FileNotFoundError):
                return content_hash(self._root / path)
        return ""

    def old(self, path: str, sha256: str, /) -> OldFile | None:
        """Give a file with these bytes, where such a one stands there."""
        with suppress(OSError):
            return partial(FileIO, self._root / path) if self.has(path, sha256) else None
        return None

    def begin_putting(self) -> None:
        """Note that everything to be written waits, and that from now on it is put into its places."""
        self._put_at = time.time_ns()

    def keep(self, written: Iterable[str], manifest: Manifest) -> FileTable:
        """Note how the files stand; gives that of all generated ones.

        Arguments:
            written: Those of them that have just been written, by path.
            manifest: The new one, of all.
        """
        looked, rows = self.looked, dict[str, Signature]()
        # What stood there may be changed once more after it was looked at, within one tick of the clock.
        fresh = ((path, looked[path]) for path in self.touched if path in looked)
        unsettled = {path for path, (_, *times) in fresh if not _is_settled(max(times), self._seen_at)}
        for path in written:
            rows[path] = signature(os.stat(f"{self._root}/{path}"), strict=True)  # noqa: PTH116  # of tens of thousands
            # Written before anybody could find it in its place: who changed it since gave it a later time.
            is_settled = _is_settled(rows[path][1], self._put_at)
            (unsettled.discard if is_settled else unsettled.add)(path)
        standing = looked.with_rows(rows)
        if standing.paths != manifest.paths:
            standing = standing.without(set(standing.paths).difference(manifest.paths))
            unsettled |= set(manifest.paths).difference(standing.paths)
        told = standing.with_rows({path: _UNKNOWN for path in unsettled if path in manifest.rows})
        known = self._left.folders if told.paths == self._left.files.paths else []
        folders = known or self._to_look_at.inner_folders(told.paths)
        self._write(_Left(_name(manifest.content), "\n".join(manifest.hashes), told, folders))
        return standing

    def _write(self, now: _Left) -> None:
        is_same = now.name == self._left.name and not now.files.differing(self._left.files)
        if not is_same:
            replace_file(self._root / TIMES, pickle.dumps(now, pickle.HIGHEST_PROTOCOL))

    @cached_property
    def _manifest(self) -> bytes:
        with suppress(FileNotFoundError):
            return (self._root / MANIFEST).read_bytes()
        return b""

    @cached_property
    def _left(self) -> _Left:
        """What the last run noted of this manifest."""
        # Whatever is wrong with the file, it can be made anew.
        with suppress(Exception), (self._root / TIMES).open("rb") as stream:
            found = load_values(stream)
            if isinstance(found, _Left) and found.name == _name(self._manifest):
                return found
        return _Left()


def _name(manifest: bytes) -> bytes:
    return hashlib.sha256(manifest).digest()


def _is_settled(changed: int, later: int) -> bool:
    """Whether a file that changed at one time, and again after another, would show that by its time.

    Times of whole seconds may come from a disk that tells no less than two of them (FAT); where one has a part of a
    second, the clock of the file system ticks a hundred times in each, or more often.
    """
    return changed < later - (TICK if changed % 1_000_000_000 else UNSETTLED)
