"""How the scores of pairs become one short list for each paper, each entry with its reasons.

The limits on explanations were set by reading the flagship's lists, and checked to
cost the benchmark little (`shown` against `ranking` in its table). Weak relations
go, and no paper may stand in very many lists.

A list is remembered by all that it is made from: the scores of its candidates, the other
signals' reasons for them, and the id and the terms of each. How a term is written is asked anew each time.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import chain

import numpy as np
import scipy.sparse as sparse
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.incremental.memo import NOTHING, Memo
from litatlas.model import Reason, ReasonKind
from litatlas.related.kept_terms import Pairs, TermKey, keep_all
from litatlas.related.listed import RelatedLists
from litatlas.related.mixing import Numbers, entries_of, in_order, mixed, places_of
from litatlas.related.nearest import first_of_rows
from litatlas.related.packed_sets import PackedSets
from litatlas.related.reasons import Terms
from litatlas.related.told import Telling, Told

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


_Entry = tuple[int, float, tuple[TermKey, ...], bool]
"""A paper in a list, by its place among the candidates; its score, the shared terms, and whether it is certain."""

_List = tuple[_Entry, ...]


class Lists(Struct, frozen=True):
    """The lists of all papers, as one build leaves them to the next."""

    keys: Numbers
    """A number for each list, made of all that the list is made from."""

    sizes: NDArray[np.int64]
    places: NDArray[np.int32]
    """Of each entry: its place among the candidates of the paper."""

    scores: NDArray[np.float64]
    are_certain: NDArray[np.bool_]
    terms: NDArray[np.int32]
    """Which of the sets below an entry has."""

    sets: PackedSets[TermKey]

    def picked(self, rows: NDArray[np.intp]) -> "Lists":
        """Give these lists in this order."""
        entries = entries_of(self.sizes, rows)
        terms = self.terms[entries]
        used = np.bincount(terms, minlength=len(self.sets)) > 0
        return Lists(
            self.keys[rows],
            self.sizes[rows],
            self.places[entries],
            self.scores[entries],
            self.are_certain[entries],
            (np.cumsum(used) - 1)[terms].astype(np.int32),
            self.sets.picked(np.flatnonzero(used)),
        )

    def and_these(self, keys: Numbers, lists: Sequence[_List]) -> "Lists":
        """Give these lists, and behind them others that were made now."""
        columns = tuple(zip(*chain.from_iterable(lists), strict=True)) or ((), (), (), ())
        number_of = {terms: number for number, terms in enumerate(dict.fromkeys(columns[2]), start=len(self.sets))}
        terms = [number_of[each] for each in columns[2]]
        return Lists(
            np.concatenate((self.keys, keys)),
            np.concatenate((self.sizes, np.array(list(map(len, lists)), dtype=np.int64))),
            np.concatenate((self.places, np.array(columns[0], dtype=np.int32))),
            np.concatenate((self.scores, np.array(columns[1], dtype=np.float64))),
            np.concatenate((self.are_certain, np.array(columns[3], dtype=np.bool_))),
            np.concatenate((self.terms, np.array(terms, dtype=np.int32))),
            self.sets.and_these(tuple(number_of)),
        )


_NO_ENTRY = np.zeros(0, dtype=np.int32)
_NO_LISTS = Lists(
    _NO_ENTRY.astype(np.uint64), _NO_ENTRY.astype(np.int64), _NO_ENTRY, _NO_ENTRY.astype(np.float64),
    _NO_ENTRY.astype(np.bool_), _NO_ENTRY, PackedSets.of(())
)  # fmt: skip


class _Candidates(Struct, frozen=True):
    """The papers that any signal names with each one, best first."""

    offsets: NDArray[np.int64]
    others: NDArray[np.int64]
    scores: NDArray[np.float64]

    def pairs(self, papers: NDArray[np.intp]) -> Pairs:
        """Give some papers, each with each of its candidates."""
        sizes = np.diff(self.offsets)
        return np.column_stack((np.repeat(papers, sizes[papers]), self.others[entries_of(sizes, papers)]))

    def of(self, paper: int, told: Told) -> tuple[list[int], list[float], list[tuple[Reason, ...]]]:
        """Give those of a paper, with their scores and with what is told of them."""
        part = slice(self.offsets[paper], self.offsets[paper + 1])
        return self.others[part].tolist(), self.scores[part].tolist(), told.all_of(part)


def ranked_lists(
    ranked: sparse.csr_array,
    ids: Sequence[str],
    limit: int,
    terms: Terms,
    others: Sequence[Telling],
    versions: AbstractSet[tuple[int, int]] = frozenset(),
    memo: Memo = NOTHING,
) -> RelatedLists:
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
    told = _told(candidates, others)
    lists = _lists(candidates, limit, terms, told, memo)
    rows = np.repeat(np.arange(len(ids)), lists.sizes)
    places = candidates.offsets[rows] + lists.places
    papers = candidates.others[places]
    kept = _kept(rows, papers, lists, MOST_LISTS * limit)
    bounds = np.searchsorted(rows[kept], np.arange(len(ids) + 1))
    columns = papers[kept].astype(np.int32), lists.scores[kept], lists.terms[kept]
    return RelatedLists(tuple(ids), bounds, *columns, _written(lists, terms), told.picked(places[kept]))


def _candidates(ranked: sparse.csr_array, most: int, versions: AbstractSet[tuple[int, int]]) -> _Candidates:
    keep = ranked.data >= FLOOR
    for one, other in chain.from_iterable((pair, pair[::-1]) for pair in versions):
        part = slice(ranked.indptr[one], ranked.indptr[one + 1])
        keep[part] &= ranked.indices[part] != other
    # Scores are rounded, so that ties are equal on every machine; they go by place, which is by id.
    rows, columns, scores = first_of_rows(ranked, most, keep)
    offsets = np.searchsorted(rows, np.arange(ranked.shape[0] + 1))
    return _Candidates(offsets.astype(np.int64), columns, scores)


def _told(candidates: _Candidates, others: Sequence[Telling]) -> Told:
    """Give the reasons of the other signals for each candidate, where they have scored it."""
    papers, size = len(candidates.offsets) - 1, len(candidates.others)
    places = sparse.csr_array((np.arange(1, size + 1), candidates.others, candidates.offsets), shape=(papers, papers))
    told = Told.nothing(size)
    for telling in others:
        scored = sparse.coo_array(places.multiply(telling.scores.astype(np.bool_)))
        pairs = np.column_stack(scored.coords).astype(np.int64)
        told = told.and_at(scored.data - 1, telling.of_pairs(pairs))
    return told


def _lists(
    candidates: _Candidates,
    limit: int,
    terms: Terms,
    told: Told,
    memo: Memo,
) -> Lists:
    """Give the lists of all papers; those only are made that are made from something else than last time."""
    marks, basis = terms.marks(memo), memo.digest(*terms.basis())
    stage, key = memo.stage("related-lists"), memo.digest(limit, basis)
    last: Lists = stage.get(key) or _NO_LISTS
    keys = _keys(candidates, marks, told.marks)
    keep_all(basis, memo)
    if not np.array_equal(keys, last.keys):
        rows, is_new = places_of(keys, last.keys)
        new = np.flatnonzero(is_new)
        pairs = candidates.pairs(new), candidates.pairs(np.arange(len(keys)))
        with terms.recalling(*pairs, marks, basis, memo):
            made = [_list(paper, *candidates.of(paper, told), limit, terms) for paper in new.tolist()]
        last = last.and_these(keys[is_new], made).picked(rows)
        stage.put(key, last)
    stage.rest()
    return last


def _keys(candidates: _Candidates, marks: Numbers, told: Numbers) -> Numbers:
    """Give a number for each list: of the paper, of each candidate and its score, and of what is told of them."""
    near = in_order(mixed(marks[candidates.others], candidates.scores, told), candidates.offsets)
    return mixed(marks, near)


def _list(
    paper: int,
    others: Sequence[int],
    scores: Sequence[float],
    told: Sequence[tuple[Reason, ...]],
    limit: int,
    terms: Terms,
) -> _List:
    """Weigh the best candidates by how well they are explained, and keep those that are worth a reader's time."""
    tagged = terms.has_tags(paper)
    weakest = WEAKEST_REASON if tagged else WEAKEST_ALONE if terms.subjects.by_slug else WEAKEST_UNTAGGED
    unexplained = UNEXPLAINED if tagged else UNEXPLAINED_UNTAGGED
    entries: list[_Entry] = []
    doubtful: list[_Entry] = []
    for place, (other, score, known) in enumerate(zip(others, scores, told, strict=True)):
        # A reason can only lower a score: what is full of better ones by now stays so.
        if len(entries) >= limit and sorted(entry[1] for entry in entries)[-limit] > score:
            break
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


def _written(lists: Lists, terms: Terms) -> PackedSets[str]:
    """Put the terms of all entries into words."""
    return lists.sets.with_values(terms.texts(lists.sets.values))


def _kept(rows: NDArray[np.int64], papers: NDArray[np.int64], lists: Lists, most: int) -> NDArray[np.bool_]:
    """Tell which entries of all lists stay: of more than `most` of one paper only the best do."""
    kept = lists.are_certain.copy()
    order = np.lexsort((rows, -lists.scores, papers))
    order = order[~kept[order]]
    wanted = papers[order]
    kept[order] = np.arange(len(order)) - np.searchsorted(wanted, wanted) < most
    return kept
