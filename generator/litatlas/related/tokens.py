"""The words of all papers as one stream of numbers, from which similarity and shared phrases are counted."""

import hashlib
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from litatlas.memo import NOTHING, Memo, remembered_all
from litatlas.model import Paper
from litatlas.related.runs import AT_ONCE, runs
from litatlas.related.words import BEFORE_VERB, PREFIXES, STOP_WORDS, stem
from litatlas.workers import ALONE, Workers

MAX_CHARACTERS = 50_000
"""How much of one abstract is compared; what is longer is no abstract, and must not slow the survey down."""

TITLE, ABSTRACT, KEYWORDS = 0, 1, 2

_Texts = tuple[tuple[tuple[int, str], ...], ...]
"""The fields of some papers, each with its number."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# A bare address is looked for at the start of a run only: from each of its words, `a-a-a-...` would cost its square.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.-])[\w.-]*[\w-]\.(?:com|io|org|ai|edu|net)\b\S*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+")
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
    text = _ADDRESS.sub(lambda found: "\0" * len(found.group()), text[:MAX_CHARACTERS])
    previous = 0
    prefix: tuple[int, str, str] | None = None
    for found in _WORD.finditer(text):
        start, end = found.span()
        gap = text[previous:start]
        surface = found.group()
        if prefix is not None:
            begin, piece, gap_before = prefix
            prefix = None
            if gap in _TIGHT:
                start, gap, surface = begin, gap_before, piece + surface
            else:
                yield _token(piece, begin, begin + len(piece), gap_before)
        if surface.casefold() in PREFIXES:
            prefix = (start, surface, gap)
            previous = end
            continue
        yield from _split(surface, start, end, gap)
        previous = end
    if prefix is not None:
        begin, piece, gap = prefix
        yield _token(piece, begin, begin + len(piece), gap)


def _split(surface: str, start: int, end: int, gap: str) -> Iterator[Token]:
    """Give a word as it is, or the character pairs of its CJK runs."""
    if surface.isascii() or end - start != len(surface) or not _CJK.search(surface):
        yield _token(surface, start, end, gap)
        return
    at = 0
    for run in _CJK.finditer(surface):
        if run.start() > at:
            yield _token(surface[at : run.start()], start + at, start + run.start(), "|")
        last = max(run.start() + 1, run.end() - 1)
        for offset in range(run.start(), last):
            pair = surface[offset : min(offset + 2, run.end())]
            yield Token(pair, start + offset, start + offset + len(pair), False, False, False, True, False)
        at = run.end()
    if at < len(surface):
        yield _token(surface[at:], start + at, end, "|")


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


@dataclass(frozen=True, slots=True)
class Stream:
    """All tokens of all papers, in order, as parallel arrays."""

    words: tuple[str, ...]
    """The normal forms, sorted; a token's number is its place here."""

    names: NDArray[np.uint64]
    """A number for each of them that is its own in every library: its hash."""

    paper: NDArray[np.int32]
    field: NDArray[np.int32]
    word: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    follows: NDArray[np.bool_]
    glued: NDArray[np.bool_]
    stop: NDArray[np.bool_]
    small: NDArray[np.bool_]
    coined: NDArray[np.bool_]
    after_verb_mark: NDArray[np.bool_]
    """Whether the token before says that a verb follows: `to improve`, `we show`."""


@dataclass(frozen=True, slots=True)
class _Run:
    """The tokens of some papers in a row."""

    words: tuple[str, ...]
    """In the order in which they were met."""

    numbers: NDArray[np.int32]
    """For each token: paper (of the run), field, word (of the run), start, end; as rows."""

    marks: NDArray[np.bool_]
    """The last six columns of a stream, as rows."""


def stream(papers: Sequence[Paper], memo: Memo = NOTHING, workers: Workers = ALONE) -> Stream:
    """Read the titles, abstracts and keywords of the papers; run by run is remembered by its texts."""
    texts = [tuple(map(_texts, run)) for run in runs(papers)]
    keyed = ((memo.digest(each), each) for each in texts)
    number_of: dict[str, int] = {}
    numbers, marks, first = [np.zeros((5, 0), dtype=np.int32)], [np.zeros((6, 0), dtype=np.bool_)], 0
    for found, run in zip(
        remembered_all(memo.stage("related-tokens"), keyed, _read_all, workers, AT_ONCE), texts, strict=True
    ):
        places = np.array([number_of.setdefault(word, len(number_of)) for word in found.words], dtype=np.int32)
        paper, field, word, start, end = found.numbers
        numbers.append(np.stack((paper + first, field, places[word], start, end)).astype(np.int32))
        marks.append(found.marks)
        first += len(run)
    # Words are numbered in sorted order, so that their numbers do not depend on which paper came first.
    vocabulary = tuple(sorted(number_of))
    renumbered = np.empty(len(vocabulary), dtype=np.int32)
    renumbered[[number_of[word] for word in vocabulary]] = np.arange(len(vocabulary))
    paper_of, field_of, word_of, starts, ends = np.concatenate(numbers, axis=1)
    names = np.array([_name(word) for word in vocabulary], dtype=np.uint64)
    numbered = renumbered[word_of]
    return Stream(vocabulary, names, paper_of, field_of, numbered, starts, ends, *np.concatenate(marks, axis=1))


def _name(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _read_all(runs: Sequence[_Texts]) -> list[_Run]:
    return [_read(run) for run in runs]


def _read(texts: _Texts) -> _Run:
    """Read the fields of some papers."""
    # Typed arrays: a library of 10,000 papers has two million words.
    counted, flags = array("i"), array("b")
    number_of: dict[str, int] = {}
    for number, fields in enumerate(texts):
        for field, text in fields:
            before = ""
            for form, start, end, follows, glued, stop, small, coined in tokenize(text):
                counted.extend((number, field, number_of.setdefault(form, len(number_of)), start, end))
                flags.extend((follows, glued, stop, small, coined, follows and before in BEFORE_VERB))
                before = form
    columns = np.frombuffer(counted, dtype=np.int32).reshape(-1, 5).T.copy()
    return _Run(tuple(number_of), columns, np.frombuffer(flags, dtype=np.bool_).reshape(-1, 6).T.copy())


def field_text(paper: Paper, field: int) -> str:
    """Give the text that the offsets of a stream's field count in."""
    if field == KEYWORDS:
        # " | " keeps words of two keywords from being read as one phrase.
        return " | ".join(paper.keywords)
    return paper.title if field == TITLE else paper.abstract


def _texts(paper: Paper) -> tuple[tuple[int, str], ...]:
    return tuple((field, field_text(paper, field)) for field in (TITLE, ABSTRACT, KEYWORDS))
