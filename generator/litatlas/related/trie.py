"""A trie of names over words: all names in a text are found in one pass, the longest first."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from msgspec import Struct, field

V = TypeVar("V")


class _Node(Struct, Generic[V]):
    children: dict[str, "_Node[V]"] = field(default_factory=dict)
    values: list[V] = field(default_factory=list)


class Trie(Generic[V]):
    """Sequences of words, each with its values.

    Examples:
        >>> trie: Trie[int] = Trie()
        >>> trie.add(("seed", "bench", "2"), 1)
        >>> trie.add(("seed", "bench", "2", "plus"), 2)
        >>> list(trie.longest(("on", "seed", "bench", "2", "plus", "and", "seed", "bench")))
        [(1, 5, [2])]
    """

    def __init__(self) -> None:
        self._root: _Node[V] = _Node()

    def add(self, words: tuple[str, ...], value: V) -> None:
        """Add a value under a sequence of at least one word."""
        node = self._root
        for word in words:
            node = node.children.setdefault(word, _Node())
        node.values.append(value)

    def longest(self, words: tuple[str, ...]) -> Iterator[tuple[int, int, list[V]]]:
        """Give (start, end, values) of the longest sequences found, from left to right, without overlap."""
        at = 0
        while at < len(words):
            node, end, values = self._root, at, None
            for place in range(at, len(words)):
                following = node.children.get(words[place])
                if following is None:
                    break
                node = following
                if node.values:
                    end, values = place + 1, node.values
            if values is None:
                at += 1
            else:
                yield at, end, values
                at = end
