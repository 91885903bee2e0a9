"""Reads the explorer's files as the client does, so that what is written can be compared with what is meant."""

from collections.abc import Iterator, Mapping

from litatlas.search.shards import DIGITS
from search.index_reader import value_of


def head_of(files: Mapping[str, str]) -> dict:
    head = value_of(files["explore/head.js"])
    assert isinstance(head, dict)
    return head


def rows_of(files: Mapping[str, str], kind: str, key: str) -> list:
    rows = value_of(files[f"explore/{kind}/{key}.js"])
    assert isinstance(rows, list)
    return rows


def numbers_of(text: str) -> Iterator[int]:
    value = shift = 0
    for digit in map(DIGITS.index, text):
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            yield value
            value = shift = 0


def lists_of(text: str) -> list[list[int]]:
    """Give the numbers of each paper of a column of lists."""
    found, numbers = [], numbers_of(text)
    for length in numbers:
        value, row = -1, []
        for _ in range(length):
            value += next(numbers) + 1
            row.append(value)
        found.append(row)
    return found


def names_of(files: Mapping[str, str], label: str) -> list[list[str]]:
    """Give the names that each paper has of one way to choose, newest paper first."""
    head = head_of(files)
    place = next(place for place, way in enumerate(head["ways"]) if way["label"] == label)
    way = head["ways"][place]
    parts = range(-(-way["values"] // head["values"]))
    names = [row[1] if row else "" for part in parts for row in rows_of(files, "values", f"{place}-{part}")]
    kind = "long" if way.get("long") else "papers"
    columns = [value_of(files[f"explore/{kind}/{number}.js"]) for number in range(len(head["starts"]))]
    return [[names[number] for number in row] for column in columns for row in lists_of(column[str(place)])]  # type: ignore[index]
