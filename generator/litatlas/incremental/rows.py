"""Tuples that are asked for their length, for slices and for single elements (see `asking`)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from msgspec import Struct

from litatlas.incremental.views import Asked, Question


class Row(Struct, frozen=True):
    """A tuple that is asked for its length, for slices and for single elements."""

    later: ClassVar[bool] = False
    asks: ClassVar[bool] = False
    short: int = 0
    """A row of up to so many elements is asked as a whole: one question costs less than four."""

    home: Question = ()
    """The way to the mapping where its elements stand by their `id`, if they do. They are asked there, and the row
    tells their ids: it stays the same where one of them changes."""

    def view(self, value: Any, way: Question, asked: Asked) -> Any:
        """Give a view of the tuple."""
        if len(value) <= self.short:
            asked.ask(way)
            ask_of_elements(value, self.home, asked)
            return value
        return RowView(value, way, asked, self.home)

    def answer(self, value: Any, steps: Question) -> Any:
        """Answer for a place or a slice; without a step, give all."""
        match steps:
            case ():
                return self._told(value)
            case ("length",):
                return len(value)
            case ("any",):
                return bool(value)
            case (tuple() as ends,):
                return self._told(value[slice(*ends)])
            case _:
                return self._told((value[steps[0]],))

    def reads(self, _way: Question, _steps: Question) -> None:
        """Tell nothing: it belongs to no mapping."""

    def _told(self, elements: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(each.id for each in elements) if self.home else Elements(elements)


def ask_of_elements(elements: Iterable[Any], home: Question, asked: Asked) -> None:
    """Ask after elements of a row in the mapping where they stand by their ids."""
    if home:
        asked.ask_values(home, [each.id for each in elements])


class RowView(Sequence[Any]):
    """A view of a tuple."""

    __slots__ = ("_asked", "_home", "_value", "_way")

    def __init__(self, value: tuple[Any, ...], way: Question, asked: Asked, home: Question = ()) -> None:
        self._value, self._way, self._asked, self._home = value, way, asked, home

    def __getitem__(self, place: Any) -> Any:
        is_slice = isinstance(place, slice)
        self._asked.ask((*self._way, (place.start, place.stop, place.step) if is_slice else place))
        found = self._value[place]
        ask_of_elements(found if is_slice else (found,), self._home, self._asked)
        return found

    def __iter__(self) -> Iterator[Any]:
        self._asked.ask(self._way)
        ask_of_elements(self._value, self._home, self._asked)
        return iter(self._value)

    def __len__(self) -> int:
        self._asked.ask((*self._way, "length"))
        return len(self._value)

    def __bool__(self) -> bool:
        self._asked.ask((*self._way, "any"))
        return bool(self._value)


class Elements(tuple[Any, ...]):
    """Elements of a row: many rows share them, so each is looked at once."""

    __slots__ = ()
