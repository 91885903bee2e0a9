"""A paper in a book: what its page shows, without what needs a screen to be used."""

from msgspec import Struct

from litatlas.epub.parts import paper_anchor
from litatlas.epub.xhtml import direction, language_tag
from litatlas.language.key_sentence import key_sentence
from litatlas.model import Paper
from litatlas.pages.head import page_address
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
from litatlas.pages.inline import Rich, rich_title
from litatlas.pages.neighbours import (
    Naming,
    Neighbour,
    make_namings,
    make_neighbours,
    named_by,
    related_papers,
)
from litatlas.pages.paper import abstract_paragraphs
from litatlas.pages.paper_matter import named_papers
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey
from litatlas.pages.tag_lines import FacetLine, make_facet_lines, tag_groups
from litatlas.pages.wording import short_beside_title


class PaperSection(Struct, frozen=True):
    """Everything that a book shows of a paper."""

    id: str
    anchor: str
    path: str
    """Of its page in the survey, below docs/."""

    title: Rich
    short: str
    """The system's own name, where the title does not say it."""

    language: str
    """Language of title and abstract, where it is not the survey's."""

    direction: str
    banner: Banner | None
    byline: Byline
    imprint: Imprint
    links: tuple[WebLink, ...]
    abstract: tuple[Rich, ...]
    """Its paragraphs."""

    facets: tuple[FacetLine, ...]
    related: tuple[Neighbour, ...]
    named_by: tuple[Naming, ...]
    address: str
    """Of its page on the web; empty in a survey without an address."""


def make_section(paper: Paper, survey: Survey) -> PaperSection:
    """Build the section of one paper."""
    path = page_path("paper", paper.id)
    return PaperSection(
        id=paper.id,
        anchor=paper_anchor(paper.id),
        path=path,
        title=rich_title(paper.title),
        short=short_beside_title(paper),
        language=language_tag(paper.language) if paper.language != survey.settings.language else "",
        direction=direction(paper.language),
        banner=make_banner(paper, survey),
        byline=make_byline(paper, survey),
        imprint=make_imprint(paper, survey),
        links=make_links(paper),
        abstract=abstract_paragraphs(paper, named_papers(paper, survey), key_sentence(paper.abstract, sure=True)),
        facets=make_facet_lines(tag_groups(paper, survey)),
        related=make_neighbours(paper, related_papers(paper, survey)),
        named_by=make_namings(named_by(paper, survey)),
        address=page_address(path, survey.settings.address),
    )
