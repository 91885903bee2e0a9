"""Blocks for hand-written pages at the root of docs/: counts, timeline, newest papers, tags, venues, most named."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from litatlas.pages.charts import survey_timeline
from litatlas.pages.inline import Rich, rich_title
from litatlas.pages.items import Item, Items, PageLink
from litatlas.pages.paths import index_path, page_path
from litatlas.pages.profile import Fact, value_links, years_of
from litatlas.pages.survey import Survey
from litatlas.pages.wording import count, span_of_years

FOLDER = ".litatlas/blocks"
"""Where the blocks stand in the survey folder; `--8<-- "newest.md"` puts one on a page."""

NEWEST, MAIN_TAGS, MAIN_VENUES, MOST_NAMED = 10, 8, 12, 8

HOME = "index.md"
"""The page that links in blocks start from."""


@dataclass(frozen=True, slots=True)
class NamedPaper:
    """A paper that others of the survey name."""

    path: str
    title: Rich
    status: str
    """`Retracted`; empty for a work that stands."""

    count: str
    """`3 papers`."""


@dataclass(frozen=True, slots=True)
class Block:
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


def make_blocks(survey: Survey, items: Items) -> Iterator[tuple[str, Block]]:
    """Build the blocks by the name of their template and file."""
    library = survey.library
    yield "counts", Block(counts=_counts(survey), years=span_of_years(years_of(survey.counted(library.papers))))
    yield "timeline", _timeline(survey)
    yield "newest", Block(items=items(library.newest_first[:NEWEST]), index=index_path("paper"))
    yield "facets", Block(facts=_facets(survey), index=index_path("tag"))
    yield "venues", Block(facts=_venues(survey), index=index_path("venue"))
    yield "named", Block(named=tuple(_most_named(survey)))


def _counts(survey: Survey) -> tuple[PageLink, ...]:
    listings = {key: survey.listings_with_papers(key) for key in ("author", "tag", "venue")}
    texts = (
        (count(len(survey.counted(survey.library.papers)), "paper"), "paper"),
        (count(len(listings["author"]), "author"), "author"),
        (count(len(listings["tag"]), "tag"), "tag"),
        (count(len(listings["venue"]), "venue"), "venue"),
    )
    return tuple(PageLink(text, index_path(kind)) for text, kind in texts)


def _timeline(survey: Survey) -> Block:
    listings = survey.listings_with_papers("year").values()
    bars = tuple(PageLink(one.name, page_path("year", one.slug), survey.figure(one)) for one in listings)
    return Block(
        figure=survey_timeline(survey, HOME), bars=tuple(sorted(bars, key=lambda b: b.text)), index=index_path("year")
    )


def _facets(survey: Survey) -> tuple[Fact, ...]:
    listings = survey.listings_with_papers("tag")
    facts = []
    for facet in survey.vocabulary.facets:
        used = [tag for tag in survey.vocabulary.tags if tag.facet == facet.key and tag.slug in listings]
        ranked = sorted(used, key=lambda tag: -survey.figure(listings[tag.slug]))
        links = tuple(
            PageLink(tag.name, page_path("tag", tag.slug), survey.figure(listings[tag.slug]))
            for tag in ranked[:MAIN_TAGS]
        )
        left = len(ranked) - len(links)
        facts.append(Fact(facet.label, links, f"and {left:,} more" if left else ""))
    return tuple(fact for fact in facts if fact.links)


def _venues(survey: Survey) -> tuple[Fact, ...]:
    fact = value_links("venue", survey.library, survey, MAIN_VENUES)
    return (fact,) if fact.links else ()


def _most_named(survey: Survey) -> Iterator[NamedPaper]:
    by_target = Counter(
        target for _, target in {(mention.source, mention.target) for mention in survey.relations.mentions}
    )
    ranked = sorted(by_target.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_NAMED]
    for id, number in ranked:
        paper = survey.library.by_id[id]
        yield NamedPaper(
            page_path("paper", id), rich_title(paper.title), paper.status.status.word, count(number, "paper")
        )
