"""The words of all papers as one stream of numbers, from which similarity and shared phrases are counted.

An earlier stream is carried on: of each paper whose texts are the same its tokens are copied as they stand. It is kept
anew only where many papers have other texts than in it: to read a few of them again costs less than to write all.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from litatlas.incremental.columns import in_runs
from litatlas.incremental.memo import NOTHING, Digest, Memo
from litatlas.model import Paper
from litatlas.related.forms import form_of
from litatlas.related.mixing import as_number, entries_of, name_of, places_of
from litatlas.related.tokens import Run, Texts, read_run, texts_of
from litatlas.workers import ALONE, Workers

AT_ONCE = 256
"""Papers that one call of a worker reads."""


KEPT_ANEW = 32
"""Papers of other texts with which what is kept of all papers is written again."""


class Content(Struct, frozen=True):
    """The words of some papers that are no function words, in order, as parallel arrays."""

    papers: int
    names: NDArray[np.uint64]
    """A number for each word that is its own in every library."""

    paper: NDArray[np.int32]
    field: NDArray[np.int8]
    word: NDArray[np.int32]
    """Its place among the names."""

    @property
    def with_its_words(self) -> "Content":
        """The same without the names of words that stand in none of the papers; the others stay in their order."""
        used, word = np.unique(self.word, return_inverse=True)
        return replace(self, names=self.names[used], word=word.astype(np.int32))


class Stream(Struct, frozen=True, dict=True):
    """All tokens of all papers, in order, as parallel arrays."""

    words: tuple[str, ...]
    """The normal forms, sorted; a token's number is its place here."""

    names: NDArray[np.uint64]
    """A number for each of them that is its own in every library: its hash."""

    forms: NDArray[np.uint8]
    """What the form of each says (`forms`)."""

    texts: NDArray[np.uint64]
    """A number for each paper, made of its id and its texts."""

    paper: NDArray[np.int32]
    field: NDArray[np.int8]
    word: NDArray[np.int32]
    start: NDArray[np.uint16]
    end: NDArray[np.uint16]
    follows: NDArray[np.bool_]
    glued: NDArray[np.bool_]
    stop: NDArray[np.bool_]
    small: NDArray[np.bool_]
    coined: NDArray[np.bool_]
    after_verb_mark: NDArray[np.bool_]
    """Whether the token before says that a verb follows: `to improve`, `we show`."""

    gone: "Stream | None" = None
    """The papers that are none any more, of the stream that is kept, with its words; nothing where that is this one."""

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """How many tokens each paper has."""
        # They stand in the order of the papers, and need not be counted one by one.
        return np.diff(np.searchsorted(self.paper, np.arange(len(self.texts) + 1, dtype=np.int32)))

    @property
    def content(self) -> Content:
        """The words that say something."""
        kept = ~self.stop
        return Content(len(self.texts), self.names, self.paper[kept], self.field[kept], self.word[kept])

    def of_papers(self, chosen: NDArray[np.bool_]) -> "Stream":
        """Give the stream of some papers, numbered from 0; words keep their numbers."""
        papers, sizes = np.flatnonzero(chosen), self.sizes
        tokens = entries_of(sizes, papers)
        columns = {name: getattr(self, name)[tokens] for name in _COLUMNS}
        columns["paper"] = np.repeat(np.arange(len(papers), dtype=np.int32), sizes[papers])
        return replace(self, texts=self.texts[papers], **columns)

    def are_among(self, wanted: Iterable[str]) -> NDArray[np.bool_]:
        """Say of each word whether it is one of some, which are few."""
        found = np.zeros(len(self.words), dtype=np.bool_)
        for word in wanted:
            place = bisect_left(self.words, word)
            if self.words[place : place + 1] == (word,):
                found[place] = True
        return found

    def have(self, forms: int) -> NDArray[np.bool_]:
        """Say of each word whether it has one of some forms."""
        return np.asarray(self.forms & np.uint8(forms) > 0, dtype=np.bool_)


_COLUMNS = Stream.__struct_fields__[4:-1]
"""What there is of each token."""

_NONE, _NO_MARK, _NO_NAME = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.bool_), np.zeros(0, dtype=np.uint64)
EMPTY = Stream(
    (),
    names=_NO_NAME,
    forms=_NONE.astype(np.uint8),
    texts=_NO_NAME,
    paper=_NONE,
    field=_NONE.astype(np.int8),
    word=_NONE,
    # Places in texts, which are no longer than `tokens.MAX_CHARACTERS`.
    start=_NONE.astype(np.uint16),
    end=_NONE.astype(np.uint16),
    follows=_NO_MARK,
    glued=_NO_MARK,
    stop=_NO_MARK,
    small=_NO_MARK,
    coined=_NO_MARK,
    after_verb_mark=_NO_MARK,
)


