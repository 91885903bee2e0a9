"""Records as YAML files that people edit, written in one form.

Written by hand, not by a YAML library, for the sake of the reader of a diff:
fields in a fixed order, long texts folded at a readable width, quotes only
where YAML needs them. The tests read everything back with PyYAML and ruamel.
"""

import json
import re
from collections.abc import Iterable, Iterator

import yaml

from litatlas.model import Author, Link, Record, Source, Status, StatusNote, Venue, VenueKind

FIELD_ORDER = (
    "id", "citation_key", "kind", "title", "short", "authors", "others", "issued", "venue", "volume", "issue", "pages",
    "publisher", "identifiers", "links", "abstract", "tags", "keywords", "attributes", "references", "status",
    "language", "added", "note", "sources",
)  # fmt: skip
"""The order of the fields in a record file."""

WIDTH = 100
"""Long texts are folded at this many columns."""

_AUTHOR_PARTS = ("literal", "family", "given", "suffix", "orcid", "disambiguator")
_FOLDED = frozenset({"abstract", "title", "note"})
_DATES = frozenset({"issued", "added", "date"})
_BREAKABLE = re.compile(r"(?<=[^ \t]) (?=[^ \t])")
_UNQUOTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_PLAIN_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_NUMBER_LIKE = re.compile(r"0o[0-7]+|[0-9][0-9_,.:-]*(?:[eE][-+]?[0-9]+)?")
"""YAML 1.1 and 1.2 do not agree on which of these are numbers."""

_RESOLVER = yaml.resolver.Resolver()
_STRING = "tag:yaml.org,2002:str"


def to_yaml(record: Record) -> str:
    """Write a record: its fields that are not empty, in `FIELD_ORDER`, with a final newline.

    Reading it gives the same record again, whatever its texts hold; lone
    surrogates, which no file can hold, become U+FFFD.
    """
    return "".join(field_lines(record, name) for name in FIELD_ORDER)


def field_lines(record: Record, name: str) -> str:
    """Give the lines of one field of a record, empty if the record does not have it."""
    value = getattr(record, name)
    if not value or value == StatusNote():
        return ""
    if name in _FOLDED:
        return _text(name, value)
    if isinstance(value, str):
        return f"{name}: {_date_or_scalar(name, value)}\n"
    if value is True:
        return f"{name}: true\n"
    return f"{name}:\n" + "".join(_nested(name, value))


def _nested(name: str, value: object) -> Iterator[str]:
    if isinstance(value, Venue):
        yield from mapping_lines(_venue_items(value))
    elif isinstance(value, StatusNote):
        yield from mapping_lines(_status_items(value))
    elif isinstance(value, tuple):
        if name in ("identifiers", "attributes"):
            yield from mapping_lines(value)
        else:
            for item in value:
                yield from item_lines(item)


def mapping_lines(items: Iterable[tuple[str, str]], indent: str = "  ") -> Iterator[str]:
    """Give the lines of a mapping of short texts; empty values are left out."""
    for key, value in items:
        if value:
            yield f"{indent}{scalar(key)}: {value if key == 'fields' else _date_or_scalar(key, value)}\n"


def item_lines(item: object) -> Iterator[str]:
    """Give the lines of one item of a list: an author, a link, a source, or a text."""
    if isinstance(item, Author):
        items = _author_items(item)
        if items is None:
            yield f"  - {scalar(item.sort_name)}\n"
            return
    elif isinstance(item, Link):
        items = [("rel", item.rel.value), ("url", item.url), ("label", item.label)]
    elif isinstance(item, Source):
        items = _source_items(item)
    else:
        yield f"  - {scalar(str(item))}\n"
        return
    lines = list(mapping_lines(items, "    "))
    if lines:
        yield "  - " + lines[0][4:]
        yield from lines[1:]


def _author_items(author: Author) -> list[tuple[str, str]] | None:
    """Give an author's parts, or None for one that `Family, Given` says completely."""
    plain = (
        author.family and author.given and not (author.literal or author.suffix or author.orcid or author.disambiguator)
    )
    if plain and "," not in author.family + author.given and author.sort_name == author.sort_name.strip():
        return None
    return [(name, getattr(author, name)) for name in _AUTHOR_PARTS]


def _venue_items(venue: Venue) -> list[tuple[str, str]]:
    kind = "" if venue.kind is VenueKind.OTHER else venue.kind.value
    year = str(venue.year) if venue.year else ""
    return [("name", venue.name), ("short", venue.short), ("kind", kind), ("year", year), ("track", venue.track)]


def _status_items(status: StatusNote) -> list[tuple[str, str]]:
    name = "" if status.status is Status.OK else status.status.value
    return [("status", name), ("date", status.date), ("note", status.note), ("url", status.url)]


def _source_items(source: Source) -> list[tuple[str, str]]:
    fields = f"[{', '.join(map(_flow_scalar, source.fields))}]" if source.fields else ""
    line = str(source.line) if source.line else ""
    return [("file", source.file), ("line", line), ("date", source.date), ("fields", fields), ("note", source.note)]


def _date_or_scalar(key: str, value: str) -> str:
    """Give numbers and dates bare where the field is one: people write `year: 2024`, not `year: "2024"`."""
    bare = (key in _DATES and _PLAIN_DATE.fullmatch(value)) or (key in ("line", "year") and value.isascii())
    return value if bare and value[:1].isdigit() else scalar(value)


def scalar(text: str) -> str:
    """Write a text on one line: bare where every YAML reader takes it for this text, else in double quotes."""
    if _is_plain(text):
        return text
    quoted = json.dumps(text.replace("\x00", ""), ensure_ascii=False)
    return _UNQUOTABLE.sub(lambda found: _escaped(found.group()), quoted)


def _flow_scalar(text: str) -> str:
    """Write a text as an item of a list in brackets, where commas and brackets mean something too."""
    return json.dumps(text, ensure_ascii=False) if _is_plain(text) and re.search(r"[,\[\]{}]", text) else scalar(text)


def _escaped(character: str) -> str:
    return "\ufffd" if "\ud800" <= character <= "\udfff" else f"\\u{ord(character):04x}"


def _is_plain(text: str) -> bool:
    if not text or not text[0].isalnum() or text != text.strip() or not text.isprintable() or _UNQUOTABLE.search(text):
        return False
    if ": " in text or " #" in text or text.endswith(":") or _NUMBER_LIKE.fullmatch(text):
        return False
    if len(text) > 1 and text[1:2] in "'\"" and not text[0].isalpha():
        return False
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return tag == _STRING


def _text(name: str, text: str) -> str:
    """Write a text that may be long: on the field's line, or folded below it."""
    line = f"{name}: {scalar(text)}\n"
    foldable = text == text.strip() and not _UNQUOTABLE.search(text) and not re.search(r"\n[ \t]|[ \t]\n", text)
    if not foldable or ("\n" not in text and len(line) <= WIDTH + 1):
        return line
    # In a folded text a line break is a space: n line breaks of the text stand as n + 1.
    parts = re.split(r"(\n+)", text)
    folded = "".join(f"{part}\n" if part[0] == "\n" else _folded(part) for part in parts)
    return f"{name}: >-\n{folded}\n"


def _folded(text: str) -> str:
    lines: list[str] = []
    for word in _BREAKABLE.split(text):
        if lines and len(lines[-1]) + 1 + len(word) <= WIDTH - 2:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(f"  {line}" for line in lines)
