"""Reads the files of the index as the client does, so that what is written can be compared with what is meant."""

import json
from collections.abc import Mapping

from litatlas.search.shards import DIGITS


def value_of(script: str) -> object:
    """Give what a data script hands over."""
    decoder = json.JSONDecoder()
    at = script.index("(") + 1
    values = []
    while script[at - 1] != ")":
        value, at = decoder.raw_decode(script, at)
        values.append(value)
        at += 1
    return values[-1]


def terms_of(text: str) -> dict[str, list[tuple[int, int]]]:
    """Give the postings (document, level) of each term of a file, in order of documents."""
    found: dict[str, list[tuple[int, int]]] = {}
    before = ""
    for line in text.split("\n"):
        rest, postings = line[1:].split(" ")
        before = before[: DIGITS.index(line[0])] + rest
        found[before] = sorted(postings_of(postings))
    return found


def postings_of(text: str) -> list[tuple[int, int]]:
    digits = [DIGITS.index(digit) for digit in text]
    at = 0

    def number() -> int:
        nonlocal at
        value = shift = 0
        while True:
            digit = digits[at]
            at += 1
            value |= (digit & 31) << shift
            shift += 5
            if digit < 32:
                return value

    found = []
    while at < len(digits):
        level = digits[at]
        at += 1
        document = -1
        for _ in range(number()):
            document += number() + 1
            found.append((document, level))
    return found


def all_terms(files: Mapping[str, str]) -> dict[str, list[tuple[int, int]]]:
    """Give all terms of the files of a search."""
    found: dict[str, list[tuple[int, int]]] = {}
    for path, script in files.items():
        if path.startswith("search/terms/"):
            for term, postings in terms_of(str(value_of(script))).items():
                found[term] = sorted(found.get(term, []) + postings)
    return found
