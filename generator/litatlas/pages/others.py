"""A paper as the pages of other papers show it."""

from functools import lru_cache
from typing import Protocol

from msgspec import Struct

from litatlas.incremental.asking import derived
from litatlas.incremental.packing import Parcel, packed, unpacked
from litatlas.model import PartialDate
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey
from litatlas.pages.wording import short_byline


class Named(Protocol):
    """What a sentence can speak of."""

    @property
    def short(self) -> str:
        """Its short name, where it has one."""

    @property
    def title(self) -> str:
        """Its title."""


def display_name(paper: Named) -> str:
    """Give the name by which a sentence speaks of a paper: its short name, or its title."""
    return paper.short or paper.title


class Other(Struct, frozen=True):
    """What other pages say of a paper: a few fields, so that most edits of its record leave them as they are."""

    id: str
    title: str
    short: str
    byline: str
    """`Zhao, Cai et al., 2023`."""

    status: str
    """`Retracted`; empty for a work that stands."""

    issued: PartialDate | None
    colour: int
    """Of its theme, from 1; 0 for a paper that stands alone."""

    @property
    def path(self) -> str:
        """Path of its page below docs/."""
        return page_path("paper", self.id)


@derived
def other_paper(survey: Survey, id: str) -> Parcel:
    """Give what other pages say of a paper, packed; see `seen`."""
    paper = survey.library.listed[id]
    return packed(
        Other(
            id=paper.id,
            title=paper.title,
            short=paper.short,
            byline=short_byline(paper),
            status=paper.status.status.word,
            issued=paper.issued,
            colour=colour_of(id, survey),
        )
    )


@lru_cache(maxsize=1 << 14)
def seen(parcel: Parcel) -> Other:
    """Unpack it."""
    return unpacked(parcel, Other)


def colour_of(id: str, survey: Survey) -> int:
    """Give the colour of a paper's theme; 0 for one that stands alone."""
    slug = survey.themes.of_paper.get(id)
    return survey.themes.by_slug[slug].colour if slug else 0
