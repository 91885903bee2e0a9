"""The traces of a build, packed: they are read whole by the next one, which looks at few of them.

There are three sorts of what is known, each told by what it was found from:

- a **fact** is a value of a mapping, or a member of a set, that somebody asked for; of it there is the digest;
- a **question** is anything else that was asked; of its answer there is the digest, and the facts at which it looked;
- a **trace** is of a file or a derived value that was made; of it there is the hash, and the facts and questions that
  were asked for it.
"""

from collections.abc import Hashable, Mapping
from typing import Generic, TypeVar

import msgspec
import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from litatlas.incremental.columns import (
    Digests,
    Flags,
    GrowingLists,
    GrowingTexts,
    Lists,
    Rows,
    Texts,
    digests_of,
    sums_of,
)
from litatlas.incremental.memo import Digest
from litatlas.incremental.packing import Parcel, packed, unpacked
from litatlas.incremental.views import Question

_Step = str | int | float | None
_Steps = _Step | tuple[_Step | tuple[_Step, ...], ...]

_steps: msgspec.msgpack.Decoder[tuple[_Steps, ...]] = msgspec.msgpack.Decoder(tuple[_Steps, ...])
"""Reads a question, or the keys of facts, that were packed."""


_NO_TEXTS = packed(())

N = TypeVar("N", str, bytes)
"""What names a trace: the path of a file, the question for a derived value, packed."""


class Facts(Struct, frozen=True):
    """What was asked for of one mapping."""

    whole: Digest
    """Of all of it; empty where only values are compared."""

    keys: Parcel
    """In the order of their bytes: that of many mappings is one."""

    digests: Digests

    def __len__(self) -> int:
        return len(self.digests)

    @property
    def all_keys(self) -> tuple[Hashable, ...]:
        """The keys, in order."""
        return _steps.decode(self.keys)


class TraceTable(Struct, frozen=True):
    """What a build keeps for the next one. Facts are numbered, mapping by mapping, and questions after them."""

    facts: Mapping[Question, Facts] = field(default_factory=dict)
    """By the way to the mapping."""

    questions: Texts = field(default_factory=Texts)
    sums: NDArray[np.uint32] = field(default_factory=lambda: sums_of(()))
    """The checksums of the questions, by which they are found."""

    answers: Digests = field(default_factory=lambda: digests_of(b""))
    """Digests: that to the question for a derived value is the value's."""

    reads: Lists = field(default_factory=Lists)
    """The numbers of the facts at which each answer looks; none where that is not known."""

    derived: Rows = field(default_factory=lambda: np.zeros(0, np.intp))
    """The questions for derived values, in order."""

    derived_asked: Lists = field(default_factory=Lists)
    """The numbers of the facts and questions that were asked for each derived value."""

    paths: Parcel = _NO_TEXTS
    """Of the files that were made."""

    hashes: Parcel = _NO_TEXTS
    """Of their texts."""

    inputs: Texts = field(default_factory=Texts)
    asked: Lists = field(default_factory=Lists)
    """The numbers of the facts and questions that were asked for each file."""

    @property
    def all_paths(self) -> tuple[str, ...]:
        """The paths of the files."""
        return unpacked(self.paths, tuple[str, ...])

    @property
    def all_hashes(self) -> tuple[str, ...]:
        """The hashes of the files."""
        return unpacked(self.hashes, tuple[str, ...])

    def question(self, row: int) -> Question:
        """Give one question."""
        return _steps.decode(self.questions[row])

    @property
    def facts_in_all(self) -> int:
        """The number of the first question."""
        return sum(map(len, self.facts.values()))

    def changed_facts(self, now: Mapping[Question, Facts]) -> Flags:
        """Say of each fact whether it is another one now."""
        pairs = ((facts.digests, now[way].digests) for way, facts in self.facts.items())
        differing = (np.zeros(len(old), np.bool_) if old is new else (old != new).any(axis=1) for old, new in pairs)
        return np.concatenate((np.zeros(0, np.bool_), *differing))

    def unsure(self, changed: Flags) -> Rows:
        """Give the questions that look at one of these facts, or of which that is not known."""
        asked = self.reads.having(changed) | self.reads.empty
        asked[self.derived] = False
        return np.flatnonzero(asked)

    def derived_behind(self, changed: Flags) -> Flags:
        """Say of each derived value if it asked for a fact or question that changed, or for a value that did so."""
        flags, found = changed.copy(), np.zeros(len(self.derived), np.bool_)
        while (more := self.derived_asked.having(flags) & ~found).any():
            found |= more
            flags[self.facts_in_all + self.derived[more]] = True
        return found


Asked = tuple[int, ...]
"""What was asked while something was made, by the numbers of the questions in this build."""


class Made(Generic[N]):
    """The traces of what this build makes, in columns: there may be one for every page."""

    def __init__(self) -> None:
        self.rows: dict[N, int] = {}
        """In order. A name may come twice (a chapter made anew): its last trace counts."""

        self.inputs, self.results = GrowingTexts(), GrowingTexts()
        self.asked = GrowingLists()
        """The numbers of what each trace asked."""

    def add(self, name: N, asked: Asked, result: bytes, inputs: bytes = b"") -> None:
        """Add a trace."""
        self.rows.pop(name, None)
        self.rows[name] = len(self.results)
        self.asked.append(asked)
        self.inputs.append(inputs)
        self.results.append(result)

    def result(self, name: N) -> bytes:
        """Give what came of something."""
        return self.results[self.rows[name]]

    @property
    def counting(self) -> Flags:
        """Which traces are the last ones of their names."""
        flags = np.zeros(len(self.results), np.bool_)
        flags[list(self.rows.values())] = True
        return flags
