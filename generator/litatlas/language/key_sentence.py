"""The sentence in which an abstract says what the paper does: `We propose ...`; no model, only cue phrases."""

import re
from functools import lru_cache

from litatlas.language.sentences import split_sentences

MAX_LENGTH = 400
"""A longer sentence is no summary, in characters; the next best is taken."""

_VERBS = (
    "propose|introduce|present|develop|describe|design|build|release|construct|create|contribute|establish|devise"
    "|conduct|investigate|study|explore|examine|analy[sz]e|evaluate|survey|review|provide|offer|show|demonstrate"
)
_STRONG = "propose|introduce|present|develop|design|build|construct|devise|contribute|establish"
_ADVERB = r"(?:(?:first|then|also|further|thus|therefore|hence|here|will|novelly|systematically)\s+)?"
_WORK = r"(?:paper|work|study|article|survey|review|report|thesis|tutorial|position paper)"

_CUES: tuple[tuple[int, tuple[str, ...], re.Pattern[str]], ...] = (
    # (weight, words without which it is nowhere, cue): the first sentence with the greatest weight is taken
    (6, ("in this ",), re.compile(rf"\bin this {_WORK},? (?:we|i) {_ADVERB}(?:{_VERBS})\b", re.I)),
    (6, ("this ",), re.compile(rf"\bthis {_WORK} {_ADVERB}(?:{_STRONG})(?:e?s|ies)\b", re.I)),
    (5, ("we ", "i "), re.compile(rf"\b(?:we|i) {_ADVERB}(?:{_STRONG})\b", re.I)),
    (
        4,
        ("this",),
        re.compile(r"\bis (?:proposed|introduced|presented) in this\b|\bthis (?:paper|work) (?:aims|focuses)\b", re.I),
    ),
    (4, ("this ",), re.compile(rf"\bthis {_WORK} (?:\w+ )?(?:{_VERBS})(?:e?s|ies)\b", re.I)),
    (3, ("we ", "i "), re.compile(rf"\b(?:we|i) {_ADVERB}(?:{_VERBS})\b", re.I)),
    (2, ("our ",), re.compile(rf"\bour (?:method|approach|model|framework|{_WORK}|key idea|contributions?)\b", re.I)),
)
_GREATEST = _CUES[0][0]


def key_sentence(abstract: str, *, sure: bool = False) -> tuple[int, int]:
    """Give the (start, end) offsets of the sentence that says what the paper does.

    Without any cue it is the first sentence that is short enough; (0, 0) for
    an empty abstract or one that is a single endless sentence. With `sure` it
    is (0, 0) without a cue, too.

    Examples:
        >>> abstract = "Images matter. However, hard. We propose AIM, a fast method."
        >>> start, end = key_sentence(abstract)
        >>> abstract[start:end]
        'We propose AIM, a fast method.'
    """
    sentence, weight = _best(abstract)
    return sentence if weight > 0 or not sure else (0, 0)


@lru_cache(maxsize=1 << 17)  # a page and its head, its entries in lists, search and cards ask one after the other
def _best(abstract: str) -> tuple[tuple[int, int], int]:
    """Give the sentence, and its weight: 0 without a cue."""
    best, weight = (0, 0), -1
    # What a paper does is said in its beginning; a field of megabytes is not searched to its end.
    for start, end in split_sentences(abstract[:8000]):
        if end - start > MAX_LENGTH:
            continue
        found = _weight(abstract[start:end])
        if found > weight:
            best, weight = (start, end), found
        if weight == _GREATEST:
            break
    return best, weight


def _weight(sentence: str) -> int:
    small = sentence.lower()
    likely = (cue for cue in _CUES if any(word in small for word in cue[1]))
    return next((weight for weight, _, cue in likely if cue.search(sentence)), 0)
