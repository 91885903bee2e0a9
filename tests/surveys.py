"""The repository, and copies of the flagship survey without anything that was generated."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from litatlas.store.writing import OWNED, OWNED_FILES

REPOSITORY = Path(__file__).resolve().parent.parent
SURVEY_PARTS = (
    "survey.yml",
    "mkdocs.yml",
    "vocabulary.yml",
    "authors.yml",
    "permalinks.tsv",
    "themes.tsv",
    "layout.tsv",
    "records",
    "notes",
    "docs",
)


def copy_flagship(folder: Path) -> Path:
    """Copy what a person wrote of the flagship survey, and nothing that was generated."""
    folder.mkdir(parents=True)
    for name in SURVEY_PARTS:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=_generated)
        elif source.exists():
            shutil.copy(source, folder / name)
    return folder


def _generated(place: str, names: list[str]) -> set[str]:
    here = Path(place).relative_to(REPOSITORY)
    return {name for name in names if (here / name).as_posix() in {*OWNED, *OWNED_FILES}}


@contextmanager
def only_one_process(folder: Path) -> Iterator[bool]:
    """Let one of several test workers do a job; gives True to it, and False to the others once it is done."""
    folder.mkdir(parents=True, exist_ok=True)
    lock, done = folder / "lock", folder / "done"

    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        first = not done.exists()
        yield first
        if first:
            done.touch()
