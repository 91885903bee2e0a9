"""Digests of values: equal values have equal ones, in whatever process and by whatever way they were made.

A value is taken apart into the plain values that Python's own `marshal` writes
(numbers, texts, tuples); of a dataclass its fields count and nothing that it
has worked out since. In its second version the format has no references, so
it does not show which parts are one object; pickles do, and are slower.
"""

import hashlib
import marshal
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from operator import attrgetter
from typing import Any

from litatlas.memo import Digest

DIGEST_SIZE = 16
"""Bytes of a digest."""

_WITHOUT_REFERENCES = 2
"""Version of marshal's format."""

_PLAIN = frozenset((str, int, float, bool, bytes, type(None)))
_apart: dict[type, Callable[[Any], Any]] = {}
"""How values of each type are taken apart, as they come."""


def digest(*values: object) -> Digest:
    """Give the digest of values (BLAKE2b, RFC 7693). Sets have no order: they are no such values."""
    return hashlib.blake2b(marshal.dumps(_taken_apart(values), _WITHOUT_REFERENCES), digest_size=DIGEST_SIZE).digest()


def _taken_apart(value: object) -> Any:
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple or kind is list:
        # Asked here and not by a call for each: most parts are plain, and there are millions.
        return [part if type(part) in _PLAIN else _taken_apart(part) for part in value]  # type: ignore[attr-defined]
    if kind not in _apart:
        _apart[kind] = _way_for(kind)
    return _apart[kind](value)


def _way_for(kind: type) -> Callable[[Any], object]:
    """Say how values of a type are taken apart; their type's name tells them from others with the same parts."""
    name = f"{kind.__module__}.{kind.__qualname__}"
    if is_dataclass(kind):
        names = tuple(field.name for field in fields(kind))
        parts = attrgetter(*names, "__class__")  # of one name alone it would give no tuple
        return lambda value: (name, _taken_apart(parts(value)[:-1]))
    if issubclass(kind, Enum):
        return lambda value: (name, value.value)
    if issubclass(kind, dict):
        return lambda value: (name, _taken_apart([pair for item in value.items() for pair in item]))
    if issubclass(kind, tuple):
        return lambda value: (name, _taken_apart(tuple(value)))
    return lambda value: (name, _without_references(value))


def _without_references(value: object) -> bytes:
    """Give an array, a date or the like as bytes."""
    stream = _Bytes()
    pickler = pickle.Pickler(stream, 4)
    pickler.fast = True
    pickler.dump(value)
    return bytes(stream)


class _Bytes(bytearray):
    """What a pickler writes to."""

    def write(self, content: bytes) -> None:
        self += content
