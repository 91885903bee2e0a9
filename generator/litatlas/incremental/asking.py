"""Views of a value that note what is asked of it.

A view looks like the value behind it: attributes, keys, slices and methods
work as they do there. What it gives is the value's own, except where the
`Shape` of the value says that it is asked piece by piece. Methods and
properties run on the view, so what they ask is noted as well. Nobody who has
only the view can learn anything without a question.
"""

from collections.abc import Hashable, Mapping
from functools import cache
from itertools import chain
from typing import Any, ClassVar, cast

from msgspec import Struct, field

from litatlas.incremental.asked_by_name import (
    aggregate,
    aggregate_under,
    derived,
    is_aggregate,
    is_derived,
    make_aggregate,
    make_derived,
    ways_of,
)
from litatlas.incremental.rows import Elements, Row, ask_of_elements
from litatlas.incremental.views import (
    ALL_KEYS,
    WHOLE,
    Asked,
    MappingView,
    ObjectView,
    Question,
    Reads,
    SetView,
    Shape,
)

__all__ = [
    "GIVEN",
    "Call",
    "Elements",
    "Keyed",
    "Members",
    "Parts",
    "Question",
    "Reads",
    "Row",
    "Shape",
    "Small",
    "aggregate",
    "aggregate_under",
    "derived",
    "is_aggregate",
    "is_derived",
    "make_aggregate",
    "make_derived",
    "mapping_at",
    "ways_of",
]


class _Given:
    """A part that the way to it tells already: the slug of what is found by its slug."""

    later: ClassVar[bool] = True
    asks: ClassVar[bool] = False

    def view(self, value: Any, _way: Question, _asked: Asked) -> Any:
        """Give it."""
        return value

    def answer(self, value: Any, _steps: Question) -> Any:
        """Give it."""
        return value

    def reads(self, _way: Question, _steps: Question) -> None:
        """Tell nothing: nobody asks for it."""


GIVEN = _Given()


class Parts(Struct, frozen=True, eq=False):
    """An object whose attributes are asked one by one."""

    later: ClassVar[bool] = True
    asks: ClassVar[bool] = False
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    """Of the attributes that are asked piece by piece themselves."""

    def view(self, value: Any, way: Question, asked: Asked) -> Any:
        """Give a view of the object."""
        return ObjectView(value, way, self.shapes, asked)

    def answer(self, value: Any, steps: Question) -> Any:
        """Answer for an attribute; that the object is there, where none is asked for."""
        if not steps:
            return True
        name = str(steps[0])
        return self.shapes.get(name, WHOLE).answer(getattr(value, name), steps[1:])

    def reads(self, way: Question, steps: Question) -> Reads | None:
        """Tell what the answer for an attribute looks at."""
        return self.shapes.get(str(steps[0]), WHOLE).reads((*way, steps[0]), steps[1:]) if steps else None


class Small(Struct, frozen=True):
    """An object that is asked as a whole while a row of it is short: one question in the place of three."""

    later: ClassVar[bool] = False
    asks: ClassVar[bool] = True
    of: Parts
    row: str
    most: int
    """Elements of a short row."""

    def view(self, value: Any, way: Question, asked: Asked) -> Any:
        """Note that all of it was asked, and give it; where the row is long, give a view."""
        row = getattr(value, self.row)
        if len(row) > self.most:
            asked.ask(way)
            return self.of.view(value, way, asked)
        asked.ask((*way, EVERYTHING))
        ask_of_elements(row, self.elements.home, asked)
        return value

    def answer(self, value: Any, steps: Question) -> Any:
        """Give all that can be asked of it, or answer for a part."""
        return self.all_of(value) if steps == (EVERYTHING,) else self.of.answer(value, steps)

    def all_of(self, value: Any) -> Question:
        """Give all that can be asked of it."""
        names = _told(value.__class__, self)
        return (*(getattr(value, name) for name in names), self.elements.answer(getattr(value, self.row), ()))

    def reads(self, _way: Question, _steps: Question) -> None:
        """Tell nothing: a mapping tells it."""

    @property
    def elements(self) -> Row:
        """How its row is asked."""
        return cast("Row", self.of.shapes[self.row])


