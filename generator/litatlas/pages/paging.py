"""Long lists cut into pages of bounded size, with static links between them."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import Struct

T = TypeVar("T")


class Pager(Struct, frozen=True):
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


def page_of(things: Sequence[T], size: int, path: Callable[[int], str], number: int) -> tuple[Pager, Sequence[T]]:
    """Cut one page out of a list; an empty list is one empty page.

    Arguments:
        things: The whole list, in order.
        size: Things on one page.
        path: The path of a page by its number.
        number: The page's own, from 1.
    """
    return pager_of(pages_of(len(things), size), path, number), part_of(things, size, number)


def pager_of(pages: int, path: Callable[[int], str], number: int) -> Pager:
    """Say where a page stands among so many; the others are as for `page_of`."""
    return Pager(number, pages, path(number - 1) if number > 1 else "", path(number + 1) if number < pages else "")


def part_of(things: Sequence[T], size: int, number: int) -> Sequence[T]:
    """Give what stands on one page of a list."""
    return things[(number - 1) * size : number * size]


def pages_of(things: int, size: int) -> int:
    """Give how many pages a list of so many things has."""
    return max(1, -(-things // size))
