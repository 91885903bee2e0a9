"""Similarities of papers, smoothed once: a paper is also like another if its nearest neighbours are.

That is what pseudo-relevance feedback does for a query (Rocchio 1971), done on the similarities themselves.
"""

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from litatlas.related.nearest import DIGITS, Found

HELPERS = 5
"""Nearest papers whose similarities help those of a paper."""

SMOOTHING = 0.25
"""Their share of the smoothed similarity."""

_ROWS = 2_000


def both_ways(found: Found, papers: NDArray[np.bool_]) -> sparse.csr_array:
    """Give the similarities of some papers to those nearest to them, and to those to which they are near; as papers x
    papers, of which the rows of all others are empty."""
    columns, scores = (part.ravel() for part in found)
    rows = np.repeat(np.arange(len(papers), dtype=np.int32), found[1].shape[1])
    there, shape = scores > 0, (len(papers), len(papers))
    here, away = there & papers[rows], there & papers[columns]
    nearest = sparse.csr_array((scores[here], (rows[here], columns[here].astype(np.int32))), shape=shape)
    return nearest.maximum(sparse.csr_array((scores[away], (columns[away].astype(np.int32), rows[away])), shape=shape))


def with_helpers(found: Found, papers: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Give some papers, and those that help them."""
    asked = papers.copy()
    asked[found[0][papers, :HELPERS].ravel()] = True
    return asked


def smoothed_rows(
    found: Found, papers: NDArray[np.bool_], both: sparse.csr_array
) -> Iterator[tuple[NDArray[np.intp], sparse.csr_array]]:
    """Mix each similarity with those that the nearest papers of both have to the other.

    Arguments:
        found: The nearest papers of each.
        papers: Those that are asked for.
        both: What `both_ways` gives of them and of their helpers.

    Yields:
        Some papers, and their rows; without a diagonal, 0 to 1, the same from both sides.
    """
    helpers = _helpers(found)
    helped_by = helpers.T.tocsr()
    helping = both + sparse.eye_array(len(papers), format="csr")
    chosen = np.flatnonzero(papers)
    # A few rows at a time: most pairs that the helpers name are not near, and all of them would fill the memory.
    for start in range(0, len(chosen), _ROWS):
        part = chosen[start : start + _ROWS]
        similar, near = both[part], both[part] != 0
        here = (helpers[part] @ helping).multiply(near)
        there = (helping[part] @ helped_by).multiply(near)
        mixed = sparse.csr_array((1 - SMOOTHING) * similar + SMOOTHING * ((here + there) / 2))
        mixed.data = np.round(np.clip(mixed.data, 0.0, 1.0), DIGITS)
        yield part, mixed


def _helpers(found: Found) -> sparse.csr_array:
    """Give how much each paper is helped by those nearest to it: rows of sum 1."""
    columns, scores = found[0][:, :HELPERS].astype(np.int32), found[1][:, :HELPERS]
    sums = scores.sum(axis=1, keepdims=True)
    shares = np.divide(scores, sums, out=np.zeros_like(scores), where=sums > 0)
    rows, is_there = np.repeat(np.arange(len(scores), dtype=np.int32), scores.shape[1]), shares.ravel() > 0
    places = rows[is_there], columns.ravel()[is_there]
    return sparse.csr_array((shares.ravel()[is_there], places), shape=(len(scores), len(scores)))
