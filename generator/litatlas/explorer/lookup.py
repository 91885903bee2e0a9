"""Finds a value of a long dimension by the beginning of a word or by its slug, without loading all of them."""

import re
from collections.abc import Iterator, Sequence
from zlib import crc32

from litatlas.explorer.dimensions import Value
from litatlas.search.tokens import normal

EACH = 768
"""Different keys in a file, on average."""

MOST = 48_000
"""A file is closed once it has so many bytes."""

LONGEST = 24
"""Characters of a key: from one word of the name on."""

MOST_WORDS = 6
"""Words of a name that it is found by."""

_WORDS = re.compile(r"[^\W_]+")


def lookup_files(values: Sequence[Value | None]) -> Iterator[tuple[str, list[str | int]]]:
    """Give each file as (its first key, its keys each with the number of its value), in order of the keys.

    Of the values their slugs, names and numbers count. A file begins at every key whose hash says so, whatever stands
    before it, so one more key changes the file that it comes into and leaves the others as they are (content-defined
    chunking: Muthitacharoen, Chen and Mazières, "A low-bandwidth network file system", SOSP 2001).
    """
    found: dict[str, list[int]] = {}
    for number, value in enumerate(values):
        for key in dict.fromkeys(keys(value) if value else ()):
            found.setdefault(key, []).append(number)
    some: list[str | int] = []
    first = ""
    size = 0
    # JavaScript compares strings so.
    for key in sorted(found, key=lambda key: key.encode("utf-16-be")):
        written = key.encode("utf-8")
        begins = crc32(written) % EACH == 0
        for number in found[key]:
            # All values of one key are in one file or in files that begin with it: the client reads on.
            if some and (size >= MOST or begins):
                yield first, some
                some, size = [], 0
            if not some:
                first = key
            some += (key, number)
            size += len(written) + 9
            begins = False
    if some:
        yield first, some


def keys(value: Value) -> Iterator[str]:
    """Give what a value is found by.

    Examples:
        >>> list(keys(Value("jose-garcia", "José García", 1)))
        ['=jose-garcia', 'jose garcia', 'garcia']
    """
    yield f"={value.slug}"
    words = _WORDS.findall(normal(value.name))[:MOST_WORDS]
    for at in range(len(words)):
        yield " ".join(words[at:])[:LONGEST]
