"""The traces of a build in columns: a hundred thousand small objects would cost more than what they say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from litatlas.memo import Digest
from litatlas.views import Question

Mark = str | int | bool | bytes | None
"""A short answer itself, of others the digest."""

Numbers = NDArray[np.uint32]

NUMBER = np.dtype("<u4")


@dataclass(frozen=True, slots=True)
class Trace:
    """What is remembered of something made."""

    asked: Numbers
    """The numbers of its questions."""

    inputs: bytes
    """Empty where there are none."""

    result: Any
    """The hash of a file's text; the digest of a derived value."""

    def is_like(self, other: "Trace") -> bool:
        """Whether it says the same."""
        said = (self.inputs, self.result) == (other.inputs, other.result)
        return said and np.array_equal(self.asked, other.asked)


@dataclass(frozen=True, slots=True)
class TraceTable:
    """What a build keeps for the next one: its questions with the marks of their answers, and its traces."""

    questions: Sequence[Question] = ()
    marks: Sequence[Mark] = ()
    wholes: Mapping[Question, Digest] = field(default_factory=dict)
    """The digests of what is compared as a whole, by the ways to it."""

    names: Sequence[object] = ()
    """A trace is of a file, named by its path, or of a derived value, named by its question."""

    inputs: Sequence[bytes] = ()
    results: Sequence[Any] = ()
    asked: Numbers = field(default_factory=lambda: np.zeros(0, NUMBER))
    """The numbers of all traces' questions, one trace after the other."""

    ends: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, np.int64))
    """Where the numbers of each trace end; the first is 0, where those of the first begin."""

    def trace(self, row: int) -> Trace:
        """Give one trace."""
        return Trace(self.asked[self.ends[row] : self.ends[row + 1]], self.inputs[row], self.results[row])

    def asking(self, questions: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Say of each trace whether it asked one of some questions."""
        before = np.concatenate(([0], np.cumsum(questions[self.asked])))[self.ends]
        return np.asarray(before[1:] > before[:-1])

    def asked_by(self, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Say of each question whether one of some traces asked it."""
        found = np.zeros(len(self.questions), np.bool_)
        found[self.asked[np.repeat(rows, np.diff(self.ends))]] = True
        return found


def packed(
    questions: Sequence[Question],
    marks: Sequence[Mark],
    wholes: Mapping[Question, Digest],
    traces: Iterable[tuple[object, Trace]],
) -> TraceTable:
    """Give a table of traces by name; of the questions it has those that they ask."""
    named = tuple(traces)
    lengths = [len(trace.asked) for _, trace in named]
    asked = np.concatenate([trace.asked for _, trace in named]) if named else np.zeros(0, NUMBER)
    used = np.zeros(len(questions), np.bool_)
    used[asked] = True
    moved = np.cumsum(used, dtype=NUMBER) - 1
    return TraceTable(
        [question for question, is_used in zip(questions, used.tolist(), strict=True) if is_used],
        [mark for mark, is_used in zip(marks, used.tolist(), strict=True) if is_used],
        wholes,
        [name for name, _ in named],
        [trace.inputs for _, trace in named],
        [trace.result for _, trace in named],
        moved[asked].astype(NUMBER),
        np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))),
    )
