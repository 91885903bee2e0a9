"""The check for papers that are probably one, though nothing says so for sure."""

from collections.abc import Iterator
from typing import Protocol

from litatlas.checks.near_titles import near_titles
from litatlas.library import Library
from litatlas.problems import Problem, quoted
from litatlas.related import Relations


class Compared(Protocol):
    """What the check needs of a survey."""

    @property
    def library(self) -> Library:
        """The papers."""

    @property
    def relations(self) -> Relations:
        """Which papers are versions of each other."""


def near_duplicates(survey: Compared) -> Iterator[Problem]:
    """Find papers that are probably one: with a slip in one of the titles, or with one abstract."""
    told = set()
    for one, other in near_titles(survey.library):
        told.add(frozenset((one.id, other.id)))
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
