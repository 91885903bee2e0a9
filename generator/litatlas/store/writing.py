"""Writes generated files into the folders that the generator owns, and nothing anywhere else.

A manifest (`.litatlas/manifest.json`) lists each generated file with the hash
of what was written. A file that stands in an owned folder and is not what the
manifest says was made or changed by a person: the run is refused before
anything is touched. Only files whose bytes change are written, each through a
temporary file and a rename: they come one by one, wait in a folder of their
own, and are put into their places when the last one is there. The manifest
names the new hashes beside the old ones before the first is, so that a run
killed at any moment is understood and finished by the next.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from pathlib import Path, PurePosixPath

from litatlas.exports.addresses import CHANGES, FEED, JSON_FEED, survey_downloads
from litatlas.incremental.unchanged import Content, Unchanged, Waiting, sha256
from litatlas.machine import MOST_SITEMAPS, OPENSEARCH, ROBOTS, sitemap_path
from litatlas.problems import OwnershipError
from litatlas.progress import SILENT, Progress
from litatlas.store.files import replace_file
from litatlas.store.staging import Staging
from litatlas.store.standing import MANIFEST, Hashes, StandingFiles, StandingSignatures

OWNED = (
    ".litatlas",
    "docs/assets/litatlas",
    "docs/authors",
    "docs/cards",
    "docs/downloads",
    "docs/explore",
    "docs/feeds",
    "docs/graph",
    "docs/papers",
    "docs/reading-list",
    "docs/search",
    "docs/statuses",
    "docs/tags",
    "docs/themes",
    "docs/venues",
    "docs/years",
)
"""The folders of a survey that belong to the generator."""

OWNED_FILES = frozenset(
    {f"docs/{path}" for path in (FEED, CHANGES, JSON_FEED, ROBOTS, OPENSEARCH)}
    | {f"docs/{download.path}" for download in survey_downloads()}
    | {f"docs/{sitemap_path(number)}" for number in range(1, MOST_SITEMAPS + 1)}
)
"""The files right in docs/ that belong to it: their addresses are at the root of the site."""

GIVING_WAY = frozenset({f"docs/{ROBOTS}"})
"""Those of them that a person may write instead: who asks crawlers for more has the last word."""

_OWNED_BEGINNINGS = tuple(f"{folder}/" for folder in OWNED)


@dataclass(frozen=True, slots=True)
class Written:
    """What a run changed, as paths relative to the survey folder, in order."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    standing: StandingSignatures = field(default_factory=dict, compare=False, repr=False)
    """How all generated files stand now."""


def standing_files(root: Path) -> StandingFiles:
    """Give what stands in the folders that the generator owns."""
    return StandingFiles(root, OWNED, sorted(OWNED_FILES))


def write_files(
    root: Path,
    files: Iterable[tuple[str, Content]],
    progress: Progress = SILENT,
    standing: StandingFiles | None = None,
) -> Written:
    """Make the owned folders hold exactly `files`.

    Arguments:
        root: The survey folder.
        files: Path relative to it, with forward slashes, and text or bytes; each path
            once. They are taken one by one, and none is kept in memory. A file is
            `Unchanged` where `standing` has it, and `Waiting` where it is in the depot of that.
        progress: Told when the last of them is there, and of every file that is put into its place.
        standing: What stands there; looked at anew unless told.

    Raises:
        OwnershipError: When a path lies outside the owned folders, an owned
            folder leads out of the survey, or a person's file is in the way.
            Nothing has been touched then, as when taking the files raises.
    """
    _refuse_links(root)
    standing = standing or standing_files(root)
    run = _Run(root, standing)
    try:
        for path, content in files:
            run.take(path, content)
        to_remove = run.left_over()
        _refuse_foreign(run.foreign, run.before)
        progress.step("write")
        to_write = run.waiting.paths
        between = _union(run.before, run.hashes)
        _write_manifest(root, begun := _exchanged(standing.manifest, run.before, between))
        standing.begin_putting()
        for path in progress.track(to_write, "Writing pages"):
            run.waiting.put(path)
    finally:
        run.waiting.clear()
    for path in to_remove:
        (root / path).unlink()
    _remove_empty_folders(root, to_remove)
    manifest = _exchanged(begun, between, run.hashes)
    _write_manifest(root, manifest)
    now = standing.keep(run.hashes.keys(), to_write, manifest)
    return Written(tuple(to_write), tuple(to_remove), len(run.hashes) - len(to_write), now)


