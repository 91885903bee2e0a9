"""What a listing page says about its value besides its papers: neighbours in the taxonomy, co-authors, years."""

from collections.abc import Callable, Collection, Iterable, Iterator

import numpy as np
import scipy.sparse as sparse
from msgspec import Struct

from litatlas.facets import FACETS
from litatlas.incremental.asking import aggregate_under, derived
from litatlas.incremental.packing import Parcel, packed, unpacked
from litatlas.library import Listing
from litatlas.listed_paper import ListedPaper
from litatlas.pages.items import PageLink
from litatlas.pages.paths import page_path
from litatlas.pages.survey import FIGURES, Survey, listings_of
from litatlas.pages.wording import count

MOST_COMMON = 12
"""Values that a fact shows."""

MANY_AUTHORS = 50
"""A paper with more authors tells nothing about who works with whom, and counting it costs their square."""

_BY_KEY = {facet.key: facet for facet in FACETS}


class Fact(Struct, frozen=True):
    """A line of a listing's profile: a label and links with counts."""

    label: str
    links: tuple[PageLink, ...]
    more: str = ""
    """What the line leaves out: `and 14 more`."""


def listing_facts(listing: Listing, survey: Survey) -> tuple[Fact, ...]:
    """Give the profile of a listing; facts without a link are left out."""
    build: dict[str, Callable[[Listing, Survey], Iterable[Fact]]] = {
        "tag": _tag_facts,
        "author": _author_facts,
        "venue": _venue_facts,
        "year": _year_facts,
    }
    facts = build.get(listing.facet.key, _no_facts)(listing, survey)
    return tuple(fact for fact in facts if fact.links)


def years_of(papers: Iterable[ListedPaper]) -> list[int]:
    """Give the years of the papers that have one."""
    return [paper.year for paper in papers if paper.year]


Values = dict[str, tuple[tuple[str, str], ...]]
"""The values that a paper has, by facet: slug and name of each."""

COUNTED = ("tag", "author")
"""The facets whose values are counted on pages of authors."""


@derived
def values_of(survey: Survey, id: str) -> Parcel:
    """Give the values of a paper, packed: the page of each of its authors counts them."""
    paper, library = survey.library.listed[id], survey.library
    found: Values = {}
    for key in COUNTED:
        listings = library.listings[key]
        slugs = dict.fromkeys(library.slug(key, value) for value in _BY_KEY[key].values(paper))
        found[key] = tuple((slug, listings[slug].name) for slug in slugs)
    return packed(found)


class Tally(Struct, frozen=True):
    """How often each value of a facet stands on some papers, by slug."""

    counts: dict[str, int]
    names: dict[str, str]


def tally(papers: Iterable[ListedPaper], survey: Survey, *facet_keys: str) -> Iterator[Tally]:
    """Count the values of facets on some papers; each paper is looked at once."""
    found = {key: Tally({}, {}) for key in facet_keys}
    for paper in survey.counted(tuple(papers)):
        values: Values = unpacked(values_of(survey, paper.id), Values)
        for key, one in found.items():
            for slug, name in values[key]:
                one.counts[slug], one.names[slug] = one.counts.get(slug, 0) + 1, name
    yield from found.values()


@derived
def tally_of(survey: Survey, facet: str, slug: str, other: str) -> Tally:
    """Count how often each value of another facet stands on the papers of a listing, which may be very many."""
    return _tallies(survey, facet, other).get(slug) or Tally({}, {})


@aggregate_under(*FIGURES, *(listings_of(key) for key in ("tag", "venue", "year")))
def _tallies(survey: Survey, facet: str, other: str) -> dict[str, Tally]:
    """Do that for all listings of a facet, by slug; not for those of authors, who are too many."""
    listings, values = survey.library.columns[facet], survey.library.columns[other]
    counts = survey.are_counted[listings.papers].astype(np.int64)
    shape = len(listings.slugs), len(survey.library)
    of_papers = sparse.csr_array((counts, listings.papers, listings.ends), shape=shape)
    ones = np.ones(len(values.papers), np.int64)
    of_values = sparse.csr_array((ones, values.papers, values.ends), shape=(len(values.slugs), shape[1]))
    both = (of_papers @ of_values.T).tocsr()
    both.eliminate_zeros()
    both.sort_indices()
    found: dict[str, Tally] = {}
    for slug, start, end in zip(listings.slugs, both.indptr.tolist(), both.indptr[1:].tolist(), strict=False):
        rows = dict(zip(both.indices[start:end].tolist(), both.data[start:end].tolist(), strict=True))
        counted = {values.slugs[row]: number for row, number in rows.items()}
        found[slug] = Tally(counted, {values.slugs[row]: values.names[row] for row in rows})
    return found


