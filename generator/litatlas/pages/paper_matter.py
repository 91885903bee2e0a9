"""What the page of a paper is made from: all that it asks of the survey."""

from collections.abc import Mapping

from msgspec import Struct

from litatlas.citation.page_context import Reference
from litatlas.citation.references import Citations
from litatlas.citation.tex_title import names_in
from litatlas.language.key_sentence import key_sentence
from litatlas.model import Mention, Paper
from litatlas.pages.atlas import Ego, ego_of
from litatlas.pages.head import cited_works
from litatlas.pages.imprint import Banner, Byline, Imprint, make_banner, make_byline, make_imprint
from litatlas.pages.items import PageLink
from litatlas.pages.neighbours import NamedBy, Related, named_by, related_papers
from litatlas.pages.others import other_paper, seen
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey
from litatlas.pages.tag_lines import TagGroup, tag_groups


class NamedPapers(Struct, frozen=True):
    """The papers that an abstract names."""

    mentions: tuple[Mention, ...]
    statuses: Mapping[str, str]
    """What a reader is told of those that do not stand (`Retracted`), by the path of their page."""


class PaperMatter(Struct, frozen=True):
    """What the page of a paper is made from, besides what all pages are made with (`Common`)."""

    paper: Paper
    key: tuple[int, int]
    """Offsets of the sentence of its abstract that says what it does (`key_sentence`)."""

    marked: tuple[int, int]
    """The same, if there is a cue that it is the one: the page marks it."""

    banner: Banner | None
    byline: Byline
    imprint: Imprint
    names: NamedPapers
    tags: tuple[TagGroup, ...]
    theme: PageLink | None
    """The chapter of the survey that it belongs to; None where it stands alone."""

    related: tuple[Related, ...]
    ego: Ego
    named_by: tuple[NamedBy, ...]
    notes: str
    """A person's Markdown."""

    citations: Citations
    cited: tuple[Reference, ...]
    """The works that it cites."""

    system_names: tuple[str, ...]
    """The names of the survey's systems that stand in its titles: BibTeX keeps their capitals."""


def gather_paper(survey: Survey, id: str) -> PaperMatter:
    """Ask a survey for what the page of a paper is made from."""
    paper = survey.library.by_id[id]
    names = survey.library.system_names
    return PaperMatter(
        paper=paper,
        key=key_sentence(paper.abstract),
        marked=key_sentence(paper.abstract, sure=True),
        banner=make_banner(paper, survey),
        byline=make_byline(paper, survey),
        imprint=make_imprint(paper, survey),
        names=named_papers(paper, survey),
        tags=tag_groups(paper, survey),
        theme=_theme(paper, survey),
        related=related_papers(paper, survey),
        ego=ego_of(paper, survey),
        named_by=named_by(paper, survey),
        notes=survey.notes.get(id, ""),
        citations=survey.citations.get(id, Citations()),
        cited=tuple(cited_works(paper, survey)),
        system_names=tuple(sorted(names_in(paper.title, names) | names_in(paper.short, names))),
    )


def named_papers(paper: Paper, survey: Survey) -> NamedPapers:
    """Give the papers of the survey that the abstract of one names."""
    mentions = tuple(mention for mention in survey.relations.mentions_of(paper.id) if mention.field == "abstract")
    known = (mention.target for mention in mentions if mention.target in survey.library.listed)
    others = [seen(other_paper(survey, id)) for id in known]
    return NamedPapers(mentions, {other.path: other.status for other in others if other.status})


def _theme(paper: Paper, survey: Survey) -> PageLink | None:
    theme = survey.themes.by_slug.get(paper.theme)
    return PageLink(theme.name, page_path("theme", theme.slug)) if theme else None
