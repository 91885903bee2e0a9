"""What papers are counted by, column by column, cut into chunks of bounded size.

A column is a string of numbers, one or several a paper: digits of base 32,
lowest first, 32 added to each digit that another one follows, as in the
search index. A paper's list of values is its length and then the values, each
as the gap to the one before.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.incremental.columns import Lists
from litatlas.markup.mathml import plain_text
from litatlas.pages.survey import Survey
from litatlas.search.encoding import written

CHUNK = 2000
"""Most papers of a chunk."""

LIMIT = 45_000
"""Most bytes of a chunk's columns, by which a chunk of papers with very many authors ends earlier."""

FLAT = ("year", "rank", "document")
"""The columns with one number a paper: its year (0 where unknown), its place among the titles in alphabetical order,
its number in the search."""

DEGREE = "degree"
"""One more: to how many papers it is related."""


class Chunk(Struct, frozen=True):
    """Papers that are loaded together."""

    first: int
    """Number of its first paper."""

    papers: int

    columns: tuple[tuple[str, str], ...]
    """The name of each column, and its text: those of `FLAT`, then the numbers of the short dimensions.

    That of `DEGREE` comes to them last, for it changes when nothing else does.
    """

    long: tuple[tuple[str, str], ...]
    """The same of the long dimensions: a file of its own, loaded once they are looked at."""


def degrees(survey: Survey, chunk: Chunk) -> str:
    """Write the column `DEGREE` of a chunk."""
    papers = survey.library.newest_first[chunk.first : chunk.first + chunk.papers]
    return Column.of_numbers(DEGREE, [survey.graph.degree(paper.id) for paper in papers]).text


class Column(NamedTuple):
    """What is told of each paper in one way, as text."""

    name: str
    text: str
    ends: NDArray[np.int64]
    """Where in it what is told of each paper ends; before these 0."""

    @classmethod
    def of_numbers(cls, name: str, values: Sequence[int]) -> "Column":
        """Write one number a paper."""
        text, starts = written(np.array(values, np.int64))
        return cls(name, text, np.append(starts, len(text)))

    @classmethod
    def of_lists(cls, name: str, lists: Lists) -> "Column":
        """Write a list of rising numbers a paper: how many they are, then the gaps."""
        numbers, begins = lists.numbers.astype(np.int64), lists.ends[:-1]
        gaps = np.diff(numbers, prepend=0) - 1
        first = begins[np.diff(lists.ends) > 0]
        gaps[first] = numbers[first]
        text, starts = written(np.insert(gaps, begins, np.diff(lists.ends)))
        return cls(name, text, np.append(starts[begins + np.arange(len(lists))], len(text)))

    def part(self, first: int, end: int) -> tuple[str, str]:
        """Give its name, and what is told from one paper to the one before another."""
        return self.name, self.text[self.ends[first] : self.ends[end]]


def chunks(survey: Survey, ways: Sequence[tuple[Lists, bool]], numbers: Mapping[str, int]) -> Iterator[Chunk]:
    """Cut the papers, newest first, into chunks.

    Arguments:
        survey: The papers.
        ways: What they are counted by: the values of each, and whether these are in the files of long dimensions.
        numbers: Their numbers in the search.
    """
    if not len(survey.library):
        return
    written = [(Column.of_lists(str(place), lists), is_long) for place, (lists, is_long) in enumerate(ways)]
    short = [*_flat(survey, numbers), *(column for column, is_long in written if not is_long)]
    long = [column for column, is_long in written if is_long]
    for first, end in _cut(np.maximum(_lengths(short), _lengths(long)).tolist()):
        parts = (tuple(column.part(first, end) for column in half) for half in (short, long))
        yield Chunk(first, end - first, *parts)


def _lengths(columns: Sequence[Column]) -> NDArray[np.int64]:
    """Give the bytes of what is told of each paper."""
    return np.asarray(np.sum([np.diff(column.ends) for column in columns], axis=0, dtype=np.int64))


def _cut(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give the first paper of each chunk, and the one after its last."""
    first, size = 0, 0
    for number, length in enumerate(lengths):
        if number > first and (number - first == CHUNK or size + length > LIMIT):
            yield first, number
            first, size = number, 0
        size += length
    yield first, len(lengths)


def _flat(survey: Survey, numbers: Mapping[str, int]) -> list[Column]:
    papers = survey.library.newest_first
    by_title = sorted(papers, key=lambda paper: (plain_text(paper.title).casefold(), paper.id))
    rank = {paper.id: place for place, paper in enumerate(by_title)}
    columns = (
        [paper.year or 0 for paper in papers],
        [rank[paper.id] for paper in papers],
        [numbers[paper.id] for paper in papers],
    )
    return list(map(Column.of_numbers, FLAT, columns))
