"""Long feeds cut into documents as RFC 5005 says: a newest one to subscribe to, and archives that stay as they are.

Archives are counted from the oldest, so a new entry moves no old one to
another document. All documents are also chained as pages, newest first.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.exports.plan import ENTRIES

ROOM = 400_000
"""Bytes of entries after which an archive is closed though it has fewer than `ENTRIES`: two make up the newest
document, which stays below a megabyte."""


class Document(Struct, frozen=True):
    """One document of a feed."""

    path: str
    """Below docs/."""

    first: int
    """The oldest of its entries ..."""

    end: int
    """... and the one after its newest, in the order of adding."""

    archive: bool
    links: tuple[tuple[str, str], ...]
    """(relation, path) of the other documents."""


def cut(sizes: NDArray[np.int64], path: Callable[[int], str]) -> Iterator[Document]:
    """Give the documents of a feed, the newest first.

    Arguments:
        sizes: Bytes of each entry, the oldest first.
        path: The path of an archive by its number, the oldest being 1; that of the newest document for 0.
    """
    spans = _spans(sizes)
    archives, newest = spans[:-2], spans[-2:]
    start = newest[0][0] if newest else 0
    paths = [*(path(number) for number in range(1, len(archives) + 1)), path(0)]
    for at, (first, end) in reversed([*enumerate(archives), (len(archives), (start, len(sizes)))]):
        yield Document(paths[at], first, end, at < len(archives), tuple(_links(paths, at)))


def _links(paths: Sequence[str], at: int) -> Iterator[tuple[str, str]]:
    if len(paths) == 1:
        return
    newest = len(paths) - 1
    yield "first", paths[newest]
    if at < newest:
        yield "previous", paths[at + 1]
    if at:
        yield "next", paths[at - 1]
    yield "last", paths[0]
    if at < newest:
        yield "current", paths[newest]
    if at:
        yield "prev-archive", paths[at - 1]
    if at + 1 < newest:
        yield "next-archive", paths[at + 1]


def _spans(sizes: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Cut the entries into stretches of bounded number and size, the oldest first."""
    spans: list[tuple[int, int]] = []
    ends, end = np.cumsum(sizes), 0
    while (first := end) < len(sizes):
        full = int(np.searchsorted(ends, ends[first] - sizes[first] + ROOM, side="right"))
        end = max(first + 1, min(full, first + ENTRIES, len(sizes)))
        spans.append((first, end))
    return spans
