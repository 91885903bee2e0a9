"""Answers to questions as short marks, by which two builds are compared."""

import hashlib
from collections.abc import Mapping
from functools import reduce
from typing import Any

from litatlas.asking import Answered, Elements, Parts, Question, is_aggregate, make_aggregate, source_of
from litatlas.memo import Digest, Memo, remembered
from litatlas.trace_table import Columns, Mark

GONE = b"gone"
"""Of a question that can no longer be asked: it leads through what is not there any more."""

_SHORT = 48
"""Characters: a text up to here is no longer than it is worth."""

_PLAIN = frozenset((int, bool, type(None)))


class Answers:
    """The marks of a value's answers."""

    def __init__(self, value: object, shape: Parts, memo: Memo) -> None:
        """Answer for a value of a shape."""
        self._value, self._shape, self._digest = value, shape, memo.digest
        self._stage = memo.stage("aggregates")
        self._known: dict[int, tuple[object, Digest]] = {}
        self._aggregates: dict[Question, Any] = {}

    def aggregate(self, question: Question) -> Any:
        """Give an aggregate, made once."""
        if question not in self._aggregates:
            source = source_of(question, self._value)
            self._aggregates[question] = (
                make_aggregate(question, self._value)
                if source is None
                else remembered(
                    self._stage, self._digest(question, source), lambda: make_aggregate(question, self._value)
                )
            )
        return self._aggregates[question]

    def of_wholes(self) -> Mapping[Question, Digest]:
        """Give the digests of what builds compare as a whole, by the ways to it."""
        return {way: self._digest(_value_at(self._value, way)) for way in self._shape.wholes()}

    def of_columns(self) -> Columns:
        """Give the digest of each value of the mappings at which methods look, by the ways to them."""
        ways = dict.fromkeys(mapping for _, mapping in self._shape.columns())
        found: dict[Question, Any] = {way: reduce(getattr, map(str, way), self._value) for way in ways}
        return {way: {key: self._digest(value) for key, value in found[way].items()} for way in ways}

    def mark(self, question: Question) -> Mark:
        """Give the mark of an answer."""
        try:
            if is_aggregate(question):
                return self._mark_of(self.aggregate(question))
            return self._mark_of(self._shape.answer(self._value, question))
        except LookupError:
            return GONE

    def _mark_of(self, answer: Any) -> Mark:
        kind = type(answer)
        if kind in _PLAIN:
            return answer  # type: ignore[no-any-return]  # a number, or nothing
        if kind is str:
            return str(answer) if len(answer) <= _SHORT else self._digest(answer)
        if kind is Answered:
            return self._digest(*map(self._mark_of, answer))
        if kind is Elements:
            return _joined([self._once(element) for element in answer])
        return self._once(answer)

    def _once(self, answer: Any) -> Digest:
        """Give the digest of an object, made once; the object is held, so that no other gets its number."""
        known = self._known.get(id(answer))
        if known is None:
            known = self._known[id(answer)] = (answer, self._digest(answer))
        return known[1]


def _joined(digests: list[Digest]) -> Digest:
    return hashlib.blake2b(b"".join(digests), digest_size=16).digest()


def _value_at(value: Any, way: Question) -> Any:
    found = reduce(getattr, map(str, way), value)
    return sorted(found) if isinstance(found, frozenset) else dict(found)
