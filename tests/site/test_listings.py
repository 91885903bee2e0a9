"""Every paper of the flagship is on every page where a reader would look for it."""

import pytest

from litatlas.app import generate
from litatlas.facets import FACETS
from site_pages import linked_pages, page

pytestmark = pytest.mark.site


@pytest.fixture(scope="session")
def library(flagship):
    return generate(flagship, write=False).built.survey.library


def linked_papers(file, site):
    return {
        path.split("/")[1] for path in linked_pages(file, site) if path.startswith("papers/") and path.count("/") == 2
    }


def test_the_flagship_has_138_papers_with_a_page_each(flagship_site, library):
    assert len(library) == 138
    assert [paper.id for paper in library if not (flagship_site / "papers" / paper.id / "index.html").is_file()] == []


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.key)
def test_every_paper_is_in_every_listing_it_belongs_to(flagship_site, library, facet):
    missing = []
    for listing in library.listings[facet.key].values():
        shown = linked_papers(flagship_site / facet.folder / listing.slug / "index.html", flagship_site)
        missing += [f"{facet.folder}/{listing.slug}: {paper.id}" for paper in listing.papers if paper.id not in shown]
    assert missing == []


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.key)
def test_every_paper_links_to_every_listing_it_belongs_to(flagship_site, library, facet):
    missing = []
    for listing in library.listings[facet.key].values():
        for paper in listing.papers:
            addresses = {address for _tag, address in page(flagship_site / "papers" / paper.id / "index.html").links}
            if f"../../{facet.folder}/{listing.slug}/" not in addresses:
                missing.append(f"{paper.id}: {facet.folder}/{listing.slug}")
    assert missing == []


def test_the_papers_index_lists_all_of_them(flagship_site, library):
    assert {paper.id for paper in library} <= linked_papers(flagship_site / "papers" / "index.html", flagship_site)


def test_the_title_is_the_only_first_heading_of_a_paper_page(flagship_site, library):
    for paper in library:
        titles = page(flagship_site / "papers" / paper.id / "index.html").titles
        assert len(titles) == 1, paper.id


def test_each_paper_has_authors_a_date_tags_with_evidence_and_explained_relations(library, flagship):
    relations = generate(flagship, write=False).built.survey.relations
    for paper in library:
        assert paper.authors, paper.id
        assert paper.issued, paper.id
        assert paper.tags, paper.id
        assert all(tagging.curated or tagging.evidence for tagging in paper.tags), paper.id
        assert all(related.reasons for related in relations.related[paper.id]), paper.id
