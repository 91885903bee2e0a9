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
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from litatlas.model import Paper
from litatlas.text import fold

Words = tuple[str, ...]
"""The words of a name in reading order."""

_EQUAL = 2

_HYPHENS = re.compile("[-‐‑'’]")
_SIGNS = re.compile(r"[^\w]|_")

_LARGEST_FILE = 200
"""A family name and letter that more authors share is too common to tell anything (Wang, Y.)."""

_MOST_AUTHORS = 100
"""On a paper with more authors nobody knows all the others."""


@dataclass(slots=True)
class _Known:
    """What is known of the author behind a page."""

    names: set[Words] = field(default_factory=set)
    papers: dict[str, Set[str]] = field(default_factory=dict)
    """The people of each paper."""

    @property
    def colleagues(self) -> set[str]:
        """The people with whom the author has worked, and the author."""
        return set().union(*(people for people in self.papers.values() if len(people) <= _MOST_AUTHORS))


@dataclass(frozen=True, slots=True)
class AlikeAuthors:
    """Two pages that are probably one person's."""

    first: str
    """What the ledger knows the person by; of the one with more papers, then with the fuller name."""

    second: str
    shared: tuple[str, ...]
    """The people with whom both have worked, in order; empty where the names are equal but for accents."""


def alike_authors(papers: Iterable[Paper], looked_at: Collection[str] = ()) -> Iterator[AlikeAuthors]:
    """Give pairs of authors whose names look like one person's, in the order of their names.

    Arguments:
        papers: With their people.
        looked_at: Names by which the ledger knows people of authors.yml; an editor has told two of them apart.
    """
    known = _known(papers)
    told: set[tuple[str, str]] = set()
    for file in _files(known):
        for pair in combinations(sorted(file), 2):
            if pair in told or all(name in looked_at for name in pair):
                continue
            one, other = known[pair[0]], known[pair[1]]
            likeness = max(_likeness(ours, theirs) for ours in one.names for theirs in other.names)
            if not likeness or not one.papers.keys().isdisjoint(other.papers):
                continue
            told.add(pair)
            shared = tuple(sorted((one.colleagues & other.colleagues).difference(pair)))
            if likeness == _EQUAL or shared:
                first, second = sorted(pair, key=lambda name: (-len(known[name].papers), -len(name), name))
                yield AlikeAuthors(first, second, shared)


def _known(papers: Iterable[Paper]) -> dict[str, _Known]:
    known: dict[str, _Known] = {}
    for paper in papers:
        people = {author.known_as for author in paper.authors}
        for author in paper.authors:
            entry = known.setdefault(author.known_as, _Known())
            entry.names.add(_words(author.name))
            entry.papers[paper.id] = people
    return known


def _files(known: Mapping[str, _Known]) -> list[set[str]]:
    files: dict[tuple[str, str], set[str]] = {}
    for name, entry in known.items():
        for words in entry.names:
            for key in _keys(words):
                files.setdefault(key, set()).add(name)
    compared = {key: file for key, file in files.items() if 1 < len(file) <= _LARGEST_FILE}
    return [compared[key] for key in sorted(compared)]


def _keys(words: Words) -> set[tuple[str, str]]:
    """Give the files in which a name stands: of its family name, of its letters, and of its words in any order."""
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
    return 1 if ours[-1] == theirs[-1] and _fits(ours[:-1], theirs[:-1]) else 0


def _fits(ours: Words, theirs: Words) -> bool:
    """Say whether given names are the same where both have one: `stefan` and `stefan l`, `s l` and `stefan`."""
    return all(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in zip(ours, theirs, strict=False))
