"""Calls run in processes give what they give here, in order, and survive the loss of the processes."""

import os

import pytest

from litatlas.parallel import Processes


def double(number: int) -> int:
    return number * 2


def die_elsewhere(pid: int) -> int:
    if os.getpid() != pid:
        os._exit(1)
    return pid


@pytest.mark.parametrize("count", [1, 2, 7])
def test_results_come_in_the_order_of_the_arguments(count):
    assert list(Processes(count).map(double, range(5))) == [0, 2, 4, 6, 8]


def test_nothing_to_do_is_nothing():
    assert list(Processes(2).map(double, ())) == []


def test_processes_that_die_leave_the_work_to_us():
    assert list(Processes(2).map(die_elsewhere, [os.getpid()] * 3)) == [os.getpid()] * 3
