"""Knows when nothing has changed since a command ran to its end: what it read and what it wrote are as they were.

The stamp (`.litatlas/cache/stamp.json`) names every input with the hash
of its content: the files of the survey's folder without what is generated, the
program, its templates, and the versions of all installed packages. A file
whose size and times are those of the stamp is not read again. Of what was
written it knows the sizes and times. Where anything differs, or the stamp
cannot be read, the command runs.

Only the light modules are imported here: a run that has nothing to do is over
before the heavy ones would have been.
"""

import hashlib
import json
import os
import re
import sys
import time
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from litatlas.problems import Origin, Problem
from litatlas.resources import installed_packages, templates_folder
from litatlas.store.files import UNSETTLED, content_hash, replace_file

if TYPE_CHECKING:
    from litatlas.store.file_table import FileTable

STAMP = ".litatlas/cache/stamp.json"

Signature = tuple[int, ...]
"""Size, times of change, and number of a file: the same ones mean the same content."""

Known = Mapping[str, "FileTable"]
"""How the files below some folders stand: they need no second look."""

_PACKAGE = Path(__file__).resolve().parents[1]
_PATH_OUT = re.compile(r"""(?<![\w/.:<])(?:\.\./|/|~/|[A-Za-z]:[\\/])[^\s"',\]]+""")
"""In mkdocs.yml: a path that may lead out of the survey's folder."""

_ENCODER = re.compile(r"^\s*encoder:.*$", re.MULTILINE)
"""In survey.yml: where the weights of a sentence encoder are."""

_VARIABLE = re.compile(r"!ENV\s*(\[[^\]]*\]|\S+)")
_GIT_PLUGIN = re.compile(r"""^\s*-\s*["']?git[-_]""", re.MULTILINE)


class Finished(Struct, frozen=True):
    """What a command told when it had run."""

    papers: int
    problems: tuple[Problem, ...] = ()
    site: str = ""
    """The folder of the site; empty where none was built."""

    warnings: tuple[str, ...] = ()
    """What the site's builder warned of, as lines."""

    written: tuple[str, ...] | None = ()
    """The generated files that changed; None where an error forbade writing, or nothing was to be written."""

    removed: tuple[str, ...] = ()


class Folders(Struct, frozen=True):
    """What of a survey's folder is generated, as paths relative to it."""

    outputs: tuple[str, ...]
    """Folders and files whose change means that the command must run."""

    ignored: tuple[str, ...] = ()
    """Others that are no inputs."""


class Stamp:
    """The stamp of one survey."""

    def __init__(self, root: Path) -> None:
        """Look at the survey's inputs as they are now."""
        self._root = root.resolve()
        self._file = self._root / STAMP
        self._old = _read(self._file)
        self._taken = time.time_ns()
        self._hashes: dict[tuple[str, Signature], str] = {}
        self._inputs = dict(_inputs(self._root, _generated(self._old)))

    def finished(self) -> Finished | None:
        """Give what the last run told; None where there was none, or it would not give the same now."""
        old = self._old
        with suppress(KeyError, TypeError, ValueError, OSError, AttributeError):
            if (
                old["environment"] == environment(self._root)
                and not leads_out(self._root)
                and old["inputs"].keys() == self._inputs.keys()
                and all(self._is_as_before(path) for path in self._inputs)
                and old["outputs"] == _digest_of(self._root, old["folders"]["outputs"])
            ):
                problems = tuple(_problem(*parts) for parts in old["problems"])
                return Finished(old["papers"], problems, old["site"], tuple(map(str, old["warnings"])))
        return None

    def keep(
        self, finished: Finished, folders: Folders, own: Collection[str] = (), known: Known = MappingProxyType({})
    ) -> None:
        """Write the stamp of a run that has just ended.

        Arguments:
            finished: What it told.
            folders: What of the survey's folder is generated.
            own: Inputs that the run itself wrote (the ledger, say). Where any other
                one changed meanwhile there is no stamp: nobody knows which of its
                contents the run has seen.
            known: How files stand that were looked at just now.
        """
        generated = (*folders.outputs, *folders.ignored)
        now = dict(_inputs(self._root, generated))
        before = {path: signature for path, signature in self._inputs.items() if not _lies_in(path, generated)}
        changed = {path for path in now.keys() | before.keys() if now.get(path) != before.get(path)}
        if changed - set(own) or leads_out(self._root):
            return
        self._inputs = now
        stamp = {
            "environment": environment(self._root),
            "inputs": {path: [self._hash(path), *self._settled(path)] for path in sorted(now)},
            "folders": {"outputs": folders.outputs, "ignored": folders.ignored},
            "outputs": _digest_of(self._root, folders.outputs, known),
            "papers": finished.papers,
            "problems": [[p.code, p.origin.file, p.origin.line, p.message, p.subject] for p in finished.problems],
            "site": finished.site,
            "warnings": finished.warnings,
        }
        replace_file(self._file, json.dumps(stamp).encode("utf-8"))

    def _is_as_before(self, path: str) -> bool:
        digest, *signature = self._old["inputs"][path]
        return tuple(signature) == self._inputs[path] or digest == self._hash_now(path)

    def _hash(self, path: str) -> str:
        digest, *signature = self._old.get("inputs", {}).get(path) or [""]
        return digest if digest and tuple(signature) == self._inputs[path] else self._hash_now(path)

    def _hash_now(self, path: str) -> str:
        # A file of records that changed is some MB, and asked about at the beginning and at the end.
        key = path, self._inputs[path]
        if key not in self._hashes:
            self._hashes[key] = content_hash(self._root / path)
        return self._hashes[key]

    def _settled(self, path: str) -> Signature:
        signature = self._inputs[path]
        return signature if max(signature[1:3]) < self._taken - UNSETTLED else ()


