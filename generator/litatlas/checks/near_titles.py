"""Titles that are nearly the same: probably one paper twice, with a slip in one of the titles.

Blocking by deletion: each title is filed under its set of words, and under
that set without each one of them. Two titles that differ in one word meet in
one file, so the cost grows with the number of words, not with pairs of papers
(the idea is that of Garbe's symmetric delete spelling correction, with words
in the place of letters).
"""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from litatlas.identity.identifiers import family_key, normal_title
from litatlas.identity.slugs import significant_words
from litatlas.library.ties import tie
from litatlas.model import Paper
from litatlas.text import fold

_FEWEST_WORDS = 4
"""Shorter titles are alike by chance: "Visual Question Answering"."""

_MOST_WORDS = 30
"""Longer titles are cut, so that a hostile one does not cost the square of its length."""

_NEAR = 0.8
"""Words are near when so much of their letters is the same, in order: `learning`, `leaning`."""

_WORD = re.compile(r"\w+")
_PLAIN_WORD = re.compile(r"[a-z]{4,}")

_WORDS_THAT_COUNT = frozenset({"first", "second", "third"})
"""Near in spelling or not, these tell two parts of one work apart."""


def near_titles(papers: Iterable[Paper]) -> Iterator[tuple[Paper, Paper]]:
    """Give pairs of papers with nearly one title and authors in common, in the order of the papers.

    Titles that are equal but for case, spaces and punctuation are not given:
    `intake` has judged those. Words with digits or of few letters must be
    equal: `GPT-3` is not `GPT-4`, `Part I` is not `Part II`.
    """
    seen: dict[tuple[str, ...], Paper] = {}
    told: set[tuple[str, str]] = set()
    words_of: dict[str, frozenset[str]] = {}
    for paper in papers:
        words = words_of[paper.id] = _title_words(paper.title)
        if len(words) < _FEWEST_WORDS:
            continue
        for key in _keys(words):
            # Only the first of a file is compared, so that a thousand equal titles are not a million pairs.
            first = seen.setdefault(key, paper)
            pair = (first.id, paper.id)
            if first is not paper and pair not in told and _is_near(first, paper, words_of[first.id], words):
                told.add(pair)
                yield first, paper


def title_ties(title: str) -> set[int]:
    """Give what ties a title to those that it is compared with, and through them to others: the files of its words."""
    words = _title_words(title)
    return {tie("file", " ".join(key)) for key in _keys(words)} if len(words) >= _FEWEST_WORDS else set()


def _title_words(title: str) -> frozenset[str]:
    words = _WORD.findall(fold(" ".join(significant_words(title))))
    return frozenset(words[:_MOST_WORDS])


def _keys(words: frozenset[str]) -> Iterator[tuple[str, ...]]:
    in_order = tuple(sorted(words))
    yield in_order
    for at in range(len(in_order)):
        yield in_order[:at] + in_order[at + 1 :]


def _is_near(one: Paper, other: Paper, words: frozenset[str], other_words: frozenset[str]) -> bool:
    if normal_title(one.title) == normal_title(other.title) or not _share_an_author(one, other):
        return False
    mine, theirs = sorted(words - other_words), sorted(other_words - words)
    if not mine and not theirs:
        return True
    return len(mine) == len(theirs) == 1 and _is_slip(mine[0], theirs[0])


def _is_slip(word: str, other: str) -> bool:
    if not (_PLAIN_WORD.fullmatch(word) and _PLAIN_WORD.fullmatch(other)) or {word, other} & _WORDS_THAT_COUNT:
        return False
    return SequenceMatcher(None, word, other, autojunk=False).ratio() >= _NEAR


def _share_an_author(one: Paper, other: Paper) -> bool:
    """Say whether two papers may have been written by the same people; an unknown author may be anybody."""
    families = {family_key(author) for author in one.authors}
    return not families or not other.authors or any(family_key(author) in families for author in other.authors)
