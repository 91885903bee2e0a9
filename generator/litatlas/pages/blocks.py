"""Blocks for hand-written pages at the root of docs/: counts, timeline, newest papers, tags, venues, most named."""

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from litatlas.incremental.asking import aggregate_under
from litatlas.pages.charts import survey_timeline
from litatlas.pages.inline import Rich, rich_title
from litatlas.pages.items import Item, PageLink, items_of
from litatlas.pages.paths import index_path, page_path
from litatlas.pages.profile import Fact, Tally, value_links, years_of
from litatlas.pages.survey import LISTS, Survey, figures_of, values_in_use
from litatlas.pages.wording import count, span_of_years

FOLDER = ".litatlas/blocks"
"""Where the blocks stand in the survey folder; `--8<-- "newest.md"` puts one on a page."""

NEWEST, MAIN_TAGS, MAIN_VENUES, MOST_NAMED = 10, 8, 12, 8

HOME = "index.md"
"""The page that links in blocks start from."""


class NamedPaper(Struct, frozen=True):
    """A paper that others of the survey name."""

    path: str
    title: Rich
    status: str
    """`Retracted`; empty for a work that stands."""

    count: str
    """`3 papers`."""


class Block(Struct, frozen=True):
    """Everything that a block shows; each template takes its part."""

    path: str = HOME
    counts: tuple[PageLink, ...] = ()
    years: str = ""
    figure: str = ""
    bars: tuple[PageLink, ...] = ()
    items: tuple[Item, ...] = ()
    index: str = ""
    """Path of the page with the whole list."""

    facts: tuple[Fact, ...] = ()
    named: tuple[NamedPaper, ...] = ()


def make_counts(survey: Survey) -> Block:
    """Build the block with the numbers of papers, authors, tags and venues."""
    papers, years = _counted(survey)
    numbers = {"paper": papers} | {kind: values_in_use(survey, kind) for kind in ("author", "tag", "venue")}
    links = tuple(PageLink(count(number, kind), index_path(kind)) for kind, number in numbers.items())
    return Block(counts=links, years=years)


@aggregate_under(*LISTS)
def _counted(survey: Survey) -> tuple[int, str]:
    """Give how many papers count, and from which years they are."""
    papers = survey.counted(survey.library.papers)
    return len(papers), span_of_years(years_of(papers))


def make_newest(survey: Survey) -> Block:
    """Build the block with the newest papers."""
    return Block(items=items_of(survey, survey.library.newest_first[:NEWEST]), index=index_path("paper"))


def make_timeline(survey: Survey) -> Block:
    """Build the block with the papers by year."""
    listings, figures = survey.library.listings["year"].values(), figures_of(survey, "year")
    bars = tuple(PageLink(one.name, page_path("year", one.slug), figures[one.slug]) for one in listings)
    return Block(
        figure=survey_timeline(survey, HOME), bars=tuple(sorted(bars, key=lambda b: b.text)), index=index_path("year")
    )


def make_facets(survey: Survey) -> Block:
    """Build the block with the main tags of each facet."""
    figures = figures_of(survey, "tag")
    facts = []
    for facet in survey.vocabulary.facets:
        used = [tag for tag in survey.vocabulary.tags if tag.facet == facet.key and tag.slug in figures]
        ranked = sorted(used, key=lambda tag: -figures[tag.slug])
        links = tuple(PageLink(tag.name, page_path("tag", tag.slug), figures[tag.slug]) for tag in ranked[:MAIN_TAGS])
        left = len(ranked) - len(links)
        facts.append(Fact(facet.label, links, f"and {left:,} more" if left else ""))
    return Block(facts=tuple(fact for fact in facts if fact.links), index=index_path("tag"))


def make_venues(survey: Survey) -> Block:
    """Build the block with the main venues."""
    fact = _main_venues(survey)
    return Block(facts=(fact,) if fact.links else (), index=index_path("venue"))


@aggregate_under(*LISTS)
def _main_venues(survey: Survey) -> Fact:
    columns = survey.library.columns["venue"]
    counted = {slug: number for slug, number in survey.figures("venue").items() if number}
    names = dict(zip(columns.slugs, columns.names, strict=True))
    return value_links("venue", Tally(counted, names), MAIN_VENUES)


def make_named(survey: Survey) -> Block:
    """Build the block with the papers that most others name."""
    return Block(named=tuple(_most_named(survey)))


def _most_named(survey: Survey) -> Iterator[NamedPaper]:
    by_target = Counter(
        target for _, target in {(mention.source, mention.target) for mention in survey.relations.mentions}
    )
    ranked = sorted(by_target.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_NAMED]
    for id, number in ranked:
        paper = survey.library.listed[id]
        yield NamedPaper(
            page_path("paper", id), rich_title(paper.title), paper.status.status.word, count(number, "paper")
        )


BLOCKS = {
    "counts": make_counts,
    "timeline": make_timeline,
    "newest": make_newest,
    "facets": make_facets,
    "venues": make_venues,
    "named": make_named,
}
"""What makes each block, by the name of its template and file."""
