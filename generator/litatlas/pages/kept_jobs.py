"""The jobs of papers and lists from one build to the next: packed, and looked at one by one.

A survey of ten thousand papers has forty thousand pages. Where they stand and
what makes each hangs on which papers and lists there are, and on how many
pages each list fills; a build after one change makes a few of them.
"""

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from litatlas.incremental.columns import GrowingTexts, Texts
from litatlas.incremental.memo import Digest, Memo, remembered
from litatlas.incremental.packing import Parcel, packed
from litatlas.pages.jobs import KINDS, MAKERS, Job, list_jobs
from litatlas.pages.survey import Survey

_row: msgspec.msgpack.Decoder[tuple[str, str]] = msgspec.msgpack.Decoder(tuple[str, str])
"""Reads what a page is of, and what makes it."""

_Inputs = tuple[str | int, ...]

_inputs: msgspec.msgpack.Decoder[_Inputs] = msgspec.msgpack.Decoder(_Inputs)


class Columns(Struct, frozen=True):
    """Jobs, packed."""

    paths: tuple[str, ...]
    rows: Texts
    inputs: Texts

    @classmethod
    def of(cls, jobs: Iterable[Job]) -> "Columns":
        """Pack jobs as they come."""
        paths, rows, inputs = [], GrowingTexts(), GrowingTexts()
        for job in jobs:
            paths.append(job.path)
            rows.append(packed((job.owner, KINDS[job.make])))
            inputs.append(packed(job.inputs))
        return cls(tuple(paths), rows.so_far, inputs.so_far)


class KeptJobs:
    """The jobs of papers and lists, in their order."""

    def __init__(self, columns: Columns) -> None:
        """Take the columns."""
        self.paths, self._rows, self._inputs = columns.paths, columns.rows, columns.inputs

    def __getitem__(self, place: int) -> Job:
        """Give a job by its place."""
        owner, kind = _row.decode(self._rows[place])
        template, make, finish = MAKERS[kind]
        return Job(self.paths[place], owner, template, make, _inputs.decode(self._inputs[place]), finish)

    def inputs(self) -> list[Parcel]:
        """Give the inputs of each job, packed."""
        return self._inputs.all()

    def owner(self, spelling: str) -> str:
        """Give what the page is of whose path is spelled like this without case."""
        return next(self[place].owner for place, path in enumerate(self.paths) if path.casefold() == spelling)


def keep_jobs(survey: Survey, memo: Memo) -> KeptJobs:
    """Give the jobs of papers and lists: those of the last build where they follow from the same."""
    stage = memo.stage("jobs")
    columns = remembered(stage, _key(survey, memo), lambda: Columns.of(list_jobs(survey)))
    stage.rest()
    return KeptJobs(columns)


def _key(survey: Survey, memo: Memo) -> Digest:
    """Give one digest of all that the jobs follow from: of lists that is what they are called, and their pages."""
    library, per_page = survey.library, survey.settings.pages.per_page
    pages = {facet: -(-columns.sizes // per_page) for facet, columns in library.columns.items()}
    lists = [(columns.slugs, columns.names, pages[facet]) for facet, columns in library.columns.items()]
    tags = [(tag.slug, tag.name) for tag in survey.vocabulary.tags]
    return memo.digest(list(library.by_id), per_page, lists, tags, survey.ledger.render())
