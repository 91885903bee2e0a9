"""Listings that were kept are those that a library finds itself, in the same order, and of its own papers."""

from msgspec.structs import replace

from litatlas.facets import FACETS, facet_named
from litatlas.library import Library, newest_first_key
from litatlas.library.kept_listings import keep_listings
from litatlas.library.listings import Columns
from litatlas.model import Author, PartialDate
from litatlas.store.stage_cache import StageCache
from small_surveys import numbered_papers, survey_of

PAPERS = [
    replace(one, issued=PartialDate(2020 + number % 3), authors=(Author(f"Ann {'ABCD'[number % 4]}"),))
    for number, one in enumerate(numbered_papers(12, abstract="Words."))
]


def kept(tmp_path, survey):
    """Give a library as a further build has it: without listings, and with what the memo has of the last build."""
    library, memo = survey.library, StageCache(tmp_path, "program")
    library = library.regrouped(library.papers, {})
    keep_listings(library, survey.ledger, memo)
    memo.save()
    return library


def grouped(facet, library):
    """Give the ids of the papers of each value of a facet, newest first, by slug, in the plainest way."""
    found = {}
    for paper in sorted(library.papers, key=newest_first_key):
        for slug in {library.slug(facet.key, value) for value in facet.values(paper)}:
            found.setdefault(slug, []).append(paper.id)
    return sorted(found.items())


def test_kept_listings_are_those_that_a_library_finds(tmp_path):
    survey = survey_of(PAPERS)
    first, second = kept(tmp_path, survey), kept(tmp_path, survey)
    assert any(len(each) > 1 for each in first.listings.values())
    assert second.newest_first == tuple(sorted(second.papers, key=newest_first_key))
    for facet in FACETS:
        found, made = second.listings[facet.key], first.listings[facet.key]
        assert [(slug, [paper.id for paper in one.papers]) for slug, one in made.items()] == grouped(facet, first)
        assert list(found.items()) == list(made.items())
        assert len(found) == len(made)
        assert "nobody" not in found
        assert found.get("nobody") is None


def test_listings_are_not_grouped_again_where_nothing_changes_that_they_hang_on(tmp_path, monkeypatch):
    kept(tmp_path, survey_of(PAPERS))
    other_words = survey_of((replace(PAPERS[0], abstract="Other words."), *PAPERS[1:]))
    monkeypatch.setattr(Columns, "of", None)
    assert list(kept(tmp_path, other_words).listings["year"])


def test_kept_listings_hold_the_papers_of_this_build(tmp_path):
    kept(tmp_path, survey_of(PAPERS))
    library = kept(tmp_path, survey_of((replace(PAPERS[0], abstract="Other words."), *PAPERS[1:])))
    listings = library.listings["year"].values()
    assert all(paper is library.by_id[paper.id] for listing in listings for paper in listing.papers)


def test_listings_are_found_anew_where_a_paper_has_another_title(tmp_path):
    kept(tmp_path, survey_of(PAPERS))
    library = kept(tmp_path, survey_of((replace(PAPERS[0], title="A last one"), *PAPERS[1:])))
    assert library.newest_first == tuple(sorted(library.papers, key=newest_first_key))
    for facet in FACETS:
        made = library.listings[facet.key]
        assert [(slug, [paper.id for paper in one.papers]) for slug, one in made.items()] == grouped(facet, library)


def test_a_listing_has_another_mark_where_its_name_or_its_papers_are_others():
    before = survey_of(PAPERS).library.listings["author"].marks(None)
    other_author = (replace(PAPERS[0], authors=(Author("Ann B"),)), *PAPERS[1:])
    after = survey_of(other_author).library.listings["author"].marks(None)
    assert {slug for slug in before if before[slug] != after[slug]} == {"ann-a", "ann-b"}


def test_two_names_of_one_slug_are_one_listing_with_each_paper_once():
    papers = [replace(PAPERS[0], authors=(Author("Ann A"), Author("Ann Á"))), *PAPERS[1:]]
    found = survey_of(papers).library
    library = Library(found.papers, {**found.slugs, ("author", "Ann Á"): "ann-a"})
    listing = library.listings["author"]["ann-a"]
    ids = dict(grouped(facet_named("author"), library))["ann-a"]
    assert (listing.name, [paper.id for paper in listing.papers]) == ("Ann A", ids)
