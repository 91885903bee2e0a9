"""The inverted index: for each word the documents that have it, each with how much it has of it (BM25F)."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import numpy as np
from numpy.typing import NDArray

from litatlas.search.fields import FIELDS, Document, Findable, paper_document
from litatlas.search.tokens import STOP_WORDS, tokens

LEVELS = 31
"""Into how many steps the saturated frequency is rounded: 1 (a word of a long abstract) to 31."""

SATURATION = 8.0
"""`k1`: far above the usual 1.2, since the weights of the fields are: one word of a title says more than an abstract
that repeats it."""

MOST_OF_LONG = 6.0
"""The most that the occurrences of a word in one long field count together."""

LEVEL_BITS = 5


Postings = NDArray[np.int64]
"""In order of documents: document number << 5 | level."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document as the index and the files of the search hold it."""

    card: tuple[str, ...]
    text: str
    terms: str
    """Its words and filters, with blanks between them."""

    levels: bytes
    """How much it has of each, 1 to `LEVELS`."""


@dataclass(frozen=True, slots=True)
class Index:
    """Postings by term."""

    postings: Mapping[str, Postings]
    documents: int


def index_papers(papers: Sequence[Findable]) -> list[Indexed]:
    """Index some papers, each by itself."""
    return [index_document(paper_document(paper)) for paper in papers]


def index_document(document: Document) -> Indexed:
    """Give a document with its words and filters.

    A level is the saturated frequency of BM25F, tf / (k1 + tf), where tf sums
    each field's occurrences by its weight and bent by its length. How rare a
    word is, the client knows from the length of its postings.
    """
    levels = dict(_levels(document))
    return Indexed(document.card, document.text, " ".join(levels), bytes(levels.values()))


def build_index(documents: Iterable[Document]) -> Index:
    """Index documents by their words and filters; their numbers are their places."""
    return merge([index_document(document) for document in documents])


def merge(documents: Sequence[Indexed]) -> Index:
    """Put the words of documents together; their numbers are their places."""
    numbers = _Numbers()
    terms = array("q")
    for document in documents:
        terms.extend(map(numbers.__getitem__, document.terms.split()))
    levels = np.frombuffer(b"".join(document.levels for document in documents), dtype=np.uint8)
    lengths = [len(document.levels) for document in documents]
    entries = np.repeat(np.arange(len(documents), dtype=np.int64), lengths) << LEVEL_BITS | levels
    of_term = np.asarray(terms, dtype=np.int64)
    entries = entries[np.argsort(of_term, kind="stable")]
    ends = np.cumsum(np.bincount(of_term, minlength=len(numbers))).tolist()
    postings = (entries[start:end] for start, end in pairwise([0, *ends]))
    return Index(dict(zip(numbers, postings, strict=True)), len(documents))


class _Numbers(dict[str, int]):
    """Numbers terms in the order in which they come."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


def _levels(document: Document) -> Iterator[tuple[str, int]]:
    frequencies: dict[str, float] = {}
    for name, text in document.texts:
        if not text:
            continue
        field = FIELDS[name]
        words = tokens(text, camel=field.camel)
        share = field.weight / (1 - field.bend + field.bend * len(words) / field.usual_length)
        for word, times in Counter(words).items():
            if field.long:
                if word in STOP_WORDS or (len(word) == 1 and word.isascii()):
                    continue
                # However often an abstract repeats a word, a title that has it says more.
                frequencies[word] = frequencies.get(word, 0.0) + min(times * share, MOST_OF_LONG)
            else:
                frequencies[word] = frequencies.get(word, 0.0) + times * share
    for word, frequency in frequencies.items():
        yield word, min(LEVELS, max(1, ceil(LEVELS * frequency / (SATURATION + frequency))))
    for key in document.filters:
        yield key, LEVELS
