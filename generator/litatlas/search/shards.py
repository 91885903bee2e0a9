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
        (term, [text] if len(text) <= LIMIT else list(_chunks(index.postings[term])))
        for some in (terms[start : start + AT_ONCE] for start in range(0, len(terms), AT_ONCE))
        for term, text in zip(some, encode_postings([index.postings[term] for term in some]), strict=True)
    ]
    target = _target(sum(len(term) + sum(map(len, chunks)) for term, chunks in written))
    lines: list[str] = []
    size = 0
    first = before = ""
    for term, chunks in written:
        if lines and (len(chunks) > 1 or size + len(chunks[0]) > target):
            yield first, "\n".join(lines)
            lines, size = [], 0
        for chunk in chunks:
            if not lines:
                first = term if len(chunks) > 1 else _separator(before, term)
                before = ""
            shared = _shared(before, term)
            lines.append(f"{DIGITS[shared]}{term[shared:]} {chunk}")
            size += len(lines[-1].encode("utf-8")) + 1
            before = term
            if len(chunks) > 1:
                # The parts of a long term stand alone, each under the whole term.
                yield first, "\n".join(lines)
                lines, size = [], 0
    if lines:
        yield first, "\n".join(lines)


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


def _separator(before: str, term: str) -> str:
    """Give the shortest beginning of a term that is above the one before."""
    return term[: _shared(before, term) + 1]


def _shared(first: str, second: str) -> int:
    most = min(len(first), len(second), len(DIGITS) - 1)
    for at in range(most):
        if first[at] != second[at]:
            return at
    return most


def _parts(documents: Sequence[Shown]) -> Iterator[Sequence[Shown]]:
    for start in range(0, len(documents), CARDS):
        yield documents[start : start + CARDS]


def script_json(value: object) -> str:
    """Give data as it may stand in a script."""
    # U+2028 and U+2029 end a line in scripts of old browsers.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
