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

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse

from litatlas.incremental.memo import NOTHING, Memo
from litatlas.related.pairs import likenesses
from litatlas.related.signals import Signal
from litatlas.related.text_similarity import TextSpace

AUTHORS_WEIGHT = 0.15
SUBJECTS_WEIGHT = 0.10
ARTEFACTS_WEIGHT = 0.30
MENTIONS_WEIGHT = 0.30
CITATIONS_WEIGHT = 0.30
COUPLING_WEIGHT = 0.30
CO_CITATION_WEIGHT = 0.20


def fuse(text: TextSpace, others: Sequence[tuple[float, Signal]], memo: Memo = NOTHING) -> sparse.csr_array:
    """Add up the weighted scores of all pairs that any signal names."""
    similar = text.nearest
    lifted = sum((weight * signal.scores for weight, signal in others), sparse.csr_array(similar.shape))
    # Pairs that only another signal names have a similarity too; it was not among the nearest.
    unseen = sparse.triu(((lifted != 0).astype(np.int8) - (lifted != 0).multiply(similar != 0)) > 0, k=1, format="coo")
    rows, columns = (index.astype(np.intp) for index in unseen.coords)
    upper = sparse.csr_array((likenesses(text, rows, columns, memo), (rows, columns)), shape=similar.shape)
    similar = similar + upper + upper.T
    pairs = sparse.coo_array(similar)
    rows, columns = (index.astype(np.intp) for index in pairs.coords)
    damped = sparse.csr_array((text.damped(pairs.data, rows, columns), (rows, columns)), shape=similar.shape)
    return sparse.csr_array(damped + lifted)
