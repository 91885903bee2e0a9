"""Where a phrase may begin, go on and end: what the tokens of a library say of that, and how its words are used."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.related.counting import papers_of
from litatlas.related.forms import ADJECTIVE, ADVERB, IN_LY, NOUN, NUMBER, NUMBERED, PARTICIPLE, SHORTEST
from litatlas.related.streams import Stream
from litatlas.related.tokens import KEYWORDS
from litatlas.related.words import (
    BACKGROUND,
    COMMON_NAMES,
    EMPTY_IN_COMPOUNDS,
    NO_CLOSING_COMPOUND,
    NO_OPENING,
    SCHOLARLY,
    WEAK_ALONE,
)

_NOUN_SHARE = 0.25
"""A word closes a phrase if this share of its sights, or more, stand before no further content word."""

Uses = NDArray[np.int64]
"""How each word is used: papers that have it, sights, sights before no content word, after `to` or `we`, as keyword."""

Tokens = NDArray[np.integer]
"""Places in a stream."""


def uses_of(stream: Stream) -> Uses:
    """Count how the words of a stream are used; counts of its papers add up to those of all."""
    size, word = len(stream.words), stream.word
    final = ~np.append(stream.follows[1:], False) | np.append(stream.stop[1:], True)
    some = (final & ~stream.after_verb_mark, stream.after_verb_mark, stream.field == KEYWORDS)
    counts = (np.bincount(each, minlength=size) for each in (word, *(word[chosen] for chosen in some)))
    return np.stack((papers_of(stream.paper, word, size), *counts))


def nouns(stream: Stream, uses: Uses) -> NDArray[np.bool_]:
    """Say of each word whether it is used like a noun: often with no content word after it, seldom after `to` or `we`.

    Counted in the library itself, so it holds for any field and language, without a lexicon.
    """
    _, total, last, verb, keyword = uses
    often = (last >= _NOUN_SHARE * total) & (verb <= 0.3 * total)
    # Participles and adjectives close a phrase only where they mostly do (`learning`, `prompting`).
    return np.asarray((keyword > 0) | (often & (~stream.have(ADJECTIVE) | (last >= 0.5 * total))), dtype=np.bool_)


def joins(stream: Stream) -> NDArray[np.bool_]:
    """Say of each token whether it belongs to the same run of words as the one before."""
    # Function words only inside a hyphenated word (`state-of-the-art`, `in-context`).
    either_stop = stream.stop | np.append(False, stream.stop[:-1])
    return np.asarray(stream.follows & (~either_stop | stream.glued), dtype=np.bool_)


class Edges(Struct, frozen=True):
    """Says of tokens whether a phrase may begin and may end with them, by marks of each word."""

    stream: Stream
    _content: NDArray[np.bool_]
    _says: NDArray[np.bool_]
    """Whether it says something inside a hyphenated word."""

    _opening: NDArray[np.bool_]
    _noun: NDArray[np.bool_]
    _compound: NDArray[np.bool_]
    """Whether it may close a hyphenated word."""

    scholarly: NDArray[np.bool_]
    """Whether it says how papers speak, and not of what: a phrase that stands before it is whole."""

    alone: NDArray[np.bool_]
    """Whether it may be a term by itself: `sarcasm`, `Mamba`; not `flexibility`, `knowledge`."""

    @classmethod
    def of(cls, stream: Stream, are_nouns: NDArray[np.bool_]) -> "Edges":
        """Mark the words of a stream, of which some are used like nouns."""
        form = stream.have(NOUN)
        content = ~(stream.are_among(SCHOLARLY) | stream.have(NUMBER | SHORTEST | ADVERB))
        noun = content & (are_nouns | stream.are_among(WEAK_ALONE)) & form
        empty = SCHOLARLY | BACKGROUND | COMMON_NAMES | NO_OPENING
        # Alone, a participle or gerund is rarely the name of a matter: `facilitating`.
        alone = noun & ~stream.are_among(empty) & ~stream.have(SHORTEST | NUMBERED | PARTICIPLE)
        return cls(
            stream,
            content,
            content & ~stream.are_among(EMPTY_IN_COMPOUNDS),
            ~stream.are_among(NO_OPENING),
            noun,
            form & ~stream.are_among(NO_CLOSING_COMPOUND),
            stream.are_among(SCHOLARLY) | stream.have(IN_LY),
            alone,
        )

    def opens(self, at: Tokens) -> NDArray[np.bool_]:
        """Say of tokens whether a phrase may begin there."""
        stream, word = self.stream, self.stream.word[at]
        content = ~stream.stop[at] & self._content[word] & ~stream.after_verb_mark[at]
        # A hyphenated word is one word: no phrase begins or ends inside `in-context`; and it says something
        # if one part of it does: `text-rich`, not `large-scale`.
        glued = np.flatnonzero(self._glued_after(at))
        content[glued] |= self._tells(at[glued] + 1)
        return ~stream.glued[at] & self._opening[word] & content

    def closes(self, at: Tokens) -> NDArray[np.bool_]:
        """Say of tokens whether a phrase may end there."""
        stream, word = self.stream, self.stream.word[at]
        ends, glued = self._noun[word], np.flatnonzero(stream.glued[at])
        part = at[glued]
        ends[glued] = (self._tells(part) | self._tells(part - 1)) & self._compound[word[glued]]
        return ~self._glued_after(at) & ~stream.stop[at] & ends

    def _tells(self, at: Tokens) -> NDArray[np.bool_]:
        at = np.clip(at, 0, len(self.stream.word) - 1)
        return ~self.stream.stop[at] & self._says[self.stream.word[at]]

    def _glued_after(self, at: Tokens) -> NDArray[np.bool_]:
        size = len(self.stream.word)
        return np.asarray((at + 1 < size) & self.stream.glued[np.minimum(at + 1, size - 1)], dtype=np.bool_)
