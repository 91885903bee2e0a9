"""What a step leaves is not looked at again, garbage is found all the same, and nothing of it outlives the build."""

import gc
import weakref

from litatlas.collector import AFTER, settling
from litatlas.parallel import processes
from litatlas.progress import SILENT


class Knot:
    """Refers to itself."""

    def __init__(self) -> None:
        self.me = self


def threshold(_: int) -> tuple[int, int, int]:
    return gc.get_threshold()


def test_garbage_of_a_step_is_gone_when_the_next_begins_and_the_rest_is_looked_at_no_more():
    with settling(SILENT) as progress:
        progress.step("read")
        kept, lost = [Knot()], weakref.ref(Knot())
        progress.step("admit")
        assert lost() is None
        assert not any(each is kept for each in gc.get_objects())
    assert any(each is kept for each in gc.get_objects())
    assert gc.get_freeze_count() == 0


def test_processes_look_for_garbage_as_seldom_as_the_one_that_starts_them():
    with processes(2) as pool:
        assert list(pool.map(threshold, range(2))) == [AFTER, AFTER]
