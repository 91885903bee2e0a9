"""The phrases of a library, carried on from an earlier build: looked for again are those only that other texts touch.

Whether a run of words is a phrase, and where, hangs on the places where it stands, and on whether its last word is used
like a noun (`phrase_edges`). So where some texts are others, that is asked again of the runs of words in them, old and
new, and of those that end with a word whose use they have changed. All others stand where they stood.
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.incremental.memo import Memo
from litatlas.related.counting import papers_of
from litatlas.related.mixing import Numbers, places_of
from litatlas.related.phrase_edges import Edges, Tokens, Uses, joins, nouns, uses_of
from litatlas.related.phrases import (
    LONGEST,
    Phrases,
    Sights,
    are_in_two_papers,
    assembled,
    find_phrases,
    first_sights,
    together,
    whole_sights,
)
from litatlas.related.streams import Stream

_Words = NDArray[np.int64]
"""Runs x `LONGEST`: the numbers of the words of each, -1 where it is shorter."""


class Kept(Struct, frozen=True):
    """What one build leaves to the next."""

    texts: NDArray[np.uint64]
    """Of each paper, as in the stream."""

    bounds: NDArray[np.int64]
    """Where the tokens of each paper begin in the stream; one longer than the papers."""

    names: NDArray[np.uint64]
    """Of the words of the stream."""

    uses: Uses
    words: _Words
    """Of each phrase."""

    beside: NDArray[np.int32]
    offsets: NDArray[np.int64]
    phrase: NDArray[np.int32]
    token: NDArray[np.int32]
    """All as in `Phrases`."""

    @classmethod
    def of(cls, stream: Stream, phrases: Phrases) -> "Kept":
        """Take what the next build needs of these phrases."""
        words = _words_at(stream, phrases.first_word, phrases.length)
        where = (phrases.offsets, phrases.phrase, phrases.token)
        return cls(stream.texts, _bounds(stream), stream.names, uses_of(stream), words, phrases.beside, *where)


class _Runs:
    """Runs of up to `LONGEST` words: those of a length have numbers that rise as their words do."""

    def __init__(self, word: NDArray[np.int64], joined: NDArray[np.bool_], size: int) -> None:
        """Take all runs of a text.

        Arguments:
            word: The words of the text; -1 for one that no library has any more.
            joined: Whether each belongs to the same run as the one before.
            size: How many words there are.
        """
        self._size, self._keys = size, list[NDArray[np.int64]]()
        starts = np.flatnonzero(word >= 0)
        numbers = np.zeros(len(starts), dtype=np.int64)
        goes_on = np.append(joined & (word >= 0), np.zeros(LONGEST, dtype=np.bool_))
        for length in range(1, LONGEST + 1):
            if length > 1:
                going = goes_on[starts + length - 1]
                starts, numbers = starts[going], numbers[going]
            keys, numbers = np.unique(numbers * size + word[starts + length - 1], return_inverse=True)
            self._keys.append(keys)
        self.first = np.full(size, -1, dtype=np.int64)
        """The number of each word among the runs of one word; -1 where it is none."""
        self.first[self._keys[0]] = np.arange(len(self._keys[0]))
        self.are_first = self.first >= 0

    def count(self, length: int) -> int:
        """Give how many runs of a length there are."""
        return len(self._keys[length - 1])

    def first_of(self, words: NDArray[np.integer]) -> NDArray[np.int64]:
        """Give the numbers of words, of which -1 is none."""
        return np.where(words >= 0, self.first[words], -1)

    def longer(self, length: int, shorter: NDArray[np.int64], words: NDArray[np.integer]) -> NDArray[np.int64]:
        """Give the numbers of the runs of this length that are shorter ones and a word behind; -1 for none."""
        keys = np.append(self._keys[length - 1], -1)
        wanted = shorter * self._size + words
        place = np.searchsorted(keys[:-1], wanted)
        return np.where((shorter >= 0) & (words >= 0) & (keys[place] == wanted), place, -1)

    def are_among(self, words: _Words) -> NDArray[np.bool_]:
        """Say of phrases, by their words, whether each is one of the runs."""
        length, numbers = (words >= 0).sum(axis=1), self.first_of(words[:, 0])
        are_among = (length == 1) & (numbers >= 0)
        for place in range(1, LONGEST):
            numbers = self.longer(place + 1, numbers, words[:, place])
            are_among |= (length == place + 1) & (numbers >= 0)
        return np.asarray(are_among, dtype=np.bool_)


def phrases_of(stream: Stream, memo: Memo) -> Phrases:
    """Find the phrases of a stream, as `find_phrases` does.

    Arguments:
        stream: The words of the papers.
        memo: What is known from earlier builds.
    """
    stage, key = memo.stage("related-phrases"), memo.digest("the last phrases")
    kept: Kept | None = stage.get(key)
    found = _carried_on(kept, stream) if kept else None
    if found is None:
        found = find_phrases(stream, len(stream.texts))
        # Else what is kept of the stream is of other papers, and says nothing of those that came and went since.
        if stream.gone is None:
            stage.put(key, Kept.of(stream, found))
    stage.rest()
    return found


def _carried_on(kept: Kept, stream: Stream) -> Phrases | None:
    """Give the phrases of a stream; nothing where what is kept is of another one than the stream goes back to."""
    at, is_new = places_of(stream.texts, kept.texts)
    stays = np.bincount(at[~is_new], minlength=len(kept.texts)) > 0
    gone = stream.gone or stream.of_papers(np.zeros(len(stream.texts), dtype=np.bool_))
    is_the_same = np.array_equal(gone.texts, kept.texts[~stays]) and np.array_equal(gone.names, kept.names)
    if not is_the_same or (np.diff(at[~is_new]) < 0).any():
        return None
    added, there = stream.of_papers(is_new), _places_in(stream.names, kept.names)
    uses, known = uses_of(added), there >= 0
    uses[:, there[known]] += (kept.uses - uses_of(gone))[:, known]
    are_nouns = nouns(stream, uses)
    turned = np.zeros(len(stream.words), dtype=np.bool_)
    turned[there[known]] = nouns(gone, kept.uses)[known] != are_nouns[there[known]]
    joined = joins(stream)
    runs = _touched(stream, joined, turned, (there[gone.word], joins(gone)), (added.word, joins(added)))
    found, both = _looked_for(stream, joined, Edges.of(stream, are_nouns), uses, runs)
    words = np.where(kept.words >= 0, there[kept.words], -1)
    shift = np.zeros(len(stays), dtype=np.int64)
    shift[at[~is_new]] = _bounds(stream)[:-1][~is_new] - kept.bounds[at[~is_new]]
    stand = _standing(kept, shift, stays, runs.are_among(words))
    return _merged(stream, uses, runs, both, words, kept.beside, stand, together(found))


def _places_in(names: Numbers, wanted: Numbers) -> NDArray[np.int64]:
    """Find numbers among others: the place of each, -1 where it is not there."""
    places, are_none = places_of(wanted, names)
    return np.where(are_none, -1, places)


def _touched(
    stream: Stream, joined: NDArray[np.bool_], turned: NDArray[np.bool_], *texts: tuple[Tokens, NDArray[np.bool_]]
) -> _Runs:
    """Give the runs of words of some texts, and of all that stand before and in a word that is used otherwise now."""
    last = np.flatnonzero(turned[stream.word]) if turned.any() else np.zeros(0, dtype=np.int64)
    tokens = np.maximum(last[:, None] + np.arange(1 - LONGEST, 1), 0)
    goes_on = joined[tokens]
    goes_on[:, 0] = False
    parts = [*texts, (stream.word[tokens].ravel(), goes_on.ravel())]
    word = np.concatenate([part for part, _ in parts]).astype(np.int64)
    return _Runs(word, np.concatenate([part for _, part in parts]), len(stream.words))


def _looked_for(
    stream: Stream, joined: NDArray[np.bool_], edges: Edges, uses: Uses, runs: _Runs
) -> tuple[list[Sights], NDArray[np.int64]]:
    """Find the phrases among some runs; gives their sights, and in how many papers each run of two words stands."""
    starts = np.flatnonzero((runs.are_first & edges.alone & (uses[0] > 1))[stream.word])
    found = [whole_sights(edges, Sights(1, starts, stream.word[starts].astype(np.int64)), edges.opens, edges.closes)]
    inside, goes_on = runs.are_first[stream.word], np.append(joined, False)
    starts = np.flatnonzero(inside[:-1] & inside[1:] & joined[1:])
    numbers, both = runs.first[stream.word[starts]], np.zeros(0, dtype=np.int64)
    for length in range(2, LONGEST + 1):
        going = goes_on[starts + length - 1]
        starts, numbers = starts[going], numbers[going]
        numbers = runs.longer(length, numbers, stream.word[starts + length - 1])
        starts, numbers = starts[numbers >= 0], numbers[numbers >= 0]
        shared = are_in_two_papers(stream, starts, numbers)
        starts, numbers = starts[shared], numbers[shared]
        if length == 2:
            both = papers_of(stream.paper[starts], numbers, runs.count(2))
        found.append(whole_sights(edges, Sights(length, starts, numbers), edges.opens, edges.closes))
    return found, both


def _standing(
    kept: Kept, shift: NDArray[np.int64], stays: NDArray[np.bool_], touched: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Give the sights that stand as they stood, by phrase and by token, which a paper's shift makes another one now."""
    paper = np.repeat(np.arange(len(stays)), np.diff(kept.offsets))
    stand = stays[paper] & ~touched[kept.phrase]
    return kept.phrase[stand], (kept.token[stand] + shift[paper[stand]]).astype(np.int32)


