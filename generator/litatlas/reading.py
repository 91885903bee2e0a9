"""The records of a survey's files, read, cleaned and vetted: each part of a file once, as long as it stays as it is."""

from collections.abc import Mapping, Sequence

from litatlas.memo import NOTHING, Memo, remembered_all
from litatlas.model import Record
from litatlas.problems import Problem, Problems
from litatlas.progress import SILENT, Progress
from litatlas.readers import Part, parts_of, read_part
from litatlas.vetting import vet_all
from litatlas.workers import ALONE, Workers

_Found = tuple[tuple[Record, ...], tuple[Problem, ...]]
"""The vetted records of a part, and what is wrong with it."""


def read_records(
    files: Mapping[str, bytes],
    problems: Problems,
    progress: Progress = SILENT,
    memo: Memo = NOTHING,
    workers: Workers = ALONE,
) -> list[Record]:
    """Read every record file, in the order of their paths; records that cannot be papers are left out, and told.

    Arguments:
        files: The content of each file by its path.
        problems: Takes what is wrong with them.
        progress: Told of each file.
        memo: What earlier builds have read. The line of a part belongs to what it is remembered by: what
            stands below a line that is new is read again.
        workers: Read parts side by side.
    """
    tracked = progress.track(sorted(files.items()), "Reading records")
    parts = (part for path, data in tracked for part in parts_of(path, data, problems))
    found = remembered_all(memo.stage("records"), ((memo.digest(part), part) for part in parts), _read, workers)
    for _, told in found:
        problems.extend(told)
    return [record for records, _ in found for record in records]


def _read(parts: Sequence[Part]) -> list[_Found]:
    found: list[_Found] = []
    for part in parts:
        problems = Problems()
        records = tuple(vet_all(read_part(part, problems), problems))
        found.append((records, tuple(problems)))
    return found
