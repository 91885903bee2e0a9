"""Cuts the index into files of bounded size, each a classic script that hands its data to one global.

    search/manifest.js   how many there are, and the first key of each file of terms
    search/terms/N.js    terms in order, with their postings
    search/cards/N.js    what results show, four documents a file
    search/texts/N.js    their texts, for phrases and excerpts, four documents a file

Terms are in order of their UTF-16 code units, as JavaScript compares them. A
line of a file of terms is: how many characters the term shares with the one
before it (a digit), the rest of it, a blank, its postings as `encoding` writes
them.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from math import isqrt
from typing import Protocol

import numpy as np

from litatlas.search.encoding import DIGITS, encode_postings
from litatlas.search.index import Index, Postings
from litatlas.search.tokens import STOP_WORDS

FOLDER = "search"
SMALLEST = 4_000
"""Most bytes of a file of terms, unless one term takes more or there would be too many files: see `_target`."""

LIMIT = 90_000
"""Most bytes of one term in one file; the postings of a longer one go on in the next."""

AT_ONCE = 2000
"""Terms that are written at once: enough to be quick, few enough to need little room."""

CARDS = 4
"""Documents in a file of cards or texts."""


class Shown(Protocol):
    """What the files hold of a document besides its words."""

    @property
    def card(self) -> tuple[str, ...]:
        """What a result shows."""

    @property
    def text(self) -> str:
        """What phrases are checked in and excerpts are cut from."""


def search_files(documents: Sequence[Shown], index: Index, language: str = "en") -> Iterator[tuple[str, str]]:
    """Give the files of the search as (path below docs/, text).

    Arguments:
        documents: What was indexed.
        index: Their index.
        language: The survey's; word endings are taken off in English ones only.
    """
    digest = hashlib.sha256()
    shards = list(pack(index))
    cards = [[document.card for document in part] for part in _parts(documents)]
    texts = [[document.text for document in part] for part in _parts(documents)]
    for kind, values in (("terms", [text for _, text in shards]), ("cards", cards), ("texts", texts)):
        for number, value in enumerate(values):
            script = f'litatlas.data("search-{kind}",{number},{script_json(value)});\n'
            digest.update(script.encode("utf-8"))
            yield f"{FOLDER}/{kind}/{number}.js", script
    manifest = {
        # Goes into the addresses of the other files: a browser that kept old ones must not mix them with new ones.
        "version": digest.hexdigest()[:12],
        "documents": index.documents,
        "cards": CARDS,
        "stem": language.partition("-")[0] == "en",
        "stop": " ".join(sorted(STOP_WORDS)),
        "first": " ".join(first for first, _ in shards),
    }
    yield f"{FOLDER}/manifest.js", f'litatlas.data("search","manifest",{script_json(manifest)});\n'


def pack(index: Index) -> Iterator[tuple[str, str]]:
    """Give each file of terms as (the first key that may be in it, its text), in order.

    The first key is cut to what tells it from the last one of the file before.
    A term too long for the room that is left begins a file of its own, so that
    who asks for its neighbours need not load it.
    """
    terms = sorted(index.postings, key=lambda term: term.encode("utf-16-be"))
    written = [
        [text] if len(text) <= LIMIT else list(_chunks(index.postings[term]))
        for some in (terms[start : start + AT_ONCE] for start in range(0, len(terms), AT_ONCE))
        for term, text in zip(some, encode_postings([index.postings[term] for term in some]), strict=True)
    ]
    target = _target(sum(map(len, terms)) + sum(len(chunk) for chunks in written for chunk in chunks))
    first, lines, size = "", list[str](), 0
    for term, chunks, shared in zip(terms, written, _shares(terms), strict=True):
        if lines and (len(chunks) > 1 or size + len(chunks[0]) > target):
            yield first, "\n".join(lines)
            lines, size = [], 0
        if len(chunks) > 1:
            # The parts of a long term stand alone, each under the whole term.
            yield from ((term, _line(term, 0, chunk)) for chunk in chunks)
            continue
        if not lines:
            first, shared = term[: shared + 1], 0
        lines.append(_line(term, shared, chunks[0]))
        size += len(lines[-1].encode("utf-8")) + 1
    if lines:
        yield first, "\n".join(lines)


def _line(term: str, shared: int, postings: str) -> str:
    return f"{DIGITS[shared]}{term[shared:]} {postings}"


def _target(size: int) -> int:
    """Give the bytes of a file of terms in an index of so many bytes.

    A query loads one to three files for each of its words, and the manifest
    once, which names every file in about six bytes: with this, it comes to the
    size of six files at most. It grows in steps, so that one more paper does
    not move all terms to other files.
    """
    step = SMALLEST // 8
    return max(SMALLEST, isqrt(size) // step * step)


def _chunks(entries: Postings) -> Iterator[str]:
    """Give the postings of a term in strings below the limit: all in one, or its halves."""
    (text,) = encode_postings([entries])
    if len(text) <= LIMIT:
        yield text
        return
    half = len(entries) // 2
    yield from _chunks(entries[:half])
    yield from _chunks(entries[half:])


def _shares(terms: Sequence[str]) -> list[int]:
    """Give how many characters each term has in common with the one before it, as far as a digit tells."""
    shares = [0] if terms else []
    for start in range(0, len(terms) - 1, AT_ONCE):
        some = np.array(terms[start : start + AT_ONCE + 1])
        letters = some.view(np.uint32).reshape(len(some), -1)
        # No two terms are equal, and shorter ones end in zeros: there is a first place at which they differ.
        shares += np.minimum((letters[1:] == letters[:-1]).argmin(axis=1), len(DIGITS) - 1).tolist()
    return shares


def _parts(documents: Sequence[Shown]) -> Iterator[Sequence[Shown]]:
    for start in range(0, len(documents), CARDS):
        yield documents[start : start + CARDS]


def script_json(value: object) -> str:
    """Give data as it may stand in a script."""
    # U+2028 and U+2029 end a line in scripts of old browsers.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
