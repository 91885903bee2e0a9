"""How themes hang together: which are next to each other and by what, and which papers stand between two."""

from collections.abc import Mapping, Sequence
from itertools import islice
from math import ceil, frexp, ldexp

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.related import Relations
from litatlas.related.listed import RelatedLists
from litatlas.related.statistics import SMALL
from litatlas.themes.graph import PaperGraph
from litatlas.themes.values import Bridge, Tie

MOST_TIES, MOST_BRIDGES, MOST_PAIRS, MOST_SHARED = 5, 5, 3, 3

CLOSE = 0.5
"""Themes are next to each other if the relations between them sum to this share of what chance would give, or more."""

LEANING = 0.35
"""A paper is a bridge if this share of its relations leads to one other theme, or more."""


class Placed(Struct, frozen=True):
    """Which papers are in which theme."""

    ids: Sequence[str]
    """Of all papers, in the order of the graph."""

    slugs: Sequence[str]
    """Of the themes, in order."""

    theme: NDArray[np.int64]
    """Of each paper: the place of its theme among them; -1 where it has none."""

    @classmethod
    def of(cls, ids: Sequence[str], theme_of: Mapping[str, str]) -> "Placed":
        """Take the slug of each paper's theme, by its id."""
        slugs = sorted(set(theme_of.values()))
        number: dict[str | None, int] = {None: -1} | {slug: place for place, slug in enumerate(slugs)}
        return cls(ids, slugs, np.array([number[slug] for slug in map(theme_of.get, ids)], dtype=np.int64))

    def groups(self) -> dict[str, list[int]]:
        """Give the places of the papers of each theme, in order."""
        return {slug: np.flatnonzero(self.theme == number).tolist() for number, slug in enumerate(self.slugs)}


def centrality(graph: PaperGraph, placed: Placed) -> dict[str, float]:
    """Give each paper of a theme the sum of its relations inside it, 1 for the most central one of the theme.

    In a large survey that one is measured coarsely, and has 0.8 to 1: the others stay as they are when it changes.
    """
    theme = placed.theme
    ends, others, weights = _both_ways(graph)
    within = (theme[ends] >= 0) & (theme[ends] == theme[others])
    inside = np.bincount(ends[within], weights[within], len(theme))
    papers, most = np.flatnonzero(theme >= 0), np.zeros(len(placed.slugs))
    np.maximum.at(most, theme[papers], inside[papers])
    measures: list[float] = most.tolist()
    if len(theme) > SMALL:
        measures = [_coarse(value) for value in measures]
    rows = zip(papers.tolist(), inside[papers].tolist(), theme[papers].tolist(), strict=True)
    return {
        placed.ids[paper]: round(value / measures[number], 4) if measures[number] else 0.0
        for paper, value, number in rows
    }


def _coarse(value: float) -> float:
    """Round up to the next of 0.625, 0.75, 0.875, 1, 1.25, 1.5, 1.75, 2, 2.5, ..."""
    share, power = frexp(value)
    return ldexp(ceil(8 * share), power - 3)


def bridges(graph: PaperGraph, placed: Placed) -> dict[str, tuple[Bridge, ...]]:
    """Find the papers of each theme that lean towards another one, those first that lean most."""
    ids, slugs, theme = placed.ids, placed.slugs, placed.theme
    ends, others, weights = _both_ways(graph)
    themed = (theme[ends] >= 0) & (theme[others] >= 0)
    ends, others, weights = ends[themed], others[themed], weights[themed]
    every = np.bincount(ends * len(slugs) + theme[others], weights, len(ids) * len(slugs))
    pairs = np.flatnonzero(every)
    towards = every[pairs]
    total = np.bincount(ends, weights, len(ids))
    papers, leanings = np.divmod(pairs, max(len(slugs), 1))
    shares = towards / total[papers]
    likely = (leanings != theme[papers]) & (np.round(shares, 3) >= LEANING)
    found: dict[str, list[Bridge]] = {}
    for paper, other, leaning in zip(*(column[likely].tolist() for column in (papers, leanings, shares)), strict=True):
        share = round(leaning, 4)
        if share >= LEANING:
            found.setdefault(slugs[theme[paper]], []).append(Bridge(ids[paper], slugs[other], share))
    return {
        slug: tuple(sorted(group, key=lambda bridge: (-bridge.share, bridge.paper, bridge.towards))[:MOST_BRIDGES])
        for slug, group in found.items()
    }


