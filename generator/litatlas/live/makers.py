"""Which process made the site that is shown, and which one is making the next."""

import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Self

from msgspec.structs import replace

from litatlas.fast_render.beside import site_of
from litatlas.live.making import Made, Order, Seen, make
from litatlas.problems import Problem, SurveyError
from litatlas.progress import SILENT

PATIENCE = 5
"""Seconds that a process is given to end by itself."""


class Maker:
    """One process that makes one site, and then previews changes to it."""

    def __init__(self, order: Order) -> None:
        """Start it."""
        self.home = order.home
        """That of the site that it previews changes to."""
        # Not forked: a server has threads, and a fork of them can hang.
        context = get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=make, args=(theirs, order), name="litatlas-maker")
        self._process.start()
        theirs.close()

    @property
    def is_alive(self) -> bool:
        """Whether the process has not ended."""
        return self._process.is_alive()

    def made(self, timeout: float | None = 0) -> Made | None:
        """Say what became of the site; None as long as it is being made.

        Arguments:
            timeout: How long to wait for it, in seconds; None for as long as it takes.
        """
        try:
            return self._connection.recv() if self._connection.poll(timeout) else None
        except (EOFError, OSError):
            return Made(error="the process that builds the site has died")

    def look(self) -> Seen:
        """Let the process show in its site what has changed since its last look."""
        try:
            self._connection.send(None)
            seen: Seen = self._connection.recv()
        except (EOFError, OSError):
            return Seen()
        return seen

    def retire(self, shown: Path) -> None:
        """Let the process end by itself, with its site unless that has the home that is shown; nobody waits for it."""
        with suppress(OSError):
            self._connection.send(shown)
        self._connection.close()

    def end(self) -> None:
        """End the process now, whatever it is about."""
        self._connection.close()
        self._process.terminate()
        self._process.join(PATIENCE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


class Makers:
    """The maker of the site that is shown, and that of the next one. Ended by a `with` block."""

    def __init__(self, order: Order, place: Path, tell: Callable[[Iterable[Problem]], None]) -> None:
        """Make the first site, and wait for it.

        Arguments:
            order: What to make; its `home` counts for nothing.
            place: A folder for the sites.
            tell: Tells the user problems.

        Raises:
            SurveyError: When there is no site.
        """
        self._order, self._place, self._tell = order, place, tell
        self._count = 0
        self._told: frozenset[Problem] = frozenset()
        self._stale = False
        # Pages of the shown site that may not be what a build made of them, and those since the next was begun.
        self._previewed: frozenset[str] = frozenset()
        self._previewed_since: frozenset[str] = frozenset()
        self._next: Maker | None = None
        self._retired: list[Maker] = []
        self._shown = self._maker()
        self._order = replace(order, progress=SILENT)
        try:
            made = self._shown.made(None) or Made()
        except BaseException:
            # Ctrl-C, most likely: without us the process would go on to build.
            self._shown.end()
            raise
        self._tell_all(made)
        if made.error:
            self._shown.end()
            raise SurveyError(f"nothing to serve: {made.error}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        for maker in (self._shown, self._next, *self._retired):
            if maker is not None:
                maker.end()
        # Each takes away its own, but for one that had to be killed.
        for home in self._place.glob("*"):
            shutil.rmtree(home, ignore_errors=True)

    @property
    def site(self) -> Path:
        """The folder of the site that is shown."""
        return site_of(self._shown.home)

    def changed(self) -> Seen:
        """Show a change at once, as far as that can be done, and see to it that the whole site is made anew."""
        seen = self._shown.look()
        self._previewed_since |= frozenset(seen.tried)
        self._tell([problem for problem in seen.problems if problem not in self._told])
        self._told |= frozenset(seen.problems)
        self._stale = True
        self._begin()
        return seen

    def finished(self) -> Made | None:
        """Show the next site, if it has just been made, and say what became of it; None where nothing is new."""
        made = self._next.made() if self._next is not None else None
        if made is None or self._next is None:
            return None
        self._tell_all(made)
        if not made.error:
            if made.beside is not None:
                self._next.home = self._shown.home
                made.beside.put_into(self._shown.home)
            # What was changed while this site was made is not in it yet.
            self._previewed_since |= frozenset(self._next.look().tried)
            self._previewed = frozenset()
            self._shown, self._next = self._next, self._shown
        self._next.retire(self._shown.home)
        self._retired = [*(maker for maker in self._retired if maker.is_alive), self._next]
        self._next = None
        self._begin()
        return made

    def _begin(self) -> None:
        """Begin the next site, where one is wanted and none is being made."""
        if self._stale and self._next is None:
            self._stale = False
            self._previewed |= self._previewed_since
            self._previewed_since = frozenset()
            self._next = self._maker(self._shown.home)

    def _maker(self, shown: Path | None = None) -> Maker:
        self._count += 1
        home = self._place / str(self._count)
        return Maker(replace(self._order, home=home, shown=shown, again=self._previewed))

    def _tell_all(self, made: Made) -> None:
        """Tell the problems of a build that are not known yet."""
        self._tell([problem for problem in made.problems if problem not in self._told])
        self._told = frozenset(made.problems)
