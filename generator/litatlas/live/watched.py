"""Which files of a survey were changed since they were last looked at."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from litatlas.folder.records import NOTES, RECORDS
from litatlas.mkdocs_plugin import handwritten_folders
from litatlas.pages.paths import DOCS
from litatlas.store.writing import OWNED_FILES

Signature = tuple[int, int, int]
"""Time of change, size and number of a file: another content has another one."""


class Watched:
    """The files of a survey that can be previewed: records, notes and hand-written pages."""

    def __init__(self, root: Path) -> None:
        """Remember how they are now."""
        self._root = root
        self._known = dict(self._signatures())

    def changed(self) -> list[str]:
        """Give the paths of files that were changed, added or taken away since the last time."""
        before, self._known = self._known, dict(self._signatures())
        paths = before.keys() | self._known.keys()
        return sorted(path for path in paths if before.get(path) != self._known.get(path))

    def _signatures(self) -> Iterator[tuple[str, Signature]]:
        folders = [self._root / RECORDS, self._root / NOTES]
        docs = self._root / DOCS
        if docs.is_dir():
            folders += handwritten_folders(self._root, docs)
            files = (file.name for file in docs.iterdir() if file.is_file())
            yield from self._of(docs, [name for name in files if f"{DOCS}/{name}" not in OWNED_FILES])
        for folder in folders:
            for place, _, names in os.walk(folder):
                yield from self._of(Path(place), names)

    def _of(self, folder: Path, names: list[str]) -> Iterator[tuple[str, Signature]]:
        prefix = folder.relative_to(self._root).as_posix()
        for name in names:
            # A file may go between two looks.
            with suppress(OSError):
                status = (folder / name).stat()
                yield f"{prefix}/{name}", (status.st_mtime_ns, status.st_size, status.st_ino)
