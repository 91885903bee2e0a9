"""What is asked of a value by the name of a function: values derived of it, and aggregates (see `asking`)."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from litatlas.incremental.views import ObjectView, Question

P = ParamSpec("P")
R = TypeVar("R")


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
_WAYS: dict[Hashable, tuple[Question, ...]] = {}


def aggregate(function: Callable[Concatenate[Any, P], R]) -> Callable[Concatenate[Any, P], R]:
    """Make a function of a value one that is asked for its result alone, like a derived value.

    It looks at all papers, or all authors, and says little of each. So it runs
    in every build, on the value behind the view: that is quicker than to note
    and compare all that it looks at, which is something else after every edit.
    """
    return _asked_by_name(function, _AGGREGATES, lambda view, question: view.asked.aggregate(question))


def aggregate_under(
    *ways: Question,
) -> Callable[[Callable[Concatenate[Any, P], R]], Callable[Concatenate[Any, P], R]]:
    """Do the same where the function takes long: its result is remembered as long as what it looks at is the same.

    Arguments:
        ways: To all that it looks at, each compared as a whole (`Answers.whole`); where one of them is not, the
            function runs in every build.
    """

    def decorated(function: Callable[Concatenate[Any, P], R]) -> Callable[Concatenate[Any, P], R]:
        _WAYS[f"{function.__module__}.{function.__qualname__}"] = ways
        return aggregate(function)

    return decorated


def ways_of(question: Question) -> tuple[Question, ...]:
    """Give the ways to all that an aggregate is made of; none where they are not told."""
    return _WAYS.get(question[0], ())


def is_aggregate(question: Question) -> bool:
    """Whether a question is for an aggregate."""
    return question[0] in _AGGREGATES


def make_aggregate(question: Question, value: Any) -> Any:
    """Make an aggregate of the value itself."""
    return _AGGREGATES[question[0]](value, *question[1:])
