"""The related-work graph of a survey: what map, figures and exports show."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property

import numpy as np
from msgspec import Struct, field

from litatlas.library import Library
from litatlas.model import Mention, ReasonKind
from litatlas.related import Relations
from litatlas.survey_graph.edges import NO_ENTRY, DrawnOfPapers, Edge, Edges, OfPapers, edge_kind, turned

__all__ = [
    "DIRECTED",
    "KIND_LABELS",
    "Edge",
    "Edges",
    "SurveyGraph",
    "edge_kind",
    "survey_graph",
    "turned",
]

KIND_LABELS = {
    ReasonKind.MENTIONS: "names",
    ReasonKind.CITES: "cites",
    ReasonKind.ARTEFACT: "shares code or data",
    ReasonKind.REFERENCES: "shares references",
    ReasonKind.CO_CITED: "cited together",
    ReasonKind.AUTHORS: "shares authors",
    ReasonKind.TERMS: "studies the same",
}
"""The kinds of edges, strongest first, in words; those that point the other way are the same kind of edge."""

DIRECTED = frozenset({ReasonKind.MENTIONS, ReasonKind.CITES})

UNLISTED = 0.3
"""Of the greatest score in the survey: the weight of a mention that no list of related papers had room for."""


class SurveyGraph(Struct, frozen=True, dict=True):
    """All edges of a survey."""

    edges: Edges = field(default_factory=Edges)
    """By `a`, then `b`."""

    @cached_property
    def by_paper(self) -> OfPapers:
        """The edges of each paper, strongest first; papers without one are absent."""
        return OfPapers(self.edges)

    @cached_property
    def drawn(self) -> DrawnOfPapers:
        """What figures show of the edges of each paper."""
        return DrawnOfPapers(self.edges)

    def degree(self, paper: str) -> int:
        """Give how many papers one is related to."""
        return self._degrees.get(paper, 0)

    def strongest(self, paper: str, most: int) -> tuple[tuple[str, ReasonKind, bool], ...]:
        """Give the ends of a paper's strongest edges, each with its kind and whether it points back from there."""
        found = self.edges.drawn_of(paper, most)
        kinds = [edge_kind(kind) for *_, kind in found]
        return tuple(
            (b if a == paper else a, kind, back == (a == paper))
            for (a, b, _, _), (kind, back) in zip(found, kinds, strict=True)
        )

    def between(self, papers: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """Give the edges among some papers, each once, strongest first, then by the places of its ends."""
        places, (ends, weights) = self.edges.lists.places, self._ends
        at_place = {places[paper]: at for at, paper in enumerate(papers) if paper in places}
        found = []
        for place, at in at_place.items():
            own = slice(*self._begins[place : place + 2])
            for other, weight in zip(ends[own], weights[own], strict=True):
                if other in at_place:
                    found.append((-weight, at, at_place[other]))
        return tuple((papers[at], papers[to]) for _, at, to in sorted(found))

    @cached_property
    def _degrees(self) -> Mapping[str, int]:
        return dict(zip(self.edges.lists.ids, np.diff(self.edges.of_papers[1]).tolist(), strict=True))

    @cached_property
    def _ends(self) -> tuple[list[int], list[int]]:
        """Where each edge ends, and its weight: ten thousand pages look at a few of them each."""
        return self.edges.b.tolist(), self.edges.weights.tolist()

    @cached_property
    def _begins(self) -> list[int]:
        """The number of the first edge whose `a` is each paper, and how many there are."""
        return list(np.searchsorted(self.edges.a, np.arange(len(self.edges.lists.ids) + 1)).tolist())


def survey_graph(library: Library, relations: Relations) -> SurveyGraph:
    """Collect the edges of a survey from its lists of related papers and its mentions."""
    return SurveyGraph(_find_edges(relations, library.by_id.keys()))


def _find_edges(relations: Relations, alive: AbstractSet[str]) -> Edges:
    """Collect the edges of a survey from its lists of related papers and its mentions.

    Arguments:
        relations: Of the survey.
        alive: The ids of its papers.
    """
    lists = relations.lists
    papers, places = len(lists.ids), lists.places
    named: dict[tuple[int, int], list[Mention]] = {}
    for mention in relations.mentions:
        one, other = sorted((places[mention.source], places[mention.target]))
        named.setdefault((one, other), []).append(mention)
    lower = np.minimum(lists.rows, lists.others).astype(np.int64) * papers + np.maximum(lists.rows, lists.others)
    codes = np.unique(np.concatenate((lower, np.array([a * papers + b for a, b in named], dtype=np.int64))))
    place = np.searchsorted(codes, lower)
    scores, listed = np.zeros(len(codes)), np.zeros(len(codes), dtype=np.bool_)
    np.maximum.at(scores, place, lists.scores)
    listed[place] = True
    greatest = float(scores.max(initial=0.0)) if len(lower) else 1.0
    scores[~listed] = UNLISTED * greatest
    weights = np.clip(np.rint(100 * scores / greatest), 1, 100) if greatest else np.ones(len(codes))
    ends = np.full((2, len(codes)), NO_ENTRY, dtype=np.int64)
    ends[(lists.rows > lists.others).astype(np.int64), place] = np.arange(len(lower))
    there = np.array([id in alive for id in lists.ids], dtype=np.bool_)
    a, b = codes // max(papers, 1), codes % max(papers, 1)
    kept = there[a] & there[b]
    return Edges(lists, a[kept], b[kept], weights[kept].astype(np.int64), ends[0][kept], ends[1][kept], named)
