"""The pages of one tag, author, venue or year, and of all papers: entries newest first, in pages of bounded size."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from litatlas.facets import Facet, facet_named
from litatlas.incremental.asking import aggregate_under, derived
from litatlas.incremental.packing import Parcel
from litatlas.library import Listing
from litatlas.listed_paper import ListedPaper
from litatlas.pages.common import Common
from litatlas.pages.downloads import DownloadLine, ListPlace, list_head, list_line, list_place, whole_line
from litatlas.pages.explorer import explore_link
from litatlas.pages.head import FULL_WIDTH, head
from litatlas.pages.imprint import WebLink
from litatlas.pages.inline import Rich, rich
from litatlas.pages.items import Item, PageLink, item_parcels, unpacked_items
from litatlas.pages.paging import Pager, page_of, pager_of, pages_of, part_of
from litatlas.pages.paths import EXPLORER, index_path, page_path
from litatlas.pages.profile import Fact, listing_facts, status_fact, years_of
from litatlas.pages.survey import LISTS, Survey
from litatlas.pages.wording import count, ended, enumeration, span_of_years


class ListingPage(Struct, frozen=True):
    """One page of a listing."""

    path: str
    head: Mapping[str, Any]
    title: Rich
    kicker: PageLink
    """The index that the listing belongs to: `Tags`."""

    trail: tuple[PageLink, ...]
    """For tags: the way from the top of the taxonomy down to the parent."""

    definition: Rich
    outside: tuple[WebLink, ...]
    """Links that lead away: an author's ORCID."""

    facts: tuple[Fact, ...]
    """On the first page only."""

    counts: str
    """`12 papers, 2021–2024`; on the first page only, so that a paper more or less is no matter of all pages."""

    explore: PageLink | None
    """The way to the explorer with the value chosen."""

    empty: str
    """What is said where no paper is listed."""

    items: tuple[Item, ...]
    downloads: DownloadLine
    pager: Pager


class Frame(Struct, frozen=True):
    """What every page of a listing says of it; it hangs on all papers, and few changes of one are a matter of it."""

    place: ListPlace
    definition: str
    explore: PageLink | None
    pages: int


class ListingMatter(Struct, frozen=True):
    """What a page of a listing is made from."""

    frame: Frame
    counts: str
    trail: tuple[PageLink, ...]
    outside: tuple[WebLink, ...]
    facts: tuple[Fact, ...]
    items: tuple[Parcel, ...]
    pager: Pager


def gather_listing(listing: Listing, survey: Survey, number: int) -> ListingMatter:
    """Ask a survey for what one of the pages of a value is made from."""
    facet, slug, first = listing.facet.key, listing.slug, number == 1
    # Authors are too many to keep what follows from all papers of each, and have few: their first page asks for them.
    if not (first and facet == "author") and listing.papers:
        frame, counts = _frame_of(survey, facet, slug), _counts_of(survey, facet, slug) if first else ""
    else:
        listing = Listing(listing.facet, slug, listing.name, tuple(listing.papers))
        frame, counts = _frame(listing, survey), _counts(listing, survey)
    return ListingMatter(
        frame=frame,
        counts=counts,
        trail=_trail(listing, survey),
        outside=_outside(listing, survey),
        facts=listing_facts(listing, survey) if first else (),
        items=item_parcels(survey, part_of(listing.papers, survey.settings.pages.per_page, number)),
        pager=pager_of(frame.pages, lambda n: page_path(facet, slug, n), number),
    )


def make_listing_page(matter: ListingMatter, common: Common) -> ListingPage:
    """Build one of the pages of a value."""
    frame, place, pager = matter.frame, matter.frame.place, matter.pager
    facet, title = facet_named(place.facet), place.name + pager.suffix
    path = page_path(facet.key, place.slug, pager.number)
    return ListingPage(
        path=path,
        head=head(
            "listing",
            title,
            _description(facet, matter, common),
            hide=FULL_WIDTH,
            head=list_head(place, path, common),
        ),
        title=rich(title),
        kicker=PageLink(facet.label, index_path(facet.key)),
        trail=matter.trail,
        definition=rich(frame.definition),
        outside=matter.outside,
        facts=matter.facts,
        counts=matter.counts,
        explore=frame.explore,
        empty=f"No paper of the survey stands under this {facet.singular.lower()} at present.",
        items=unpacked_items(matter.items),
        downloads=list_line(place, common),
        pager=pager,
    )


@derived
def _frame_of(survey: Survey, facet: str, slug: str) -> Frame:
    return _frame(survey.library.listings[facet][slug], survey)


def _frame(listing: Listing, survey: Survey) -> Frame:
    return Frame(
        place=list_place(listing, survey),
        definition=_definition(listing, survey),
        explore=explore_link(listing),
        pages=pages_of(len(listing.papers), survey.settings.pages.per_page),
    )


