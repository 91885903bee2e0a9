"""The related-work graph of a survey: what map, figures and exports show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from litatlas.library import Library
from litatlas.model import ReasonKind
from litatlas.related import Relations
from litatlas.survey_edges import DrawnOfPapers, Edge, Edges, OfPapers, edge_kind, find_edges, turned

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


@dataclass(frozen=True)
class SurveyGraph:
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
        rows = (self._weights.get(paper, {}) for paper in papers)
        found = sorted(
            (-row[other], at, to) for at, row in enumerate(rows) for to, other in enumerate(papers) if other in row
        )
        return tuple((papers[at], papers[to]) for _, at, to in found)

    @cached_property
    def _degrees(self) -> Mapping[str, int]:
        return dict(zip(self.edges.lists.ids, np.diff(self.edges.of_papers[1]).tolist(), strict=True))

    @cached_property
    def _weights(self) -> Mapping[str, Mapping[str, int]]:
        """The weight of each edge, by `a` and `b`."""
        ids, edges = self.edges.lists.ids, self.edges
        found: dict[str, dict[str, int]] = {}
        for a, b, weight in zip(edges.a.tolist(), edges.b.tolist(), edges.weights.tolist(), strict=True):
            found.setdefault(ids[a], {})[ids[b]] = weight
        return found


def survey_graph(library: Library, relations: Relations) -> SurveyGraph:
    """Collect the edges of a survey from its lists of related papers and its mentions."""
    return SurveyGraph(find_edges(relations, library.by_id.keys()))
