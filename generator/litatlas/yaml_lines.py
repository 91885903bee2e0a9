"""YAML with the line of every value, for messages that point at the place."""

from collections.abc import Mapping
from typing import TypeAlias

import yaml
from msgspec import Struct

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml: slower, the same values
    from yaml import SafeLoader  # type: ignore[assignment]

Key: TypeAlias = str | int
Place: TypeAlias = tuple[Key, ...]


MAX_DEPTH = 32
"""The deepest nesting that is taken; no file of a survey needs more than five."""


class Located(Struct, frozen=True):
    """Plain values of one YAML document, and the line of each by its place (`("related", "limit")`)."""

    value: object
    lines: Mapping[Place, int]

    def line(self, *place: Key) -> int:
        """Give the line of a value, or of the nearest thing around it; lines count from 1."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


class YamlMistake(ValueError):
    """The text is not the YAML that we take; `line` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        self.line = line
        super().__init__(message)


def load_located(text: str) -> Located:
    """Read one YAML document.

    Aliases are refused (a few lines of them can unfold to gigabytes), and so
    is a key that stands twice, of which YAML parsers silently keep the last.

    Raises:
        YamlMistake: For a syntax error, an alias, or a key that stands twice.
    """
    loader = None
    try:
        _refuse_depth(text)
        loader = SafeLoader(text)
        node = loader.get_single_node()
        lines: dict[Place, int] = {}
        if node is None:
            return Located(None, {(): 1})
        _note_lines(node, (), lines, set())
        return Located(loader.construct_document(node), lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlMistake(error.problem or "not YAML", mark.line + 1 if mark else 1) from None
    except yaml.YAMLError as error:  # a character that YAML does not allow; carries no line
        raise YamlMistake(str(error).splitlines()[0], 1) from None
    except (ValueError, RecursionError) as error:  # an impossible date, or nesting without end
        if isinstance(error, YamlMistake):
            raise
        raise YamlMistake(str(error), 1) from None
    finally:
        if loader is not None:
            loader.dispose()


def _refuse_depth(text: str) -> None:
    # libyaml builds nodes by recursion in C: some thousand brackets overflow its stack and kill the process.
    # Its events come without recursion, so the depth is counted there first.
    depth = 0
    for event in yaml.parse(text, Loader=SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                mark = event.start_mark
                raise YamlMistake(f"nested more than {MAX_DEPTH} deep", mark.line + 1 if mark else 1)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _note_lines(node: yaml.Node, place: Place, lines: dict[Place, int], seen: set[int]) -> None:
    line = node.start_mark.line + 1
    if id(node) in seen:
        raise YamlMistake("an alias (*name) is not taken here; write the value out", line)
    seen.add(id(node))
    lines[place] = line
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            _note_lines(child, (*place, index), lines, seen)
    elif isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            name = str(key.value)
            if (*place, name) in lines:
                raise YamlMistake(f"the key '{name}' stands twice", key.start_mark.line + 1)
            _note_lines(child, (*place, name), lines, seen)
            lines[(*place, name)] = key.start_mark.line + 1
