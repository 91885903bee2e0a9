"""Some values in front of many others, which are not read for it: they may have to be made first."""

from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from typing import TypeVar, cast

V = TypeVar("V")


def overlaid(values: Mapping[str, V], changed: Mapping[str, V]) -> Mapping[str, V]:
    """Give values with changed ones among them; however often that is done, one mapping stands before the first."""
    front, others = (values.maps[0], values.maps[1]) if isinstance(values, ChainMap) else ({}, values)
    # ChainMap wants mappings that can be changed, but nothing is ever put into this one.
    return ChainMap({**front, **changed}, cast("MutableMapping[str, V]", others))
