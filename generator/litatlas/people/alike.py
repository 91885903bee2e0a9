"""Names that are probably one person's: spellings that differ by initials, accents, hyphens or order.

Two spellings are compared when they have a family name and a first letter in
common, or all letters, or all words: each such group is a file of its own, so
the cost is not the square of the authors.
Equal but for accents, hyphens, stops and case, they are one person as far as
anybody can tell; a missing middle name, an initial for a name, or the other
order are not enough: there the two must have worked with the same people, and
never on the same paper.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from functools import lru_cache
from itertools import combinations, product, starmap

from msgspec import Struct, field

from litatlas.model import Paper
from litatlas.text import fold

Words = tuple[str, ...]
"""The words of a name in reading order."""

Spellings = Mapping[str, Set[str]]
"""The names under which each author has written, as they are printed."""

_EQUAL = 2

_HYPHENS = re.compile("[-‐‑'’]")
_SIGNS = re.compile(r"[^\w]|_")

_LARGEST_FILE = 200
"""A family name and letter that more authors share is too common to tell anything (Wang, Y.)."""

_MOST_AUTHORS = 100
"""On a paper with more authors nobody knows all the others."""


class _Known(Struct):
    """What is known of the author behind a page who may have another one."""

    papers: dict[str, Set[str]] = field(default_factory=dict)
    """The people of each paper."""

    @property
    def colleagues(self) -> set[str]:
        """The people with whom the author has worked, and the author."""
        return set().union(*(people for people in self.papers.values() if len(people) <= _MOST_AUTHORS))


class AlikeAuthors(Struct, frozen=True):
    """Two pages that are probably one person's."""

    first: str
    """What the ledger knows the person by; of the one with more papers, then with the fuller name."""

    second: str
    paper: str
    """The id of the first paper of the second one."""

    shared: tuple[str, ...]
    """The people with whom both have worked, in order; empty where the names are equal but for accents."""


def alike_authors(
    papers: Iterable[Paper],
    looked_at: Collection[str] = (),
    compare: Callable[[Spellings], Mapping[tuple[str, str], int]] | None = None,
) -> Iterator[AlikeAuthors]:
    """Give pairs of authors whose names look like one person's.

    Arguments:
        papers: With their people.
        looked_at: Names by which the ledger knows people of authors.yml; an editor has told two of them apart.
        compare: Gives what `alike_names` does.
    """
    spellings, people_of = _people(papers)
    found = (compare or alike_names)(spellings)
    alike = {pair: likeness for pair, likeness in found.items() if not all(name in looked_at for name in pair)}
    known = _known(people_of, {name for pair in alike for name in pair})
    for pair, likeness in alike.items():
        one, other = known[pair[0]], known[pair[1]]
        if not one.papers.keys().isdisjoint(other.papers):
            continue
        shared = tuple(sorted((one.colleagues & other.colleagues).difference(pair)))
        if likeness == _EQUAL or shared:
            first, second = sorted(pair, key=lambda name: (-len(known[name].papers), -len(name), name))
            yield AlikeAuthors(first, second, next(iter(known[second].papers)), shared)


def _people(papers: Iterable[Paper]) -> tuple[Spellings, Mapping[str, Set[str]]]:
    """Give the names under which each author has written, and the people of each paper by its id."""
    spellings: dict[str, set[str]] = {}
    people_of: dict[str, set[str]] = {}
    for paper in papers:
        people = people_of[paper.id] = set[str]()
        for author in paper.authors:
            name = author.name
            known_as = author.person or name
            people.add(known_as)
            spellings.setdefault(known_as, set()).add(name)
    return spellings, people_of


def alike_names(spellings: Spellings) -> dict[tuple[str, str], int]:
    """Give the pairs of authors who have names that are alike, and how much they are."""
    alike: dict[tuple[str, str], int] = {}
    for file in _files(spellings):
        for pair in combinations(sorted(file), 2):
            likeness = max(starmap(_likeness, product(*(map(_words, spellings[name]) for name in pair))))
            if likeness:
                alike[pair] = likeness
    return alike


def _known(people_of: Mapping[str, Set[str]], names: Set[str]) -> dict[str, _Known]:
    known = {name: _Known() for name in names}
    for paper, people in people_of.items():
        for name in people & names:
            known[name].papers[paper] = people
    return known


def _files(spellings: Spellings) -> list[set[str]]:
    files: dict[tuple[str, str], set[str]] = {}
    for name, several in spellings.items():
        for spelling in several:
            for key in file_keys(spelling):
                files.setdefault(key, set()).add(name)
    compared = {key: file for key, file in files.items() if 1 < len(file) <= _LARGEST_FILE}
    return [compared[key] for key in sorted(compared)]


def file_keys(spelling: str) -> set[tuple[str, str]]:
    """Give the files in which a name stands: of its family name, of its letters, and of its words in any order."""
    words = _words(spelling)
    if not words:
        return set()
    by_family = {(words[-1], words[0][0])} if len(words) > 1 else set()
    return by_family | {("", "".join(words)), ("", " ".join(sorted(words)))}


@lru_cache(maxsize=65536)
def _words(name: str) -> Words:
    """Give the words of a name as they are compared: without accents, and a hyphen parts none."""
    return tuple(_SIGNS.sub(" ", _HYPHENS.sub("", fold(name))).split())


def _likeness(ours: Words, theirs: Words) -> int:
    """Compare two names: `_EQUAL` where nothing but signs differs, 1 where one may be short for the other, else 0."""
    if "".join(ours) == "".join(theirs):
        return _EQUAL
    if len(ours) < 2 or len(theirs) < 2:
        return 0
    if len(ours) == len(theirs) == 2 and ours == theirs[::-1]:
        return 1
    return 1 if ours[-1] == theirs[-1] and all(map(_fit, ours[:-1], theirs[:-1])) else 0


def _fit(ours: str, theirs: str) -> bool:
    """Say whether two given names are one: `stefan` and `stefan`, `s` and `stefan`."""
    return ours == theirs or (1 in (len(ours), len(theirs)) and ours[0] == theirs[0])
