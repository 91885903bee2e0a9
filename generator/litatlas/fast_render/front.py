"""Front matter of generated pages, read as YAML reads it, in a fifth of the time.

The pages are written one value a line, nested at most once. A line of that
form is taken apart here; its value is YAML's own affair unless it is plain
words or in single quotes. Anything else is left to the YAML library.
"""

from contextlib import suppress
from functools import lru_cache
from typing import Any

from mkdocs.utils.meta import get_data

_START, _END = "---\n", "\n---\n"
_RESERVED = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


class _OtherFormError(Exception):
    """Front matter that is not of the form read here."""


def read_front_matter(source: str) -> tuple[str, dict[str, Any]]:
    """Give a page's Markdown and its front matter, as `mkdocs.utils.meta.get_data` does."""
    end = source.find(_END, len(_START))
    if source.startswith(_START) and end > 0:
        with suppress(_OtherFormError):
            return source[end + len(_END) :].lstrip("\n"), _mapping(source[len(_START) : end].split("\n"))
    return get_data(source)


def _mapping(lines: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    # What stands below the last key: a list that is yet to be filled, a mapping, or nothing.
    below: Any = None
    for line in lines:
        start = line[:2]
        if start == "- ":
            if not isinstance(below, list):
                raise _OtherFormError(line)
            below.append(_item(line[2:]))
        elif start == "  ":
            mapping = below[-1] if isinstance(below, list) and below else below
            if isinstance(below, list) and not below:
                # No list after all: the first line below the key is indented.
                mapping = below = values[next(reversed(values))] = {}
            if not isinstance(mapping, dict):
                raise _OtherFormError(line)
            _put(mapping, line[2:])
        elif line[-1:] == ":" and line[:-1].isidentifier() and line[:-1] not in values:
            below = values[line[:-1]] = []
        else:
            _put(values, line)
            below = None
    if [] in values.values():
        raise _OtherFormError("a key without a value")
    return values


def _item(text: str) -> Any:
    name, colon, _ = text.partition(": ")
    if not colon or not name.isidentifier():
        return _value(text)
    mapping: dict[str, Any] = {}
    _put(mapping, text)
    return mapping


def _put(mapping: dict[str, Any], line: str) -> None:
    name, colon, value = line.partition(": ")
    if not colon or not name.isidentifier() or name in mapping or name.lower() in _RESERVED:
        raise _OtherFormError(line)
    mapping[name] = _value(value)


def _value(text: str) -> Any:
    first = text[:1]
    if text.isprintable() and first.isascii():
        if first.isalpha() or text.startswith("../"):
            is_plain = ": " not in text and " #" not in text and text[-1] not in ": "
            if is_plain and text.lower() not in _RESERVED:
                return text
        elif first == "'" and len(text) > 1 and text[-1] == "'":
            inner = text[1:-1].replace("''", "\0")
            if "'" not in inner:
                return inner.replace("\0", "'")
    return _scalar(text)


@lru_cache(maxsize=1024)
def _scalar(text: str) -> Any:
    """Let the YAML library read one value."""
    if text[:1] in "|>&*!%@`?[{":
        raise _OtherFormError(text)
    _, loaded = get_data(f"---\nvalue: {text}\n---\n")
    if list(loaded) != ["value"] or isinstance(loaded["value"], dict | list):
        raise _OtherFormError(text)
    return loaded["value"]
