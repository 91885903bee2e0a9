"""What papers are counted by, column by column, cut into chunks of bounded size.

A column is a string of numbers, one or several a paper: digits of base 32,
lowest first, 32 added to each digit that another one follows, as in the
search index. A paper's list of values is its length and then the values, each
as the gap to the one before.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from litatlas.explorer.dimensions import Dimension
from litatlas.markup.mathml import plain_text
from litatlas.pages.survey import Survey
from litatlas.search.encoding import digits

CHUNK = 2000
"""Most papers of a chunk."""

LIMIT = 45_000
"""Most bytes of a chunk's columns, by which a chunk of papers with very many authors ends earlier."""

FLAT = ("year", "rank", "document")
"""The columns with one number a paper: its year (0 where unknown), its place among the titles in alphabetical order,
its number in the search."""

DEGREE = "degree"
"""One more: to how many papers it is related."""


@dataclass(frozen=True, slots=True)
class Chunk:
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
    return "".join(digits(survey.graph.degree(paper.id)) for paper in papers)


def chunks(survey: Survey, ways: Sequence[Dimension], numbers: Mapping[str, int]) -> Iterator[Chunk]:
    """Cut the papers, newest first, into chunks.

    Arguments:
        survey: The papers.
        ways: What they are counted by.
        numbers: Their numbers in the search.
    """
    short = [(str(place), way.numbers) for place, way in enumerate(ways) if not way.long]
    long = [(str(place), way.numbers) for place, way in enumerate(ways) if way.long]
    flat = _flat(survey, numbers)
    first, size = 0, 0
    rows: list[tuple[list[str], list[str]]] = []
    for number in range(len(survey.library)):
        row = (
            [*(digits(values[number]) for values in flat), *(_list(of_paper[number]) for _, of_paper in short)],
            [_list(of_paper[number]) for _, of_paper in long],
        )
        length = max(sum(map(len, half)) for half in row)
        if rows and (len(rows) == CHUNK or size + length > LIMIT):
            yield _chunk(first, rows, short, long)
            first, size, rows = number, 0, []
        rows.append(row)
        size += length
    if rows:
        yield _chunk(first, rows, short, long)


Columns = Sequence[tuple[str, Sequence[tuple[int, ...]]]]


def _chunk(first: int, rows: Sequence[tuple[list[str], list[str]]], short: Columns, long: Columns) -> Chunk:
    names = [*FLAT, *(name for name, _ in short)]
    return Chunk(
        first,
        len(rows),
        tuple((name, "".join(row[0][at] for row in rows)) for at, name in enumerate(names)),
        tuple((name, "".join(row[1][at] for row in rows)) for at, (name, _) in enumerate(long)),
    )


def _flat(survey: Survey, numbers: Mapping[str, int]) -> Sequence[list[int]]:
    papers = survey.library.newest_first
    by_title = sorted(papers, key=lambda paper: (plain_text(paper.title).casefold(), paper.id))
    rank = {paper.id: place for place, paper in enumerate(by_title)}
    return (
        [paper.year or 0 for paper in papers],
        [rank[paper.id] for paper in papers],
        [numbers[paper.id] for paper in papers],
    )


@lru_cache(maxsize=8192)  # most lists are short, and many papers have the same one
def _list(values: tuple[int, ...]) -> str:
    """Write rising numbers: how many they are, then the gaps.

    Examples:
        >>> _list(()), _list((0,)), _list((3, 4, 45))
        ('0', '10', '330e1')
    """
    found = sorted(values)
    gaps = (second - first - 1 for first, second in zip([-1, *found], found, strict=False))
    return digits(len(found)) + "".join(map(digits, gaps))
