"""How a phrase is written: as the library mostly writes it inside a sentence, not as a title capitalises it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from litatlas.incremental.memo import NOTHING, Digest, Memo
from litatlas.model import Paper
from litatlas.related.counting import grouped
from litatlas.related.mixing import summed
from litatlas.related.phrases import Phrases
from litatlas.related.statistics import ODD
from litatlas.related.streams import Stream
from litatlas.related.tokens import ABSTRACT, TITLE, field_text, tokenize

_MOSTLY = 0.5
"""A word is written small if so large a share of its sights inside sentences is."""

Marks = NDArray[np.uint64]

_SEEN = 200
"""Sights of a phrase that are asked how it is written; more would not change the answer."""

_RUNNING_TEXT_WEIGHT = 3
"""A sight in an abstract counts as three in titles and keywords."""

_CAPITALISED = re.compile(r"[^\W\d_][a-z’']*")


class Written(Struct, frozen=True):
    """What one build leaves to the next: how phrases are written."""

    marks: Marks
    """Of each phrase, as in `Surfaces`."""

    texts: str
    """One in a line."""


class Surfaces(Struct, frozen=True):
    """The wording of phrases and names inside a sentence."""

    papers: Sequence[Paper]
    stream: Stream
    phrases: Phrases
    _small: NDArray[np.bool_]
    """Of each word: whether it is mostly written without a capital."""

    _capital: frozenset[str]
    """Words that are always written with a capital, here and in the vocabulary: they keep it in a tag's name."""

    _order: NDArray[np.int64]
    _offsets: NDArray[np.int64]
    _memo: Memo
    _marks: Marks
    """Of each phrase: a number that is another one where it stands elsewhere, or in other texts, or is written so."""

    _last: Mapping[int, str]
    """How phrases of the last build are written, by their numbers."""

    _asked: dict[int, str] = field(default_factory=dict)
    """The same of this build, as far as it was asked for."""

    def of_phrase(self, number: int) -> str:
        """Give a phrase as the papers of the library mostly write it."""
        return self.of_phrases([number])[0]

    def of_phrases(self, numbers: Sequence[int]) -> list[str]:
        """Give some phrases so."""
        asked = self._asked
        marks = self._marks[np.array(numbers, dtype=np.int64)].tolist()
        for mark, number in zip(marks, numbers, strict=True):
            if mark not in asked:
                asked[mark] = self._last.get(mark) or self._most_common(number)
        return [asked[mark] for mark in marks]

    def keep(self) -> None:
        """Leave how the phrases are written that were asked for to the next build."""
        if not self._asked.keys() <= self._last.keys():
            marks = np.array(list(self._asked), dtype=np.uint64)
            self._memo.stage("related-surfaces").put(_key(self._memo), Written(marks, "\n".join(self._asked.values())))

    def of_name(self, name: str) -> str:
        """Give a name, capitalised as at the head of a page, as it stands inside a sentence.

        A word keeps its capital if the library never writes it without one (`Minecraft`, `E-commerce` not).
        """
        out, done = [], 0
        for token in tokenize(name):
            small = token.word not in self._capital
            piece = name[token.start : token.end]
            out += [name[done : token.start], _lowered(piece) if small else piece]
            done = token.end
        return "".join(out) + name[done:]

    def _most_common(self, number: int) -> str:
        sights = self._order[self._offsets[number] : self._offsets[number + 1]][:_SEEN]
        first, stream = self.phrases.token[sights], self.stream
        tokens = first[:, None] + np.arange(int(self.phrases.length[number]))
        small = self._small[stream.word[tokens[0]]].tolist()
        places = zip(stream.paper[first].tolist(), stream.field[first].tolist(), strict=True)
        spans = zip(stream.start[tokens].tolist(), stream.end[tokens].tolist(), strict=True)
        found: Counter[str] = Counter()
        for (paper, part), (starts, ends) in zip(places, spans, strict=True):
            surface = _written(field_text(self.papers[paper], part), starts, ends, small)
            found[surface] += _RUNNING_TEXT_WEIGHT if part == ABSTRACT else 1
        return min(found, key=lambda surface: (-found[surface], sum(c.isupper() for c in surface), surface))


def _key(memo: Memo) -> Digest:
    return memo.digest("the last phrases")


def _written(text: str, starts: Sequence[int], ends: Sequence[int], small: Sequence[bool]) -> str:
    """Give the words that stand at some places of a text, and what is between them; some are written small."""
    parts, done = [], starts[0]
    for start, end, is_small in zip(starts, ends, small, strict=True):
        piece = text[start:end]
        parts += [text[done:start], _lowered(piece) if is_small else piece]
        done = end
    return " ".join("".join(parts).split())


@lru_cache(maxsize=100_000)
def _lowered(piece: str) -> str:
    """Take the capitals of a title away, and none of a name: `In` and `Multi-Modal`, not `ECG` or `AffectGPT`."""
    words = piece.split("-")
    return piece.lower() if all(_CAPITALISED.fullmatch(word) for word in words) else piece


def surfaces(
    papers: Sequence[Paper],
    stream: Stream,
    phrases: Phrases,
    small_elsewhere: AbstractSet[str],
    memo: Memo = NOTHING,
) -> Surfaces:
    """Learn how the words of a library are written inside its sentences.

    Arguments:
        papers: The papers of the library.
        stream: Their words.
        phrases: Their phrases.
        small_elsewhere: Words that other texts write small.
        memo: Knows how phrases were written in earlier builds.
    """
    size = len(stream.words)
    # Sights of each word, by whether they stand inside a sentence, or in a title, and are written small.
    inside, in_title = (stream.field == ABSTRACT) & stream.follows, stream.field == TITLE
    codes = stream.word * np.int32(8) + (inside * np.int8(4) + in_title * np.int8(2) + stream.small)
    sights = np.bincount(codes, minlength=8 * size).reshape(size, 2, 2, 2)
    small, total = sights[:, 1, :, 1].sum(axis=1), sights[:, 1].sum(axis=(1, 2))
    # A word that only titles have is no name for that: small, if any title writes it so.
    is_small = np.where(total > 0, small >= _MOSTLY * total, sights[:, :, 1, 1].sum(axis=1) > 0)
    capital = (total > small) & (sights[..., 1].sum(axis=(1, 2)) == 0)
    last: Written | None = memo.stage("related-surfaces").get(_key(memo))
    order, offsets = grouped(phrases.phrase, len(phrases.length))
    return Surfaces(
        papers,
        stream,
        phrases,
        is_small,
        _capital_words(stream, capital, small_elsewhere),
        order,
        offsets,
        memo,
        summed(_marks(stream, phrases)[order], offsets) + phrases.names(stream, is_small.astype(np.uint64)),
        dict(zip(last.marks.tolist(), last.texts.split("\n"), strict=True)) if last else {},
    )


def _marks(stream: Stream, phrases: Phrases) -> Marks:
    """Give for each sight a hash of the text in which it stands, times the place where it does."""
    tokens = phrases.token
    place = (stream.start[tokens].astype(np.uint64) * np.uint64(4) + stream.field[tokens].astype(np.uint64)) * ODD
    return np.asarray((stream.texts[stream.paper[tokens]] + place) * (place | np.uint64(1)), dtype=np.uint64)


def _capital_words(stream: Stream, capital: NDArray[np.bool_], small: AbstractSet[str]) -> frozenset[str]:
    """Give words that the library never writes small, and inside a sentence with a capital, if no other text does."""
    return frozenset(stream.words[number] for number in np.flatnonzero(capital).tolist()) - small
