"""How the scores of pairs become one short list for each paper, each entry with its reasons.

The limits on explanations were set by reading the flagship's lists, and checked to
cost the benchmark little (`shown` against `ranking` in its table). Weak relations
go, and no paper may stand in very many lists.

A list is remembered by all that it is made from: the scores of its candidates, the other
signals' reasons for them, and the id and the terms of each. How a term is written is asked anew each time.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from itertools import chain

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from litatlas.memo import NOTHING, Digest, Memo, remembered
from litatlas.model import Reason, ReasonKind, RelatedPaper
from litatlas.related.mixing import as_number, digests, in_order, mixed
from litatlas.related.nearest import first_of_rows
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


_Entry = tuple[int, float, tuple[TermKey, ...], bool]
"""A paper in a list, by its place among the candidates; its score, the shared terms, and whether it is certain. Plain
values: there are ten of them for each paper."""

_List = tuple[_Entry, ...]


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The papers that any signal names with each one, best first."""

    offsets: NDArray[np.int64]
    others: NDArray[np.int64]
    scores: NDArray[np.float64]

    def of(self, paper: int) -> tuple[list[int], list[float]]:
        """Give those of a paper, with their scores."""
        part = slice(self.offsets[paper], self.offsets[paper + 1])
        return self.others[part].tolist(), self.scores[part].tolist()


def ranked_lists(
    ranked: sparse.csr_array,
    ids: Sequence[str],
    limit: int,
    terms: Terms,
    others: Sequence[Signal],
    versions: AbstractSet[tuple[int, int]] = frozenset(),
    memo: Memo = NOTHING,
) -> dict[str, tuple[RelatedPaper, ...]]:
    """Cut the fused scores into one short list for each paper, each entry with its reasons, best first.

    Arguments:
        ranked: The scores of all pairs, those of each row best first.
        ids: The papers' ids, by place.
        limit: The most entries of a list.
        terms: What two papers share in words.
        others: The other signals, for their reasons.
        versions: Pairs that are one text twice, the smaller place first: no related work.
        memo: Knows lists of earlier builds.
    """
    candidates = _candidates(ranked, LOOKED_AT * limit, versions)
    known = _known(candidates, others)
    lists = _lists(candidates, ids, limit, terms, known, memo)
    listed, kept = _listed(candidates, lists, MOST_LISTS * limit)
    written = _written(lists, terms)
    related, at = {}, 0
    for id, told, entries in zip(ids, known, lists, strict=True):
        related[id] = tuple(
            RelatedPaper(ids[listed[place]], entry[1], _reasons(told.get(listed[place], ()), written[entry[2]]))
            for place, entry in enumerate(entries, start=at)
            if kept[place]
        )
        at += len(entries)
    return related


def _candidates(ranked: sparse.csr_array, most: int, versions: AbstractSet[tuple[int, int]]) -> _Candidates:
    keep = ranked.data >= FLOOR
    if versions:
        rows, papers = np.repeat(np.arange(ranked.shape[0]), np.diff(ranked.indptr)), ranked.shape[0]
        low, high = np.minimum(rows, ranked.indices), np.maximum(rows, ranked.indices)
        keep &= ~np.isin(low * papers + high, np.array([one * papers + other for one, other in sorted(versions)]))
    # Scores are rounded, so that ties are equal on every machine; they go by place, which is by id.
    rows, columns, scores = first_of_rows(ranked, most, keep)
    offsets = np.searchsorted(rows, np.arange(ranked.shape[0] + 1))
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
) -> list[_List]:
    """Make the list of each paper, or remember it."""
    stage = memo.stage("related-lists")
    keys = _keys(candidates, ids, limit, terms, known, memo)

    def made(paper: int) -> _List:
        return _list(paper, *candidates.of(paper), limit, terms, known[paper])

    lists = [remembered(stage, key, partial(made, paper)) for paper, key in enumerate(keys)]
    stage.rest()
    return lists


def _keys(
    candidates: _Candidates, ids: Sequence[str], limit: int, terms: Terms, known: Sequence[_Known], memo: Memo
) -> list[Digest]:
    """Give the key of each list: of the paper, of each candidate and its score, and of what is told of them."""
    told = [memo.digest(*((ids[other], found[other]) for other in sorted(found))) if found else b"" for found in known]
    marks, others = terms.marks(memo), np.array(list(map(as_number, told)), dtype=np.uint64)
    near = in_order(mixed(marks[candidates.others], candidates.scores), candidates.offsets)
    return digests(mixed(marks, near, others), memo.digest(limit, *terms.basis()))


