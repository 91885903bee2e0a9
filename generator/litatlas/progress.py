"""How a long step shows that it gets on; the pure steps are handed one and need not know what it does."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Track(Protocol):
    """Wraps the items of a long step, for a progress bar."""

    def __call__(self, items: Sequence[T], step: str, /) -> Iterable[T]:
        """Give the items one by one; `step` is what the user sees."""
        ...


def untracked(items: Sequence[T], _step: str, /) -> Iterable[T]:
    """Show no progress."""
    return items
