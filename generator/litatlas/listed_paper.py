"""A paper as lists and all that is drawn of papers see it: nothing of it hangs on the words of its abstract.

Most edits of a survey are of such words. What takes a `ListedPaper` cannot
look at them, which the type checker sees to, and so stays as it is after such
an edit; the digest of what it can look at is `paper_memo.listed`.
"""

from collections.abc import Sequence
from typing import Protocol

from litatlas.model import Author, Kind, PartialDate, StatusNote, Venue


class ListedTag(Protocol):
    """A tag of a paper, without the words for which it has it."""

    @property
    def slug(self) -> str:
        """Its slug."""


class ListedPaper(Protocol):
    """A paper in a list; see `model.Paper`."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def short(self) -> str:
        """The system's own name."""

    @property
    def kind(self) -> Kind:
        """What sort of publication it is."""

    @property
    def authors(self) -> tuple[Author, ...]:
        """Its authors."""

    @property
    def others(self) -> bool:
        """Whether there are more."""

    @property
    def issued(self) -> PartialDate | None:
        """When it appeared."""

    @property
    def year(self) -> int | None:
        """The year of that."""

    @property
    def venue(self) -> Venue | None:
        """Where it appeared."""

    @property
    def tags(self) -> Sequence[ListedTag]:
        """Its tags, in vocabulary order."""

    @property
    def keywords(self) -> tuple[str, ...]:
        """Its keywords."""

    @property
    def status(self) -> StatusNote:
        """Whether it stands."""

    @property
    def theme(self) -> str:
        """Slug of its theme."""
