"""Themes: the chapters into which a survey's papers fall by how they are related.

`graph` joins each paper to those nearest to it, `communities` divides the graph (Leiden), `moves` lets papers join and
move in later builds, `labels` and `naming` find the titles, `memory` keeps the addresses from build to build,
`overrides` lets the editors have the last word.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from operator import attrgetter

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from litatlas.identity.permalink import Ledger
from litatlas.library import Library
from litatlas.model import Paper
from litatlas.problems import Problems
from litatlas.related import Relations, Scores
from litatlas.related.reasons import Terms
from litatlas.related.statistics import SMALL
from litatlas.settings import Settings
from litatlas.themes.communities import Division, communities
from litatlas.themes.graph import PaperGraph, paper_graph
from litatlas.themes.labels import Term, chosen_terms, distinctive_terms
from litatlas.themes.memory import (
    THEMES_FILE,
    keep_slugs,
    mint_theme,
    parse_looks,
    parse_memory,
    parse_resolution,
    render_memory,
    retire,
    revive,
)
from litatlas.themes.moves import ALONE
from litatlas.themes.naming import Said, dominant_kind, title_terms, titles
from litatlas.themes.overrides import overridden
from litatlas.themes.relations import Placed, bridges, centrality, ties
from litatlas.themes.values import Bridge, Look, Theme, Themes, Tie
from litatlas.vocabulary.taxonomy import Vocabulary
from litatlas.workers import ALONE as ALONE_HERE
from litatlas.workers import Workers

__all__ = [
    "COLOURS",
    "THEMES_FILE",
    "Bridge",
    "Compared",
    "PaperGraph",
    "Theme",
    "Themes",
    "Tie",
    "find_themes",
    "paper_graph",
    "render_memory",
]

_TAGS, _SLUG = attrgetter("tags"), attrgetter("slug")

COLOURS = 12
"""Colours of themes in the style sheet: `--la-theme-1` to `--la-theme-12`."""


class Compared(Struct, frozen=True):
    """A library whose papers have been compared."""

    library: Library
    vocabulary: Vocabulary
    scores: Scores
    terms: Terms
    relations: Relations
    graph: PaperGraph


def find_themes(
    compared: Compared,
    settings: Settings,
    ledger: Ledger,
    memory: str,
    problems: Problems,
    workers: Workers = ALONE_HERE,
) -> tuple[Themes, Ledger]:
    """Divide the papers into themes.

    Arguments:
        compared: The papers and how they are related.
        settings: For the editors' changes, and the edition that publishes a new theme first.
        ledger: In which the themes' addresses stand.
        memory: The text of `themes.tsv` that the last build left.
        problems: Takes what the editors' changes name wrongly.
        workers: Divide large surveys in several ways side by side.

    Returns:
        The themes, and the ledger with the new ones; those that are gone lead to the heirs of their papers.
    """
    ids = [paper.id for paper in compared.library]
    before, looks = parse_memory(memory, ledger), parse_looks(memory)
    carried = _division_before(ids, before, *parse_resolution(memory))
    division = communities(compared.graph, carried, workers=workers)
    members = division.members
    groups = [np.flatnonzero(members == number).tolist() for number in range(int(members.max(initial=ALONE)) + 1)]
    slugs = keep_slugs([{ids[place] for place in group} for group in groups], before)
    # Titles of themes that keep their address are found below, once the editors' changes are made.
    names = [] if all(slugs) else _named(groups, [looks.get(slug) for slug in slugs], compared, settings).titles
    for number, name in enumerate(names):
        if not slugs[number]:
            ledger, slugs[number] = mint_theme(ledger, name, slugs, settings.edition)
    raw = {ids[place]: slug for slug, group in zip(slugs, groups, strict=True) for place in group}
    known = {*slugs, *before.values()}
    now = overridden(raw, settings.themes, set(ids), known, problems)
    ledger = retire(revive(ledger, set(now.values())), set(now.values()), now, before)
    moved = frozenset(paper for paper, slug in before.items() if paper in raw and raw[paper] != slug)
    themes = _themes(compared, settings, raw, now, looks)
    return replace(themes, moved=moved, resolution=division.resolution, moves=division.moved), ledger


def _division_before(ids: Sequence[str], before: Mapping[str, str], resolution: float, moves: int) -> Division:
    """Give the division of the last build over the papers of this one."""
    numbers = {slug: number for number, slug in enumerate(sorted(set(before.values())))}
    members = np.array([numbers.get(before.get(id, ""), ALONE) for id in ids], dtype=np.int64)
    return Division(resolution, members, moved=moves)


def _themes(
    compared: Compared, settings: Settings, raw: Mapping[str, str], now: Mapping[str, str], looks: Mapping[str, Look]
) -> Themes:
    ids = [paper.id for paper in compared.library]
    placed = Placed.of(ids, now)
    members = placed.groups()
    slugs = sorted(members, key=lambda slug: (-len(members[slug]), slug))
    groups = [members[slug] for slug in slugs]
    named = _named(groups, [looks.get(slug) for slug in slugs], compared, settings)
    names = [dict(settings.themes.rename).get(slug, name) for slug, name in zip(slugs, named.titles, strict=True)]
    central = centrality(compared.graph, placed)
    tied = ties(compared.graph, placed, compared.relations)
    bridging = bridges(compared.graph, placed)
    colours = colours_of(slugs, tied, {slug: look.colour for slug, look in looks.items()})
    # A small survey follows its papers: what is built costs little there.
    kept = zip(slugs, named.said, strict=True) if len(ids) > SMALL else ()
    return Themes(
        all=tuple(
            Theme(
                slug=slug,
                name=name,
                papers=tuple(sorted((ids[p] for p in group), key=lambda id: (-central[id], id))),
                terms=tuple(term.text for term in chosen_terms(telling)),
                ties=tied.get(slug, ()),
                bridges=bridging.get(slug, ()),
                colour=colours[slug],
            )
            for slug, name, group, telling in zip(slugs, names, groups, named.terms, strict=True)
        ),
        alone=tuple(id for id in ids if id not in now),
        centrality=central,
        raw=raw,
        looks={slug: Look(colours[slug], *said) for slug, said in kept},
    )


class _Named(Struct, frozen=True):
    """How groups of papers are called."""

    titles: tuple[str, ...]
    said: list[Said]
    """The terms of each title."""

    terms: tuple[tuple[Term, ...], ...]
    """All terms that set each group apart."""


def _named(
    groups: Sequence[Sequence[int]], looks: Sequence[Look | None], compared: Compared, settings: Settings
) -> _Named:
    """Name groups of papers, each of which had a look in the last build or is new."""
    terms = distinctive_terms(groups, compared.scores, compared.terms)
    kinds = _kinds(groups, compared, settings.language)
    before = [(look.first, look.second) if look else None for look in looks]
    said = title_terms(terms, [len(group) for group in groups], kinds, before)
    return _Named(titles(said, kinds), said, terms)


def _kinds(groups: Sequence[Sequence[int]], compared: Compared, language: str) -> list[str]:
    """Give what most papers of each group give: the tags of facets that do not say what a paper is about."""
    vocabulary, papers = compared.vocabulary, compared.library.papers
    silent = {facet.key for facet in vocabulary.facets if not facet.relates}
    # A plural is made with an s: that is right in English only.
    if not language.startswith("en"):
        return [""] * len(groups)

    names = {tag.slug: tag.name for tag in vocabulary.tags if tag.facet in silent}

    def count(chosen: Iterable[Paper]) -> Counter[str]:
        found = Counter[str]()
        # Of a hundred thousand tags: counted first, then looked at.
        for slug, papers in Counter(map(_SLUG, chain.from_iterable(map(_TAGS, chosen)))).items():
            if slug in names:
                found[names[slug]] += papers
        return found

    inside = [count(papers[place] for place in group) for group in groups]
    grouped = set(chain.from_iterable(groups))
    everywhere = count(paper for place, paper in enumerate(papers) if place not in grouped)
    for each in inside:
        everywhere.update(each)
    return [
        dominant_kind(each, len(group), everywhere, len(papers)) for each, group in zip(inside, groups, strict=True)
    ]


def colours_of(slugs: Sequence[str], tied: Mapping[str, Sequence[Tie]], before: Mapping[str, int]) -> dict[str, int]:
    """Give each theme a colour: its own while there are enough, else one that none of its neighbours has.

    A theme keeps the colour that it had `before`, until a larger neighbour has the same and another one is free.
    """
    if len(slugs) <= COLOURS:
        return {slug: number for number, slug in enumerate(slugs, start=1)}
    near: dict[str, set[str]] = {slug: set() for slug in slugs}
    for slug, others in tied.items():
        for tie in others:
            near[slug].add(tie.slug)
            near[tie.slug].add(slug)
    every = range(1, COLOURS + 1)
    colours = {slug: before[slug] for slug in slugs if before.get(slug) in every}

    def free(slug: str) -> list[int]:
        return [colour for colour in every if colour not in {colours.get(other) for other in near[slug]}]

    def turns(slug: str) -> bool:
        larger = near[slug].intersection(slugs[: slugs.index(slug)])
        return slug not in colours or (colours[slug] in map(colours.get, larger) and bool(free(slug)))

    # Each turn makes neighbours of one colour fewer, so this ends; where nobody turns, the next build does not either.
    while slug := next(filter(turns, slugs), ""):
        used = Counter(colours.values())
        colours[slug] = min(free(slug) or every, key=lambda colour: (used[colour], colour))
    return colours
