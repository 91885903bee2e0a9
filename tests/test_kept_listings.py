"""Listings that were kept are those that a library finds itself, in the same order, and of its own papers."""

from dataclasses import replace

from litatlas.facets import FACETS
from litatlas.library.kept_listings import KeptListings, keep_listings
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


def test_kept_listings_are_those_that_a_library_finds(tmp_path):
    survey = survey_of(PAPERS)
    first, second = kept(tmp_path, survey), kept(tmp_path, survey)
    assert not any(isinstance(each, KeptListings) for each in first.listings.values())
    assert all(isinstance(each, KeptListings) for each in second.listings.values())
    assert any(len(each) > 1 for each in first.listings.values())
    for facet in FACETS:
        found, made = second.listings[facet.key], first.listings[facet.key]
        assert list(found.items()) == list(made.items())
        assert len(found) == len(made)
        assert "nobody" not in found
        assert found.get("nobody") is None


def test_kept_listings_hold_the_papers_of_this_build(tmp_path):
    kept(tmp_path, survey_of(PAPERS))
    library = kept(tmp_path, survey_of((replace(PAPERS[0], abstract="Other words."), *PAPERS[1:])))
    listings = library.listings["year"].values()
    assert all(isinstance(each, KeptListings) for each in library.listings.values())
    assert all(paper is library.by_id[paper.id] for listing in listings for paper in listing.papers)


def test_listings_are_found_anew_where_a_paper_has_another_title(tmp_path):
    kept(tmp_path, survey_of(PAPERS))
    library = kept(tmp_path, survey_of((replace(PAPERS[0], title="A last one"), *PAPERS[1:])))
    assert not any(isinstance(each, KeptListings) for each in library.listings.values())
