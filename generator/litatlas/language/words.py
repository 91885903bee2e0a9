"""The words of a text with their places, in a normal form that plural, spelling and accents do not change.

The normal form is for comparing only, and is taken of phrases and texts
alike: it need not be a word ("noise" and "noize" have one), it must only be
the same for what means the same and different for what does not.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from litatlas.text import CJK, fold, has_cjk, split_text

_WORD = re.compile(r"([^\W_]+)")
_LOOSE = re.compile(r"[\s\-‐‑‒–'’‘\"“”`*_^{}]*")
"""What may stand between two words of one phrase: spaces, hyphens, quotation marks, residue of markup."""

_INVARIANT = frozenset({"always", "bias", "canvas", "class", "gas", "lens", "news", "plus", "series", "species", "yes"})
_IRREGULAR = {
    "analyses": "analysis",
    "biases": "bias",
    "corpora": "corpus",
    "hypotheses": "hypothesis",
    "indices": "index",
    "lenses": "lens",
    "matrices": "matrix",
    "syntheses": "synthesis",
    "theses": "thesis",
    "vertices": "vertex",
}
_SPELLINGS = (
    # (British ending, American ending): applied to every word, so a wrong change is made on both sides
    (re.compile(r"(?<=\w{3})is(e|ed|er|ing|ation|ational)$"), r"iz\1"),
    (re.compile(r"(?<=\w{3})ys(e|ed|er|ing)$"), r"yz\1"),
    (re.compile(r"(?<=\w{2})our(al|ed|ful|ing|hood|less)?$"), r"or\1"),
    (re.compile(r"(?<=\w{2})ll(ed|er|ing)$"), r"l\1"),
    (re.compile(r"(?<=\w{2})tre$"), "ter"),
    (re.compile(r"(?<=\w{2})ogue$"), "og"),
    (re.compile(r"(?<=\w{2})ence$"), "ense"),
)


class Word(NamedTuple):
    """One word of a text; a tuple, for a survey has millions, and they are made in a third of the time."""

    form: str
    """The normal form."""

    raw: str
    """The word as it stands."""

    start: int
    """Offset of its first character in the text."""

    end: int
    """Offset after its last character."""

    joined: bool
    """Whether nothing but spaces and hyphens stands between it and the word before it."""


def words(text: str) -> list[Word]:
    """Give the words of a text in order; addresses and TeX math have none, a CJK character is a word."""
    found: list[Word] = []
    offset, last = 0, -1
    for segment in split_text(text):
        length = len(segment.text) + 2 * (segment.kind == "math")
        if segment.kind == "text":
            # Few texts have such a letter, and to look out for one before every letter takes most of the time.
            parts = (_word_or_cjk() if has_cjk(segment.text) else _WORD).split(segment.text)
            at, raws = offset, parts[1::2]
            for gap, raw, form in zip(parts[::2], raws, map(normal_form, raws), strict=False):
                start = at + len(gap)
                if at != last:
                    gap = text[last:start]
                # Nearly always it is one space.
                joined = last >= 0 and (gap == " " or _LOOSE.fullmatch(gap) is not None)
                at = last = start + len(raw)
                found.append(Word(form, raw, start, last, joined))
        offset += length
    return found


@cache
def _word_or_cjk() -> re.Pattern[str]:
    return re.compile(rf"([{CJK}]|(?:(?![{CJK}])[^\W_])+)")


@lru_cache(maxsize=65_536)
def normal_form(word: str) -> str:
    """Give a word without accents, case, plural and British spelling.

    Examples:
        >>> [normal_form(word) for word in ("Vidéos", "modalities", "organisations", "Modelling", "analyses", "biases")]
        ['video', 'modality', 'organization', 'modeling', 'analysis', 'bias']
    """
    form = singular(fold(word))
    for pattern, ending in _SPELLINGS:
        form = pattern.sub(ending, form)
    return form


def singular(word: str) -> str:
    """Give the singular of a regular English noun (or the verb without its -s), in lower case.

    Harman's S-stemmer ("How effective is suffixing?", JASIS 42(1), 1991), with a rule for -es and a table.
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word in _INVARIANT or not word.isalpha():
        # "GPTs" is four letters; "as", "is", "gas", "3ds" are no plurals.
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word if word.endswith(("ss", "us", "is")) else word[:-1]
