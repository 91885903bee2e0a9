"""The numbers of documents, which stay when other papers come and go.

Postings hold numbers: a paper that gets another one changes the files of all
its words. So numbers are no places in a list. Each year has room for more
papers than it has; a paper wants some numbers near its date, then some of its
year, to which the hash of its id points, and has the first one that is free.
Who chooses first follows from the hash. The numbers are thus those of this set
of papers, whatever its history, and one more paper moves one or two others
(Blelloch and Golovin, "Strongly history-independent hashing with
applications", FOCS 2007); the older years move when a year outgrows its room.
Papers of newer years have smaller numbers, and mostly those of newer months.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from litatlas.model import Paper

SMALLEST = 8
"""The least room of a year, in numbers."""

NEAR = 4
"""How many numbers a paper wants near its date, before it wants ten others of its year."""

_YEAR = 12 * 31


def numbered(papers: Iterable[Paper]) -> tuple[dict[str, int], int]:
    """Give the number of each paper by its id, and the first number above all of them."""
    years: dict[int, list[Paper]] = {}
    for paper in papers:
        years.setdefault(paper.year or 0, []).append(paper)
    numbers: dict[str, int] = {}
    end = 0
    for year in sorted(years, reverse=True):
        numbers.update((id, end + place) for id, place in places(years[year]).items())
        end += room(len(years[year]))
    return numbers, end


def room(papers: int) -> int:
    """Give how many numbers a year of so many papers has: a quarter more at least, in steps of an eighth to a quarter.

    Examples:
        >>> room(1), room(100), room(102), room(103)
        (8, 128, 128, 160)
    """
    least = papers + papers // 4 + 1
    step = max(SMALLEST, (1 << least.bit_length()) >> 3)
    return -(-least // step) * step


def places(papers: Sequence[Paper]) -> dict[str, int]:
    """Give the place of each paper of one year in its room."""
    size = room(len(papers))
    found: dict[int, str] = {}
    hashed = {hashlib.blake2b(paper.id.encode("utf-8"), digest_size=64).digest(): paper for paper in papers}
    for digest, paper in sorted(hashed.items()):
        place = next(place for place in _wishes(paper, digest, size) if place not in found)
        found[place] = paper.id
    return {id: place for place, id in found.items()}


def _wishes(paper: Paper, digest: bytes, size: int) -> Iterator[int]:
    """Give the places that a paper wants, the one that it wants most first."""
    month, day = (paper.issued.month, paper.issued.day) if paper.issued else (0, 0)
    # A stretch of the year, in days of months of 31: the whole of it where nothing is known.
    first, length = ((12 - month) * 31, 31) if month else (0, _YEAR)
    if month and day:
        first, length = first + 31 - day, 1
    place = 0
    for number, at in enumerate(range(8, len(digest), 4)):
        # The first eight bytes have decided when it chooses.
        start, some = (first, length) if number < NEAR else (0, _YEAR)
        place = ((start << 32) + some * int.from_bytes(digest[at : at + 4], "big")) * size // (_YEAR << 32)
        yield place
    yield from ((place + step) % size for step in range(1, size))
