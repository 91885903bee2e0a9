"""The phrases that papers share: runs of words that stand together in at least two of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from litatlas.related.counting import numbered, numbered_pairs, papers_of
from litatlas.related.forms import ADJECTIVE, ADVERB, IN_LY, NOUN, NUMBER, NUMBERED, PARTICIPLE, SHORTEST
from litatlas.related.statistics import ODD
from litatlas.related.streams import Stream
from litatlas.related.tokens import KEYWORDS, TITLE
from litatlas.related.words import (
    BACKGROUND,
    COMMON_NAMES,
    EMPTY_IN_COMPOUNDS,
    NO_CLOSING_COMPOUND,
    NO_OPENING,
    SCHOLARLY,
    WEAK_ALONE,
)

LONGEST = 4
"""Words in the longest phrase."""

_NOUN_SHARE = 0.25
"""A word closes a phrase if this share of its sights, or more, stand before no further content word."""


_WHOLE_SHARE = 0.3
"""A phrase is one if this share of its sights, or more, are not the beginning of a longer one: not `multimodal web`."""

_HYPHENATED_SHARE = 0.5
"""A hyphenated word ends a phrase if so many of its sights stand before no other word: not `video-centric`."""

_LEADING_SHARE = 0.8
"""A phrase that follows one word in so many of its sights is only the end of a longer one."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Which phrases stand where; a sight is one place of one phrase."""

    length: NDArray[np.int8]
    """Words of each phrase."""

    papers: NDArray[np.int32]
    """In how many papers each phrase stands."""

    first_word: NDArray[np.int32]
    """A token at which each phrase begins: its words can be read there."""

    papers_of_word: NDArray[np.int64]
    """In how many papers each word of the stream stands, alone or in phrases."""

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

    _words: dict[int, tuple[str, ...]] = field(default_factory=dict, compare=False)

    def words(self, stream: Stream, number: int) -> tuple[str, ...]:
        """Give the normal forms of the words of a phrase."""
        if number not in self._words:
            self._words[number] = tuple(words_at(stream, int(self.first_word[number]), int(self.length[number])))
        return self._words[number]


def find_phrases(stream: Stream, papers: int) -> Phrases:
    """Find all phrases of 1 to `LONGEST` words that stand in two papers or more.

    A longer phrase cannot be in more papers than the shorter ones that it is made
    of (Agrawal and Srikant, VLDB 1994), so each length is counted only where the
    one before was found: the cost grows with the text, not with its possible phrases.
    """
    opens, closes = _edges(stream)
    scholarly = stream.are_among(SCHOLARLY) | stream.have(IN_LY)
    joins = _joins(stream)
    found: list[tuple[NDArray[np.int32], NDArray[np.int64], int]] = []
    bound = np.ones(len(stream.word))
    owners = papers_of(stream.paper, stream.word, len(stream.words))
    starts = np.flatnonzero((owners > 1)[stream.word])
    codes = stream.word[starts].astype(np.int64)
    for length in range(1, LONGEST + 1):
        if length > 1:
            starts, codes = _in_two_papers(stream, *_longer(stream, starts, codes, joins, length))
        if not len(starts):
            break
        if length == 2:
            bound = _bound(stream, starts, codes, owners, papers)
        good = opens[starts] & closes[starts + length - 1]
        if length == 1:
            good &= _says_something_alone(stream)[starts]
        # Most words close no phrase, wherever they stand, and need no further look.
        looked_at = (np.bincount(codes[good], minlength=int(codes.max()) + 1) > 0)[codes]
        starts_there, codes_there = starts[looked_at], numbered(codes[looked_at])
        whole = good[looked_at] & _is_whole(stream, starts_there, codes_there, length, opens, scholarly)
        found.append((starts_there[whole].astype(np.int32), codes_there[whole], length))
    return _indexed(stream, papers, found, bound, owners)


def _says_something_alone(stream: Stream) -> NDArray[np.bool_]:
    """Say of each token whether it may be a term by itself: `sarcasm`, `Mamba`; not `flexibility`, `knowledge`."""
    empty = SCHOLARLY | BACKGROUND | COMMON_NAMES | NO_OPENING
    # Alone, a participle or gerund is rarely the name of a matter: `facilitating`.
    alone = ~stream.are_among(empty) & ~stream.have(SHORTEST | NUMBERED | PARTICIPLE)
    return np.asarray(alone[stream.word], dtype=np.bool_)


