"""Records in YAML: one map, a list of maps, or several documents.

Read from the parser's events, without recursion: values stay as they were
written (`2024-05`, `012` and `no` are texts), every field has its line, and
aliases and deep nesting, with which a few bytes fill the memory, are refused.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import yaml
from msgspec import Struct, field

from litatlas.problems import Origin, Problems, quoted
from litatlas.readers.draft import Draft
from litatlas.readers.fields import draft_of
from litatlas.readers.options import ReadOptions

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DOCUMENT = re.compile(r"^---(?=\s|$)|^\.\.\.\s*$", re.MULTILINE)
_ITEM = re.compile(r"^- ", re.MULTILINE)
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_DEEPEST = 12
"""Levels of nesting; a record has four."""


class _Refused(Exception):
    """A document that is YAML, but not one that a record needs."""

    def __init__(self, line: int, why: str) -> None:
        self.line = line
        super().__init__(why)


class _Map(dict[str, object]):
    """A map with the line of each of its keys, and its own."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class _Open(Struct):
    """A collection that is being read."""

    value: _Map | list[object]
    key: str | None = None
    line: int = 0
    lines: list[int] = field(default_factory=list)


def cut_yaml(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Give the text in one piece: nearly every file is one record."""
    yield 1, "\n".join(lines)


def read_yaml(text: str, file: str, problems: Problems, options: ReadOptions) -> Iterator[Draft]:
    """Give a draft for each record; a broken document or list item is a problem, the others are read."""
    curated = options.curated is not False
    for offset, document in _documents(text):
        for line, value in _records(document, offset, file, problems):
            if isinstance(value, _Map):
                yield draft_of(value, Origin(file, line), problems, curated=curated, lines=value.lines)
            elif value is not None:
                what = f"a record must be a map of fields, not {quoted(value)}; it was not read; mend it"
                problems.add("broken-entry", Origin(file, line), what)


def _documents(text: str) -> Iterator[tuple[int, str]]:
    """Give each document with the number of lines before it, so that a broken one does not end the file."""
    start, line = 0, 0
    for mark in _DOCUMENT.finditer(text):
        if text[start : mark.start()].strip():
            yield line, text[start : mark.start()]
        line += text.count("\n", start, mark.end())
        start = mark.end()
    if text[start:].strip():
        yield line, text[start:]


def _records(document: str, offset: int, file: str, problems: Problems) -> Iterator[tuple[int, object]]:
    try:
        yield from _items(_value(document, offset, file, problems), offset)
        return
    except (yaml.YAMLError, _Refused, ValueError) as error:
        starts = [item.start() for item in _ITEM.finditer(document)]
        if len(starts) < 2 or document[: starts[0]].strip():
            _tell(error, offset, file, problems)
            return
    # A list with a broken item: each item is read by itself.
    for start, end in zip(starts, [*starts[1:], len(document)], strict=True):
        before = offset + document.count("\n", 0, start)
        try:
            yield from _items(_value(document[start:end], before, file, problems), before)
        except (yaml.YAMLError, _Refused, ValueError) as error:
            _tell(error, before, file, problems)


def _items(value: object, offset: int) -> Iterator[tuple[int, object]]:
    for item in value if isinstance(value, list) else [value]:
        yield (item.line if isinstance(item, _Map) else offset + 1), item


def _tell(error: Exception, offset: int, file: str, problems: Problems) -> None:
    mark = getattr(error, "problem_mark", None)
    line = error.line if isinstance(error, _Refused) else offset + (mark.line + 1 if mark else 1)
    why = getattr(error, "problem", None) or error
    what = f"the record cannot be read as YAML ({quoted(why).strip(chr(39))}); it was left out; mend it"
    problems.add("broken-entry", Origin(file, line), what)


def _value(text: str, offset: int, file: str, problems: Problems) -> object:
    """Build the one value of a document from its events."""
    stack: list[_Open] = []
    result: object = None
    for event in yaml.parse(text, Loader=_Loader):
        line = offset + (event.start_mark.line if event.start_mark else 0) + 1
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(line, "aliases (*name) are not allowed in records; write the value out")
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if len(stack) >= _DEEPEST:
                raise _Refused(line, f"it is nested more than {_DEEPEST} levels deep")
            stack.append(_Open(_Map(line) if isinstance(event, yaml.MappingStartEvent) else []))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            closed = stack.pop().value
            if stack:
                _put(stack[-1], closed, line, file, problems)
            else:
                result = closed
        elif isinstance(event, yaml.ScalarEvent):
            value = None if event.style is None and event.value in _NULLS else event.value
            if stack:
                _put(stack[-1], value, line, file, problems)
            else:
                result = value
    return result


def _put(open_: _Open, value: object, line: int, file: str, problems: Problems) -> None:
    """Put a value into the collection that is being read: as an item, a key, or the value of a key."""
    if isinstance(open_.value, list):
        open_.value.append(value)
    elif open_.key is None:
        if isinstance(value, Mapping | list):
            raise _Refused(line, "a key must be a word")
        open_.key, open_.line = str(value), line
    else:
        if open_.key in open_.value:
            first = open_.value.lines[open_.key]
            what = f"field {quoted(open_.key)} stands here and on line {first}; the first was used; remove one"
            problems.add("bad-field", Origin(file, open_.line), what)
        else:
            open_.value[open_.key] = value
            open_.value.lines[open_.key] = open_.line
        open_.key = None
