"""The indexes of a survey's authors, venues, years and statuses."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from litatlas.facets import FACETS, Facet
from litatlas.library import Listing
from litatlas.model import VenueKind
from litatlas.names import parse_name
from litatlas.pages.charts import survey_timeline
from litatlas.pages.head import FULL_WIDTH, head
from litatlas.pages.items import PageLink
from litatlas.pages.paging import Pager, paginate
from litatlas.pages.paths import index_path, letter_path, page_path
from litatlas.pages.survey import Survey
from litatlas.pages.wording import count
from litatlas.text import fold

OTHER_LETTER = "other"
"""Where names go that begin with no letter from A to Z."""

MAIN_AUTHORS = 200
"""Authors that the first page of their index shows."""


@dataclass(frozen=True, slots=True)
class Group:
    """Values under one heading; the heading may be empty."""

    heading: str
    note: str
    values: tuple[PageLink, ...]


@dataclass(frozen=True, slots=True)
class IndexPage:
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


def index_pages(facet: Facet, survey: Survey) -> Iterator[IndexPage]:
    """Build the pages of the index of one facet (but that of tags: `taxonomy_page`)."""
    if facet.key == "author":
        yield from _author_pages(facet, survey)
    elif facet.key == "venue":
        yield from _venue_pages(facet, survey)
    elif not facet.when_used or survey.ledger.entries(facet.key):
        yield _list_page(facet, survey)


def letter_of(name: str) -> str:
    """Give the letter under which a name stands, `a` to `z` or `other`."""
    first = fold(name)[:1]
    return first if "a" <= first <= "z" else OTHER_LETTER


def _page(facet: Facet, survey: Survey, path: str, title: str, groups: tuple[Group, ...], **more: Any) -> IndexPage:
    number = len(survey.listings_with_papers(facet.key))
    pager = more.pop("pager", _ONE_PAGE)
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


def _link(listing: Listing, survey: Survey, text: str = "") -> PageLink:
    return PageLink(text or listing.name, page_path(listing.facet.key, listing.slug), survey.figure(listing))


def _by_count(listings: Iterable[Listing], survey: Survey) -> list[Listing]:
    return sorted(listings, key=lambda listing: (-survey.figure(listing), listing.name.casefold(), listing.slug))


def _author_pages(facet: Facet, survey: Survey) -> Iterator[IndexPage]:
    listings = list(survey.listings_with_papers(facet.key).values())
    names = _index_names(survey)
    ordered = sorted(
        listings, key=lambda one: (letter_of(names[one.slug]) == OTHER_LETTER, fold(names[one.slug]), one.slug)
    )
    by_letter = {letter: list(group) for letter, group in groupby(ordered, key=lambda one: letter_of(names[one.slug]))}
    letters = tuple(
        PageLink("Other" if letter == OTHER_LETTER else letter.upper(), letter_path(facet.key, letter), len(group))
        for letter, group in by_letter.items()
    )
    main = _by_count((listing for listing in listings if survey.figure(listing) > 1), survey)
    shown = tuple(_link(listing, survey) for listing in main[:MAIN_AUTHORS])
    heading = "With several papers" if len(main) == len(shown) else f"The {len(shown)} with most papers"
    groups = (Group(heading, "", shown),) if shown else ()
    yield _page(facet, survey, index_path(facet.key), facet.label, groups, letters=letters)
    for letter, group in by_letter.items():
        sign = "other letters" if letter == OTHER_LETTER else letter.upper()
        path_of = partial(letter_path, facet.key, letter)
        for pager, part in paginate(group, survey.settings.pages.per_page, path_of):
            links = tuple(_link(listing, survey, names[listing.slug]) for listing in part)
            title = f"{facet.label}: {sign}"
            yield _page(
                facet, survey, path_of(pager.number), title, (Group("", "", links),), letters=letters, pager=pager
            )


def _index_names(survey: Survey) -> dict[str, str]:
    """Give each author's name in index order, by slug: `van Beethoven, Ludwig`."""
    library = survey.library
    sort_names: dict[str, dict[str, str]] = {}
    for paper in library:
        for author in paper.authors:
            names = sort_names.setdefault(library.slug("author", author.known_as), {})
            names[author.name] = min(names.get(author.name, author.sort_name), author.sort_name)
    return {
        slug: _index_name(slug, listing.name, sort_names[slug], survey)
        for slug, listing in survey.listings_with_papers("author").items()
    }


def _index_name(slug: str, name: str, printed: Mapping[str, str], survey: Survey) -> str:
    person = survey.people.by_slug.get(slug)
    if person is None:
        return printed.get(name, name)
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


def _venue_pages(facet: Facet, survey: Survey) -> Iterator[IndexPage]:
    labels = dict(_VENUE_GROUPS)
    order = list(labels)
    listings = survey.listings_with_papers(facet.key).values()
    kinds = {listing.slug: venue_kind(listing) for listing in listings}
    ranked = sorted(_by_count(listings, survey), key=lambda listing: order.index(kinds[listing.slug]))
    for pager, part in paginate(ranked, survey.settings.pages.per_page, lambda n: index_path(facet.key, n)):
        groups = tuple(
            Group(labels[kind], "", tuple(_link(listing, survey) for listing in group))
            for kind, group in groupby(part, key=lambda listing: kinds[listing.slug])
        )
        yield _page(facet, survey, index_path(facet.key, pager.number), facet.label, groups, pager=pager)


def venue_kind(listing: Listing) -> VenueKind:
    """Give what sort of venue a listing is of; where papers disagree, the sort most of them name."""
    kinds = [paper.venue.kind for paper in listing.papers if paper.venue]
    return max(VenueKind, key=lambda kind: (kinds.count(kind), -list(VenueKind).index(kind)))


def _list_page(facet: Facet, survey: Survey) -> IndexPage:
    listings = survey.listings_with_papers(facet.key).values()
    newest = sorted(listings, key=lambda listing: listing.name, reverse=facet.newest_first)
    path = index_path(facet.key)
    groups = (Group("", "", tuple(_link(listing, survey) for listing in newest)),) if newest else ()
    figure = survey_timeline(survey, path) if facet.key == "year" else ""
    return _page(facet, survey, path, facet.label, groups, figure=figure)


def other_facets() -> tuple[Facet, ...]:
    """Give the facets whose index is a list; tags have a tree."""
    return tuple(facet for facet in FACETS if facet.key not in ("tag", "theme"))
