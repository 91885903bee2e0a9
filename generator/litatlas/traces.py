"""Verifying traces: what was asked while something was made, so that the next build knows if it would be the same.

After Mokhov, Mitchell and Peyton Jones, "Build systems à la carte" (ICFP
2018). Of everything that was made the trace has the questions that its maker
asked, and the digest of what came of it; each question is kept once, with a
mark of its answer. Where all answers are the same, so is the result, and
nobody makes it again.
There is no list of dependencies that a person could forget to keep: a maker
sees only a view (`asking`), and a view tells all that was asked of it.

A page or a data file is made like this:

    known = traces.known(path, inputs)           # its hash, where nothing that it asked has changed
    if known and standing.has(path, known):      # and its file stands there
        yield path, Unchanged(known)
    else:
        text, asked = traces.record(make, *inputs)            # make(view, *inputs)
        traces.keep(path, inputs, asked, sha256(text))
        yield path, text

and `traces.save()` comes last. `traces.text(...)` is all of it for what is
made right here. A maker is a pure function in a module; of the survey it may
have nothing but the view, and the inputs, whose digest stands in the trace.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from litatlas.answers import GONE, Answers, Mark
from litatlas.asking import Parts, Question, is_derived, make_derived
from litatlas.memo import Digest, Memo

S = TypeVar("S")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Stands for the content of a file that is as it should be."""

    sha256: str
    """Of its bytes, in hexadecimal digits."""


class Standing(Protocol):
    """What stands in the survey folder."""

    def has(self, path: str, sha256: str, /) -> bool:
        """Whether a file of ours stands there, untouched, with these bytes."""


class _Empty:
    """An empty folder."""

    def has(self, _path: str, _sha256: str, /) -> bool:
        """Say no."""
        return False


EMPTY: Standing = _Empty()


class Trace(NamedTuple):
    """What is remembered of something made."""

    questions: bytes
    """Their numbers, as an array of unsigned integers."""

    inputs: Digest
    """Empty where there are none."""

    result: Any
    """The hash of a file's text; the digest of a derived value."""


