"""What of a record file a change touches: the entries around the lines that differ.

A survey of ten thousand papers may stand in one file, which takes seconds to
read. Of changes within it only the entries that they touch are read: all
other lines are made empty, so that every entry keeps its line. Changes made
while a site is built are looked at together, and may stand anywhere in it.
"""

import re
from collections.abc import Sequence
from itertools import takewhile
from posixpath import splitext

SMALL = 200_000
"""Bytes up to which a file is read as a whole: a tenth of a second's work."""

MOST = 200_000
"""Bytes of the entries that are read of a larger one."""

_STARTS = {
    # suffix: what the first line of an entry begins with
    ".jsonl": b"",
    ".ndjson": b"",
    ".bib": b"@",
    ".bibtex": b"@",
    ".biblatex": b"@",
    ".ris": b"TY  -",
    ".nbib": b"PMID-",
}
_SHARED = re.compile(rb"@(?:string|preamble)\b", re.IGNORECASE)
"""A block of a BibTeX file that any of its entries may need."""

_INHERITS = re.compile(rb"^[ \t]*(?:crossref|xdata)[ \t]*=", re.IGNORECASE | re.MULTILINE)


def excerpts(path: str, before: bytes, after: bytes) -> tuple[bytes, bytes] | None:
    """Cut two states of a record file down to the entries that differ.

    Arguments:
        path: Of the file.
        before: Its content as it was.
        after: Its content as it is.

    Returns:
        Both states, small enough to be read at once; None where they cannot be cut.
    """
    if max(len(before), len(after)) <= SMALL:
        return before, after
    start = _STARTS.get(splitext(path)[1].lower())
    if start is None:
        return None
    old, new = before.split(b"\n"), after.split(b"\n")
    if len(old) == len(new):
        olds = news = _differing(old, new, start)
    else:
        olds, news = _between(old, new, start)
    cut = _cut(old, olds, start), _cut(new, news, start)
    return None if max(map(_size, cut)) > MOST or any(map(_INHERITS.search, cut)) else cut


def _differing(old: Sequence[bytes], new: Sequence[bytes], start: bytes) -> list[range]:
    """Give the lines of the entries that differ, of two states with as many lines: some may be far from others."""
    found: list[range] = []
    for number in (number for number, (one, other) in enumerate(zip(old, new, strict=True)) if one != other):
        if found and number in found[-1]:
            continue
        end = number + 1
        while end < len(old) and not _both_begin(old, new, end, start):
            end += 1
        found.append(range(_beginning(old, new, number, start), end))
    return found


def _between(old: Sequence[bytes], new: Sequence[bytes], start: bytes) -> tuple[list[range], list[range]]:
    """Give the lines of the entries between the first and the last that differ, in both states."""
    first = _equal(old, new)
    last = min(_equal(old[::-1], new[::-1]), len(old) - first, len(new) - first)
    first = _beginning(old, new, first, start)
    while last and not old[len(old) - last].startswith(start):
        last -= 1
    return [range(first, len(old) - last)], [range(first, len(new) - last)]


def _size(excerpt: bytes) -> int:
    return len(excerpt) - excerpt.count(b"\n")


def _equal(old: Sequence[bytes], new: Sequence[bytes]) -> int:
    """Count the lines at the beginning that are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _beginning(old: Sequence[bytes], new: Sequence[bytes], number: int, start: bytes) -> int:
    """Give the line with which the entry of a line begins in both states, or an entry before it; else the first."""
    while number and not _both_begin(old, new, number, start):
        number -= 1
    return number


def _both_begin(old: Sequence[bytes], new: Sequence[bytes], number: int, start: bytes) -> bool:
    """Whether an entry begins with this line in both states, which may be behind the last line of one."""
    return all(number < len(lines) and lines[number].startswith(start) for lines in (old, new))


def _cut(lines: Sequence[bytes], stretches: Sequence[range], start: bytes) -> bytes:
    """Empty all lines but those of some stretches, and blocks that all entries share."""
    kept = [b""] * len(lines)
    for stretch in stretches:
        kept[stretch.start : stretch.stop] = lines[stretch.start : stretch.stop]
    shared = False
    for number, line in enumerate(lines if start == b"@" else ()):
        if line.startswith(start):
            shared = _SHARED.match(line) is not None
        if shared:
            kept[number] = line
    return b"\n".join(kept)
