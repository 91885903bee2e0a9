"""The related-work graph as edges between papers, each once, with its reasons: what map, figures and exports show.

An edge stands for every entry of a list of related papers, and for every mention. Its reasons are told from the side
of the paper whose id comes first; `turned` tells them from the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from litatlas.library import Library
from litatlas.model import Reason, ReasonKind
from litatlas.related import Relations

_RANK = {kind: rank for rank, kind in enumerate(ReasonKind)}
"""The kinds of reasons, strongest first."""

_OTHER_WAY = {
    ReasonKind.MENTIONS: ReasonKind.MENTIONED_BY,
    ReasonKind.MENTIONED_BY: ReasonKind.MENTIONS,
    ReasonKind.CITES: ReasonKind.CITED_BY,
    ReasonKind.CITED_BY: ReasonKind.CITES,
}

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


@dataclass(frozen=True, slots=True)
class Edge:
    """Two related papers."""

    a: str
    b: str
    """Ids; `a` comes before `b`."""

    weight: int
    """1 to 100, of the greatest score in the survey."""

    reasons: tuple[Reason, ...]
    """Why, seen from `a`; strongest first."""

    def reasons_of(self, paper: str) -> tuple[Reason, ...]:
        """Give the reasons as they are told on the page of one of the two."""
        return self.reasons if paper == self.a else turned(self.reasons)

    def other(self, paper: str) -> str:
        """Give the paper at the other end."""
        return self.b if paper == self.a else self.a

    @property
    def kinds(self) -> tuple[tuple[ReasonKind, bool], ...]:
        """The kinds of the edge, strongest first, each with whether it points from `b` to `a`."""
        found = {edge_kind(reason.kind): None for reason in self.reasons}
        return tuple(found)

    @property
    def kind(self) -> ReasonKind:
        """The strongest kind."""
        return self.kinds[0][0]


@dataclass(frozen=True)
class SurveyGraph:
    """All edges of a survey."""

    edges: tuple[Edge, ...] = ()
    """By `a`, then `b`."""

    @cached_property
    def by_paper(self) -> Mapping[str, tuple[Edge, ...]]:
        """The edges of each paper, strongest first; papers without one are absent."""
        found: dict[str, list[Edge]] = {}
        for edge in self.edges:
            found.setdefault(edge.a, []).append(edge)
            found.setdefault(edge.b, []).append(edge)
        return {
            paper: tuple(sorted(edges, key=lambda edge: (-edge.weight, edge.a, edge.b)))
            for paper, edges in found.items()
        }

    @cached_property
    def drawn(self) -> Mapping[str, tuple[tuple[str, str, int, ReasonKind], ...]]:
        """What figures show of the edges of each paper: ends, weight, strongest kind of reason, without its words."""
        return {
            paper: tuple((edge.a, edge.b, edge.weight, edge.reasons[0].kind) for edge in edges)
            for paper, edges in self.by_paper.items()
        }

    def degree(self, paper: str) -> int:
        """Give how many papers one is related to."""
        return len(self.by_paper.get(paper, ()))

    def strongest(self, paper: str, most: int) -> tuple[tuple[str, ReasonKind, bool], ...]:
        """Give the ends of a paper's strongest edges, each with its kind and whether it points back from there."""
        edges = self.by_paper.get(paper, ())[:most]
        found = ((edge, *edge_kind(edge.reasons[0].kind)) for edge in edges)
        return tuple((edge.other(paper), kind, back == (edge.a == paper)) for edge, kind, back in found)

    def between(self, papers: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """Give the edges among some papers, each once, strongest first, then by the places of its ends."""
        rows = (self._weights.get(paper, {}) for paper in papers)
        found = sorted(
            (-row[other], at, to) for at, row in enumerate(rows) for to, other in enumerate(papers) if other in row
        )
        return tuple((papers[at], papers[to]) for _, at, to in found)

    @cached_property
    def _weights(self) -> Mapping[str, Mapping[str, int]]:
        """The weight of each edge, by `a` and `b`."""
        found: dict[str, dict[str, int]] = {}
        for edge in self.edges:
            found.setdefault(edge.a, {})[edge.b] = edge.weight
        return found


def edge_kind(kind: ReasonKind) -> tuple[ReasonKind, bool]:
    """Give the kind of edge that a reason makes, and whether it points back.

    Examples:
        >>> edge_kind(ReasonKind.MENTIONED_BY), edge_kind(ReasonKind.TERMS)
        ((<ReasonKind.MENTIONS: 'mentions'>, True), (<ReasonKind.TERMS: 'terms'>, False))
    """
    if kind in (ReasonKind.MENTIONED_BY, ReasonKind.CITED_BY):
        return _OTHER_WAY[kind], True
    return kind, False


def turned(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Tell the reasons of a pair, strongest first, from its other side."""
    if all(reason.kind not in _OTHER_WAY for reason in reasons):
        return reasons
    other_way = (
        replace(reason, kind=_OTHER_WAY[reason.kind]) if reason.kind in _OTHER_WAY else reason for reason in reasons
    )
    return tuple(sorted(other_way, key=lambda reason: _RANK[reason.kind]))


def survey_graph(library: Library, relations: Relations) -> SurveyGraph:
    """Collect the edges of a survey from its lists of related papers and its mentions."""
    scores: dict[tuple[str, str], float] = {}
    told: dict[tuple[str, str], list[Reason]] = {}
    for paper in sorted(relations.related):
        for entry in relations.related[paper]:
            if paper < entry.id:
                pair, reasons = (paper, entry.id), entry.reasons
            else:
                pair, reasons = (entry.id, paper), turned(entry.reasons)
            scores[pair] = max(scores.get(pair, 0.0), entry.score)
            told.setdefault(pair, []).extend(reasons)
    greatest = max(scores.values(), default=1.0)
    for mention in relations.mentions:
        pair = (min(mention.source, mention.target), max(mention.source, mention.target))
        kind = ReasonKind.MENTIONS if mention.source == pair[0] else ReasonKind.MENTIONED_BY
        scores.setdefault(pair, UNLISTED * greatest)
        if all(reason.kind is not kind for reason in told.setdefault(pair, [])):
            told[pair].append(Reason(kind, (mention.name,), mention.sentence))
    return SurveyGraph(
        tuple(
            Edge(a, b, max(1, min(100, round(100 * scores[a, b] / greatest))) if greatest else 1, _once(told[a, b]))
            for a, b in sorted(scores)
            if a in library.by_id and b in library.by_id
        )
    )


def _once(told: list[Reason]) -> tuple[Reason, ...]:
    """Give each reason once, strongest first: what both lists tell is one by its kind, and by its words where there may
    be several of a kind."""
    found: dict[object, Reason] = {}
    for reason in told:
        found.setdefault((reason.kind, reason.terms) if reason.kind is ReasonKind.ARTEFACT else reason.kind, reason)
    if len(found) == 1:
        return (told[0],)
    return tuple(sorted(found.values(), key=lambda reason: (_RANK[reason.kind], reason.terms)))
