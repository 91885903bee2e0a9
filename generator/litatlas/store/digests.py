"""Digests of values: equal values have equal ones, in whatever process and by whatever way they were made.

A value is written as MessagePack by `msgspec`, which takes texts, numbers,
tuples and our structs apart in C; of a struct the fields count, by
their names, and nothing that it has worked out since. The format has no
references, so it does not show which parts are one object.

A value that is handed over itself counts with the name of its type. Inside
another one a choice is written as its value and a date as text: no field of
ours may hold now one and now the other (a test looks at their annotations).
"""

import hashlib
import pickle

import msgspec

from litatlas.incremental.memo import Digest

DIGEST_SIZE = 16
"""Bytes of a digest."""


def digest(*values: object) -> Digest:
    """Give the digest of values (BLAKE2b, RFC 7693). Sets have no order: they are no such values."""
    kinds = [type(value).__qualname__ for value in values]
    try:
        written = _encode((kinds, values))
    except (UnicodeEncodeError, OverflowError):
        # Half a surrogate pair, or a number of more than 64 bits: no MessagePack can hold it, and no cleaned text does.
        written = _without_references((kinds, values))
    return hashlib.blake2b(written, digest_size=DIGEST_SIZE).digest()


def _other(value: object) -> tuple[str, bytes]:
    """Give an array or the like as its type and its bytes."""
    return type(value).__qualname__, _without_references(value)


_encode = msgspec.msgpack.Encoder(enc_hook=_other).encode


def _without_references(value: object) -> bytes:
    stream = _Bytes()
    pickler = pickle.Pickler(stream, 4)
    pickler.fast = True
    pickler.dump(value)
    return bytes(stream)


class _Bytes(bytearray):
    """What a pickler writes to."""

    def write(self, content: bytes) -> None:
        self += content
