"""How much a phrase says in one pair of papers: whether both speak of it, name it, and mean the same by it."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from litatlas.language.abbreviations import abbreviations, short_form
from litatlas.language.words import words
from litatlas.related.mixing import Numbers, entries_of, mixed, summed
from litatlas.related.phrase_weights import PhraseWeights
from litatlas.related.phrases import Phrases
from litatlas.related.streams import Stream
from litatlas.related.subjects import normal_words
from litatlas.related.tokens import ABSTRACT, TITLE

_NAME_IN_PASSING = 0.5
"""Of a name that one of the two only touches: `MSVD`, `ImageNet`."""

_LOOKED_AT = 16
"""Shared phrases of a pair that are weighed in context; the others are weaker by their rarity alone."""

_TITLE_WEIGHT = 1.3
_REPEATED_WEIGHT = 1.15

_PLAIN_WEIGHT = 0.8
"""Of a single word that is no name, and of which both papers speak: `sarcasm`."""

_PLAIN_IN_PASSING = 0.25
"""Of such a word that one of the two only touches: a last resort, where they share nothing better."""

_WEAK_ALONE_WEIGHT = 0.2
"""Of a word that says too little alone, where both papers speak of it and no tags say more: `prompt`."""


_IN_TITLE, _SPOKEN_OF, _NAMED, _COINED = 1, 2, 4, 8
_COUNT = 4
"""Marks of a phrase in a paper, as bits; the bits from the fourth on count its sights, up to three."""


_BRACKETED = re.compile(r"\(([^\W_]{2,})[),;]")
"""A word in brackets, as an abbreviation stands where it is spelled out."""


class Context(Struct, frozen=True):
    """What is needed to weigh the phrases that two papers share."""

    stream: Stream
    phrases: Phrases
    weights: PhraseWeights
    abstracts: Sequence[str]
    _offsets: NDArray[np.int64]
    _phrase: NDArray[np.int32]
    _marks: NDArray[np.int8]
    _of_paper: dict[int, dict[int, int]] = field(default_factory=dict)
    _short: dict[int, frozenset[str]] = field(default_factory=dict)
    _long: dict[int, dict[str, str]] = field(default_factory=dict)

    def shared(self, paper: int, other: int, *, weak: bool) -> Iterator[tuple[int, float]]:
        """Give the phrases of two papers, each with its weight in this pair, of those that weigh the most anywhere.

        Arguments:
            paper: Place of one paper.
            other: Place of the other.
            weak: Whether words that say little alone count too: where no tags say what both are about.
        """
        here, there = self._phrases(paper), self._phrases(other)
        common = here.keys() & there.keys()
        weight, weak_alone = self.weights.weight, self.weights.weak_alone
        if not weak:
            common = {number for number in common if not weak_alone[number]}
        # By number where equal: any order would do, but it must be one.
        for number in sorted(common, key=lambda number: (-weight[number], number))[:_LOOKED_AT]:
            factor = self._factor(number, here[number], there[number])
            if factor and not self._means_two_things(number, paper, other, here[number]):
                yield number, float(weight[number]) * factor

    def phrases_of(self, papers: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Give the phrases of papers that weigh anything, each once of a paper; and beside each the paper."""
        sizes = np.diff(self._offsets)
        return self._phrase[entries_of(sizes, papers)], np.repeat(papers, sizes[papers])

    def marks(self, names: Numbers) -> Numbers:
        """Give a number for each paper, made of all phrases that it brings into `shared`.

        Arguments:
            names: A number for each phrase that is its own in every library.
        """
        weights = self.weights
        of_phrase = mixed(names, weights.weight, weights.weak_alone + 2 * weights.common_name.astype(np.int8))
        return summed(mixed(of_phrase[self._phrase], self._marks), self._offsets)

    def _phrases(self, paper: int) -> dict[int, int]:
        """Give the phrases of a paper that weigh anything, with their marks."""
        if paper not in self._of_paper:
            part = slice(self._offsets[paper], self._offsets[paper + 1])
            marks = self._marks[part].tolist()
            self._of_paper[paper] = dict(zip(self._phrase[part].tolist(), marks, strict=True))
        return self._of_paper[paper]

    def _factor(self, number: int, here: int, there: int) -> float:
        both = here & there
        factor = 1.0
        if self.weights.common_name[number]:
            factor = 1.0 if both & _SPOKEN_OF else 0.0
        elif self.weights.weak_alone[number]:
            factor = _WEAK_ALONE_WEIGHT if both & _SPOKEN_OF else 0.0
        elif self.phrases.length[number] == 1 and both & _NAMED:
            factor = 1.0 if both & _SPOKEN_OF else _NAME_IN_PASSING
        elif self.phrases.length[number] == 1:
            factor = _PLAIN_WEIGHT if both & _SPOKEN_OF else _PLAIN_IN_PASSING
        factor *= _TITLE_WEIGHT if (here | there) & _IN_TITLE else 1.0
        return factor * (_REPEATED_WEIGHT if (here >> _COUNT) + (there >> _COUNT) > 3 else 1.0)

    def _means_two_things(self, number: int, paper: int, other: int, marks: int) -> bool:
        """Tell whether a short form stands for other words in each of the two: `MMG`."""
        if self.phrases.length[number] > 1 or not marks & _COINED:
            return False
        word = self.stream.words[self.stream.word[self.phrases.first_word[number]]]
        # To read what a text spells out takes a hundred times as long as to see that it does not.
        if not all(word in self._short_forms(each) for each in (paper, other)):
            return False
        one = self._long_forms(paper).get(word)
        return one is not None and one != self._long_forms(other).get(word, one)

    def _short_forms(self, paper: int) -> frozenset[str]:
        """Give what stands in an abstract as an abbreviation does where it is spelled out, in normal forms."""
        if paper not in self._short:
            self._short[paper] = frozenset(map(_short_form, _BRACKETED.findall(self.abstracts[paper])))
        return self._short[paper]

    def _long_forms(self, paper: int) -> dict[str, str]:
        """Give what each abbreviation of an abstract stands for, in normal forms."""
        if paper not in self._long:
            text = self.abstracts[paper]
            found = words(text)
            self._long[paper] = {
                _short_form(each.short): " ".join(word.form for word in found[each.start : each.end])
                for each in abbreviations(text, found)
            }
        return self._long[paper]


