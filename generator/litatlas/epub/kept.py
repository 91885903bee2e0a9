"""Which chapters of a book are as they were in the last one: nobody makes them again.

A chapter is told to be the same by the trace of what was asked of the survey to
make it (`traces`), and by where its links led: a paper that moves to another
chapter has another address in the book.
"""

from collections.abc import Mapping

from jinja2 import BaseLoader, Environment
from jinja2.meta import find_referenced_templates
from msgspec import Struct

from litatlas.epub.addresses import Addresses
from litatlas.epub.chapters import introduction
from litatlas.epub.papers import PaperSection, make_section
from litatlas.incremental.memo import Memo
from litatlas.incremental.trace_table import Asked
from litatlas.incremental.traces import Traces
from litatlas.incremental.unchanged import Standing, Unchanged, sha256
from litatlas.pages.survey import SURVEY_SHAPE, Survey, wholes_of
from litatlas.pages.theme import ThemePage

Inputs = tuple[str, ...]


class ChapterContent(Struct, frozen=True):
    """What one file of a chapter shows."""

    theme: ThemePage | None
    papers: tuple[PaperSection, ...]
    alone: bool
    """Whether to say that these papers fit into no theme."""


def make_content(survey: Survey, _title: str, theme: str, alone: str, _noted: str, *ids: str) -> ChapterContent:
    """Make what a file of a chapter shows.

    Arguments:
        survey: May be a view.
        theme: The slug of the theme that it introduces; empty for none.
        alone: Not empty where these papers fit into no theme, and that is to be said.
        ids: Of its papers.
    """
    return ChapterContent(
        introduction(theme, survey) if theme else None,
        tuple(make_section(survey.library.by_id[id], survey) for id in ids),
        bool(alone),
    )


class NotedAddresses:
    """Gives addresses, and notes which were asked for."""

    def __init__(self, addresses: Addresses) -> None:
        """Begin with none."""
        self._addresses = addresses
        self.asked: dict[str, str] = {}

    def __call__(self, path: str) -> str:
        """Give an address."""
        found = self.asked[path] = self._addresses(path)
        return found


class KeptChapters:
    """The chapters of the last book."""

    def __init__(
        self, survey: Survey, address: NotedAddresses, given: Mapping[str, object], memo: Memo, standing: Standing
    ) -> None:
        """Take them.

        Arguments:
            survey: Of this book.
            address: Of this book.
            given: What all chapters depend on besides: templates, and what these say of the book.
            memo: What is known of the last book.
            standing: Its files.
        """
        wholes = wholes_of(survey, memo)
        self._traces = Traces(survey, SURVEY_SHAPE, memo, "chapters", sorted(given.items()), wholes=wholes)
        self._links, self._digest = memo.stage("links of chapters"), memo.digest
        self._address, self._standing = address, standing

    def known(self, name: str, inputs: Inputs) -> tuple[Unchanged, str] | None:
        """Give a file of the last book with its properties, where it would be the same now."""
        hash = self._traces.known(name, inputs)
        if not hash or not self._standing.has(name, hash):
            return None
        properties, paths, answers = self._links.get(self._digest(name, hash)) or ("", (), b"")
        same = answers == self._digest([self._address(path) for path in paths])
        return (Unchanged(hash), properties) if same else None

    def content(self, inputs: Inputs) -> tuple[ChapterContent, Asked]:
        """Make what a file shows; gives with it what was asked. From now on addresses are noted."""
        self._address.asked = {}
        return self._traces.record(make_content, *inputs)

    def keep(self, name: str, inputs: Inputs, asked: Asked, text: bytes, properties: str) -> None:
        """Remember a file for the next book."""
        hash = sha256(text)
        self._traces.keep(name, inputs, asked, hash)
        paths = tuple(self._address.asked)
        answers = self._digest(list(self._address.asked.values()))
        self._links.put(self._digest(name, hash), (properties, paths, answers))

    def save(self) -> None:
        """Hand everything to the memo."""
        self._traces.save()
        self._links.rest()


def given_to(template: str, environment: Environment, book: Struct) -> dict[str, object] | None:
    """Give the sources of a template and of all that it names, and what of the book they speak of.

    None where that cannot be told: a template speaks of the whole survey, or names another one by a variable.
    """
    found: dict[str, object] = {}
    waiting: list[str | None] = [template]
    loader = environment.loader
    while waiting and isinstance(loader, BaseLoader):
        name = waiting.pop()
        if name is None:
            return None
        if name not in found:
            source = found[name] = loader.get_source(environment, name)[0]
            waiting += find_referenced_templates(environment.parse(source))
    sources = "".join(map(str, found.values()))
    told = [name for name in book.__struct_fields__ if f"book.{name}" in sources]
    return None if "survey" in told else found | {f"book.{name}": getattr(book, name) for name in told}
