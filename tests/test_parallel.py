"""Calls run in processes give what they give here, in order, few at a time, and survive the loss of the processes."""

import atexit
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Semaphore, get_ident

import distributed
import pytest

from litatlas import site
from litatlas.problems import SurveyError
from litatlas.processes.parallel import AHEAD, NICE, Pool, dask_cluster, processes
from litatlas.site import build_site
from toy import LOADER, texts, toy_site, toy_survey


def double(number: int) -> int:
    return number * 2


def fail(number: int) -> int:
    raise ArithmeticError(number)


def die_elsewhere(pid: int) -> int:
    if os.getpid() != pid:
        os._exit(1)
    return pid


def die_once(marker: str) -> str:
    """Kill the process that is asked first, whichever it is."""
    try:
        os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return marker
    os._exit(1)


def same(value: object) -> object:
    return value


BEGUN, GO_ON = Event(), Event()
DONE: list[int] = []


def wait(number: int) -> None:
    """Wait until everybody may go on. Not within its test: a call that is begun is handed over by its name."""
    BEGUN.set()
    GO_ON.wait()
    DONE.append(number)


def test_papers_and_their_tags_travel_to_other_processes_and_back_as_they_are():
    papers = toy_survey()[0].library.papers
    assert any(paper.tags for paper in papers)
    with processes(2) as pool:
        assert tuple(pool.map(same, papers)) == papers
        assert list(pool.map(same, [(paper.id, paper.tags) for paper in papers])) == [(p.id, p.tags) for p in papers]


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system has no niceness")
def test_what_is_begun_beside_other_work_stands_back_for_it():
    with processes(2) as pool:
        beside = next(pool.start(os.nice, [0]))
        assert beside == min(19, next(pool.map(os.nice, [0])) + NICE)
        assert pool.begin(os.nice, 0)() == os.nice(0)


def hold(path: str) -> None:
    """Hold something that leaves a mark when it is taken apart at the end."""
    atexit.register(Path(path).touch)


def test_processes_end_without_taking_apart_what_they_hold(tmp_path):
    with processes(2) as pool:
        assert list(pool.map(hold, [str(tmp_path / "mark")])) == [None]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("count", [1, 2])
def test_results_come_in_the_order_of_the_arguments(count):
    with processes(count) as pool:
        assert list(pool.map(double, range(50))) == [2 * number for number in range(50)]
        assert list(pool.map(double, ())) == []


@pytest.mark.parametrize("count", [1, 2])
def test_arguments_are_taken_a_few_at_a_time(count):
    taken = []
    with processes(count) as pool:
        results = pool.map(double, (taken.append(number) or number for number in range(100)))
        assert next(results) == 0
        assert len(taken) <= AHEAD * count + 1


@pytest.mark.parametrize("count", [1, 2])
def test_calls_that_are_started_give_their_results_in_order_whenever_they_are_asked_for(count, monkeypatch):
    monkeypatch.setattr("litatlas.processes.parallel.EARLY", 30)
    taken: list[int] = []
    with processes(count) as pool:
        started = pool.start(double, (taken.append(number) or number for number in range(50)))
        assert list(pool.map(double, range(5))) == [0, 2, 4, 6, 8]
        assert len(taken) == (30 if count > 1 else 0)
        assert list(started) == [2 * number for number in range(50)]


def test_all_calls_that_are_started_share_processes():
    started: list[int] = []

    def start(count):
        started.append(count)
        return ThreadPoolExecutor(count)

    with Pool(start, 3) as pool:
        first, second = pool.start(double, range(5)), pool.start(double, range(5, 9))
        assert list(second) == [10, 12, 14, 16]
        assert list(first) == [0, 2, 4, 6, 8]
        assert list(pool.start(double, range(3))) == [0, 2, 4]
        assert started.count(2) == 1


