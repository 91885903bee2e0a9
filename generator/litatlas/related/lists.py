"""How the scores of pairs become one short list for each paper, each entry with its reasons.

The limits on explanations were set by reading the flagship's lists, and checked to
cost the benchmark little (`shown` against `ranking` in its table). Weak relations
go, and no paper may stand in very many lists.

A list is remembered by all that it is made from: the scores of its candidates, the other
signals' reasons for them, and a digest of the id and the terms of each. How a term is written is asked anew each time.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from litatlas.memo import NOTHING, Memo, remembered
from litatlas.model import Reason, ReasonKind, RelatedPaper
from litatlas.related.nearest import best_of_rows
from litatlas.related.reasons import TermKey, Terms
from litatlas.related.signals import Signal

FLOOR = 0.07
"""Pairs with a lower fused score are left out: on the benchmark's lists less than one in a hundred of them is right."""

RELATIVE_FLOOR = 0.4
"""So are pairs below this share of the second best score that words and authors give in a paper's list."""

UNEXPLAINED = 0.6
UNEXPLAINED_UNTAGGED = 0.9
"""What is left of the score of a pair whose shared terms explain nothing; fully explained pairs keep theirs.
Tags are judged by reading, so they may turn a ranking round; phrases alone may not."""

WEAKEST_REASON = 0.5
"""Pairs whose reasons are weaker than this are left out: a reader would not see why they are there."""

WEAKEST_UNTAGGED = 0.05
"""The same in a library without tags: any term is better than no list."""

WEAKEST_ALONE = 0.15
"""The same for a paper without tags among others that have some: a word of which both speak more than in passing."""

WEAKEST_OF_FEW = 0.25
FEW = 3
"""A list of fewer entries than this is filled with pairs whose reasons are no weaker than `WEAKEST_OF_FEW`."""

LONE_AUTHOR = 0.3
"""How well one common author explains a pair; two do it fully."""

LOOKED_AT = 4
"""Candidates that are weighed for each place in a list."""

MOST_LISTS = 4
"""No paper stands in more lists than this times the limit, but for a certain relation: the rest are its weakest."""

_CERTAIN = frozenset(
    {ReasonKind.MENTIONS, ReasonKind.MENTIONED_BY, ReasonKind.CITES, ReasonKind.CITED_BY, ReasonKind.ARTEFACT}
)
_NAMING = frozenset({ReasonKind.MENTIONS, ReasonKind.MENTIONED_BY})
_ORDER = {kind: place for place, kind in enumerate(ReasonKind)}


_Known = Mapping[int, tuple[Reason, ...]]
"""The reasons of other signals for some papers in a list, by place."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A paper in a list."""

    paper: int
    """Its place in the library; as it is made and remembered, among the candidates."""

    score: float
    terms: tuple[TermKey, ...]
    is_certain: bool


