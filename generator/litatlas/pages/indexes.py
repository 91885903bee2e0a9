"""The indexes of a survey's authors, venues, years and statuses."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from msgspec import Struct

from litatlas.facets import FACETS, Facet, facet_named
from litatlas.incremental.asking import aggregate_under, derived
from litatlas.library import Listing
from litatlas.model import VenueKind
from litatlas.pages.charts import survey_timeline
from litatlas.pages.head import FULL_WIDTH, head
from litatlas.pages.items import PageLink
from litatlas.pages.paging import Pager, page_of, pages_of
from litatlas.pages.paths import index_path, letter_path, page_path
from litatlas.pages.survey import AUTHORS, FIGURES, LISTS, SLUGS, Survey, figures_of, listings_of, values_in_use
from litatlas.pages.wording import count
from litatlas.people import Person
from litatlas.people.names import parse_name
from litatlas.text import fold

OTHER_LETTER = "other"
"""Where names go that begin with no letter from A to Z."""

MAIN_AUTHORS = 200
"""Authors that the first page of their index shows."""


class Group(Struct, frozen=True):
    """Values under one heading; the heading may be empty."""

    heading: str
    note: str
    values: tuple[PageLink, ...]


class IndexPage(Struct, frozen=True):
    """One page of a facet's index."""

    path: str
    head: Mapping[str, Any]
    title: str
    counts: str
    figure: str
    """A finished figure in HTML; empty where there is none."""

    letters: tuple[PageLink, ...]
    groups: tuple[Group, ...]
    pager: Pager


_ONE_PAGE = Pager(1, 1, "", "")


def index_makers(facet: Facet, survey: Survey) -> Iterator[tuple[str, Callable[..., IndexPage], tuple[object, ...]]]:
    """Give the path of each page of the index of a facet, what makes it, and what that takes beside the survey.

    That of tags and that of themes are made elsewhere (`taxonomy`, `theme_index`).
    """
    per_page = survey.settings.pages.per_page
    if facet.key == "author":
        yield index_path(facet.key), _authors_page, ()
        for letter, number in _letters(survey):
            for page in range(1, pages_of(number, per_page) + 1):
                yield letter_path(facet.key, letter, page), _letter_page, (letter, page)
    elif facet.key == "venue":
        for page in range(1, pages_of(values_in_use(survey, facet.key), per_page) + 1):
            yield index_path(facet.key, page), _venues_page, (page,)
    elif not facet.when_used or survey.ledger.entries(facet.key):
        yield index_path(facet.key), _list_page, (facet.key,)


def letter_of(name: str) -> str:
    """Give the letter under which a name stands, `a` to `z` or `other`."""
    return _letter_in(fold(name))


def _letter_in(folded: str) -> str:
    first = folded[:1]
    return first if "a" <= first <= "z" else OTHER_LETTER


def _page(facet: Facet, survey: Survey, path: str, title: str, groups: tuple[Group, ...], **more: Any) -> IndexPage:
    number = more["number"] if "number" in more else values_in_use(survey, facet.key)
    pager = more.get("pager", _ONE_PAGE)
    title += pager.suffix
    return IndexPage(
        path=path,
        head=head("facet", title, f"{title} of {survey.settings.title}, with their papers.", hide=FULL_WIDTH),
        title=title,
        counts=count(number, facet.singular.lower(), facet.label.lower()),
        figure=more.get("figure", ""),
        letters=more.get("letters", ()),
        groups=groups,
        pager=pager,
    )


def _by_count(survey: Survey, facet: str, least: int = 0) -> list[tuple[str, PageLink]]:
    """Give the values of a facet that have so many papers at least, by slug: those with most first."""
    columns, figures = survey.library.columns[facet], survey.figures(facet)
    named = [pair for pair in zip(columns.slugs, columns.names, strict=True) if figures[pair[0]] >= least]
    ranked = sorted(named, key=lambda pair: (-figures[pair[0]], pair[1].casefold(), pair[0]))
    return [(slug, PageLink(name, page_path(facet, slug), figures[slug])) for slug, name in ranked]


def _authors_page(survey: Survey) -> IndexPage:
    shown, several = _main_authors(survey)
    heading = "With several papers" if several == len(shown) else f"The {len(shown)} with most papers"
    groups = (Group(heading, "", shown),) if shown else ()
    facet = facet_named("author")
    return _page(facet, survey, index_path(facet.key), facet.label, groups, letters=_letter_links(survey))


@aggregate_under(listings_of("author"), *FIGURES)
def _main_authors(survey: Survey) -> tuple[tuple[PageLink, ...], int]:
    """Give the authors with most papers, and how many have several."""
    several = _by_count(survey, "author", 2)
    return tuple(link for _, link in several[:MAIN_AUTHORS]), len(several)


def _letter_page(survey: Survey, letter: str, number: int) -> IndexPage:
    facet = facet_named("author")
    sign = "other letters" if letter == OTHER_LETTER else letter.upper()
    path_of = partial(letter_path, facet.key, letter)
    authors = _letter(survey, letter)
    pager, links = page_of(authors, survey.settings.pages.per_page, path_of, number)
    groups, letters = (Group("", "", tuple(links)),), _letter_links(survey)
    title = f"{facet.label}: {sign}"
    return _page(facet, survey, path_of(number), title, groups, letters=letters, pager=pager, number=len(authors))


