"""Files that are made of values that are known before: made again only where a value is another one.

A page asks the survey while it is made, and a trace of its questions tells
whether it would be the same. Of a data file it is known beforehand what it is
made of: the entries of these papers, in this order. Their digests are its key.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import chain
from typing import TypeVar

from msgspec import Struct

from litatlas.incremental.memo import NOTHING, Memo
from litatlas.incremental.pieces import OldFile, Pieces
from litatlas.incremental.unchanged import EMPTY, IN_HAND, Content, Depot, Made, Standing, Unchanged
from litatlas.workers import ALONE, Workers

__all__ = ["ALWAYS", "Content", "KeyedFiles", "Made", "Shelf"]

A = TypeVar("A")
W = TypeVar("W")


class Shelf(Struct, frozen=True):
    """Where files of one folder wait; it travels to the processes that make them."""

    folder: str = ""
    """Where their paths begin, in the survey folder."""

    depot: Depot = IN_HAND

    def leave(self, path: str, content: str | bytes | Pieces) -> Made:
        """Let a file wait that belongs at a path below the folder."""
        return self.depot.leave(f"{self.folder}{path}", content)


class KeyedFiles:
    """The data files of a survey."""

    def __init__(
        self, memo: Memo = NOTHING, standing: Standing = EMPTY, folder: str = "", depot: Depot = IN_HAND
    ) -> None:
        """Use what is remembered of the last build.

        Arguments:
            memo: Knows the hashes of files by their keys.
            standing: What stands in the survey folder.
            folder: Where the paths of files begin, in the survey folder.
            depot: Where those wait that are made.
        """
        self._stage, self._digest = memo.stage("files"), memo.digest
        self._standing, self._folder = standing, folder
        self.shelf = Shelf(folder, depot)

    def file(self, path: str, inputs: tuple[object, ...], make: Callable[[], str | bytes]) -> Made:
        """Give a file; it is made where it does not stand there already.

        Arguments:
            path: Below the folder.
            inputs: All that its content depends on: values, or digests of them.
            make: Makes its content.
        """
        return self.standing(path, inputs) or self.take(path, inputs, make())

    def standing(self, path: str, inputs: tuple[object, ...]) -> Made | None:
        """Give a file that stands there as it would be made; None where it must be made."""
        known = self._stage.get(self._digest(path, *inputs))
        return self.stands(path, known) if known else None

    def all_of(
        self, inputs: tuple[object, ...], make: Callable[[], Iterable[tuple[str, str | bytes]]]
    ) -> Iterator[tuple[str, Made]]:
        """Give the files that follow from the same values, each with its path; made where not all of them stand there.

        Arguments:
            inputs: All that they depend on.
            make: Makes them.
        """
        key = self._digest("all of", *inputs)
        known: tuple[tuple[str, str], ...] = self._stage.get(key) or ()
        if known and all(self._standing.has(f"{self._folder}{path}", sha256) for path, sha256 in known):
            yield from ((path, Made(Unchanged(sha256), sha256)) for path, sha256 in known)
            return
        made = []
        for path, content in make():
            file = self.shelf.leave(path, content)
            made.append((path, file.sha256))
            yield path, file
        self._stage.put(key, tuple(made))

    def begin(
        self,
        wanted: Sequence[tuple[str, tuple[object, ...], A]],
        work: Callable[[Sequence[A]], W],
        make: Callable[[Shelf, W], Sequence[Made]],
        workers: Workers,
        batch_size: int,
        *,
        early: bool,
    ) -> Iterator[tuple[str, Made]]:
        """Give files, each with its path; those that do not stand there are made side by side, and left on the shelf.

        Arguments:
            wanted: The path of each file, all that it depends on, and what it is made from.
            work: Gives what a call is handed for some files.
            make: Makes these, in order; it may run in another process.
            workers: Run the calls.
            batch_size: Files that one call makes.
            early: Whether they begin now; if not, when the files are asked for.
        """
        standing = [self.standing(path, inputs) for path, inputs, _ in wanted]
        missing = [source for (_, _, source), stands in zip(wanted, standing, strict=True) if not stands]
        new = self.made_in_batches(missing, work, make, workers, batch_size, early=early)
        return (
            (path, stands or self.know(path, inputs, next(new)))
            for (path, inputs, _), stands in zip(wanted, standing, strict=True)
        )

    def made_in_batches(
        self,
        sources: Sequence[A],
        work: Callable[[Sequence[A]], W],
        make: Callable[[Shelf, W], Sequence[Made]],
        workers: Workers,
        batch_size: int,
        *,
        early: bool,
    ) -> Iterator[Made]:
        """Give the files that are made from some things, in order; all but the first argument are as for `begin`."""
        batches = (sources[start : start + batch_size] for start in range(0, len(sources), batch_size))
        run = workers if len(sources) > batch_size else ALONE
        return chain.from_iterable((run.start if early else run.map)(partial(make, self.shelf), map(work, batches)))

    def stands(self, path: str, sha256: str) -> Made | None:
        """Give a file as it was made before, where it stands there still; None where it does not."""
        return Made(Unchanged(sha256), sha256) if self._standing.has(f"{self._folder}{path}", sha256) else None

    def old(self, path: str, sha256: str) -> OldFile | None:
        """Give a file as it was made before, where it stands there still."""
        return self._standing.old(f"{self._folder}{path}", sha256)

    def old_text(self, path: str, sha256: str) -> str:
        """Give the text of a file as it was made before; nothing where it does not stand there still."""
        if old := self.old(path, sha256):
            with closing(old()) as file:
                return (file.read() or b"").decode("utf-8")
        return ""

    def take(self, path: str, inputs: tuple[object, ...], content: str | bytes | Pieces) -> Made:
        """Take a file that was made, to know it in the next build."""
        return self.know(path, inputs, self.shelf.leave(path, content))

    def know(self, path: str, inputs: tuple[object, ...], made: Made) -> Made:
        """Know a file in the next build that was made and left on the shelf, in whatever process."""
        self._stage.put(self._digest(path, *inputs), made.sha256)
        return made


ALWAYS = KeyedFiles()
"""Makes every file."""
