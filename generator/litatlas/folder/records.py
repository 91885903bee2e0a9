"""The record files of a survey folder: which are read, and why others are not."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

RECORDS, NOTES = "records", "notes"
_JUNK = frozenset({"Thumbs.db", "desktop.ini"})


class RecordFolder(Struct, frozen=True):
    """What stands below records/, by path in the survey."""

    files: Mapping[str, bytes]
    unread: Mapping[str, str]
    """Why a file could not be read, or must not."""


def read_record_folder(root: Path) -> RecordFolder:
    """Read every file below records/; hidden and editors' files are passed over.

    A link that leads out of the survey is not followed: a survey that came
    from somebody else would publish what it leads to.
    """
    files: dict[str, bytes] = {}
    unread: dict[str, str] = {}

    def refuse(error: OSError) -> None:
        path = Path(str(error.filename)).relative_to(root).as_posix()
        unread[path] = f"it cannot be read ({error.strerror})"

    for file in _candidates(root, refuse):
        path = file.relative_to(root).as_posix()
        if file.is_symlink() and (why := _fault_of_link(file, root)):
            unread[path] = why
        elif not file.is_file():
            unread[path] = "it is no regular file"
        else:
            try:
                files[path] = file.read_bytes()
            except OSError as error:
                refuse(error)
    return RecordFolder(dict(sorted(files.items())), dict(sorted(unread.items())))


def _candidates(root: Path, refuse: Callable[[OSError], None]) -> Iterator[Path]:
    for place, folders, names in os.walk(root / RECORDS, onerror=refuse):
        folders[:] = [name for name in folders if not _passed_over(name)]
        links = [name for name in folders if Path(place, name).is_symlink()]
        yield from (Path(place, name) for name in [*names, *links] if not _passed_over(name))


def _passed_over(name: str) -> bool:
    return name in _JUNK or name.startswith((".", "~")) or name.endswith("~")


def _fault_of_link(link: Path, root: Path) -> str:
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):  # a loop of links is a RuntimeError before Python 3.13
        return "it is a link that leads nowhere"
    if not target.is_relative_to(root.resolve()):
        return "it is a link that leads out of the survey"
    return "" if target.is_file() else "it is a link to a folder"
