"""The table of traces for the next build, of that of the last one and of what this build made."""

from array import array
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, compress
from typing import Any, TypeVar

import numpy as np

from litatlas.incremental.answers import Answers
from litatlas.incremental.asking import Parts, Question, is_derived
from litatlas.incremental.columns import (
    NUMBER,
    Digests,
    Flags,
    GrowingLists,
    GrowingTexts,
    Index,
    Rows,
    digests_of,
    sums_of,
)
from litatlas.incremental.packing import packed
from litatlas.incremental.trace_table import Facts, Made, TraceTable

V = TypeVar("V")

MANY = 2_000
"""Questions that are answered one after the other."""

_NO_DIGEST = bytes(16)

_UNANSWERED = object()
"""Stands for an answer that is not there yet."""


class Numbers(dict[Question, int]):
    """Gives each question that is asked a number: that of the last build, or one behind all of these.

    What is asked for the first time is answered now and then, while other processes render what was asked before: not
    for all pages when the last one is there, nor one by one, which takes three times as long as one after the other.
    """

    def __init__(self, before: TraceTable, shape: Parts, ask: Answers) -> None:
        """Begin behind the last build.

        Arguments:
            before: Its table.
            shape: How the value is asked.
            ask: Answers what was asked for the first time.
        """
        super().__init__()
        self._before, self._shape, self._ask = before, shape, ask
        self.first = before.facts_in_all
        self.known = self.end = self.first + len(before.questions)
        self.facts: dict[Question, dict[Hashable, int]] = {}
        """What was asked for the first time, by the way to the mapping and by key."""

        self._firsts = dict(zip(before.facts, accumulate(map(len, before.facts.values()), initial=0), strict=False))
        self._places: dict[bytes, dict[Hashable, int]] = {}

        self.new, self.texts, self.reads = array("I"), GrowingTexts(), GrowingLists()
        """What was asked for the first time: its numbers, the questions, and at which facts the answers look."""

        self.derived: list[bool] = []
        """Which of that are derived values, whose traces tell what became of them."""

        self._marks = bytearray()
        self._waiting = dict[Question, Any]()
        """What is to be answered, with the answers that are there."""

    def __missing__(self, question: Question) -> int:
        number = self[question] = self._number(question)
        return number

    @cached_property
    def before(self) -> Index:
        """Finds the questions of the last build."""
        return Index(self._before.questions, self._before.sums)

    def _number(self, question: Question) -> int:
        reads = self._shape.reads((), question)
        if reads and reads.only:
            return self._fact(reads.way, reads.keys[0])
        text = packed(question)
        row = self.before.find(text)
        if row is not None:
            return self.first + row
        self.reads.append([self._fact(reads.way, key) for key in reads.keys] if reads else [])
        self.new.append(self._next())
        self.texts.append(text)
        self.derived.append(is_derived(question))
        self._waiting[question] = _UNANSWERED
        return self.new[-1]

    def answered(self, question: Question, answer: Any) -> None:
        """Take the answer to a question; only what is asked for the first time is to be answered."""
        if question in self._waiting:
            self._waiting[question] = answer

    def answer_many(self) -> None:
        """Answer what was asked for the first time, if it is worth the while."""
        if len(self._waiting) >= MANY:
            self._answer()

    def _answer(self) -> None:
        for question, answer in self._waiting.items():
            if answer is not _UNANSWERED:
                self._marks += self._ask.mark_of(answer)
            else:
                self._marks += _NO_DIGEST if is_derived(question) else self._ask.mark(question)
        self._waiting.clear()

    @property
    def marks(self) -> Digests:
        """The answers to what was asked for the first time; nothing for a derived value."""
        self._answer()
        return digests_of(self._marks).copy()

    def of_values(self, way: Question, keys: Sequence[Hashable]) -> list[int]:
        """Give the numbers of the questions for some values of a mapping, which are asked as a whole: nearly all are
        facts of the last build."""
        known = self._before.facts.get(way)
        if known is None:
            return [self[*way, key] for key in keys]
        first, places = self._firsts[way], self.places_of(known)
        return [self[*way, key] if (at := places.get(key)) is None else first + at for key in keys]

    def _fact(self, way: Question, key: Hashable) -> int:
        if way in self._firsts:
            place = self.places_of(self._before.facts[way]).get(key)
            if place is not None:
                return self._firsts[way] + place
        new = self.facts.setdefault(way, {})
        return new[key] if key in new else new.setdefault(key, self._next())

    def _next(self) -> int:
        self.end += 1
        return self.end - 1

    def places_of(self, facts: Facts) -> Mapping[Hashable, int]:
        """Give the places of keys in the last build; many mappings have the same keys, those of all papers."""
        places = self._places.get(facts.keys)
        if places is None:
            places = self._places[facts.keys] = {key: place for place, key in enumerate(facts.all_keys)}
        return places