@derived
def _counts_of(survey: Survey, facet: str, slug: str) -> str:
    return _counts(survey.library.listings[facet][slug], survey)


def _counts(listing: Listing, survey: Survey) -> str:
    """Give how many papers a value has."""
    if listing.facet.key == "status":
        return count(len(listing.papers), "paper")
    return _counted(listing.papers, survey)


class AllPapersMatter(Struct, frozen=True):
    """What a page of the list of all papers is made from."""

    page: ListingPage
    """Without its entries."""

    items: tuple[Parcel, ...]


def gather_all_papers(survey: Survey, number: int) -> AllPapersMatter:
    """Ask a survey for what one page of the list of all papers is made from."""
    papers = survey.library.newest_first
    pager, part = page_of(papers, survey.settings.pages.per_page, lambda n: index_path("paper", n), number)
    page = ListingPage(
        path=index_path("paper", number),
        head=head(
            "papers",
            f"All papers{pager.suffix}",
            f"All {count(len(papers), 'paper')} of {survey.settings.title}, newest first.",
            hide=FULL_WIDTH,
        ),
        title=rich(f"All papers{pager.suffix}"),
        kicker=PageLink("", ""),
        trail=(),
        definition=(),
        outside=(),
        facts=_facts_of_all(survey) if number == 1 else (),
        counts=_counts_of_all(survey) if number == 1 else "",
        explore=PageLink("Explore them", EXPLORER) if papers else None,
        empty="The survey has no papers yet.",
        items=(),
        downloads=whole_line(survey),
        pager=pager,
    )
    return AllPapersMatter(page, item_parcels(survey, part))


def make_all_papers_page(matter: AllPapersMatter, _common: Common) -> ListingPage:
    """Build one page of the list of all papers."""
    return replace(matter.page, items=unpacked_items(matter.items))


@aggregate_under(*LISTS)
def _counts_of_all(survey: Survey) -> str:
    return _counted(survey.library.newest_first, survey)


def _definition(listing: Listing, survey: Survey) -> str:
    """Give what the value means: a tag's definition, a venue's full name, an author's other spellings."""
    if listing.facet.key == "tag" and listing.slug in survey.vocabulary.by_slug:
        return survey.vocabulary.by_slug[listing.slug].definition
    if listing.facet.key == "venue":
        names = {paper.venue.name for paper in listing.papers if paper.venue and paper.venue.name}
        return min(names - {listing.name}, default="")
    if listing.facet.key == "author" and listing.slug in survey.people.by_slug:
        others = survey.people.by_slug[listing.slug].other_spellings
        return f"Also printed as {enumeration(others)}." if others else ""
    return _STATUS_MEANINGS.get(listing.name, "") if listing.facet.key == "status" else ""


_STATUS_MEANINGS = {
    "Corrected": "The work stands, with a correction or an expression of concern; its page says which.",
    "Retracted": "Taken back by the authors or the publisher: the work must not be relied on.",
    "Withdrawn": "Taken back by the authors, or removed from where it was published.",
}


def _description(facet: Facet, matter: ListingMatter, common: Common) -> str:
    counts = f": {matter.counts}" if matter.counts else ""
    place, definition = matter.frame.place, matter.frame.definition
    said = ended(f"{facet.singular} {place.name}{counts} in {common.settings.title}")
    return f"{said} {definition}".strip() if facet.key == "author" else definition or said


def _facts_of_all(survey: Survey) -> tuple[Fact, ...]:
    fact = status_fact(survey)
    return (fact,) if fact.links else ()


def _trail(listing: Listing, survey: Survey) -> tuple[PageLink, ...]:
    vocabulary = survey.vocabulary
    if listing.facet.key != "tag" or listing.slug not in vocabulary.by_slug:
        return ()
    return tuple(
        PageLink(vocabulary.by_slug[above].name, page_path("tag", above))
        for above in reversed(vocabulary.ancestors(listing.slug))
    )


def _outside(listing: Listing, survey: Survey) -> tuple[WebLink, ...]:
    """Give links to an author's own page, and to the record with ORCID."""
    person = survey.people.by_slug.get(listing.slug) if listing.facet.key == "author" else None
    if person is None:
        return ()
    own = (WebLink("Home page", person.url),) if person.url else ()
    return (*own, *(WebLink(f"ORCID {orcid}", f"https://orcid.org/{orcid}") for orcid in person.orcids))


def _counted(papers: tuple[ListedPaper, ...], survey: Survey) -> str:
    counted = survey.counted(papers)
    parts = [count(len(counted), "paper"), span_of_years(years_of(counted))]
    excluded = survey.settings.counts.exclude
    left_out = Counter(paper.status.status.word.lower() for paper in papers if paper.status.status in excluded)
    listed = [f"{number:,} {word}" for word, number in sorted(left_out.items())]
    more = f" (not counted: {enumeration(listed)})" if listed else ""
    return ", ".join(part for part in parts if part) + more
