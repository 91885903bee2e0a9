"""The inverted index: for each word the documents that have it, each with how much it has of it (BM25F)."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from litatlas.search.fields import FIELDS, Document
from litatlas.search.tokens import STOP_WORDS, tokens

LEVELS = 31
"""Into how many steps the saturated frequency is rounded: 1 (a word of a long abstract) to 31."""

SATURATION = 8.0
"""`k1`: far above the usual 1.2, since the weights of the fields are: one word of a title says more than an abstract
that repeats it."""

MOST_OF_LONG = 6.0
"""The most that the occurrences of a word in one long field count together."""

LEVEL_BITS = 5


@dataclass(frozen=True, slots=True)
class Index:
    """Postings by term."""

    postings: Mapping[str, "array[int]"]
    """For each term, in order of documents: document number << 5 | level."""

    documents: int


def build_index(documents: Iterable[Document]) -> Index:
    """Index documents by their words and filters; their numbers are their places.

    A posting holds the saturated frequency of BM25F, tf / (k1 + tf), where tf
    sums each field's occurrences by its weight and bent by its length. How
    rare a word is, the client knows from the length of its postings.
    """
    postings: dict[str, array[int]] = {}
    number = -1
    for number, document in enumerate(documents):
        for term, level in _levels(document):
            entries = postings.get(term)
            if entries is None:
                entries = postings[term] = array("L")
            entries.append(number << LEVEL_BITS | level)
    return Index(postings, number + 1)


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
