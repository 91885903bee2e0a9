"""What a run of `write_files` changed, as a value to compare."""

from litatlas.store.writing import Written


def changes(run: Written) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """Give the paths that were written, those that were removed, and how many files stayed."""
    return run.written, run.removed, run.unchanged