def _short_form(raw: str) -> str:
    return "".join(normal_words(short_form(raw)))


def find_context(stream: Stream, phrases: Phrases, weights: PhraseWeights, abstracts: Sequence[str]) -> Context:
    """Mark for each phrase of each paper how the paper speaks of it."""
    papers = len(abstracts)
    weighty = weights.weight[phrases.phrase] > 0
    phrase, token = phrases.phrase[weighty], phrases.token[weighty]
    paper = stream.paper[token]
    # The sights stand by paper and phrase: each run of equal ones becomes one entry.
    begins = np.flatnonzero(np.append(True, (np.diff(paper) != 0) | (np.diff(phrase) != 0)))[: len(token)]
    counts = np.diff(np.append(begins, len(token)))
    inside = (stream.field[token] == ABSTRACT) & stream.follows[token]
    coined, in_title = stream.coined[token], stream.field[token] == TITLE
    named = coined | (inside & ~stream.small[token])
    # What any of its sights says, in one pass over all.
    found = in_title * np.int8(_IN_TITLE) | named * np.int8(_NAMED) | coined * np.int8(_COINED)
    found = np.bitwise_or.reduceat(found, begins) if len(begins) else found
    spoken_of = (found & _IN_TITLE > 0) | (counts > 1)
    marks = found + spoken_of * _SPOKEN_OF + (np.minimum(counts, 3) << _COUNT)
    offsets = np.searchsorted(paper[begins], np.arange(papers + 1, dtype=np.int32)).astype(np.int64)
    return Context(stream, phrases, weights, abstracts, offsets, phrase[begins], marks.astype(np.int8))
