"""Files with a line for each of some papers: those that stay are taken over from the files that stand there.

Papers are spread over files by their ids, and what is told of a paper changes with its neighbours: one change is in the
lines of a dozen papers, which stand in as many files with dozens of others.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from litatlas.incremental.keyed_files import KeyedFiles, Made
from litatlas.incremental.memo import Digest, Memo


@dataclass(frozen=True, slots=True)
class Before:
    """The files of the last build."""

    keys: Mapping[str, Digest] = field(default_factory=dict)
    """What tells the line of each paper from others, by its id."""

    hashes: Mapping[str, str] = field(default_factory=dict)
    """Of each file, by its path."""


class LinedFiles:
    """Scripts of one kind, which say a line `"id":value` of each paper between their first and their last."""

    def __init__(self, kind: str, keys: Mapping[str, Digest], memo: Memo, kept: KeyedFiles) -> None:
        """Look at those of the last build.

        Arguments:
            kind: Tells them from other files.
            keys: Tell the line of each paper from others, by its id, which JSON writes as it is.
            memo: Knows those of the last build.
            kept: The files that stand there.
        """
        self._stage, self._place = memo.stage("lines"), memo.digest(kind)
        self._keys, self._kept = keys, kept
        self._before: Before = self._stage.get(self._place) or Before()
        self._same = {id for id, key in keys.items() if self._before.keys.get(id) == key}

    @property
    def new(self) -> int:
        """How many papers have a line that no file of the last build has."""
        return len(self._keys) - len(self._same)

    def standing(self, path: str, ids: Collection[str]) -> dict[str, str]:
        """Give the values of some papers, by their ids, that stand in a file of the last build as they are now."""
        wanted, sha256 = self._same.intersection(ids), self._before.hashes.get(path, "")
        lines = self._kept.old_text(path, sha256).split("\n")[1:-2] if wanted and sha256 else ()
        values = (line.removesuffix(",").partition('":') for line in lines)
        return {id: value for quoted, _, value in values if (id := quoted[1:]) in wanted}

    def noted(self, files: Iterable[tuple[str, Made]]) -> Iterator[tuple[str, Made]]:
        """Give all files as they are now, each with its path, and remember them for the next build."""
        hashes = {}
        for path, made in files:
            hashes[path] = made.sha256
            yield path, made
        if (now := Before(self._keys, hashes)) != self._before:
            self._stage.put(self._place, now)
