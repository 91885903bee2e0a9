"""The vectors of a large library's papers, carried on from the last build: only the rows of other texts are made anew.

A row depends on the words of its paper, and on what is learnt from the sample (`samples`): how rare each word is,
and in which directions the papers differ. So a changed paper changes its own row.
"""

import numpy as np
import scipy.sparse as sparse
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from litatlas.incremental.columns import in_runs
from litatlas.incremental.memo import Digest
from litatlas.related.clusters import Learners
from litatlas.related.mixing import digests
from litatlas.related.nearest import Vectors
from litatlas.related.neighbours import Memory
from litatlas.related.samples import Sample
from litatlas.related.statistics import LATENT_GRID, WORD_GRID
from litatlas.related.streams import KEPT_ANEW, Content, Stream, differing
from litatlas.related.vectors import Words, both, find_directions, folded_in, rarities, shared, weighed, word_counts

Names = NDArray[np.uint64]


class Learnt(Struct, frozen=True):
    """What the papers of the sample say of words."""

    names: Names
    """Of their words and pairs of words, rising."""

    rarity: NDArray[np.float64]
    unseen: float
    """The rarity of all other words."""

    words: Names
    """Those of which the directions are made, rising."""

    directions: NDArray[np.int32]
    """Words x dimensions, in steps of the grid."""

    def _rarity_of(self, names: Names) -> NDArray[np.float64]:
        place, known = _places(self.names, names)
        rarity = np.full(len(names), self.unseen)
        rarity[known] = self.rarity[place[known]]
        return rarity

    def rows(self, content: Content) -> tuple[Words, NDArray[np.int16]]:
        """Give the words and the latent vectors of papers, in steps of the grids."""
        single, double = word_counts(content)
        counts = both(single, double)
        words = weighed(counts, self._rarity_of(counts.names)).table
        steps = (words.data * WORD_GRID).astype(np.int32)
        latent = self._latent(weighed(single, self._rarity_of(single.names)))
        table = sparse.csr_array((steps, words.indices, words.indptr), words.shape)
        return Words(table, counts.names), (latent * LATENT_GRID).astype(np.int16)

    def _latent(self, words: Words) -> NDArray[np.float32]:
        place, known = _places(self.words, words.names)
        return folded_in(sparse.csr_array(words.table[:, known]), self.directions[place[known]])


class Rows(Struct, frozen=True):
    """What one build leaves to the next."""

    learnt: Learnt
    texts: NDArray[np.uint64]
    """The hash of each paper's texts."""

    names: Names
    """Of the columns; rising, where they are kept."""

    words: sparse.csr_array
    """Papers x words, in steps of the grid."""

    latent: NDArray[np.int16]
    """Likewise."""


class Placed(Struct, frozen=True):
    """The vectors of all papers."""

    words: Words
    latent: NDArray[np.float32]
    marks: tuple[Digest, ...]
    """Of each paper: another one where its vectors are others; none where nothing is remembered."""

    learnt: Learnt | None = None
    """By which they were made, in a large library."""


def paper_vectors(stream: Stream, sample: Sample, dimensions: int, memory: Memory) -> Placed:
    """Give the words and the latent vectors of all papers of a large library.

    Arguments:
        stream: The words of the papers.
        sample: From which all learn.
        dimensions: The most dimensions of the latent space.
        memory: What is known from the last build.
    """
    stage = memory.memo.stage("related-vectors")
    said = sample.content
    parts = (part.tobytes() for part in (said.names, said.paper, said.field, said.word))
    key = memory.memo.digest(dimensions, said.papers, *parts)
    last: Rows | None = stage.get(key)
    rows = _updated(last, stream) if last is not None else _made(stream, sample, dimensions, memory)
    are_few = last is not None and differing(rows.texts, last.texts, ~np.isin(rows.texts, last.texts)) < KEPT_ANEW
    if not are_few:
        rows = _in_order(rows)
        stage.put(key, rows)
    stage.rest()
    words, latent = _from_steps(Words(rows.words, rows.names), rows.latent)
    # What stands in one paper only likens it to nobody. So its text and what is learnt decide about its likenesses.
    # Where few papers are compared, each with all, it costs less to look at it than to leave it out.
    if not are_few or len(stream.texts) > memory.exact_up_to:
        words = shared(words)
    return Placed(words, latent, tuple(digests(stream.texts, key)) if memory.ids else (), rows.learnt)


