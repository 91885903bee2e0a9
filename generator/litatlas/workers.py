"""What runs calls side by side; the pure steps are handed it and need not know if it is a process or a cluster."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

A = TypeVar("A")
R = TypeVar("R")


class Workers(Protocol):
    """A `concurrent.futures.Executor`, of processes or of a cluster, that keeps few calls under way.

    A function and its arguments travel to other processes: the function stands
    in a module, and the arguments are values.
    """

    @property
    def near(self) -> bool:
        """Whether they write to the same disk as this process."""

    def map(self, function: Callable[[A], R], arguments: Iterable[A], /) -> Iterator[R]:
        """Call a function for each argument; the results come in the arguments' order."""

    def start(self, function: Callable[[A], R], arguments: Iterable[A], /) -> Iterator[R]:
        """Do the same, and begin with the first calls now; the results are taken when other work is done here."""

    def begin(self, function: Callable[[A], R], argument: A, /) -> Callable[[], R]:
        """Begin one call now, before all that was started; gives what waits for its result."""


class Alone:
    """Makes every call here, when its result is asked for."""

    near = True

    def map(self, function: Callable[[A], R], arguments: Iterable[A], /) -> Iterator[R]:
        """Call a function for each argument."""
        return map(function, arguments)

    def start(self, function: Callable[[A], R], arguments: Iterable[A], /) -> Iterator[R]:
        """Begin nothing: there is nobody else."""
        return map(function, arguments)

    def begin(self, function: Callable[[A], R], argument: A, /) -> Callable[[], R]:
        """Begin nothing."""
        return lambda: function(argument)


ALONE = Alone()
