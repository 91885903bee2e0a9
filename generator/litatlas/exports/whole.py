"""The files with the entries of all papers, from which the files of single lists are cut."""

from collections.abc import Callable, Mapping
from functools import cached_property

from litatlas.citation import FORMATS
from litatlas.exports.addresses import WHOLE
from litatlas.exports.splicing import NOWHERE, Spans, splice
from litatlas.keyed_files import Content, KeyedFiles
from litatlas.memo import Digest, Memo

EMPTY_FILE = b"\n"
"""One without entries is a line of its own, not nothing: hosts and programs take an empty file for a fault."""


class WholeFile:
    """The file with the entries of all papers in one format."""

    def __init__(
        self, key: str, keys: Mapping[str, Digest], written: Callable[[str], bytes], kept: KeyedFiles, memo: Memo
    ) -> None:
        """Make it if it does not stand there, with all that is the same in the one that does.

        Arguments:
            key: Of the format.
            keys: What tells the entry of each paper from others, by its id, in order of the ids.
            written: Gives the entry of a paper.
            kept: The files that stand there.
            memo: Where the entries of these stand.
        """
        self.path = f"{WHOLE}{FORMATS[key].suffix}"
        self.format, self._keys, self._written, self._kept = FORMATS[key], keys, written, kept
        inputs = (key, b"".join(keys.values()))
        stage, place = memo.stage("spans"), memo.digest(self.path)
        before: tuple[str, Spans] = stage.get(place) or ("", NOWHERE)
        if standing := kept.standing(self.path, inputs):
            self._made, self._spans = standing, before[1] if before[0] == standing.sha256 else NOWHERE
        else:
            content, sizes = self._spliced(*before)
            self._made, self._spans = kept.take(self.path, inputs, content), Spans(inputs[1], sizes)
            stage.put(place, (self._made.sha256, self._spans))

    @property
    def content(self) -> Content:
        """What to write."""
        return self._made.content

    def entry(self, id: str) -> bytes:
        """Give the entry of a paper as it stands in a file."""
        start, end = self._stretches.get(id, (0, 0))
        return self._bytes[start:end] or self.format.framed(self._written(id))

    def _spliced(self, sha256: str, spans: Spans) -> tuple[bytes, tuple[int, ...]]:
        ids, keys = list(self._keys), list(self._keys.values())
        old = self._kept.content(self.path, sha256)

        def entry(at: int) -> bytes:
            return self.format.framed(self._written(ids[at]))

        content, sizes = splice(self.format, keys, entry, spans if old else NOWHERE, old or b"")
        return content or EMPTY_FILE, sizes

    @cached_property
    def _stretches(self) -> Mapping[str, tuple[int, int]]:
        starts = self._spans.starts(self.format.frame)
        ends = (start + size for start, size in zip(starts, self._spans.sizes, strict=False))
        return dict(zip(self._keys, zip(starts, ends, strict=False), strict=False))

    @cached_property
    def _bytes(self) -> bytes:
        content = self._made.content
        return content if isinstance(content, bytes) else self._kept.content(self.path, self._made.sha256) or b""
