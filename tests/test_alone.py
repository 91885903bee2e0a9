"""Two runs that write into one survey come one after the other, however the first one ends."""

import multiprocessing
import time
from multiprocessing.connection import Connection
from pathlib import Path

from litatlas.progress import WAITING, Silent
from litatlas.store.alone import alone_in


def hold(survey: Path, connection: Connection) -> None:
    """Be alone in a survey until the end comes."""
    with alone_in(survey):
        connection.send("alone")
        time.sleep(3600)


class Told(Silent):
    """Tells another process of steps."""

    def __init__(self, connection: Connection) -> None:
        self.step = connection.send  # type: ignore[method-assign]


def follow(survey: Path, connection: Connection) -> None:
    with alone_in(survey, Told(connection)):
        connection.send("alone")


def test_a_run_waits_for_another_one_until_that_ends_or_is_killed(tmp_path):
    context = multiprocessing.get_context("spawn")
    first, theirs = context.Pipe()
    holder = context.Process(target=hold, args=(tmp_path, theirs))
    holder.start()
    assert first.recv() == "alone"
    second, theirs = context.Pipe()
    follower = context.Process(target=follow, args=(tmp_path, theirs))
    follower.start()
    assert second.recv() == WAITING
    assert not second.poll(0.5)
    holder.kill()
    assert second.recv() == "alone"
    follower.join()
    holder.join()
    # In another survey nobody waits, and one run after the other does not either.
    for name in ("other", "other"):
        with alone_in(tmp_path / name), alone_in(tmp_path):
            pass
