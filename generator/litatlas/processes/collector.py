"""When Python looks for garbage that refers to itself: seldom, and never twice at what stays to the end of a build.

What a step has freed is given back to the system before the next one begins, in a long one whenever the collector has
looked, in a process that holds much; and large arrays at once. A process that makes calls for others gives back what a
large call has freed.
"""

import ctypes
import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Timer, main_thread
from types import FrameType
from typing import TypeVar

from litatlas.progress import Progress

A = TypeVar("A")
R = TypeVar("R")
T = TypeVar("T")

AFTER = (50_000, 20, 10)
"""When the cyclic garbage collector looks at young, middle and old objects: the values of a survey are hundreds of
thousands of tuples without cycles, and looking through them after every 700 takes a sixth of a build."""


LARGE = 1 << 24
"""Bytes of blocks of memory that are given back at once when they are freed, and of free memory behind all that is in
use that is not kept for the next block. Arrays of ten thousand papers have some MB. A call after which a process holds
as much more than before is a large one."""

HELD = 640 << 20
"""Bytes that a process has held at once before it gives back what a step has freed. Handing out a page of 4 kB takes
the system 3 µs, more than filling it: a build after a small change would have a third of its memory handed out anew."""

A_MOMENT = 0.05
"""Seconds after which a signal is handed on that came while nothing can be raised."""

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""The numbers of these settings in `malloc.h`."""


def look_seldom(young: int = AFTER[0]) -> None:
    """Let the collector of this process wait until there may be something to find: after so many young objects."""
    gc.set_threshold(young, *AFTER[1:])


PAGES = "render"
"""The step from which on there is garbage that refers to itself: ten objects for each page. The steps before it leave
some hundreds of these, however many papers there are, so nobody looks for them among millions of values."""


class _Settling:
    """Passes on what progress is told of; what one step has left is not looked through in later steps."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        _keep_no_large_ones()
        gc.callbacks.append(_give_back_after)
        gc.freeze()
        gc.disable()

    def step(self, name: str, /) -> None:
        """Note that a step begins."""
        if _is_large():
            if gc.isenabled():
                # After which free memory is given back.
                gc.collect()
            else:
                _trim()
        gc.freeze()
        if name == PAGES:
            gc.enable()
        self._progress.step(name)

    def track(self, items: Sequence[T], name: str, /) -> Iterable[T]:
        """Give the items of a long step."""
        return self._progress.track(items, name)


def called(function: Callable[[A], R], argument: A) -> R:
    """Make a call in a process that waits for others: what a large one has freed would be held until the next."""
    before = _memory("VmRSS")
    try:
        return function(argument)
    finally:
        if _memory("VmRSS") > before + LARGE:
            _trim()


def _is_large() -> bool:
    """Whether this process has held so much that it gives the system back what a step has freed."""
    return _memory("VmHWM") > HELD


def _memory(mark: str) -> int:
    """Give the bytes that this process holds (`VmRSS`) or has held at most (`VmHWM`, `proc_pid_status(5)`).

    None where nothing can be given back. What `getrusage` says of a process begins with what the one has held that
    started it.
    """
    if sys.platform != "linux":
        return 0
    with open("/proc/self/status", encoding="ascii", errors="replace") as lines:  # noqa: PTH123  # for each call
        return next((int(line.split()[1]) << 10 for line in lines if line.startswith(mark)), 0)


def _trim() -> None:
    """Give back what is free; only the C library of Linux keeps it."""
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


def _give_back_after(phase: str, _about: dict[str, int]) -> None:
    """Give back, too, when the collector has looked, which it does as seldom as `AFTER` says."""
    if phase == "stop" and _is_large():
        _trim()


def end(number: int, frame: FrameType | None) -> None:
    """End the process, as the handler of a signal; Python forgets what is raised while it looks for garbage."""
    while frame is not None and frame.f_code is not _give_back_after.__code__:
        frame = frame.f_back
    if frame is None:
        sys.exit()
    from signal import pthread_kill  # which Windows lacks, where no such signal comes

    Timer(A_MOMENT, pthread_kill, (main_thread().ident, number)).start()


def _keep_no_large_ones() -> None:
    """Let it keep no large block: without this it learns to, up to 32 MB, as soon as one is freed (`mallopt(3)`)."""
    if sys.platform == "linux" and (set_option := getattr(ctypes.CDLL(None), "mallopt", None)):
        set_option(_MMAP_THRESHOLD, LARGE)
        # Told one of the two, it learns neither, and would keep 128 kB.
        set_option(_TRIM_THRESHOLD, LARGE)


@contextmanager
def settling(progress: Progress) -> Iterator[Progress]:
    """Give a progress for one build: what its steps make is mostly there to the end, and only what goes is garbage."""
    try:
        yield _Settling(progress)
    finally:
        gc.callbacks.remove(_give_back_after)
        gc.enable()
        gc.unfreeze()
