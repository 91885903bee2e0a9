"""JSON Lines and JSON arrays of generic records."""

import json
from collections.abc import Iterator, Mapping, Sequence

from litatlas.problems import Origin, Problems, quoted
from litatlas.readers.draft import Draft
from litatlas.readers.fields import draft_of
from litatlas.readers.json_items import json_items, told
from litatlas.readers.options import ReadOptions


def read_jsonl(text: str, file: str, problems: Problems, options: ReadOptions) -> Iterator[Draft]:
    """Give a draft for each line that holds an object; a broken line is a problem, the others are read."""
    # A line further down that begins like an array is a broken record, wherever the file was cut.
    if options.line == 1 and _is_one_value(text):
        yield from read_json(text, file, problems, options)
        return
    for number, line in enumerate(text.split("\n"), start=options.line):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            why = f"the line is not JSON ({told(error)}); the record was not read; mend it"
            problems.add("broken-entry", Origin(file, number), why)
            continue
        yield from _draft(value, Origin(file, number), problems, options)


def cut_jsonl(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Give each line with its number; all of a text that is JSON and not JSON Lines."""
    filled = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if _is_one_value("\n".join(line for _, line in filled[:2])):
        yield 1, "\n".join(lines)
        return
    yield from filled


def _is_one_value(text: str) -> bool:
    """Say whether a text is an array, or one object over several lines: what is called .jsonl often is."""
    start = text.lstrip()[:2]
    return start[:1] == "[" or (start in ("{", "{\n") and "\n" in text.strip())


def read_json(text: str, file: str, problems: Problems, options: ReadOptions) -> Iterator[Draft]:
    """Give a draft for each item of a JSON array of generic records."""
    for line, value in json_items(text, file, problems):
        yield from _draft(value, Origin(file, line), problems, options)


def _draft(value: object, origin: Origin, problems: Problems, options: ReadOptions) -> Iterator[Draft]:
    if isinstance(value, Mapping):
        yield draft_of(value, origin, problems, curated=bool(options.curated))
    else:
        what = f"a record must be a map of fields, not {quoted(value)}; it was not read; mend it"
        problems.add("broken-entry", origin, what)
