"""Runs pure calls side by side: in processes of this machine, or in those of a Dask cluster.

Both are a `concurrent.futures.Executor` behind one small face (`progress.Workers`):
results come in the order of the calls, a few calls ahead of who takes them, so
that neither the calls nor their results ever fill the memory. What runs in
another process is the same function on the same values, so the bytes do not
depend on how many there are.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor
from functools import partial
from importlib import import_module
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from multiprocessing.reduction import ForkingPickler
from multiprocessing.util import Finalize
from threading import Thread
from typing import Any, Self, TypeVar

from litatlas.incremental.packing import packed, unpacked
from litatlas.model import Paper, Tagging
from litatlas.problems import SurveyError
from litatlas.processes.collector import called, look_seldom
from litatlas.processes.late import load_late

A = TypeVar("A")
R = TypeVar("R")

_Calls = deque[tuple[A, Future[R] | None]]
"""Calls that were made, by their arguments; without a future where they are to be made here."""

EARLY = 100
"""Calls that are begun beside other work: what they are handed and give waits in memory until that is done."""

AHEAD = 2
"""Calls under way for each process: one at work and one that waits, for each of them is held in memory."""


class Pool:
    """Workers that end with a `with` block; none is started before there is something to do."""

    def __init__(
        self,
        start: Callable[[int], Executor],
        count: int,
        end: Callable[[], object] = object,
        *,
        near: bool = True,
        start_beside: Callable[[int], Executor] | None = None,
    ) -> None:
        """Use so many processes (one is this process).

        Arguments:
            start: Gives an executor of so many processes.
            count: How many there are.
            end: Called last.
            near: Whether they write to the same disk as this process.
            start_beside: Gives one for what is begun beside other work, where that should have other processes.
        """
        self.near = near
        self._start: Callable[[int], Executor] | None = start if count > 1 else None
        self._start_beside = start_beside or start
        self._end = end
        self._count = count
        self._executor: Executor | None = None
        self._beside: Pool | None = None
        self._early: list[_Calls[Any, Any]] = []
        """What was begun beside other work, to be taken back where nobody has asked for it in the end."""

    def map(self, function: Callable[[A], R], arguments: Iterable[A], /) -> Iterator[R]:
        """Call a function for each argument; the results come in the arguments' order.

        Arguments are taken a few at a time, as results are. Where processes
        cannot be started or die, the calls are made here.
        """
        return self._in_order(function, arguments, deque())

    def _in_order(self, function: Callable[[A], R], arguments: Iterable[A], waiting: _Calls[A, R]) -> Iterator[R]:
        """Give the results of calls under way, then of further ones, a few ahead."""
        try:
            for argument in arguments:
                waiting.append((argument, self._submit(function, argument)))
                if len(waiting) > AHEAD * self._count or self._start is None:
                    yield self._result(function, *waiting.popleft())
            while waiting:
                yield self._result(function, *waiting.popleft())
        finally:
            for _, future in waiting:
                if future is not None:
                    future.cancel()

    def start(self, function: Callable[[A], R], arguments: Iterable[A], /) -> Iterator[R]:
        """Do the same, and begin with the first calls now; the results are taken when other work is done here.

        They have processes of their own, one less than there are, since this
        one has work; so no other call waits behind them. These stand back for
        the others, and all that is started shares them. What has not begun
        when the results are asked for is left to all.
        """
        if self._start is None:
            return self.map(function, arguments)
        if self._beside is None:
            self._beside = Pool(lambda count: self._start_beside(count - 1), self._count)
        beside, arguments = self._beside, iter(arguments)
        calls: _Calls[A, R] = deque((one, beside._submit(function, one)) for one in islice(arguments, EARLY))
        self._early.append(calls)

        def results() -> Iterator[R]:
            left = chain(_taken_back(calls), arguments)
            # Beside those that are being made there.
            waiting = deque((one, self._submit(function, one)) for one in islice(left, AHEAD * self._count))
            while calls:
                yield beside._result(function, *calls.popleft())
            yield from self._in_order(function, left, waiting)

        return results()

    def begin(self, function: Callable[[A], R], argument: A, /) -> Callable[[], R]:
        """Begin one call; what is given waits for its result, or makes the call where there are no processes.

        The argument is handed over as it is now: an executor's own thread would pickle it some time later, while what
        the argument remembers of itself may grow here.
        """
        future = self._submit(_make, _as_now(function, argument)) if self._start is not None else None
        self._early.append(deque([(argument, future)]))
        return lambda: self._result(function, argument, future)

    def wake(self, function: Callable[[A], R], argument: A, /) -> None:
        """Let every process start and make a call, while other work is done here."""
        self._early += (deque([(argument, self._submit(function, argument))]) for _ in range(self._count))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; what was started and not asked for is left undone."""
        for calls in self._early:
            _taken_back(calls)
        if self._beside is not None:
            self._beside.close()
        if self._executor is not None:
            self._executor.shutdown()
        self._end()

    def _submit(self, function: Callable[[A], R], argument: A) -> Future[R] | None:
        if self._start is None:
            return None
        try:
            if self._executor is None:
                self._executor = self._start(self._count)
            return self._executor.submit(called, function, argument)
        except (BrokenExecutor, OSError):
            self._start = None
            return None

    def _result(self, function: Callable[[A], R], argument: A, future: Future[R] | None) -> R:
        if future is not None:
            try:
                return future.result()
            except (BrokenExecutor, CancelledError):
                self._start = None
        return function(argument)


