"""How near the papers of some pairs are, carried on from the last build: it depends on the two alone."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.incremental.memo import Memo
from litatlas.related.statistics import ODD
from litatlas.related.text_similarity import TextSpace

NEW = 0.1
"""Where more of the pairs are new, they are remembered; few are found again each time."""


class Likenesses(Struct, frozen=True):
    """What one build leaves to the next."""

    pairs: NDArray[np.uint64]
    """A number for each pair, made of the marks of both; rising."""

    scores: NDArray[np.float64]


def likenesses(
    text: TextSpace, rows: NDArray[np.integer], columns: NDArray[np.integer], memo: Memo
) -> NDArray[np.float64]:
    """Give the undamped, unsmoothed similarity of pairs of papers; only of those pairs is it found that are new."""
    if not text.marks:
        return text.between(rows, columns)
    stage, key = memo.stage("related-pairs"), memo.digest(text.weight)
    marks = np.frombuffer(b"".join(text.marks), dtype="<u8").astype(np.uint64)[::2]
    pairs = marks[rows] * ODD + marks[columns]
    last = stage.get(key) or Likenesses(pairs[:0], np.zeros(0))
    places = np.searchsorted(last.pairs, pairs)
    known = np.append(last.pairs, np.uint64(0))[places] == pairs
    scores = np.append(last.scores, 0.0)[places]
    new = text.between(rows[~known], columns[~known])
    scores[~known] = new
    if len(new) > NEW * len(pairs):
        # Of papers of which no pair is known all have changed.
        kept = last if known.any() else Likenesses(pairs[:0], new[:0])
        numbers, values = np.concatenate((kept.pairs, pairs[~known])), np.concatenate((kept.scores, new))
        order = np.argsort(numbers)
        stage.put(key, Likenesses(numbers[order], values[order]))
    stage.rest()
    return np.asarray(scores, dtype=np.float64)
