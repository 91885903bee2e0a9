"""How themes hang together: which are next to each other and by what, and which papers stand between two."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from litatlas.model import ReasonKind
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
    inside = dict.fromkeys(ids, 0.0)
    for low, high, weight in graph.edges():
        one, other = ids[low], ids[high]
        if one in theme_of and theme_of[one] == theme_of.get(other):
            inside[one] += weight
            inside[other] += weight
    most: dict[str, float] = {}
    for paper, slug in theme_of.items():
        most[slug] = max(most.get(slug, 0.0), inside[paper])
    return {paper: round(inside[paper] / most[slug], 4) if most[slug] else 0.0 for paper, slug in theme_of.items()}


def bridges(graph: PaperGraph, ids: Sequence[str], theme_of: Mapping[str, str]) -> dict[str, tuple[Bridge, ...]]:
    """Find the papers of each theme that lean towards another one, those first that lean most."""
    towards: dict[str, Counter[str]] = {}
    for low, high, weight in graph.edges():
        for one, other in ((ids[low], ids[high]), (ids[high], ids[low])):
            if one in theme_of and other in theme_of:
                towards.setdefault(one, Counter())[theme_of[other]] += weight  # type: ignore[assignment]
    found: dict[str, list[Bridge]] = {}
    for paper, weights in sorted(towards.items()):
        total = sum(weights.values())
        for slug, weight in weights.items():
            share = round(weight / total, 4)
            if slug != theme_of[paper] and share >= LEANING:
                found.setdefault(theme_of[paper], []).append(Bridge(paper, slug, share))
    return {
        slug: tuple(sorted(group, key=lambda bridge: (-bridge.share, bridge.paper, bridge.towards))[:MOST_BRIDGES])
        for slug, group in found.items()
    }


def ties(
    graph: PaperGraph, ids: Sequence[str], theme_of: Mapping[str, str], relations: Relations
) -> dict[str, tuple[Tie, ...]]:
    """Find the themes next to each theme, nearest first, with what they share."""
    slugs = sorted(set(theme_of.values()))
    number = {slug: place for place, slug in enumerate(slugs)}
    weights = np.zeros((len(slugs), len(slugs)))
    for low, high, weight in graph.edges():
        if ids[low] in theme_of and ids[high] in theme_of:
            one, other = number[theme_of[ids[low]]], number[theme_of[ids[high]]]
            weights[one, other] += weight
            weights[other, one] += weight
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
    cross: dict[tuple[str, str], list[tuple[float, str, str]]] = {}
    terms: dict[tuple[str, str], Counter[str]] = {}
    for paper in sorted(relations.related):
        for entry in relations.related[paper]:
            one, other = theme_of.get(paper), theme_of.get(entry.id)
            if one is None or other is None or one == other:
                continue
            cross.setdefault((one, other), []).append((entry.score, paper, entry.id))
            cross.setdefault((other, one), []).append((entry.score, entry.id, paper))
            for reason in entry.reasons:
                if reason.kind is ReasonKind.TERMS:
                    for pair in ((one, other), (other, one)):
                        terms.setdefault(pair, Counter()).update(reason.terms)
    shared = {
        pair: tuple(term for term, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_SHARED])
        for pair, counts in terms.items()
    }
    return cross, shared
