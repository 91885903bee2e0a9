"""Packs the files of a site for its archive: links that name files, compressed; in as many processes as there are."""

import hashlib
import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.offline.zipping import Packed, pack
from litatlas.offline_links import OfflineLinks

Asked = NDArray[np.uint32]
"""Marks of the paths that the links of a page were looked up by, in order."""

NOTHING_ASKED: Asked = np.zeros(0, np.uint32)


class Member(NamedTuple):
    """What is said of one file of an archive."""

    source: bytes
    """SHA-256 of the site's file."""

    content: bytes
    """SHA-256 of what the archive holds."""

    packed: Packed
    asked: Asked


class Task(Struct, frozen=True):
    """Some files to pack."""

    site: str
    listing: str
    """File with the paths of all files of the archive, a line each."""

    build: str
    """Tells this listing from others under the same name."""

    home: str
    """The address where the site is published, or empty."""

    files: Sequence[tuple[str, bytes]]
    """Path in the site, and SHA-256 of the content of which nothing has to be made; empty where something has to."""


def pack_files(task: Task) -> list[tuple[Member, bytes] | None]:
    """Pack files: gives for each what to say of it and its data, or None where its content is the one named."""
    links = _links(task.listing, task.build, task.home)
    return [_packed(task, path, known, links) for path, known in task.files]


def _packed(task: Task, path: str, known: bytes, links: OfflineLinks) -> tuple[Member, bytes] | None:
    content = Path(task.site, path).read_bytes()
    source = hashlib.sha256(content).digest()
    if source == known:
        return None
    content, asked = _offline(content, path, links) if path.endswith(".html") else (content, frozenset())
    packed, data = pack(path, content)
    marks = np.array(sorted(map(mark, asked)), np.uint32)
    return Member(source, hashlib.sha256(content).digest(), packed, marks), data


def _offline(content: bytes, path: str, links: OfflineLinks) -> tuple[bytes, frozenset[str]]:
    try:
        html = content.decode("utf-8")
    except UnicodeDecodeError:
        return content, frozenset()  # a person's file in another encoding; nothing of ours links from it
    html, asked = links.page(html, path)
    return html.encode("utf-8"), asked


def mark(path: str) -> int:
    """Give a mark of a path: where two paths have one, a page is packed again for nothing."""
    return zlib.crc32(path.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=1)
def _links(listing: str, _build: str, home: str) -> OfflineLinks:
    paths = Path(listing).read_bytes().decode("utf-8", "surrogateescape").split("\n")
    return OfflineLinks(frozenset(paths), home)
