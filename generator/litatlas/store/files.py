"""Files that are replaced as a whole, and what tells that one is as it was."""

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

TEMPORARY = ".writing-"
"""How the names of files begin that wait to be put into their places."""

UNSETTLED = 2_000_000_000
"""Nanoseconds: a file changed so shortly before it was looked at may change again within the same tick of its clock."""

Signatures = dict[str, str]
"""Size and times of files, by path: the same ones mean the same content."""


def write_bytes(file: str, content: bytes, how: int = os.O_TRUNC) -> None:
    """Write a file; `how` are further flags of `os.open`."""
    # Of tens of thousands: what `open` adds is as much as the file takes.
    number = os.open(file, os.O_WRONLY | os.O_CREAT | how | getattr(os, "O_BINARY", 0), 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(number, left) :]
    finally:
        os.close(number)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old bytes or the new ones, never a part."""
    with replacing(path) as file:
        file.write(content)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a file to be written, which takes its place when all of it is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{TEMPORARY}{path.name}"[:200])
    with temporary.open("wb") as file:
        yield file
    temporary.replace(path)


def content_hash(file: Path) -> str:
    """Give the SHA-256 of a file's bytes, in hexadecimal digits."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def signature_of(status: os.stat_result) -> str:
    """Give size and time of the last change of a file: the same ones mean the same content."""
    return f"{status.st_size} {status.st_mtime_ns}"


def signatures(
    folder: str | os.PathLike[str], *, strict: bool = False, but: Collection[str] = frozenset()
) -> Signatures:
    """Give the signature of every file below a folder, by its path there.

    Arguments:
        folder: Where to look; nothing where there is none.
        strict: Whether the time of the last change of a file's status counts, which nobody can set.
        but: Folders in it that are passed over, by path.
    """
    # Strings, not paths, and no recursion: a site of ten thousand papers has a hundred thousand files and folders.
    found: Signatures = {}
    waiting = [("", os.fspath(folder))] if Path(folder).is_dir() else []
    while waiting:
        prefix, place = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir():
                    if f"{prefix}{entry.name}" not in but:
                        waiting.append((f"{prefix}{entry.name}/", entry.path))
                    continue
                signature = signature_of(status := entry.stat())
                found[prefix + entry.name] = f"{signature} {status.st_ctime_ns}" if strict else signature
    return found


def with_folder(known: Mapping[str, str], root: Path, folder: str) -> Signatures:
    """Give known signatures of the files below `root`; of those below one folder of it, as they are now."""
    below = f"{folder}/"
    apart = {path: signature for path, signature in known.items() if not path.startswith(below)}
    return apart | {f"{below}{path}": signature for path, signature in signatures(root / folder).items()}
