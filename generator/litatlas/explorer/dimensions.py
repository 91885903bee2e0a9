"""The ways to choose papers, each with its values in the order in which the page shows them."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from litatlas.explorer.numbers import value_numbers
from litatlas.model import Paper
from litatlas.pages.survey import Survey

MOST_AUTHORS = 2000
"""Authors of one paper by whom it is chosen: a file of columns stays small whatever a record holds."""

HAS_LABELS = {
    "code": "Code",
    "data": "Data",
    "model": "Model",
    "project": "Project page",
    "demo": "Demo",
    "video": "Video",
    "slides": "Slides",
    "pdf": "PDF",
    "abstract": "Abstract",
    "notes": "Notes",
}
"""What a paper can come with, by its name in `has:` searches and in addresses."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value that papers are chosen by."""

    slug: str
    name: str
    papers: int
    """How many papers have it."""

    parent: int = -1
    """Number of the value above it in the tree; -1 for one at the top."""

    colour: int = 0
    """The colour of a theme; 0 for what has none."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way to choose papers. Its values are numbered by their places."""

    key: str
    """What its values are called in an address: `theme`, `tag`, `author`. All facets of tags share `tag`."""

    label: str
    values: tuple[Value | None, ...]
    """None for a number that is nobody's; only a long dimension has such."""

    numbers: tuple[tuple[int, ...], ...]
    """The values of each paper, in the order of the papers."""

    long: bool = False
    """Whether its values may be as many as the papers, so that a page loads only those it shows."""


def dimensions(survey: Survey) -> Iterator[Dimension]:
    """Give every way to choose papers that parts the survey; the papers stand newest first."""
    papers = survey.library.newest_first
    tags = survey.library.listings["tag"]
    themes = survey.library.listings["theme"]
    yield _listed("theme", "Theme", survey, [theme.slug for theme in survey.themes.all if theme.slug in themes])
    for facet in survey.vocabulary.facets:
        tree = [tag.slug for _, tag in survey.vocabulary.walk(facet.key) if tag.slug in tags]
        if tree:
            yield _listed("tag", facet.label, survey, tree)
    yield _of("has", "Comes with", papers, HAS_LABELS, lambda paper: _things(paper, survey))
    yield _listed("venue", "Venue", survey, long=True)
    yield _listed("author", "Author", survey, long=True)
    yield _listed("status", "Status", survey)


def _listed(key: str, label: str, survey: Survey, slugs: list[str] | None = None, *, long: bool = False) -> Dimension:
    """Make the dimension of a facet: of the given values in their order, else of all, the commonest first."""
    listings = survey.library.listings[key]
    if long:
        number_of = value_numbers({slug: len(listing.papers) for slug, listing in listings.items()})
    else:
        slugs = slugs or sorted(
            listings, key=lambda slug: (-len(listings[slug].papers), listings[slug].name.casefold(), slug)
        )
        number_of = {slug: number for number, slug in enumerate(slugs)}
    of_paper: dict[str, list[int]] = {paper.id: [] for paper in survey.library}
    values: list[Value | None] = [None] * (max(number_of.values(), default=-1) + 1)
    for slug, number in number_of.items():
        listed = listings[slug].papers
        above = survey.vocabulary.by_slug[slug].parent if key == "tag" else ""
        colour = survey.themes.by_slug[slug].colour if key == "theme" else 0
        values[number] = Value(slug, listings[slug].name, len(listed), number_of.get(above, -1), colour)
        for paper in listed:
            if len(of_paper[paper.id]) < MOST_AUTHORS:
                of_paper[paper.id].append(number)
    numbers = tuple(tuple(of_paper[paper.id]) for paper in survey.library.newest_first)
    return Dimension(key, label, tuple(values), numbers, long)


def _of(
    key: str, label: str, papers: tuple[Paper, ...], names: dict[str, str], things: Callable[[Paper], set[str]]
) -> Dimension:
    """Make a dimension of values that have no listing."""
    found = [things(paper) for paper in papers]
    total = Counter(thing for some in found for thing in some)
    # What all papers have, or none, parts nothing.
    kept = [slug for slug in names if 0 < total[slug] < len(papers)]
    values = tuple(Value(slug, names[slug], total[slug]) for slug in kept)
    numbers = tuple(tuple(number for number, slug in enumerate(kept) if slug in some) for some in found)
    return Dimension(key, label, values, numbers)


def _things(paper: Paper, survey: Survey) -> set[str]:
    things = {link.rel.value for link in paper.links}
    if paper.abstract:
        things.add("abstract")
    if paper.id in survey.notes:
        things.add("notes")
    return things
