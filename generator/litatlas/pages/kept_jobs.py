"""The jobs of papers and lists from one build to the next: packed, and looked at one by one.

A survey of ten thousand papers has forty thousand pages. Where they stand and
what makes each hangs on what lists hang on (`lists_mark`), never on the words
of an abstract; a build after one change makes a few of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from litatlas.incremental.columns import GrowingTexts, Texts
from litatlas.incremental.memo import Digest, Memo, remembered
from litatlas.incremental.packing import packed
from litatlas.library.paper_memo import lists_mark
from litatlas.pages.jobs import KINDS, MAKERS, Job, list_jobs
from litatlas.pages.survey import Survey

_Row = tuple[str, str, tuple[str | int, ...]]
"""What a page is of, what makes it, and the inputs of that."""

_row: msgspec.msgpack.Decoder[_Row] = msgspec.msgpack.Decoder(_Row)


@dataclass(frozen=True, slots=True)
class Columns:
    """Jobs, packed."""

    paths: tuple[str, ...]
    rows: Texts

    @classmethod
    def of(cls, jobs: Iterable[Job]) -> "Columns":
        """Pack jobs as they come."""
        paths, rows = [], GrowingTexts()
        for job in jobs:
            paths.append(job.path)
            rows.append(packed((job.owner, KINDS[job.make], job.inputs)))
        return cls(tuple(paths), rows.so_far)


class KeptJobs:
    """The jobs of papers and lists, in their order."""

    def __init__(self, columns: Columns) -> None:
        """Take the columns."""
        self.paths, self._rows = columns.paths, columns.rows

    def __getitem__(self, place: int) -> Job:
        """Give a job by its place."""
        owner, kind, inputs = _row.decode(self._rows[place])
        template, make, finish = MAKERS[kind]
        return Job(self.paths[place], owner, template, make, inputs, finish)

    def inputs(self, place: int) -> tuple[object, ...]:
        """Give the inputs of a job."""
        return self[place].inputs

    def owner(self, spelling: str) -> str:
        """Give what the page is of whose path is spelled like this without case."""
        return next(self[place].owner for place, path in enumerate(self.paths) if path.casefold() == spelling)


def jobs_key(survey: Survey, memo: Memo) -> Digest:
    """Give one digest of all that the jobs of papers and lists follow from."""
    tags = [(tag.slug, tag.name) for tag in survey.vocabulary.tags]
    return memo.digest(lists_mark(survey.library, survey.ledger, memo), survey.settings.pages.per_page, tags)


def keep_jobs(survey: Survey, key: Digest, memo: Memo) -> KeptJobs:
    """Give the jobs of papers and lists: those of the last build where they follow from the same."""
    stage = memo.stage("jobs")
    columns = remembered(stage, key, lambda: Columns.of(list_jobs(survey)))
    stage.rest()
    return KeptJobs(columns)