def _list(paper: int, others: Sequence[int], scores: Sequence[float], limit: int, terms: Terms, told: _Known) -> _List:
    """Weigh the best candidates by how well they are explained, and keep those that are worth a reader's time."""
    tagged = terms.has_tags(paper)
    weakest = WEAKEST_REASON if tagged else WEAKEST_ALONE if terms.subjects.by_slug else WEAKEST_UNTAGGED
    unexplained = UNEXPLAINED if tagged else UNEXPLAINED_UNTAGGED
    entries: list[_Entry] = []
    doubtful: list[_Entry] = []
    for place, (other, score) in enumerate(zip(others, scores, strict=True)):
        # A reason can only lower a score: what is full of better ones by now stays so.
        if len(entries) >= limit and sorted(entry[1] for entry in entries)[-limit] > score:
            break
        known = told.get(other, ())
        shared = terms.shared(
            paper, other, tuple(name for reason in known if reason.kind in _NAMING for name in reason.terms)
        )
        strength = min(1.0, shared.strength + sum(map(_strength, known)))
        # A relation that has no reason is left out: a reader could not check it.
        if (known or shared.terms) and strength >= min(weakest, WEAKEST_OF_FEW):
            weighed = round(score * (unexplained + (1 - unexplained) * strength), 4)
            is_certain = any(reason.kind in _CERTAIN for reason in known)
            (entries if strength >= weakest else doubtful).append((place, weighed, shared.terms, is_certain))
    # Of equally good ones the first by id.
    doubtful.sort(key=lambda entry: (-entry[1], others[entry[0]]))
    entries += doubtful[: max(0, FEW - len(entries))]
    entries.sort(key=lambda entry: (-entry[1], others[entry[0]]))
    uncertain = sorted(score for _, score, _, is_certain in entries if not is_certain)
    # The second: beside one twin of a paper, the others are still its company.
    floor = max(FLOOR, RELATIVE_FLOOR * (uncertain[-2] if len(uncertain) > 1 else 0.0))
    return tuple(entry for entry in entries if entry[1] >= floor or entry[3])[:limit]


def _strength(reason: Reason) -> float:
    """Say how well a reason explains a pair by itself; one author in common may be a namesake, or have two matters."""
    return LONE_AUTHOR if reason.kind is ReasonKind.AUTHORS and len(reason.terms) == 1 else 1.0


def _written(lists: Sequence[_List], terms: Terms) -> dict[tuple[TermKey, ...], tuple[Reason, ...]]:
    """Put the terms of all entries into words: each set of them makes one reason, or none."""
    found: dict[tuple[TermKey, ...], tuple[Reason, ...]] = {}
    for keys in {shared: None for entries in lists for _, _, shared, _ in entries}:
        found[keys] = (Reason(ReasonKind.TERMS, tuple(dict.fromkeys(map(terms.text, keys)))),) if keys else ()
    return found


def _reasons(known: tuple[Reason, ...], terms: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Give all reasons for an entry, strongest kind first."""
    return tuple(sorted((*known, *terms), key=lambda reason: _ORDER[reason.kind])) if known else terms


def _listed(candidates: _Candidates, lists: Sequence[_List], most: int) -> tuple[list[int], list[bool]]:
    """Give the paper of each entry of all lists, and whether it stays: of more than `most` only the best do."""
    rows = np.repeat(np.arange(len(lists)), [len(entries) for entries in lists])
    columns = zip(*chain.from_iterable(lists), strict=True) if len(rows) else ((), (), (), ())
    places, scores, _, certain = columns
    papers = candidates.others[candidates.offsets[rows] + np.array(places, dtype=np.int64)]
    kept = np.array(certain, dtype=np.bool_)
    order = np.lexsort((rows, -np.array(scores), papers))[: len(rows)]
    order = order[~kept[order]]
    wanted = papers[order]
    kept[order] = np.arange(len(order)) - np.searchsorted(wanted, wanted) < most
    return papers.tolist(), kept.tolist()