def learners_of(sample: Sample, placed: Placed) -> Learners | None:
    """Give the papers of the sample as they were when it was drawn; None where the others have not learnt from it."""
    if placed.learnt is None:
        return None
    words, latent = _from_steps(*placed.learnt.rows(sample.content))
    return Learners(Vectors(words.table, latent), words.names, sample.library)


def _from_steps(words: Words, latent: NDArray[np.int16]) -> tuple[Words, NDArray[np.float32]]:
    table = sparse.csr_array((words.table.data / WORD_GRID, words.table.indices, words.table.indptr), words.table.shape)
    return Words(table, words.names), np.divide(latent, np.float32(LATENT_GRID), dtype=np.float32)


def _made(stream: Stream, sample: Sample, dimensions: int, memory: Memory) -> Rows:
    learnt = _learnt(sample, dimensions, memory)
    words, latent = learnt.rows(stream.content)
    return Rows(learnt, stream.texts, words.names, words.table, latent)


def _learnt(sample: Sample, dimensions: int, memory: Memory) -> Learnt:
    single, double = word_counts(sample.content)
    counts, papers = both(single, double), sample.content.papers
    rarity = rarities(np.bincount(counts.table.indices, minlength=len(counts.names)), papers)
    known = shared(weighed(single, rarity[: len(single.names)]))
    directions = find_directions(known.table, dimensions, memory.workers)
    order = np.argsort(counts.names)
    unseen = float(rarities(np.zeros(1, dtype=np.int64), papers)[0])
    return Learnt(counts.names[order], rarity[order], unseen, known.names, directions)


def _updated(last: Rows, stream: Stream) -> Rows:
    if np.array_equal(last.texts, stream.texts):
        return last
    order = np.argsort(last.texts)
    place, are_known = _places(last.texts[order], stream.texts)
    old = np.append(order, 0)[place]
    changed = np.flatnonzero(~are_known)
    fresh, latent = last.learnt.rows(stream.of_papers(~are_known).content.with_its_words)
    fresh = _used(fresh)
    column, there = _places(last.names, fresh.names)
    names = np.concatenate((last.names, fresh.names[~there]))
    column[~there] = len(last.names) + np.arange(len(names) - len(last.names))
    more = _with_columns(fresh.table, column.astype(np.int32), len(names))
    old[changed] = len(last.texts) + np.arange(len(changed))
    words = chosen_rows(last.words, more, old)
    each = np.arange(len(last.texts) + len(changed) + 1)
    return Rows(last.learnt, stream.texts, names, words, in_runs(last.latent, each, old, latent))


def _in_order(rows: Rows) -> Rows:
    """Put the words in order, without those that no paper has any more."""
    words = _used(Words(rows.words, rows.names))
    order = np.argsort(words.names)
    column = np.empty(len(order), dtype=np.int32)
    column[order] = np.arange(len(order))
    return replace(rows, names=words.names[order], words=_with_columns(words.table, column, len(order)))


def chosen_rows(table: sparse.csr_array, more: sparse.csr_array, rows: NDArray[np.intp]) -> sparse.csr_array:
    """Give some rows of a table and of another one, counted on from its rows; most of them follow each other."""
    begins = np.append(table.indptr, table.indptr[-1] + more.indptr[1:])
    bounds = np.append(0, np.cumsum(np.diff(begins)[rows])).astype(np.int32)
    columns = ((table.data, more.data), (table.indices, more.indices))
    entries = (in_runs(column, begins, rows, behind) for column, behind in columns)
    return sparse.csr_array((*entries, bounds), shape=(len(rows), more.shape[1]))


def _used(words: Words) -> Words:
    """Leave out words that no paper has."""
    used = np.bincount(words.table.indices, minlength=len(words.names)) > 0
    return Words(_with_columns(words.table, (np.cumsum(used) - 1).astype(np.int32), int(used.sum())), words.names[used])


def _with_columns(table: sparse.csr_array, column: NDArray[np.int32], columns: int) -> sparse.csr_array:
    """Give a table with other numbers for its columns; the entries of a row stay in their order."""
    return sparse.csr_array((table.data, column[table.indices], table.indptr), shape=(table.shape[0], columns))


def _places(rising: Names, wanted: Names) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Find numbers among rising ones: their places, and which of them are there."""
    place = np.searchsorted(rising, wanted)
    there = place < len(rising)
    there[there] = rising[place[there]] == wanted[there]
    return place, there
