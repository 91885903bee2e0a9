"""The survey as it was built, with the papers that were changed since in the place of the old ones."""

from collections.abc import Mapping

from jinja2 import BaseLoader
from msgspec import Struct, field
from msgspec.structs import replace

from litatlas.citation.references import Citations, cite_papers
from litatlas.citation.styles import choose_styles
from litatlas.intake.admission import admit
from litatlas.model import Paper, Record
from litatlas.pages import Survey
from litatlas.pages.common import Common
from litatlas.pages.environment import Renderer
from litatlas.pages.paper import make_paper_page
from litatlas.pages.paper_matter import gather_paper
from litatlas.pages.paths import DOCS
from litatlas.pipeline import SurveyFiles
from litatlas.preview.excerpts import excerpts
from litatlas.preview.mentions import with_text
from litatlas.preview.overlay import overlaid
from litatlas.problems import Problem, Problems
from litatlas.readers import read
from litatlas.tagging import tag_papers


class Preview(Struct, frozen=True):
    """What a change does, as far as can be said at once."""

    pages: Mapping[str, str] = field(default_factory=dict)
    """The Markdown of the pages that show it, by path in the survey's folder; none where it takes a build."""

    problems: tuple[Problem, ...] = ()
    """Those that came with the change."""


class Previewer:
    """Follows the changes to a survey since it was built."""

    def __init__(self, survey: Survey, files: SurveyFiles, loader: BaseLoader) -> None:
        """Begin with a survey as it was built.

        Arguments:
            survey: It.
            files: What it was built from.
            loader: Finds the page templates.
        """
        self._survey = survey
        self._records = dict(files.records)
        self._styles = choose_styles(survey.settings, files.styles, Problems())
        self._render = Renderer(loader)
        self._ids = {paper.origin: paper.id for paper in survey.library}
        self._merged = {merge.id for merge in survey.merges}

    def warm(self) -> None:
        """Make the page of one paper, so that everything is at hand when the first change comes."""
        for paper in self._survey.library.papers[:1]:
            self._cite(self._tagged(paper, Problems()))
            self._page(paper.id)

    def record_file(self, path: str, data: bytes) -> Preview:
        """Take over a changed record file, and give the pages of the papers that it changes."""
        before = self._records.get(path)
        cut = excerpts(path, before, data) if before is not None else None
        if cut is None:
            return Preview()
        told, known = Problems(), Problems()
        old, new = read(path, cut[0], known), read(path, cut[1], told)
        changed = [(one, other) for one, other in zip(old, new, strict=False) if one != other]
        papers = [self._exchanged(one, other, known, told) for one, other in changed]
        problems = self._new(told, known)
        survey = self._with([paper for paper in papers if paper]) if len(old) == len(new) and all(papers) else None
        if survey is None:
            return Preview(problems=problems)
        self._survey, self._records[path] = survey, data
        self._ids |= {paper.origin: paper.id for paper in papers if paper}
        return Preview(dict(self._page(paper.id) for paper in papers if paper), problems)

    def note(self, id: str, text: str) -> Preview:
        """Take over a changed note, and give the page of its paper."""
        if id not in self._survey.library.by_id:
            return Preview()
        self._survey = replace(self._survey, notes={**self._survey.notes, id: text})
        return Preview(dict([self._page(id)]))

    def _exchanged(self, old: Record, new: Record, known: Problems, told: Problems) -> Paper | None:
        """Give the paper of a changed record; None where more than its own page could be another."""
        paper = self._survey.library.by_id.get(self._ids.get(old.origin, ""))
        before, after = self._admitted(old, known), self._admitted(new, told)
        if not paper or not before or not after or paper.id in self._merged:
            return None
        if not (before.id == after.id == paper.id and before.citation_key == after.citation_key):
            return None
        if before.authors != after.authors:
            return None
        return replace(self._tagged(after, told), authors=paper.authors, theme=paper.theme)

    def _admitted(self, record: Record, problems: Problems) -> Paper | None:
        papers = admit([record], self._survey.ledger, problems, self._survey.settings.edition).papers
        return papers[0] if papers else None

    def _tagged(self, paper: Paper, problems: Problems) -> Paper:
        (tagged,) = tag_papers([paper], self._survey.vocabulary, problems)
        return tagged

    def _with(self, papers: list[Paper]) -> Survey | None:
        """Put papers into the survey; None where one has a value that no page is of."""
        survey = self._survey
        for paper in papers:
            before = survey.library.by_id[paper.id]
            try:
                library = survey.library.with_paper(paper)
            except KeyError:
                return None
            survey = replace(
                survey,
                library=library,
                relations=with_text(survey.relations, before, paper),
                citations=overlaid(survey.citations, self._cite(paper)),
            )
        return survey

    def _cite(self, paper: Paper) -> Mapping[str, Citations]:
        return cite_papers([paper], self._survey.settings, self._styles, Problems())

    def _page(self, id: str) -> tuple[str, str]:
        page = make_paper_page(gather_paper(self._survey, id), Common.of(self._survey))
        return f"{DOCS}/{page.path}", self._render("paper", page)

    def _new(self, told: Problems, known: Problems) -> tuple[Problem, ...]:
        """Give the problems that were not there before, without the silenced ones."""
        passed_over = self._survey.settings.silenced
        return tuple(each for each in told if each not in tuple(known) and each.code not in passed_over)
