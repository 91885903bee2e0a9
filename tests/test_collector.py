"""What a step leaves is not looked at again, garbage is found all the same, and nothing of it outlives the build."""

import gc
import signal
import sys
import time
import weakref
from pathlib import Path

import numpy as np
import pytest

from litatlas.processes import collector
from litatlas.processes.collector import AFTER, PAGES, end, settling
from litatlas.processes.parallel import processes
from litatlas.progress import SILENT


class Knot:
    """Refers to itself."""

    def __init__(self) -> None:
        self.me = self


def resident() -> int:
    """Give the bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def threshold(_: int) -> tuple[int, int, int]:
    return gc.get_threshold()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody tells how much a process holds")
@pytest.mark.parametrize("is_large", [True, False])
def test_garbage_of_pages_is_gone_when_the_next_step_of_a_large_process_begins(monkeypatch, is_large):
    monkeypatch.setattr("litatlas.processes.collector.HELD", 0 if is_large else 1 << 60)
    with settling(SILENT) as progress:
        progress.step(PAGES)
        kept, lost = [Knot()], weakref.ref(Knot())
        progress.step("write")
        assert (lost() is None) == is_large
        # What is kept is looked at no more, in a small one either.
        assert not any(each is kept for each in gc.get_objects())
    gc.collect()
    assert lost() is None
    assert any(each is kept for each in gc.get_objects())
    assert gc.get_freeze_count() == 0


def test_nobody_looks_for_garbage_before_there_are_pages_and_all_is_as_before_after_the_build():
    with settling(SILENT) as progress:
        progress.step("read")
        assert not gc.isenabled()
        progress.step(PAGES)
        assert gc.isenabled()
    with settling(SILENT) as progress:
        progress.step("read")
        lost = weakref.ref(Knot())
    gc.collect()
    assert gc.isenabled()
    assert lost() is None


def test_what_a_long_step_frees_is_given_back_whenever_the_collector_has_looked(monkeypatch):
    given: list[str] = []
    monkeypatch.setattr("litatlas.processes.collector._is_large", lambda: True)
    monkeypatch.setattr("litatlas.processes.collector._trim", lambda: given.append("back"))
    with settling(SILENT):
        gc.collect(0)
        assert given == ["back"]
    gc.collect(0)
    assert given == ["back"]


def test_a_signal_to_end_is_not_lost_while_the_collector_gives_back(monkeypatch):
    given: list[str] = []

    def give_back() -> None:
        signal.raise_signal(signal.SIGTERM)
        given.append("back")

    before = signal.signal(signal.SIGTERM, end)
    try:
        with settling(SILENT):
            monkeypatch.setattr("litatlas.processes.collector._is_large", lambda: True)
            monkeypatch.setattr("litatlas.processes.collector._trim", give_back)
            gc.collect(0)
            with pytest.raises(SystemExit):
                time.sleep(60)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert given == ["back"]


def test_processes_look_for_garbage_as_seldom_as_the_one_that_starts_them():
    with processes(2) as pool:
        assert list(pool.map(threshold, range(2))) == [AFTER, AFTER]


def given_back(_: int) -> int:
    """Tell how much of a large array goes back to the system when it is freed."""
    with settling(SILENT):
        # Without a rule of ours, the one that is freed first makes the C library keep all that are no larger.
        np.ones(8_000_000)
        one, _other = np.ones(4_000_000), np.ones(4_000_000)
        before = resident()
        del one
        return before - resident()


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux how much memory there is")
def test_a_large_array_goes_back_to_the_system_as_soon_as_it_is_freed():
    # In processes in which nothing was freed before.
    with processes(2) as pool:
        assert min(pool.map(given_back, range(2))) > 30_000_000


def given_back_after_step(held: int) -> int:
    """Tell how much of blocks that were freed goes back to the system when the next step begins."""
    collector.HELD = held
    with settling(SILENT) as progress:
        # The last one stays: what is free in front of it does not go by itself.
        *freed, _last = [b"x" * 100_000 for _ in range(500)]
        before = resident()
        freed.clear()
        progress.step("next")
        return before - resident()


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux how much memory there is")
def test_what_a_step_frees_goes_back_to_the_system_in_a_process_that_holds_much():
    with processes(2) as pool:
        small, large = pool.map(given_back_after_step, (collector.HELD, 1 << 20))
    assert small < 10_000_000
    assert large > 40_000_000


kept: list[bytes] = []
"""What stays in memory, between what goes."""


def large_call(_: int) -> int:
    """Make what is much, and free most of it; gives how much the process holds in the end."""
    made = [bytes([number % 256]) * 2000 for number in range(50_000)]
    kept.extend(made[::100])
    made.clear()
    return resident()


def held(_: int) -> int:
    return resident()


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux how much memory there is")
def test_what_a_large_call_has_freed_goes_back_to_the_system_when_it_ends():
    with processes(2) as pool:
        # One after the other, in the process that is free.
        during = pool.begin(large_call, 0)()
        after = min(pool.map(held, range(2)))
    assert during > 100_000_000
    assert after < during - 50_000_000
