"""The items of a JSON text with their lines: an array, an object that wraps one, or one item alone."""

import json
import re
from collections.abc import Iterator

from litatlas.problems import Origin, Problems, quoted

_WRAPPERS = ("items", "papers", "records", "results", "references", "data", "entries")
_SPACE = re.compile(r"[\s,]*")
_NEXT_ITEM = re.compile(r"\n\s*\{|,\s*\{")
_DECODER = json.JSONDecoder()
_TRIES = 1000
"""Broken items after which the rest of an array is given up: a file of another kind."""


def json_items(text: str, file: str, problems: Problems) -> Iterator[tuple[int, object]]:
    """Give each item with the line it begins on; a broken item is a problem, the items after it are read."""
    start = _SPACE.match(text).end()  # type: ignore[union-attr]  # matches the empty string
    if text.startswith("{", start):
        value = _whole(text, file, problems)
        if isinstance(value, dict):
            inner = next((value[name] for name in _WRAPPERS if isinstance(value.get(name), list)), None)
            items = [value] if inner is None or "title" in value else inner
            yield from ((_line(text, start), item) for item in items)
        return
    if not text.startswith("[", start):
        if text.strip():
            problems.add("broken-entry", Origin(file, 1), "this is no JSON array or object; nothing was read; mend it")
        return
    yield from _array(text, start + 1, file, problems)


def _array(text: str, position: int, file: str, problems: Problems) -> Iterator[tuple[int, object]]:
    line, counted, broken = 1, 0, 0
    while True:
        position = _SPACE.match(text, position).end()  # type: ignore[union-attr]
        if position >= len(text) or text[position] == "]":
            if position >= len(text):
                problems.add("broken-entry", Origin(file, line), "the array has no end; the items above were read")
            return
        line += text.count("\n", counted, position)
        counted = position
        try:
            value, position = _DECODER.raw_decode(text, position)
            yield line, value
        except (ValueError, RecursionError) as error:
            broken += 1
            problems.add("broken-entry", Origin(file, line), f"the item is not JSON ({told(error)}); it was not read")
            following = _NEXT_ITEM.search(text, position + 1)
            if not following:
                return
            if broken == _TRIES:
                what = f"{_TRIES} items are broken; the rest of the file was not read; is it another format?"
                problems.add("broken-entry", Origin(file, line), what)
                return
            position = following.end() - 1


def _whole(text: str, file: str, problems: Problems) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        problems.add("broken-entry", Origin(file, line), f"this is not JSON ({told(error)}); it was not read; mend it")
        return None


def told(error: Exception) -> str:
    """Say in some words what the decoder found."""
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    return quoted(getattr(error, "msg", error)).strip("'")


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
