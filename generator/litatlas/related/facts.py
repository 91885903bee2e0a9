"""What relates papers beside their words: found once, for as long as none of that changes (`marks`).

Tags follow the abstract, and people and references do not: so each is remembered by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TypeVar

import numpy as np
import scipy.sparse as sparse
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.incremental.memo import Digest, Memo, remembered
from litatlas.model import Paper, Reason
from litatlas.related.artefacts import artefact_signal
from litatlas.related.citations import citation_signal, co_citation_signal, coupling_signal, find_references
from litatlas.related.fusion import (
    ARTEFACTS_WEIGHT,
    AUTHORS_WEIGHT,
    CITATIONS_WEIGHT,
    CO_CITATION_WEIGHT,
    COUPLING_WEIGHT,
    SUBJECTS_WEIGHT,
)
from litatlas.related.marks import Marks
from litatlas.related.shared_authors import author_signal
from litatlas.related.signals import Signal, no_scores
from litatlas.related.subjects import Subjects, find_subjects, subject_scores
from litatlas.vocabulary.taxonomy import Vocabulary

V = TypeVar("V")

_Pair = tuple[int, int]
_Told = tuple[Reason, ...]
_Signals = tuple[tuple[float, Signal], ...]


class Facts(Struct, frozen=True):
    """What the signals beside words say of all pairs of papers."""

    subjects: Subjects
    scores: sparse.csr_array
    """Papers x papers: the weighed sum of all of them."""

    signal: Signal
    """Those that give reasons, as one."""

    keep: Callable[[], None]
    """Leaves the reasons that were asked for to the next build."""


class _Subjects(Struct, frozen=True):
    """What one build leaves to the next: what the papers are about."""

    subjects: Subjects
    scores: sparse.csr_array


class _Reasons(Struct, frozen=True):
    """The same: the reasons that were asked for."""

    pairs: NDArray[np.int32]
    """Pairs x 2."""

    told: NDArray[np.int32]
    """Which of those below each pair has."""

    sets: tuple[_Told, ...]

    @classmethod
    def of(cls, known: Mapping[_Pair, _Told]) -> "_Reasons":
        """Take in the reasons of pairs; many papers of the same people have the same."""
        number_of: dict[_Told, int] = {}
        told = [number_of.setdefault(reasons, len(number_of)) for reasons in known.values()]
        pairs = np.array(list(known), dtype=np.int32).reshape(-1, 2)
        return cls(pairs, np.array(told, dtype=np.int32), tuple(number_of))

    def by_pair(self) -> dict[_Pair, _Told]:
        """Give the reasons of each pair."""
        pairs = zip(*self.pairs.T.tolist(), strict=True)
        return {pair: self.sets[number] for pair, number in zip(pairs, self.told.tolist(), strict=True)}


class _Recalled:
    """Gives reasons that are known, and makes the signals where somebody asks for others."""

    def __init__(self, known: Mapping[_Pair, _Told], signals: Callable[[], _Signals]) -> None:
        self.known, self.asked = known, dict[_Pair, _Told]()
        self._signals = signals

    def __call__(self, paper: int, other: int) -> _Told:
        pair = (paper, other)
        known = self.known.get(pair)
        if known is None:
            known = tuple(reason for _, signal in self._signals() for reason in signal.reasons(paper, other))
        self.asked[pair] = known
        return known


def find_facts(papers: Sequence[Paper], vocabulary: Vocabulary, marks: Marks, memo: Memo) -> Facts:
    """Compare all papers by their people, tags, keywords, references and addresses.

    Arguments:
        papers: The papers of the library.
        vocabulary: What the tags mean.
        marks: Of the papers.
        memo: What is known from earlier builds.
    """
    # What references call a paper.
    named = [paper.short or paper.title for paper in papers] if any(paper.references for paper in papers) else []
    key = memo.digest(marks.facts, named)

    @cache
    def signals() -> _Signals:
        return _signals(papers)

    telling: sparse.csr_array = _alone(memo, "related-facts", key, lambda: _scores(papers, signals()))
    of_subjects = memo.digest(vocabulary, marks.subjects)
    about: _Subjects = _alone(memo, "related-subjects", of_subjects, lambda: _about(papers, vocabulary))
    told = memo.stage("related-told")
    last: _Reasons | None = told.get(key)
    reasons = _Recalled(last.by_pair() if last else {}, signals)

    def keep() -> None:
        if reasons.asked.keys() != reasons.known.keys():
            told.put(key, _Reasons.of(reasons.asked))
        told.rest()

    scores = sparse.csr_array(telling + SUBJECTS_WEIGHT * about.scores)
    return Facts(about.subjects, scores, Signal(telling, reasons), keep)


def _alone(memo: Memo, stage: str, key: Digest, make: Callable[[], V]) -> V:
    """Give the only result of a stage."""
    found = remembered(memo.stage(stage), key, make)
    memo.stage(stage).rest()
    return found


def _signals(papers: Sequence[Paper]) -> _Signals:
    references = find_references(papers)
    return (
        (CITATIONS_WEIGHT, citation_signal(papers, references)),
        (ARTEFACTS_WEIGHT, artefact_signal(papers)),
        (COUPLING_WEIGHT, coupling_signal(papers, references)),
        (CO_CITATION_WEIGHT, co_citation_signal(papers, references)),
        (AUTHORS_WEIGHT, author_signal(papers)),
    )


def _scores(papers: Sequence[Paper], signals: _Signals) -> sparse.csr_array:
    return sparse.csr_array(sum((weight * signal.scores for weight, signal in signals), no_scores(len(papers))))


def _about(papers: Sequence[Paper], vocabulary: Vocabulary) -> _Subjects:
    subjects = find_subjects(papers, vocabulary)
    return _Subjects(subjects, subject_scores(papers, subjects))
