"""A digest tells values apart, and only values."""

import importlib
import pkgutil
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from functools import cached_property
from itertools import combinations

import numpy as np
import pytest
from msgspec import Struct

import litatlas
from litatlas.model import Status
from litatlas.store.digests import digest


class _Sized(Struct, frozen=True, dict=True):
    text: str

    @cached_property
    def size(self):
        return len(self.text)


class _Named(Struct, frozen=True):
    text: str


def test_equal_values_have_equal_digests_whether_their_parts_are_shared_or_not():
    word = "".join(["a", "b", "c"])
    again = "".join(["a", "bc"])
    assert word is not again
    assert digest((word, word)) == digest((word, again))
    assert digest((word, word)) != digest((word, "abd"))


def test_what_a_value_has_worked_out_since_does_not_change_its_digest():
    one, other = _Sized("a"), _Sized("a")
    assert one.size == 1
    assert digest(one) == digest(other)


def test_values_of_one_text_and_different_kinds_have_different_digests():
    values = [
        "1",
        1,
        1.5,
        b"1",
        None,
        True,
        ("1",),
        (("1",),),
        Status.OK,
        "ok",
        _Sized("1"),
        _Named("1"),
        {"1": 1},
        {"text": "1"},
        date(2024, 5, 1),
        "2024-05-01",
        np.arange(2),
        np.arange(2.0),
    ]
    assert len({digest(value) for value in values}) == len(values)


@pytest.mark.parametrize("value", ["\ud800", 2**70, -(2**70)])
def test_what_message_pack_cannot_hold_has_a_digest_too(value):
    alike = _Named((value, "a"))
    assert digest(alike) == digest(_Named((value, "".join("a")))) != digest(_Named((value, "b")))


def test_no_field_holds_two_kinds_of_values_that_a_digest_does_not_tell_apart():
    kinds = list(_structs())
    assert len(kinds) > 100
    unclear = [
        f"{kind.__qualname__}.{name}"
        for kind in kinds
        for name, annotation in typing.get_type_hints(kind).items()
        if name in kind.__struct_fields__
        for choices in _unions(annotation)
        if any(_written(one) == _written(other) for one, other in combinations(choices, 2))
    ]
    assert unclear == []


def _structs() -> Iterator[type[Struct]]:
    for module in pkgutil.walk_packages(litatlas.__path__, "litatlas."):
        if not module.name.endswith("__main__"):
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, type) and issubclass(value, Struct) and value.__module__ == module.name:
                    yield value


def _unions(annotation: object) -> Iterator[tuple[object, ...]]:
    """Give the members of every union in an annotation."""
    members = typing.get_args(annotation)
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        yield members
    for member in members:
        yield from _unions(member)


def _written(annotation: object) -> object:
    """Give what a value looks like in MessagePack."""
    kind = typing.get_origin(annotation) or annotation
    if not isinstance(kind, type):
        return annotation
    if issubclass(kind, Struct):
        return list if kind.__struct_config__.array_like else kind.__struct_fields__
    if issubclass(kind, Mapping):
        return Mapping
    if issubclass(kind, Enum):
        return str if issubclass(kind, str) else int
    return str if issubclass(kind, date) else list if issubclass(kind, tuple) else kind
