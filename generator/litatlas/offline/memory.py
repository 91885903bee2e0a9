"""What is remembered of an archive: of each file how it was, what was made of it, and what its links asked for.

A file goes into the next archive as it lies in the last one, if it is as it
was, and no file came or went that one of its links asked for. Columns, not an
object for each: a survey of ten thousand papers has fifty thousand files.
"""

import pickle
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from litatlas.offline.members import NOTHING_ASKED, Asked, Member, mark
from litatlas.offline.zipping import Packed
from litatlas.store.files import UNSETTLED, replacing, signature_of
from litatlas.store.parts import load_values


class Memory(Struct, frozen=True):
    """An archive that was written, by its files."""

    head: str = ""
    """What it depends on besides: program, versions, the survey's address."""

    whole: str = ""
    """Digest of what it holds beside the site's files, and of how it is written."""

    archive: str = ""
    """Signature of the archive."""

    paths: Sequence[str] = ()
    signatures: Sequence[str] = ()
    """Of the site's files; empty for one that may have changed again within the tick of its clock."""

    hashes: Sequence[tuple[bytes, bytes]] = ()
    """As a member's `source` and `content`."""

    numbers: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 5), np.int64))
    """Where the data of each begins in the archive, and what is said of it (`Packed`)."""

    asked: Asked = field(default_factory=lambda: NOTHING_ASKED)
    ends: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, np.int64))
    """Where the marks of each end; the first is 0."""

    def member(self, row: int) -> tuple[Member, int]:
        """Give what is known of a file, and where its data lies."""
        offset, *packed = self.numbers[row].tolist()
        return Member(*self.hashes[row], Packed(*packed), self.asked[self.ends[row] : self.ends[row + 1]]), offset

    def is_of(self, files: Iterable[str], whole: str) -> bool:
        """Whether the archive has these files, and all that it depends on besides is the same."""
        return self.whole == whole and list(self.paths) == list(files)

    def usable(self, files: Iterable[str]) -> dict[str, int]:
        """Give by path the rows of files whose links would find what they found, among these files."""
        changed = [mark(path) for path in frozenset(self.paths).symmetric_difference(files)]
        before = np.concatenate(([0], np.cumsum(np.isin(self.asked, np.array(changed, np.uint32)))))[self.ends]
        same = (before[1:] == before[:-1]).tolist()
        return {path: row for row, (path, is_same) in enumerate(zip(self.paths, same, strict=True)) if is_same}


def remember(
    file: Path,
    about: tuple[str, str, str],
    made: Mapping[str, tuple[Member, int]],
    files: Mapping[str, str] = MappingProxyType({}),
    when: int = 0,
) -> None:
    """Write the memory of an archive.

    Arguments:
        file: Where to.
        about: Its `head`, `whole` and `archive`.
        made: What is said of each file, and where its data lies, by path.
        files: The signatures of the files that it was made of, by path; none where it was made of something else.
        when: The moment when they were looked at, in nanoseconds.
    """
    asked = [member.asked for member, _ in made.values()]
    memory = Memory(
        *about,
        paths=list(made),
        signatures=[_settled(files[path], when) for path in made] if files else (),
        hashes=[(member.source, member.content) for member, _ in made.values()],
        numbers=np.array([(offset, *member.packed) for member, offset in made.values()], np.int64).reshape(-1, 5),
        asked=np.concatenate((NOTHING_ASKED, *asked)),
        ends=np.concatenate(([0], np.cumsum([len(each) for each in asked], dtype=np.int64))),
    )
    with replacing(file) as stream:
        pickle.dump(memory, stream, pickle.HIGHEST_PROTOCOL)


def recall(file: Path, head: str, archive: Path) -> Memory:
    """Read the memory of an archive; an empty one where it is of another program, or the archive is not as it was."""
    with suppress(Exception), file.open("rb") as stream:
        memory = load_values(stream)
        if isinstance(memory, Memory) and memory.head == head and memory.archive == signature_of(archive.stat()):
            return memory
    return Memory()


def _settled(signature: str, when: int) -> str:
    """Give a signature; none of a file that changed so shortly before that it may change again and look the same."""
    return signature if int(signature.split()[1]) < when - UNSETTLED else ""
