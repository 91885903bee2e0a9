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
from itertools import compress
from operator import not_
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

from litatlas.exports.addresses import CHANGES, FEED, JSON_FEED, survey_downloads
from litatlas.incremental.unchanged import AllUnchanged, Content, File, Unchanged, Waiting, sha256
from litatlas.machine import MOST_SITEMAPS, OPENSEARCH, ROBOTS, sitemap_path
from litatlas.problems import OwnershipError
from litatlas.progress import SILENT, Progress
from litatlas.store.file_table import FileTable
from litatlas.store.files import replace_file
from litatlas.store.manifest import MANIFEST, Manifest
from litatlas.store.staging import Staging
from litatlas.store.standing import StandingFiles

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


class Written(Struct, frozen=True):
    """What a run changed, as paths relative to the survey folder, in order."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    standing: FileTable = field(default_factory=FileTable)
    """How all generated files stand now."""


def standing_files(root: Path) -> StandingFiles:
    """Give what stands in the folders that the generator owns."""
    return StandingFiles(root, OWNED, sorted(OWNED_FILES))


def write_files(
    root: Path,
    files: Iterable[File],
    progress: Progress = SILENT,
    standing: StandingFiles | None = None,
) -> Written:
    """Make the owned folders hold exactly `files`.

    Arguments:
        root: The survey folder.
        files: Path relative to it, with forward slashes, and text or bytes; each path
            once. They are taken one by one, and none is kept in memory. A file is
            `Unchanged` where `standing` has it, and `Waiting` where it is in the depot of that;
            `AllUnchanged` are many that it has.
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
        for file in files:
            if isinstance(file, AllUnchanged):
                run.take_all(file)
            else:
                run.take(*file)
        to_remove = run.left_over()
        _refuse_foreign(run.foreign, run.before)
        progress.step("write")
        to_write = run.waiting.paths
        between = _write_manifest(root, run.before, run.before.changed(run.either))
        standing.begin_putting()
        for path in progress.track(to_write, "Writing pages"):
            run.waiting.put(path)
    finally:
        run.waiting.clear()
    for path in to_remove:
        (root / path).unlink()
    _remove_empty_folders(root, to_remove)
    manifest = _write_manifest(root, between, between.changed(run.changed, run.gone))
    now = standing.keep(to_write, manifest)
    return Written(tuple(to_write), tuple(to_remove), len(manifest.paths) - len(to_write), now)


class _Run:
    """One run of `write_files`: what changes waits until all is there and may be written."""

    def __init__(self, root: Path, standing: StandingFiles) -> None:
        self.before = _before(standing)
        self.changed: dict[str, str] = {}
        """The hashes of files that come, or that the manifest says otherwise, by path."""

        self.foreign: list[str] = []
        self.waiting = Staging(root)
        self._standing = standing
        self._taken = bytearray(len(self.before.paths))

    def take(self, path: str, content: Content) -> None:
        """Keep a file for writing, if it changes."""
        if isinstance(content, Unchanged):
            self._note(path, content.sha256)
            return
        _refuse_outside(path)
        content = content.encode("utf-8") if isinstance(content, str) else content
        digest = content.sha256 if isinstance(content, Waiting) else sha256(content)
        standing = self._standing.hash_of(path)
        if path in GIVING_WAY and standing and path not in self.before.rows:
            return
        self._note(path, digest)
        if standing == digest:
            return
        if standing and standing not in self.before.hashes_of(path).split():
            self.foreign.append(path)
        self.waiting.add(path, content)

    def take_all(self, files: AllUnchanged) -> None:
        """Keep many files as they stand."""
        taken = self._taken
        for row in map(self.before.rows.__getitem__, files.paths):
            taken[row] = True

    def _note(self, path: str, digest: str) -> None:
        row = self.before.rows.get(path)
        if row is not None:
            self._taken[row] = True
        if row is None or self.before.hashes[row] != digest:
            self.changed[path] = digest

    @property
    def either(self) -> dict[str, str]:
        """The hashes that files may have until all are written, where one changes."""
        before = self.before
        return {path: " ".join(sorted({*before.hashes_of(path).split(), now})) for path, now in self.changed.items()}

    @property
    def gone(self) -> list[str]:
        """The files of the manifest that are not among those taken."""
        return list(compress(self.before.paths, map(not_, self._taken))) if 0 in self._taken else []

    def left_over(self) -> list[str]:
        """Give the files that stand there and are not among those taken; what a person put there is foreign."""
        before, standing = self.before, self._standing
        others = (path for path in standing.touched if path not in before.rows and path not in self.changed)
        strange = (path for path in others if path not in OWNED_FILES)
        found = sorted(path for path in (*self.gone, *strange) if path in standing.looked)
        self.foreign += [path for path in found if standing.hash_of(path) not in before.hashes_of(path).split()]
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


def _refuse_foreign(foreign: Iterable[str], before: Manifest) -> None:
    foreign = sorted(foreign)
    if not foreign:
        return
    made, changed = [p for p in foreign if p not in before.rows], [p for p in foreign if p in before.rows]
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


def _before(standing: StandingFiles) -> Manifest:
    try:
        return standing.manifest
    except ValueError:
        raise OwnershipError(
            f"{MANIFEST}: cannot be read; so it is not known which files are generated; delete it together with"
            f" {', '.join(folder for folder in OWNED if folder != '.litatlas')}, then build again"
        ) from None


def _write_manifest(root: Path, before: Manifest, now: Manifest) -> Manifest:
    if now.content != before.content:
        replace_file(root / MANIFEST, now.content)
    return now


def _remove_empty_folders(root: Path, removed: Iterable[str]) -> None:
    for path in removed:
        for parent in PurePosixPath(path).parents:
            folder = root / parent
            if not any(parent.is_relative_to(owned) for owned in OWNED) or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()
