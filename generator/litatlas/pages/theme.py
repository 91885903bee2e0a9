"""The pages of one theme: what it is about, where to begin, what is next to it, and its papers, most central first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from litatlas.figures.timeline import YearBar, timeline, years_without_gaps
from litatlas.incremental.asking import derived
from litatlas.language.key_sentence import key_sentence
from litatlas.library import Listing
from litatlas.listed_paper import ListedPaper
from litatlas.pages.common import Common
from litatlas.pages.downloads import DownloadLine, list_head, list_line, list_place
from litatlas.pages.explorer import explore_link
from litatlas.pages.head import FULL_WIDTH, head
from litatlas.pages.inline import Rich, Span, rich, rich_title
from litatlas.pages.items import Item, PageLink, items_of
from litatlas.pages.others import display_name
from litatlas.pages.paging import Pager, page_of
from litatlas.pages.paths import html_address, index_path, page_path
from litatlas.pages.profile import years_of
from litatlas.pages.survey import Survey
from litatlas.pages.wording import count, ended, enumeration, short_byline, span_of_years
from litatlas.reading_order import Part, Step, builds_on, reading_order
from litatlas.themes import Theme

MOST_SENTENCES = 3
"""Papers whose key sentences say what a theme is about."""

OVERVIEW_TAGS = frozenset({"survey", "review", "overview", "tutorial"})
"""Slugs of the tags that an overview of a field has."""


class KeySentence(Struct, frozen=True):
    """A central paper and the sentence in which it says what it does."""

    link: PageLink
    byline: str
    sentence: Rich


class Reading(Struct, frozen=True):
    """One paper of the path through a theme."""

    path: str
    title: Rich
    byline: str
    status: str
    why: Rich


class Next(Struct, frozen=True):
    """A theme next to this one: what both share, and the papers that tie them together."""

    link: PageLink
    shared: str
    """`in-context learning and few-shot learning`; empty where no common term is told."""

    pairs: tuple[Rich, ...]


class Leaning(Struct, frozen=True):
    """A paper that stands between this theme and another."""

    paper: PageLink
    theme: PageLink
    share: str
    """`42 %`"""


class Introduction(Struct, frozen=True):
    """What stands on the first page of a theme above its list."""

    sentences: tuple[KeySentence, ...] = ()
    figure: str = ""
    reading: tuple[Reading, ...] = ()
    next: tuple[Next, ...] = ()
    leaning: tuple[Leaning, ...] = ()


class ThemePage(Struct, frozen=True):
    """One page of a theme; what stands above the list only on the first."""

    path: str
    head: Mapping[str, Any]
    title: Rich
    kicker: PageLink
    colour: str
    counts: str
    """On the first page only."""

    explore: PageLink | None
    terms: str
    sentences: tuple[KeySentence, ...]
    figure: str
    reading: tuple[Reading, ...]
    next: tuple[Next, ...]
    leaning: tuple[Leaning, ...]
    items: tuple[Item, ...]
    downloads: DownloadLine
    pager: Pager


def make_theme_page(listing: Listing, survey: Survey, number: int) -> ThemePage:
    """Build one of the pages of a theme."""
    theme = _theme(listing, survey)
    per_page = survey.settings.pages.per_page
    pager, part = page_of(theme.papers, per_page, lambda n: page_path("theme", listing.slug, n), number)
    path = page_path("theme", listing.slug, number)
    first, place, common = number == 1, list_place(listing, survey), Common.of(survey)
    counts = theme_counts(survey, listing.slug) if first else ""
    above = _introduction(survey, listing.slug) if first and theme.papers else Introduction()
    return ThemePage(
        path=path,
        head=head(
            "theme",
            theme.name + pager.suffix,
            _description(theme, counts, survey),
            hide=FULL_WIDTH,
            head=list_head(place, path, common),
        ),
        title=rich(theme.name + pager.suffix),
        kicker=PageLink("Themes", index_path("theme")),
        colour=str(theme.colour),
        counts=counts,
        explore=explore_link(listing),
        terms=", ".join(theme.terms),
        sentences=above.sentences,
        figure=above.figure,
        reading=above.reading,
        next=above.next,
        leaning=above.leaning,
        items=items_of(survey, (survey.library.listed[id] for id in part)),
        downloads=list_line(place, common),
        pager=pager,
    )


def _theme(listing: Listing, survey: Survey) -> Theme:
    """Give the theme of a listing; an empty one where no paper has it any more."""
    return survey.themes.by_slug.get(listing.slug) or Theme(listing.slug, listing.name, ())


@derived
def theme_counts(survey: Survey, slug: str) -> str:
    """Give `12 papers, 2021–2024`."""
    theme = survey.themes.by_slug.get(slug)
    papers = tuple(survey.library.listed[id] for id in theme.papers) if theme else ()
    return ", ".join(part for part in (count(len(papers), "paper"), span_of_years(years_of(papers))) if part)


@derived
def _introduction(survey: Survey, slug: str) -> Introduction:
    """Give what stands above the list: it looks at all papers of a theme, and names a dozen."""
    theme = survey.themes.by_slug[slug]
    # Of the listing, which is asked for all of them at once.
    papers = survey.library.listings["theme"][slug].papers
    return Introduction(
        sentences=tuple(_sentences(theme, survey)),
        figure=_figure(papers, theme, survey),
        reading=tuple(_reading(papers, theme, survey)),
        next=tuple(_next(theme, survey)),
        leaning=tuple(_leaning(theme, survey)),
    )


def _description(theme: Theme, counts: str, survey: Survey) -> str:
    name, terms = f"{theme.name} in {survey.settings.title}", enumeration(theme.terms[:4])
    return ended(f"{name}: {counts}{f', on {terms}' if terms else ''}" if counts else name)


def _sentences(theme: Theme, survey: Survey) -> Iterator[KeySentence]:
    found = 0
    for id in theme.papers:
        if found == MOST_SENTENCES:
            return
        # A paper behind the last that is quoted may say what it likes.
        paper = survey.library.by_id[id]
        start, end = key_sentence(paper.abstract, sure=True)
        # What was taken back does not speak for a theme.
        if end and not paper.status.status.word:
            found += 1
            link = PageLink(display_name(paper), page_path("paper", paper.id))
            yield KeySentence(link, short_byline(paper), rich(paper.abstract, (), start, end))


def _figure(papers: Sequence[ListedPaper], theme: Theme, survey: Survey) -> str:
    page, counts = page_path("theme", theme.slug), dict[int, int]()
    for year in years_of(survey.counted(papers)):
        counts[year] = counts.get(year, 0) + 1
    bars = [
        YearBar(year, number, html_address(page_path("year", survey.library.slug("year", str(year))), page))
        if number
        else YearBar(year, 0)
        for year, number in years_without_gaps(counts)
    ]
    return timeline(bars, f"Papers of {theme.name} by year") if len(bars) > 1 else ""


def _reading(papers: Iterable[ListedPaper], theme: Theme, survey: Survey) -> Iterator[Reading]:
    standing = {paper.id: paper for paper in papers if not paper.status.status.word}
    overviews = {id for id, paper in standing.items() if is_overview(paper)}
    # Of few papers the list itself is the path.
    if len(standing) <= 2:
        return
    inside = _built_on(survey, theme.slug)
    names = {id: [other for other in inside.get(id, ()) if other in standing] for id in standing}
    for step in reading_order(names, survey.library, survey.relations, survey.themes.centrality, overviews):
        paper = standing[step.paper]
        yield Reading(
            page_path("paper", paper.id),
            rich_title(paper.title),
            short_byline(paper),
            paper.status.status.word,
            why(step, survey),
        )


@derived
def _built_on(survey: Survey, slug: str) -> dict[str, list[str]]:
    """Give the papers of a theme that build on others of it, with these: it changes less often than who is central."""
    papers = {paper.id for paper in survey.library.listings["theme"][slug].papers}
    found = ((id, builds_on(id, survey.library, survey.relations)) for id in sorted(papers))
    return {id: inside for id, others in found if (inside := [other for other in others if other in papers])}


def is_overview(paper: ListedPaper) -> bool:
    """Whether a paper shows a field as a whole."""
    return not OVERVIEW_TAGS.isdisjoint(tagging.slug for tagging in paper.tags)


def why(step: Step, survey: Survey) -> Rich:
    """Say why a paper comes where it does, the papers that are named as links."""
    return (*(_part(part, survey) for part in step.why), Span("text", "."))


def _part(part: Part, survey: Survey) -> Span:
    if not part.paper:
        return Span("text", part.text)
    return _named(part.paper, survey)


def _named(id: str, survey: Survey) -> Span:
    """Give a paper as a link with a short text: its system's name, or who wrote it when."""
    paper = survey.library.listed[id]
    return Span("page", paper.short or short_byline(paper) or paper.title, page_path("paper", id))


def _next(theme: Theme, survey: Survey) -> Iterator[Next]:
    for tie in theme.ties:
        other = survey.themes.by_slug[tie.slug]
        yield Next(
            link=PageLink(other.name, page_path("theme", tie.slug)),
            shared=enumeration(tie.terms),
            pairs=tuple((_named(one, survey), Span("text", " with "), _named(two, survey)) for one, two in tie.pairs),
        )


def _leaning(theme: Theme, survey: Survey) -> Iterator[Leaning]:
    for bridge in theme.bridges:
        paper = survey.library.listed[bridge.paper]
        yield Leaning(
            PageLink(display_name(paper), page_path("paper", paper.id)),
            PageLink(survey.themes.by_slug[bridge.towards].name, page_path("theme", bridge.towards)),
            f"{round(100 * bridge.share)} %",
        )