def stream(
    papers: Sequence[Paper], memo: Memo = NOTHING, workers: Workers = ALONE, marks: Sequence[Digest] = ()
) -> Stream:
    """Read the titles, abstracts and keywords of the papers, those only whose texts are new.

    Arguments:
        papers: The papers of the library.
        memo: What is known from earlier builds.
        workers: Read papers side by side.
        marks: The digest of each paper's texts, where they are known.
    """
    numbers = map(as_number, marks) if any(marks) else map(_hash, papers)
    texts = np.fromiter(numbers, dtype=np.uint64, count=len(papers))
    stage, key = memo.stage("related-tokens"), memo.digest("the last stream")
    found: Stream = stage.get(key) or EMPTY
    if not np.array_equal(found.texts, texts):
        at, is_new = places_of(texts, found.texts)
        new = [texts_of(papers[place]) for place in np.flatnonzero(is_new).tolist()]
        are_many = differing(texts, found.texts, is_new) >= min(KEPT_ANEW, len(texts))
        gone = None if are_many else found.of_papers(~np.isin(found.texts, texts))
        found = _carried_on(found, texts, at, _read(new, workers))
        if are_many:
            stage.put(key, found)
        found = replace(found, gone=gone)
    stage.rest()
    return found


def differing(texts: NDArray[np.uint64], kept: NDArray[np.uint64], are_new: NDArray[np.bool_]) -> int:
    """Count the papers that are not among those of which something is kept, or stand there and are no more."""
    new = int(are_new.sum())
    return new + len(kept) - (len(texts) - new)


def _read(texts: Sequence[Texts], workers: Workers) -> Iterator[Run]:
    batches = [texts[start : start + AT_ONCE] for start in range(0, len(texts), AT_ONCE)]
    return iter((workers if len(batches) > 1 else ALONE).map(read_run, batches))


def _carried_on(last: Stream, texts: NDArray[np.uint64], at: NDArray[np.intp], runs: Iterator[Run]) -> Stream:
    """Give the stream of the papers that stand at some places: those of the last build, and behind them those read now.

    Column by column, so that no more than one of them is in memory twice.
    """
    number_of = {word: number for number, word in enumerate(last.words)}
    first, numbers, marks = len(last.texts), [np.zeros((5, 0), np.int32)], [np.zeros((6, 0), np.bool_)]
    for run in runs:
        places = np.array([number_of.setdefault(word, len(number_of)) for word in run.words], dtype=np.int32)
        paper, field, word, start, end = run.numbers
        numbers.append(np.stack((paper + np.int32(first), field, places[word], start, end)))
        marks.append(run.marks)
        first += run.papers
    read = chain(np.concatenate(numbers, axis=1), np.concatenate(marks, axis=1))
    sizes = np.append(last.sizes, np.bincount(next(read) - len(last.texts), minlength=first - len(last.texts)))
    bounds, columns = np.append(0, np.cumsum(sizes)), dict[str, Any]()
    for name, column in zip(_COLUMNS[1:], read, strict=True):
        old = getattr(last, name)
        columns[name] = in_runs(old, bounds, at, column.astype(old.dtype))
    # Words are numbered in sorted order, so that their numbers do not depend on which paper came first; those that no
    # paper has any more are left out.
    known = list(number_of)
    in_use = np.flatnonzero(np.bincount(columns["word"], minlength=len(known)))
    order = np.array(sorted(in_use.tolist(), key=known.__getitem__), dtype=np.int64)
    renumbered = np.empty(len(known), dtype=np.int32)
    renumbered[order] = np.arange(len(order))
    columns["word"] = renumbered[columns["word"]]
    words, new = tuple(known[number] for number in order.tolist()), known[len(last.words) :]
    names = np.concatenate((last.names, np.array([name_of(word) for word in new], dtype=np.uint64)))[order]
    forms = np.concatenate((last.forms, np.array([form_of(word) for word in new], dtype=np.uint8)))[order]
    return Stream(words, names, forms, texts, np.repeat(np.arange(len(at), dtype=np.int32), sizes[at]), **columns)


def _hash(paper: Paper) -> int:
    return name_of("\0".join((paper.id, *(text for _, text in texts_of(paper)))))
