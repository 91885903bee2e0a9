"""The chapters of a book: one for each theme, and one for the papers that fit into none."""

from collections.abc import Sequence

from msgspec import Struct

from litatlas.epub.parts import MOST_PAPERS, Part, cut, paper_anchor, parts_of
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey
from litatlas.pages.theme import ThemePage, make_theme_page

ALONE = "chapter-alone"
"""How the files of the papers that fit into no theme begin; no theme can have this name: its file has one more."""


class Chapter(Struct, frozen=True):
    """A theme, or the papers that fit into none, with the files that hold it."""

    title: str
    slug: str
    """Of the theme; empty for the papers that fit into none."""

    files: tuple[tuple[Part, Sequence[str]], ...]
    """Each file with the ids of its papers, the most central of the theme first."""


def make_chapters(survey: Survey) -> tuple[Chapter, ...]:
    """Divide the papers into chapters, the largest theme first."""
    chapters = [
        Chapter(theme.name, theme.slug, _files(f"theme-{theme.slug}", theme.papers))
        for theme in survey.themes.all
        if theme.papers
    ]
    alone = [paper.id for paper in survey.library.newest_first if paper.id not in survey.themes.of_paper]
    if alone:
        title = "Papers outside the themes" if chapters else "Papers"
        chapters.append(Chapter(title, "", _files(ALONE, alone)))
    return tuple(chapters)


def _files(name: str, ids: Sequence[str]) -> tuple[tuple[Part, Sequence[str]], ...]:
    return tuple(parts_of(name, cut(ids, MOST_PAPERS)))


def chapter_addresses(chapters: Sequence[Chapter]) -> dict[str, str]:
    """Give where themes and papers stand in the book, by the paths of their pages."""
    found: dict[str, str] = {}
    for chapter in chapters:
        if chapter.slug:
            found[page_path("theme", chapter.slug)] = chapter.files[0][0].file
        for part, ids in chapter.files:
            found |= {page_path("paper", id): f"{part.file}#{paper_anchor(id)}" for id in ids}
    return found


def introduction(slug: str, survey: Survey) -> ThemePage:
    """Give what stands above the papers of a theme: the first page of the theme on the site."""
    return make_theme_page(survey.library.listings["theme"][slug], survey, 1)
