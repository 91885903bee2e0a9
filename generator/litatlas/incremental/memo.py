"""What steps remember from one build to the next: results, by a digest of all that they were made from.

A step that makes one value for each paper asks its stage of the memo before it
works. Results are equal to those that would be made anew, because the digest
covers every input; program, settings and versions stand in the memo's own name.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

from litatlas.workers import ALONE, Workers

A = TypeVar("A")
V = TypeVar("V")

BATCH = 100
"""Values that one call of a worker makes; fewer than two batches are not worth a process of their own."""

Digest = bytes
"""Of 16 bytes: equal values have equal ones, in whatever process they were made."""


class Stage(Protocol):
    """The results of one step. Those that a build neither asked for, put nor used are forgotten when it ends."""

    def get(self, key: Digest, /) -> Any:
        """Give a result; None where there is none."""

    def has(self, key: Digest, /) -> bool:
        """Say whether there is a result, without reading it; one that cannot be read then is None all the same."""

    def put(self, key: Digest, value: object, /) -> None:
        """Remember a result: a value (numbers, texts, tuples, dicts, arrays, structs), never None."""

    def use(self, keys: Iterable[Digest], /) -> None:
        """Keep results that were not asked for, because nobody needed what is made of them."""

    def rest(self) -> None:
        """Hold results no longer in memory: the step is over. What is asked for all the same is found again."""


class Memo(Protocol):
    """The results of all steps."""

    def digest(self, *values: object) -> Digest:
        """Give the digest of values; sets have no order, so they are no such values."""

    def stage(self, name: str, /, *, apart: bool = False) -> Stage:
        """Give the stage of a step, the same one each time.

        Arguments:
            name: Of the stage.
            apart: Whether each result is packed by itself: where a build asks for few of many.
        """


class _Nothing:
    """Remembers nothing."""

    def digest(self, *_values: object) -> Digest:
        """Give no digest."""
        return b""

    def stage(self, _name: str, /, **_how: bool) -> Stage:
        """Give a stage that knows nothing."""
        return self

    def get(self, _key: Digest, /) -> Any:
        """Know nothing."""
        return None

    def has(self, _key: Digest, /) -> bool:
        """Know nothing."""
        return False

    def put(self, _key: Digest, _value: object, /) -> None:
        """Forget it."""

    def use(self, _keys: Iterable[Digest], /) -> None:
        """Keep nothing."""

    def rest(self) -> None:
        """Hold nothing."""


NOTHING: Memo = _Nothing()


def remembered(stage: Stage, key: Digest, make: Callable[[], V]) -> V:
    """Give what a stage knows under a key; make it, and put it there, where it knows nothing."""
    known: V | None = stage.get(key)
    if known is None:
        known = make()
        stage.put(key, known)
    return known


def remembered_all(
    stage: Stage,
    keyed: Iterable[tuple[Digest, A]],
    make: Callable[[Sequence[A]], Sequence[V]],
    workers: Workers,
    batch_size: int = BATCH,
) -> list[V]:
    """Give the value of each argument, in order; what a stage does not know is made side by side. The stage then rests.

    Arguments:
        stage: What is remembered.
        keyed: Each argument with the key of its value.
        make: Makes the values of a batch of arguments, in order; it may run in another process.
        workers: Run the batches.
        batch_size: Values that one call makes.
    """
    return begin_all(stage, keyed, make, workers, batch_size, early=False)()


def begin_all(
    stage: Stage,
    keyed: Iterable[tuple[Digest, A]],
    make: Callable[[Sequence[Any]], Sequence[V]],
    workers: Workers,
    batch_size: int = BATCH,
    *,
    early: bool = True,
    prepare: Callable[[A], Any] = lambda argument: argument,
) -> "Begun[V]":
    """Do the same in two halves: what is missing is made beside what comes next here.

    Arguments:
        stage: What is remembered.
        keyed: Each argument with the key of its value.
        make: Makes the values of a batch of arguments.
        workers: Run the batches.
        batch_size: Values that one call makes.
        early: Whether they begin now; if not, when the values are asked for.
        prepare: Makes of an argument that is missing what a batch holds.

    Returns:
        The values, to be asked for.
    """
    keyed = tuple(keyed)
    missing = [at for at, (key, _) in enumerate(keyed) if not stage.has(key)]
    batches = [missing[start : start + batch_size] for start in range(0, len(missing), batch_size)]
    calls = (tuple(prepare(keyed[at][1]) for at in batch) for batch in batches)
    run = workers if len(batches) > 1 else ALONE
    made = (run.start if early else run.map)(make, calls)
    stage.use(key for key, _ in keyed)
    return Begun(stage, keyed, zip(batches, made, strict=True), lambda one: make((prepare(one),))[0])


class Begun(Generic[V]):
    """Values that are made beside what comes next, or are read when they are asked for."""

    def __init__(
        self,
        stage: Stage,
        keyed: Sequence[tuple[Digest, A]],
        batches: Iterable[tuple[Sequence[int], Sequence[V]]],
        make: Callable[[A], V],
    ) -> None:
        """Take the batches that are being made, each with the places of its values, and what makes a single one."""
        self._stage, self._keyed, self._batches, self._make = stage, keyed, batches, make

    @cached_property
    def _made(self) -> dict[int, V]:
        made: dict[int, V] = {}
        for batch, values in self._batches:
            for at, value in zip(batch, values, strict=True):
                made[at] = value
                self._stage.put(self._keyed[at][0], value)
        self._stage.rest()
        return made

    def take(self) -> None:
        """Wait for those that are missing, so that they are remembered even where nobody asks for any."""
        _ = self._made

    def __getitem__(self, at: int) -> V:
        """Give the value of an argument by its place; waits for those that are missing."""
        if at in self._made:
            return self._made[at]
        key, argument = self._keyed[at]
        value: V | None = self._stage.get(key)
        if value is None:
            # It was there, and cannot be read.
            value = self._made[at] = self._make(argument)
            self._stage.put(key, value)
        return value

    def __call__(self) -> list[V]:
        """Give all values in order. The stage then rests."""
        values = [self[at] for at in range(len(self._keyed))]
        self._stage.rest()
        return values


class ByName(Mapping[str, V]):
    """Values by name, each made or read when it is asked for.

    Attributes:
        keys_of: What tells each value from others, by its name, so that nobody need read it to know.
        mark: What tells all of them from others.
    """

    def __init__(self, keys_of: Mapping[str, Digest], mark: Digest, value: Callable[[str], V]) -> None:
        self.keys_of, self.mark, self._value = keys_of, mark, value

    def __getitem__(self, name: str) -> V:
        if name not in self.keys_of:
            raise KeyError(name)
        return self._value(name)

    def __contains__(self, name: object) -> bool:
        return name in self.keys_of

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys_of)

    def __len__(self) -> int:
        return len(self.keys_of)

    def marks(self, _digest: Callable[..., Digest], /) -> Mapping[str, Digest]:
        """Give what tells each value from others."""
        return self.keys_of