class Traces(Generic[S]):
    """The traces of everything that is made of one value."""

    def __init__(self, value: S, shape: Parts, memo: Memo, name: str, *given: object) -> None:
        """Take the traces of the last build.

        Arguments:
            value: What things are made of.
            shape: How it is asked.
            memo: Keeps the traces.
            name: Of the stage.
            given: What all things depend on besides: templates, settings. Other ones, and nothing is known.
        """
        self._answers, self._digest = Answers(value, shape, memo.digest), memo.digest
        self._stage, self._key = memo.stage(name), memo.digest(name, *given)
        questions, marks, made = self._stage.get(self._key) or ((), (), {})
        self._questions: list[Question] = list(questions)
        self._marks: list[Mark] = list(marks)
        self._before: dict[object, Trace] = {name: Trace(*trace) for name, trace in made.items()}
        self._now: dict[object, Trace] = {}
        self._made = False
        self._numbers: dict[Question, int] = {}
        self._values: dict[Question, Any] = {}
        self._asked: dict[Question, None] = {}
        self.view: S = shape.view(value, (), self)

    @cached_property
    def _changed(self) -> NDArray[np.bool_]:
        """Which questions of the last build have another answer now; their marks are those of the new answers."""
        changed = np.zeros(len(self._questions), dtype=np.bool_)
        derived = {number: question for number, question in enumerate(self._questions) if is_derived(question)}
        for number, (question, before) in enumerate(zip(self._questions, self._marks, strict=True)):
            if number not in derived and (mark := self._answers.mark(question)) != before:
                self._marks[number], changed[number] = mark, True
        while derived:
            self._compare_derived(*derived.popitem(), derived, changed)
        return changed

    def _compare_derived(
        self, number: int, question: Question, others: dict[int, Question], changed: NDArray[np.bool_]
    ) -> None:
        """Find out if a derived value is another one now, after those others of which it is made."""
        numbers = _numbers(self._before[question])
        for other in others.keys() & numbers.tolist():
            if other in others:
                self._compare_derived(other, others.pop(other), others, changed)
        if changed[numbers].any():
            try:
                self.derive(question, self.view)
                mark: Mark = self._now[question].result
            except LookupError:
                # What it asks after is gone; whoever asked must ask anew.
                mark = GONE
            self._marks[number], changed[number] = mark, mark != self._marks[number]

    def known(self, name: str, inputs: tuple[object, ...] = ()) -> str:
        """Give the hash of a file as it was made last time; empty where it may differ now.

        Arguments:
            name: Its path.
            inputs: What its maker is handed beside the view.
        """
        trace = self._before.get(name)
        if trace is None or trace.inputs != self._of_inputs(inputs) or self._changed[_numbers(trace)].any():
            return ""
        self._now[name] = trace
        return str(trace.result)

    def record(self, make: Callable[..., V], *inputs: object) -> tuple[V, tuple[Question, ...]]:
        """Make something of the view and the inputs; gives it, and what was asked."""
        outer, self._asked = self._asked, {}
        try:
            return make(self.view, *inputs), tuple(self._asked)
        finally:
            self._asked = outer

    def keep(self, name: str, inputs: tuple[object, ...], asked: tuple[Question, ...], sha256: str) -> None:
        """Remember a file for the next build."""
        self._keep(name, inputs, asked, sha256)

    def text(
        self, path: str, make: Callable[..., str], inputs: tuple[object, ...] = (), standing: Standing = EMPTY
    ) -> str | Unchanged:
        """Give the text of a file, or that it stands there already.

        Arguments:
            path: Of the file in the survey folder.
            make: Makes the text of the view and the inputs.
            inputs: Values that can be digested.
            standing: What stands in the folder.
        """
        known = self.known(path, inputs)
        if known and standing.has(path, known):
            return Unchanged(known)
        text, asked = self.record(make, *inputs)
        self.keep(path, inputs, asked, sha256(text))
        return text

    def save(self) -> None:
        """Hand the traces to the memo; what was neither known nor made is forgotten."""
        if not self._made and _files(self._now) == _files(self._before):
            return
        self._take_derived()
        used = np.unique(np.concatenate([_numbers(trace) for trace in self._now.values()]))
        moved = np.zeros(len(self._questions), dtype=_NUMBER)
        moved[used] = np.arange(len(used), dtype=_NUMBER)
        made = {
            name: (moved[_numbers(trace)].tobytes(), trace.inputs, trace.result) for name, trace in self._now.items()
        }
        self._stage.put(
            self._key, ([self._questions[n] for n in used.tolist()], [self._marks[n] for n in used.tolist()], made)
        )

    def _take_derived(self) -> None:
        """Take along the derived values that what was taken asks for."""
        todo = list(self._now.values())
        while todo:
            asked = np.zeros(len(self._questions), dtype=np.bool_)
            for trace in todo:
                asked[_numbers(trace)] = True
            questions = (self._questions[number] for number in np.flatnonzero(asked).tolist())
            more: dict[object, Trace] = {q: self._before[q] for q in questions if is_derived(q) and q not in self._now}
            self._now.update(more)
            todo = list(more.values())

    def ask(self, question: Question) -> None:
        """Note a question."""
        self._asked[question] = None

    def derive(self, question: Question, view: Any) -> Any:
        """Give a derived value, made once."""
        if question not in self._values:
            outer, self._asked = self._asked, {}
            try:
                value = make_derived(question, view)
                self._keep(question, (), tuple(self._asked), self._digest(value))
                self._values[question] = value
            finally:
                self._asked = outer
        self.ask(question)
        return self._values[question]

    def aggregate(self, question: Question) -> Any:
        """Give an aggregate, made once."""
        self.ask(question)
        return self._answers.aggregate(question)

    def _keep(self, name: object, inputs: tuple[object, ...], asked: tuple[Question, ...], result: Any) -> None:
        if not self._numbers:
            self._numbers = {question: number for number, question in enumerate(self._questions)}
        numbers = np.array([self._number(question) for question in asked], dtype=_NUMBER)
        trace = Trace(numbers.tobytes(), self._of_inputs(inputs), result)
        self._made = self._made or trace != self._before.get(name)
        self._now[name] = trace

    def _number(self, question: Question) -> int:
        number = self._numbers.get(question)
        if number is None:
            number = self._numbers[question] = len(self._questions)
            self._questions.append(question)
            self._marks.append(self._now[question].result if is_derived(question) else self._answers.mark(question))
        elif is_derived(question) and question in self._now:
            self._marks[number] = self._now[question].result
        return number

    def _of_inputs(self, inputs: tuple[object, ...]) -> Digest:
        return self._digest(*inputs) if inputs else b""


_NUMBER = np.dtype("<u4")


def _files(traces: Mapping[object, Trace]) -> set[object]:
    return {name for name in traces if isinstance(name, str)}


def _numbers(trace: Trace) -> NDArray[np.uint32]:
    return np.frombuffer(trace.questions, dtype=_NUMBER)


def sha256(content: str | bytes) -> str:
    """Give the hash of a file's content, in hexadecimal digits."""
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode("utf-8")).hexdigest()
