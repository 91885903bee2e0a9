"""The page of one paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litatlas.citation import ExportContext
from litatlas.key_sentence import key_sentence
from litatlas.mathml import plain_text
from litatlas.model import Mention, Paper
from litatlas.pages.atlas import draw_ego
from litatlas.pages.cite import CiteBox, make_cite_box
from litatlas.pages.downloads import DownloadLine, paper_line
from litatlas.pages.head import FULL_WIDTH, citation_head, head
from litatlas.pages.imprint import (
    Banner,
    Byline,
    Imprint,
    WebLink,
    make_banner,
    make_byline,
    make_imprint,
    make_links,
)
from litatlas.pages.inline import Rich, Span, rich, rich_title, with_titles
from litatlas.pages.items import PageLink
from litatlas.pages.neighbours import Naming, Neighbour, make_namings, make_neighbours
from litatlas.pages.notes import fit_notes
from litatlas.pages.paths import page_path
from litatlas.pages.provenance import RecordFacts, make_record_facts
from litatlas.pages.survey import Survey
from litatlas.pages.tag_lines import FacetLine, make_facet_lines, why_tags
from litatlas.pages.versions import VersionLine, make_versions, without_identifiers
from litatlas.pages.wording import count, short_beside_title


@dataclass(frozen=True, slots=True)
class PaperPage:
    """Everything that the page of a paper shows."""

    path: str
    head: Mapping[str, Any]
    title: Rich
    short: str
    """The system's own name, where the title does not say it."""

    banner: Banner | None
    byline: Byline
    imprint: Imprint
    versions: tuple[VersionLine, ...]
    """Empty where there is only one."""

    links: tuple[WebLink, ...]
    abstract: tuple[Rich, ...]
    """Its paragraphs."""

    language: str
    """Language of title and abstract, where it is not the survey's."""

    facets: tuple[FacetLine, ...]
    why: tuple[Rich, ...]
    """Why it has these tags."""

    theme: PageLink | None
    """The chapter of the survey that it belongs to; None where it stands alone."""

    related: tuple[Neighbour, ...]
    ego: str
    """Its place among its neighbours, a finished figure; empty where it has none."""

    named_by: tuple[Naming, ...]
    """The newest of those whose text names it, but for related papers that are quoted as such."""

    also_named: bool
    """Whether there are such, so that these are not all."""

    named_by_more: str
    """How many others there are; empty where all stand there."""

    notes: str
    """A person's Markdown, fitted; empty where there is none."""

    cite: CiteBox
    downloads: DownloadLine
    record: RecordFacts


def make_paper_page(paper: Paper, survey: Survey, context: ExportContext) -> PaperPage:
    """Build the page of one paper; the context is the survey's, made once for all papers."""
    versions = make_versions(paper)
    # What the list of related papers quotes is said there.
    every = make_namings(paper, survey)
    namings = tuple(naming for naming in every if naming.sentence)
    return PaperPage(
        path=page_path("paper", paper.id),
        head=_head(paper, survey),
        title=rich_title(paper.title),
        short=short_beside_title(paper),
        banner=make_banner(paper, survey),
        byline=make_byline(paper, survey),
        imprint=without_identifiers(make_imprint(paper, survey), versions),
        versions=versions,
        links=make_links(paper),
        abstract=abstract_paragraphs(paper, survey),
        language=paper.language if paper.language != survey.settings.language else "",
        facets=make_facet_lines(paper, survey),
        why=why_tags(paper, survey),
        theme=_theme(paper, survey),
        related=make_neighbours(paper, survey),
        ego=draw_ego(paper, survey),
        named_by=namings[:MOST_NAMINGS],
        also_named=len(namings) < len(every),
        named_by_more=count(len(namings) - MOST_NAMINGS, "other paper") if len(namings) > MOST_NAMINGS else "",
        notes=fit_notes(survey.notes.get(paper.id, "")),
        cite=make_cite_box(paper, survey, context),
        downloads=paper_line(paper, survey),
        record=make_record_facts(paper, survey),
    )


def _theme(paper: Paper, survey: Survey) -> PageLink | None:
    theme = survey.themes.by_slug.get(paper.theme)
    return PageLink(theme.name, page_path("theme", theme.slug)) if theme else None


def abstract_paragraphs(paper: Paper, survey: Survey) -> tuple[Rich, ...]:
    """Cut the abstract at its blank lines, the papers that it names linked, its key sentence marked."""
    mentions = [m for m in survey.relations.mentions_of(paper.id) if m.field == "abstract"]
    by_id = survey.library.by_id
    marks = {page_path("paper", m.target): by_id[m.target].status.status.word for m in mentions if m.target in by_id}
    key = key_sentence(paper.abstract, sure=True)
    paragraphs: list[Rich] = []
    start = 0
    for part in paper.abstract.split("\n\n"):
        end = start + len(part)
        if part.strip():
            paragraphs.append(with_titles(_with_key(paper.abstract, mentions, (start, end), key), marks))
        start = end + 2
    return tuple(paragraphs)


def _with_key(text: str, mentions: list[Mention], part: tuple[int, int], key: tuple[int, int]) -> Rich:
    """Give a part of a text, and in it the key sentence between marks."""
    start, end = part
    if not (start <= key[0] < key[1] <= end) or key == part:
        return rich(text, mentions, start, end)
    return (
        *rich(text, mentions, start, key[0]),
        Span("mark", ""),
        *rich(text, mentions, *key),
        Span("endmark", ""),
        *rich(text, mentions, key[1], end),
    )


MOST_NAMINGS = 30
"""Papers listed that name this one: a page does not grow with the survey."""


def _head(paper: Paper, survey: Survey) -> Mapping[str, Any]:
    start, end = key_sentence(paper.abstract)
    # Where only the title is seen (tabs, search results, bookmarks), it says that the work does not stand.
    word = paper.status.status.word
    return head(
        "paper",
        f"{word}: {paper.title}" if word else paper.title,
        paper.abstract[start:end],
        id=paper.id,
        paper_status=paper.status.status.value if word else "",
        authors=[plain_text(author.name) for author in paper.authors],
        issued=str(paper.issued or ""),
        identifiers=dict(paper.identifiers),
        edit=paper.origin.file,
        hide=FULL_WIDTH,
        **citation_head(paper, survey),
    )
