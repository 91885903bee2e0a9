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

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, Generic, TypeVar

import numpy as np

from litatlas.incremental.answers import GONE, Answers
from litatlas.incremental.asking import Parts, Question, make_derived
from litatlas.incremental.columns import Flags, digests_of
from litatlas.incremental.memo import Digest, Memo
from litatlas.incremental.next_table import NextTable, Numbers
from litatlas.incremental.packing import Parcel, packed
from litatlas.incremental.trace_table import Asked, Facts, Made, TraceTable
from litatlas.incremental.unchanged import EMPTY, Standing, Unchanged, sha256

S = TypeVar("S")
V = TypeVar("V")


class Traces(Generic[S]):
    """The traces of everything that is made of one value."""

    def __init__(
        self,
        value: S,
        shape: Parts,
        memo: Memo,
        name: str,
        *given: object,
        wholes: Mapping[Question, Digest] = MappingProxyType({}),
    ) -> None:
        """Take the traces of the last build.

        Arguments:
            value: What things are made of.
            shape: How it is asked.
            memo: Keeps the traces.
            name: Of the stage.
            given: What all things depend on besides: templates, settings. Other ones, and nothing is known.
            wholes: Digests of whole mappings that are known, by the way to each.
        """
        self._answers, self._digest = Answers(value, shape, memo, wholes), memo.digest
        self._stage, self._key = memo.stage(name), memo.digest("table", name, *given)
        self._stage_of_derived = memo.stage("derived", apart=True)
        self._before: TraceTable = self._stage.get(self._key) or TraceTable()
        self._answered, self._numbers = self._before.answers.copy(), Numbers(self._before, shape, self._answers)
        self._rows = {path: row for row, path in enumerate(self._before.all_paths)}
        self._kept, self._files = np.zeros(len(self._rows), np.bool_), Made[str]()
        self._kept_derived, self._derived = np.zeros(len(self._before.derived), np.bool_), Made[bytes]()
        self._values = dict[Question, Any]()
        self._asked: set[int] = set()
        self._in_doubt: Flags | None = None
        self.view: S = shape.view(value, (), self)

    @cached_property
    def _facts(self) -> Mapping[Question, Facts]:
        """The facts of the last build as they are now."""
        return {way: self._facts_now(way, facts) for way, facts in self._before.facts.items()}

    def _facts_now(self, way: Question, before: Facts) -> Facts:
        whole = self._answers.whole(way)
        if whole and whole == before.whole:
            return before
        return Facts(whole, before.keys, self._answers.facts(way, self._numbers.places_of(before)))

    @cached_property
    def _changed(self) -> Flags:
        """Which facts of the last build are others now, and which of its questions have another answer."""
        before = self._before
        facts = before.changed_facts(self._facts)
        changed = np.concatenate((facts, np.zeros(len(before.questions), np.bool_)))
        for row in before.unsure(facts).tolist():
            self._compare(row, self._answers.mark(before.question(row)), changed[len(facts) :])
        self._compare_derived(changed, changed[len(facts) :])
        return changed

    def _compare(self, row: int, answer: Digest, changed: Flags) -> None:
        """Note the answer to a question, and whether it is another one now."""
        self._answered[row] = digests_of(answer)
        changed[row] = (self._answered[row] != self._before.answers[row]).any()

    def _compare_derived(self, changed: Flags, questions: Flags) -> None:
        """Make those derived values anew that asked what has changed, until none did: that may change further ones."""
        before, self._in_doubt = self._before, self._before.derived_behind(changed)
        left = np.ones(len(before.derived), np.bool_)
        while (asking := left & before.derived_asked.having(changed)).any():
            for row in before.derived[asking].tolist():
                self._compare(row, self._made_anew(before.question(row)), questions)
            left &= ~asking
        self._in_doubt = None

    def _made_anew(self, question: Question) -> Digest:
        try:
            self.derive(question, self.view)
        except LookupError:
            # What it asks after is gone; whoever asked must ask anew.
            return GONE
        return self._derived.result(packed(question))

    @cached_property
    def _differing(self) -> Flags:
        """Which files of the last build asked what has another answer now."""
        return self._before.asked.having(self._changed)

    @cached_property
    def _differing_derived(self) -> Flags:
        """Which derived values did."""
        return self._before.derived_asked.having(self._changed)

    @cached_property
    def _hashes(self) -> tuple[str, ...]:
        """The hashes of the files of the last build."""
        return self._before.all_hashes

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
        return self._hashes[row]

    def known_all(self, names: Sequence[str], inputs: Sequence[Parcel]) -> list[str]:
        """Give what `known` does for many files.

        Arguments:
            names: Their paths.
            inputs: Those of each, packed; texts and numbers only.
        """
        differing, hashes, as_before = self._differing.tolist(), self._hashes, self._before.inputs.all()
        rows = [self._rows.get(name) for name in names]
        known = [
            None if row is None or differing[row] or as_before[row] != mark else row
            for row, mark in zip(rows, inputs, strict=True)
        ]
        self._kept[[row for row in known if row is not None]] = True
        return ["" if row is None else hashes[row] for row in known]

    def record(self, make: Callable[..., V], *inputs: object) -> tuple[V, Asked]:
        """Make something of the view and the inputs; gives it, and what was asked."""
        outer, self._asked = self._asked, set()
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
        before, as_before = self._before, self._is_as_before()
        table = NextTable(before, self._facts, self._answered, self._files, self._derived, self._numbers)
        self._keep_derived(table.asked_before)
        values = before.answers[before.derived[self._kept_derived]].tobytes()
        self._stage_of_derived.use(values[start : start + 16] for start in range(0, len(values), 16))
        # Before the table is put together, which takes memory, too.
        self._values.clear()
        self._numbers.clear()
        self._stage_of_derived.rest()
        if self._key and not as_before:
            self._stage.put(self._key, table.table(self._kept, self._kept_derived, self._answers))
        self._stage.rest()
        # A view and its traces hold each other: without this, both would stay in memory.
        del self.view

    def _is_as_before(self) -> bool:
        """Whether all that was asked is the same, and all that was made in the last build is known in this one."""
        is_all_kept = not self._files.rows and not self._derived.rows and bool(self._kept.all())
        return is_all_kept and not self._changed.any()

    def _keep_derived(self, asked: Flags) -> None:
        """Keep the derived values that are asked for by what is kept, or was made."""
        before, numbers = self._before, self._before.derived + self._before.facts_in_all
        before.asked.flag(self._kept, asked)
        made = [row for row in map(self._numbers.before.find, self._derived.rows) if row is not None]
        left = ~np.isin(before.derived, made)
        while (more := left & asked[numbers]).any():
            self._kept_derived |= more
            before.derived_asked.flag(more, asked)
            left &= ~more

    def ask(self, question: Question) -> None:
        """Note a question, where there is a memo to keep it."""
        if self._key:
            self._asked.add(self._numbers[question])

    def answered(self, question: Question, answer: Any) -> None:
        """Take the answer to a question that was noted."""
        self._numbers.answered(question, answer)

    def ask_values(self, way: Question, keys: Sequence[Hashable]) -> None:
        """Note a question for each of some values of a mapping, which are asked as a whole."""
        if self._key:
            self._asked.update(self._numbers.of_values(way, keys))

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
        row = self._numbers.before.find(packed(question))
        if row is None:
            return None
        differing = self._differing_derived if self._in_doubt is None else self._in_doubt
        if differing[np.searchsorted(self._before.derived, row)]:
            return None
        return self._stage_of_derived.get(self._before.answers[row].tobytes())

    def _make_derived(self, question: Question, view: Any) -> Any:
        outer, self._asked = self._asked, set()
        try:
            value = make_derived(question, view)
            digest = self._digest(value)
            self._derived.add(packed(question), tuple(self._asked), digest)
            self._numbers.answer_many()
            self._stage_of_derived.put(digest, value)
        finally:
            self._asked = outer
        return value

    def aggregate(self, question: Question) -> Any:
        """Give an aggregate, made once."""
        self.ask(question)
        return self._answers.aggregate(question)

    def keep(self, name: str, inputs: tuple[object, ...], asked: Asked, hash: str) -> None:
        """Remember a file for the next build."""
        self._files.add(name, asked, hash.encode(), self._of_inputs(inputs))
        self._numbers.answer_many()
        if name in self._rows:
            self._kept[self._rows[name]] = False

    def _of_inputs(self, inputs: tuple[object, ...]) -> bytes:
        """Give what tells inputs from others: texts and numbers packed, of others the digest."""
        return packed(inputs) if _PLAIN.issuperset(map(type, inputs)) else self._digest(*inputs)


_PLAIN = frozenset((str, int))
