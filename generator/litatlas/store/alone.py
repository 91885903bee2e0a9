"""One run at a time writes into a survey: a build beside `litatlas serve`, or two of these."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from litatlas.progress import SILENT, WAITING, Progress
from litatlas.store.cache import CACHE

LOCK = f"{CACHE}/lock"


@contextmanager
def alone_in(root: Path, progress: Progress = SILENT) -> Iterator[None]:
    """Wait until no other run is in this for the same survey's folder.

    A run that is killed lets go of it, too. Where there are no such locks (Windows, some network disks) nobody waits.

    Arguments:
        root: The survey folder.
        progress: Told where there is another run to wait for.
    """
    file = root / LOCK
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as lock:
        with suppress(ImportError, OSError):
            from fcntl import LOCK_EX, LOCK_NB, flock  # which Windows lacks

            try:
                flock(lock, LOCK_EX | LOCK_NB)
            except BlockingIOError:
                progress.step(WAITING)
                flock(lock, LOCK_EX)
        yield
