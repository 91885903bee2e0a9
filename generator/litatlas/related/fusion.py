"""How the signals become one ranked list for each paper.

The fused score of a pair is

    text similarity + 0.15 x authors + 0.10 x rare tags and keywords
                    + 0.30 x mention + 0.30 x artefact
                    + 0.30 x citation + 0.30 x shared references + 0.20 x cited together

each part from 0 to 1. The weights were fixed on the tuning half of the open
benchmark as far as it has the signal (text, authors, keywords); a mention, a citation or a common
repository is certain, so each lifts a pair above what words alone can reach.
They are weights of similarities, not of ranks or counts, and so they do not
depend on the size of the library.

The limits on explanations below were set by reading the flagship's lists, and
checked to cost the benchmark little (`shown` against `ranking` in its table).

Then the lists are cut: weak relations go, and no paper may stand in very many.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import numpy as np
import scipy.sparse as sparse

from litatlas.model import Reason, ReasonKind, RelatedPaper
from litatlas.related.reasons import Terms
from litatlas.related.signals import Signal
from litatlas.related.text_similarity import TextSpace

AUTHORS_WEIGHT = 0.15
SUBJECTS_WEIGHT = 0.10
ARTEFACTS_WEIGHT = 0.30
MENTIONS_WEIGHT = 0.30
CITATIONS_WEIGHT = 0.30
COUPLING_WEIGHT = 0.30
CO_CITATION_WEIGHT = 0.20

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


def fuse(text: TextSpace, others: Sequence[tuple[float, Signal]]) -> sparse.csr_array:
    """Add up the weighted scores of all pairs that any signal names."""
    similar = text.nearest
    lifted = sum((weight * signal.scores for weight, signal in others), sparse.csr_array(similar.shape))
    # Pairs that only another signal names have a similarity too; it was not among the nearest.
    unseen = sparse.coo_array(((lifted != 0).astype(np.int8) - (lifted != 0).multiply(similar != 0)) > 0)
    rows, columns = (index.astype(np.intp) for index in unseen.coords)
    similar = similar + sparse.csr_array((text.between(rows, columns), (rows, columns)), shape=similar.shape)
    pairs = sparse.coo_array(similar)
    rows, columns = (index.astype(np.intp) for index in pairs.coords)
    damped = sparse.csr_array((text.damped(pairs.data, rows, columns), (rows, columns)), shape=similar.shape)
    return sparse.csr_array(damped + lifted)


def ranked_lists(
    fused: sparse.csr_array,
    ids: Sequence[str],
    limit: int,
    terms: Terms,
    others: Sequence[Signal],
    versions: AbstractSet[tuple[int, int]] = frozenset(),
) -> dict[str, tuple[RelatedPaper, ...]]:
    """Cut the fused scores into one short list for each paper, each entry with its reasons, best first.

    Arguments:
        fused: The scores of all pairs.
        ids: The papers' ids, by place.
        limit: The most entries of a list.
        terms: What two papers share in words.
        others: The other signals, for their reasons.
        versions: Pairs that are one text twice, the smaller place first: no related work.
    """
    lists = [_list(fused, paper, limit, terms, others, versions) for paper in range(len(ids))]
    popular = _too_popular(lists, MOST_LISTS * limit)
    return {
        ids[paper]: tuple(
            RelatedPaper(ids[other], score, reasons)
            for other, score, reasons in entries
            if (paper, other) not in popular
        )
        for paper, entries in enumerate(lists)
    }


_Entry = tuple[int, float, tuple[Reason, ...]]


def _list(
    fused: sparse.csr_array,
    paper: int,
    limit: int,
    terms: Terms,
    others: Sequence[Signal],
    versions: AbstractSet[tuple[int, int]],
) -> list[_Entry]:
    """Weigh the best candidates by how well they are explained, and keep those that are worth a reader's time."""
    tagged = terms.has_tags(paper)
    weakest = WEAKEST_REASON if tagged else WEAKEST_ALONE if terms.subjects.by_slug else WEAKEST_UNTAGGED
    unexplained = UNEXPLAINED if tagged else UNEXPLAINED_UNTAGGED
    entries: list[_Entry] = []
    doubtful: list[_Entry] = []
    for other, score in _candidates(fused, paper, versions)[: LOOKED_AT * limit]:
        # A reason can only lower a score: what is full of better ones by now stays so.
        if len(entries) >= limit and sorted(entry[1] for entry in entries)[-limit] > score:
            break
        reasons, strength = _reasons(paper, other, terms, others)
        # A relation that has no reason is left out: a reader could not check it.
        if reasons and strength >= min(weakest, WEAKEST_OF_FEW):
            weighed = round(score * (unexplained + (1 - unexplained) * strength), 4)
            (entries if strength >= weakest else doubtful).append((other, weighed, reasons))
    doubtful.sort(key=lambda entry: (-entry[1], entry[0]))
    entries += doubtful[: max(0, FEW - len(entries))]
    entries.sort(key=lambda entry: (-entry[1], entry[0]))
    uncertain = sorted(score for _, score, reasons in entries if not _is_certain(reasons))
    # The second: beside one twin of a paper, the others are still its company.
    floor = max(FLOOR, RELATIVE_FLOOR * (uncertain[-2] if len(uncertain) > 1 else 0.0))
    return [entry for entry in entries if entry[1] >= floor or _is_certain(entry[2])][:limit]


