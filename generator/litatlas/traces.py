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

from array import array
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from litatlas.answers import GONE, Answers
from litatlas.asking import Parts, Question, is_derived, make_derived
from litatlas.memo import Digest, Memo
from litatlas.trace_table import DERIVED, NUMBER, SINGLE, Columns, Made, Mark, TraceTable
from litatlas.unchanged import EMPTY, Standing, Unchanged, sha256

S = TypeVar("S")
V = TypeVar("V")


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
        self._answers, self._shape, self._digest = Answers(value, shape, memo), shape, memo.digest
        self._stage, self._key = memo.stage(name), memo.digest("table", name, *given)
        self._stage_of_derived = memo.stage("derived", apart=True)
        self._before: TraceTable = self._stage.get(self._key) or TraceTable()
        self._questions: list[Question] = list(self._before.questions)
        self._marks: list[Mark] = list(self._before.marks)
        self._rows = {name: row for row, name in enumerate(self._before.names)}
        self._kept = np.zeros(len(self._rows), np.bool_)
        self._within = array("b", self._before.within.tobytes())
        self._made = Made()
        self._numbers: dict[Question, int] = {}
        self._values: dict[Question, Any] = {}
        self._asked: dict[Question, None] = {}
        self._comparing = False
        self.view: S = shape.view(value, (), self)

    @cached_property
    def _changed(self) -> NDArray[np.bool_]:
        """Which questions of the last build have another answer now; their marks are those of the new answers."""
        before, self._comparing = self._before, True
        changed = np.zeros(len(before.questions), dtype=np.bool_)
        for number in before.unsure(self._wholes).tolist():
            question = before.questions[number]
            moved = self._moved.get(question[:2])
            if moved is not None and moved.isdisjoint(_keys_among(question[-1])):
                continue
            if (mark := self._answers.mark(question)) != before.marks[number]:
                self._marks[number], changed[number] = mark, True
        self._compare_derived(changed)
        self._comparing = False
        return changed

    def _compare_derived(self, changed: NDArray[np.bool_]) -> None:
        """Make those derived values anew that asked what has changed, until none did: that may change further ones."""
        before = self._before
        numbers, rows = before.derived, self._derived_rows
        while (asking := before.asking(changed)[rows]).any():
            for number in numbers[asking].tolist():
                mark = self._mark_of_derived(before.questions[number])
                self._marks[number], changed[number] = mark, mark != before.marks[number]
            numbers, rows = numbers[~asking], rows[~asking]

    @cached_property
    def _derived_rows(self) -> NDArray[np.intp]:
        """The traces of the derived values of the last build, as they stand among its questions."""
        questions = self._before.questions
        return np.array([self._rows[questions[number]] for number in self._before.derived.tolist()], np.intp)

    @cached_property
    def _rows_of_derived(self) -> frozenset[int]:
        return frozenset(self._derived_rows.tolist())

    def _mark_of_derived(self, question: Question) -> Mark:
        try:
            self.derive(question, self.view)
        except LookupError:
            # What it asks after is gone; whoever asked must ask anew.
            return GONE
        return self._result(question)

    @cached_property
    def _wholes(self) -> Mapping[Question, Digest]:
        return self._answers.of_wholes()

    @cached_property
    def _columns(self) -> Columns:
        return self._answers.of_columns()

    @cached_property
    def _moved(self) -> Mapping[Question, frozenset[Hashable]]:
        """The keys whose values are others now, by the way to the method that looks at them."""
        return {
            way: frozenset(key for key, _ in self._columns[column].items() ^ self._before.columns[column].items())
            for way, column in self._shape.columns()
            if column in self._before.columns
        }

    @cached_property
    def _places(self) -> Mapping[Question, int]:
        return {way: place for place, way in enumerate(self._wholes)}

    @cached_property
    def _differing(self) -> NDArray[np.bool_]:
        """Which traces of the last build asked what has another answer now."""
        return self._before.asking(self._changed)

    def known(self, name: str, inputs: tuple[object, ...] = ()) -> str:
        """Give the hash of a file as it was made last time; empty where it may differ now.

        Arguments:
            name: Its path.
            inputs: What its maker is handed beside the view.
        """
        row = self._rows.get(name)
        if row is None or self._before.inputs[row] != self._of_inputs(inputs) or self._differing[row]:
            return ""
        self._kept[row] = True
        return str(self._before.results[row])

    def record(self, make: Callable[..., V], *inputs: object) -> tuple[V, tuple[Question, ...]]:
        """Make something of the view and the inputs; gives it, and what was asked."""
        outer, self._asked = self._asked, {}
        try:
            return make(self.view, *inputs), tuple(self._asked)
        finally:
            self._asked = outer

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
        """Hand the traces to the memo; what was neither known nor made is forgotten. Nothing is asked after this."""
        if self._is_as_before():
            self._kept[self._derived_rows] = True
        else:
            self._keep_derived()
            table = (self._kept, self._questions, self._marks, self._within, self._wholes, self._columns, self._made)
            self._stage.put(self._key, self._before.followed_by(*table))
        derived = self._derived_rows[self._kept[self._derived_rows]]
        self._stage_of_derived.use(self._before.results[row] for row in derived.tolist())
        self._stage.rest()
        self._stage_of_derived.rest()
        # A view and its traces hold each other: without this, both would stay in memory.
        del self.view

    def _is_as_before(self) -> bool:
        """Whether all answers are the same, and all files of the last build are known or came out the same."""
        if self._changed.any():
            return False
        same = all(
            name in self._rows and self._made.trace(name).is_like(self._before.trace(self._rows[name]))
            for name in self._made.rows
        )
        others = (self._before.names[row] for row in np.flatnonzero(~self._kept).tolist())
        return same and all(name in self._made or not isinstance(name, str) for name in others)

    def _keep_derived(self) -> None:
        """Keep the derived values that are asked for by what is kept, or was made."""
        before, numbers, rows = self._before, self._before.derived, self._derived_rows
        asked = before.asked_by(self._kept)
        made = np.array(self._made.asked, NUMBER)
        asked[made[made < len(asked)]] = True
        left = np.array([before.names[row] not in self._made for row in rows.tolist()], np.bool_)
        while (more := left & asked[numbers]).any():
            found = np.zeros(len(self._kept), np.bool_)
            found[rows[more]] = True
            self._kept |= found
            asked |= before.asked_by(found)
            left &= ~more

    def ask(self, question: Question) -> None:
        """Note a question."""
        self._asked[question] = None

    def derive(self, question: Question, view: Any) -> Any:
        """Give a derived value, made once; the one of the last build, where all that it asked has the same answers."""
        if question not in self._values:
            known = self._known_value(question)
            # To know what differs, it may have been made just now.
            if question not in self._values:
                self._values[question] = self._make_derived(question, view) if known is None else known
        self.ask(question)
        return self._values[question]

    def _known_value(self, question: Question) -> Any:
        row = self._rows.get(question)
        # One that was made, but that nobody asked for in the end, has a trace and no question.
        if row not in self._rows_of_derived or self._comparing or self._differing[row]:
            return None
        return self._stage_of_derived.get(self._before.results[row])

    def _make_derived(self, question: Question, view: Any) -> Any:
        outer, self._asked = self._asked, {}
        try:
            value = make_derived(question, view)
            mark = self._digest(value)
            self.keep(question, (), tuple(self._asked), mark)
            self._stage_of_derived.put(mark, value)
            if question in self._numbers:
                self._marks[self._numbers[question]] = mark
        finally:
            self._asked = outer
        return value

    def aggregate(self, question: Question) -> Any:
        """Give an aggregate, made once."""
        self.ask(question)
        return self._answers.aggregate(question)

    def keep(self, name: object, inputs: tuple[object, ...], asked: tuple[Question, ...], result: Any) -> None:
        """Remember a file with its hash, or a derived value with its mark, for the next build."""
        if not self._numbers:
            self._numbers = {question: number for number, question in enumerate(self._questions)}
        self._made.add(name, map(self._number, asked), self._of_inputs(inputs), result)
        if name in self._rows:
            self._kept[self._rows[name]] = False

    def _number(self, question: Question) -> int:
        number = self._numbers.get(question)
        if number is None:
            number = self._numbers[question] = len(self._questions)
            derived = is_derived(question)
            within = self._places.get(question[:2], self._places.get(question[:1], SINGLE))
            self._questions.append(question)
            self._marks.append(self._result(question) if derived else self._answers.mark(question))
            self._within.append(DERIVED if derived else within)
        return number

    def _result(self, question: Question) -> Mark:
        """Give the mark of a derived value that was made."""
        mark: Mark = self._made.results[self._made.rows[question]]
        return mark

    def _of_inputs(self, inputs: tuple[object, ...]) -> bytes:
        """Give what tells inputs from others: words and numbers themselves, of others the digest."""
        if all(type(each) in _PLAIN for each in inputs):
            return repr(inputs).encode("utf-8", "surrogatepass") if inputs else b""
        return self._digest(*inputs)


def _keys_among(arguments: Any) -> Iterator[Hashable]:
    for each in arguments:
        if isinstance(each, tuple):
            yield from each
        else:
            yield each


_PLAIN = frozenset((str, int))
