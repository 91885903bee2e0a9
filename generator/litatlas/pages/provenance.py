"""The facts of a record: permalink, key, where each field came from, how to correct it."""

from urllib.parse import quote, urlsplit

from msgspec import Struct

from litatlas.model import Paper, Source
from litatlas.pages.paths import page_path
from litatlas.pages.wording import KIND_WORDS
from litatlas.settings import Settings


class SourceLine(Struct, frozen=True):
    """One place that a record, or some of its fields, came from."""

    fields: str
    """`title, abstract`; `all other fields`; empty where it is the only source."""

    place: str
    """`sources/listing.txt, line 12`."""

    date: str
    note: str


class RecordFacts(Struct, frozen=True):
    """What a page says about its own record."""

    permalink: str
    """The absolute address, or the path below the survey's root."""

    citation_key: str
    kind: str
    sources: tuple[SourceLine, ...]
    note: str
    edit_url: str
    report_url: str


def make_record_facts(paper: Paper, settings: Settings) -> RecordFacts:
    """Build the facts of one record."""
    sources = paper.sources
    if all(source.fields for source in sources):
        # What no source claims stands in the record itself: a curated file, or an entry of a bulk file.
        sources = (*sources, Source(paper.origin.file, paper.origin.line))
    return RecordFacts(
        permalink=f"{settings.address}{page_path('paper', paper.id).removesuffix('.md')}/",
        citation_key=paper.citation_key,
        kind=KIND_WORDS[paper.kind],
        sources=tuple(_source_line(source, len(sources) > 1) for source in sources if source.file),
        note=paper.note,
        edit_url=edit_url(settings.repository, settings.branch, paper.origin.file),
        report_url=report_url(settings.repository, paper.id),
    )


def edit_url(repository: str, branch: str, file: str) -> str:
    """Give the address at which a code host edits a file; empty without a repository."""
    if not repository or not file or file == "-":
        return ""
    return f"{_base(repository)}/edit/{quote(branch)}/{quote(file)}"


def report_url(repository: str, paper: str) -> str:
    """Give the address at which a code host takes a report on a paper; empty without a repository."""
    if not repository:
        return ""
    title = quote(f"Correction: {paper}")
    parameter = "issue%5Btitle%5D" if _is_gitlab(repository) else "title"
    return f"{_base(repository)}/issues/new?{parameter}={title}"


def _base(repository: str) -> str:
    base = repository.rstrip("/").removesuffix(".git")
    return f"{base}/-" if _is_gitlab(repository) else base


def _is_gitlab(repository: str) -> bool:
    return "gitlab" in (urlsplit(repository).hostname or "")


def _source_line(source: Source, several: bool) -> SourceLine:
    fields = ", ".join(source.fields) or ("all other fields" if several else "")
    place = f"{source.file}, line {source.line}" if source.line else source.file
    return SourceLine(fields, place, source.date, source.note)
