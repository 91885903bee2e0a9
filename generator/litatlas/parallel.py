"""Runs pure calls in processes of this machine."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

A = TypeVar("A")
R = TypeVar("R")


class Processes:
    """Workers in as many processes as there are cores for us; none is started before there is something to do."""

    def __init__(self, count: int = 0) -> None:
        """Use so many processes; 0 for one on each core that we may use."""
        self._count = count or _cores()

    def map(self, function: Callable[[A], R], arguments: Iterable[A], /) -> Iterator[R]:
        """Call a function for each argument; the results come in the arguments' order.

        Where processes cannot be started or die, the calls are made here.
        """
        calls = list(arguments)
        if self._count == 1:
            return map(function, calls)
        try:
            # Not forked: MkDocs' live server has threads, and a fork of them can hang.
            with ProcessPoolExecutor(min(self._count, len(calls)) or 1, mp_context=get_context("spawn")) as pool:
                return iter(list(pool.map(function, calls)))
        except (BrokenExecutor, OSError):
            return map(function, calls)


def _cores() -> int:
    # Those that a container or a job scheduler gives us, not those of the machine; only Linux tells.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
