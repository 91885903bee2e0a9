"""The page of one paper: what it is made from, asked of the survey, and the page, made from that alone.

The first half asks (`asking`), and is made where the survey is. The second
takes most of the time and needs no survey, so it can be done in any process.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from litatlas.citation import ExportContext
from litatlas.markup.mathml import plain_text
from litatlas.model import Mention, Paper
from litatlas.pages.atlas import draw_ego
from litatlas.pages.cite import CiteBox, make_cite_box
from litatlas.pages.common import Common
from litatlas.pages.downloads import DownloadLine, paper_line
from litatlas.pages.head import FULL_WIDTH, citation_head, head
from litatlas.pages.imprint import Banner, Byline, Imprint, WebLink, make_links
from litatlas.pages.inline import Rich, Span, rich, rich_title, with_titles
from litatlas.pages.items import PageLink
from litatlas.pages.neighbours import Naming, Neighbour, make_namings, make_neighbours
from litatlas.pages.notes import fit_notes
from litatlas.pages.paper_matter import NamedPapers, PaperMatter
from litatlas.pages.paths import page_path
from litatlas.pages.provenance import RecordFacts, make_record_facts
from litatlas.pages.tag_lines import FacetLine, make_facet_lines, why_tags
from litatlas.pages.versions import VersionLine, make_versions, without_identifiers
from litatlas.pages.wording import count, short_beside_title


class PaperPage(Struct, frozen=True):
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


MOST_NAMINGS = 30
"""Papers listed that name this one: a page does not grow with the survey."""


def make_paper_page(matter: PaperMatter, common: Common) -> PaperPage:
    """Build the page of one paper."""
    paper, versions = matter.paper, make_versions(matter.paper)
    # What the list of related papers quotes is said there.
    namings = tuple(naming for naming in matter.named_by if naming.sentence)
    left = len(namings) - MOST_NAMINGS
    context = ExportContext(common.settings, frozenset(matter.system_names))
    cite = make_cite_box(paper, matter.citations, common, context)
    return PaperPage(
        path=page_path("paper", paper.id),
        head=_head(matter, common),
        title=rich_title(paper.title),
        short=short_beside_title(paper),
        banner=matter.banner,
        byline=matter.byline,
        imprint=without_identifiers(matter.imprint, versions),
        versions=versions,
        links=make_links(paper),
        abstract=abstract_paragraphs(paper, matter.names, matter.marked),
        language=paper.language if paper.language != common.settings.language else "",
        facets=make_facet_lines(matter.tags),
        why=why_tags(paper, matter.tags),
        theme=matter.theme,
        related=make_neighbours(paper, matter.related),
        ego=draw_ego(paper, matter.ego),
        named_by=make_namings(namings[:MOST_NAMINGS]),
        also_named=len(namings) < len(matter.named_by),
        named_by_more=count(left, "other paper") if left > 0 else "",
        notes=fit_notes(matter.notes),
        cite=cite,
        downloads=paper_line(paper, common, [way.file.path for way in cite.ways if way.file]),
        record=make_record_facts(paper, common.settings),
    )


def abstract_paragraphs(paper: Paper, names: NamedPapers, key: tuple[int, int]) -> tuple[Rich, ...]:
    """Cut the abstract at its blank lines, the papers that it names linked, its key sentence marked."""
    paragraphs: list[Rich] = []
    start = 0
    for part in paper.abstract.split("\n\n"):
        end = start + len(part)
        if part.strip():
            paragraphs.append(with_titles(_with_key(paper.abstract, names.mentions, (start, end), key), names.statuses))
        start = end + 2
    return tuple(paragraphs)


def _with_key(text: str, mentions: tuple[Mention, ...], part: tuple[int, int], key: tuple[int, int]) -> Rich:
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


def _head(matter: PaperMatter, common: Common) -> Mapping[str, Any]:
    paper, (start, end) = matter.paper, matter.key
    # Where only the title is seen (tabs, search results, bookmarks), it says that the work does not stand.
    word = paper.status.status.word
    names = {slug: name for group in matter.tags for slug, name in group.names.items()}
    topics = (names[tagging.slug] for tagging in paper.tags)
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
        **citation_head(paper, topics, matter.cited, common),
    )
