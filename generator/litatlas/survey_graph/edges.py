"""The edges of the related-work graph as columns: an edge becomes an object where somebody asks for it.

An edge stands for every entry of a list of related papers, and for every mention. Its reasons are told from the side
of the paper whose id comes first; `turned` tells them from the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import overload

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from litatlas.incremental.memo import Digest
from litatlas.model import Mention, Reason, ReasonKind
from litatlas.related.listed import Digesting, RelatedLists
from litatlas.related.mixing import Numbers, digests, in_order, mixed, number_of
from litatlas.related.told import BIT, bits_of

_RANK = {kind: rank for rank, kind in enumerate(ReasonKind)}
"""The kinds of reasons, strongest first."""

_OTHER_WAY = {
    ReasonKind.MENTIONS: ReasonKind.MENTIONED_BY,
    ReasonKind.MENTIONED_BY: ReasonKind.MENTIONS,
    ReasonKind.CITES: ReasonKind.CITED_BY,
    ReasonKind.CITED_BY: ReasonKind.CITES,
}

Drawn = tuple[str, str, int, ReasonKind]
"""What figures show of an edge: its ends, weight and strongest kind, without its words."""

NO_ENTRY = -1
"""Stands where a paper has no entry in the list of another."""

_COLUMNS = ("a", "b", "weights", "from_a", "from_b")


class Edge(Struct, frozen=True):
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


def _no_numbers() -> NDArray[np.int64]:
    return np.zeros(0, dtype=np.int64)


# A struct can be no sequence: both have a metaclass.
@dataclass(frozen=True, eq=False)
class Edges(Sequence[Edge]):
    """Edges by `a`, then `b`; papers are named by their places among the ids of the lists, which are in order."""

    lists: RelatedLists = field(default_factory=RelatedLists)
    a: NDArray[np.int64] = field(default_factory=_no_numbers)
    b: NDArray[np.int64] = field(default_factory=_no_numbers)
    weights: NDArray[np.int64] = field(default_factory=_no_numbers)
    from_a: NDArray[np.int64] = field(default_factory=_no_numbers)
    """The entry of `b` in the list of `a`; -1 where it has none."""

    from_b: NDArray[np.int64] = field(default_factory=_no_numbers)
    named: Mapping[tuple[int, int], Sequence[Mention]] = field(default_factory=dict)
    """The mentions between two papers, by their places, the smaller one first."""

    def __len__(self) -> int:
        """Give how many there are."""
        return len(self.a)

    @overload
    def __getitem__(self, number: int) -> Edge: ...
    @overload
    def __getitem__(self, number: slice) -> "Edges": ...
    def __getitem__(self, number: int | slice) -> "Edge | Edges":
        """Give an edge, or some of them."""
        if isinstance(number, slice):
            a, b, weights, here, there = (getattr(self, name)[number] for name in _COLUMNS)
            return Edges(self.lists, a, b, weights, here, there, self.named)
        one, other, weight, *entries = (getattr(self, name).item(number) for name in _COLUMNS)
        return Edge(self.lists.ids[one], self.lists.ids[other], weight, self._reasons(one, other, *entries))

    def __iter__(self) -> Iterator[Edge]:
        """Give them one after the other."""
        return (self[number] for number in range(len(self)))

    def _reasons(self, a: int, b: int, here: int, there: int) -> tuple[Reason, ...]:
        told = list(self.lists.reasons(here)) if here != NO_ENTRY else []
        told += turned(self.lists.reasons(there)) if there != NO_ENTRY else ()
        for reason in _told_from(self.lists.ids[a], self.named.get((a, b), ())):
            if all(other.kind is not reason.kind for other in told):
                told.append(reason)
        return _once(told)

    @cached_property
    def kinds(self) -> tuple[tuple[ReasonKind, ...], ...]:
        """The kinds of the reasons of each edge, strongest first."""
        found = self._kinds.tolist()
        kinds = {bits: tuple(kind for kind, bit in BIT.items() if bits & bit) for bits in set(found)}
        return tuple(map(kinds.__getitem__, found))

    @cached_property
    def _kinds(self) -> NDArray[np.int64]:
        """The same, as the bits of a number."""
        lists = self.lists
        kinds = lists.told.kinds | (np.diff(lists.sets.bounds) > 0)[lists.terms] * BIT[ReasonKind.TERMS]
        other_way = kinds.copy()
        for kind, other in _OTHER_WAY.items():
            other_way = np.where(kinds & BIT[kind], other_way | BIT[other], other_way & ~BIT[other])
        # Behind all entries stands none, which is what `NO_ENTRY` finds.
        bits = np.append(kinds, 0)[self.from_a] | np.append(other_way, 0)[self.from_b]
        for number, mentions in self._named_edges:
            bits[number] |= bits_of(reason.kind for reason in _told_from(lists.ids[self.a[number]], mentions))
        # What nobody says anything of is alike in words.
        return np.where(bits, bits, BIT[ReasonKind.TERMS])

    @cached_property
    def _named_edges(self) -> list[tuple[int, Sequence[Mention]]]:
        """The numbers of the edges of which there are mentions, and these."""
        papers = len(self.lists.ids)
        codes = np.array([one * papers + other for one, other in self.named], dtype=np.int64)
        own = self.a * papers + self.b
        numbers = np.searchsorted(own, codes)
        there = np.append(own, -1)[numbers] == codes
        found = zip(numbers.tolist(), self.named.values(), there.tolist(), strict=True)
        return [(number, mentions) for number, mentions, is_there in found if is_there]

    @cached_property
    def of_papers(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The numbers of the edges of each paper, strongest first, and where each paper's begin."""
        papers, edges = np.concatenate((self.a, self.b)), np.tile(np.arange(len(self)), 2)
        order = np.lexsort((edges, -self.weights[edges], papers))
        return edges[order], np.searchsorted(papers[order], np.arange(len(self.lists.ids) + 1)).astype(np.int64)

    def numbers_of(self, paper: str) -> NDArray[np.int64]:
        """Give the numbers of the edges of a paper, strongest first."""
        place, (edges, bounds) = self.lists.places.get(paper), self.of_papers
        return edges[bounds[place] : bounds[place + 1]] if place is not None else edges[:0]

    def drawn_of(self, paper: str, most: int | None = None) -> tuple[Drawn, ...]:
        """Give what figures show of a paper's edges, strongest first; where it is told how many, of these only."""
        numbers, ids, kinds = self.numbers_of(paper)[:most], self.lists.ids, self.kinds
        columns = (column[numbers].tolist() for column in (self.a, self.b, self.weights))
        found = zip(numbers.tolist(), *columns, strict=True)
        return tuple((ids[a], ids[b], weight, kinds[number][0]) for number, a, b, weight in found)

    def of_ends(self, numbers: Numbers) -> Numbers:
        """Give a number for each paper, made of those of the papers at the other ends of its edges."""
        edges, bounds = self.of_papers
        papers = np.repeat(np.arange(len(self.lists.ids)), np.diff(bounds))
        return in_order(numbers[self.a[edges] + self.b[edges] - papers], bounds)

    @cached_property
    def drawn_marks(self) -> Numbers:
        """A number for each edge, made of all that is drawn of it."""
        names, strongest = self.lists.id_numbers, self._kinds & -self._kinds
        return mixed(names[self.a], names[self.b], self.weights, strongest)

    @cached_property
    def marks(self) -> Numbers:
        """A number for each edge, made of all that is told of it."""
        entries = np.append(self.lists.entry_marks, np.uint64(0))
        named = np.zeros(len(self), dtype=np.uint64)
        for number, mentions in self._named_edges:
            named[number] = number_of(mentions)
        return mixed(self.drawn_marks, entries[self.from_a], entries[self.from_b], named)


