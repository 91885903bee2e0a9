"""How a run shows that it gets on; the pure steps are handed one and need not know what it does."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


WAITING = "wait"
"""The step of a run that waits for another one in the same survey."""


class Progress(Protocol):
    """Told of every step as it begins, and of the items of the long ones."""

    def step(self, name: str, /) -> None:
        """Note that a step of the build begins: `read`, `tag`, `relate` ..."""
        ...

    def track(self, items: Sequence[T], name: str, /) -> Iterable[T]:
        """Give the items of a long step one by one; `name` is what the user sees."""
        ...


class Silent:
    """Shows nothing."""

    def step(self, name: str, /) -> None:
        """Pass over the step."""

    def track(self, items: Sequence[T], _name: str, /) -> Iterable[T]:
        """Give the items as they are."""
        return items


SILENT = Silent()
