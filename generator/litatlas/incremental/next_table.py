"""The table of traces for the next build, of that of the last one and of what this build made."""

from array import array
from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property
from itertools import accumulate, compress
from typing import TypeVar

import numpy as np

from litatlas.incremental.answers import Answers
from litatlas.incremental.asking import Parts, Question, is_derived
from litatlas.incremental.columns import NUMBER, Digests, Flags, GrowingLists, GrowingTexts, Rows, digests_of
from litatlas.incremental.memo import Digest
from litatlas.incremental.packing import packed
from litatlas.incremental.trace_table import Facts, Made, TraceTable

V = TypeVar("V")

MANY = 2_000
"""Questions that are answered one after the other."""

_NO_DIGEST = bytes(16)


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
        self._waiting: list[Question] = []

    def __missing__(self, question: Question) -> int:
        number = self[question] = self._number(question)
        return number

    @cached_property
    def questions(self) -> dict[bytes, int]:
        """The numbers of the last build's questions."""
        return {text: self.first + row for row, text in enumerate(self._before.questions.all())}

    def _number(self, question: Question) -> int:
        reads = self._shape.reads((), question)
        if reads and reads.only:
            return self._fact(reads.way, reads.keys[0])
        text = packed(question)
        if text in self.questions:
            return self.questions[text]
        self.reads.append([self._fact(reads.way, key) for key in reads.keys] if reads else [])
        self.new.append(self._next())
        self.texts.append(text)
        self.derived.append(is_derived(question))
        self._waiting.append(question)
        return self.new[-1]

    def answer_many(self) -> None:
        """Answer what was asked for the first time, if it is worth the while."""
        if len(self._waiting) >= MANY:
            self._answer()

    def _answer(self) -> None:
        for question in self._waiting:
            self._marks += _NO_DIGEST if is_derived(question) else self._ask.mark(question)
        self._waiting.clear()

    @property
    def marks(self) -> Digests:
        """The answers to what was asked for the first time; nothing for a derived value."""
        self._answer()
        return digests_of(self._marks).copy()

    def _fact(self, way: Question, key: Hashable) -> int:
        if way in self._firsts:
            place = self._places_of(self._before.facts[way]).get(key)
            if place is not None:
                return self._firsts[way] + place
        new = self.facts.setdefault(way, {})
        return new[key] if key in new else new.setdefault(key, self._next())

    def _next(self) -> int:
        self.end += 1
        return self.end - 1

    def _places_of(self, facts: Facts) -> dict[Hashable, int]:
        """Give the places of keys in the last build; many mappings have the same keys, those of all papers."""
        places = self._places.get(facts.keys)
        if places is None:
            places = self._places[facts.keys] = {key: place for place, key in enumerate(facts.all_keys)}
        return places


class NextTable:
    """Puts what was asked for the first time behind what is known; then what nobody asked for any more goes."""

    def __init__(
        self, before: TraceTable, facts: Mapping[Question, Facts], answers: Digests, made: Made, numbers: Numbers
    ) -> None:
        """Take what is known.

        Arguments:
            before: The table of the last build.
            facts: Its facts as they are now.
            answers: To its questions, now.
            made: What this build made.
            numbers: Of all that was asked for that.
        """
        self._before, self._facts, self._answers, self._made, self._numbers = before, facts, answers, made, numbers

    @property
    def asked_before(self) -> Flags:
        """Which facts and questions of the last build were asked for again."""
        asked = np.fromiter(self._numbers.values(), np.intp, len(self._numbers))
        flags = np.zeros(self._numbers.known, np.bool_)
        flags[asked[asked < self._numbers.known]] = True
        return flags

    def table(self, kept: Flags, ask: Answers, inputs_of: Digest = b"") -> TraceTable:
        """Give the table.

        Arguments:
            kept: The traces of the last build that stay.
            ask: Answers what was asked for the first time.
            inputs_of: What all inputs follow from.
        """
        before, made, asked_for = self._before, self._made, self._numbers
        staying = np.concatenate((kept, made.counting))
        asked = before.asked.chosen(kept).with_more(made.asked.so_far.chosen(made.counting))
        reads = before.reads.with_more(asked_for.reads.so_far)
        numbers = np.array([*range(asked_for.first, asked_for.known), *asked_for.new], np.intp)
        used = np.zeros(asked_for.end, np.bool_)
        used[asked.numbers] = True
        reads.flag(used[numbers], used)
        rows = used[numbers]
        facts, order = self._facts_in_order(used, ask)
        moved = np.zeros(asked_for.end, NUMBER)
        moved[np.concatenate((*order, numbers[rows]))] = np.arange(np.count_nonzero(used), dtype=NUMBER)
        return TraceTable(
            facts,
            before.questions.with_more(asked_for.texts.so_far).chosen(rows),
            np.concatenate((self._answers_now(), self._new_answers()))[rows],
            reads.chosen(rows).renumbered(moved),
            np.flatnonzero(self._derived()[rows]),
            before.names.with_more(made.names.so_far).chosen(staying),
            before.inputs.with_more(made.inputs.so_far).chosen(staying),
            before.results.with_more(made.results.so_far).chosen(staying),
            asked.renumbered(moved),
            inputs_of,
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
            order += [first + np.flatnonzero(stays), np.array([*new.values()], np.intp)]
            first += len(facts)
            if new or not stays.all():
                keys = (*_chosen(facts.all_keys, stays), *new)
                digests = np.concatenate((facts.digests[stays], ask.facts(way, new)))
                facts = Facts(facts.whole, packed(keys), digests)
            found[way] = facts
        return {way: facts for way, facts in found.items() if len(facts)}, order

    def _answers_now(self) -> Digests:
        """Give the answers to the questions of the last build; those to derived ones that were made, as these are."""
        answers, questions = self._answers.copy(), self._numbers.questions
        for name, row in self._made.rows.items():
            if name in questions:
                answers[questions[name] - self._numbers.first] = digests_of(self._made.results[row])
        return answers

    def _new_answers(self) -> Digests:
        answers, questions = self._numbers.marks, self._numbers.texts
        for at in np.flatnonzero(self._numbers.derived).tolist():
            answers[at] = digests_of(self._made.result(questions[at]))
        return answers

    def _derived(self) -> Flags:
        """Which questions are for derived values."""
        before = np.zeros(len(self._before.questions), np.bool_)
        before[self._before.derived] = True
        return np.concatenate((before, np.array(self._numbers.derived, np.bool_)))


def _chosen(values: Iterable[V], rows: Flags) -> list[V]:
    return list(compress(values, rows.tolist()))
