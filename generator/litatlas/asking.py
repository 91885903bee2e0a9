"""Views of a value that note what is asked of it.

A view looks like the value behind it: attributes, keys, slices and methods
work as they do there. What it gives is the value's own, except where the
`Shape` of the value says that it is asked piece by piece. Methods and
properties run on the view, so what they ask is noted as well. Nobody who has
only the view can learn anything without a question.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

from litatlas.views import ALL_KEYS, WHOLE, Asked, MappingView, ObjectView, Question, RowView, SetView, Shape

__all__ = [
    "GIVEN",
    "Call",
    "Elements",
    "Keyed",
    "Members",
    "Parts",
    "Question",
    "Row",
    "Shape",
    "aggregate",
    "derived",
    "is_aggregate",
    "is_derived",
    "make_aggregate",
    "make_derived",
]

P = ParamSpec("P")
R = TypeVar("R")


class _Given:
    """A part that the way to it tells already: the slug of what is found by its slug."""

    later: ClassVar[bool] = True

    def view(self, value: Any, _way: Question, _asked: Asked) -> Any:
        """Give it."""
        return value

    def answer(self, value: Any, _steps: Question) -> Any:
        """Give it."""
        return value


GIVEN = _Given()


@dataclass(frozen=True, slots=True)
class Parts:
    """An object whose attributes are asked one by one."""

    later: ClassVar[bool] = True
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    """Of the attributes that are asked piece by piece themselves."""

    def wholes(self, way: Question = ()) -> Iterator[Question]:
        """Give the ways to the mappings and sets that two builds compare as a whole first."""
        for name, shape in self.shapes.items():
            if isinstance(shape, Parts):
                yield from shape.wholes((*way, name))
            elif getattr(shape, "whole", False):
                yield (*way, name)

    def view(self, value: Any, way: Question, asked: Asked) -> Any:
        """Give a view of the object."""
        return ObjectView(value, way, self.shapes, asked)

    def answer(self, value: Any, steps: Question) -> Any:
        """Answer for an attribute; that the object is there, where none is asked for."""
        if not steps:
            return True
        name = str(steps[0])
        return self.shapes.get(name, WHOLE).answer(getattr(value, name), steps[1:])


@dataclass(frozen=True, slots=True)
class Keyed:
    """A mapping that is asked key by key."""

    later: ClassVar[bool] = True
    of: Shape = WHOLE
    whole: bool = False
    """Whether two builds compare all of it before single keys: where it seldom changes, and much is asked of it."""

    def view(self, value: Any, way: Question, asked: Asked) -> Any:
        """Give a view of the mapping."""
        return MappingView(value, way, self.of, asked)

    def answer(self, value: Any, steps: Question) -> Any:
        """Answer for a key, whether it is there or not; that the mapping is there, without a step; or give all keys."""
        if not steps:
            return True
        if steps == (ALL_KEYS,):
            return tuple(value)
        found = value.get(steps[0], _ABSENT)
        return _ABSENT if found is _ABSENT else self.of.answer(found, steps[1:])


@dataclass(frozen=True, slots=True)
class Members:
    """A set that is asked whether it has something; two builds compare all of it first."""

    later: ClassVar[bool] = True
    whole: ClassVar[bool] = True

    def view(self, value: Any, way: Question, asked: Asked) -> Any:
        """Give a view of the set."""
        return SetView(value, way, asked)

    def answer(self, value: Any, steps: Question) -> Any:
        """Say whether a member is there; without a step, give all of them in order."""
        return steps[0] in value if steps else tuple(sorted(value))


@dataclass(frozen=True, slots=True)
class Row:
    """A tuple that is asked for its length, for slices and for single elements."""

    later: ClassVar[bool] = False
    short: int = 0
    """A row of up to so many elements is asked as a whole: one question costs less than four."""

    def view(self, value: Any, way: Question, asked: Asked) -> Any:
        """Give a view of the tuple."""
        if len(value) <= self.short:
            asked.ask(way)
            return value
        return RowView(value, way, asked)

    def answer(self, value: Any, steps: Question) -> Any:
        """Answer for a place or a slice; without a step, give all."""
        match steps:
            case ():
                return Elements(value)
            case ("length",):
                return len(value)
            case ("any",):
                return bool(value)
            case (tuple() as ends,):
                return Elements(value[slice(*ends)])
            case _:
                return Elements((value[steps[0]],))


@dataclass(frozen=True, slots=True)
class Call:
    """A method that is asked for its results: it looks at more than they tell."""

    later: ClassVar[bool] = True

    def view(self, value: Any, way: Question, asked: Asked) -> Any:
        """Give the method, noting what it is called with."""

        def call(*arguments: Hashable) -> Any:
            asked.ask((*way, arguments))
            return value(*arguments)

        return call

    def answer(self, value: Any, steps: Question) -> Any:
        """Call it."""
        return value(*steps[0])  # type: ignore[misc]  # the step is the tuple of arguments


class Elements(tuple[Any, ...]):
    """Elements of a row: many rows share them, so each is looked at once."""

    __slots__ = ()


_ABSENT = "no such key"


def _asked_by_name(
    function: Callable[Concatenate[Any, P], R],
    functions: dict[Hashable, Callable[..., Any]],
    ask: Callable[[ObjectView, Question], Any],
) -> Callable[Concatenate[Any, P], R]:
    """Enter a function under its name, and ask a view for its result; another value it takes as it is."""
    name = f"{function.__module__}.{function.__qualname__}"
    functions[name] = function

    @wraps(function)
    def given(value: Any, /, *arguments: P.args, **keywords: P.kwargs) -> R:
        if isinstance(value, ObjectView) and not value.way and not keywords:
            found: R = ask(value, (name, *arguments))
            return found
        return function(value, *arguments, **keywords)

    return given


_DERIVED: dict[Hashable, Callable[..., Any]] = {}


def derived(function: Callable[Concatenate[Any, P], R]) -> Callable[Concatenate[Any, P], R]:
    """Make a function of a value one whose results are made once where the value is a view, and asked for by name.

    What several pages show in part, or what says less than it looks at, is such
    a result: pages that ask for it stay as they are as long as it does. The
    function stands in a module; its further arguments can be keys of a mapping.
    A part of a view, or a plain value, is handed on to it as it is.
    """
    return _asked_by_name(function, _DERIVED, lambda view, question: view.asked.derive(question, view))


def is_derived(question: Question) -> bool:
    """Whether a question is for a derived value."""
    return question[0] in _DERIVED


def make_derived(question: Question, view: Any) -> Any:
    """Make a derived value anew."""
    return _DERIVED[question[0]](view, *question[1:])


_AGGREGATES: dict[Hashable, Callable[..., Any]] = {}


def aggregate(function: Callable[Concatenate[Any, P], R]) -> Callable[Concatenate[Any, P], R]:
    """Make a function of a value one that is asked for its result alone, like a derived value.

    It looks at all papers, or all authors, and says little of each. So it runs
    in every build, on the value behind the view: that is quicker than to note
    and compare all that it looks at, which is something else after every edit.
    """
    return _asked_by_name(function, _AGGREGATES, lambda view, question: view.asked.aggregate(question))


def is_aggregate(question: Question) -> bool:
    """Whether a question is for an aggregate."""
    return question[0] in _AGGREGATES


def make_aggregate(question: Question, value: Any) -> Any:
    """Make an aggregate of the value itself."""
    return _AGGREGATES[question[0]](value, *question[1:])
