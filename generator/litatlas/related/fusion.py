"""How the signals become one score for each pair of papers.

The fused score of a pair is

    text similarity + 0.15 x authors + 0.10 x rare tags and keywords
                    + 0.30 x mention + 0.30 x artefact
                    + 0.30 x citation + 0.30 x shared references + 0.20 x cited together

each part from 0 to 1. The weights were fixed on the tuning half of the open
benchmark as far as it has the signal (text, authors, keywords); a mention, a citation or a common
repository is certain, so each lifts a pair above what words alone can reach.
They are weights of similarities, not of ranks or counts, and so they do not
depend on the size of the library.
"""

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from litatlas.incremental.memo import NOTHING, Memo
from litatlas.related.nearest import ranks
from litatlas.related.pairs import likenesses
from litatlas.related.smoothing import both_ways, smoothed_rows, with_helpers
from litatlas.related.text_similarity import TextSpace

AUTHORS_WEIGHT = 0.15
SUBJECTS_WEIGHT = 0.10
ARTEFACTS_WEIGHT = 0.30
MENTIONS_WEIGHT = 0.30
CITATIONS_WEIGHT = 0.30
COUPLING_WEIGHT = 0.30
CO_CITATION_WEIGHT = 0.20


def fused_rows(
    text: TextSpace, lifted: sparse.csr_array, papers: NDArray[np.bool_], memo: Memo = NOTHING
) -> Iterator[tuple[NDArray[np.intp], sparse.csr_array, sparse.csr_array]]:
    """Add up the scores of all pairs of some papers that any signal names.

    Arguments:
        text: How alike words are.
        lifted: Papers x papers: the weighed sum of all other signals.
        papers: Those whose rows are asked for.
        memo: What is known from earlier builds.

    Yields:
        Some papers, their rows, and how alike their words are: smoothed, but not damped.
    """
    # Pairs that only another signal names have a similarity too; it was not among the nearest.
    both = both_ways(text.found, with_helpers(text.found, papers))
    unnamed = _unnamed(text, lifted, papers, both, memo)
    for part, similar in smoothed_rows(text.found, papers, both):
        named = sparse.csr_array(similar + unnamed[part])
        named.data = text.damped(named.data, part[ranks(named.indptr)[0]], named.indices)
        yield part, sparse.csr_array(named + lifted[part]), similar


def _unnamed(
    text: TextSpace, lifted: sparse.csr_array, papers: NDArray[np.bool_], both: sparse.csr_array, memo: Memo
) -> sparse.csr_array:
    """Give the similarities of pairs of some papers that are not among the nearest, but named by another signal."""
    row = ranks(lifted.indptr)[0]
    asked = papers[row]
    named = sparse.csr_array((lifted.data[asked], (row[asked], lifted.indices[asked])), shape=lifted.shape)
    rows, columns = ((named != 0) > (both != 0)).tocoo().coords
    # Each pair once, from the paper that stands first of those that are asked for.
    once = (rows < columns) | ~papers[columns]
    rows, columns = rows[once], columns[once]
    scores = likenesses(text, np.minimum(rows, columns), np.maximum(rows, columns), memo)
    one_way = sparse.csr_array((scores, (rows, columns)), shape=lifted.shape)
    return sparse.csr_array(one_way + one_way.T)
