"""What large files are put together from: new bytes, and stretches of files that stand there, which nobody holds."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from typing import Protocol

from msgspec import Struct

BLOCK = 1 << 18
"""Bytes that are held at once of a file that is being put together: they stay near the processor."""


class Opened(Protocol):
    """A file that is open to be read; `io` has such."""

    def seek(self, place: int, /) -> int:
        """Go to one of its bytes."""

    def readinto(self, room: memoryview, /) -> int | None:
        """Read bytes from there on; gives how many there were."""

    def read(self) -> bytes | None:
        """Give all that comes."""

    def close(self) -> None:
        """Read no more of it."""


OldFile = Callable[[], Opened]
"""A file that stands there: opens it."""


class Stretch(Struct):
    """The bytes of an old file from one to the one before another."""

    file: OldFile
    start: int
    end: int

    def __len__(self) -> int:
        """Give how many they are."""
        return self.end - self.start


class Later(Struct):
    """New bytes that are unpacked when they are written."""

    size: int
    read: Callable[[], bytes]
    """Gives them; asked again where a block ends among them."""

    def __len__(self) -> int:
        """Give how many they are."""
        return self.size


Piece = bytes | Stretch | Later
Pieces = Sequence[Piece]
"""What a large file holds, one after the other: it is never put together in memory."""


def blocks(pieces: Pieces) -> Iterator[memoryview]:
    """Give the bytes of pieces in blocks; each is to be used before the next is asked for, which takes its room.

    Raises:
        OSError: When an old file has become shorter than it was.
    """
    block, filled = memoryview(bytearray(BLOCK)), 0
    with ExitStack() as open_files:
        reading = _Reading(open_files)
        for piece in pieces:
            done, size = 0, len(piece)
            while done < size:
                if filled == BLOCK:
                    yield block
                    filled = 0
                taken = reading.read(piece, done, block[filled : filled + size - done])
                done, filled = done + taken, filled + taken
        yield block[:filled]


def cut(file: OldFile, sizes: Iterable[int]) -> Iterator[bytearray]:
    """Give the bytes of a file in stretches of these sizes, one behind the other; it is open meanwhile.

    Raises:
        OSError: When the file is shorter than they are together.
    """
    with closing(file()) as opened:
        for size in sizes:
            stretch, done = bytearray(size), 0
            while done < size:
                taken = opened.readinto(memoryview(stretch)[done:])
                if not taken:
                    raise OSError(_SHORTER)
                done += taken
            yield stretch


_SHORTER = "a file became shorter while it was read"


class _Reading:
    """Reads pieces, and opens each old file once."""

    def __init__(self, open_files: ExitStack) -> None:
        self._open_files, self._opened = open_files, dict[OldFile, Opened]()

    def read(self, piece: Piece, place: int, room: memoryview) -> int:
        """Read bytes of a piece from one of them on; gives how many there was room for."""
        if not isinstance(piece, Stretch):
            new = piece if isinstance(piece, bytes) else piece.read()
            room[:] = new[place : place + len(room)]
            return len(room)
        file = self._opened.get(piece.file)
        if file is None:
            file = self._opened[piece.file] = self._open_files.enter_context(closing(piece.file()))
        file.seek(piece.start + place)
        taken = file.readinto(room)
        if not taken:
            raise OSError(_SHORTER)
        return taken
