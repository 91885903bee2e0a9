"""Checks of the people of a survey: slips in ORCID iDs, and one person with two pages."""

from collections.abc import Iterator
from typing import Protocol

from litatlas.identity.identifiers import is_orcid
from litatlas.library import Library
from litatlas.model import Paper
from litatlas.people import AUTHORS_FILE, People
from litatlas.people.alike import alike_authors
from litatlas.problems import Problem, quoted

_NAMED = 3
"""Co-authors that a message names."""


class Peopled(Protocol):
    """What the checks of people need of a survey."""

    @property
    def library(self) -> Library:
        """The papers."""

    @property
    def people(self) -> People:
        """The people behind the authors' names."""


def bad_orcids(survey: Peopled) -> Iterator[Problem]:
    """Find ORCID iDs with a slip in them: the last character is a checksum of the others."""
    for paper in survey.library:
        for author in paper.authors:
            if author.orcid and not is_orcid(author.orcid):
                message = (
                    f"ORCID iD {quoted(author.orcid)} of {quoted(author.name)} is not one; "
                    "its link would lead to nobody or to somebody else; correct or remove it"
                )
                yield Problem("bad-orcid", paper.origin, message, paper.id)


def alike_names(survey: Peopled) -> Iterator[Problem]:
    """Find authors with two pages who are probably one person; not those whom authors.yml tells apart."""
    listed = {person.known_as for person in survey.people.by_slug.values() if person.listed}
    first: dict[str, Paper] = {}
    for paper in survey.library:
        for author in paper.authors:
            first.setdefault(author.known_as, paper)
    for pair in alike_authors(survey.library, listed):
        paper = first[pair.second]
        some = ", ".join(map(quoted, pair.shared[:_NAMED]))
        why = f"both worked with {some}" if pair.shared else "but for signs and case they are equal"
        message = (
            f"author {quoted(pair.second)} looks like {quoted(pair.first)} ({why}); each has a page; if they are one "
            f"person, join them in {AUTHORS_FILE} with name and also; if not, give each an entry there"
        )
        yield Problem("alike-authors", paper.origin, message, paper.id)
