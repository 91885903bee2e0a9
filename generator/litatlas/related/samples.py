"""The sample from which the papers of a large library learn, kept from build to build (`word-sample.bin`).

Were it drawn anew by each build, a change of one of its papers would change how rare words are and the directions of
the latent space, and so all vectors and all lists a little. So the words of the sample stay as they were drawn until
they speak for the library no longer. A build that remembers nothing else learns the same from them again.

A file that cannot be read, or does not fit, is passed over: another sample is drawn.
"""

from itertools import pairwise
from typing import Any

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from litatlas.related.mixing import summed
from litatlas.related.statistics import Census
from litatlas.related.streams import Content, Stream

SAMPLE_FILE = "word-sample.bin"

STILL_THERE = 0.75
"""Of the texts of a sample, and of as many as one of today would have, so many must still stand in the library."""

GROWTH = 1.5
"""How much larger or smaller a library may become: one step of `coarse`."""

NEAR = 0.1
"""What papers mean in common is taken for the same as long as it has moved by less of its length."""

STEP = 0.01
"""What is usual for a paper is rounded to this, and taken for the same as long as it has moved by no more."""

_LARGEST = 1e9
"""Above all numbers that are learnt."""

_HEADER = b"litatlas sample 1\n"
_NUMBERS = np.dtype("<u4")
_COUNTS = 5
_PARTS: tuple[np.dtype[Any], ...] = (np.dtype("<u8"), _NUMBERS, _NUMBERS, np.dtype("i1"), np.dtype("<f8"))
"""What follows the counts: the names of the words, the sizes of the papers; of each word its place among the names,
and its field; what is usual, and what is common."""


class Sample(Struct, frozen=True):
    """What some papers said when they were drawn."""

    library: int
    """How many papers the library had then."""

    content: Content
    """The names of its words rise."""

    typical: float = 0.0
    """How similar a paper in the middle was to its nearest ones."""

    common: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    """What an encoder's vectors of the papers had in common; empty without one."""

    def render(self) -> bytes:
        """Give the file."""
        content, learnt = self.content, np.append(self.typical, self.common)
        sizes = np.bincount(content.paper, minlength=content.papers)
        counts = (self.library, content.papers, len(content.names), len(content.word), len(learnt))
        parts: tuple[NDArray[Any], ...] = (content.names, sizes, content.word, content.field, learnt)
        written = (part.astype(kind).tobytes() for part, kind in zip(parts, _PARTS, strict=True))
        return b"".join((_HEADER, np.array(counts, _NUMBERS).tobytes(), *written))

    def fits(self, stream: Stream, census: Census) -> bool:
        """Say whether it speaks for a library, of which the words and the census are given."""
        sizes = np.bincount(self.content.paper, minlength=self.content.papers)
        own, others = self.content.names[self.content.word], stream.names[stream.word]
        others[stream.stop] = 0
        still = int(np.isin(_texts(own, sizes), _texts(others, stream.sizes)).sum())
        enough = STILL_THERE * max(self.content.papers, int(census.sample.sum()) / GROWTH)
        return still >= enough and self.library / GROWTH <= census.papers <= self.library * GROWTH

    def with_typical(self, median: float) -> "Sample":
        """Keep what was usual, if it still is nearly so."""
        is_known = self.typical > 0 and abs(median - self.typical) <= STEP
        return self if is_known else replace(self, typical=round(median, 2))

    def with_common(self, common: NDArray[np.float64]) -> "Sample":
        """Keep what vectors had in common, if they still nearly have; another encoder's are far from it."""
        is_near = common.shape == self.common.shape and _length(common - self.common) <= NEAR * _length(common)
        return self if is_near else replace(self, common=common)


def chosen_sample(file: bytes, stream: Stream, census: Census) -> Sample:
    """Give the sample that is kept, or where there is none that fits, one of the papers as they are.

    Arguments:
        file: What `render` gave, as far as anybody knows.
        stream: The words of the papers.
        census: Which of them would be the sample now.
    """
    kept = parse_sample(file)
    return kept if kept is not None and kept.fits(stream, census) else _drawn(stream, census)


def parse_sample(file: bytes) -> Sample | None:
    """Read a sample; None where the file is none, whatever it holds instead."""
    begin = len(_HEADER) + _COUNTS * _NUMBERS.itemsize
    if not file.startswith(_HEADER) or len(file) < begin:
        return None
    counts = np.frombuffer(file[len(_HEADER) : begin], _NUMBERS).tolist()
    library, papers, names, words, learnt = counts
    lengths = [size * kind.itemsize for size, kind in zip((names, papers, words, words, learnt), _PARTS, strict=True)]
    bounds = [begin + sum(lengths[:part]) for part in range(len(lengths) + 1)]
    if len(file) != bounds[-1] or not papers or not learnt:
        return None
    named, sizes, word, fields, known = (
        np.frombuffer(file[start:end], kind) for (start, end), kind in zip(pairwise(bounds), _PARTS, strict=True)
    )
    if sizes.sum() != words or (words and word.max() >= names) or (named[1:] <= named[:-1]).any():
        return None
    if not (np.abs(known) < _LARGEST).all():
        return None
    paper = np.repeat(np.arange(papers, dtype=np.int32), sizes)
    content = Content(papers, named.astype(np.uint64), paper, fields, word.astype(np.int32))
    return Sample(library, content, float(known[0]), known[1:].astype(np.float64))


def _drawn(stream: Stream, census: Census) -> Sample:
    content = stream.of_papers(census.sample).content.with_its_words
    order = np.argsort(content.names)
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order))
    return Sample(census.papers, replace(content, names=content.names[order], word=place[content.word]))


def _texts(words: NDArray[np.uint64], sizes: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Give a number for each paper, by which the words of its text can be known again; so many of them are its own."""
    return summed(words, np.append(0, np.cumsum(sizes)))


def _length(vector: NDArray[np.float64]) -> float:
    return float(np.linalg.norm(vector))