def _merged(
    stream: Stream,
    uses: Uses,
    runs: _Runs,
    both: NDArray[np.int64],
    words: _Words,
    beside: NDArray[np.int32],
    stand: tuple[NDArray[np.int32], NDArray[np.int32]],
    found: tuple[NDArray[np.int8], NDArray[np.int64], NDArray[np.int32]],
) -> Phrases:
    """Put the sights that stand and those that were found together, and their phrases in order."""
    alive = np.bincount(stand[0], minlength=len(words)) > 0
    length, phrase, token = found
    words = np.concatenate((words[alive], _words_at(stream, first_sights(phrase, token, len(length)), length)))
    length = (words >= 0).sum(axis=1).astype(np.int8)
    order = np.lexsort((*words.T[::-1], length))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    numbers = np.concatenate(((np.cumsum(alive) - 1)[stand[0]], phrase + int(alive.sum())))
    tokens, pairs = np.concatenate((stand[1], token)), np.zeros((len(words), LONGEST - 1), dtype=np.int32)
    pairs[: int(alive.sum())] = beside[alive]
    for column in range(LONGEST - 1):
        pair = runs.longer(2, runs.first_of(words[:, column]), words[:, column + 1])
        pairs[pair >= 0, column] = both[pair[pair >= 0]]
    papers = len(stream.texts)
    return assembled(stream, papers, uses[0], length[order], pairs[order], place[numbers], tokens)


def _words_at(stream: Stream, first: NDArray[np.int32], length: NDArray[np.int8]) -> _Words:
    """Give the words of phrases of these lengths that begin at these tokens."""
    places = np.arange(LONGEST)
    token = np.minimum(first[:, None] + places, max(len(stream.word) - 1, 0))
    return np.where(places < length[:, None], stream.word[token], -1)


def _bounds(stream: Stream) -> NDArray[np.int64]:
    return np.append(0, np.cumsum(stream.sizes)).astype(np.int64)