def _both_ways(graph: PaperGraph) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Give each edge from both of its ends, edge by edge: one end, the other, the weight."""
    return graph.ends.ravel(), graph.ends[:, ::-1].ravel(), np.repeat(graph.weights, 2)


def ties(graph: PaperGraph, placed: Placed, relations: Relations) -> dict[str, tuple[Tie, ...]]:
    """Find the themes next to each theme, nearest first, with what they share."""
    slugs, theme = placed.slugs, placed.theme
    ends, far_ends, scores = _both_ways(graph)
    themed = (theme[ends] >= 0) & (theme[far_ends] >= 0)
    codes = theme[ends[themed]] * len(slugs) + theme[far_ends[themed]]
    weights = np.bincount(codes, scores[themed], len(slugs) ** 2).reshape(len(slugs), len(slugs))
    volume = weights.sum(axis=1)
    expected = np.outer(volume, volume) / max(float(volume.sum()), 1e-9)
    nearness = np.round(weights / np.maximum(expected, 1e-9), 3).tolist()
    crossing = _crossing(relations.lists, theme, len(slugs))
    found: dict[str, tuple[Tie, ...]] = {}
    for place, slug in enumerate(slugs):
        near = [
            (-weight, other, number)
            for number, (weight, other) in enumerate(zip(nearness[place], slugs, strict=True))
            if weight >= CLOSE and len(crossing.between(place, number))
        ]
        found[slug] = tuple(
            Tie(other, -weight, crossing.shared(place, number), crossing.pairs(place, number))
            for weight, other, number in sorted(near)[:MOST_TIES]
        )
    return found


class _Crossing(Struct, frozen=True):
    """The explained relations between two themes, which are named by their places among the slugs."""

    lists: RelatedLists
    theme: NDArray[np.int64]
    """Of each paper."""

    entries: NDArray[np.intp]
    """Those of the lists whose paper is in another theme, by the pair of themes."""

    pairs_of_themes: NDArray[np.int64]
    """Of each of them: both themes as one number."""

    count: int
    """Of themes."""

    def between(self, one: int, other: int) -> NDArray[np.intp]:
        """Give the entries between two themes, whichever has the list."""
        pair = min(one, other) * self.count + max(one, other)
        first, last = np.searchsorted(self.pairs_of_themes, (pair, pair + 1))
        return self.entries[first:last]

    def pairs(self, one: int, other: int) -> tuple[tuple[str, str], ...]:
        """Give the strongest relations of two themes: the paper of the first, that of the other."""
        entries, ids = self.between(one, other), self.lists.ids
        here, there = self.lists.rows[entries], self.lists.others[entries]
        turned = self.theme[here] != one
        here, there = np.where(turned, there, here), np.where(turned, here, there)
        order = np.lexsort((there, here, -self.lists.scores[entries]))
        pairs = zip(here[order].tolist(), there[order].tolist(), strict=True)
        return tuple((ids[paper], ids[end]) for paper, end in islice(dict.fromkeys(pairs), MOST_PAIRS))

    def shared(self, one: int, other: int) -> tuple[str, ...]:
        """Give the terms that explain most of the relations of two themes."""
        sets = self.lists.sets
        counts = np.bincount(sets.numbers_of(self.lists.terms[self.between(one, other)]))
        # As often as the last one that is wanted, or more often; of equal ones the first in order of their letters.
        often = np.flatnonzero(counts)
        often = often[counts[often] >= min(np.sort(counts[often])[-MOST_SHARED:].tolist(), default=0)]
        found = sorted((-counts.item(number), sets.values[number]) for number in often.tolist())
        return tuple(term for _, term in found[:MOST_SHARED])


def _crossing(lists: RelatedLists, theme: NDArray[np.int64], count: int) -> _Crossing:
    here, there = theme[lists.rows], theme[lists.others]
    entries = np.flatnonzero((here != there) & (here >= 0) & (there >= 0))
    here, there = here[entries], there[entries]
    pairs = np.minimum(here, there) * count + np.maximum(here, there)
    order = np.argsort(pairs, kind="stable")
    return _Crossing(lists, theme, entries[order], pairs[order], count)
