"""Everything to publish, one file after the other: every page rendered, no two things on one path."""

from collections.abc import Iterator, Sequence
from itertools import chain, compress

from jinja2 import BaseLoader

from litatlas.data_files import data_files
from litatlas.exports import Entries, export_problems
from litatlas.incremental.memo import NOTHING, Memo, remembered
from litatlas.incremental.traces import Traces
from litatlas.incremental.unchanged import EMPTY, AllUnchanged, File, Folder, Unchanged, depot_for
from litatlas.markup.mathml import broken_math
from litatlas.pages.common import Common
from litatlas.pages.environment import Renderer
from litatlas.pages.jobs import block_jobs, list_jobs, other_jobs
from litatlas.pages.kept_jobs import KeptJobs, keep_jobs
from litatlas.pages.paths import DOCS
from litatlas.pages.sheets import Kit, Sheet, read_templates, render_sheets
from litatlas.pages.survey import SURVEY_SHAPE, Survey, wholes_of
from litatlas.problems import Problems, SurveyError, quoted
from litatlas.progress import SILENT, Progress
from litatlas.workers import ALONE, Workers

MANY = 400
"""Papers from which workers are worth their start, and pages that are rendered before they are asked: a process that
starts reads the program anew."""


Owner = str | KeptJobs
"""What a path is of, or who can tell that."""


class PathClashError(SurveyError):
    """Two things would be published under one path; `path`, `first` and `second` say which."""

    def __init__(self, path: str, first: str, second: str) -> None:
        self.path, self.first, self.second = path, first, second
        super().__init__(
            f"{first} and {second} both give the file '{path}'; nothing was written;"
            " give one of them another id in its record or vocabulary.yml"
        )


def build_site(
    survey: Survey,
    loader: BaseLoader,
    progress: Progress = SILENT,
    workers: Workers = ALONE,
    memo: Memo = NOTHING,
    standing: Folder = EMPTY,
    entries: Entries | None = None,
) -> Iterator[File]:
    """Render a survey, and export it.

    The site of a large survey is larger than memory, so a file is made when it
    is asked for, and nothing here keeps it.

    Arguments:
        survey: Everything that pages are made from.
        loader: Finds the templates `pages/*.md.j2`; a survey may put its own in front.
        progress: Told when the pages are rendered and the exports begin.
        workers: Render the pages of a survey that is not small side by side.
        memo: What is remembered of earlier builds; it digests every paper several times (`paper_memo`).
        standing: What stands in the survey folder; it is not made again where it would be the same.
        entries: The papers' entries in exports, where they were begun before.

    Yields:
        Every file to write in the survey folder, and its text; in UTF-8 where it may be large.

    Raises:
        PathClashError: When two pages have one path, upper and lower case being one.
    """
    progress.step("render")
    paths, pages, below = Paths(), list[str](), f"{DOCS}/"
    workers = ALONE if len(survey.library) < MANY else workers
    rendered = rendered_files(survey, loader, workers, memo, standing)
    entries = entries or Entries(survey.library, survey.settings, memo, workers)
    files = data_files(survey, pages, entries, progress, workers, memo, standing)
    for file, owner in chain(rendered, (((path, content), owner) for path, owner, content in files)):
        those = file.paths if isinstance(file, AllUnchanged) else file[:1]
        paths.take(those, owner)
        pages += [path.removeprefix(below) for path in those if path.startswith(below) and path.endswith(".md")]
        yield file


class Paths:
    """The paths that are taken, each with what it is of."""

    def __init__(self) -> None:
        # Under their spelling without case: Windows and macOS keep one file for
        # both spellings, and a web server finds only one of them.
        self._owners: dict[str, Owner] = {}

    def take(self, paths: Sequence[str], owner: Owner) -> None:
        """Take some paths; raises PathClashError where another one has one of them."""
        if len(paths) > 1:
            spellings = dict.fromkeys(map(str.casefold, paths), owner)
            if len(spellings) == len(paths) and self._owners.keys().isdisjoint(spellings):
                self._owners |= spellings
                return
        for path in paths:
            self._take(path, owner)

    def _take(self, path: str, owner: Owner) -> None:
        spelling = path.casefold()
        if spelling in self._owners:
            first, second = (
                each if isinstance(each, str) else each.owner(spelling) for each in (self._owners[spelling], owner)
            )
            raise PathClashError(path, first, second)
        self._owners[spelling] = owner


def refuse_clashes(survey: Survey) -> None:
    """Find two pages on one path without making any; raises PathClashError."""
    paths = Paths()
    for job in chain(list_jobs(survey), other_jobs(survey, survey)):
        paths.take((job.path,), job.owner)


def report_site_problems(survey: Survey, problems: Problems, memo: Memo = NOTHING) -> None:
    """Collect what is wrong with the pages before one is rendered, and what cannot be exported."""
    report_broken_math(survey, problems, memo)
    problems.extend(export_problems(survey.exports, survey.settings))


def rendered_files(
    survey: Survey,
    loader: BaseLoader,
    workers: Workers = ALONE,
    memo: Memo = NOTHING,
    standing: Folder = EMPTY,
) -> Iterator[tuple[File, Owner]]:
    """Give every page and block, and what it is of."""
    kit = Kit(read_templates(loader), Common.of(survey))
    traces = Traces(survey, SURVEY_SHAPE, memo, "pages", kit, wholes=wholes_of(survey, memo))
    jobs = keep_jobs(survey, memo)
    known = zip(jobs.paths, traces.known_all(jobs.paths, jobs.inputs()), strict=True)
    stand = [bool(sha256) and standing.has(path, sha256) for path, sha256 in known]
    if any(stand):
        yield AllUnchanged(tuple(compress(jobs.paths, stand))), jobs
    others = []
    for job in other_jobs(survey, traces.view):
        sha256 = traces.known(job.path, job.inputs)
        if sha256 and standing.has(job.path, sha256):
            yield (job.path, Unchanged(sha256)), job.owner
        else:
            others.append(job)
    todo = chain((jobs[place] for place, stands in enumerate(stand) if not stands), others)
    sheets = (Sheet(job, *traces.record(job.make, *job.inputs)) for job in todo)
    depot = depot_for(workers, standing)
    for sheet, page in render_sheets(sheets, kit, Renderer(loader), workers, depot, MANY):
        job = sheet.job
        traces.keep(job.path, job.inputs, sheet.asked, page.sha256)
        yield (job.path, page.content), job.owner
    traces.save()


def block_files(survey: Survey, render: Renderer) -> Iterator[tuple[str, str, str]]:
    """Give the blocks as (path, what it is of, text)."""
    for job in block_jobs():
        made = job.make(survey, *job.inputs)
        yield job.path, job.owner, render(job.template, job.page(made, Common.of(survey)))


def report_broken_math(survey: Survey, problems: Problems, memo: Memo = NOTHING) -> None:
    """Collect every formula of a title or abstract that cannot become MathML."""
    for paper in survey.library:
        for field, text in (("title", paper.title), ("abstract", paper.abstract)):
            # Few texts have a formula, and to convert one takes longer than to find what is remembered of it.
            for tex in _broken_math(text, memo) if "$" in text else ():
                problems.add(
                    "bad-math",
                    paper.origin,
                    f"formula {quoted(tex)} in the {field} is not TeX that can be shown;"
                    " it stands on the page as it was written; correct it in the record",
                    paper.id,
                )


def _broken_math(text: str, memo: Memo) -> tuple[str, ...]:
    return remembered(memo.stage("math"), memo.digest(text), lambda: tuple(broken_math(text)))
