"""How themes hang together: which are next to each other and by what, and which papers stand between two."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from litatlas.related import Relations
from litatlas.themes.graph import PaperGraph
from litatlas.themes.values import Bridge, Tie

MOST_TIES, MOST_BRIDGES, MOST_PAIRS, MOST_SHARED = 5, 5, 3, 3

CLOSE = 0.5
"""Themes are next to each other if the relations between them sum to this share of what chance would give, or more."""

LEANING = 0.35
"""A paper is a bridge if this share of its relations leads to one other theme, or more."""

Cross = Mapping[tuple[str, str], Sequence[tuple[float, str, str]]]
"""The explained relations between two themes, by their slugs: (score, paper of the first, paper of the second)."""


def centrality(graph: PaperGraph, ids: Sequence[str], theme_of: Mapping[str, str]) -> dict[str, float]:
    """Give each paper the sum of its relations inside its theme, 1 for the most central one of the theme."""
    _, theme = _themes_of(ids, theme_of)
    ends, others, weights = _both_ways(graph)
    within = (theme[ends] >= 0) & (theme[ends] == theme[others])
    inside = dict(zip(ids, np.bincount(ends[within], weights[within], len(ids)).tolist(), strict=True))
    most: dict[str, float] = {}
    for paper, slug in theme_of.items():
        most[slug] = max(most.get(slug, 0.0), inside[paper])
    return {paper: round(inside[paper] / most[slug], 4) if most[slug] else 0.0 for paper, slug in theme_of.items()}


def bridges(graph: PaperGraph, ids: Sequence[str], theme_of: Mapping[str, str]) -> dict[str, tuple[Bridge, ...]]:
    """Find the papers of each theme that lean towards another one, those first that lean most."""
    slugs, theme = _themes_of(ids, theme_of)
    ends, others, weights = _both_ways(graph)
    themed = (theme[ends] >= 0) & (theme[others] >= 0)
    ends, others, weights = ends[themed], others[themed], weights[themed]
    pairs, number = np.unique(ends * len(slugs) + theme[others], return_inverse=True)
    towards = np.bincount(number, weights, len(pairs))
    total = np.bincount(ends, weights, len(ids))
    found: dict[str, list[Bridge]] = {}
    for pair, weight in zip(pairs.tolist(), towards.tolist(), strict=True):
        paper, leaning = divmod(pair, len(slugs))
        share = round(weight / float(total[paper]), 4)
        if leaning != theme[paper] and share >= LEANING:
            found.setdefault(slugs[theme[paper]], []).append(Bridge(ids[paper], slugs[leaning], share))
    return {
        slug: tuple(sorted(group, key=lambda bridge: (-bridge.share, bridge.paper, bridge.towards))[:MOST_BRIDGES])
        for slug, group in found.items()
    }


def _themes_of(ids: Sequence[str], theme_of: Mapping[str, str]) -> tuple[list[str], NDArray[np.int64]]:
    """Give the slugs of the themes in order, and the place of each paper's among them; -1 where it has none."""
    slugs = sorted(set(theme_of.values()))
    number = {slug: place for place, slug in enumerate(slugs)}
    return slugs, np.array([number[theme_of[id]] if id in theme_of else -1 for id in ids], dtype=np.int64)


def _both_ways(graph: PaperGraph) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Give each edge from both of its ends, edge by edge: one end, the other, the weight."""
    return graph.ends.ravel(), graph.ends[:, ::-1].ravel(), np.repeat(graph.weights, 2)


def ties(
    graph: PaperGraph, ids: Sequence[str], theme_of: Mapping[str, str], relations: Relations
) -> dict[str, tuple[Tie, ...]]:
    """Find the themes next to each theme, nearest first, with what they share."""
    slugs, theme = _themes_of(ids, theme_of)
    number = {slug: place for place, slug in enumerate(slugs)}
    ends, far_ends, scores = _both_ways(graph)
    themed = (theme[ends] >= 0) & (theme[far_ends] >= 0)
    codes = theme[ends[themed]] * len(slugs) + theme[far_ends[themed]]
    weights = np.bincount(codes, scores[themed], len(slugs) ** 2).reshape(len(slugs), len(slugs))
    volume = weights.sum(axis=1)
    expected = np.outer(volume, volume) / max(float(volume.sum()), 1e-9)
    nearness = np.round(weights / np.maximum(expected, 1e-9), 3)
    cross, shared = _crossing(relations, theme_of)
    found: dict[str, tuple[Tie, ...]] = {}
    for slug in slugs:
        near = {other: float(nearness[number[slug], number[other]]) for other in slugs if (slug, other) in cross}
        others = [
            Tie(other, weight, shared.get((slug, other), ()), _pairs(cross, slug, other))
            for other, weight in near.items()
            if weight >= CLOSE
        ]
        found[slug] = tuple(sorted(others, key=lambda tie: (-tie.weight, tie.slug))[:MOST_TIES])
    return found


def _pairs(cross: Cross, slug: str, other: str) -> tuple[tuple[str, str], ...]:
    chosen: dict[tuple[str, str], None] = {}
    for _, one, two in sorted(cross.get((slug, other), ()), key=lambda pair: (-pair[0], pair[1], pair[2])):
        chosen.setdefault((one, two))
    return tuple(chosen)[:MOST_PAIRS]


def _crossing(
    relations: Relations, theme_of: Mapping[str, str]
) -> tuple[dict[tuple[str, str], list[tuple[float, str, str]]], dict[tuple[str, str], tuple[str, ...]]]:
    """Collect the explained relations between themes, and the terms that explain most of them."""
    lists, cross = relations.lists, dict[tuple[str, str], list[tuple[float, str, str]]]()
    terms: dict[tuple[str, str], Counter[str]] = {}
    slugs, theme = _themes_of(lists.ids, theme_of)
    here, there = theme[lists.rows], theme[lists.others]
    crossing = np.flatnonzero((here != there) & (here >= 0) & (there >= 0))
    columns = (here, there, lists.rows, lists.others, lists.scores, lists.terms)
    for one, other, row, far, score, shared_terms in zip(*(each[crossing].tolist() for each in columns), strict=True):
        paper, end = lists.ids[row], lists.ids[far]
        for pair, ends in (((slugs[one], slugs[other]), (paper, end)), ((slugs[other], slugs[one]), (end, paper))):
            cross.setdefault(pair, []).append((score, *ends))
            terms.setdefault(pair, Counter()).update(lists.sets[shared_terms])
    shared = {
        pair: tuple(term for term, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_SHARED])
        for pair, counts in terms.items()
    }
    return cross, shared
