"""Fill what is missing in a record file that a person may have edited, and touch nothing else.

New lines are put into the text; every byte that stood there stays. (A
round-trip YAML library keeps comments, but not every space, fold and quote of
the lines that it did not change: ruamel.yaml re-wraps folded texts.) What was
filled is read back, and a text in which it does not come out right is left
as it was.
"""

from collections.abc import Iterator
from typing import Any

import yaml
from msgspec.structs import replace

from litatlas.intake.record_yaml import FIELD_ORDER, field_lines, item_lines, scalar
from litatlas.model import Record, Source
from litatlas.problems import Problems
from litatlas.readers import ReadOptions, read

_BaseLoader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

NESTED = ("identifiers", "attributes")
"""The maps that are filled key by key."""


def present_fields(text: str) -> frozenset[str]:
    """Give the fields that a record file has, those of `NESTED` maps by their own keys.

    A field that stands there without a value counts: it was left empty on purpose.
    """
    root = _root(text)
    if root is None:
        return frozenset(FIELD_ORDER)
    present = {key.value for key, _ in root.value}
    for key, value in root.value:
        if key.value in NESTED and isinstance(value, yaml.MappingNode):
            present.discard(key.value)
            present.update(inner.value for inner, _ in value.value)
    return frozenset(present)


def fill(text: str, changes: Record) -> str:
    """Put the fields of `changes` that a record file does not have into it.

    Fields come where `FIELD_ORDER` has them, after what stands before them;
    identifiers and attributes join their maps; sources are added to the list.

    Arguments:
        text: The file, one YAML map in block style.
        changes: What to add; its empty fields say nothing.

    Returns:
        The new text; the same text where nothing is missing or the file's
        shape (several records, flow style) leaves no safe place.
    """
    root = _root(text)
    if root is None or root.flow_style:
        return text
    newline = "\r\n" if "\r\n" in text else "\n"
    filled = text if text.endswith("\n") else text + newline
    for name in FIELD_ORDER:
        for piece in _pieces(changes, name):
            filled = _put(filled, name, piece, newline)
    return filled if len(filled) > len(text) + len(newline) else text


def fill_from(staying: str, going: str) -> str:
    """Put into one record file what it lacks and another says: the two turned out to be one work.

    The record that goes is written down as a source of the fields that it
    gave only by its own sources; its id, citation key and date of addition go.

    Arguments:
        staying: The file that stays.
        going: The file that goes; one record, else nothing is filled.
    """
    records = read("going.yml", going.encode(), Problems(), ReadOptions(curated=True))
    if len(records) != 1:
        return staying
    known = read("staying.yml", staying.encode(), Problems(), ReadOptions(curated=True))
    places = {(source.file, source.line) for record in known for source in record.sources}
    sources = tuple(source for source in records[0].sources if (source.file, source.line) not in places)
    links = records[0].links if "links" in present_fields(going) else ()
    return fill(staying, replace(records[0], id="", citation_key="", added="", links=links, sources=sources))


def _root(text: str) -> yaml.MappingNode | None:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    return root if isinstance(root, yaml.MappingNode) else None


def _pieces(changes: Record, name: str) -> Iterator[Record]:
    """Cut a field into what can be put in by itself: each identifier, attribute and source is one piece."""
    for item in changes.sources if name == "sources" else ():
        yield replace(changes, sources=(item,))
    if name in NESTED:
        for pair in getattr(changes, name):
            piece: dict[str, Any] = {name: (pair,)}
            yield replace(changes, **piece)
    elif name != "sources" and field_lines(changes, name):
        yield changes


def _put(text: str, name: str, changes: Record, newline: str) -> str:
    """Put one piece in, if it is missing and the result reads back as it should."""
    root = _root(text)
    if root is None:
        return text
    standing = {key.value: value for key, value in root.value}
    if name not in standing:
        candidates = _as_field(text, root, name, field_lines(changes, name).replace("\n", newline))
    elif name == "sources":
        candidates = _as_item(text, root, standing[name], changes.sources[0], newline)
    elif name in NESTED:
        candidates = _as_key(text, root, standing[name], getattr(changes, name)[0], newline)
    else:
        return text
    wanted = _values(field_lines(changes, name))[name]
    return next((new for new in candidates if _is_right(text, new, name, wanted)), text)


