"""The traces of a build in columns: a hundred thousand small objects would cost more than what they say."""

from array import array
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from litatlas.memo import Digest
from litatlas.views import Question

Mark = str | int | bool | bytes | None
"""A short answer itself, of others the digest."""

Columns = Mapping[Question, Mapping[Hashable, Digest]]
"""The digests of the values of mappings, by the ways to these."""

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


class Made:
    """The traces of what this build makes, in columns that grow: there may be one for every page."""

    def __init__(self) -> None:
        self.rows: dict[object, int] = {}
        # A name may come twice (a chapter made anew): its last trace counts.
        self.names: list[object] = []
        self.asked, self.ends = array("I"), array("q", [0])
        self.inputs: list[bytes] = []
        self.results: list[Any] = []

    def __contains__(self, name: object) -> bool:
        return name in self.rows

    def add(self, name: object, asked: Iterable[int], inputs: bytes, result: Any) -> None:
        """Add a trace."""
        self.rows[name] = len(self.results)
        self.names.append(name)
        self.asked.extend(asked)
        self.ends.append(len(self.asked))
        self.inputs.append(inputs)
        self.results.append(result)

    def trace(self, name: object) -> Trace:
        """Give one trace."""
        row = self.rows[name]
        asked = np.array(self.asked[self.ends[row] : self.ends[row + 1]], NUMBER)
        return Trace(asked, self.inputs[row], self.results[row])


SINGLE, DERIVED = -1, -2
"""In the place of the number of a mapping or set: the question leads into none that is compared as a whole; it is for a
derived value."""


@dataclass(frozen=True, slots=True)
class TraceTable:
    """What a build keeps for the next one: its questions with the marks of their answers, and its traces."""

    questions: Sequence[Question] = ()
    marks: Sequence[Mark] = ()
    wholes: Mapping[Question, Digest] = field(default_factory=dict)
    """The digests of what is compared as a whole, by the ways to it."""

    columns: Columns = field(default_factory=dict)
    """Those of what is compared value by value."""

    within: NDArray[np.int8] = field(default_factory=lambda: np.zeros(0, np.int8))
    """Into which of the wholes each question leads, by its place among them; or `SINGLE`, or `DERIVED`."""

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

    def unsure(self, wholes: Mapping[Question, Digest]) -> NDArray[np.intp]:
        """Give the numbers of the questions that lead into no whole, or into one that is another one now."""
        differs = [wholes[way] != whole for way, whole in self.wholes.items()]
        # The last two are found by their negative numbers.
        return np.flatnonzero(np.array([*differs, False, True])[self.within])

    @property
    def derived(self) -> NDArray[np.intp]:
        """The numbers of the questions for derived values."""
        return np.flatnonzero(self.within == DERIVED)

    def asking(self, questions: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Say of each trace whether it asked one of some questions."""
        before = np.concatenate(([0], np.cumsum(questions[self.asked])))[self.ends]
        return np.asarray(before[1:] > before[:-1])

    def asked_by(self, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Say of each question whether one of some traces asked it."""
        found = np.zeros(len(self.questions), np.bool_)
        found[self._asked_in(rows)] = True
        return found

    def followed_by(
        self, kept: NDArray[np.bool_], questions: Sequence[Question], marks: Sequence[Mark], within: Sequence[int],
        wholes: Mapping[Question, Digest], columns: Columns, made: Made,
    ) -> "TraceTable":  # fmt: skip
        """Give the table of the next build.

        Arguments:
            kept: The traces that stay.
            questions: Those of this table, and more. Only those stay that are asked.
            marks: Of their answers.
            within: Into what each leads.
            wholes: What is compared as a whole.
            columns: What is compared value by value.
            made: The traces that come to them.
        """
        asked = np.concatenate((self._asked_in(kept), np.array(made.asked, NUMBER)))
        lengths = np.concatenate((np.diff(self.ends)[kept], np.diff(np.array(made.ends, np.int64))))
        used = np.zeros(len(questions), np.bool_)
        used[asked] = True
        moved = np.cumsum(used, dtype=NUMBER) - NUMBER.type(1)
        stays = kept.tolist()
        return TraceTable(
            list(compress(questions, used.tolist())),
            list(compress(marks, used.tolist())),
            wholes,
            columns,
            np.array(within, np.int8)[used],
            [*compress(self.names, stays), *made.names],
            [*compress(self.inputs, stays), *made.inputs],
            [*compress(self.results, stays), *made.results],
            moved[asked],
            np.concatenate(([0], np.cumsum(lengths))),
        )

    def _asked_in(self, rows: NDArray[np.bool_]) -> Numbers:
        return self.asked[np.repeat(rows, np.diff(self.ends))]
