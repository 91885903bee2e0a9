"""How much each phrase of a library says, wherever it stands: by its rarity, its length and its words."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.related.forms import NUMBERED
from litatlas.related.phrases import LONGEST, Phrases
from litatlas.related.statistics import SMALL, coarse, stable_count
from litatlas.related.streams import Stream
from litatlas.related.words import COMMON_NAMES, EMPTY_HEADS, NO_TERMS, SCHOLARLY, WEAK_ALONE

GENERIC_SHARE = 0.2
"""A term in more than this share of the papers is what the survey is about, and tells two of them from nothing."""

GENERIC_FLOOR = 5
"""So many papers more it may stand in: in a small library a whole theme is a large share."""

_LENGTH_WEIGHT = (0.0, 1.0, 1.75, 2.1, 2.2)
"""By number of words: phrases say more than words, but rarely twice as much."""

_WEAK_WEIGHT = 0.7
"""Of a phrase all of whose words say little, but belong together: `question answering`."""

_EMPTY_HEAD_WEIGHT = 0.7
"""Of a phrase with an empty head: `product categories`."""

_LOOSE_WEIGHT = 0.5
_LOOSE = 0.5
"""Phrases whose words stand side by side at most this often against chance: `multimodal dialogue` in a survey
of multimodal learning."""

_BOUND = 0.6
"""Phrases of weak words must be bound at least so strongly: `question answering` is, `visual content` is not."""


class PhraseWeights(Struct, frozen=True):
    """One figure or mark for each phrase."""

    weight: NDArray[np.float64]
    """How distinctive it is; 0 where it is generic or says nothing."""

    weak_alone: NDArray[np.bool_]
    """Whether it is one word that says little: `prompt`."""

    common_name: NDArray[np.bool_]
    """Whether it is built on a name that a whole field uses: `GPT-4V`."""


def weigh_phrases(stream: Stream, phrases: Phrases, papers: int) -> PhraseWeights:
    """Weigh all phrases of a library.

    Arguments:
        stream: The words of the papers.
        phrases: Their phrases.
        papers: How many papers there are.
    """
    # Of thousands of counts some hundreds occur.
    by_owners = np.zeros(int(phrases.papers.max(initial=0)) + 1)
    owners = np.flatnonzero(np.bincount(phrases.papers))
    by_owners[owners] = [rarity(count, papers) for count in owners.tolist()]
    weight = by_owners[phrases.papers] * np.array(_LENGTH_WEIGHT)[phrases.length] * _saying(stream, phrases, papers)
    weight[is_generic(phrases.papers, papers)] = 0
    named = stream.are_among(COMMON_NAMES)
    common_name = np.zeros(len(phrases.length), dtype=np.bool_)
    for place in range(LONGEST):
        reach = phrases.length > place
        common_name[reach] |= named[stream.word[phrases.first_word[reach] + place]]
    weak_alone = (phrases.length == 1) & stream.are_among(WEAK_ALONE)[stream.word[phrases.first_word]]
    return PhraseWeights(np.round(weight, 6), np.asarray(weak_alone, dtype=np.bool_), common_name)


def _saying(stream: Stream, phrases: Phrases, papers: int) -> NDArray[np.float64]:
    """Weigh each phrase by what its words say: 0 for those that say nothing, 1 for those that say a matter."""
    weak = stream.are_among(WEAK_ALONE | COMMON_NAMES | SCHOLARLY) | stream.have(NUMBERED)
    # A word on half of the papers: `multimodal`, in a survey of multimodal learning.
    weak |= phrases.papers_of_word > GENERIC_FLOOR + papers / 2
    empty = stream.are_among(EMPTY_HEADS)
    saying = np.ones(len(phrases.length))
    for length in range(2, LONGEST + 1):
        of_length = phrases.length == length
        first = phrases.first_word[of_length].astype(np.int64)
        all_weak = np.all([weak[stream.word[first + place]] for place in range(length)], axis=0)
        head_empty = empty[stream.word[first + length - 1]]
        bound = phrases.bound[of_length]
        saying[of_length] = np.where(all_weak & (head_empty | (bound < _BOUND)), 0.0, 1.0)
        saying[of_length] *= np.where(all_weak, _WEAK_WEIGHT, 1.0) * np.where(head_empty, _EMPTY_HEAD_WEIGHT, 1.0)
        saying[of_length] *= np.where(bound < _LOOSE, _LOOSE_WEIGHT, 1.0)
    opens = stream.are_among({term[0] for term in NO_TERMS})[stream.word[phrases.first_word]]
    for number in np.flatnonzero(opens & (phrases.length > 1)).tolist():
        if phrases.words(stream, number) in NO_TERMS:
            saying[number] = 0.0
    return saying


def rarity(owners: int, papers: int) -> float:
    """Weigh a term by the papers that have it: idf, smoothed: two papers of many share an odd phrase by chance."""
    if not papers:
        return 0.0
    if papers > SMALL:
        owners, papers = coarse(owners), coarse(papers)
    return float(np.log((1 + papers) / (max(owners, 1) + min(3.0, papers / 40))))


def is_generic(owners: NDArray[np.int32] | int, papers: int) -> NDArray[np.bool_]:
    """Tell whether a term stands in so many papers that it is what the whole survey is about."""
    return np.asarray(owners > GENERIC_SHARE * stable_count(papers) + GENERIC_FLOOR, dtype=np.bool_)
