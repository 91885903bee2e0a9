"""Files with a line for each of some papers: those that stay are taken over from the files that stand there.

Papers are spread over files by their ids, and what is told of a paper changes with its neighbours: one change is in the
lines of a dozen papers, which stand in as many files with dozens of others.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from litatlas.incremental.keyed_files import KeyedFiles, Made
from litatlas.incremental.memo import Digest, Memo


class Before(Struct, frozen=True):
    """The files of the last build."""

    keys: Mapping[str, Digest] = field(default_factory=dict)
    """What tells the line of each paper from others, by its id."""

    files: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """The hash of each, and how many lines it has, by its path."""


class LinedFiles:
    """Scripts of one kind, which say a line `"id":value` of each paper between their first and their last.

    Attributes:
        missing: The paths of those that do not stand there as they would be made.
        numbers: The number of each file among all, by its path.
    """

    def __init__(
        self, kind: str, keys: Mapping[str, Digest], files: Mapping[str, Sequence[str]], memo: Memo, kept: KeyedFiles
    ) -> None:
        """Look at those of the last build.

        Arguments:
            kind: Tells them from other files.
            keys: Tell the line of each paper from others, by its id, which JSON writes as it is.
            files: The ids in each, by its path; in which one an id is follows from it and from the number of files.
            memo: Knows those of the last build.
            kept: The files that stand there.
        """
        self._stage, self._place = memo.stage("lines"), memo.digest(kind)
        self._keys, self._ids, self._kept = keys, files, kept
        self.numbers = {path: number for number, path in enumerate(files)}
        self._before: Before = self._stage.get(self._place) or Before()
        self._other = {id for id, _ in keys.items() ^ self._before.keys.items()}
        found = {path: self._standing(path) for path in files}
        self._found = {path: made for path, made in found.items() if made}
        self.missing = [path for path, made in found.items() if not made]

    def _standing(self, path: str) -> Made | None:
        sha256, lines = self._before.files.get(path, ("", 0))
        is_same = len(self._before.files) == len(self._ids) and lines == len(self._ids[path])
        # Where it lost a line and got none, it has fewer.
        return self._kept.stands(path, sha256) if is_same and self._other.isdisjoint(self._ids[path]) else None

    @property
    def new(self) -> int:
        """How many papers have a line that no file of the last build has."""
        return len(self._other & self._keys.keys())

    def standing(self, path: str) -> dict[str, str]:
        """Give the values in a file, by the ids of papers, that stand in that of the last build as they are now."""
        wanted, (sha256, _) = {*self._ids[path]} - self._other, self._before.files.get(path, ("", 0))
        lines = self._kept.old_text(path, sha256).split("\n")[1:-2] if wanted and sha256 else ()
        values = (line.removesuffix(",").partition('":') for line in lines)
        return {id: value for quoted, _, value in values if (id := quoted[1:]) in wanted}

    def with_new(self, new: Iterator[Made]) -> Iterator[tuple[str, Made]]:
        """Give all files, each with its path, and remember them for the next build.

        Arguments:
            new: Those that are missing, in order.
        """
        files = {}
        for path, ids in self._ids.items():
            made = self._found.get(path) or next(new)
            files[path] = made.sha256, len(ids)
            yield path, made
        if self.missing or self._other:
            self._stage.put(self._place, Before(self._keys, files))