def _is_right(before: str, after: str, name: str, wanted: object) -> bool:
    """Say whether the new text has everything that the old one has, and what was wanted."""
    try:
        old, new = _values(before), _values(after)
    except yaml.YAMLError:
        return False
    if not isinstance(new, dict):
        return False
    value, expected = new.pop(name, None), old.pop(name, None)
    if isinstance(wanted, dict) and isinstance(expected, dict):
        wanted = expected | wanted
    elif isinstance(wanted, list) and isinstance(expected, list):
        wanted = expected + wanted
    return bool(old == new and value == wanted)


def _values(text: str) -> Any:
    """Read values as they are written: `2024-02-31` in a record is the reader's business, not ours."""
    return yaml.load(text, Loader=_BaseLoader)  # noqa: S506 - gives texts, lists and maps only


def _as_field(text: str, root: yaml.MappingNode, name: str, lines: str) -> Iterator[str]:
    """Give the text with a new field at its place in the order, or else at the end."""
    rank = FIELD_ORDER.index(name)
    keys = [key for key, _ in root.value]
    before = [at for at, key in enumerate(keys) if key.value in FIELD_ORDER[:rank]]
    following = keys[before[-1] + 1 :] if before else keys
    if following:
        yield _inserted(text, _above_comments(text, following[0].start_mark.index), lines)
    yield _inserted(text, _above_comments(text, len(text)), lines)
    yield _inserted(text, len(text), lines)
    if keys:
        yield _inserted(text, keys[0].start_mark.index, lines)


def _as_key(text: str, root: yaml.MappingNode, map_: yaml.Node, pair: tuple[str, str], newline: str) -> Iterator[str]:
    key, value = scalar(pair[0]), scalar(pair[1])
    if not isinstance(map_, yaml.MappingNode) or pair[0] in {inner.value for inner, _ in map_.value}:
        return
    if map_.flow_style:
        yield _inserted(text, map_.end_mark.index - 1, f"{', ' if map_.value else ''}{key}: {value}")
        # In a flow map a bare value ends at a comma or bracket: quoted it never does.
        yield _inserted(text, map_.end_mark.index - 1, f'{", " if map_.value else ""}"{pair[0]}": "{pair[1]}"')
    elif map_.value:
        column = map_.value[0][0].start_mark.column
        yield _inserted(text, _end_of(text, root, map_), f"{' ' * column}{key}: {value}{newline}")


def _as_item(text: str, root: yaml.MappingNode, list_: yaml.Node, source: Source, newline: str) -> Iterator[str]:
    if isinstance(list_, yaml.SequenceNode) and list_.value and not list_.flow_style:
        shift = " " * list_.start_mark.column
        lines = (f"{shift}{line[2:]}" for line in item_lines(source))
        yield _inserted(text, _end_of(text, root, list_), "".join(lines).replace("\n", newline))


def _end_of(text: str, root: yaml.MappingNode, node: yaml.Node) -> int:
    """Give the offset behind a value of the record: where the next field, or the comment above it, begins."""
    starts = [key.start_mark.index for key, _ in root.value if key.start_mark.index > node.start_mark.index]
    return _above_comments(text, min(starts, default=len(text)))


def _above_comments(text: str, at: int) -> int:
    """Step back over blank lines, document ends and comments that stand at the margin above an offset."""
    while at:
        start = text.rfind("\n", 0, at - 1) + 1
        line = text[start:at].strip()
        if line and line != "..." and not text[start:at].startswith("#"):
            return at
        at = start
    return at


def _inserted(text: str, at: int, lines: str) -> str:
    return text[:at] + lines + text[at:]
