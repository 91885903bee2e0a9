"""The check for papers that are probably one, though nothing says so for sure."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from litatlas.checks.near_titles import near_titles, title_ties
from litatlas.checks.pairs import Pairs, compared
from litatlas.incremental.memo import NOTHING, Memo
from litatlas.library import Library
from litatlas.library.paper_memo import listed_marks
from litatlas.problems import Problem, quoted
from litatlas.related import Relations

NEAR_TITLES = "near titles"
"""What titles are remembered by that were compared."""


class Compared(Protocol):
    """What the check needs of a survey."""

    @property
    def library(self) -> Library:
        """The papers."""

    @property
    def relations(self) -> Relations:
        """Which papers are versions of each other."""


def near_duplicates(survey: Compared, memo: Memo = NOTHING) -> Iterator[Problem]:
    """Find papers that are probably one: with a slip in one of the titles, or with one abstract."""
    told = set()
    for first, second in _near_titles(survey.library, memo):
        one, other = survey.library.by_id[first], survey.library.by_id[second]
        told.add(frozenset((first, second)))
        message = (
            f"{quoted(other.title)} is nearly the title of {quoted(one.id)} ({one.origin}), {quoted(one.title)}; "
            f"both have a page; if they are one work, run 'litatlas merge {other.id} {one.id}'"
        )
        yield Problem("near-duplicate", other.origin, message, other.id)
    for first, second in survey.relations.versions:
        if frozenset((first, second)) in told:
            continue
        one, other = survey.library.by_id[first], survey.library.by_id[second]
        message = (
            f"the abstract is nearly that of {quoted(one.id)} ({one.origin}), {quoted(one.title)}; both have a page, "
            "neither is listed as related to the other; "
            f"if they are one work, run 'litatlas merge {other.id} {one.id}'"
        )
        yield Problem("near-duplicate", other.origin, message, other.id)


def _near_titles(library: Library, memo: Memo) -> Pairs:
    """Compare titles."""
    papers = library.by_id
    looks = {paper.id: mark.hex() for paper, mark in zip(library, listed_marks(library, memo), strict=True)}

    def among(some: Iterable[str]) -> Pairs:
        return {(one.id, other.id): 1 for one, other in near_titles(papers[id] for id in some)}

    return compared(NEAR_TITLES, looks, lambda id: title_ties(papers[id].title), among, memo)