_Plain = tuple[tuple[int, float, tuple[TermKey, ...], bool], ...]
"""Entries as they are remembered: ten of them for each paper."""


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The papers that any signal names with each one, best first."""

    offsets: NDArray[np.int64]
    others: NDArray[np.int64]
    scores: NDArray[np.float64]

    def of(self, paper: int) -> tuple[list[int], list[float]]:
        """Give those of a paper, with their scores."""
        part = slice(self.offsets[paper], self.offsets[paper + 1])
        return self.others[part].tolist(), self.scores_of(paper).tolist()

    def scores_of(self, paper: int) -> NDArray[np.float64]:
        """Give the scores of those of a paper."""
        return self.scores[self.offsets[paper] : self.offsets[paper + 1]]


def ranked_lists(
    fused: sparse.csr_array,
    ids: Sequence[str],
    limit: int,
    terms: Terms,
    others: Sequence[Signal],
    versions: AbstractSet[tuple[int, int]] = frozenset(),
    memo: Memo = NOTHING,
) -> dict[str, tuple[RelatedPaper, ...]]:
    """Cut the fused scores into one short list for each paper, each entry with its reasons, best first.

    Arguments:
        fused: The scores of all pairs.
        ids: The papers' ids, by place.
        limit: The most entries of a list.
        terms: What two papers share in words.
        others: The other signals, for their reasons.
        versions: Pairs that are one text twice, the smaller place first: no related work.
        memo: Knows lists of earlier builds.
    """
    candidates = _candidates(fused, LOOKED_AT * limit, versions)
    known = _known(candidates, others)
    lists = list(_lists(candidates, ids, limit, terms, known, memo))
    popular, written = _too_popular(lists, MOST_LISTS * limit), _written(lists, terms)
    return {
        ids[paper]: tuple(
            RelatedPaper(
                ids[entry.paper], entry.score, _reasons(known[paper].get(entry.paper, ()), written[entry.terms])
            )
            for entry in entries
            if (paper, entry.paper) not in popular
        )
        for paper, entries in enumerate(lists)
    }


def _candidates(fused: sparse.csr_array, most: int, versions: AbstractSet[tuple[int, int]]) -> _Candidates:
    rows = np.repeat(np.arange(fused.shape[0]), np.diff(fused.indptr))
    # Rounding first makes ties equal on every machine; they go by place, which is by id.
    keep = np.round(fused.data, 4) >= FLOOR
    if versions:
        low, high = np.minimum(rows, fused.indices), np.maximum(rows, fused.indices)
        twice = np.array([one * fused.shape[0] + other for one, other in sorted(versions)])
        keep &= ~np.isin(low * fused.shape[0] + high, twice)
    kept = sparse.csr_array((fused.data[keep], (rows[keep], fused.indices[keep])), shape=fused.shape)
    rows, columns, scores = best_of_rows(kept, most, 4)
    offsets = np.searchsorted(rows, np.arange(fused.shape[0] + 1))
    return _Candidates(offsets.astype(np.int64), columns, scores)


def _known(candidates: _Candidates, others: Sequence[Signal]) -> list[dict[int, tuple[Reason, ...]]]:
    """Ask the other signals for their reasons, where they have scored a candidate."""
    papers = len(candidates.offsets) - 1
    wanted = sparse.csr_array(
        (np.ones(len(candidates.others)), candidates.others, candidates.offsets), shape=(papers, papers)
    )
    found: list[dict[int, tuple[Reason, ...]]] = [{} for _ in range(papers)]
    for signal in others:
        scored = sparse.coo_array(signal.scores.multiply(wanted))
        for paper, other in zip(*(index.tolist() for index in scored.coords), strict=True):
            if reasons := signal.reasons(paper, other):
                found[paper][other] = (*found[paper].get(other, ()), *reasons)
    return found


def _lists(
    candidates: _Candidates, ids: Sequence[str], limit: int, terms: Terms, known: Sequence[_Known], memo: Memo
) -> Iterator[tuple[_Entry, ...]]:
    """Make the list of each paper, or remember it."""
    stage = memo.stage("related-lists")
    digests = terms.digests(ids, memo)
    tagged = bool(terms.subjects.by_slug)
    for paper, told in enumerate(known):
        others, scores = candidates.of(paper)
        brought = b"".join([digests[paper], *(digests[other] for other in others)])
        reasons = repr([(ids[other], told[other]) for other in sorted(told)]) if told else ""
        key = memo.digest(limit, tagged, candidates.scores_of(paper).tobytes(), brought, reasons)
        made = partial(_plain, paper, others, scores, limit, terms, told)
        entries = remembered(stage, key, made)
        yield tuple(_Entry(others[place], score, shared, certain) for place, score, shared, certain in entries)
    stage.rest()


def _plain(
    paper: int, others: Sequence[int], scores: Sequence[float], limit: int, terms: Terms, told: _Known
) -> _Plain:
    entries = _list(paper, others, scores, limit, terms, told)
    return tuple((entry.paper, entry.score, entry.terms, entry.is_certain) for entry in entries)


def _list(
    paper: int, others: Sequence[int], scores: Sequence[float], limit: int, terms: Terms, told: _Known
) -> tuple[_Entry, ...]:
    """Weigh the best candidates by how well they are explained, and keep those that are worth a reader's time."""
    tagged = terms.has_tags(paper)
    weakest = WEAKEST_REASON if tagged else WEAKEST_ALONE if terms.subjects.by_slug else WEAKEST_UNTAGGED
    unexplained = UNEXPLAINED if tagged else UNEXPLAINED_UNTAGGED
    entries: list[_Entry] = []
    doubtful: list[_Entry] = []
    for place, (other, score) in enumerate(zip(others, scores, strict=True)):
        # A reason can only lower a score: what is full of better ones by now stays so.
        if len(entries) >= limit and sorted(entry.score for entry in entries)[-limit] > score:
            break
        known = told.get(other, ())
        shared = terms.shared(
            paper, other, tuple(name for reason in known if reason.kind in _NAMING for name in reason.terms)
        )
        strength = min(1.0, shared.strength + sum(map(_strength, known)))
        # A relation that has no reason is left out: a reader could not check it.
        if (known or shared.terms) and strength >= min(weakest, WEAKEST_OF_FEW):
            weighed = round(score * (unexplained + (1 - unexplained) * strength), 4)
            entry = _Entry(place, weighed, shared.terms, any(reason.kind in _CERTAIN for reason in known))
            (entries if strength >= weakest else doubtful).append(entry)
    # Of equally good ones the first by id.
    doubtful.sort(key=lambda entry: (-entry.score, others[entry.paper]))
    entries += doubtful[: max(0, FEW - len(entries))]
    entries.sort(key=lambda entry: (-entry.score, others[entry.paper]))
    uncertain = sorted(entry.score for entry in entries if not entry.is_certain)
    # The second: beside one twin of a paper, the others are still its company.
    floor = max(FLOOR, RELATIVE_FLOOR * (uncertain[-2] if len(uncertain) > 1 else 0.0))
    return tuple(entry for entry in entries if entry.score >= floor or entry.is_certain)[:limit]


def _strength(reason: Reason) -> float:
    """Say how well a reason explains a pair by itself; one author in common may be a namesake, or have two matters."""
    return LONE_AUTHOR if reason.kind is ReasonKind.AUTHORS and len(reason.terms) == 1 else 1.0


def _written(lists: Sequence[Sequence[_Entry]], terms: Terms) -> dict[tuple[TermKey, ...], tuple[Reason, ...]]:
    """Put the terms of all entries into words: each set of them makes one reason, or none."""
    found: dict[tuple[TermKey, ...], tuple[Reason, ...]] = {(): ()}
    for keys in {entry.terms: None for entries in lists for entry in entries if entry.terms}:
        found[keys] = (Reason(ReasonKind.TERMS, tuple(dict.fromkeys(map(terms.text, keys)))),)
    return found


def _reasons(known: tuple[Reason, ...], terms: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Give all reasons for an entry, strongest kind first."""
    return tuple(sorted((*known, *terms), key=lambda reason: _ORDER[reason.kind])) if known else terms


def _too_popular(lists: Sequence[Sequence[_Entry]], most: int) -> set[tuple[int, int]]:
    """Find the weakest appearances of papers that stand in more than `most` lists, as (list, paper)."""
    appearances: dict[int, list[tuple[float, int]]] = {}
    for paper, entries in enumerate(lists):
        for entry in entries:
            if not entry.is_certain:
                appearances.setdefault(entry.paper, []).append((-entry.score, paper))
    return {(paper, other) for other, places in appearances.items() for _, paper in sorted(places)[most:]}
