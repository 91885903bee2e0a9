"""Renders page models in batches, here or in other processes: the same pages in the same order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, tee

from jinja2 import BaseLoader, DictLoader, Environment

from litatlas.asking import Question
from litatlas.pages.environment import Renderer
from litatlas.pages.jobs import Job
from litatlas.traces import Unchanged
from litatlas.workers import Workers

BATCH = 24
"""Pages in one call of a worker: work enough that handing over costs little, and few pages in memory."""

Templates = tuple[tuple[str, str], ...]
"""The text of every page template by its name, in order."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page, or a block of one, before it is rendered."""

    job: Job
    page: object
    """The page model, a value that can be handed to another process; or that it stands there, unchanged."""

    asked: tuple[Question, ...] = ()
    """What the survey was asked for it."""


def read_templates(loader: BaseLoader) -> Templates:
    """Read every page template, so that it can be used where its file is not."""
    environment = Environment(loader=loader, autoescape=True)
    names = (name for name in loader.list_templates() if name.startswith("pages/") and name.endswith(".j2"))
    return tuple((name, loader.get_source(environment, name)[0]) for name in sorted(names))


def render_sheets(
    sheets: Iterable[Sheet], templates: Templates, workers: Workers, here: int
) -> Iterator[tuple[Sheet, str | Unchanged]]:
    """Give every sheet with its Markdown, in order; few of them are held at a time.

    Arguments:
        sheets: Pages and blocks.
        templates: The text of every template.
        workers: Render what is more ...
        here: ... than so many sheets: fewer are rendered here before processes have started.
    """
    sheets, render = iter(sheets), _renderer(templates)
    for sheet in sheets:
        if isinstance(sheet.page, Unchanged):
            yield sheet, sheet.page
            continue
        yield sheet, render(sheet.job.template, sheet.page)
        here -= 1
        if here <= 0:
            break
    asked, told = tee(_batches(sheets))
    calls = ((templates, tuple((sheet.job.template, sheet.page) for sheet in batch)) for batch in asked)
    for batch, texts in zip(told, workers.map(_render, calls), strict=True):
        yield from zip(batch, texts, strict=True)


def _batches(sheets: Iterable[Sheet]) -> Iterator[Sequence[Sheet]]:
    sheets = iter(sheets)
    while batch := tuple(islice(sheets, BATCH)):
        yield batch


def _render(call: tuple[Templates, tuple[tuple[str, object], ...]]) -> list[str | Unchanged]:
    templates, pages = call
    render = _renderer(templates)
    return [page if isinstance(page, Unchanged) else render(template, page) for template, page in pages]


@lru_cache(maxsize=1)
def _renderer(templates: Templates) -> Renderer:
    """Compile the templates once in a process."""
    return Renderer(DictLoader(dict(templates)))