def _as_now(function: Callable[[A], R], argument: A) -> bytes:
    return bytes(ForkingPickler.dumps((function, argument)))


def _make(call: bytes) -> Any:
    """Make a call that was handed over as it was."""
    function, argument = ForkingPickler.loads(call)
    return function(argument)


def _taken_back(calls: "_Calls[A, R]") -> list[A]:
    """Take back the calls that have not begun, which are the last ones; gives their arguments."""
    arguments: list[A] = []
    while calls and (calls[-1][1] is None or calls[-1][1].cancel()):
        arguments.insert(0, calls.pop()[0])
    return arguments


def processes(count: int = 0) -> Pool:
    """Give as many processes of this machine; 0 for one on each core that we may use."""
    count = count or _cores()
    _hand_over_packed()

    def start(count: int, nice: int = 0) -> Executor:
        # Not forked: MkDocs' live server has threads, and a fork of them can hang.
        context = get_context("spawn")
        return ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=(nice,))

    return Pool(start, count, start_beside=partial(start, nice=NICE))


NICE = 5
"""How far processes stand back that work beside others (`nice(2)`): to a third of the time that these are given, and
all that they leave. Further back, their last calls would take long where the machine has other work."""

PACKED = (Paper, Tagging)
"""What is handed over in tens of thousands: packed and read again, it takes two thirds of the time of a pickle."""


LAST = -1000
"""The priority of what a process does when all else is done that it has to do at its end."""


def _begin(nice: int) -> None:
    """Begin in a process of its own."""
    if nice and hasattr(os, "nice"):
        os.nice(nice)
    # It ends at once: to take apart what it holds, which the system takes back as a whole, takes it up to two seconds.
    Finalize(None, os._exit, args=(0,), exitpriority=LAST)
    Thread(target=_end_with_parent, daemon=True).start()
    look_seldom()
    load_late()
    _hand_over_packed()


def _end_with_parent() -> None:
    """End when the process that started this one is gone: killed, it can tell nobody, and we would wait for ever."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _hand_over_packed() -> None:
    """Let values travel from this process to others as `packing` has them."""
    for kind in PACKED:
        ForkingPickler.register(kind, _reduced)


def _reduced(value: object) -> tuple[Callable[..., object], tuple[object, ...]]:
    return unpacked, (packed(value), type(value))


def dask_cluster(address: str, patience: float = 10) -> Pool:
    """Give the workers of a Dask cluster (the extra `litatlas[dask]`).

    Arguments:
        address: Of its scheduler: `tcp://host:8786`.
        patience: How long to wait for its answer, in seconds.

    Raises:
        SurveyError: When Dask is not installed, nobody answers there, or there are no workers.
    """
    try:
        client_of: Any = import_module("distributed").Client
    except ImportError:
        raise SurveyError("--dask: Dask is not installed here; install it with: pip install 'litatlas[dask]'") from None
    try:
        client = client_of(address, timeout=patience, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise SurveyError(
            f"--dask: no scheduler answers at {address!r}; start one with 'dask scheduler', or leave out --dask"
        ) from error
    workers = client.nthreads()
    if not workers:
        client.close()
        raise SurveyError(f"--dask: the cluster at {address!r} has no workers; start one with 'dask worker {address}'")
    # A cluster with one worker is still another machine.
    count = max(2, sum(workers.values()))
    return Pool(lambda _: client.get_executor(pure=False), count, client.close, near=False)


def _cores() -> int:
    # Those that a container or a job scheduler gives us, not those of the machine; only Linux tells.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
