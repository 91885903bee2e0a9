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

import scipy.sparse as sparse

from litatlas.incremental.memo import NOTHING, Memo
from litatlas.related.nearest import ranks
from litatlas.related.pairs import likenesses
from litatlas.related.text_similarity import TextSpace

AUTHORS_WEIGHT = 0.15
SUBJECTS_WEIGHT = 0.10
ARTEFACTS_WEIGHT = 0.30
MENTIONS_WEIGHT = 0.30
CITATIONS_WEIGHT = 0.30
COUPLING_WEIGHT = 0.30
CO_CITATION_WEIGHT = 0.20


def fuse(text: TextSpace, lifted: sparse.csr_array, memo: Memo = NOTHING) -> sparse.csr_array:
    """Add up the scores of all pairs that any signal names.

    Arguments:
        text: How alike words are.
        lifted: Papers x papers: the weighed sum of all other signals.
        memo: What is known from earlier builds.
    """
    similar = text.nearest
    # Pairs that only another signal names have a similarity too; it was not among the nearest.
    rows, columns = sparse.triu((lifted != 0) > (similar != 0), k=1, format="coo").coords
    upper = sparse.csr_array((likenesses(text, rows, columns, memo), (rows, columns)), shape=similar.shape)
    similar = similar + (upper + upper.T)
    similar.data = text.damped(similar.data, ranks(similar.indptr)[0], similar.indices)
    return sparse.csr_array(similar + lifted)