class _Run:
    """One run of `write_files`: what changes waits until all is there and may be written."""

    def __init__(self, root: Path, standing: StandingFiles) -> None:
        self.before = _before(standing)
        self.hashes: Hashes = {}
        self.foreign: list[str] = []
        self.waiting = Staging(root)
        self._standing = standing

    def take(self, path: str, content: Content) -> None:
        """Keep a file for writing, if it changes."""
        if isinstance(content, Unchanged):
            self._note(path, content.sha256)
            return
        _refuse_outside(path)
        content = content.encode("utf-8") if isinstance(content, str) else content
        digest = content.sha256 if isinstance(content, Waiting) else sha256(content)
        standing = self._standing.hash_of(path)
        if path in GIVING_WAY and standing and path not in self.before:
            return
        self._note(path, digest)
        if standing == digest:
            return
        if standing and standing not in self.before.get(path, ()):
            self.foreign.append(path)
        self.waiting.add(path, content)

    def _note(self, path: str, digest: str) -> None:
        before, now = self.before.get(path), (digest,)
        # Of tens of thousands, nearly all are as they were.
        self.hashes[path] = before if before == now else now

    def left_over(self) -> list[str]:
        """Give the files of earlier runs that are not among those taken; what a person put there is foreign."""
        not_taken = self._standing.signatures.keys() - self.hashes.keys()
        found = sorted(path for path in not_taken if path in self.before or path not in OWNED_FILES)
        self.foreign += [path for path in found if self._standing.hash_of(path) not in self.before.get(path, ())]
        return found


def _refuse_outside(path: str) -> None:
    owned = path in OWNED_FILES or path.startswith(_OWNED_BEGINNINGS)
    if not owned or ".." in path.split("/") or "\\" in path or "\0" in path:
        raise OwnershipError(f"{path}: lies outside the generator's folders; nothing was written")


def _refuse_links(root: Path) -> None:
    for folder in OWNED:
        if not (root / folder).resolve().is_relative_to(root.resolve()):
            raise OwnershipError(
                f"{folder}: is a link that leads out of the survey; nothing was written; put a real folder there"
            )


def _refuse_foreign(foreign: Iterable[str], before: Hashes) -> None:
    foreign = sorted(foreign)
    if not foreign:
        return
    made, changed = [p for p in foreign if p not in before], [p for p in foreign if p in before]
    lines = []
    if files := [path for path in made if path in OWNED_FILES]:
        lines.append(f"{_some(files)}: made by hand where a generated file belongs; give it another name")
    if made := [path for path in made if path not in OWNED_FILES]:
        lines.append(f"{_some(made)}: made by hand in a generated folder; move it elsewhere under docs/")
    if changed:
        lines.append(
            f"{_some(changed)}: generated, then edited by hand; put the words into the record or into notes/,"
            " then delete the file"
        )
    raise OwnershipError("\n".join(f"{line}; nothing was written" for line in lines))


def _some(paths: list[str]) -> str:
    shown = ", ".join(paths[:5])
    return f"{shown} and {len(paths) - 5} more" if len(paths) > 5 else shown


def _before(standing: StandingFiles) -> Hashes:
    try:
        return standing.hashes
    except ValueError:
        raise OwnershipError(
            f"{MANIFEST}: cannot be read; so it is not known which files are generated; delete it together with"
            f" {', '.join(folder for folder in OWNED if folder != '.litatlas')}, then build again"
        ) from None


def _union(before: Hashes, hashes: Hashes) -> Hashes:
    new = {path: {*before.get(path, ()), *each} for path, each in hashes.items() if before.get(path) != each}
    return {**before, **{path: tuple(sorted(either)) for path, either in new.items()}}


def _exchanged(manifest: bytes, before: Hashes, now: Hashes) -> bytes:
    """Give the manifest of other hashes: a build changes few of its lines."""
    if before == now:
        return manifest
    if before.keys() != now.keys():
        return _rendered(now)
    parts: list[bytes] = []
    end = 0
    for path in sorted(path for path, each in now.items() if each != before[path]):
        old, new = (f"\n{_entry(path, hashes[path])}".encode() for hashes in (before, now))
        start = manifest.find(old, end)
        if start < 0:
            # A person's editor has formatted it.
            return _rendered(now)
        parts += (manifest[end:start], new)
        end = start + len(old)
    return b"".join((*parts, manifest[end:]))


def _rendered(hashes: Hashes) -> bytes:
    # As `json.dumps` would write it, a string a line, which it has no fast way to.
    body = ",\n".join(_entry(path, each) for path, each in sorted(hashes.items()))
    return (f"{{\n{body}\n}}\n" if body else "{}\n").encode()


def _entry(path: str, hashes: tuple[str, ...]) -> str:
    return f"{encode_basestring(path)}: [\n" + ",\n".join(map(encode_basestring, hashes)) + "\n]"


def _write_manifest(root: Path, content: bytes) -> None:
    path = root / MANIFEST
    if not path.exists() or path.read_bytes() != content:
        replace_file(path, content)


def _remove_empty_folders(root: Path, removed: Iterable[str]) -> None:
    for path in removed:
        for parent in PurePosixPath(path).parents:
            folder = root / parent
            if not any(parent.is_relative_to(owned) for owned in OWNED) or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()