@pytest.mark.parametrize("many", [True, False])
def test_calls_that_were_started_begin_before_they_are_asked_for_and_are_dropped_when_the_workers_end(many):
    class Threads(ThreadPoolExecutor):
        def shutdown(self, *arguments, **keywords):
            GO_ON.set()
            super().shutdown(*arguments, **keywords)

    BEGUN.clear()
    GO_ON.clear()
    DONE.clear()
    with Pool(lambda _: Threads(1), 2) as pool:
        if many:
            pool.start(wait, range(50))
        else:
            for number in range(50):
                pool.begin(wait, number)
        assert BEGUN.wait(60)
    assert DONE == [0]


KILLED = """
import os, signal
from litatlas.processes.parallel import processes
from test_parallel import same
if __name__ == "__main__":
    with processes(2) as pool:
        print(next(pool.map(same, [0])), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills otherwise")
def test_processes_end_with_the_one_that_started_them_even_if_that_is_killed(tmp_path):
    (tmp_path / "killed.py").write_text(KILLED, encoding="utf-8")
    paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    command = [sys.executable, tmp_path / "killed.py"]
    environment = {**os.environ, "PYTHONPATH": paths}
    # What it prints ends when nobody is left who could print: the processes that it started have the same output.
    killed = subprocess.run(command, env=environment, stdout=subprocess.PIPE, timeout=60, check=False)
    assert (killed.returncode, killed.stdout) == (-signal.SIGKILL, b"0\n")


@pytest.mark.parametrize("count", [1, 2])
def test_a_call_that_is_begun_gives_its_result_when_it_is_asked(count):
    with processes(count) as pool:
        begun = [pool.begin(double, number) for number in range(20)]
        assert [result() for result in reversed(begun)] == [2 * number for number in reversed(range(20))]


class Telling:
    """Travels as the number of the thread that pickles it."""

    def __reduce__(self) -> tuple[type[int], tuple[int]]:
        return int, (get_ident(),)


def test_a_call_that_is_begun_is_handed_over_as_it_is_then():
    with processes(2) as pool:
        assert pool.begin(same, Telling())() == get_ident()


@pytest.mark.parametrize(("count", "calls"), [(1, 0), (3, 3)])
def test_processes_are_woken_where_there_are_any(count, calls):
    made, done = list[str](), Semaphore(0)

    def note(word: str) -> None:
        made.append(word)
        done.release()

    with Pool(ThreadPoolExecutor, count) as pool:
        pool.wake(note, "woken")
        # What has not begun when the pool ends is taken back.
        assert all(done.acquire(timeout=60) for _ in range(calls))
    assert made == ["woken"] * calls


def test_no_process_is_started_before_there_is_something_to_do():
    def start(_):
        raise AssertionError

    with Pool(start, 2):
        pass


def test_an_error_of_a_call_is_told_here():
    with processes(2) as pool, pytest.raises(ArithmeticError, match="0"):
        list(pool.map(fail, range(3)))


def test_processes_that_die_leave_the_work_to_us():
    with processes(2) as pool:
        assert list(pool.map(die_elsewhere, [os.getpid()] * 20)) == [os.getpid()] * 20
        assert list(pool.map(double, [1, 2])) == [2, 4]


def test_three_processes_render_the_bytes_that_one_does(monkeypatch):
    monkeypatch.setattr(site, "MANY", 1)
    with processes(3) as pool:
        assert texts(build_site(toy_survey()[0], LOADER, workers=pool)) == toy_site()[0]


def test_a_cluster_that_is_not_there_is_told_in_one_line():
    with pytest.raises(SurveyError, match=r"--dask: no scheduler answers at 'tcp://127\.0\.0\.1:9'; start one"):
        dask_cluster("tcp://127.0.0.1:9", patience=0.5)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # Dask's own
def test_a_dask_cluster_renders_the_same_bytes_and_survives_the_death_of_a_worker(monkeypatch, tmp_path):
    monkeypatch.setattr(site, "MANY", 1)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
        ) as cluster,
        dask_cluster(cluster.scheduler_address) as pool,
    ):
        assert list(pool.map(die_once, [str(tmp_path / "marker")] * 5)) == [str(tmp_path / "marker")] * 5
        assert texts(build_site(toy_survey()[0], LOADER, workers=pool)) == toy_site()[0]
