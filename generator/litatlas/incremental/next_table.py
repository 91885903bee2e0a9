"""The table of traces for the next build, of that of the last one and of what this build made."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import compress
from typing import TypeVar

import numpy as np

from litatlas.incremental.answers import Answers
from litatlas.incremental.asking import Parts, Question, is_derived
from litatlas.incremental.columns import NUMBER, Digests, Flags, Lists, Rows, digests_of
from litatlas.incremental.packing import packed
from litatlas.incremental.trace_table import Facts, Made, TraceTable

V = TypeVar("V")


class NextTable:
    """Puts what was asked for the first time behind what is known; then what nobody asked for any more goes."""

    def __init__(
        self, before: TraceTable, facts: Mapping[Question, Facts], answers: Digests, made: Made, shape: Parts
    ) -> None:
        """Number all that was asked for what was made.

        Arguments:
            before: The table of the last build.
            facts: Its facts as they are now.
            answers: To its questions, now.
            made: What this build made.
            shape: How the value is asked.
        """
        self._before, self._facts, self._answers, self._made, self._shape = before, facts, answers, made, shape
        first = before.facts_in_all
        self._questions = {text: first + row for row, text in enumerate(before.questions.all())}
        self._known = self._end = first + len(before.questions)
        self._rows: dict[Question, dict[Hashable, int]] = {}
        self._new: dict[int, Question] = {}
        self._new_reads: list[list[int]] = []
        self._asked = np.fromiter(map(self._number, made.numbers), NUMBER, len(made.numbers))

    @property
    def asked_before(self) -> Flags:
        """Which facts and questions of the last build were asked for again."""
        flags = np.zeros(self._known, np.bool_)
        flags[self._asked[self._asked < self._known]] = True
        return flags

    def table(self, kept: Flags, ask: Answers) -> TraceTable:
        """Give the table.

        Arguments:
            kept: The traces of the last build that stay.
            ask: Answers what was asked for the first time.
        """
        before, made = self._before, self._made
        staying = np.concatenate((kept, made.counting))
        asked = before.asked.chosen(kept).with_more(made.asked.chosen(made.counting).renumbered(self._asked))
        reads = before.reads.with_more(Lists.of(self._new_reads))
        numbers = np.array([*range(self._known - len(before.questions), self._known), *self._new], np.intp)
        used = np.zeros(self._end, np.bool_)
        used[asked.numbers] = True
        reads.flag(used[numbers], used)
        rows = used[numbers]
        facts, order = self._facts_in_order(used, ask)
        moved = np.zeros(self._end, NUMBER)
        moved[np.concatenate((*order, numbers[rows]))] = np.arange(np.count_nonzero(used), dtype=NUMBER)
        return TraceTable(
            facts,
            before.questions.with_more([*map(packed, self._new.values())]).chosen(rows),
            np.concatenate((self._answers_now(), digests_of(b"".join(self._new_answers(ask)))))[rows],
            reads.chosen(rows).renumbered(moved),
            np.flatnonzero(self._derived()[rows]),
            before.names.with_more(made.names).chosen(staying),
            before.inputs.with_more(made.inputs).chosen(staying),
            before.results.with_more(made.results).chosen(staying),
            asked.renumbered(moved),
        )

    def _number(self, question: Question) -> int:
        reads = self._shape.reads((), question)
        if reads and reads.only:
            return self._fact(reads.way, reads.keys[0])
        text = packed(question)
        if text in self._questions:
            return self._questions[text]
        self._new_reads.append([self._fact(reads.way, key) for key in reads.keys] if reads else [])
        number = self._next()
        self._new[number] = question
        return number

    def _fact(self, way: Question, key: Hashable) -> int:
        if way not in self._rows:
            self._rows[way] = self._rows_before(way)
        rows = self._rows[way]
        return rows[key] if key in rows else rows.setdefault(key, self._next())

    def _next(self) -> int:
        self._end += 1
        return self._end - 1

    def _rows_before(self, way: Question) -> dict[Hashable, int]:
        first = 0
        for other, facts in self._before.facts.items():
            if other == way:
                return {key: first + row for row, key in enumerate(facts.all_keys)}
            first += len(facts)
        return {}

    def _facts_in_order(self, used: Flags, ask: Answers) -> tuple[dict[Question, Facts], list[Rows]]:
        """Give the facts that are used, and the numbers that they have here, mapping by mapping."""
        found: dict[Question, Facts] = {}
        order: list[Rows] = []
        first = 0
        for way in dict.fromkeys((*self._facts, *self._rows)):
            facts = self._facts.get(way) or Facts(ask.whole(way), packed(()), digests_of(b""))
            rows = self._rows.get(way) or {}
            new = {key: number for key, number in rows.items() if number >= self._known and used[number]}
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
        answers = self._answers.copy()
        first = self._known - len(self._before.questions)
        for name, row in self._made.rows.items():
            if name in self._questions:
                answers[self._questions[name] - first] = digests_of(self._made.results[row])
        return answers

    def _new_answers(self, ask: Answers) -> Iterator[bytes]:
        made = self._made
        for question in self._new.values():
            yield made.results[made.rows[packed(question)]] if is_derived(question) else ask.mark(question)

    def _derived(self) -> Flags:
        before = np.zeros(len(self._before.questions), np.bool_)
        before[self._before.derived] = True
        return np.concatenate((before, np.fromiter(map(is_derived, self._new.values()), np.bool_, len(self._new))))


def _chosen(values: Iterable[V], rows: Flags) -> list[V]:
    return list(compress(values, rows.tolist()))
