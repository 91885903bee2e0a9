"""The toy survey: fourteen nasty works in fifteen records, read and related by the real steps."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader

from litatlas.folder.config import load_settings
from litatlas.pages import Survey
from litatlas.pages.common import Common
from litatlas.pages.jobs import Job
from litatlas.pipeline import Run, SurveyFiles, assemble
from litatlas.problems import Problems
from litatlas.settings import Settings
from litatlas.site import build_site, report_site_problems

FOLDER = Path(__file__).parent / "toy_survey"
GOLDEN = Path(__file__).parent / "golden"
LOADER = FileSystemLoader(Path(__file__).resolve().parents[1] / "templates")


def toy_files() -> SurveyFiles:
    """Give the texts of the toy survey."""
    return SurveyFiles(
        records={f"records/{path.name}": path.read_bytes() for path in sorted((FOLDER / "records").iterdir())},
        vocabulary=(FOLDER / "vocabulary.yml").read_text(encoding="utf-8"),
        authors=(FOLDER / "authors.yml").read_text(encoding="utf-8"),
        ledger=(FOLDER / "permalinks.tsv").read_text(encoding="utf-8"),
        notes={path.stem: path.read_text(encoding="utf-8") for path in sorted((FOLDER / "notes").glob("*.md"))},
    )


def toy_settings() -> Settings:
    """Give the settings of the toy survey."""
    return load_settings((FOLDER / "survey.yml").read_text(encoding="utf-8"))


@cache
def toy_survey() -> tuple[Survey, tuple[str, ...]]:
    """Give the toy survey and the problems of reading it."""
    problems = Problems()
    survey = assemble(Run(toy_files(), toy_settings(), problems))
    return survey, tuple(map(str, problems))


@cache
def toy_site() -> tuple[dict[str, str], tuple[str, ...]]:
    """Give the files of the toy survey's site and the problems of rendering it."""
    problems = Problems()
    report_site_problems(toy_survey()[0], problems)
    return texts(build_site(toy_survey()[0], LOADER)), tuple(map(str, problems))


def made_pages(jobs: Iterable[Job], survey: Survey, *starts: str) -> list[Any]:
    """Give the models of those pages whose paths begin so, as a build makes them."""
    wanted = (job for job in jobs if job.path.removeprefix("docs/").startswith(starts))
    return [job.page(job.make(survey, *job.inputs), Common.of(survey)) for job in wanted]


def texts(files: Iterable[tuple[str, str | bytes]]) -> dict[str, str]:
    """Give files by path as text, whether they were made as text or in UTF-8."""
    return {path: text.decode("utf-8") if isinstance(text, bytes) else text for path, text in files}
