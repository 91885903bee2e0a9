"""The phrases that papers share: runs of words that stand together in at least two of them."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from litatlas.related.counting import numbered, numbered_pairs, papers_of
from litatlas.related.phrase_edges import Edges, Tokens, joins, nouns, uses_of
from litatlas.related.statistics import ODD
from litatlas.related.streams import Stream
from litatlas.related.tokens import TITLE

LONGEST = 4
"""Words in the longest phrase."""

_WHOLE_SHARE = 0.3
"""A phrase is one if this share of its sights, or more, are not the beginning of a longer one: not `multimodal web`."""

_HYPHENATED_SHARE = 0.5
"""A hyphenated word ends a phrase if so many of its sights stand before no other word: not `video-centric`."""

_LEADING_SHARE = 0.8
"""A phrase that follows one word in so many of its sights is only the end of a longer one."""


class Phrases(Struct, frozen=True):
    """Which phrases stand where; a sight is one place of one phrase."""

    length: NDArray[np.int8]
    """Words of each phrase."""

    papers: NDArray[np.int32]
    """In how many papers each phrase stands."""

    first_word: NDArray[np.int32]
    """A token at which each phrase begins: its words can be read there."""

    papers_of_word: NDArray[np.int64]
    """In how many papers each word of the stream stands, alone or in phrases."""

    beside: NDArray[np.int32]
    """Phrases x places of all words but the last: in how many papers that word and the next one stand side by side."""

    bound: NDArray[np.float64]
    """How often two of its words stand side by side, against chance, which is 1; by papers; 1 for one word."""

    offsets: NDArray[np.int64]
    """Where each paper's sights begin in the two arrays below; one longer than the papers."""

    phrase: NDArray[np.int32]
    """The phrase of each sight, rising within a paper."""

    token: NDArray[np.int32]
    """The token at which each sight begins."""

    def names(self, stream: Stream, marks: NDArray[np.uint64] | None = None) -> NDArray[np.uint64]:
        """Give a number for each phrase that is its own in every library: the hash of its words, and marks of them."""
        of_word = stream.names if marks is None else stream.names + marks
        names = self.length.astype(np.uint64)
        for place in range(LONGEST):
            reach = self.length > place
            names[reach] = names[reach] * ODD + of_word[stream.word[self.first_word[reach] + place]]
        return names

    _words: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def words(self, stream: Stream, number: int) -> tuple[str, ...]:
        """Give the normal forms of the words of a phrase."""
        if number not in self._words:
            self._words[number] = tuple(words_at(stream, int(self.first_word[number]), int(self.length[number])))
        return self._words[number]


class Sights(Struct, frozen=True):
    """Where phrases of one length stand."""

    length: int
    starts: Tokens
    """The token at which each sight begins, rising."""

    codes: NDArray[np.int64]
    """A number for the phrase of each, rising as their words do, the first before the others."""


Asked = Callable[[Tokens], NDArray[np.bool_]]
"""Says of some tokens whether a phrase may begin, or end, with each."""


def find_phrases(stream: Stream, papers: int) -> Phrases:
    """Find all phrases of 1 to `LONGEST` words that stand in two papers or more.

    A longer phrase cannot be in more papers than the shorter ones that it is made
    of (Agrawal and Srikant, VLDB 1994), so each length is counted only where the
    one before was found: the cost grows with the text, not with its possible phrases.
    """
    uses, every = uses_of(stream), np.arange(len(stream.word), dtype=np.int32)
    edges, runs = Edges.of(stream, nouns(stream, uses)), np.append(joins(stream), False)
    opens, closes = edges.opens(every), edges.closes(every)
    found: list[Sights] = []
    beside = np.zeros(len(stream.word) + LONGEST, dtype=np.int32)
    starts = np.flatnonzero((uses[0] > 1)[stream.word])
    codes = stream.word[starts].astype(np.int64)
    for length in range(1, LONGEST + 1):
        if length > 1:
            starts, codes = _longer(stream, starts, codes, runs, length)
            shared = are_in_two_papers(stream, starts, codes)
            starts, codes = starts[shared], numbered(codes[shared])
        if not len(starts):
            break
        if length == 2:
            beside[starts] = papers_of(stream.paper[starts], codes)[codes]
        found.append(whole_sights(edges, Sights(length, starts, codes), opens.take, closes.take))
    length_of, phrase, token = together(found)
    first = first_sights(phrase, token, len(length_of))
    places = np.arange(LONGEST - 1)
    pairs = np.where(places < length_of[:, None] - 1, beside[first[:, None] + places], 0)
    return assembled(stream, papers, uses[0], length_of, pairs, phrase, token)


