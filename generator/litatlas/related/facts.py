"""What relates papers beside their words: found once, for as long as none of that changes (`marks`).

Tags follow the abstract, and people and references do not: so each is remembered by itself.
"""

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import TypeVar

import numpy as np
import scipy.sparse as sparse
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.incremental.memo import Digest, Memo, remembered
from litatlas.model import Paper
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
from litatlas.related.told import Telling, Told
from litatlas.vocabulary.taxonomy import Vocabulary

V = TypeVar("V")

MOST_TOLD = 16
"""So many pairs for each paper are asked why they are related before anybody wants to know."""

_Signals = tuple[tuple[float, Signal], ...]


class Facts(Struct, frozen=True):
    """What the signals beside words say of all pairs of papers."""

    subjects: Subjects
    scores: sparse.csr_array
    """Papers x papers: the weighed sum of all of them."""

    telling: Telling
    """Those that give reasons, as one."""


class _Subjects(Struct, frozen=True):
    """What one build leaves to the next: what the papers are about."""

    subjects: Subjects
    scores: sparse.csr_array


class _Known(Struct, frozen=True):
    """The same: why papers are related."""

    pairs: NDArray[np.int64]
    """A number for each pair of places; rising."""

    told: Told

    def places_of(self, pairs: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Find pairs: the place of each, and which are there."""
        places = np.searchsorted(self.pairs, pairs)
        return places, np.append(self.pairs, -1)[places] == pairs


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
    scores = sparse.csr_array(telling + SUBJECTS_WEIGHT * about.scores)
    return Facts(about.subjects, scores, Telling(telling, partial(_told, telling, signals, memo, key)))


def _told(
    telling: sparse.csr_array,
    signals: Callable[[], _Signals],
    memo: Memo,
    key: Digest,
    asked: NDArray[np.int64],
) -> Told:
    """Say why papers are related. Where anything of that is not known, the signals are made, which look at all papers:
    so the first build asks of all pairs at once, where they are not very many.
    """
    papers, stage = telling.shape[0], memo.stage("related-told")
    pairs = asked[:, 0] * papers + asked[:, 1]
    known: _Known = stage.get(key) or _Known(pairs[:0], Told.nothing(0))
    places, are_known = known.places_of(pairs)
    if not are_known.all():
        more = _numbers(telling) if telling.nnz <= MOST_TOLD * papers else pairs
        known = _and_these(known, np.union1d(pairs, more), signals(), papers)
        places, _ = known.places_of(pairs)
        stage.put(key, known)
    stage.rest()
    return known.told.picked(places)


def _and_these(known: _Known, wanted: NDArray[np.int64], signals: _Signals, papers: int) -> _Known:
    """Give why the papers of other pairs are related, as far as that is known, and the rest by asking the signals."""
    places, are_known = known.places_of(wanted)
    told = known.told.picked(np.where(are_known, places, 0)) if are_known.any() else Told.nothing(len(wanted))
    told = told.but(~are_known)
    for _, signal in signals:
        own = np.flatnonzero(~are_known & np.isin(wanted, _numbers(signal.scores)))
        pairs = zip(*(ends.tolist() for ends in np.divmod(wanted[own], papers)), strict=True)
        told = told.and_at(own, Told.of(signal.reasons(*pair) for pair in pairs))
    return _Known(wanted, told)


def _numbers(scores: sparse.csr_array) -> NDArray[np.int64]:
    """Give a number for each pair that is scored; rising."""
    rows, columns = scores.tocoo().coords
    return np.sort(rows.astype(np.int64) * scores.shape[0] + columns)


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
