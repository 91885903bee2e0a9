"""The tags of a paper by facet, and why it has each of them: the words of its title or abstract that were found."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from litatlas.model import Paper, Tagging
from litatlas.pages.inline import Rich, Span, rich
from litatlas.pages.items import PageLink
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey


class FacetLine(Struct, frozen=True):
    """The tags of one facet."""

    label: str
    tags: tuple[PageLink, ...]


class TagGroup(Struct, frozen=True):
    """The tags of one facet on a paper, as its page is made from them."""

    label: str
    names: Mapping[str, str]
    """By slug, in the vocabulary's order."""


def tag_groups(paper: Paper, survey: Survey) -> tuple[TagGroup, ...]:
    """Group the paper's tags by facet, facets and tags in the vocabulary's order."""
    by_slug, listings = survey.vocabulary.by_slug, survey.library.listings["tag"]
    labels = {facet.key: facet.label for facet in survey.vocabulary.facets}
    found: dict[str, dict[str, str]] = {key: {} for key in labels}
    for tagging in paper.tags:
        facet = by_slug[tagging.slug].facet if tagging.slug in by_slug else ""
        found.setdefault(facet, {})[tagging.slug] = listings[tagging.slug].name
    return tuple(TagGroup(labels.get(key, "Other"), names) for key, names in found.items() if names)


def make_facet_lines(groups: Iterable[TagGroup]) -> tuple[FacetLine, ...]:
    """Build a line for each facet."""
    return tuple(
        FacetLine(group.label, tuple(PageLink(name, page_path("tag", slug)) for slug, name in group.names.items()))
        for group in groups
    )


def why_tags(paper: Paper, groups: Iterable[TagGroup]) -> tuple[Rich, ...]:
    """Say why the paper has its tags, a line for each in the order of the facets; nothing where nothing is known."""
    if not any(tag.evidence or tag.curated for tag in paper.tags):
        return ()
    tags = {tag.slug: tag for tag in paper.tags}
    return tuple(_why(name, tags[slug]) for group in groups for slug, name in group.names.items())


def _why(name: str, tagging: Tagging) -> Rich:
    named = Span("text", f"{name} (set by the survey’s editors)" if tagging.curated else name)
    if not tagging.evidence:
        return (named,)
    # The first words alone, of several: the sentence around them stands on the page.
    first = tagging.evidence[0]
    field = "" if first.field == "abstract" else f" ({first.field})"
    return (named, Span("text", ": “"), *rich(first.phrase), Span("text", f"”{field}"))
