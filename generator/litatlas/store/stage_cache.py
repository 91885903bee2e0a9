"""Keeps the memo of a survey under .litatlas/cache/stages/: safe to delete at any time, never needed to be right.

Each stage is cut into parts by the keys of its results (`parts`), so that a changed
record rewrites few of them.
"""

import hashlib
import io
import os
import pickle
import shutil
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from litatlas.incremental.memo import Digest
from litatlas.resources import installed_packages
from litatlas.store.cache import CACHE
from litatlas.store.digests import DIGEST_SIZE, digest
from litatlas.store.parts import load_values, read_keys, read_part, write_part

STAGES = f"{CACHE}/stages"
PARTS = 16
"""Files of a stage."""


class StageCache:
    """The memo of one survey."""

    def __init__(self, root: Path, program: str, *, writable: bool = True, folder: str = STAGES) -> None:
        """Use a survey's cache.

        Arguments:
            root: The survey folder.
            program: Names everything that results depend on beside their keys (program, versions); one line.
            writable: Whether it is kept; a check reads it and leaves it as it is.
            folder: Where it is, in the survey's folder.
        """
        self._folder = root / folder
        self._program = program.encode("utf-8") + b"\n"
        self._writable = writable
        self._stages: dict[str, StoredStage] = {}

    def digest(self, *values: object) -> Digest:
        """Give the digest of values."""
        return digest(*values)

    def stage(self, name: str, /, *, apart: bool = False) -> "StoredStage":
        """Give a stage; its file is read when something is asked of it, of one that keeps results apart the result."""
        if name not in self._stages:
            kind = _StageOfPacked if apart else StoredStage
            self._stages[name] = kind(self._folder / name, self._program, writable=self._writable)
        return self._stages[name]

    def save(self) -> None:
        """Keep what this build used, and nothing else; a file is written only where it changes."""
        for stage in self._stages.values():
            stage.save()
        if self._writable and self._folder.is_dir():
            for folder in self._folder.iterdir():
                if folder.name not in self._stages:
                    shutil.rmtree(folder, ignore_errors=True)


class StoredStage:
    """The results of one step."""

    def __init__(self, folder: Path, program: bytes, *, writable: bool = True) -> None:
        self._folder, self._program, self._writable = folder, program, writable
        self._known: list[dict[Digest, Any] | None] = [None] * PARTS
        self._stored: list[frozenset[Digest] | None] = [None] * PARTS
        self.forget()

    def get(self, key: Digest, /) -> Any:
        """Give a result; None where there is none."""
        number = key[0] % PARTS
        found = self._part(number).get(key)
        if found is not None:
            self._used.add(key)
        return found

    def has(self, key: Digest, /) -> bool:
        """Say whether there is a result; of a part nothing but its keys is read for that."""
        number = key[0] % PARTS
        known = self._known[number]
        if known is not None:
            return key in known
        stored = self._stored[number]
        if stored is None:
            found = read_keys(self._file(number), self._program)
            stored = self._stored[number] = frozenset(self._part(number)) if found is None else found
        return key in stored

    def put(self, key: Digest, value: object, /) -> None:
        """Remember a result."""
        number = key[0] % PARTS
        self._part(number)[key] = value
        self._used.add(key)
        self._grown[number], self._settled[number] = True, False

    def use(self, keys: Iterable[Digest], /) -> None:
        """Keep results without reading them."""
        self._used.update(keys)

    def rest(self) -> None:
        """Write what the step has used and put, and hold it no longer; whoever asks later has it read again."""
        self._settle()
        self._known = [None] * PARTS

    def save(self) -> None:
        """Write the parts that changed; what was not used is gone after this."""
        self._settle()
        self.forget()

    def forget(self) -> None:
        """Begin another build with the same results."""
        self._used = set[Digest]()
        self._grown, self._settled = [False] * PARTS, [False] * PARTS

    def _settle(self) -> None:
        for number in range(PARTS if self._writable else 0):
            if self._settled[number]:
                continue
            if self._known[number] is None and any(key[0] % PARTS == number for key in self._used):
                # Nothing was asked of it; what it may hold besides goes when something is.
                continue
            known = self._part(number)
            if self._grown[number] or not known.keys() <= self._used:
                kept = {key: known[key] for key in sorted(self._used.intersection(known))}
                self._write(number, kept)
                self._known[number] = kept
            self._grown[number], self._settled[number] = False, True

    def _part(self, number: int) -> dict[Digest, Any]:
        known = self._known[number]
        if known is None:
            known = self._known[number] = read_part(self._file(number), self._program)
        return known

    def _write(self, number: int, kept: Mapping[Digest, Any]) -> None:
        self._stored[number] = None
        if kept:
            write_part(self._file(number), self._program, kept)
        else:
            self._file(number).unlink(missing_ok=True)

    def _file(self, number: int) -> Path:
        return self._folder / str(number)


class _StageOfPacked(StoredStage):
    """The results of a step of which a build reads few. What is bytes already stands as it is, in a tuple."""

    def get(self, key: Digest, /) -> Any:
        """Give a result; None where there is none, or none that can be read."""
        found = super().get(key)
        if isinstance(found, tuple):
            return found[0]
        with suppress(Exception):
            return None if found is None else load_values(io.BytesIO(found))
        return None

    def put(self, key: Digest, value: object, /) -> None:
        """Pack and remember a result."""
        super().put(key, (value,) if type(value) is bytes else pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


@cache
def program() -> str:
    """Give one digest of the program that runs: its source, Python, and the versions of all installed packages.

    As they were when it was first asked for: what is installed during a build is not what its results come from.
    """
    found = hashlib.blake2b("\n".join((sys.version, *installed_packages())).encode(), digest_size=DIGEST_SIZE)
    package = Path(__file__).resolve().parents[1]
    # Hundreds of files, in each run that has something to do: what a `Path` adds is as much as a file takes.
    for place, folders, names in os.walk(package):
        folders.sort()
        for path in (f"{place}/{name}" for name in sorted(names) if name.endswith(".py")):
            with io.FileIO(path) as file:
                found.update(f"\n{path.removeprefix(str(package))}\n".encode() + file.readall())
    return found.hexdigest()
