"""The graph that themes and map are made of: each paper with those nearest to it, as arrays."""

import numpy as np
import scipy.sparse as sparse
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.related import Scores
from litatlas.related.nearest import best_of_rows, first_of_rows

NEIGHBOURS = 12
"""Each paper is joined to so many others, and to all that are joined to it."""

CANDIDATES = 32
"""Of so many, by their fused score, the nearest are chosen once the tags have been heard too."""

TAGS_WEIGHT = 0.15
"""What full agreement of the tags adds to a fused score (of which half are under 0.16).

A related paper must be near in words; papers of one chapter must be so in matter, which is what tags say.
"""


class PaperGraph(Struct, frozen=True):
    """An undirected weighted graph of the papers, by their place in the library."""

    papers: int
    ends: NDArray[np.int64]
    """Edges x 2: the lower end first, in rising order, each edge once."""

    weights: NDArray[np.float64]

    @property
    def matrix(self) -> sparse.csr_array:
        """The weights as papers x papers, symmetric."""
        low, high = self.ends.T
        data = np.concatenate([self.weights, self.weights])
        places = (np.concatenate([low, high]), np.concatenate([high, low]))
        return sparse.csr_array(sparse.coo_array((data, places), shape=(self.papers, self.papers)))


def paper_graph(scores: Scores, neighbours: int = NEIGHBOURS) -> PaperGraph:
    """Join each paper to the papers nearest to it, by all signals and by the tags."""
    rows, columns, near = first_of_rows(scores.ranked, CANDIDATES)
    tagged = near + TAGS_WEIGHT * _tag_likeness(scores, rows, columns)
    chosen = nearest(sparse.csr_array((tagged, (rows, columns)), shape=scores.ranked.shape), neighbours)
    both = sparse.coo_array(sparse.triu(chosen.maximum(chosen.T), k=1))
    low, high = (index.astype(np.int64) for index in both.coords)
    order = np.lexsort((high, low))
    ends = np.column_stack((low, high))[order] if len(order) else np.zeros((0, 2), dtype=np.int64)
    return PaperGraph(chosen.shape[0], ends, np.round(both.data[order], 4))


def nearest(scores: sparse.csr_array, most: int) -> sparse.csr_array:
    """Keep the best scores of each row, in four places; of equal ones those in front."""
    rows, columns, values = best_of_rows(scores, most, 4)
    return sparse.csr_array((values, (rows, columns)), shape=scores.shape)


def _tag_likeness(scores: Scores, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.float64]:
    """Give the cosine of the tags of each pair, rare tags counting more."""
    subjects, owned = scores.subjects, scores.subjects.tags
    papers, slugs = len(owned), {slug: number for number, slug in enumerate(sorted(subjects.by_slug))}
    if not slugs or not papers:
        return np.zeros(len(rows))
    counts = np.array([subjects.by_slug[slug].papers for slug in slugs])
    rarity = np.log((1 + papers) / (1 + counts)) + 1e-9
    column = np.array([slugs[slug] for slug, _ in owned.values], dtype=np.int32)[owned.numbers]
    tags = sparse.csr_array((rarity[column], column, owned.bounds), shape=(papers, len(slugs)))
    # Sums of equal tags are equal: they are added up in one order.
    tags.sort_indices()
    lengths = np.sqrt(np.asarray(tags.multiply(tags).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    unit = sparse.csr_array(sparse.diags_array(1 / lengths) @ tags)
    likeness = np.zeros(len(rows))
    for begin in range(0, len(rows), 100_000):
        part = slice(begin, begin + 100_000)
        likeness[part] = np.asarray(unit[rows[part]].multiply(unit[columns[part]]).sum(axis=1)).ravel()
    return likeness
