"""What stands in a survey folder already, and need not be made or written again."""

import hashlib
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Stands for the content of a file that is as it should be."""

    sha256: str
    """Of its bytes, in hexadecimal digits."""


class Standing(Protocol):
    """What stands in the survey folder."""

    def has(self, path: str, sha256: str, /) -> bool:
        """Whether a file of ours stands there, untouched, with these bytes."""

    def content(self, path: str, sha256: str, /) -> bytes | None:
        """Give these bytes, where such a file stands there."""


class _Empty:
    """An empty folder."""

    def has(self, _path: str, _sha256: str, /) -> bool:
        """Say no."""
        return False

    def content(self, _path: str, _sha256: str, /) -> bytes | None:
        """Give nothing."""
        return None


EMPTY: Standing = _Empty()


def sha256(content: str | bytes) -> str:
    """Give the hash of a file's content, in hexadecimal digits."""
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode("utf-8")).hexdigest()
