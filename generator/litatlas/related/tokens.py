"""The words of texts, in a form in which two sights of a word are equal, and where they stand."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.model import Paper
from litatlas.related.words import BEFORE_VERB, PREFIXES, STOP_WORDS, stem
from litatlas.text import CJK, has_cjk

MAX_CHARACTERS = 50_000
"""How much of one abstract is compared; what is longer is no abstract, and must not slow the survey down."""

TITLE, ABSTRACT, KEYWORDS = 0, 1, 2

Texts = tuple[tuple[int, str], ...]
"""The fields of a paper, each with its number."""

_WORD = re.compile(r"([^\W_]+(?:['’][^\W_]+)?)")
# A bare address is looked for at the start of a run only: from each of its words, `a-a-a-...` would cost its square.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.-])[\w.-]*[\w-]\.(?:com|io|org|ai|edu|net)\b\S*")
_SIGN_OF_ADDRESS = re.compile(r"://|www\.|\.(?:com|io|org|ai|edu|net)\b")
_TIGHT = frozenset({"-", "‐", "‑"})
_CLOSE = frozenset({" ", "-", "‐", "‑", "\n"})


class Token(NamedTuple):
    """One word of a text; a tuple, since there are two million in 10,000 papers."""

    word: str
    """Its normal form: case-folded, without a plural s, `multi-modal` as `multimodal`."""

    start: int
    end: int
    follows: bool
    """Whether only a space or hyphen stands between it and the token before."""

    glued: bool
    """Whether a hyphen stands between it and the token before."""

    stop: bool
    """Whether it is a function word."""

    small: bool
    """Whether it is written without a capital."""

    coined: bool
    """Whether it has a capital after its first letter, as names have: `MSVD`, `AffectGPT`, `3D`."""


def tokenize(text: str) -> Iterator[Token]:
    """Give the words of a text; a run of Chinese, Japanese or Korean gives its pairs of characters.

    Examples:
        >>> [token.word for token in tokenize("Multi-modal LLMs, in-context 視覺語")]
        ['multimodal', 'llm', 'in', 'context', '視覺', '覺語']
    """
    for surface, start, end, gap in zip(*_pieces(text), strict=True):
        yield _token(surface, start, end, gap)


_Pieces = tuple[list[str], list[int], list[int], list[str]]
"""Of each word of a text: how it is written, where it begins and ends, and what stands before it."""


def _pieces(text: str) -> _Pieces:
    """Take a text apart; what `PREFIXES` says may be joined is joined."""
    text = text[:MAX_CHARACTERS]
    if _SIGN_OF_ADDRESS.search(text):
        text = _ADDRESS.sub(lambda found: "\0" * len(found.group()), text)
    # What stands before a word, the word, what stands before the next one, ...
    parts = _WORD.split(text)
    bounds = list(accumulate(map(len, parts)))
    pieces = parts[1::2], bounds[:-1:2], bounds[1::2], parts[:-1:2]
    _join_prefixes(*pieces)
    return pieces if not has_cjk(text) else _in_pairs(pieces)


def _join_prefixes(surfaces: list[str], starts: list[int], ends: list[int], gaps: list[str]) -> None:
    """Make one word of a prefix and what a hyphen joins to it."""
    tight = [place for place, gap in enumerate(gaps) if gap in _TIGHT]
    joined = []
    for place in tight:
        if place and surfaces[place - 1].casefold() in PREFIXES:
            surfaces[place] = surfaces[place - 1] + surfaces[place]
            starts[place], gaps[place] = starts[place - 1], gaps[place - 1]
            joined.append(place - 1)
    for place in reversed(joined):
        for column in (surfaces, starts, ends, gaps):
            del column[place]


def _in_pairs(pieces: _Pieces) -> _Pieces:
    """Cut words with Chinese, Japanese or Korean characters: runs of these into their pairs."""
    surfaces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    gaps: list[str] = []
    for surface, start, end, gap in zip(*pieces, strict=True):
        for begin, stop, before in _cut(surface, gap) if end - start == len(surface) else ((0, len(surface), gap),):
            surfaces.append(surface[begin:stop])
            starts.append(start + begin)
            ends.append(start + stop if stop < len(surface) else end)
            gaps.append(before)
    return surfaces, starts, ends, gaps


@cache
def _cjk_run() -> re.Pattern[str]:
    return re.compile(f"[{CJK}]+")


def _cut(surface: str, gap: str) -> Iterator[tuple[int, int, str]]:
    """Give the parts of a word, each with what stands before it: nothing that would make it follow another."""
    at = 0
    for run in _cjk_run().finditer(surface):
        if run.start() > at:
            yield at, run.start(), "|"
        for offset in range(run.start(), max(run.start() + 1, run.end() - 1)):
            yield offset, min(offset + 2, run.end()), "|"
        at = run.end()
    if at < len(surface):
        yield at, len(surface), "|" if at else gap


def _token(surface: str, start: int, end: int, gap: str) -> Token:
    word, stop, small, coined = _form(surface)
    return Token(word, start, end, gap in _CLOSE, gap in _TIGHT, stop, small, coined)


@lru_cache(maxsize=200_000)
def _form(surface: str) -> tuple[str, bool, bool, bool]:
    """Give the normal form of a word, and whether it is a function word, written small, coined."""
    folded = surface.casefold().replace("’", "'").removesuffix("'s")
    small = surface == surface.lower()
    coined = not small and surface[1:].removesuffix("s") != surface[1:].removesuffix("s").lower()
    return stem(folded), folded in STOP_WORDS, small, coined


class Run(Struct, frozen=True):
    """The tokens of some papers in a row."""

    papers: int

    words: tuple[str, ...]
    """In the order in which they were met."""

    numbers: NDArray[np.int32]
    """For each token: paper (of the run), field, word (of the run), start, end; as rows."""

    marks: NDArray[np.bool_]
    """The last six columns of a stream, as rows."""


def read_run(texts: Sequence[Texts]) -> Run:
    """Read the fields of some papers."""
    surfaces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    gaps: list[str] = []
    fields_of: list[tuple[int, int]] = []
    sizes: list[int] = []
    for number, fields in enumerate(texts):
        for field, text in fields:
            written, begins, stops, before = _pieces(text)
            surfaces += written
            starts += begins
            ends += stops
            gaps += before
            fields_of.append((number, field))
            sizes.append(len(written))
    # What is the same for all sights of a surface is looked up once.
    number_of = {surface: number for number, surface in enumerate(dict.fromkeys(surfaces))}
    sights = np.fromiter(map(number_of.__getitem__, surfaces), dtype=np.int32, count=len(surfaces))
    forms = [_form(surface) for surface in number_of]
    words = {word: number for number, word in enumerate(dict.fromkeys(form[0] for form in forms))}
    word = np.array([words[form[0]] for form in forms], dtype=np.int32)[sights]
    stop, small, coined = np.array([form[1:] for form in forms], dtype=np.bool_).reshape(-1, 3)[sights].T
    paper, field = np.repeat(np.array(fields_of, dtype=np.int32).reshape(-1, 2), sizes, axis=0).T
    follows = np.fromiter(map(_CLOSE.__contains__, gaps), dtype=np.bool_, count=len(gaps))
    glued = np.fromiter(map(_TIGHT.__contains__, gaps), dtype=np.bool_, count=len(gaps))
    before_verb = np.array([word in BEFORE_VERB for word in words], dtype=np.bool_)[word]
    same_field = np.append(False, (paper[1:] == paper[:-1]) & (field[1:] == field[:-1]))[: len(word)]
    after_verb_mark = follows & same_field & np.append(False, before_verb)[:-1]
    numbers = np.stack((paper, field, word, np.array(starts), np.array(ends))).astype(np.int32)
    return Run(len(texts), tuple(words), numbers, np.stack((follows, glued, stop, small, coined, after_verb_mark)))


def field_text(paper: Paper, field: int) -> str:
    """Give the text that the offsets of a stream's field count in."""
    if field == KEYWORDS:
        # " | " keeps words of two keywords from being read as one phrase.
        return " | ".join(paper.keywords)
    return paper.title if field == TITLE else paper.abstract


def texts_of(paper: Paper) -> Texts:
    """Give the texts of a paper that are read."""
    return tuple((field, field_text(paper, field)) for field in (TITLE, ABSTRACT, KEYWORDS))