def value_links(facet_key: str, found: Tally, limit: int, without: Collection[str] = ()) -> Fact:
    """Give the commonest values of a facet, by count, then by name."""
    counts, names = found.counts, found.names
    ranked = sorted(counts.keys() - without, key=lambda slug: (-counts[slug], names[slug].casefold(), slug))
    links = tuple(PageLink(names[slug], page_path(facet_key, slug), counts[slug]) for slug in ranked[:limit])
    left = len(ranked) - len(links)
    return Fact(_BY_KEY[facet_key].label, links, f"and {left:,} more" if left else "")


def _tag_facts(listing: Listing, survey: Survey) -> Iterable[Fact]:
    listings = survey.library.listings["tag"]
    links = tuple(
        PageLink(listings[slug].name, page_path("tag", slug), survey.figure(listings[slug]))
        for slug in survey.vocabulary.children(listing.slug)
        if slug in listings and listings[slug].papers
    )
    yield Fact("Narrower tags", links)
    # A tag always stands together with those above and below it: that says nothing.
    years = tally_of(survey, "tag", listing.slug, "year")
    together = value_links(
        "tag", tally_of(survey, "tag", listing.slug, "tag"), MOST_COMMON, _family(listing.slug, survey)
    )
    yield Fact("Often together with", together.links)
    yield _renamed("Years", _years(years))


def _family(slug: str, survey: Survey) -> set[str]:
    """Give a tag with all tags above and below it."""
    vocabulary = survey.vocabulary
    family = {slug, *(vocabulary.ancestors(slug) if slug in vocabulary.by_slug else ())}
    below = list(vocabulary.children(slug))
    while below:
        child = below.pop()
        family.add(child)
        below.extend(vocabulary.children(child))
    return family


def _author_facts(listing: Listing, survey: Survey) -> Iterable[Fact]:
    listings = survey.library.listings["author"]
    namesakes = survey.people.of_same_name(listing.slug, listing.name)
    links = tuple(
        PageLink(listings[one.slug].name, page_path("author", one.slug), survey.figure(listings[one.slug]))
        for one in namesakes
        if one.slug in listings
    )
    yield Fact("Others of this name" if listing.papers else "People of this name", links)
    few = [paper for paper in listing.papers if len(paper.authors) <= MANY_AUTHORS]
    label = "Co-authors here"
    if len(few) < len(listing.papers):
        left_out = count(len(listing.papers) - len(few), "paper")
        label += f" ({left_out} with more than {MANY_AUTHORS} authors not counted)"
    authors, tags = tally(listing.papers, survey, "author", "tag")
    if len(few) < len(listing.papers):
        (authors,) = tally(few, survey, "author")
    yield _renamed(label, value_links("author", authors, 30, {listing.slug}))
    yield _renamed("Tags", value_links("tag", tags, MOST_COMMON))


def _venue_facts(listing: Listing, survey: Survey) -> Iterable[Fact]:
    yield _renamed("Years", _years(tally_of(survey, "venue", listing.slug, "year")))
    yield _renamed("Tags", value_links("tag", tally_of(survey, "venue", listing.slug, "tag"), MOST_COMMON))


def _year_facts(listing: Listing, survey: Survey) -> Iterable[Fact]:
    for key, label in (("venue", "Venues"), ("tag", "Tags")):
        yield _renamed(label, value_links(key, tally_of(survey, "year", listing.slug, key), MOST_COMMON))


def _no_facts(_listing: Listing, _survey: Survey) -> Iterable[Fact]:
    return ()


def status_fact(survey: Survey) -> Fact:
    """Give links to the papers that were corrected, retracted or withdrawn."""
    listings = survey.library.listings["status"].values()
    return Fact("Status", tuple(PageLink(one.name, page_path("status", one.slug), len(one.papers)) for one in listings))


def _years(years: Tally) -> Fact:
    fact = value_links("year", years, 1000)
    return Fact(fact.label, tuple(sorted(fact.links, key=lambda link: link.text)))


def _renamed(label: str, fact: Fact) -> Fact:
    return Fact(label, fact.links, fact.more)
