"""What every signal of relatedness gives: scored pairs of papers, and the reason for each pair.

A new signal is one module that makes a `Signal`, and one line in `facts`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np
import scipy.sparse as sparse
from msgspec import Struct

from litatlas.model import Reason
from litatlas.related.statistics import stable_count

Reasons = Callable[[int, int], tuple[Reason, ...]]
"""Says why the second paper stands in the list of the first; gives nothing where it cannot."""


class Signal(Struct, frozen=True):
    """One way in which papers are related.

    Papers are named by their place in the library, which is sorted by id.
    """

    scores: sparse.csr_array
    """Papers x papers, 0 to 1, without a diagonal; row i holds what is related to i.

    Symmetric, also for mentions: there the reason tells the direction.
    """

    reasons: Reasons
    """Why the second paper stands in the list of the first; empty where the signal says nothing of the pair."""


def no_scores(papers: int) -> sparse.csr_array:
    """Give the scores of a signal that found nothing."""
    return sparse.csr_array((papers, papers), dtype=np.float64)


def symmetric(pairs: Collection[tuple[int, int]], papers: int) -> sparse.csr_array:
    """Give 1 to each of the pairs, whichever of the two comes first."""
    both = sorted({*pairs, *((column, row) for row, column in pairs)})
    places = tuple(np.array(both, dtype=np.int32).reshape(-1, 2).T)
    return sparse.csr_array((np.ones(len(both)), places), shape=(papers, papers))


def shared_by(owners: Mapping[str, Sequence[int]], papers: int, most: int) -> sparse.csr_array:
    """Score the pairs of papers that own the same things, rare ones counting more.

    The score is the cosine of the papers' vectors of things, each weighted by
    ln(1 + papers / owners), the papers counted coarsely (`statistics`). Things of one
    owner relate nobody; those of more than `most` owners tell nothing, and would make
    the cost grow with the square of their number.

    Arguments:
        owners: The papers that own each thing; in order, each once.
        papers: How many papers there are.
        most: The most owners that a thing may have.
    """
    things = [group for group in owners.values() if len(group) <= most]
    if not any(len(group) > 1 for group in things):
        return no_scores(papers)
    rows = np.array([paper for group in things for paper in group], dtype=np.int32)
    sizes = np.array([len(group) for group in things])
    columns = np.repeat(np.arange(len(things), dtype=np.int32), sizes)
    weights = np.repeat(np.log1p(stable_count(papers) / sizes), sizes)
    owned = sparse.coo_array((weights, (rows, columns)), shape=(papers, len(things))).tocsr()
    lengths = np.sqrt(np.asarray(owned.multiply(owned).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    unit = sparse.diags_array(1 / lengths) @ owned
    scores = (unit @ unit.T).tocsr()
    scores.setdiag(0)
    scores.eliminate_zeros()
    scores.data = np.minimum(scores.data, 1.0)
    return sparse.csr_array(scores)
