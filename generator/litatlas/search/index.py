"""The inverted index: for each word the documents that have it, each with how much it has of it (BM25F).

An index is the same whether it was made at once or documents were exchanged
in it: terms stand in one order, and so do the documents of each.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import compress
from math import ceil

import numpy as np
from msgspec import Struct
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


class Words(Struct, frozen=True):
    """What a document is found by."""

    terms: str
    """Its words and filters, with blanks between them."""

    levels: bytes
    """How much it has of each, 1 to `LEVELS`."""


class Index(Struct, frozen=True):
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
    numbers, of_word = _Numbers(), array("i")
    for one in more.values():
        of_word.extend(map(numbers.__getitem__, one.terms.split()))
    terms, place_of_known, place_of_word = _with_terms(index.terms, list(numbers))
    new = _entries(place_of_word[np.asarray(of_word)], more)
    totals = np.bincount(new >> _ENTRY_BITS, minlength=len(terms))
    if index.terms:
        lost = np.flatnonzero(np.isin(index.entries >> LEVEL_BITS, list(gone)))
        counts = index.counts - np.bincount(np.searchsorted(index.ends, lost, side="right"), minlength=len(index.terms))
        known = np.repeat(place_of_known << _ENTRY_BITS, counts) | np.delete(index.entries, lost)
        new = np.insert(known, np.searchsorted(known, new), new).astype(np.int64, copy=False)
        totals[place_of_known] += counts
    new &= (1 << _ENTRY_BITS) - 1
    if not totals.all():
        terms = tuple(compress(terms, totals.tolist()))
    return Index(terms, np.cumsum(totals[totals > 0]), new)


def _entries(entries: Postings, words: Mapping[int, Words]) -> Postings:
    """Give the entries of documents with the places of their terms above them, in order.

    Arguments:
        entries: The place of each word's term, document by document. There are millions: they are made in its room.
        words: Of the documents, by their numbers.
    """
    entries <<= _ENTRY_BITS
    entries |= np.repeat(np.array(list(words), np.int64) << LEVEL_BITS, [len(one.levels) for one in words.values()])
    entries |= np.frombuffer(b"".join(one.levels for one in words.values()), np.uint8)
    entries.sort()
    return entries


class _Numbers(dict[str, int]):
    """Numbers words in the order in which they come."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


def _with_terms(
    known: tuple[str, ...], words: Sequence[str]
) -> tuple[tuple[str, ...], NDArray[np.int64], NDArray[np.int64]]:
    """Put words among known terms; gives all in order, and the place there of each known one and of each word."""
    units = list(map(_units, words))
    at = [bisect_left(known, each, key=_units) for each in units]
    new = [number for number, place in enumerate(at) if known[place : place + 1] != (words[number],)]
    new.sort(key=units.__getitem__)
    before = np.array([at[number] for number in new], dtype=np.int64)
    places = np.arange(len(known)) + np.searchsorted(before, np.arange(len(known)), side="right")
    of_words = np.append(places, 0)[at].astype(np.int64)
    of_words[new] = before + np.arange(len(new))
    terms = np.empty(len(known) + len(new), dtype=object)
    terms[places], terms[of_words[new]] = known, [words[number] for number in new]
    return tuple(terms.tolist()), places, of_words


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
