"""The page of all themes: each with its size, its words and its most central papers, and who stands alone."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from litatlas.incremental.asking import aggregate
from litatlas.pages.atlas import draw_map
from litatlas.pages.head import FULL_WIDTH, head
from litatlas.pages.items import PageLink
from litatlas.pages.paths import index_path, page_path
from litatlas.pages.survey import Survey
from litatlas.pages.theme import theme_counts
from litatlas.pages.wording import count, short_byline
from litatlas.themes import Theme

MOST_PAPERS, MOST_TERMS, MOST_ALONE = 3, 5, 200

GRAPH = "graph/index.md"
"""The page of the map."""


class ThemeEntry(Struct, frozen=True):
    """A theme in the overview."""

    link: PageLink
    colour: str
    counts: str
    terms: str
    papers: tuple[PageLink, ...]


class ThemeIndex(Struct, frozen=True):
    """The overview of all themes; a block on the home page shows its entries too."""

    path: str
    head: Mapping[str, Any]
    counts: str
    figure: str
    map: str
    """Path of the page of the map."""

    index: str
    """Path of the overview."""

    themes: tuple[ThemeEntry, ...]
    alone: tuple[PageLink, ...]
    alone_more: str


def make_theme_index(survey: Survey, path: str = "", drawn: bool = True) -> ThemeIndex:
    """Build the overview, or its parts for a block on the page at a path: the map is drawn where it is asked for."""
    path = path or index_path("theme")
    alone = survey.themes.alone
    left = len(alone) - MOST_ALONE
    return ThemeIndex(
        path=path,
        head=head(
            "themes",
            "Themes",
            f"The chapters into which the papers of {survey.settings.title} fall by how they are related.",
            hide=FULL_WIDTH,
        ),
        counts=_counts(survey),
        figure=draw_map(survey, path, links=False) if drawn else "",
        map=GRAPH,
        index=index_path("theme"),
        themes=_entries(survey),
        alone=tuple(_paper(id, survey) for id in alone[:MOST_ALONE]),
        alone_more=f"and {left:,} more" if left > 0 else "",
    )


@aggregate
def _counts(survey: Survey) -> str:
    number = sum(len(theme.papers) for theme in survey.themes.all)
    return f"{count(number, 'paper')} in {count(len(survey.themes.all), 'theme')}"


@aggregate
def _entries(survey: Survey) -> tuple[ThemeEntry, ...]:
    return tuple(_entry(theme, survey) for theme in survey.themes.all)


def _entry(theme: Theme, survey: Survey) -> ThemeEntry:
    return ThemeEntry(
        link=PageLink(theme.name, page_path("theme", theme.slug), len(theme.papers)),
        colour=str(theme.colour),
        counts=theme_counts(survey, theme.slug),
        terms=", ".join(theme.terms[:MOST_TERMS]),
        papers=tuple(_paper(id, survey) for id in theme.papers[:MOST_PAPERS]),
    )


def _paper(id: str, survey: Survey) -> PageLink:
    paper = survey.library.listed[id]
    return PageLink(paper.short or short_byline(paper) or paper.title, page_path("paper", id))