@cache
def _told(kind: type[Struct], small: Small) -> tuple[str, ...]:
    """Give the names of what such an object tells beside its row."""
    given = {name for name, shape in small.of.shapes.items() if shape is GIVEN}
    return tuple(name for name in kind.__struct_fields__ if name not in (small.row, *given))


class Keyed(Struct, frozen=True):
    """A mapping that is asked key by key."""

    later: ClassVar[bool] = True
    asks: ClassVar[bool] = False
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

    def reads(self, way: Question, steps: Question) -> Reads | None:
        """Tell that an answer looks at the value of a key; nothing where values are of many parts."""
        match self.of:
            case Keyed() if len(steps) > 1:
                return self.of.reads((*way, steps[0]), steps[1:])
            case Small() if steps:
                return Reads(way, steps[:1], steps[0] == ALL_KEYS or steps[1:] == (EVERYTHING,))
            case of if of is WHOLE and steps:
                return Reads(way, steps, only=True)
        return None

    def all_of(self, value: Any) -> Any:
        """Give all keys and values."""
        return {key: self.of.all_of(each) for key, each in value.items()} if isinstance(self.of, Small) else dict(value)

    def fact(self, value: Any, key: Hashable) -> Any:
        """Give all that can be asked of the value of a key; all keys for `ALL_KEYS`."""
        return self.answer(value, (key, EVERYTHING) if isinstance(self.of, Small) and key != ALL_KEYS else (key,))


class Members(Struct, frozen=True):
    """A set that is asked whether it has something; two builds compare all of it first."""

    later: ClassVar[bool] = True
    asks: ClassVar[bool] = False
    whole: ClassVar[bool] = True

    def view(self, value: Any, way: Question, asked: Asked) -> Any:
        """Give a view of the set."""
        return SetView(value, way, asked)

    def answer(self, value: Any, steps: Question) -> Any:
        """Say whether a member is there; without a step, give all of them in order."""
        return self.fact(value, steps[0] if steps else ALL_KEYS)

    def reads(self, way: Question, steps: Question) -> Reads:
        """Tell the member."""
        return Reads(way, steps or (ALL_KEYS,), only=True)

    def all_of(self, value: Any) -> Any:
        """Give all members in order."""
        return tuple(sorted(value))

    def fact(self, value: Any, member: Hashable) -> Any:
        """Say whether a member is there; give all of them in order for `ALL_KEYS`."""
        return self.all_of(value) if member == ALL_KEYS else member in value


class Call(Struct, frozen=True):
    """A method that is asked for its results: it looks at more than they tell."""

    later: ClassVar[bool] = True
    asks: ClassVar[bool] = False
    column: str = ""
    """A mapping beside it, if all that an answer looks at are its values for the keys among the arguments: two builds
    compare only these."""

    def view(self, value: Any, way: Question, asked: Asked) -> Any:
        """Give the method, noting what it is called with."""

        def call(*arguments: Hashable) -> Any:
            question = (*way, arguments)
            asked.ask(question)
            answer = value(*arguments)
            asked.answered(question, answer)
            return answer

        return call

    def answer(self, value: Any, steps: Question) -> Any:
        """Call it."""
        return value(*steps[0])  # type: ignore[misc]  # the step is the tuple of arguments

    def reads(self, way: Question, steps: Question) -> Reads | None:
        """Tell the values of the mapping beside it for the keys among the arguments."""
        if not self.column:
            return None
        keys = chain.from_iterable(each if isinstance(each, tuple) else (each,) for each in steps[0])  # type: ignore[attr-defined]  # as above
        return Reads((*way[:-1], self.column), tuple(keys), only=False)


def mapping_at(shape: Shape, value: Any, way: Question) -> tuple[Any, Keyed | Members]:
    """Give the mapping or set to which a way leads, and how it is asked."""
    for step in way:
        if isinstance(shape, Keyed):
            value, shape = value.get(step, {}), shape.of
        elif isinstance(shape, Parts):
            value, shape = getattr(value, str(step)), shape.shapes.get(str(step), _OTHER)
    return value, shape if isinstance(shape, Keyed | Members) else _OTHER


_ABSENT = "no such key"
_OTHER = Keyed()
"""A mapping that methods look at."""

EVERYTHING: Question = ()
"""The step to all parts of an object."""
