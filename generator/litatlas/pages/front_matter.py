"""Front matter as YAML: written as PyYAML writes it, in a tenth of its time.

Values of pages are texts, numbers, lists and small maps. In such a block PyYAML
decides of each text whether it can stand bare; the rules are those of its
`Emitter.analyze_scalar`, and the words that would not be read as texts (`no`,
`2023`) are those of its own resolver. What takes more than one line, or an
escape, PyYAML writes itself.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  # front matter with anchors reads badly
        return True


_NOT_FIRST = re.compile(r"""[ #,\[\]{}&*!|>'"%@`]|[?-](?: |$)|---|\.\.\.""")
"""What a text cannot begin with to stand without quotes."""

_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff\U0010ffff]")
"""A line break, or a character that needs an escape."""

_OTHER_TYPES = _Dumper.yaml_implicit_resolvers
"""By first character: the patterns of bare words that are read as numbers, dates and the like."""

_LONGEST_KEY = 100
"""Characters; a longer key has a form of its own."""


def front_matter(values: Mapping[str, Any]) -> str:
    """Give the values as YAML, in their order; what is empty is left out."""
    kept = {key: value for key, value in values.items() if value not in ("", (), [], {}, None)}
    lines: list[str] = []
    try:
        _add(kept, lines)
        return "\n".join(lines) or "{}"
    except _OddValueError:
        # Far wider than any value: long titles would be folded over several lines.
        return yaml.dump(kept, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1 << 30).rstrip("\n")


class _OddValueError(Exception):
    """Raised for what is not written here."""


def _add(value: Any, lines: list[str], mark: str = "", shift: str = "") -> None:
    """Add the lines of a map or list that holds something.

    Arguments:
        value: It.
        lines: Those above it.
        mark: What the first line begins with ...
        shift: ... and all others.
    """
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if inner and type(inner) is not str and isinstance(inner, (Mapping, list, tuple)):
                lines.append(f"{mark}{_key(key)}:")
                below = f"{shift}  " if isinstance(inner, Mapping) else shift
                _add(inner, lines, below, below)
            else:
                lines.append(f"{mark}{_key(key)}: {_scalar(inner)}")
            mark = shift
        return
    for inner in value:
        if inner and type(inner) is not str and isinstance(inner, (Mapping, list, tuple)):
            _add(inner, lines, f"{mark}- ", f"{shift}  ")
        else:
            lines.append(f"{mark}- {_scalar(inner)}")
        mark = shift


@lru_cache(maxsize=256)
def _key(key: str) -> str:
    if len(key) > _LONGEST_KEY or not key:
        raise _OddValueError
    return _scalar(key)


def _scalar(value: Any) -> str:
    kind = type(value)
    if kind is str:
        return _word(value) if len(value) < _SHORT else _text(value)
    if kind is bool:
        return "true" if value else "false"
    if kind is int:
        return str(value)
    if kind in (dict, list, tuple) and not value:
        return "{}" if kind is dict else "[]"
    raise _OddValueError


_SHORT = 40
"""Characters: shorter texts are often the same, names of tags and types."""


@lru_cache(maxsize=1 << 12)
def _word(text: str) -> str:
    return _text(text)


def _text(text: str) -> str:
    if _ODD.search(text):
        raise _OddValueError
    return text if _is_bare(text) else "'" + text.replace("'", "''") + "'"


def _is_bare(text: str) -> bool:
    if not text or _NOT_FIRST.match(text) or ": " in text or " #" in text or text.endswith((":", " ")):
        return False
    return not any(pattern.match(text) for _, pattern in _OTHER_TYPES.get(text[0], ()))