class OfPapers(Mapping[str, tuple[Edge, ...]]):
    """The edges of each paper that has one, strongest first, by id."""

    def __init__(self, edges: Edges) -> None:
        """Look at edges."""
        self._edges = edges

    def __getitem__(self, paper: str) -> tuple[Edge, ...]:
        """Give the edges of a paper."""
        numbers = self._edges.numbers_of(paper).tolist()
        if not numbers:
            raise KeyError(paper)
        return tuple(self._edges[number] for number in numbers)

    def __iter__(self) -> Iterator[str]:
        """Give the ids in order."""
        sizes = np.diff(self._edges.of_papers[1])
        return (self._edges.lists.ids[place] for place in np.flatnonzero(sizes).tolist())

    def __len__(self) -> int:
        """Give how many papers have one."""
        return int((np.diff(self._edges.of_papers[1]) > 0).sum())

    def marks(self, digest: Digesting) -> dict[str, Digest]:
        """Give a digest of all that is told of the edges of each paper."""
        return _by_paper(self._edges, self._edges.marks, digest)


class DrawnOfPapers(Mapping[str, tuple[Drawn, ...]]):
    """What figures show of the edges of each paper that has one."""

    def __init__(self, edges: Edges) -> None:
        """Look at edges."""
        self._edges, self._of_papers = edges, OfPapers(edges)

    def __getitem__(self, paper: str) -> tuple[Drawn, ...]:
        """Give what is drawn of a paper."""
        found = self._edges.drawn_of(paper)
        if not found:
            raise KeyError(paper)
        return found

    def __iter__(self) -> Iterator[str]:
        """Give the ids in order."""
        return iter(self._of_papers)

    def __len__(self) -> int:
        """Give how many papers have an edge."""
        return len(self._of_papers)

    def marks(self, digest: Digesting) -> dict[str, Digest]:
        """Give a digest of what is drawn of each paper."""
        return _by_paper(self._edges, self._edges.drawn_marks, digest)


def _by_paper(edges: Edges, marks: Numbers, digest: Digesting) -> dict[str, Digest]:
    numbers, bounds = edges.of_papers
    found = digests(in_order(marks[numbers], bounds), digest("edges"))
    return {edges.lists.ids[place]: found[place] for place in np.flatnonzero(np.diff(bounds)).tolist()}


def _told_from(paper: str, mentions: Sequence[Mention]) -> list[Reason]:
    """Tell from the side of a paper who names whom."""
    kinds = (ReasonKind.MENTIONED_BY, ReasonKind.MENTIONS)
    return [Reason(kinds[mention.source == paper], (mention.name,), mention.sentence) for mention in mentions]


def _once(told: Sequence[Reason]) -> tuple[Reason, ...]:
    """Give each reason once, strongest first: what both lists tell is one by its kind, and by its words where there may
    be several of a kind."""
    found: dict[object, Reason] = {}
    for reason in told:
        found.setdefault((reason.kind, reason.terms) if reason.kind is ReasonKind.ARTEFACT else reason.kind, reason)
    if len(found) == 1:
        return (told[0],)
    return tuple(sorted(found.values(), key=lambda reason: (_RANK[reason.kind], reason.terms)))
