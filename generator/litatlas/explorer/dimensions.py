"""The ways to choose papers, each with its values in the order in which the page shows them."""

import itertools
from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from litatlas.explorer.numbers import value_numbers
from litatlas.incremental.columns import NUMBER, Lists
from litatlas.incremental.memo import Digest, Memo
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


class Value(Struct, frozen=True):
    """A value that papers are chosen by."""

    slug: str
    name: str
    papers: int
    """How many papers have it."""

    parent: int = -1
    """Number of the value above it in the tree; -1 for one at the top."""

    colour: int = 0
    """The colour of a theme; 0 for what has none."""


class Dimension(Struct, frozen=True):
    """A way to choose papers, its values in columns: there may be as many of these as papers, or more."""

    key: str
    """What its values are called in an address: `theme`, `tag`, `author`. All facets of tags share `tag`."""

    label: str
    slugs: tuple[str, ...]
    names: tuple[str, ...]
    papers: Lists
    """Those that have each value, by their places among the newest."""

    parents: tuple[int, ...] = ()
    """For each the place of the value above it, -1 for one at the top; none in a dimension without a tree."""

    colours: tuple[int, ...] = ()
    """Those of themes; none in another dimension."""

    long: bool = False
    """Whether its values may be as many as the papers, so that a page loads only those it shows."""

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many papers have each value."""
        return np.diff(self.papers.ends)

    def mark(self, memo: Memo) -> Digest:
        """Give a digest of all that is told of its values."""
        # No slug or name holds this character. One text is digested a hundred times as fast as its pieces.
        texts = "\0".join(self.slugs), "\0".join(self.names)
        return memo.digest(self.key, self.label, *texts, self.counts.tobytes(), self.parents, self.colours, self.long)

    def values(self) -> tuple[Value | None, ...]:
        """Give the values by their numbers: their places, or in a long dimension those that stay (`numbers`).

        None stands for a number that is nobody's; only a long dimension has such.
        """
        counts, nothing = self.counts.tolist(), [0] * len(self.slugs)
        columns = self.slugs, self.names, counts, self.parents or [-1] * len(counts), self.colours or nothing
        made = itertools.starmap(Value, zip(*columns, strict=True))
        if not self.long:
            return tuple(made)
        by_slug = dict(zip(self.slugs, made, strict=True))
        numbers = value_numbers(dict(zip(self.slugs, counts, strict=True)))
        found: list[Value | None] = [None] * (max(numbers.values(), default=-1) + 1)
        for slug, number in numbers.items():
            found[number] = by_slug[slug]
        return tuple(found)

    def of_papers(self, numbers: NDArray[np.int64], papers: int) -> Lists:
        """Give the numbers of the values of each paper, in order; of very many the first `MOST_AUTHORS`.

        Arguments:
            numbers: Of each value.
            papers: How many there are.
        """
        of_value = np.repeat(numbers, self.counts)
        order = np.lexsort((of_value, self.papers.numbers))
        paper = self.papers.numbers[order]
        ends = np.cumsum(np.bincount(paper, minlength=papers))
        begins = ends - np.bincount(paper, minlength=papers)
        kept = np.arange(len(paper)) - begins[paper] < MOST_AUTHORS
        return Lists.of(of_value[order][kept], np.bincount(paper[kept], minlength=papers))


def dimensions(survey: Survey) -> Iterator[Dimension]:
    """Give every way to choose papers that parts the survey."""
    library, vocabulary, themes = survey.library, survey.vocabulary, survey.themes
    newest = {paper.id: place for place, paper in enumerate(library.newest_first)}
    places = np.fromiter((newest[paper.id] for paper in library), NUMBER, len(library))

    def listed(key: str, label: str, slugs: Sequence[str] | None = None, *, long: bool = False) -> Dimension:
        """Make the dimension of a facet: of the given values in their order, else of all, the commonest first."""
        columns = library.columns[key]
        held = Lists(places[columns.papers], columns.ends)
        if long:
            return Dimension(key, label, columns.slugs, columns.names, held, long=True)
        at = {slug: place for place, slug in enumerate(columns.slugs)}
        common = zip((-np.diff(columns.ends)).tolist(), map(str.casefold, columns.names), columns.slugs, strict=True)
        slugs = slugs or [slug for _, _, slug in sorted(common)]
        chosen = np.array([at[slug] for slug in slugs], np.intp)
        return Dimension(key, label, tuple(slugs), tuple(columns.names[place] for place in chosen), held.taken(chosen))

    named = [theme for theme in themes.all if theme.slug in library.listings["theme"]]
    of_theme = listed("theme", "Theme", [theme.slug for theme in named])
    yield replace(of_theme, colours=tuple(themes.by_slug[slug].colour for slug in of_theme.slugs))
    for facet in vocabulary.facets:
        tree = [tag.slug for _, tag in vocabulary.walk(facet.key) if tag.slug in library.listings["tag"]]
        if tree:
            number = {slug: place for place, slug in enumerate(tree)}
            parents = tuple(number.get(vocabulary.by_slug[slug].parent, -1) for slug in tree)
            yield replace(listed("tag", facet.label, tree), parents=parents)
    yield _things(survey)
    yield listed("venue", "Venue", long=True)
    yield listed("author", "Author", long=True)
    yield listed("status", "Status")


def _things(survey: Survey) -> Dimension:
    """Make the dimension of what papers come with."""
    held: dict[str, list[int]] = {slug: [] for slug in HAS_LABELS}
    papers = [survey.library.by_id[paper.id] for paper in survey.library.newest_first]
    for place, paper in enumerate(papers):
        for thing in {link.rel.value for link in paper.links}.intersection(HAS_LABELS):
            held[thing].append(place)
        if paper.abstract:
            held["abstract"].append(place)
        if paper.id in survey.notes:
            held["notes"].append(place)
    # What all papers have, or none, parts nothing.
    kept = [slug for slug, some in held.items() if 0 < len(some) < len(papers)]
    lists = Lists.of(
        np.array([place for slug in kept for place in held[slug]], NUMBER),
        np.array([len(held[slug]) for slug in kept], np.int64),
    )
    return Dimension("has", "Comes with", tuple(kept), tuple(HAS_LABELS[slug] for slug in kept), lists)
