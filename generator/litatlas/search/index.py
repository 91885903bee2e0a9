"""The inverted index: for each word the documents that have it, each with how much it has of it (BM25F).

An index is the same whether it was made at once or documents were exchanged
in it: terms stand in one order, and so do the documents of each.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

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

_ENTRY_BITS = 40
"""Bits of an entry below the number of its term, while they are sorted."""

_LEFT_OUT = STOP_WORDS | frozenset(map(chr, range(128)))
"""What is not counted in long fields: words that say nothing, and single letters and digits."""

Postings = NDArray[np.int64]
"""In order of documents: document number << 5 | level."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a document is found by."""

    terms: str
    """Its words and filters, with blanks between them."""

    levels: bytes
    """How much it has of each, 1 to `LEVELS`."""


@dataclass(frozen=True, slots=True)
class Index:
    """The postings of all terms."""

    terms: tuple[str, ...]
    """In order of their UTF-16 code units, as JavaScript compares them; each has postings."""

    ends: NDArray[np.int64]
    """Where the postings of each term end."""

    entries: Postings
    """Of all terms, one after the other."""

    def between(self, start: int, end: int) -> Postings:
        """Give the postings of the terms from a place to the one before another."""
        return self.entries[self.ends[start - 1] if start else 0 : self.ends[end - 1]]

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many documents have each term."""
        return np.diff(self.ends, prepend=0)


EMPTY = Index((), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


def words_of(document: Document) -> Words:
    """Give the words and filters of a document.

    A level is the saturated frequency of BM25F, tf / (k1 + tf), where tf sums
    each field's occurrences by its weight and bent by its length. How rare a
    word is, the client knows from the length of its postings.
    """
    levels = dict(_levels(document))
    return Words(" ".join(levels), bytes(levels.values()))


def build_index(documents: Iterable[Document]) -> Index:
    """Index documents by their words and filters; their numbers are their places."""
    return exchanged(EMPTY, (), dict(enumerate(map(words_of, documents))))


def exchanged(index: Index, gone: Collection[int], more: Mapping[int, Words]) -> Index:
    """Give an index without the documents of some numbers, and with others.

    Arguments:
        index: The index.
        gone: Numbers of documents that are taken out of it.
        more: The words of others by their numbers, which are free then.
    """
    stay = ~np.isin(index.entries >> LEVEL_BITS, list(gone))
    numbers = _Numbers({term: number for number, term in enumerate(index.terms)})
    terms = array("q")
    for words in more.values():
        terms.extend(map(numbers.__getitem__, words.terms.split()))
    levels = np.frombuffer(b"".join(words.levels for words in more.values()), dtype=np.uint8)
    lengths = [len(words.levels) for words in more.values()]
    documents = np.repeat(np.array(list(more), dtype=np.int64), lengths)
    of_term = np.concatenate((np.repeat(np.arange(len(index.terms)), index.counts)[stay], np.asarray(terms)))
    entries = np.concatenate((index.entries[stay], documents << LEVEL_BITS | levels))
    return _in_order(index.terms, list(numbers)[len(index.terms) :], of_term.astype(np.int64), entries)


class _Numbers(dict[str, int]):
    """Numbers further terms in the order in which they come."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


def _in_order(known: Sequence[str], new: Sequence[str], of_term: NDArray[np.int64], entries: Postings) -> Index:
    """Make an index of entries in any order; terms without any are left out.

    Arguments:
        known: Terms in order.
        new: Further ones.
        of_term: The number of each entry's term: its place among the known ones, or behind them among the new ones.
        entries: The entries.
    """
    terms = (*known, *new)
    added = sorted(range(len(known), len(terms)), key=lambda number: _units(terms[number]))
    places = [bisect_left(known, _units(terms[number]), key=_units) for number in added]
    order = np.insert(np.arange(len(known)), places, added).astype(np.int64)
    place = np.empty(len(terms), dtype=np.int64)
    place[order] = np.arange(len(terms))
    keys = place[of_term] << _ENTRY_BITS | entries
    # Those of the known terms are in order already, which this sort makes use of.
    keys.sort(kind="stable")
    counts = np.bincount(keys >> _ENTRY_BITS, minlength=len(terms))
    kept = tuple(terms[number] for number in order[counts > 0].tolist())
    return Index(kept, np.cumsum(counts[counts > 0]), keys & ((1 << _ENTRY_BITS) - 1))


def _units(term: str) -> bytes:
    return term.encode("utf-16-be")


def _levels(document: Document) -> Iterator[tuple[str, int]]:
    frequencies: dict[str, float] = {}
    for name, text in document.texts:
        if not text:
            continue
        field = FIELDS[name]
        words = tokens(text, camel=field.camel)
        share = field.weight / (1 - field.bend + field.bend * len(words) / field.usual_length)
        for word, times in Counter(words).items():
            counted = times * share
            if field.long:
                if word in _LEFT_OUT:
                    continue
                # However often an abstract repeats a word, a title that has it says more.
                counted = counted if counted < MOST_OF_LONG else MOST_OF_LONG
            frequencies[word] = frequencies.get(word, 0.0) + counted
    for word, frequency in frequencies.items():
        # More than 0, and never more than all levels.
        yield word, ceil(LEVELS * frequency / (SATURATION + frequency))
    for key in document.filters:
        yield key, LEVELS
