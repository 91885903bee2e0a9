"""Verifying traces: what was asked while something was made, so that the next build knows if it would be the same.

After Mokhov, Mitchell and Peyton Jones, "Build systems à la carte" (ICFP
2018). Of everything that was made the trace has the questions that its maker
asked, one digest of all their answers, and the digest of what came of it.
Where the answers are the same, so is the result, and nobody makes it again.
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
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from litatlas.asking import Elements, Question, Shape, is_derived, make_derived
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

    answers: Digest
    """Of the inputs and all answers."""

    result: Any
    """The hash of a file's text; the digest of a derived value."""


class Traces(Generic[S]):
    """The traces of everything that is made of one value."""

    def __init__(self, value: S, shape: Shape, memo: Memo, name: str, *given: object) -> None:
        """Take the traces of the last build.

        Arguments:
            value: What things are made of.
            shape: How it is asked.
            memo: Keeps the traces.
            name: Of the stage.
            given: What all things depend on besides: templates, settings. Other ones, and nothing is known.
        """
        self._value, self._shape, self._digest = value, shape, memo.digest
        self._stage, self._key = memo.stage(name), memo.digest(name, *given)
        questions, made = self._stage.get(self._key) or ([], {})
        self._questions: list[Question] = questions
        self._before: dict[object, Trace] = {name: Trace(*trace) for name, trace in made.items()}
        self._now: dict[object, Trace] = {}
        self._numbers: dict[Question, int] = {}
        self._marks: dict[int, Digest] = {}
        self._known_marks: dict[int, tuple[object, Digest]] = {}
        self._values: dict[Question, Any] = {}
        self._asked: dict[Question, None] = {}
        self._view: S = shape.view(value, (), self)

    def known(self, name: str, inputs: tuple[object, ...] = ()) -> str:
        """Give the hash of a file as it was made last time; empty where it may differ now.

        Arguments:
            name: Its path.
            inputs: What its maker is handed beside the view.
        """
        trace = self._before.get(name)
        if trace is None or trace.answers != self._answers(trace.questions, inputs):
            return ""
        self._now[name] = trace
        return str(trace.result)

    def record(self, make: Callable[..., V], *inputs: object) -> tuple[V, tuple[Question, ...]]:
        """Make something of the view and the inputs; gives it, and what was asked."""
        outer, self._asked = self._asked, {}
        try:
            return make(self._view, *inputs), tuple(self._asked)
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
        if self._now == self._before:
            return
        used = sorted({number for trace in self._now.values() for number in array("I", trace.questions)})
        moved = {number: place for place, number in enumerate(used)}
        questions = [self._questions[number] for number in used]
        made = {
            name: (array("I", [moved[n] for n in array("I", trace.questions)]).tobytes(), trace.answers, trace.result)
            for name, trace in self._now.items()
        }
        self._stage.put(self._key, (questions, made))

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

    def _keep(self, name: object, inputs: tuple[object, ...], asked: tuple[Question, ...], result: Any) -> None:
        if not self._numbers:
            self._numbers = {question: number for number, question in enumerate(self._questions)}
        numbers = array("I", (self._number(question) for question in asked)).tobytes()
        self._now[name] = Trace(numbers, self._answers(numbers, inputs), result)

    def _number(self, question: Question) -> int:
        number = self._numbers.setdefault(question, len(self._questions))
        if number == len(self._questions):
            self._questions.append(question)
        return number

    def _answers(self, numbers: bytes, inputs: tuple[object, ...]) -> Digest:
        marks, found = self._marks, [self._digest(*inputs)] if inputs else []
        for number in array("I", numbers):
            mark = marks.get(number)
            if mark is None:
                mark = marks[number] = self._mark(self._questions[number])
            found.append(mark)
        return _hash(b"".join(found))

    def _mark(self, question: Question) -> Digest:
        """Give the digest of an answer."""
        try:
            if is_derived(question):
                return self._mark_of_derived(question)
            return self._mark_of(self._shape.answer(self._value, question))
        except LookupError:
            # What it asks after is gone; whoever asked must ask anew.
            return _GONE

    def _mark_of_derived(self, question: Question) -> Digest:
        if question not in self._now:
            before = self._before.get(question)
            if before is not None and before.answers == self._answers(before.questions, ()):
                self._now[question] = before
            else:
                self.derive(question, self._view)
        mark: Digest = self._now[question].result
        return mark

    def _mark_of(self, answer: Any) -> Digest:
        if isinstance(answer, Elements):
            return _hash(b"".join([b"elements", *map(self._mark_of, answer)]))
        # Of a text there is no pickle to be made.
        return _hash(b"text" + answer.encode("utf-8", "surrogatepass")) if type(answer) is str else self._once(answer)

    def _once(self, answer: Any) -> Digest:
        """Give the digest of an object, made once; the object is held, so that no other gets its number."""
        known = self._known_marks.get(id(answer))
        if known is None:
            known = self._known_marks[id(answer)] = (answer, self._digest(answer))
        return known[1]


_GONE = b"gone"


def sha256(content: str | bytes) -> str:
    """Give the hash of a file's content, in hexadecimal digits."""
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode("utf-8")).hexdigest()


def _hash(data: bytes) -> Digest:
    return hashlib.blake2b(data, digest_size=16).digest()
