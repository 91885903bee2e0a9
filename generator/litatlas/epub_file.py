"""Writes a survey's book into one file, and keeps it for the next one: chapters that are as they were are copied."""

import hashlib
import zlib
from collections.abc import Iterable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import IO

from litatlas.app import page_loader
from litatlas.epub import make_epub
from litatlas.epub.book import FOLDER as BOOK
from litatlas.exports.offline import OFFLINE_FILES, offline_name
from litatlas.incremental.unchanged import Unchanged
from litatlas.offline.archive import Made, stand_in
from litatlas.offline.members import NOTHING_ASKED, Member
from litatlas.offline.memory import Memory, recall, remember
from litatlas.offline.zipping import Place, ZipWriter, pack
from litatlas.pages.blocks import FOLDER
from litatlas.pages.environment import Renderer
from litatlas.pages.paths import DOCS
from litatlas.pages.survey import Survey
from litatlas.site import block_files
from litatlas.store.cache import CACHE
from litatlas.store.files import replacing, signature_of
from litatlas.store.stage_cache import StageCache, program

KEPT = f"{CACHE}/book"
"""Where a survey keeps its last book, and what is known of it."""


def write_epub(root: Path, survey: Survey, folder: Path) -> Path:
    """Write the book of a survey, and give its path; an older one of that name is replaced.

    Arguments:
        root: The survey folder, where the pictures of hand-written pages are.
        survey: What `generate` made of it, its references formatted.
        folder: Where the file is to stand; made where it is not there.
    """
    loader = page_loader(root)
    made = block_files(survey, Renderer(loader))
    blocks = {path.removeprefix(f"{FOLDER}/"): text for path, _, text in made}
    archive, memory = root / KEPT / "book.epub", root / KEPT / "files"
    head = f"{program()} {zlib.ZLIB_RUNTIME_VERSION}"
    memo = StageCache(root, head, folder=f"{KEPT}/stages")
    last = LastBook(recall(memory, head, archive))
    with replacing(archive) as file, ExitStack() as stack:
        old = stack.enter_context(archive.open("rb")) if last.memory.paths else None
        book = make_epub(survey, loader, blocks, partial(_picture, root / DOCS), memo, last)
        files = last.write(ZipWriter(file), old, book)
    remember(memory, (head, "", signature_of(archive.stat())), files)
    memo.save()
    path = folder / offline_name(OFFLINE_FILES["epub"], survey.settings)
    stand_in(archive, path)
    return path


class LastBook:
    """The files of the last book, by their names below `EPUB/`."""

    def __init__(self, memory: Memory) -> None:
        """Take what is known of them."""
        self.memory = memory
        self._rows = {path: row for row, path in enumerate(memory.paths)}

    def member(self, path: str, sha256: bytes) -> tuple[Member, int] | None:
        """Give a file of the archive with this content, and where its data lies."""
        row = self._rows.get(path)
        return self.memory.member(row) if row is not None and self.memory.hashes[row][1] == sha256 else None

    def has(self, path: str, sha256: str, /) -> bool:
        """Whether such a file is in it."""
        return self.member(f"{BOOK}/{path}", bytes.fromhex(sha256)) is not None

    def old(self, _path: str, _sha256: str, /) -> None:
        """Give nothing: its data is packed."""

    def write(self, writer: ZipWriter, old: IO[bytes] | None, book: Iterable[tuple[str, bytes | Unchanged]]) -> Made:
        """Write the next book; what has the same content is copied as it lies in the last one."""
        made = {}
        for path, content in book:
            sha256 = hashlib.sha256(content).digest() if isinstance(content, bytes) else bytes.fromhex(content.sha256)
            found = self.member(path, sha256)
            data: bytes | Place
            if found and old:
                member, data = found[0], Place(old, found[1])
            elif isinstance(content, bytes):
                packed, data = pack(path, content, stored=path == "mimetype")
                member = Member(sha256, sha256, packed, NOTHING_ASKED)
            made[path] = member, writer.add(path, member.packed, data)
        writer.close()
        return made


def _picture(docs: Path, path: str) -> bytes | None:
    file = docs / path
    inside = file.resolve().is_relative_to(docs.resolve())
    return file.read_bytes() if inside and file.is_file() else None
