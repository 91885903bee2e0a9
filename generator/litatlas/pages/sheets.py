"""Renders page models in batches, here or in other processes: the same pages in the same order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, tee

from jinja2 import BaseLoader, DictLoader, Environment

from litatlas.pages.environment import Renderer
from litatlas.workers import Workers

BATCH = 6
"""Pages in one call of a worker: work enough that handing over the templates costs little, and few pages in memory."""

Templates = tuple[tuple[str, str], ...]
"""The text of every page template by its name, in order."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page, or a block of one, before it is rendered."""

    path: str
    """In the survey's folder."""

    owner: str
    """What it is of, for messages: `paper 'mmicl'`."""

    template: str
    """Its name without folder and suffix: `paper`."""

    page: object
    """The page model: a value that can be handed to another process."""


def read_templates(loader: BaseLoader) -> Templates:
    """Read every page template, so that it can be used where its file is not."""
    environment = Environment(loader=loader, autoescape=True)
    names = (name for name in loader.list_templates() if name.startswith("pages/") and name.endswith(".j2"))
    return tuple((name, loader.get_source(environment, name)[0]) for name in sorted(names))


def render_sheets(sheets: Iterable[Sheet], templates: Templates, workers: Workers) -> Iterator[tuple[Sheet, str]]:
    """Give every sheet with its Markdown, in order; few of them are held at a time."""
    asked, told = tee(_batches(sheets))
    calls = ((templates, tuple((sheet.template, sheet.page) for sheet in batch)) for batch in asked)
    for batch, texts in zip(told, workers.map(_render, calls), strict=True):
        yield from zip(batch, texts, strict=True)


def _batches(sheets: Iterable[Sheet]) -> Iterator[Sequence[Sheet]]:
    sheets = iter(sheets)
    while batch := tuple(islice(sheets, BATCH)):
        yield batch


def _render(call: tuple[Templates, tuple[tuple[str, object], ...]]) -> list[str]:
    templates, pages = call
    render = _renderer(templates)
    return [render(template, page) for template, page in pages]


@lru_cache(maxsize=1)
def _renderer(templates: Templates) -> Renderer:
    """Compile the templates once in a process."""
    return Renderer(DictLoader(dict(templates)))
