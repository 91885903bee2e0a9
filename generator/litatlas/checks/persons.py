"""Checks of the people of a survey: slips in ORCID iDs, and one person with two pages."""

from collections.abc import Iterator
from functools import partial
from typing import Protocol

from litatlas.checks.pairs import Pairs, compared
from litatlas.identity.identifiers import is_orcid
from litatlas.incremental.memo import NOTHING, Memo
from litatlas.library import Library
from litatlas.library.ties import tie
from litatlas.people import AUTHORS_FILE, People
from litatlas.people.alike import Spellings, alike_authors, file_keys
from litatlas.people.alike import alike_names as among_names
from litatlas.problems import Problem, quoted

ALIKE_NAMES = "alike names"
"""What names are remembered by that were compared."""

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


def alike_names(survey: Peopled, memo: Memo = NOTHING) -> Iterator[Problem]:
    """Find authors with two pages who are probably one person; not those whom authors.yml tells apart."""
    listed = {person.known_as for person in survey.people.by_slug.values() if person.listed}
    for pair in alike_authors(survey.library, listed, partial(_compared, memo=memo)):
        paper = survey.library.by_id[pair.paper]
        some = ", ".join(map(quoted, pair.shared[:_NAMED]))
        why = f"both worked with {some}" if pair.shared else "but for signs and case they are equal"
        message = (
            f"author {quoted(pair.second)} looks like {quoted(pair.first)} ({why}); each has a page; if they are one "
            f"person, join them in {AUTHORS_FILE} with name and also; if not, give each an entry there"
        )
        yield Problem("alike-authors", paper.origin, message, paper.id)


def _compared(spellings: Spellings, memo: Memo) -> Pairs:
    """Compare names of authors."""
    # As they are printed: the words of each are compared only where it is new, or tied to one that is.
    names = {name: " | ".join(sorted(several)) for name, several in sorted(spellings.items())}

    def ties_of(name: str) -> set[int]:
        return {tie("file", " | ".join(key)) for spelling in spellings[name] for key in file_keys(spelling)}

    return compared(
        ALIKE_NAMES, names, ties_of, lambda some: among_names({name: spellings[name] for name in some}), memo
    )
