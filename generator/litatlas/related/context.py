"""How much a phrase says in one pair of papers: whether both speak of it, name it, and mean the same by it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from litatlas.abbreviations import abbreviations
from litatlas.related.phrase_weights import PhraseWeights
from litatlas.related.phrases import Phrases
from litatlas.related.subjects import normal_words
from litatlas.related.tokens import ABSTRACT, TITLE, Stream
from litatlas.words import words

_NAME_IN_PASSING = 0.5
"""Of a name that one of the two only touches: `MSVD`, `ImageNet`."""

_TITLE_WEIGHT = 1.3
_REPEATED_WEIGHT = 1.15

Sights = NDArray[np.int32]
"""The tokens at which a phrase begins in one paper."""

_PLAIN_WEIGHT = 0.8
"""Of a single word that is no name, and of which both papers speak: `sarcasm`."""

_PLAIN_IN_PASSING = 0.25
"""Of such a word that one of the two only touches: a last resort, where they share nothing better."""

_WEAK_ALONE_WEIGHT = 0.2
"""Of a word that says too little alone, where both papers speak of it and no tags say more: `prompt`."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is needed to weigh a phrase in a pair of papers."""

    stream: Stream
    phrases: Phrases
    weights: PhraseWeights
    abstracts: Sequence[str]
    _long: dict[int, dict[str, str]] = field(default_factory=dict, compare=False)

    def weight(self, number: int, here: Sights, there: Sights, tagged: bool) -> float:
        """Weigh a phrase that two papers share.

        Arguments:
            number: The phrase.
            here: Its sights in one paper.
            there: Its sights in the other.
            tagged: Whether the library has tags, so that no weak word is needed to say what papers are about.
        """
        weight = float(self.weights.weight[number])
        spoken_of = self._speaks_of(here) and self._speaks_of(there)
        if self.weights.common_name[number]:
            weight *= spoken_of
        elif self._means_two_things(number, int(here[0]), int(there[0])):
            return 0.0
        elif self.weights.weak_alone[number]:
            weight *= _WEAK_ALONE_WEIGHT if spoken_of and not tagged else 0.0
        elif self.phrases.length[number] == 1:
            if self._is_name(here) and self._is_name(there):
                weight *= 1.0 if spoken_of else _NAME_IN_PASSING
            else:
                weight *= _PLAIN_WEIGHT if spoken_of else _PLAIN_IN_PASSING
        weight *= _TITLE_WEIGHT if self._in_title(here) or self._in_title(there) else 1.0
        return weight * (_REPEATED_WEIGHT if len(here) + len(there) > 3 else 1.0)

    def _means_two_things(self, number: int, here: int, there: int) -> bool:
        """Tell whether a short form stands for other words in each of the two: `MMG`."""
        if self.phrases.length[number] > 1 or not self.stream.coined[here]:
            return False
        word = self.stream.words[self.stream.word[here]]
        one, other = (self._long_forms(int(self.stream.paper[token])).get(word) for token in (here, there))
        return bool(one and other and one != other)

    def _long_forms(self, paper: int) -> dict[str, str]:
        """Give what each abbreviation of an abstract stands for, in normal forms."""
        if paper not in self._long:
            text = self.abstracts[paper]
            found = words(text)
            self._long[paper] = {
                "".join(normal_words(each.short)): " ".join(word.form for word in found[each.start : each.end])
                for each in abbreviations(text, found)
            }
        return self._long[paper]

    def _speaks_of(self, sights: Sights) -> bool:
        return len(sights) > 1 or self._in_title(sights)

    def _in_title(self, sights: Sights) -> bool:
        return bool((self.stream.field[sights] == TITLE).any())

    def _is_name(self, sights: Sights) -> bool:
        """Tell whether a word is written with a capital inside a sentence of running text, or inside itself."""
        inside = (self.stream.field[sights] == ABSTRACT) & self.stream.follows[sights]
        return bool((self.stream.coined[sights] | (inside & ~self.stream.small[sights])).any())
