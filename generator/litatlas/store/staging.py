"""Files that wait beside each other until the last one is there and it is known that all may be written.

Whoever makes a file may leave it there by itself (`StagingDepot`), in whatever
process of this machine. A run that is killed before leaves them where they
wait, and the next one clears them away; each then gets into its place by one
rename, so nobody ever finds a part of a file.
"""

# There are tens of thousands of files, and half of what writing one takes is what a `Path` adds.
# ruff: noqa: PTH103, PTH105

import errno
import hashlib
import os
import shutil
from functools import partial
from hashlib import blake2b
from io import FileIO
from pathlib import Path

from msgspec import Struct

from litatlas.incremental.pieces import OldFile, Pieces, blocks
from litatlas.incremental.unchanged import Made, Waiting, sha256
from litatlas.store.files import replace_file, write_bytes

STAGING = ".litatlas/staging"
"""Where they wait, in the survey folder."""


class StagingDepot(Struct, frozen=True):
    """Takes the files of one run from all processes of this machine."""

    folder: str

    @classmethod
    def of(cls, root: Path) -> "StagingDepot":
        """Give that of a survey folder."""
        return cls(f"{root}/{STAGING}")

    def leave(self, path: str, content: str | bytes | Pieces, /) -> Made:
        """Take a file that belongs at a path in the survey folder."""
        if not isinstance(content, str | bytes):
            return self._leave_large(path, content)
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        digest = sha256(data)
        return Made(Waiting(digest, self.store(path, data)), digest)

    def store(self, path: str, content: bytes) -> str:
        """Write a file; gives where it waits."""
        waiting = self._place(path)
        try:
            write_bytes(waiting, content)
        except FileNotFoundError:
            os.makedirs(self.folder, exist_ok=True)
            write_bytes(waiting, content)
        return waiting

    def _leave_large(self, path: str, pieces: Pieces) -> Made:
        waiting, digest = self._place(path), hashlib.sha256()
        os.makedirs(self.folder, exist_ok=True)
        with open(waiting, "wb") as file:  # noqa: PTH123
            for block in blocks(pieces):
                digest.update(block)
                file.write(block)
        return Made(Waiting(digest.hexdigest(), waiting), digest.hexdigest())

    def set_aside(self, path: str, pieces: Pieces, /) -> OldFile:
        """Write what a later call of this build reads, and nobody publishes; it goes when the build ends."""
        waiting = self._place(path)
        os.makedirs(self.folder, exist_ok=True)
        with open(waiting, "wb") as file:  # noqa: PTH123
            file.writelines(blocks(pieces))
        return partial(FileIO, waiting)

    def _place(self, path: str) -> str:
        # A name that follows from the path, which comes once: processes that know nothing of each other agree on it.
        return f"{self.folder}/{blake2b(path.encode('utf-8'), digest_size=16).hexdigest()}"


class Staging:
    """The files of one run."""

    def __init__(self, root: Path) -> None:
        """Begin with none in a survey folder."""
        self._root, self._folder = str(root), f"{root}/{STAGING}"
        self._depot = StagingDepot(self._folder)
        self._waiting: dict[str, str] = {}
        self._made: set[str] = set()
        # A run that was killed may have left some.
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def paths(self) -> list[str]:
        """The paths of all files, in order."""
        return sorted(self._waiting)

    def add(self, path: str, content: bytes | Waiting) -> None:
        """Let a file wait that belongs at a path in the survey folder, unless it does already."""
        self._waiting[path] = content.file if isinstance(content, Waiting) else self._depot.store(path, content)

    def put(self, path: str) -> None:
        """Put a file into its place."""
        place, waiting = f"{self._root}/{path}", self._waiting[path]
        folder = place.rpartition("/")[0]
        if folder not in self._made:
            os.makedirs(folder, exist_ok=True)
            self._made.add(folder)
        try:
            os.replace(waiting, place)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            # The folder is on another disk.
            replace_file(Path(place), Path(waiting).read_bytes())

    def clear(self) -> None:
        """Leave nothing behind but what is in its place."""
        if Path(self._folder).is_dir():
            # A process that was in the middle of a file when a build was given up may add to it still.
            shutil.rmtree(self._folder, ignore_errors=True)
            above = Path(self._folder).parent
            if not any(above.iterdir()):
                above.rmdir()
