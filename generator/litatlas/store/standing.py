"""Knows the generated files that stand in a survey folder without reading them.

The manifest (`.litatlas/manifest.json`) lists each generated file with the
hash of what was written. Beside it, in the cache, stand the sizes and times
that the files had when they were written or looked at (`.litatlas/cache/times`),
three numbers a file in the manifest's order: where they are the same, so is
the content. The cache may be deleted at any time; the files are read then.
"""

import hashlib
import json
import os
import time
from array import array
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from functools import cached_property
from itertools import chain
from pathlib import Path

from litatlas.store.cache import CACHE
from litatlas.store.files import TEMPORARY, UNSETTLED, content_hash, replace_file
from litatlas.store.staging import STAGING, StagingDepot

MANIFEST = ".litatlas/manifest.json"
TIMES = f"{CACHE}/times"

Hashes = dict[str, tuple[str, ...]]
"""The hashes that a generated file may have, by path: one, or two while a run is under way."""

Signature = tuple[int, int, int]
"""Size of a file, and the times of its last changes."""

StandingSignatures = Mapping[str, Signature]
"""How files stand, by path in the survey folder."""

TICK = 100_000_000
"""Nanoseconds, more than one tick of the clock of a file system that tells parts of a second."""

_UNKNOWN = (0, 0, 0)


class StandingFiles:
    """The files in the owned folders of a survey, as they were when they were first asked for."""

    def __init__(self, root: Path, folders: Iterable[str], files: Iterable[str]) -> None:
        """Look at some folders, and at single files."""
        self._root, self._folders, self._files = root, tuple(folders), tuple(files)
        self._seen_at = self._put_at = time.time_ns()
        self.depot = StagingDepot.of(root)

    @cached_property
    def manifest(self) -> bytes:
        """The manifest's content; empty where there is none."""
        with suppress(FileNotFoundError):
            return (self._root / MANIFEST).read_bytes()
        return b""

    @cached_property
    def hashes(self) -> Hashes:
        """What the manifest says; raises ValueError where it cannot be read."""
        return {path: tuple(hashes) for path, hashes in json.loads(self.manifest or b"{}").items()}

    @cached_property
    def signatures(self) -> Mapping[str, Signature]:
        """The signature of every file that stands there, by path; what a killed run left is cleared away."""
        self._seen_at = time.time_ns()
        found: dict[str, Signature] = {}
        for folder in self._folders:
            _look_into(str(self._root / folder), f"{folder}/", found)
        for path in self._files:
            with suppress(OSError):
                found[path] = _signature((self._root / path).stat())
        return found

    def has(self, path: str, sha256: str, /) -> bool:
        """Whether a file of ours stands there, untouched, with these bytes."""
        with suppress(ValueError):
            return self._as_left.get(path) == sha256 or (
                self.hashes.get(path) == (sha256,) and self.hash_of(path) == sha256
            )
        return False

    def hash_of(self, path: str) -> str:
        """Give the hash of the file that stands there, which is read only where its size and times do not tell.

        Empty where there is none. Raises ValueError where the manifest cannot be read.
        """
        if path in self._as_left or path not in self.signatures:
            return self._as_left.get(path, "")
        with suppress(FileNotFoundError):
            return content_hash(self._root / path)
        return ""

    def content(self, path: str, sha256: str, /) -> bytes | None:
        """Give these bytes, where such a file stands there."""
        with suppress(OSError):
            return (self._root / path).read_bytes() if self.has(path, sha256) else None
        return None

    def begin_putting(self) -> None:
        """Note that everything to be written waits, and that from now on it is put into its places."""
        self._put_at = time.time_ns()

    def keep(self, paths: AbstractSet[str], written: Iterable[str], manifest: bytes) -> StandingSignatures:
        """Note the signatures of files; gives those of all generated ones.

        Arguments:
            paths: Of all generated files.
            written: Those of them that have just been written.
            manifest: The content of the new manifest.
        """
        standing, known = {**self.signatures}, self._known
        for path in standing.keys() - paths:
            del standing[path]
        fresh = {path: signature for path, signature in standing.items() if known.get(path) != signature}
        # What stood there may be changed once more after it was looked at, within one tick of the clock.
        unsettled = {path for path, (_, *times) in fresh.items() if not _is_settled(max(times), self._seen_at)}
        for path in written:
            standing[path] = _signature(os.stat(f"{self._root}/{path}"))  # noqa: PTH116  # of tens of thousands
            # Written before anybody could find it in its place: who changed it since gave it a later time.
            is_settled = _is_settled(standing[path][1], self._put_at)
            (unsettled.discard if is_settled else unsettled.add)(path)
        told = {**standing, **dict.fromkeys(unsettled, _UNKNOWN)}
        numbers = array("q", chain.from_iterable(told.get(path, _UNKNOWN) for path in sorted(paths)))
        content = _name(manifest) + numbers.tobytes()
        file = self._root / TIMES
        if not file.is_file() or file.read_bytes() != content:
            replace_file(file, content)
        return standing

    @cached_property
    def _as_left(self) -> Mapping[str, str]:
        """The hashes of the files that stand there as the last run left them."""
        known, hashes = self._known, self.hashes
        return {
            path: hashes[path][0]
            for path, signature in self.signatures.items()
            if known.get(path) == signature and len(hashes[path]) == 1
        }

    @cached_property
    def _known(self) -> Mapping[str, Signature]:
        """The signatures of the last run."""
        with suppress(OSError, ValueError):
            content = (self._root / TIMES).read_bytes()
            name = _name(self.manifest)
            numbers = array("q", content[len(name) :])
            if content.startswith(name) and len(numbers) == 3 * len(self.hashes):
                values = iter(numbers)
                return dict(zip(sorted(self.hashes), zip(values, values, values, strict=True), strict=True))
        return {}


def _name(manifest: bytes) -> bytes:
    """Give what a manifest's times begin with: those of another manifest are of other files."""
    return hashlib.sha256(manifest).digest()


def _signature(status: os.stat_result) -> Signature:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _is_settled(changed: int, later: int) -> bool:
    """Whether a file that changed at one time, and again after another, would show that by its time.

    Times of whole seconds may come from a disk that tells no less than two of them (FAT); where one has a part of a
    second, the clock of the file system ticks a hundred times in each, or more often.
    """
    return changed < later - (TICK if changed % 1_000_000_000 else UNSETTLED)


def _look_into(folder: str, prefix: str, found: dict[str, Signature]) -> None:
    """Find every file below a folder; the caches, the manifest and what waits to be written are none."""
    # Of a hundred thousand files: strings, not paths, and nothing for each but one look.
    try:
        entries = os.scandir(folder)
    except FileNotFoundError:
        return
    with entries:
        for entry in entries:
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                if path not in (CACHE, STAGING):
                    _look_into(entry.path, f"{path}/", found)
            elif entry.name.startswith(TEMPORARY):
                Path(entry.path).unlink()
            elif path != MANIFEST:
                try:
                    found[path] = _signature(entry.stat())
                except FileNotFoundError:
                    continue
