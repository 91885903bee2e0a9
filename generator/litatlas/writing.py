"""Writes generated files into the folders that the generator owns, and nothing anywhere else.

A manifest (`.litatlas/manifest.json`) lists each generated file with the hash
of what was written. A file that stands in an owned folder and is not what the
manifest says was made or changed by a person: the run is refused before
anything is touched. Only files whose bytes change are written, each through a
temporary file and a rename; the manifest names the new hashes beside the old
ones before the first write, so that a run killed at any moment is understood
and finished by the next.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from litatlas.exports.addresses import CHANGES, FEED, JSON_FEED, survey_downloads
from litatlas.machine import MOST_SITEMAPS, OPENSEARCH, ROBOTS, sitemap_path
from litatlas.problems import OwnershipError
from litatlas.progress import SILENT, Progress

OWNED = (
    ".litatlas",
    "docs/assets/litatlas",
    "docs/authors",
    "docs/downloads",
    "docs/feeds",
    "docs/graph",
    "docs/papers",
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

MANIFEST = ".litatlas/manifest.json"
_TEMPORARY = ".writing-"

Hashes = dict[str, tuple[str, ...]]
"""The hashes that a generated file may have, by path: one, or two while a run is under way."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a run changed, as paths relative to the survey folder, in order."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


def write_files(root: Path, files: Mapping[str, str | bytes], progress: Progress = SILENT) -> Written:
    """Make the owned folders hold exactly `files`.

    Arguments:
        root: The survey folder.
        files: Text or bytes by path relative to it, with forward slashes.
        progress: Told of every file that is written.

    Raises:
        OwnershipError: When a path lies outside the owned folders, an owned
            folder leads out of the survey, or a person's file is in the way.
            Nothing has been touched then.
    """
    contents = {path: _as_bytes(content) for path, content in sorted(files.items())}
    hashes = {path: _hash(content) for path, content in contents.items()}
    _refuse_outside(root, contents)
    before = _read_manifest(root)
    for path in GIVING_WAY & contents.keys():
        if path not in before and (root / path).is_file():
            del contents[path], hashes[path]
    standing = {path: _hash((root / path).read_bytes()) for path in _standing(root)}
    standing |= {
        # What stands at one of these paths is a person's own affair as long as nothing is to be written there.
        path: _hash((root / path).read_bytes())
        for path in sorted(OWNED_FILES & (before.keys() | contents.keys()))
        if (root / path).is_file()
    }
    _refuse_foreign(standing, before, hashes)

    to_write = [path for path in contents if standing.get(path) != hashes[path]]
    to_remove = [path for path in standing if path not in hashes]
    if to_write or to_remove:
        _write_manifest(root, _union(before, hashes))
    for path in progress.track(to_write, "Writing pages"):
        replace_file(root / path, contents[path])
    for path in to_remove:
        (root / path).unlink()
    _remove_empty_folders(root, to_remove)
    _write_manifest(root, {path: (digest,) for path, digest in hashes.items()})
    return Written(tuple(to_write), tuple(to_remove), len(contents) - len(to_write))


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old bytes or the new ones, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{_TEMPORARY}{path.name}"[:200])
    temporary.write_bytes(content)
    temporary.replace(path)


def _as_bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode("utf-8")


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _refuse_outside(root: Path, paths: Iterable[str]) -> None:
    for path in paths:
        parts = PurePosixPath(path).parts
        owned = path in OWNED_FILES or any(path.startswith(f"{folder}/") for folder in OWNED)
        if not owned or ".." in parts or "\\" in path or "\0" in path:
            raise OwnershipError(f"{path}: lies outside the generator's folders; nothing was written")
    for folder in OWNED:
        if not (root / folder).resolve().is_relative_to(root.resolve()):
            raise OwnershipError(
                f"{folder}: is a link that leads out of the survey; nothing was written; put a real folder there"
            )


def _standing(root: Path) -> Iterator[str]:
    """Give every file in the owned folders, without the manifest; clear away what a killed run left."""
    for folder in OWNED:
        for place, _folders, names in os.walk(root / folder):
            for name in sorted(names):
                file = Path(place, name)
                if name.startswith(_TEMPORARY):
                    file.unlink()
                    continue
                path = file.relative_to(root).as_posix()
                if path != MANIFEST and not path.startswith(".litatlas/cache/"):
                    yield path


def _refuse_foreign(standing: Mapping[str, str], before: Hashes, hashes: Mapping[str, str]) -> None:
    foreign = sorted(
        path for path, digest in standing.items() if digest not in before.get(path, ()) and digest != hashes.get(path)
    )
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


def _read_manifest(root: Path) -> Hashes:
    try:
        data = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        raise OwnershipError(
            f"{MANIFEST}: cannot be read; so it is not known which files are generated; delete it together with"
            f" {', '.join(folder for folder in OWNED if folder != '.litatlas')}, then build again"
        ) from None
    return {path: tuple(hashes) for path, hashes in data.items()}


def _union(before: Hashes, hashes: Mapping[str, str]) -> Hashes:
    paths = sorted(before.keys() | hashes.keys())
    return {path: tuple(sorted({*before.get(path, ()), *([hashes[path]] if path in hashes else [])})) for path in paths}


def _write_manifest(root: Path, hashes: Hashes) -> None:
    content = json.dumps(hashes, ensure_ascii=False, indent=0, sort_keys=True).encode("utf-8") + b"\n"
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
