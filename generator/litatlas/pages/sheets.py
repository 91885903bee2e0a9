"""Renders page models in batches, here or in other processes: the same pages in the same order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice, tee
from typing import Any

from jinja2 import BaseLoader, DictLoader, Environment
from msgspec import Struct

from litatlas.incremental.packing import packed, unpacked
from litatlas.incremental.trace_table import Asked
from litatlas.incremental.unchanged import Depot, Made
from litatlas.pages.common import Common
from litatlas.pages.environment import Renderer
from litatlas.pages.jobs import Job
from litatlas.workers import Workers

BATCH = 48
"""Pages in one call of a worker: work enough that handing over costs little, and few pages in memory."""

Templates = tuple[tuple[str, str], ...]
"""The text of every page template by its name, in order."""


class Kit(Struct, frozen=True):
    """What every page of a survey is rendered with."""

    templates: Templates
    common: Common


class Sheet(Struct, frozen=True):
    """A page, or a block of one, before it is rendered."""

    job: Job
    made: object
    """What the page is made from."""

    asked: Asked
    """What the survey was asked for it."""


def read_templates(loader: BaseLoader) -> Templates:
    """Read every page template, so that it can be used where its file is not."""
    environment = Environment(loader=loader, autoescape=True)
    names = (name for name in loader.list_templates() if name.startswith("pages/") and name.endswith(".j2"))
    return tuple((name, loader.get_source(environment, name)[0]) for name in sorted(names))


def render_sheets(
    sheets: Iterable[Sheet], kit: Kit, render: Renderer, workers: Workers, depot: Depot, here: int
) -> Iterator[tuple[Sheet, Made]]:
    """Give every sheet with its file of Markdown, in order; few of them are held at a time.

    Arguments:
        sheets: Pages and blocks.
        kit: What all are rendered with.
        render: Renders with its templates, here.
        depot: Where files wait; whoever renders a page leaves it there.
        workers: Make and render what is more ...
        here: ... than so many sheets: fewer are rendered here before processes have started.
    """
    sheets = iter(sheets)
    for sheet in islice(sheets, here):
        text = render(sheet.job.template, sheet.job.page(sheet.made, kit.common))
        yield sheet, depot.leave(sheet.job.path, text)
    parcel = packed(kit)
    asked, told = tee(_batches(sheets))
    calls = ((parcel, tuple(map(_handed, batch))) for batch in asked)
    for batch, files in zip(told, workers.map(partial(_render, depot), calls), strict=True):
        yield from zip(batch, files, strict=True)


def _batches(sheets: Iterable[Sheet]) -> Iterator[Sequence[Sheet]]:
    sheets = iter(sheets)
    while batch := tuple(islice(sheets, BATCH)):
        yield batch


Handed = tuple[str, str, Callable[[Any, Common], object] | None, type, bytes]
"""A sheet on its way to another process: path, template, what finishes the page, what it is made from, packed."""


def _handed(sheet: Sheet) -> Handed:
    return sheet.job.path, sheet.job.template, sheet.job.finish, type(sheet.made), packed(sheet.made)


def _render(depot: Depot, call: tuple[bytes, tuple[Handed, ...]]) -> list[Made]:
    kit = _kit(call[0])
    texts = [(handed[0], _rendered(kit, *handed[1:])) for handed in call[1]]
    # One right after the other takes the system two thirds of the time.
    return [depot.leave(path, text) for path, text in texts]


def _rendered(
    kit: Kit, template: str, finish: Callable[[Any, Common], object] | None, kind: type, parcel: bytes
) -> str:
    made: Any = unpacked(parcel, kind)
    return _renderer(kit.templates)(template, finish(made, kit.common) if finish else made)


@lru_cache(maxsize=1)
def _kit(parcel: bytes) -> Kit:
    return unpacked(parcel, Kit)


@lru_cache(maxsize=1)
def _renderer(templates: Templates) -> Renderer:
    """Compile the templates once in a process."""
    return Renderer(DictLoader(dict(templates)))
