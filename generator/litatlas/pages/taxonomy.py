"""The index of tags: the vocabulary as a tree, facet by facet, with definitions and counts."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from litatlas.pages.head import FULL_WIDTH, head
from litatlas.pages.items import PageLink
from litatlas.pages.paths import index_path, page_path
from litatlas.pages.survey import Survey, sizes_of, values_in_use
from litatlas.pages.wording import count
from litatlas.vocabulary.taxonomy import Vocabulary

MAX_DEPTH = 6
"""Deeper tags are shown at this depth."""


class Branch(Struct, frozen=True):
    """A tag in the tree."""

    depth: int
    """0 for a tag without a parent."""

    link: PageLink
    definition: str

    @property
    def indent(self) -> str:
        """The blanks before its list item."""
        return "    " * self.depth


class FacetTree(Struct, frozen=True):
    """The tags of one facet."""

    label: str
    definition: str
    branches: tuple[Branch, ...]


class TaxonomyPage(Struct, frozen=True):
    """The index of tags."""

    path: str
    head: Mapping[str, Any]
    title: str
    counts: str
    trees: tuple[FacetTree, ...]


def make_taxonomy_page(survey: Survey) -> TaxonomyPage:
    """Build the index of tags; a tag without papers stands in it as long as the vocabulary has it."""
    vocabulary, papers = survey.vocabulary, sizes_of(survey, "tag")
    trees = [
        FacetTree(facet.label, facet.definition, tuple(_branches(facet.key, vocabulary, papers)))
        for facet in vocabulary.facets
    ]
    gone = [
        Branch(0, PageLink(listing.name, page_path("tag", slug), papers[slug]), "")
        for slug, listing in survey.library.listings["tag"].items()
        if slug not in vocabulary.by_slug
    ]
    trees.append(FacetTree("Other", "", tuple(gone)))
    used = values_in_use(survey, "tag")
    return TaxonomyPage(
        path=index_path("tag"),
        head=head("facet", "Tags", f"The tags of {survey.settings.title}, by facet.", hide=FULL_WIDTH),
        title="Tags",
        counts=f"{count(used, 'tag')} on {count(len(survey.library), 'paper')}",
        trees=tuple(tree for tree in trees if tree.branches),
    )


def _branches(facet: str, vocabulary: Vocabulary, papers: Mapping[str, int]) -> Iterator[Branch]:
    for depth, tag in vocabulary.walk(facet):
        link = PageLink(tag.name, page_path("tag", tag.slug), papers.get(tag.slug, 0))
        yield Branch(min(depth, MAX_DEPTH), link, tag.definition)
