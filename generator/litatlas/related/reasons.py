"""Which distinctive terms two papers share, in the papers' own words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from litatlas.model import Paper
from litatlas.related.phrases import LONGEST, Phrases, in_title, words_at
from litatlas.related.tokens import TITLE, Stream, field_text
from litatlas.related.words import WEAK_ALONE

MOST_TERMS = 5

_LOOKED_AT = 16
"""Shared phrases of a pair that are weighed in context; the others are weaker by their rarity alone."""

GENERIC_SHARE = 0.2
"""A term in more than this share of the papers is what the survey is about, and tells two of them from nothing."""

GENERIC_FLOOR = 5
"""So many papers more it may stand in: in a small library a whole theme is a large share."""

_LENGTH_WEIGHT = (0.0, 1.0, 1.75, 2.1, 2.2)
"""By number of words: phrases say more than words, but rarely twice as much."""

_WEAK_WEIGHT = 0.45
"""Of a phrase all of whose words say little: `visual information`."""

_PLAIN_WEIGHT = 0.7
"""Of a single word that is no name: `syntax`, not `Mamba`, `CLIP` or `image-text`."""

ENOUGH = 0.6
"""Terms explain a pair fully if their weights sum to this times ln(1 + papers): one phrase that stands in a fifth
of the papers does, one word that stands in a tenth of them does not."""


@dataclass(frozen=True, slots=True)
class SharedTerms:
    """The terms that two papers share."""

    terms: tuple[str, ...]
    """At most `MOST_TERMS`, the most distinctive first."""

    strength: float
    """How well they explain the pair, 0 (not at all) to 1 (fully)."""


_TITLE_WEIGHT = 1.3
_REPEATED_WEIGHT = 1.15
_WEAKEST = 0.25
"""Terms weaker than this share of the strongest are left out."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is needed to name the terms that two papers share."""

    papers: Sequence[Paper]
    stream: Stream
    phrases: Phrases
    weights: NDArray[np.float64]
    """How distinctive each phrase is, wherever it stands; 0 where it is generic."""

    _known: dict[tuple[int, int], SharedTerms] = field(default_factory=dict, compare=False)

    def shared(self, paper: int, other: int) -> SharedTerms:
        """Name the distinctive terms of a pair; the same whichever comes first."""
        pair = (min(paper, other), max(paper, other))
        if pair not in self._known:
            self._known[pair] = self._shared(*pair)
        return self._known[pair]

    def _shared(self, paper: int, other: int) -> SharedTerms:
        sights = self._common(paper, other)
        weights = {number: self._weight(number, places) for number, places in sights.items()}
        words = {number: tuple(words_at(self.stream, *self._place(number))) for number in sights}
        # Ties by the words themselves: numbers of phrases are no order that a reader could follow.
        ranked = sorted(sights, key=lambda number: (-round(weights[number], 6), words[number]))
        chosen: list[int] = []
        for number in ranked:
            if len(chosen) == MOST_TERMS or weights[number] < _WEAKEST * weights[ranked[0]]:
                break
            if not any(_overlap(words[number], words[one]) for one in chosen):
                chosen.append(number)
        enough = ENOUGH * float(np.log1p(len(self.papers)))
        return SharedTerms(
            tuple(self._surface(sights[number], int(self.phrases.length[number])) for number in chosen),
            min(1.0, round(sum(weights[number] for number in chosen) / enough, 6)),
        )

    def _common(self, paper: int, other: int) -> dict[int, NDArray[np.int32]]:
        """Give the weightiest phrases of both papers, with all their sights in the two."""
        here, here_tokens = self.phrases.sights(paper)
        there, there_tokens = self.phrases.sights(other)
        common = np.intersect1d(here, there)
        common = common[self.weights[common] > 0]
        if len(common) > _LOOKED_AT:
            # By number where equal: any order would do, but it must be one.
            common = common[np.lexsort((common, -self.weights[common]))[:_LOOKED_AT]]
        return {
            int(number): np.concatenate([here_tokens[here == number], there_tokens[there == number]])
            for number in common
        }

    def _weight(self, number: int, sights: NDArray[np.int32]) -> float:
        weight = float(self.weights[number])
        if self.phrases.length[number] == 1 and not self._is_name(sights):
            weight *= _PLAIN_WEIGHT
        weight *= _TITLE_WEIGHT if in_title(self.stream, sights).any() else 1.0
        return weight * (_REPEATED_WEIGHT if len(sights) > 3 else 1.0)

    def _is_name(self, sights: NDArray[np.int32]) -> bool:
        """Tell whether a word is written with capitals or digits inside a sentence of running text."""
        inside = [
            token for token in sights.tolist() if self.stream.field[token] != TITLE and self.stream.follows[token]
        ]
        return any(any(c.isupper() or c.isdigit() for c in self._text(token, 1)) for token in inside)

    def _place(self, number: int) -> tuple[int, int]:
        return int(self.phrases.first_word[number]), int(self.phrases.length[number])

    def _text(self, token: int, length: int) -> str:
        text = field_text(self.papers[self.stream.paper[token]], int(self.stream.field[token]))
        return " ".join(text[self.stream.start[token] : self.stream.end[token + length - 1]].split())

    def _surface(self, sights: NDArray[np.int32], length: int) -> str:
        """Give a phrase as the two papers mostly write it; running text counts before titles, which capitalise all."""
        found: Counter[str] = Counter()
        for token in sights.tolist():
            found[self._text(token, length)] += 1 if self.stream.field[token] == TITLE else 3
        return min(found, key=lambda surface: (-found[surface], sum(c.isupper() for c in surface), surface))


def shared_terms(papers: Sequence[Paper], stream: Stream, phrases: Phrases) -> Terms:
    """Prepare to name the terms that pairs of these papers share."""
    idf = np.log((1 + len(papers)) / np.maximum(phrases.papers, 1))
    weights = idf * np.array(_LENGTH_WEIGHT)[phrases.length]
    weak = np.array([word in WEAK_ALONE for word in stream.words], dtype=np.bool_)
    for length in range(2, LONGEST + 1):
        of_length = phrases.length == length
        first = phrases.first_word[of_length].astype(np.int64)
        empty = np.all([weak[stream.word[first + place]] for place in range(length)], axis=0)
        weights[of_length] *= np.where(empty, _WEAK_WEIGHT, 1.0)
    weights[phrases.papers > GENERIC_SHARE * len(papers) + GENERIC_FLOOR] = 0
    return Terms(papers, stream, phrases, np.round(weights, 6))


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether one phrase says what the other says: a part of it, most of its words, or its initials."""
    common = set(one) & set(other)
    if len(common) >= min(len(set(one)), len(set(other))) or 2 * len(common) > max(len(one), len(other)):
        return True
    return _initials(one) == "".join(other) or _initials(other) == "".join(one)


def _initials(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words) if len(words) > 1 else ""