def _candidates(fused: sparse.csr_array, paper: int, versions: AbstractSet[tuple[int, int]]) -> list[tuple[int, float]]:
    """Give the papers that any signal names with this one, best first."""
    part = slice(fused.indptr[paper], fused.indptr[paper + 1])
    row = zip(fused.indices[part].tolist(), np.round(fused.data[part], 4).tolist(), strict=True)
    pairs = ((other, score) for other, score in row if score >= FLOOR)
    kept = [pair for pair in pairs if (min(paper, pair[0]), max(paper, pair[0])) not in versions]
    # Rounding first makes ties equal on every machine; they go by place, which is by id.
    return sorted(kept, key=lambda pair: (-pair[1], pair[0]))


def _reasons(paper: int, other: int, terms: Terms, others: Sequence[Signal]) -> tuple[tuple[Reason, ...], float]:
    """Give all reasons for a pair, strongest kind first, and how well they explain it."""
    known = tuple(reason for signal in others for reason in signal.reasons(paper, other))
    told = tuple(name for reason in known if reason.kind in _NAMING for name in reason.terms)
    shared = terms.shared(paper, other, told)
    reasons = (*known, Reason(ReasonKind.TERMS, shared.terms)) if shared.terms else known
    strength = min(1.0, shared.strength + sum(map(_strength, known)))
    return tuple(sorted(reasons, key=lambda reason: _ORDER[reason.kind])), strength


def _strength(reason: Reason) -> float:
    """Say how well a reason explains a pair by itself; one author in common may be a namesake, or have two matters."""
    return LONE_AUTHOR if reason.kind is ReasonKind.AUTHORS and len(reason.terms) == 1 else 1.0


def _is_certain(reasons: Sequence[Reason]) -> bool:
    return any(reason.kind in _CERTAIN for reason in reasons)


def _too_popular(lists: Sequence[Sequence[_Entry]], most: int) -> set[tuple[int, int]]:
    """Find the weakest appearances of papers that stand in more than `most` lists, as (list, paper)."""
    appearances: dict[int, list[tuple[float, int]]] = {}
    for paper, entries in enumerate(lists):
        for other, score, reasons in entries:
            if not _is_certain(reasons):
                appearances.setdefault(other, []).append((-score, paper))
    return {(paper, other) for other, places in appearances.items() for _, paper in sorted(places)[most:]}
