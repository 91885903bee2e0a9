"""A part of a stage as a file: its results as a pickle, behind it their large arrays as they are in memory.

These are not read with the rest: the file is mapped into memory, so that of an array nothing is copied, and nothing
read but what somebody looks at. Behind all of it stand the keys of the results once more, so that a build can tell
what is there, and read what it needs.

The first line names the program and the versions of everything installed. A part of another program, or one that
cannot be read, is passed over. Reading it makes values only: the classes of this package that hold data, and arrays. A
cache that somebody else put there can hold wrong results, but it cannot run anything.
"""

import os
import pickle
import struct
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import is_dataclass
from enum import Enum
from io import BufferedReader
from mmap import ACCESS_COPY, mmap
from pathlib import Path
from typing import Any, BinaryIO

from msgspec import Struct

from litatlas.incremental.memo import Digest
from litatlas.store.digests import DIGEST_SIZE
from litatlas.store.files import replacing

SMALL = 1 << 10
"""Bytes below which an array stands with what holds it."""

_MAPPED = 1 << 18
"""Bytes of a file that is worth being mapped: each one that is holds a file open."""

_ALIGNED = 64
"""At a multiple of so many bytes an array begins."""

_END = b"keys"
"""What a part ends with, behind its keys, the places of its arrays, and the numbers of both."""

_COUNTS = struct.Struct("<2Q")

_PLAIN = {
    *(("builtins", name) for name in ("frozenset", "set", "bytearray", "complex", "slice")),
    *(("datetime", name) for name in ("date", "datetime")),
    *(("collections", name) for name in ("Counter", "OrderedDict", "defaultdict")),
    *(("numpy", name) for name in ("ndarray", "dtype")),
    *((f"numpy.{core}.multiarray", name) for core in ("core", "_core") for name in ("_reconstruct", "scalar")),
    *((f"numpy.{core}.numeric", "_frombuffer") for core in ("core", "_core")),
    *((f"scipy.sparse.{module}", name) for module, name in (("_csr", "csr_array"), ("_csc", "csc_array"))),
}


_DATA = (Struct, Enum, tuple)
"""What classes of ours that hold data are made of; few are dataclasses, for what a struct cannot be."""


def read_part(file: Path, program: bytes) -> dict[Digest, Any]:
    """Give the results of a part by their keys; what is written to its arrays does not change the file."""
    # Whatever is wrong with the file, its results can be made anew.
    with suppress(Exception), file.open("rb") as stream:
        if stream.readline() == program:
            _, bounds = _end_of(stream)
            whole = _mapped(stream) if bounds else memoryview(b"")
            stream.seek(len(program))
            found = load_values(stream, [whole[start:end] for start, end in bounds])
            if isinstance(found, dict):
                return found
    return {}


def read_keys(file: Path, program: bytes) -> frozenset[Digest] | None:
    """Give the keys of a part without its results; None where they cannot be told."""
    with suppress(Exception), file.open("rb") as stream:
        if stream.readline() == program and (keys := _end_of(stream)[0]):
            return frozenset(key for (key,) in struct.iter_unpack(f"{DIGEST_SIZE}s", keys))
    return None


def write_part(file: Path, program: bytes, results: Mapping[Digest, Any]) -> None:
    """Write the results of a part."""
    apart: list[memoryview] = []

    def stands_with_others(buffer: pickle.PickleBuffer) -> bool:
        raw = buffer.raw()
        if raw.nbytes >= SMALL:
            apart.append(raw)
        return raw.nbytes < SMALL

    # Not put together in memory: a stage may be one large value.
    with replacing(file) as stream:
        stream.write(program)
        pickle.Pickler(stream, pickle.HIGHEST_PROTOCOL, buffer_callback=stands_with_others).dump(results)
        place, bounds = stream.tell(), list[int]()
        for raw in apart:
            gap = -place % _ALIGNED
            stream.write(bytes(gap))
            stream.write(raw)
            bounds += (place + gap, place := place + gap + raw.nbytes)
        places = struct.pack(f"<{len(bounds)}Q", *bounds)
        stream.write(b"".join((*results, places, _COUNTS.pack(len(apart), len(results)), _END)))


def _end_of(stream: BufferedReader) -> tuple[bytes, list[tuple[int, int]]]:
    """Give the keys of a part, one behind the other, and where each of its arrays begins and ends.

    Nothing where it does not say so.
    """
    end = stream.seek(0, os.SEEK_END) - _COUNTS.size - len(_END)
    stream.seek(max(end, 0))
    counts = stream.read()
    if end < 0 or not counts.endswith(_END):
        return b"", []
    arrays, keys = _COUNTS.unpack(counts.removesuffix(_END))
    begin = end - keys * DIGEST_SIZE - arrays * _COUNTS.size
    if begin < 0:
        return b"", []
    stream.seek(begin)
    return stream.read(keys * DIGEST_SIZE), list(_COUNTS.iter_unpack(stream.read(arrays * _COUNTS.size)))


def _mapped(stream: BufferedReader) -> memoryview:
    """Give the bytes of a file that nobody changes; what is written to them here stays here."""
    size = stream.seek(0, os.SEEK_END)
    # On Windows a file that is mapped could not be replaced.
    if size >= _MAPPED and sys.platform != "win32":
        # A process holds so many files open and no more.
        with suppress(OSError):
            return memoryview(mmap(stream.fileno(), 0, access=ACCESS_COPY))
    whole = memoryview(bytearray(size))
    stream.seek(0)
    stream.readinto(whole)
    return whole


class _Values(pickle.Unpickler):
    """Reads values, and nothing that does something."""

    def find_class(self, module: str, name: str) -> Any:
        """Give a class that holds data.

        Raises:
            UnpicklingError: For anything else.
        """
        found = _classes.get((module, name))
        if found is None:
            is_plain = (module, name) in _PLAIN
            found = super().find_class(module, name) if is_plain or module.startswith("litatlas.") else None
            is_data = isinstance(found, type) and (is_dataclass(found) or issubclass(found, _DATA))
            if not (is_plain or is_data):
                raise pickle.UnpicklingError(f"{module}.{name}")
            _classes[module, name] = found
        return found


_classes: dict[tuple[str, str], Any] = {}
"""What stood in a pickle and holds data, by module and name, as it comes."""


def load_values(file: BinaryIO, arrays: Iterable[memoryview] = ()) -> Any:
    """Read a pickle of values: our own classes that hold data, and arrays.

    Arguments:
        file: In which it stands.
        arrays: The bytes of those that stand elsewhere.

    Raises:
        Exception: Whatever is wrong with it.
    """
    return _Values(file, buffers=arrays).load()
