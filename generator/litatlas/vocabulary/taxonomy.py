"""The tags of a survey as values: facets, tags with their phrases, and the tree that parents make."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from litatlas.problems import Origin
from litatlas.text import fold


class Where(StrEnum):
    """Which sentences a phrase counts in, besides title and keywords."""

    ANYWHERE = "anywhere"
    OWN = "own"
    PROPOSES = "proposes"
    TITLE = "title"


class FacetDefinition(Struct, frozen=True):
    """A facet of the vocabulary."""

    key: str
    label: str
    definition: str
    relates: bool = True
    """Whether its tags say what a paper is about, so that sharing one relates two papers."""


class Phrase(Struct, frozen=True):
    """Words that mean a tag, with the conditions under which they do."""

    text: str
    where: Where = Where.OWN
    unless: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text.removeprefix("=")


class Tag(Struct, frozen=True):
    """One tag of the vocabulary."""

    slug: str
    name: str
    facet: str
    definition: str
    phrases: tuple[Phrase, ...] = ()
    """Empty for a tag that only a person gives."""

    parent: str = ""
    """Slug of a tag of the same facet, or empty."""

    reason: str = ""
    """Why the tag is kept although it stands on fewer than two papers."""

    origin: Origin = Origin()


class Vocabulary(Struct, frozen=True, dict=True):
    """The facets and tags of a survey, in the order of vocabulary.yml."""

    facets: tuple[FacetDefinition, ...] = ()
    tags: tuple[Tag, ...] = ()

    @cached_property
    def by_slug(self) -> Mapping[str, Tag]:
        """The tags by slug, in order."""
        return {tag.slug: tag for tag in self.tags}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The name of each tag, by slug."""
        return {tag.slug: tag.name for tag in self.tags}

    @cached_property
    def _children(self) -> Mapping[str, tuple[str, ...]]:
        children: dict[str, list[str]] = {}
        for tag in self.tags:
            children.setdefault(tag.parent, []).append(tag.slug)
        return {slug: tuple(slugs) for slug, slugs in children.items()}

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        slugs = {fold(tag.name): tag.slug for tag in reversed(self.tags)}
        return slugs | {fold(tag.slug): tag.slug for tag in reversed(self.tags)}

    def tags_of(self, facet: str) -> tuple[Tag, ...]:
        """Give the tags of one facet, in order."""
        return tuple(tag for tag in self.tags if tag.facet == facet)

    def children(self, slug: str) -> tuple[str, ...]:
        """Give the slugs of the tags right under a tag, in order."""
        return self._children.get(slug, ()) if slug else ()

    def ancestors(self, slug: str) -> tuple[str, ...]:
        """Give the slugs above a tag, nearest first."""
        above: list[str] = []
        parent = self.by_slug[slug].parent
        while parent:
            above.append(parent)
            parent = self.by_slug[parent].parent
        return tuple(above)

    def walk(self, facet: str) -> Iterator[tuple[int, Tag]]:
        """Give the tags of a facet as a tree: (depth, tag), each parent before its children."""

        def below(tag: Tag, depth: int) -> Iterator[tuple[int, Tag]]:
            yield depth, tag
            for slug in self.children(tag.slug):
                yield from below(self.by_slug[slug], depth + 1)

        for tag in self.tags_of(facet):
            if not tag.parent:
                yield from below(tag, 0)

    def find(self, value: str) -> str | None:
        """Give the slug of the tag with this slug or name, ignoring case, or None."""
        return self._by_name.get(fold(value))

    def suggestion(self, value: str) -> str:
        """Give `; did you mean 'x'?` for a tag that is not in the vocabulary, or an empty string."""
        near = get_close_matches(fold(value), sorted(self._by_name), n=1, cutoff=0.6)
        return f"; did you mean '{self._by_name[near[0]]}'?" if near else ""
