"""Files that wait beside each other until the last one is there and it is known that all may be written.

A run that is killed before leaves them where they wait, and the next one clears
them away; each then gets into its place by one rename, so nobody ever finds a
part of a file.
"""

# There are tens of thousands of files, and half of what writing one takes is what a `Path` adds.
# ruff: noqa: PTH103, PTH105, PTH123

import errno
import os
import shutil
from pathlib import Path

from litatlas.files import replace_file

STAGING = ".litatlas/staging"
"""Where they wait, in the survey folder."""


class Staging:
    """The files of one run."""

    def __init__(self, root: Path) -> None:
        """Begin with none in a survey folder."""
        self._root, self._folder = str(root), f"{root}/{STAGING}"
        self._waiting: dict[str, str] = {}
        self._made: set[str] = set()
        # A run that was killed may have left some.
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def paths(self) -> list[str]:
        """The paths of all files, in order."""
        return sorted(self._waiting)

    def add(self, path: str, content: bytes) -> None:
        """Let a file wait that belongs at a path in the survey folder."""
        if not self._waiting:
            os.makedirs(self._folder)
        waiting = f"{self._folder}/{len(self._waiting)}"
        with open(waiting, "wb") as file:
            file.write(content)
        self._waiting[path] = waiting

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
        if self._waiting:
            shutil.rmtree(self._folder)
            above = Path(self._folder).parent
            if not any(above.iterdir()):
                above.rmdir()
