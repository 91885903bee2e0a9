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


def _cue(initials: str, *ways: str) -> re.Pattern[str]:
    """Give what finds the first letter of a cue: told which these can be, `re` looks for them alone."""
    return re.compile(rf"[{initials}](?<=\b(?i:(?=(?:{'|'.join(ways)})\b)).)")


_CUES: tuple[tuple[int, tuple[str, ...], re.Pattern[str]], ...] = (
    # (weight, words without which it is nowhere, cue): the first sentence with the greatest weight is taken
    (
        6,
        ("this ",),
        _cue(
            "IiTt",
            rf"in this {_WORK},? (?:we|i) {_ADVERB}(?:{_VERBS})",
            rf"this {_WORK} {_ADVERB}(?:{_STRONG})(?:e?s|ies)",
        ),
    ),
    (5, ("we ", "i "), _cue("WwIi", rf"(?:we|i) {_ADVERB}(?:{_STRONG})")),
    (
        4,
        ("this",),
        _cue(
            "IiTt",
            "is (?:proposed|introduced|presented) in this",
            "this (?:paper|work) (?:aims|focuses)",
            rf"this {_WORK} (?:\w+ )?(?:{_VERBS})(?:e?s|ies)",
        ),
    ),
    (3, ("we ", "i "), _cue("WwIi", rf"(?:we|i) {_ADVERB}(?:{_VERBS})")),
    (2, ("our ",), _cue("Oo", rf"our (?:method|approach|model|framework|{_WORK}|key idea|contributions?)")),
)


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
    # What a paper does is said in its beginning; a field of megabytes is not searched to its end.
    text = abstract[:8000]
    sentences = [(start, end) for start, end in split_sentences(text) if end - start <= MAX_LENGTH]
    small = text.lower()
    for weight, words, cue in _CUES:
        # No cue reaches beyond its sentence, for none has a stop in it.
        places = [found.start() for found in cue.finditer(text)] if any(word in small for word in words) else ()
        for start, end in sentences if places else ():
            if any(start <= place < end for place in places):
                return (start, end), weight
    return (sentences[0], 0) if sentences else ((0, 0), -1)
