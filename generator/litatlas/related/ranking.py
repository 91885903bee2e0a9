"""The scores of all pairs of papers, best first, carried on from the last build: only rows that may be others are made.

A row hangs on the nearest of its paper, on those of its helpers (`smoothing`), on the helpers of those with whom it is
paired and on how near they usually are (`TextSpace.damped`), and on what lifts its pairs. So where a paper has other
nearest ones, its own row is looked at again, and where other ones help it or are usual, the rows of those that it is
paired with; where two papers are nearer to each other or farther than before, the rows of all whom one of them helps;
where a pair is lifted more or less, the rows of both.
"""

import numpy as np
import scipy.sparse as sparse
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.incremental.memo import Digest, Memo
from litatlas.related.fusion import fused_rows
from litatlas.related.nearest import DIGITS, ranked_rows, ranks
from litatlas.related.rows import chosen_rows
from litatlas.related.smoothing import HELPERS
from litatlas.related.text_similarity import TextSpace

PLACES = 4
"""To which scores are rounded."""

ALIKE = 0.5
"""Pairs whose words are so similar are noted: they may be one text twice."""


class Ranking(Struct, frozen=True):
    """What one build leaves to the next."""

    columns: NDArray[np.int32]
    near: NDArray[np.int32]
    """The nearest of each paper, and their similarities in millionths: papers x size."""

    usual: NDArray[np.float64]
    """How near those of each paper usually are."""

    lifted: sparse.csr_array
    """As in `rank`."""

    steps: sparse.csr_array
    """Papers x papers: the scores in steps of the last place, those of each row best first."""

    alike: NDArray[np.int64]
    """Pairs x 2, in order, the smaller place first."""

    @property
    def scores(self) -> sparse.csr_array:
        """The scores, in the same order."""
        steps = self.steps
        return sparse.csr_array((steps.data / 10**PLACES, steps.indices, steps.indptr), shape=steps.shape)


def rank(text: TextSpace, lifted: sparse.csr_array, basis: Digest, memo: Memo) -> Ranking:
    """Score all pairs of papers that any signal names.

    Arguments:
        text: How alike words are.
        lifted: Papers x papers: the weighed sum of all other signals.
        basis: Of the ids of the papers.
        memo: Knows the last build.
    """
    columns, near = text.found[0].astype(np.int32), np.rint(text.found[1] * 10**DIGITS).astype(np.int32)
    stage, key = memo.stage("related-ranked"), memo.digest(basis, text.weight, text.typical)
    last: Ranking | None = stage.get(key)
    if last is None or last.columns.shape != columns.shape:
        rows = np.ones(len(columns), dtype=np.bool_)
        found = Ranking(columns, near, text.usual, lifted, *_made(text, lifted, rows, memo))
    else:
        rows = _touched(last, columns, near, text.usual, lifted)
        found = Ranking(columns, near, text.usual, lifted, *_exchanged(last, rows, *_made(text, lifted, rows, memo)))
    if rows.any() or last is None:
        stage.put(key, found)
    stage.rest()
    return found


def _touched(
    last: Ranking,
    columns: NDArray[np.int32],
    near: NDArray[np.int32],
    usual: NDArray[np.float64],
    lifted: sparse.csr_array,
) -> NDArray[np.bool_]:
    """Tell which rows may be others than in the last build."""
    papers = len(columns)
    differ = (last.columns != columns) | (last.near != near)
    moved = differ.any(axis=1)
    rows = np.flatnonzero(moved)
    # Both ends of what is nearer or farther than before.
    places = rows[:, None] * papers
    before, after = ((places + last.columns[rows]) << 20 | last.near[rows], (places + columns[rows]) << 20 | near[rows])
    moved[(np.setxor1d(before, after) >> 20) % max(papers, 1)] = True
    touched = moved | moved[columns[:, :HELPERS]].any(axis=1)
    # Those whose own helpers, or what is usual for them, count in all of their pairs.
    turned = differ[:, :HELPERS].any(axis=1) | (last.usual != usual)
    for some in (last.columns, columns):
        touched[some[turned].ravel()] = True
        touched |= turned[some].any(axis=1)
    touched[lifted[np.flatnonzero(turned)].indices] = True
    for ends in (last.lifted != lifted).nonzero():
        touched[ends] = True
    return np.asarray(touched, dtype=np.bool_)


def _made(
    text: TextSpace, lifted: sparse.csr_array, papers: NDArray[np.bool_], memo: Memo
) -> tuple[sparse.csr_array, NDArray[np.int64]]:
    """Score the pairs of some papers; gives their rows, and the pairs of them that are alike."""
    size, rows, alike = lifted.shape[0], [sparse.csr_array((0, lifted.shape[0]), dtype=np.int32)], []
    for part, fused, similar in fused_rows(text, lifted, papers, memo):
        ranked = ranked_rows(fused, PLACES)
        steps = np.rint(ranked.data * 10**PLACES).astype(np.int32)
        rows.append(sparse.csr_array((steps, ranked.indices, ranked.indptr), shape=(len(part), size)))
        is_alike = similar.data >= ALIKE
        one, other = part[ranks(similar.indptr)[0][is_alike]], similar.indices[is_alike]
        alike.append(np.minimum(one, other) * size + np.maximum(one, other))
    codes = np.unique(np.concatenate((np.zeros(0, dtype=np.int64), *alike)))
    return sparse.csr_array(sparse.vstack(rows, format="csr")), np.stack(np.divmod(codes, max(size, 1)), axis=1)


def _exchanged(
    last: Ranking, papers: NDArray[np.bool_], rows: sparse.csr_array, alike: NDArray[np.int64]
) -> tuple[sparse.csr_array, NDArray[np.int64]]:
    place = np.arange(len(papers))
    place[papers] = len(papers) + np.arange(rows.shape[0])
    pairs = np.concatenate((last.alike[~papers[last.alike].any(axis=1)], alike))
    return chosen_rows(last.steps, rows, place), pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
