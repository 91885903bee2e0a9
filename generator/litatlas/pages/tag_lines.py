"""The tags of a paper by facet, and why it has each of them: the words of its title or abstract that were found."""

from collections.abc import Iterator
from dataclasses import dataclass

from litatlas.model import Paper, Tagging
from litatlas.pages.inline import Rich, Span, rich
from litatlas.pages.items import PageLink
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey


@dataclass(frozen=True, slots=True)
class FacetLine:
    """The tags of one facet."""

    label: str
    tags: tuple[PageLink, ...]


def make_facet_lines(paper: Paper, survey: Survey) -> tuple[FacetLine, ...]:
    """Group the paper's tags by facet, facets and tags in the vocabulary's order."""
    return tuple(
        FacetLine(label, tuple(PageLink(_name(tag, survey), page_path("tag", tag.slug)) for tag in tags))
        for label, tags in _by_facet(paper, survey)
    )


def why_tags(paper: Paper, survey: Survey) -> tuple[Rich, ...]:
    """Say why the paper has its tags, a line for each in the order of the facets; nothing where nothing is known."""
    if not any(tag.evidence or tag.curated for tag in paper.tags):
        return ()
    return tuple(_why(_name(tag, survey), tag) for _, tags in _by_facet(paper, survey) for tag in tags)


def _by_facet(paper: Paper, survey: Survey) -> Iterator[tuple[str, list[Tagging]]]:
    by_slug = survey.vocabulary.by_slug
    labels = {facet.key: facet.label for facet in survey.vocabulary.facets}
    found: dict[str, list[Tagging]] = {key: [] for key in labels}
    for tagging in paper.tags:
        facet = by_slug[tagging.slug].facet if tagging.slug in by_slug else ""
        found.setdefault(facet, []).append(tagging)
    return ((labels.get(key, "Other"), tags) for key, tags in found.items() if tags)


def _name(tagging: Tagging, survey: Survey) -> str:
    return survey.library.listings["tag"][tagging.slug].name


def _why(name: str, tagging: Tagging) -> Rich:
    named = Span("text", f"{name} (set by the survey’s editors)" if tagging.curated else name)
    if not tagging.evidence:
        return (named,)
    # The first words alone, of several: the sentence around them stands on the page.
    first = tagging.evidence[0]
    field = "" if first.field == "abstract" else f" ({first.field})"
    return (named, Span("text", ": “"), *rich(first.phrase), Span("text", f"”{field}"))