@derived
def _letter(survey: Survey, letter: str) -> tuple[PageLink, ...]:
    """Give the authors whose names begin with a letter, in order."""
    return tuple(PageLink(name, page_path("author", slug), papers) for name, slug, papers in _by_letter(survey)[letter])


def _letter_links(survey: Survey) -> tuple[PageLink, ...]:
    return tuple(
        PageLink("Other" if letter == OTHER_LETTER else letter.upper(), letter_path("author", letter))
        for letter in _letters_used(survey)
    )


@derived
def _letters_used(survey: Survey) -> tuple[str, ...]:
    """Give the letters with which names of authors begin: not how many, which changes more often."""
    return tuple(_by_letter(survey))


@derived
def _letters(survey: Survey) -> tuple[tuple[str, int], ...]:
    """Give the letters with which names of authors begin, each with their number."""
    return tuple((letter, len(authors)) for letter, authors in _by_letter(survey).items())


@aggregate_under(AUTHORS, SLUGS, listings_of("author"), *FIGURES, ("people", "by_slug"))
def _by_letter(survey: Survey) -> dict[str, tuple[tuple[str, str, int], ...]]:
    """Give all authors in the order of their names, by letter: name, slug, number of papers."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for slug, name in _index_names(survey):
        folded = fold(name)
        found.setdefault(_letter_in(folded), []).append((folded, slug, name))
    figures = survey.figures("author")
    return {
        letter: tuple((name, slug, figures[slug]) for _, slug, name in sorted(found[letter]))
        for letter in sorted(found, key=lambda letter: (letter == OTHER_LETTER, letter))
    }


def _index_names(survey: Survey) -> Iterator[tuple[str, str]]:
    """Give the slug of each author, and the name in index order: `van Beethoven, Ludwig`."""
    slugs, columns = survey.library.slugs, survey.library.columns["author"]
    # By what owns the page and by what is printed, which for nearly all is one.
    printed: dict[str, dict[str, str]] = {slug: {} for slug in columns.slugs}
    for authors in survey.library.authors.values():
        for author in authors:
            name, sort_name = author.name, author.sort_name
            names = printed[slugs["author", author.person or name]]
            if sort_name < names.setdefault(name, sort_name):
                names[name] = sort_name
    people = survey.people.by_slug
    for slug, name in zip(columns.slugs, columns.names, strict=True):
        person = people.get(slug)
        yield slug, (_index_name(person, printed[slug]) if person else printed[slug].get(name)) or name


def _index_name(person: Person, printed: Mapping[str, str]) -> str:
    # A name that only authors.yml gives is on no paper, so nobody has told its parts.
    in_order = printed.get(person.name) or parse_name(person.name).sort_name
    return f"{in_order} ({person.mark})" if person.mark else in_order


_VENUE_GROUPS = (
    (VenueKind.CONFERENCE, "Conferences"),
    (VenueKind.JOURNAL, "Journals"),
    (VenueKind.WORKSHOP, "Workshops"),
    (VenueKind.BOOK, "Books"),
    (VenueKind.REPOSITORY, "Repositories"),
    (VenueKind.OTHER, "Other venues"),
)


def _venues_page(survey: Survey, number: int) -> IndexPage:
    facet, labels = facet_named("venue"), dict(_VENUE_GROUPS)
    path_of = partial(index_path, facet.key)
    pager, part = page_of(_venues(survey), survey.settings.pages.per_page, path_of, number)
    groups = tuple(
        Group(labels[kind], "", tuple(link for _, link in group)) for kind, group in groupby(part, key=itemgetter(0))
    )
    return _page(facet, survey, path_of(number), facet.label, groups, pager=pager)


@aggregate_under(*LISTS)
def _venues(survey: Survey) -> tuple[tuple[VenueKind, PageLink], ...]:
    """Give all venues by sort, then by count."""
    order = [kind for kind, _ in _VENUE_GROUPS]
    kinds = {slug: venue_kind(listing) for slug, listing in survey.library.listings["venue"].items()}
    links = ((kinds[slug], link) for slug, link in _by_count(survey, "venue"))
    return tuple(sorted(links, key=lambda pair: order.index(pair[0])))


def venue_kind(listing: Listing) -> VenueKind:
    """Give what sort of venue a listing is of; where papers disagree, the sort most of them name."""
    kinds = [paper.venue.kind for paper in listing.papers if paper.venue]
    return max(VenueKind, key=lambda kind: (kinds.count(kind), -list(VenueKind).index(kind)))


def _list_page(survey: Survey, key: str) -> IndexPage:
    facet = facet_named(key)
    listings, figures = survey.library.listings[facet.key].values(), figures_of(survey, key)
    newest = sorted(listings, key=lambda listing: listing.name, reverse=facet.newest_first)
    path = index_path(facet.key)
    links = tuple(PageLink(one.name, page_path(facet.key, one.slug), figures[one.slug]) for one in newest)
    groups = (Group("", "", links),) if newest else ()
    figure = survey_timeline(survey, path) if facet.key == "year" else ""
    return _page(facet, survey, path, facet.label, groups, figure=figure)


def other_facets() -> tuple[Facet, ...]:
    """Give the facets whose index is a list; tags have a tree."""
    return tuple(facet for facet in FACETS if facet.key not in ("tag", "theme"))