def whole_sights(edges: Edges, sights: Sights, opens: Asked, closes: Asked) -> Sights:
    """Leave the sights of phrases that may begin and end so, and mostly stand whole."""
    starts, codes, length = sights.starts, sights.codes, sights.length
    good = opens(starts) & closes(starts + length - 1)
    if length == 1:
        good &= edges.alone[edges.stream.word[starts]]
    # Most words close no phrase, wherever they stand, and need no further look.
    looked_at = (np.bincount(codes[good], minlength=int(codes.max(initial=-1)) + 1) > 0)[codes]
    there = Sights(length, starts[looked_at], numbered(codes[looked_at]))
    whole = good[looked_at] & _are_whole(edges, there, opens)
    return Sights(length, there.starts[whole], there.codes[whole])


def _are_whole(edges: Edges, sights: Sights, opens: Asked) -> NDArray[np.bool_]:
    """Say of each sight whether its phrase mostly stands whole, and is no mere part of one longer phrase."""
    stream, starts, codes, length = edges.stream, sights.starts, sights.codes, sights.length
    if not len(codes):
        return np.zeros(0, dtype=np.bool_)
    size = int(codes.max()) + 1
    counts = np.bincount(codes, minlength=size)
    after = np.minimum(starts + length, len(stream.word) - 1)
    ends = (starts + length >= len(stream.word)) | ~stream.follows[after] | stream.stop[after]
    loosely = ends | (edges.scholarly[stream.word[after]] & ~stream.glued[after])
    last_glued = stream.glued[starts + length - 1]
    share = np.where(
        last_glued,
        np.bincount(codes, weights=ends, minlength=size)[codes] / counts[codes] / _HYPHENATED_SHARE,
        np.bincount(codes, weights=loosely, minlength=size)[codes] / counts[codes] / _WHOLE_SHARE,
    )
    # Which word stands before it, where that word could open the phrase.
    before = np.maximum(starts - 1, 0)
    led = (starts > 0) & stream.follows[starts] & opens(before)
    # Of most phrases all such words together are too few.
    led &= (np.bincount(codes[led], minlength=size) >= _LEADING_SHARE * counts)[codes]
    pairs, leading = np.unique(codes[led] * len(stream.words) + stream.word[before[led]], return_counts=True)
    most = np.zeros(size, dtype=np.int64)
    np.maximum.at(most, pairs // max(len(stream.words), 1), leading)
    return np.asarray((share >= 1) & (most[codes] < _LEADING_SHARE * counts[codes]), dtype=np.bool_)


def _longer(
    stream: Stream, starts: NDArray[np.int64], codes: NDArray[np.int64], runs: NDArray[np.bool_], length: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Lengthen each phrase by the token that follows it, where that joins it; numbered from 0."""
    run = runs[starts + length - 1]
    starts = starts[run]
    return starts, numbered_pairs(codes[run], stream.word[starts + length - 1])


def are_in_two_papers(stream: Stream, starts: Tokens, codes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say of each sight whether its phrase stands in two papers or more."""
    paper = stream.paper[starts]
    # Papers follow each other in a stream; of what is written to one place the last stays.
    first, last = np.zeros((2, int(codes.max(initial=-1)) + 1), dtype=np.int32)
    first[codes[::-1]], last[codes] = paper[::-1], paper
    return np.asarray((first != last)[codes], dtype=np.bool_)


def together(found: Sequence[Sights]) -> tuple[NDArray[np.int8], NDArray[np.int64], NDArray[np.int32]]:
    """Number the phrases of all lengths together; gives the length of each, the phrase and the token of each sight."""
    lengths, numbers, starts = [np.zeros(0, np.int8)], [np.zeros(0, np.int64)], [np.zeros(0, np.int32)]
    base = 0
    for sights in found:
        dense = numbered(sights.codes)
        lengths.append(np.full(int(dense.max(initial=-1)) + 1, sights.length, dtype=np.int8))
        numbers.append(dense + base)
        starts.append(sights.starts.astype(np.int32))
        base += len(lengths[-1])
    return np.concatenate(lengths), np.concatenate(numbers), np.concatenate(starts)


def first_sights(phrase: NDArray[np.int64], token: NDArray[np.int32], size: int) -> NDArray[np.int32]:
    """Give the first token of so many phrases, each of which has its sights in the order of the text."""
    first = np.zeros(size, dtype=np.int32)
    first[phrase[::-1]] = token[::-1]
    return first


def assembled(
    stream: Stream,
    papers: int,
    owners: NDArray[np.int64],
    length: NDArray[np.int8],
    beside: NDArray[np.int32],
    phrase: NDArray[np.int64],
    token: NDArray[np.int32],
) -> Phrases:
    """Sort the sights of phrases by paper, and weigh how strongly their words are bound.

    Arguments:
        stream: In which they stand.
        papers: How many papers there are.
        owners: In how many of them each word stands.
        length: Of each phrase; they are in order of it, then of their words.
        beside: As in `Phrases`.
        phrase: That of each sight, those of one in the order of the text.
        token: At which it begins.
    """
    order = np.argsort(stream.paper[token] * np.int64(max(len(length), 1)) + phrase, kind="stable")
    token, phrase = token[order], phrase[order]
    first = first_sights(phrase, token, len(length))
    return Phrases(
        length=length,
        papers_of_word=owners,
        beside=beside,
        bound=_bound(stream, papers, owners, first, length, beside),
        papers=papers_of(stream.paper[token], phrase, len(length)).astype(np.int32),
        first_word=first,
        offsets=np.searchsorted(stream.paper[token], np.arange(papers + 1, dtype=np.int32)).astype(np.int64),
        phrase=phrase.astype(np.int32),
        token=token,
    )


def _bound(
    stream: Stream,
    papers: int,
    owners: NDArray[np.int64],
    first: NDArray[np.int32],
    length: NDArray[np.int8],
    beside: NDArray[np.int32],
) -> NDArray[np.float64]:
    """Give the strongest bond between two neighbouring words of each phrase: papers with both, against chance."""
    strongest = np.where(length > 1, 0.0, 1.0)
    for place in range(LONGEST - 1):
        reach = length > place + 1
        token = first[reach].astype(np.int64) + place
        chance = owners[stream.word[token]] * owners[stream.word[token + 1]] / max(papers, 1)
        bound = beside[reach, place] / chance
        # What a hyphen joins belongs together, however common its parts are.
        bound = np.where(stream.glued[token + 1], np.maximum(bound, 1.0), bound)
        strongest[reach] = np.maximum(strongest[reach], bound)
    return np.asarray(np.round(strongest, 6), dtype=np.float64)


def words_at(stream: Stream, token: int, length: int) -> Iterator[str]:
    """Give the normal forms of the words of a phrase at one place."""
    return (stream.words[number] for number in stream.word[token : token + length])


def in_title(stream: Stream, tokens: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Say which sights stand in a title."""
    return np.asarray(stream.field[tokens] == TITLE, dtype=np.bool_)
