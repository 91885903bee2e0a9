"""Writes zip archives whose bytes depend on nothing but what is in them.

Names come in the order given, dates are one fixed moment, permissions are
those of a plain file. What remains is the compression: another zlib may give
other bytes, though never another content.

A file is packed once (`pack`, in any process) and can be copied from archive to
archive as it is, which `zipfile` cannot do; so the few records around the
packed data are written here, after PKWARE's APPNOTE 6.3.9. Archives of more
than 65,535 files or 4 GB follow ZIP64 (4.5.3), which every system's own program
has read since about 2010.
"""

import os
import struct
import zlib
from datetime import UTC, datetime
from typing import IO, NamedTuple

from msgspec import Struct

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip archive can name."""

_INCOMPRESSIBLE = (".woff2", ".woff", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".gz", ".zip", ".epub", ".pdf", ".mp4")
"""Ends of names whose content does not get smaller."""

_ELSEWHERE, _ELSEWHERE_TOO = 0xFFFF_FFFF, 0xFFFF
"""What stands for a number of four or two bytes that is told by ZIP64."""

MOST, MOST_FILES = _ELSEWHERE, _ELSEWHERE_TOO
"""From so large a size or offset on, and from so many files on, numbers are told by ZIP64."""

_AT_ONCE = 1 << 20
"""Bytes that are copied at once."""

_DEFLATED, _STORED = 8, 0
_UTF_8 = 1 << 11
_PLAIN, _ZIP64 = 20, 45
"""Versions of the format that a reader must know."""

_UNIX, _PLAIN_FILE = 3, 0o100644 << 16
"""Permissions as on Unix, on any machine."""

_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_CENTRAL = struct.Struct("<4sHHHHHHLLLHHHHHLL")
_END = struct.Struct("<4sHHHHLLH")
_END_64 = struct.Struct("<4sQHHLLQQQQ")
_LOCATOR = struct.Struct("<4sLQL")


class Packed(NamedTuple):
    """What an archive says of the data of a file."""

    crc: int
    size: int
    """In bytes, before it was packed."""

    length: int
    """In bytes, as it lies in the archive."""

    method: int


class Place(Struct, frozen=True):
    """Where packed data lies in another archive."""

    archive: IO[bytes]
    offset: int


def pack(path: str, content: bytes, *, stored: bool = False) -> tuple[Packed, bytes]:
    """Compress a file, where that makes it smaller by the end of its name; gives what to say of it, and the data."""
    crc, size = zlib.crc32(content), len(content)
    if stored or path.lower().endswith(_INCOMPRESSIBLE):
        return Packed(crc, size, size, _STORED), content
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    data = packer.compress(content) + packer.flush()
    return Packed(crc, size, len(data), _DEFLATED), data


class ZipWriter:
    """An archive in the making; `close` writes its directory."""

    def __init__(self, file: IO[bytes]) -> None:
        """Write to a file from where it stands, which is where the archive begins; it need not be seekable."""
        self._file = file
        self._time, self._date = _dos_moment(zip_moment())
        self._directory = bytearray()
        self._files = 0
        self._at = 0

    def add(self, path: str, packed: Packed, data: bytes | Place) -> int:
        """Add a file.

        Arguments:
            path: With forward slashes.
            packed: What `pack` gave.
            data: The packed data, or where it lies.

        Returns:
            Where the data lies in this archive.
        """
        name, start = path.encode("utf-8"), self._at
        flags = 0 if path.isascii() else _UTF_8
        crc, size, length, method = packed
        large = max(size, length) >= MOST
        sizes = (_ELSEWHERE, _ELSEWHERE) if large else (length, size)
        extra = _extra(size, length) if large else b""
        version = _ZIP64 if large else _PLAIN
        common = (flags, method, self._time, self._date, crc, *sizes, len(name))
        self._write(_LOCAL.pack(b"PK\3\4", version, *common, len(extra)) + name + extra)
        offset = self._at
        if isinstance(data, bytes):
            self._write(data)
        else:
            self._copy(data, length)
        far = start >= MOST
        extra = _extra(*((size, length) if large else ()), *((start,) if far else ()))
        version = _ZIP64 if extra else _PLAIN
        made_by = _UNIX << 8 | version
        begin = _ELSEWHERE if far else start
        self._directory += _CENTRAL.pack(b"PK\1\2", made_by, version, *common, len(extra), 0, 0, 0, _PLAIN_FILE, begin)
        self._directory += name + extra
        self._files += 1
        return offset

    def close(self) -> None:
        """Write the directory."""
        start, size = self._at, len(self._directory)
        self._write(bytes(self._directory))
        files, place = (self._files, self._files), (size, start)
        if self._files >= MOST_FILES or max(start, size) >= MOST:
            end = self._at
            record = _END_64.pack(b"PK\6\6", _END_64.size - 12, _ZIP64, _ZIP64, 0, 0, *files, *place)
            self._write(record + _LOCATOR.pack(b"PK\6\7", 0, end, 1))
            files, place = (_ELSEWHERE_TOO, _ELSEWHERE_TOO), (_ELSEWHERE, _ELSEWHERE)
        self._write(_END.pack(b"PK\5\6", 0, 0, *files, *place, 0))

    def _write(self, content: bytes) -> None:
        self._file.write(content)
        self._at += len(content)

    def _copy(self, place: Place, length: int) -> None:
        place.archive.seek(place.offset)
        for start in range(0, length, _AT_ONCE):
            self._write(place.archive.read(min(_AT_ONCE, length - start)))


def zip_moment() -> tuple[int, int, int, int, int, int]:
    """Give the date of every entry: that of SOURCE_DATE_EPOCH (reproducible-builds.org), else the earliest one."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return EARLIEST
    told = datetime.fromtimestamp(int(epoch), UTC)
    return max(EARLIEST, (told.year, told.month, told.day, told.hour, told.minute, told.second))


def _dos_moment(moment: tuple[int, int, int, int, int, int]) -> tuple[int, int]:
    """Give time and date as MS-DOS writes them: seconds by twos, years since 1980."""
    year, month, day, hour, minute, second = moment
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _extra(*numbers: int) -> bytes:
    """Give the extra field of ZIP64 with some numbers; nothing without any."""
    return struct.pack(f"<HH{len(numbers)}Q", 1, 8 * len(numbers), *numbers) if numbers else b""
