"""What makers are handed in the place of a value: it looks like it, and notes each question (see `asking`)."""

from collections.abc import Hashable, Iterator, Mapping, Sequence, Set
from types import FunctionType, MethodType
from typing import Any, ClassVar, NamedTuple, Protocol

Question = tuple[Hashable, ...]
"""The way to an answer, step by step: names of attributes, keys of mappings, places of rows. Or the name of a derived
value or an aggregate, and what it is made for."""


class Asked(Protocol):
    """Takes the questions."""

    def ask(self, question: Question, /) -> None:
        """Note a question."""

    def answered(self, question: Question, answer: Any, /) -> None:
        """Take the answer to a question that was noted, so that nobody makes it again to remember it."""

    def ask_values(self, way: Question, keys: Sequence[Hashable], /) -> None:
        """Note a question for each of some values of a mapping, which are asked as a whole."""

    def derive(self, question: Question, view: Any, /) -> Any:
        """Give a derived value."""

    def aggregate(self, question: Question, /) -> Any:
        """Give an aggregate."""


class Shape(Protocol):
    """How a value is asked."""

    later: ClassVar[bool]
    """Whether a view asks nothing before something is asked of it."""

    asks: ClassVar[bool]
    """Whether to take a view is a question, so that nobody need ask if the value is there."""

    def view(self, value: Any, way: Question, asked: Asked) -> Any:
        """Give the view of a value to which a way leads."""

    def answer(self, value: Any, steps: Question) -> Any:
        """Answer a question: go the remaining steps from here."""

    def reads(self, way: Question, steps: Question) -> "Reads | None":
        """Tell of a question what its answer looks at."""


class Reads(NamedTuple):
    """All that an answer looks at, where these are values of one mapping, or members of a set: facts."""

    way: Question
    """To the mapping."""

    keys: Question
    """Of the values."""

    only: bool
    """Whether the answer is the one value itself."""


class _Whole:
    """A value that is asked as a whole."""

    later: ClassVar[bool] = False
    asks: ClassVar[bool] = True

    def view(self, value: Any, way: Question, asked: Asked) -> Any:
        """Note that it was asked, and give it."""
        asked.ask(way)
        return value

    def answer(self, value: Any, _steps: Question) -> Any:
        """Give it."""
        return value

    def reads(self, _way: Question, _steps: Question) -> None:
        """Tell nothing: it belongs to no mapping."""


WHOLE = _Whole()

ALL_KEYS: Question = ()
"""The step to all keys of a mapping: no key is an empty tuple."""


class ObjectView:
    """A view of an object: its methods and properties run on the view."""

    def __init__(self, value: Any, way: Question, shapes: Mapping[str, Shape], asked: Asked) -> None:
        self._value, self.way, self._shapes, self.asked = value, way, shapes, asked

    def __getattr__(self, name: str) -> Any:
        shape = self._shapes.get(name)
        if shape is None:
            found = getattr(type(self._value), name, None)
            if isinstance(found, FunctionType):
                return MethodType(found, self)
            if isinstance(found, property) and found.fget:
                return found.fget(self)
            shape = WHOLE
        view = shape.view(getattr(self._value, name), (*self.way, name), self.asked)
        if shape.later:
            # Found without coming here again.
            self.__dict__[name] = view
        return view

    def __len__(self) -> int:
        return int(type(self._value).__len__(self))

    def __iter__(self) -> Iterator[Any]:
        return iter(type(self._value).__iter__(self))

    def __bool__(self) -> bool:
        return not hasattr(type(self._value), "__len__") or len(self) > 0


class MappingView(Mapping[Any, Any]):
    """A view of a mapping."""

    __slots__ = ("_asked", "_of", "_value", "_way")

    def __init__(self, value: Mapping[Any, Any], way: Question, of: Shape, asked: Asked) -> None:
        self._value, self._way, self._of, self._asked = value, way, of, asked

    def __getitem__(self, key: Any) -> Any:
        way = (*self._way, key)
        if key not in self._value or not self._of.asks:
            self._asked.ask(way)
        return self._of.view(self._value[key], way, self._asked)

    def __contains__(self, key: object) -> bool:
        self._asked.ask((*self._way, key))
        return key in self._value

    def __iter__(self) -> Iterator[Any]:
        self._asked.ask((*self._way, ALL_KEYS))
        return iter(self._value)

    def __len__(self) -> int:
        self._asked.ask((*self._way, ALL_KEYS))
        return len(self._value)


class SetView(Set[Any]):
    """A view of a set."""

    __slots__ = ("_asked", "_value", "_way")

    def __init__(self, value: frozenset[Any], way: Question, asked: Asked) -> None:
        self._value, self._way, self._asked = value, way, asked

    def __contains__(self, member: object) -> bool:
        self._asked.ask((*self._way, member))
        return member in self._value

    def __iter__(self) -> Iterator[Any]:
        self._asked.ask(self._way)
        return iter(sorted(self._value))

    def __len__(self) -> int:
        self._asked.ask(self._way)
        return len(self._value)
