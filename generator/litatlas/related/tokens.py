"""The words of all papers as one stream of numbers, from which similarity and shared phrases are counted."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
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

_WORD = re.compile(r"([^\W_]+(?:['’][^\W_]+)?)")
# A bare address is looked for at the start of a run only: from each of its words, `a-a-a-...` would cost its square.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.-])[\w.-]*[\w-]\.(?:com|io|org|ai|edu|net)\b\S*")
_SIGN_OF_ADDRESS = re.compile(r"://|www\.|\.(?:com|io|org|ai|edu|net)\b")
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
    return pieces if text.isascii() or not _CJK.search(text) else _in_pairs(pieces)


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


def _cut(surface: str, gap: str) -> Iterator[tuple[int, int, str]]:
    """Give the parts of a word, each with what stands before it: nothing that would make it follow another."""
    at = 0
    for run in _CJK.finditer(surface):
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


@dataclass(frozen=True, slots=True)
class Stream:
    """All tokens of all papers, in order, as parallel arrays."""

    words: tuple[str, ...]
    """The normal forms, sorted; a token's number is its place here."""

    names: NDArray[np.uint64]
    """A number for each of them that is its own in every library: its hash."""

    texts: NDArray[np.uint64]
    """A number for each paper, made of its id and its texts."""

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

    def of_papers(self, chosen: NDArray[np.bool_]) -> "Stream":
        """Give the stream of some papers, numbered from 0; words keep their numbers."""
        kept = chosen[self.paper]
        return Stream(
            self.words,
            self.names,
            self.texts[chosen],
            (np.cumsum(chosen) - 1)[self.paper[kept]].astype(np.int32),
            self.field[kept],
            self.word[kept],
            self.start[kept],
            self.end[kept],
            self.follows[kept],
            self.glued[kept],
            self.stop[kept],
            self.small[kept],
            self.coined[kept],
            self.after_verb_mark[kept],
        )


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
    hashes = np.array([_hash(paper) for paper in papers], dtype=np.uint64)
    starts = np.cumsum([0, *map(len, texts)])
    keyed = (
        (memo.digest(hashes[start : start + len(each)].tobytes()), each)
        for start, each in zip(starts.tolist(), texts, strict=False)
    )
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
    paper_of, field_of, word_of, begins, ends = np.concatenate(numbers, axis=1)
    names = np.array([_name(word) for word in vocabulary], dtype=np.uint64)
    numbered = renumbered[word_of]
    columns = paper_of, field_of, numbered, begins, ends
    return Stream(vocabulary, names, hashes, *columns, *np.concatenate(marks, axis=1))


def _hash(paper: Paper) -> int:
    return _name("\0".join((paper.id, *(text for _, text in _texts(paper)))))


def _name(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _read_all(runs: Sequence[_Texts]) -> list[_Run]:
    return [_read(run) for run in runs]


def _read(texts: _Texts) -> _Run:
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
    return _Run(tuple(words), numbers, np.stack((follows, glued, stop, small, coined, after_verb_mark)))


def field_text(paper: Paper, field: int) -> str:
    """Give the text that the offsets of a stream's field count in."""
    if field == KEYWORDS:
        # " | " keeps words of two keywords from being read as one phrase.
        return " | ".join(paper.keywords)
    return paper.title if field == TITLE else paper.abstract


def _texts(paper: Paper) -> tuple[tuple[int, str], ...]:
    return tuple((field, field_text(paper, field)) for field in (TITLE, ABSTRACT, KEYWORDS))
