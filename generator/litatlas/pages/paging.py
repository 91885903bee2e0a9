"""Long lists cut into pages of bounded size, with static links between them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a page stands among the pages of its list."""

    number: int
    """From 1."""

    pages: int
    previous: str
    """Path of the page before; empty on the first."""

    next: str
    """Path of the page after; empty on the last."""

    @property
    def suffix(self) -> str:
        """What sets the titles of further pages apart: ` (page 2 of 5)`; empty on the first."""
        return "" if self.number == 1 else f" (page {self.number} of {self.pages})"


def paginate(things: Sequence[T], size: int, path: Callable[[int], str]) -> Iterator[tuple[Pager, Sequence[T]]]:
    """Cut a list into pages; an empty list is one empty page.

    Arguments:
        things: The whole list, in order.
        size: Things on one page.
        path: The path of a page by its number.
    """
    for number in range(1, pages_of(len(things), size) + 1):
        yield page_of(things, size, path, number)


def page_of(things: Sequence[T], size: int, path: Callable[[int], str], number: int) -> tuple[Pager, Sequence[T]]:
    """Give one page of a list: the arguments of `paginate`, and the page's number from 1."""
    pages = pages_of(len(things), size)
    previous = path(number - 1) if number > 1 else ""
    following = path(number + 1) if number < pages else ""
    return Pager(number, pages, previous, following), things[(number - 1) * size : number * size]


def pages_of(things: int, size: int) -> int:
    """Give how many pages a list of so many things has."""
    return max(1, -(-things // size))
