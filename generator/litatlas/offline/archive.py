"""Writes the files of a site into an archive, taking over from the last archive all that would be the same.

It is written as it is made, a file at a time, so its size is no matter of
memory, and appears under its name once it is whole. Files are packed in worker
processes (`members`); those that are as they were when they were
packed last, and whose links ask for nothing that came or went, are copied as
they lie in the archive that was kept, with what is known of it (`memory`).
The bytes are those of an archive that is made from nothing.
"""

import hashlib
import shutil
import time
import zlib
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from typing import IO
from uuid import uuid4

from msgspec import Struct

from litatlas.offline.members import Member, Task, pack_files
from litatlas.offline.memory import Memory, recall, remember
from litatlas.offline.zipping import Place, ZipWriter, pack, zip_moment
from litatlas.processes.parallel import processes
from litatlas.store.files import replace_file, replacing, signature_of
from litatlas.store.stage_cache import program

CHECKSUMS = "SHA256SUMS.txt"
ARCHIVE, MEMORY = "archive.zip", "members"
"""The last archive, and what is known of it, in the folder of the cache."""

MANY = 1000
"""So many files are packed in several processes, each of which needs a second for itself."""

FILES_A_TASK = 200

Made = Mapping[str, tuple[Member, int]]
"""What is said of the files of an archive, and where the data of each lies, by path."""


class Contents(Struct, frozen=True):
    """What an archive is to hold: one folder."""

    site: Path
    files: Mapping[str, str]
    """The signatures of the files to take by path, in the order in which they come."""

    top: str
    """Name of the folder."""

    begin: Mapping[str, bytes]
    """Files that come before those of the site."""

    home: str
    """Where pages lead for what the archive does not have; empty where nowhere."""

    def digest(self) -> str:
        """Give what tells it from others with the same files."""
        return hashlib.sha256(repr((self.top, dict(self.begin), zip_moment())).encode("utf-8")).hexdigest()


class Archive:
    """An archive to write."""

    def __init__(self, contents: Contents, jobs: int = 0) -> None:
        """Take what it is to hold, and in how many processes many files are packed; 0 for one on each core."""
        self._contents, self._jobs = contents, jobs
        self._when = time.time_ns()

    def write(self, target: Path, kept: Path | None = None) -> None:
        """Write it, in place of an older one.

        Arguments:
            target: Its path; folders are made where they are absent.
            kept: Folder of the cache where the last one is, and this one is to be.
        """
        if kept is None:
            self._write(target, Memory())
            return
        archive, memory = kept / ARCHIVE, kept / MEMORY
        head = "\n".join((program(), zlib.ZLIB_RUNTIME_VERSION, self._contents.home))
        made = self._write(archive, recall(memory, head, archive))
        about = (head, self._contents.digest(), signature_of(archive.stat()))
        remember(memory, about, made, self._contents.files, self._when)
        stand_in(archive, target)

    def _write(self, archive: Path, before: Memory) -> Made:
        files = self._contents.files
        rows = before.usable(files)
        todo = {
            path: before.hashes[rows[path]][0] if path in rows else b""
            for path, signature in files.items()
            if path not in rows or before.signatures[rows[path]] != signature
        }
        with self._packed(todo, archive) as packed:
            if len(todo) < MANY:
                few = list(packed)
                if not any(few) and before.is_of(files, self._contents.digest()):
                    return {path: before.member(row) for path, row in rows.items()}
                packed = iter(few)
            with replacing(archive) as file, ExitStack() as stack:
                old = stack.enter_context(archive.open("rb")) if rows else None
                return self._write_files(ZipWriter(file), _joined(files, todo, packed, before, rows, old))

    def _write_files(self, writer: ZipWriter, members: Iterable[tuple[str, Member, bytes | Place]]) -> Made:
        made, sums, top = {}, [], self._contents.top
        for name, content in self._contents.begin.items():
            writer.add(f"{top}/{name}", *pack(name, content))
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        for path, member, data in members:
            made[path] = member, writer.add(f"{top}/{path}", member.packed, data)
            sums.append(f"{member.content.hex()}  {path}\n")
        writer.add(f"{top}/{CHECKSUMS}", *pack(CHECKSUMS, "".join(sums).encode("utf-8", "surrogateescape")))
        writer.close()
        return made

    @contextmanager
    def _packed(self, todo: Mapping[str, bytes], archive: Path) -> Iterator[Iterator[tuple[Member, bytes] | None]]:
        """Give what is made of files, in their order; None for one whose content is the one that is known."""
        listing = archive.with_name(f".{archive.name}.files")
        replace_file(listing, "\n".join(self._contents.files).encode("utf-8", "surrogateescape"))
        about = (str(self._contents.site), str(listing), uuid4().hex, self._contents.home)
        files = list(todo.items())
        tasks = (Task(*about, files[at : at + FILES_A_TASK]) for at in range(0, len(files), FILES_A_TASK))
        try:
            with processes(self._jobs if len(todo) >= MANY else 1) as pool:
                yield chain.from_iterable(pool.map(pack_files, tasks))
        finally:
            listing.unlink()


def _joined(
    files: Iterable[str],
    todo: Container[str],
    packed: Iterator[tuple[Member, bytes] | None],
    before: Memory,
    rows: Mapping[str, int],
    old: IO[bytes] | None,
) -> Iterator[tuple[str, Member, bytes | Place]]:
    """Give all files in order: those that were packed now, and the others from the last archive."""
    for path in files:
        if path in todo and (new := next(packed)) is not None:
            yield path, *new
        elif old is not None:
            member, offset = before.member(rows[path])
            yield path, member, Place(old, offset)


def stand_in(archive: Path, target: Path) -> None:
    """Let an archive of the cache be found under its name, as one file with two names where the disk can do that."""
    if target.exists() and target.samefile(archive):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.part")
    temporary.unlink(missing_ok=True)
    try:
        temporary.hardlink_to(archive)
    except OSError:
        shutil.copy2(archive, temporary)
    temporary.replace(target)