def _is_whole(
    stream: Stream,
    starts: NDArray[np.int64],
    codes: NDArray[np.int64],
    length: int,
    opens: NDArray[np.bool_],
    scholarly: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Say of each sight whether its phrase mostly stands whole, and is no mere part of one longer phrase."""
    if not len(codes):
        return np.zeros(0, dtype=np.bool_)
    size = int(codes.max()) + 1
    sights = np.bincount(codes, minlength=size)
    after = np.minimum(starts + length, len(stream.word) - 1)
    ends = (starts + length >= len(stream.word)) | ~stream.follows[after] | stream.stop[after]
    loosely = ends | (scholarly[stream.word[after]] & ~stream.glued[after])
    last_glued = stream.glued[starts + length - 1]
    share = np.where(
        last_glued,
        np.bincount(codes, weights=ends, minlength=size)[codes] / sights[codes] / _HYPHENATED_SHARE,
        np.bincount(codes, weights=loosely, minlength=size)[codes] / sights[codes] / _WHOLE_SHARE,
    )
    # Which word stands before it, where that word could open the phrase.
    before = np.maximum(starts - 1, 0)
    led = (starts > 0) & stream.follows[starts] & opens[before]
    # Of most phrases all such words together are too few.
    led &= (np.bincount(codes[led], minlength=size) >= _LEADING_SHARE * sights)[codes]
    pairs, counts = np.unique(codes[led] * len(stream.words) + stream.word[before[led]], return_counts=True)
    most = np.zeros(size, dtype=np.int64)
    np.maximum.at(most, pairs // max(len(stream.words), 1), counts)
    return np.asarray((share >= 1) & (most[codes] < _LEADING_SHARE * sights[codes]), dtype=np.bool_)


def _bound(
    stream: Stream, starts: NDArray[np.int64], codes: NDArray[np.int64], word: NDArray[np.int64], papers: int
) -> NDArray[np.float64]:
    """Say of each token how strongly it is bound to the next one: papers with both side by side, against chance."""
    both = papers_of(stream.paper[starts], codes)[codes]
    bound = np.zeros(len(stream.word))
    chance = word[stream.word[starts]] * word[stream.word[starts + 1]] / max(papers, 1)
    # What a hyphen joins belongs together, however common its parts are.
    bound[starts] = np.where(stream.glued[starts + 1], np.maximum(both / chance, 1.0), both / chance)
    return bound


def _edges(stream: Stream) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Say of each token whether a phrase may begin and may end with it."""
    empty = stream.are_among(SCHOLARLY) | stream.have(NUMBER | SHORTEST | ADVERB)
    never_first, form = stream.are_among(NO_OPENING), stream.have(NOUN)
    noun = (_nouns(stream) | stream.are_among(WEAK_ALONE)) & form
    word = stream.word
    next_glued = np.append(stream.glued[1:], False)
    content = ~stream.stop & ~empty[word]
    # A hyphenated word is one word: no phrase begins or ends inside `in-context`; and it says something
    # if one part of it does: `text-rich`, not `large-scale`.
    says = content & ~stream.are_among(EMPTY_IN_COMPOUNDS)[word]
    before = np.append(False, says[:-1])
    after = np.append(says[1:], False)
    opens = ~stream.glued & ~never_first[word] & ((content & ~stream.after_verb_mark) | (next_glued & after))
    compound = form & ~stream.are_among(NO_CLOSING_COMPOUND)
    closes = ~next_glued & ~stream.stop & np.where(stream.glued, (says | before) & compound[word], content & noun[word])
    return opens, closes


def _nouns(stream: Stream) -> NDArray[np.bool_]:
    """Say of each word whether it is used like a noun: often with no content word after it, seldom after `to` or `we`.

    Counted in the library itself, so it holds for any field and language, without a lexicon.
    """
    size = len(stream.words)
    total = np.bincount(stream.word, minlength=size)
    next_follows = np.append(stream.follows[1:], False)
    next_stop = np.append(stream.stop[1:], True)
    final = ~next_follows | next_stop
    last = np.bincount(stream.word[final & ~stream.after_verb_mark], minlength=size)
    verb = np.bincount(stream.word[stream.after_verb_mark], minlength=size)
    keyword = np.bincount(stream.word[stream.field == KEYWORDS], minlength=size) > 0
    often = (last >= _NOUN_SHARE * total) & (verb <= 0.3 * total)
    # Participles and adjectives close a phrase only where they mostly do (`learning`, `prompting`).
    return np.asarray(keyword | (often & (~stream.have(ADJECTIVE) | (last >= 0.5 * total))), dtype=np.bool_)


def _joins(stream: Stream) -> NDArray[np.bool_]:
    """Say of each token whether it belongs to the same run of words as the one before."""
    # Function words only inside a hyphenated word (`state-of-the-art`, `in-context`).
    either_stop = stream.stop | np.append(False, stream.stop[:-1])
    return np.asarray(stream.follows & (~either_stop | stream.glued), dtype=np.bool_)


def _longer(
    stream: Stream, starts: NDArray[np.int64], codes: NDArray[np.int64], joins: NDArray[np.bool_], length: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Lengthen each phrase by the token that follows it, where that joins it; numbered from 0."""
    run = np.append(joins, False)[starts + length - 1]
    starts = starts[run]
    return starts, numbered_pairs(codes[run], stream.word[starts + length - 1])


def _in_two_papers(
    stream: Stream, starts: NDArray[np.int64], numbers: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Keep the phrases of two papers or more, numbered from 0."""
    paper = stream.paper[starts]
    # Papers follow each other in a stream; of what is written to one place the last stays.
    first, last = np.zeros((2, int(numbers.max(initial=-1)) + 1), dtype=np.int32)
    first[numbers[::-1]], last[numbers] = paper[::-1], paper
    keep = (first != last)[numbers]
    return starts[keep], numbered(numbers[keep])


def _indexed(
    stream: Stream,
    papers: int,
    found: list[tuple[NDArray[np.int32], NDArray[np.int64], int]],
    bound: NDArray[np.float64],
    owners: NDArray[np.int64],
) -> Phrases:
    """Number the phrases of all lengths together and sort their sights by paper."""
    lengths: list[NDArray[np.int8]] = []
    starts: list[NDArray[np.int32]] = []
    numbers: list[NDArray[np.int64]] = []
    base = 0
    for start, code, length in found:
        dense = numbered(code)
        size = int(dense.max(initial=-1)) + 1
        lengths.append(np.full(size, length, dtype=np.int8))
        starts.append(start)
        numbers.append(dense + base)
        base += size
    token = np.concatenate(starts) if starts else np.zeros(0, dtype=np.int32)
    phrase = np.concatenate(numbers) if numbers else np.zeros(0, dtype=np.int64)
    # The sights of a phrase stand in the order of the text already.
    order = np.argsort(stream.paper[token] * np.int64(max(base, 1)) + phrase, kind="stable")
    token, phrase = token[order], phrase[order]
    first = np.zeros(base, dtype=np.int32)
    first[phrase[::-1]] = token[::-1]
    all_lengths = np.concatenate(lengths) if lengths else np.zeros(0, dtype=np.int8)
    return Phrases(
        length=all_lengths,
        papers_of_word=owners,
        bound=_strongest(first.astype(np.int64), all_lengths, bound),
        papers=papers_of(stream.paper[token], phrase, base).astype(np.int32),
        first_word=first,
        offsets=np.searchsorted(stream.paper[token], np.arange(papers + 1)).astype(np.int64),
        phrase=phrase.astype(np.int32),
        token=token,
    )


def _strongest(first: NDArray[np.int64], length: NDArray[np.int8], bound: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the strongest bond between two neighbouring words of each phrase."""
    strongest = np.where(length > 1, 0.0, 1.0)
    for place in range(LONGEST - 1):
        reach = length > place + 1
        strongest[reach] = np.maximum(strongest[reach], bound[first[reach] + place])
    return np.asarray(np.round(strongest, 6), dtype=np.float64)


def words_at(stream: Stream, token: int, length: int) -> Iterator[str]:
    """Give the normal forms of the words of a phrase at one place."""
    return (stream.words[number] for number in stream.word[token : token + length])


def in_title(stream: Stream, tokens: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Say which sights stand in a title."""
    return np.asarray(stream.field[tokens] == TITLE, dtype=np.bool_)
