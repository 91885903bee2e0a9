"""What stands in a survey folder already, and need not be made or written again; and where waits what was made."""

import hashlib
from collections.abc import Sequence
from functools import partial
from io import BytesIO
from typing import NamedTuple, Protocol

from msgspec import Struct

from litatlas.incremental.pieces import OldFile, Pieces, blocks
from litatlas.workers import Workers


class Unchanged(Struct, frozen=True):
    """Stands for the content of a file that is as it should be."""

    sha256: str
    """Of its bytes, in hexadecimal digits."""


class AllUnchanged(Struct, frozen=True):
    """Stands for many files that are as they should be."""

    paths: Sequence[str]


class Waiting(NamedTuple):
    """Stands for the content of a file that was made, and waits to be put into its place."""

    sha256: str
    """Of its bytes, in hexadecimal digits."""

    file: str
    """Where it waits."""


Content = str | bytes | Unchanged | Waiting
"""What to write: text, the same in UTF-8 where it may be large, or that the file is there already."""

File = tuple[str, Content] | AllUnchanged
"""A file to write, by its path in the survey folder; or many that are there already."""


class Made(NamedTuple):
    """A file."""

    content: Content
    sha256: str
    """Of its bytes, in hexadecimal digits; known even where nobody made them."""


class Depot(Protocol):
    """Where files wait until the last one is made.

    It is a value that travels to other processes, so that whoever makes a file
    leaves it there and hands on nothing but its hash.
    """

    def leave(self, path: str, content: str | bytes | Pieces, /) -> Made:
        """Take a file that belongs at a path in the survey folder; each path once."""

    def set_aside(self, path: str, pieces: Pieces, /) -> OldFile:
        """Keep what a later call of this build reads, and nobody publishes; the path differs from those of files."""


class _InHand:
    """Takes nothing: who makes a file hands it on."""

    def leave(self, _path: str, content: str | bytes | Pieces, /) -> Made:
        """Give the file back."""
        content = content if isinstance(content, str | bytes) else b"".join(map(bytes, blocks(content)))
        return Made(content, sha256(content))

    def set_aside(self, _path: str, pieces: Pieces, /) -> OldFile:
        """Hold it."""
        return partial(BytesIO, b"".join(map(bytes, blocks(pieces))))


IN_HAND: Depot = _InHand()


class Standing(Protocol):
    """What stands in the survey folder."""

    def has(self, path: str, sha256: str, /) -> bool:
        """Whether a file of ours stands there, untouched, with these bytes."""

    def old(self, path: str, sha256: str, /) -> OldFile | None:
        """Give a file with these bytes, where such a one stands there."""


class Folder(Standing, Protocol):
    """The survey folder."""

    @property
    def depot(self) -> Depot:
        """Where what is to stand there waits."""


def depot_for(workers: Workers, folder: Folder) -> Depot:
    """Give the depot of a folder, where these workers reach it."""
    return folder.depot if workers.near else IN_HAND


class _Empty:
    """An empty folder."""

    depot = IN_HAND

    def has(self, _path: str, _sha256: str, /) -> bool:
        """Say no."""
        return False

    def old(self, _path: str, _sha256: str, /) -> OldFile | None:
        """Give nothing."""
        return None


EMPTY: Folder = _Empty()


def sha256(content: str | bytes) -> str:
    """Give the hash of a file's content, in hexadecimal digits."""
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode("utf-8")).hexdigest()
