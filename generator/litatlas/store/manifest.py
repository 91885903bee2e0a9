"""The list of all generated files with the hashes of what was written: `.litatlas/manifest.json`."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from json.encoder import encode_basestring

from msgspec import Struct, field
from msgspec.structs import replace

MANIFEST = ".litatlas/manifest.json"
"""Where it stands, in the survey folder."""


class Manifest(Struct, frozen=True):
    """The hashes that each generated file may have: one, or two while a run is under way."""

    content: bytes = b""
    """As JSON: a list of hashes by path."""

    paths: list[str] = field(default_factory=list)
    """In order."""

    hashes: list[str] = field(default_factory=list)
    """Those of each; between two there is a blank."""

    rows: Mapping[str, int] = field(default_factory=dict)
    """The place of each file, by its path."""

    @classmethod
    def of(cls, content: bytes, paths: list[str], hashes: list[str]) -> "Manifest":
        """Give a manifest of which this is known."""
        return cls(content, paths, hashes, dict(zip(paths, range(len(paths)), strict=True)))

    @classmethod
    def read(cls, content: bytes) -> "Manifest":
        """Read a manifest; raises ValueError where it cannot be read."""
        found = json.loads(content or b"{}")
        paths = sorted(found)
        return cls.of(content, paths, [" ".join(found[path]) for path in paths])

    def hashes_of(self, path: str) -> str:
        """Give the hashes of a file; empty where it is not among them."""
        row = self.rows.get(path)
        return "" if row is None else self.hashes[row]

    def changed(self, hashes: Mapping[str, str], gone: Collection[str] = ()) -> "Manifest":
        """Give the manifest in which some files have other hashes, or come, and others are gone."""
        if not hashes and not gone:
            return self
        if not gone and hashes.keys() <= self.rows.keys():
            rows = sorted(map(self.rows.__getitem__, hashes))
            after = list(self.hashes)
            for row in rows:
                after[row] = hashes[self.paths[row]]
            return replace(self, content=self._exchanged(rows, after), hashes=after)
        now = {**dict(zip(self.paths, self.hashes, strict=True)), **hashes}
        for path in gone:
            del now[path]
        paths = sorted(now)
        after = [now[path] for path in paths]
        return Manifest.of(_rendered(zip(paths, after, strict=True)), paths, after)

    def _exchanged(self, rows: Iterable[int], after: Sequence[str]) -> bytes:
        """Give the content with other hashes in some rows: a build changes few of its lines."""
        parts: list[bytes] = []
        end = 0
        for row in rows:
            old, new = (f"\n{_entry(self.paths[row], hashes[row])}".encode() for hashes in (self.hashes, after))
            start = self.content.find(old, end)
            if start < 0:
                # A person's editor has formatted it.
                return _rendered(zip(self.paths, after, strict=True))
            parts += (self.content[end:start], new)
            end = start + len(old)
        return b"".join((*parts, self.content[end:]))


def _rendered(entries: Iterable[tuple[str, str]]) -> bytes:
    # As `json.dumps` would write it, a string a line, which it has no fast way to.
    body = ",\n".join(_entry(path, hashes) for path, hashes in entries)
    return (f"{{\n{body}\n}}\n" if body else "{}\n").encode()


def _entry(path: str, hashes: str) -> str:
    listed = encode_basestring(hashes).replace(" ", '",\n"')
    return f"{encode_basestring(path)}: [\n{listed}\n]"
