"""An immutable mapping that grows cheaply: adding to it gives a new one that shares what both hold."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, ValuesView
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

RATIO = 4
"""A layer is at most a fourth of the one below it: to look into half as many layers is worth a few more copies."""


class Layers(Mapping[K, V]):
    """A mapping kept in layers of falling size, the newest last.

    Adding one item puts a layer of one on top; a layer that is not much smaller
    (by `RATIO`) than the one below it is merged into that one, as in the logarithmic
    method of Bentley and Saxe (J. Algorithms 1, 1980). So n additions copy each item
    O(log n) times, where a plain dict copied on every addition would copy n²/2
    items: 100,000 papers are minted one by one, each from the ledger that the
    one before it gave. A value can be replaced, nothing can be taken away.
    """

    __slots__ = ("_layers",)

    def __init__(self, items: Mapping[K, V] | None = None) -> None:
        self._layers: tuple[dict[K, V], ...] = (dict(items),) if items else ()

    def with_items(self, items: Mapping[K, V]) -> "Layers[K, V]":
        """Give a mapping that holds these items too; they win over those of the same key."""
        if not items:
            return self
        layers, top = list(self._layers), dict(items)
        while layers and RATIO * len(top) >= len(layers[-1]):
            top = layers.pop() | top
        grown: Layers[K, V] = Layers()
        grown._layers = (*layers, top)
        return grown

    def __getitem__(self, key: K) -> V:
        for layer in reversed(self._layers):
            if key in layer:
                return layer[key]
        raise KeyError(key)

    def get(self, key: K, default: V | None = None) -> V | None:  # type: ignore[override]  # no third type
        """Give the value of a key, or else the default; without an exception for each that is not there."""
        for layer in reversed(self._layers):
            if key in layer:
                return layer[key]
        return default

    def __contains__(self, key: object) -> bool:
        return any(key in layer for layer in self._layers)

    def __iter__(self) -> Iterator[K]:
        return iter(self._merged())

    def values(self) -> ValuesView[V]:
        """Give the values, in the order in which their keys came."""
        return self._merged().values()

    def beside(self, other: "Layers[K, V]") -> Iterable[V]:
        """Give the values that stand in layers which another mapping does not share: all that it may not hold."""
        held = set(map(id, other._layers))
        own: Layers[K, V] = Layers()
        own._layers = tuple(layer for layer in self._layers if id(layer) not in held)
        return own.values()

    def _merged(self) -> Mapping[K, V]:
        if len(self._layers) == 1:
            return self._layers[0]
        return {key: value for layer in self._layers for key, value in layer.items()}

    def __len__(self) -> int:
        return len(self._merged())

    def __bool__(self) -> bool:
        # Asked once for each item that is added: to count them each time would be the square of their number.
        return bool(self._layers)