class NextTable:
    """Puts what was asked for the first time behind what is known; then what nobody asked for any more goes."""

    def __init__(
        self,
        before: TraceTable,
        facts: Mapping[Question, Facts],
        answers: Digests,
        files: Made[str],
        derived: Made[bytes],
        numbers: Numbers,
    ) -> None:
        """Take what is known.

        Arguments:
            before: The table of the last build.
            facts: Its facts as they are now.
            answers: To its questions, now.
            files: What this build made.
            derived: The derived values that it made.
            numbers: Of all that was asked for that.
        """
        self._before, self._facts, self._answers, self._numbers = before, facts, answers, numbers
        self._files, self._derived = files, derived
        # One object for all mappings with these keys, so that they are kept once.
        self._keys: dict[bytes, bytes] = {}

    @property
    def asked_before(self) -> Flags:
        """Which facts and questions of the last build were asked for again."""
        asked = np.fromiter(self._numbers.values(), np.intp, len(self._numbers))
        flags = np.zeros(self._numbers.known, np.bool_)
        flags[asked[asked < self._numbers.known]] = True
        return flags

    def table(self, kept: Flags, kept_derived: Flags, ask: Answers) -> TraceTable:
        """Give the table.

        Arguments:
            kept: The files of the last build that stay.
            kept_derived: The derived values of it that stay.
            ask: Answers what was asked for the first time.
        """
        before, files, asked_for = self._before, self._files, self._numbers
        asked = before.asked.with_more(files.asked.so_far).chosen(np.concatenate((kept, files.counting)))
        reads = before.reads.with_more(asked_for.reads.so_far)
        numbers = np.append(np.arange(asked_for.first, asked_for.known), np.array(asked_for.new, np.intp))
        traces, answers = self._traces_and_answers(kept_derived)
        is_derived = traces >= 0
        derived_asked = before.derived_asked.with_more(self._derived.asked.so_far).taken(traces[is_derived])
        used = np.zeros(asked_for.end, np.bool_)
        used[asked.numbers] = used[derived_asked.numbers] = used[numbers[is_derived]] = True
        reads.flag(used[numbers], used)
        rows = used[numbers]
        facts, order = self._facts_in_order(used, ask)
        moved = np.zeros(asked_for.end, NUMBER)
        moved[np.concatenate((*order, numbers[rows]))] = np.arange(np.count_nonzero(used), dtype=NUMBER)
        new = asked_for.texts.so_far
        return TraceTable(
            facts,
            before.questions.with_more(new).chosen(rows),
            np.concatenate((before.sums, sums_of(new.all())))[rows],
            answers[rows],
            reads.chosen(rows).renumbered(moved),
            np.flatnonzero(is_derived[rows]),
            derived_asked.renumbered(moved),
            packed((*_chosen(before.all_paths, kept), *files.rows)),
            packed((*_chosen(before.all_hashes, kept), *(files.result(path).decode() for path in files.rows))),
            before.inputs.with_more(files.inputs.so_far).chosen(np.concatenate((kept, files.counting))),
            asked.renumbered(moved),
        )

    def _facts_in_order(self, used: Flags, ask: Answers) -> tuple[dict[Question, Facts], list[Rows]]:
        """Give the facts that are used, and the numbers that they have here, mapping by mapping."""
        found: dict[Question, Facts] = {}
        order: list[Rows] = []
        first = 0
        for way in dict.fromkeys((*self._facts, *self._numbers.facts)):
            facts = self._facts.get(way) or Facts(ask.whole(way), packed(()), digests_of(b""))
            asked = self._numbers.facts.get(way) or {}
            new = {key: number for key, number in asked.items() if used[number]}
            stays = used[first : first + len(facts)]
            numbers = np.concatenate((first + np.flatnonzero(stays), np.array([*new.values()], np.intp)))
            first += len(facts)
            if new or not stays.all():
                keys = (*_chosen(facts.all_keys, stays), *new)
                digests = np.concatenate((facts.digests[stays], ask.facts(way, new)))
                place = sorted(range(len(keys)), key=list(map(packed, keys)).__getitem__)
                parcel = packed([keys[at] for at in place])
                facts = Facts(facts.whole, self._keys.setdefault(parcel, parcel), digests[place])
                numbers = numbers[place]
            order.append(numbers)
            found[way] = facts
        return {way: facts for way, facts in found.items() if len(facts)}, order

    def _traces_and_answers(self, kept_derived: Flags) -> tuple[Rows, Digests]:
        """Give for each question, those asked for the first time last, the trace of its derived value, and the answer.

        Traces are numbered as they stand behind each other: those of the last build, and what this one made; -1 for
        a question that is for no derived value, or for one that goes.
        """
        before, asked_for, made = self._before, self._numbers, self._derived
        new = {asked_for.texts[at]: at for at in np.flatnonzero(asked_for.derived).tolist()}
        rows = zip(made.rows, map(asked_for.before.find, made.rows), strict=True)
        places = [len(before.questions) + new[name] if row is None else row for name, row in rows]
        answers = np.concatenate((self._answers, asked_for.marks))
        answers[places] = digests_of(b"".join(map(made.result, made.rows)))
        traces = np.full(len(answers), -1, np.intp)
        traces[before.derived[kept_derived]] = np.flatnonzero(kept_derived)
        traces[places] = len(before.derived) + np.array([*made.rows.values()], np.intp)
        return traces, answers


def _chosen(values: Iterable[V], rows: Flags) -> Iterable[V]:
    return compress(values, rows.tolist())
