"""Writes zip archives whose bytes depend on nothing but what is in them.

Names come in the order given, dates are one fixed moment, permissions are
those of a plain file. What remains is the compression: another zlib may give
other bytes, though never another content.
"""

import os
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import IO

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip archive can name."""

_PACKED = (".woff2", ".woff", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".gz", ".zip", ".epub", ".pdf", ".mp4")
"""Ends of names whose content does not get smaller."""

_PLAIN_FILE = 0o100644


def write_zip(file: IO[bytes], entries: Iterable[tuple[str, bytes]], stored: Iterable[str] = ()) -> None:
    """Write an archive, one entry after the other.

    Arguments:
        file: Where to write; need not be seekable.
        entries: Path with forward slashes, and content.
        stored: Paths that must not be compressed (the `mimetype` of an EPUB).
    """
    plain = frozenset(stored)
    moment = zip_moment()
    with zipfile.ZipFile(file, "w") as archive:
        for path, content in entries:
            entry = zipfile.ZipInfo(path, moment)
            entry.create_system = 3  # Unix, on any machine: the permissions below are its
            entry.external_attr = _PLAIN_FILE << 16
            packed = path in plain or path.lower().endswith(_PACKED)
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def zip_moment() -> tuple[int, int, int, int, int, int]:
    """Give the date of every entry: that of SOURCE_DATE_EPOCH (reproducible-builds.org), else the earliest one."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return EARLIEST
    told = datetime.fromtimestamp(int(epoch), UTC)
    return max(EARLIEST, (told.year, told.month, told.day, told.hour, told.minute, told.second))
