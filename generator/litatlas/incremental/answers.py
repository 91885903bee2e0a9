"""Answers to questions as digests, by which two builds are compared."""

import hashlib
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import partial
from typing import Any, Protocol, runtime_checkable

from litatlas.incremental.asking import (
    Elements,
    Parts,
    Question,
    is_aggregate,
    make_aggregate,
    mapping_at,
    ways_of,
)
from litatlas.incremental.columns import Digests, digests_of
from litatlas.incremental.memo import ByName, Digest, Memo, remembered
from litatlas.incremental.packing import packed

GONE = b"gone".ljust(16, b"\0")
"""Of a question that can no longer be asked: it leads through what is not there any more."""

_PLAIN = frozenset((str, int, float, bool, type(None)))


@runtime_checkable
class Marked(Protocol):
    """A mapping that gives the digests of its values without making them."""

    def marks(self, digest: Callable[..., Digest], /) -> Mapping[Hashable, Digest]:
        """Give the digest of each value."""


class Answers:
    """The digests of a value's answers."""

    def __init__(self, value: object, shape: Parts, memo: Memo, wholes: Mapping[Question, Digest]) -> None:
        """Answer for a value of a shape, of which the digests of some mappings are known."""
        self._value, self._shape, self._digest, self._wholes = value, shape, memo.digest, dict(wholes)
        self._stage, self._marks = memo.stage("aggregates"), memo.stage("aggregate_marks")
        self._known: dict[int, tuple[object, Digest]] = {}
        self._aggregates: dict[Question, Any] = {}
        self._keys: dict[Question, Digest] = {}

    def aggregate(self, question: Question) -> Any:
        """Give an aggregate, made once."""
        if question not in self._aggregates:
            key = self._key_of(question)
            make = partial(make_aggregate, question, self._value)
            self._aggregates[question] = remembered(self._stage, key, make) if key else make()
        return self._aggregates[question]

    def _key_of(self, question: Question) -> Digest:
        """Give the digest of all that an aggregate is made of; empty where it runs in every build."""
        if question not in self._keys:
            marks = tuple(map(self.whole, ways_of(question)))
            self._keys[question] = self._digest(question, marks) if marks and all(marks) else b""
        return self._keys[question]

    def whole(self, way: Question) -> Digest:
        """Give the digest of a mapping or set; empty where builds compare only its values."""
        if way not in self._wholes:
            self._wholes[way] = self._whole(way)
        return self._wholes[way]

    def _whole(self, way: Question) -> Digest:
        value, shape = mapping_at(self._shape, self._value, way)
        if not shape.whole:
            return b""
        return value.mark if isinstance(value, ByName) else self._digest(shape.all_of(value))

    def facts(self, way: Question, keys: Iterable[Hashable]) -> Digests:
        """Give the digests of values of a mapping, in order."""
        value, shape = mapping_at(self._shape, self._value, way)
        marks = value.marks(self._digest) if isinstance(value, Marked) else {}
        return digests_of(b"".join([marks.get(key) or self.mark_of(shape.fact(value, key)) for key in keys]))

    def mark(self, question: Question) -> Digest:
        """Give the digest of the answer to a question."""
        try:
            if is_aggregate(question):
                return self._mark_of_aggregate(question)
            return self.mark_of(self._shape.answer(self._value, question))
        except LookupError:
            return GONE

    def _mark_of_aggregate(self, question: Question) -> Digest:
        key = self._key_of(question)
        self._stage.use((key,) if key else ())
        # It is small, and many ask only whether a large aggregate is the same.
        make = partial(self._mark_of_made, question)
        return remembered(self._marks, key, make) if key else make()

    def _mark_of_made(self, question: Question) -> Digest:
        return self.mark_of(self.aggregate(question))

    def mark_of(self, answer: Any) -> Digest:
        """Give the digest of an answer that is there."""
        kind = type(answer)
        if kind is Elements:
            is_plain = _PLAIN.issuperset(map(type, answer))
            return _joined((packed(answer),) if is_plain else map(self._once, answer))
        return _joined((packed(answer),)) if kind in _PLAIN else self._digest(answer)

    def _once(self, answer: Any) -> Digest:
        """Give the digest of an object, made once; the object is held, so that no other gets its number."""
        known = self._known.get(id(answer))
        if known is None:
            known = self._known[id(answer)] = (answer, self._digest(answer))
        return known[1]


def _joined(digests: Iterable[Digest]) -> Digest:
    return hashlib.blake2b(b"".join(digests), digest_size=16).digest()
