"""Files that are replaced as a whole, and what tells that one is as it was."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

TEMPORARY = ".writing-"
"""How the names of files begin that wait to be put into their places."""

UNSETTLED = 2_000_000_000
"""Nanoseconds: a file changed so shortly before it was looked at may change again within the same tick of its clock."""


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