def _read(file: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _generated(stamp: Mapping[str, Any]) -> tuple[str, ...]:
    with suppress(KeyError, TypeError):
        return (*stamp["folders"]["outputs"], *stamp["folders"]["ignored"])
    return ()


def _problem(code: str, file: str, line: int, message: str, subject: str) -> Problem:
    return Problem(code, Origin(file, line), message, subject)


def _inputs(root: Path, generated: Collection[str]) -> Iterator[tuple[str, Signature]]:
    """Give the signature of every input by its path: relative to the survey, or that of one of our own files."""
    # A hidden folder is an input where mkdocs.yml speaks of it: the templates of a theme, say.
    yield from _files(str(root), "", frozenset(generated), _mkdocs_text(root))
    for folder in (_PACKAGE, templates_folder()):
        yield from _files(str(folder), f"{folder.as_posix()}/", frozenset())


def _files(
    folder: str,
    prefix: str,
    left_out: Collection[str],
    named: str = "",
    above: frozenset[tuple[int, int]] = frozenset(),
) -> Iterator[tuple[str, Signature]]:
    """Give every file below a folder, behind links too; hidden ones and caches of Python are passed over."""
    status = Path(folder).stat()
    here = (status.st_dev, status.st_ino)
    if here in above:
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            path = f"{prefix}{entry.name}"
            hidden = entry.name.startswith(".") and entry.name not in named
            if hidden or entry.name == "__pycache__" or path in left_out:
                continue
            if entry.is_dir():
                yield from _files(entry.path, f"{path}/", left_out, named, above | {here})
            elif entry.is_file():
                status = entry.stat()
                yield path, (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def _lies_in(path: str, folders: Iterable[str]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


def _digest_of(root: Path, outputs: Iterable[str], known: Known = MappingProxyType({})) -> str:
    """Give one hash of the paths, sizes and times of everything that was written."""
    digest = hashlib.sha256()
    for output in sorted(outputs):
        place = root / output
        folder = next((each for each in known if place.is_relative_to(each)), "")
        paths, numbers = _known(known[folder], folder, place) if folder else _looked_at(place)
        digest.update(paths.encode("utf-8", "surrogateescape"))
        digest.update(numbers)
    return digest.hexdigest()


def _known(table: "FileTable", folder: str, place: Path) -> tuple[str, bytes]:
    """Give what is known of a file, or of those below a folder: their paths in order, all sizes, all times."""
    inside = place.relative_to(folder).as_posix()
    rows = slice(None) if inside == "." else table.below(inside)
    if inside in table:
        rows = slice(at := table.paths.index(inside), at + 1)
    paths = f"\n{folder}/".join(("", *table.paths[rows]))
    return paths, table.numbers[rows, :2].T.tobytes()


def _looked_at(place: Path) -> tuple[str, bytes]:
    paths, sizes, times = list[str](), list[int](), list[int]()
    _look_into(place, paths, sizes, times)
    rows, ordered = dict(zip(paths, range(len(paths)), strict=True)), sorted(paths)
    order = list(map(rows.__getitem__, ordered))
    columns = (array("q", map(column.__getitem__, order)).tobytes() for column in (sizes, times))
    return "\n".join(("", *ordered)), b"".join(columns)


def _look_into(place: Path | str, paths: list[str], sizes: list[int], times: list[int]) -> None:
    """Find a file, or every one below a folder."""
    # Most of a run that has nothing to do is spent here: strings, not paths, and no tuple for each to be looked after.
    try:
        entries = os.scandir(place)
    except NotADirectoryError:
        status = Path(place).stat()
        paths.append(str(place))
        sizes.append(status.st_size)
        times.append(status.st_mtime_ns)
        return
    except FileNotFoundError:
        return
    with entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                # The cache may lose and gain what it likes.
                if not entry.path.endswith(("/.litatlas/cache", "\\.litatlas\\cache")):
                    _look_into(entry.path, paths, sizes, times)
            else:
                status = entry.stat(follow_symlinks=False)
                paths.append(entry.path)
                sizes.append(status.st_size)
                times.append(status.st_mtime_ns)


def environment(root: Path) -> str:
    """Give one hash of what pages depend on beside files: Python, installed packages, variables of mkdocs.yml."""
    parts = [sys.version, os.environ.get("SOURCE_DATE_EPOCH", ""), *installed_packages()]
    text = _mkdocs_text(root)
    for found in _VARIABLE.finditer(text):
        parts += (f"{name}={os.environ.get(name)}" for name in re.findall(r"\w+", found[1]))
    if _GIT_PLUGIN.search(text):
        with suppress(OSError):
            parts.append((root / ".git/logs/HEAD").read_text(encoding="utf-8", errors="replace"))
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def leads_out(root: Path) -> bool:
    """Whether the settings name files outside of the survey's folder: what they hold is not among the inputs."""
    text = "\n".join([_text(root, "mkdocs.yml"), *_ENCODER.findall(_text(root, "survey.yml"))])
    return any((root / Path(path).expanduser()).exists() for path in _PATH_OUT.findall(text))


def _mkdocs_text(root: Path) -> str:
    return _text(root, "mkdocs.yml")


def _text(root: Path, name: str) -> str:
    with suppress(OSError):
        return (root / name).read_text(encoding="utf-8", errors="replace")
    return ""
