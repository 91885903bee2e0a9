"""Files that are replaced as a whole, and what tells that one is as it was."""

import hashlib
from pathlib import Path

TEMPORARY = ".writing-"
"""How the names of files begin that wait to be put into their places."""

UNSETTLED = 2_000_000_000
"""Nanoseconds: a file changed so shortly before it was looked at may change again within the same tick of its clock."""


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old bytes or the new ones, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{TEMPORARY}{path.name}"[:200])
    temporary.write_bytes(content)
    temporary.replace(path)


def content_hash(file: Path) -> str:
    """Give the SHA-256 of a file's bytes, in hexadecimal digits."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
