"""The build, one line a step: texts of a survey folder in, everything to write and every problem out."""

from collections.abc import Iterator, Mapping

from jinja2 import BaseLoader
from msgspec import Struct, field
from msgspec.structs import replace

from litatlas.checks import run_checks
from litatlas.checks.site_address import site_address_problems
from litatlas.citation.references import begin_citing, shown
from litatlas.citation.styles import choose_styles
from litatlas.exports import Entries, plan_exports
from litatlas.identity.permalink import Ledger
from litatlas.incremental.memo import NOTHING, Digest, Memo
from litatlas.incremental.unchanged import EMPTY, File, Folder
from litatlas.intake.reading import ReadParts
from litatlas.intake.works import Merge
from litatlas.layout import begin_layout, read_positions
from litatlas.library import Library
from litatlas.library.gathering import (
    begin_tagging,
    index,
    mint_tags,
    read_ledger,
    read_vocabulary,
    seat_papers,
)
from litatlas.library.kept_listings import keep_listings
from litatlas.library.paper_memo import PaperMemo, itself, listed
from litatlas.library.roll import call_roll
from litatlas.pages import Survey
from litatlas.people import AUTHORS_FILE, People, parse_people
from litatlas.problems import Origin, Problem, Problems, Severity
from litatlas.progress import SILENT, Progress
from litatlas.related import Encoder, relate, score, telling_terms
from litatlas.related.marks import chosen_marks, read_facts, read_subjects, read_texts
from litatlas.settings import Settings
from litatlas.site import build_site, report_site_problems
from litatlas.survey_graph import survey_graph
from litatlas.themes import Compared, Themes, find_themes, paper_graph
from litatlas.vocabulary import Vocabulary
from litatlas.workers import ALONE, Workers


class SurveyFiles(Struct, frozen=True):
    """The texts that a survey is made from, by path relative to its folder."""

    records: Mapping[str, bytes] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)
    """Why a file that stands among the records was not read, by its path."""

    vocabulary: str = ""
    authors: str = ""
    """authors.yml: people with several spellings, and several people with one name."""

    ledger: str = ""
    themes: str = ""
    """themes.tsv: which theme each paper had in the last build."""

    layout: str = ""
    """layout.tsv: where each paper stood on the map in the last build."""

    sample: bytes = b""
    """word-sample.bin: from which papers a large library learnt in the last build what all are compared by."""

    notes: Mapping[str, str] = field(default_factory=dict)
    """A person's notes (Markdown) by paper id."""

    texts: Mapping[str, str] = field(default_factory=dict)
    """The hand-written pages (Markdown) by path below docs/; search finds their sections."""

    styles: Mapping[str, bytes] = field(default_factory=dict)
    """Citation styles (CSL) by name."""

    mkdocs: str = ""
    """mkdocs.yml, for the address that it names."""


class Run(Struct, frozen=True):
    """One run of the pipeline: what it is made from, what it works with, and what was found to be wrong so far."""

    files: SurveyFiles
    settings: Settings
    """What survey.yml says."""

    problems: Problems = field(default_factory=Problems)
    progress: Progress = SILENT
    """Told of every step."""

    workers: Workers = ALONE
    """Run what takes long side by side."""

    encoder: Encoder | None = None
    """Says what texts mean, beside their words."""

    memo: Memo = NOTHING
    """What the steps remember of earlier builds."""


class Built(Struct, frozen=True):
    """What a build gives."""

    survey: Survey
    files: Iterator[File]
    """Everything to write, as path and text, made when it is asked for and once; none where an error forbids a site."""

    problems: tuple[Problem, ...]
    """All of them, in order, without the silenced ones."""

    @property
    def fit_to_publish(self) -> bool:
        """Whether no problem is an error."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)


def build(run: Run, loader: BaseLoader, standing: Folder = EMPTY) -> Built:
    """Build a survey.

    Arguments:
        run: What it is built from and with.
        loader: Finds the page templates.
        standing: What stands in the folder already.

    Raises:
        LedgerError: When the ledger cannot be read.
    """
    settings, problems, progress, workers, memo = run.settings, run.problems, run.progress, run.workers, run.memo
    styles = choose_styles(settings, run.files.styles, problems, memo)
    gathered = gather(run)
    progress.step("cite")
    # In other processes, while the papers are related: neither references nor exports say how they are.
    citations = begin_citing(gathered.library, settings, styles, memo, workers, gathered.shown)
    of_papers = gathered.remembering(memo)
    entries = Entries(gathered.library, settings, of_papers, workers)
    survey = relate_all(gathered, run, of_papers)
    progress.step("check")
    problems.extend(run_checks(survey, of_papers))
    problems.extend(site_address_problems(run.files.mkdocs, settings))
    pages: Iterator[File] = iter(())
    if not problems.of(Severity.ERROR):
        progress.step("cite")
        survey = replace(survey, citations=citations(problems))
        report_site_problems(survey, problems, memo)
        pages = build_site(survey, loader, progress, workers, of_papers, standing, entries)
    told = tuple(problem for problem in problems if problem.code not in settings.silenced)
    return Built(survey, pages, told)


def assemble(run: Run) -> Survey:
    """Read, admit, tell authors apart, tag, index and relate: everything before a page is rendered."""
    gathered = gather(run)
    return relate_all(gathered, run, gathered.remembering(run.memo))


class Gathered(Struct, frozen=True):
    """The papers of a survey, before they are compared with each other."""

    library: Library
    vocabulary: Vocabulary
    people: People
    ledger: Ledger
    merges: tuple[Merge, ...]
    papers: Mapping[str, Digest]
    """The digest of each paper, by its id."""

    shown: Mapping[str, Digest]
    """The digest of what references show of it."""

    listed: Mapping[str, Digest]
    """The digest of what lists hang on."""

    texts: Mapping[str, Digest]
    facts: Mapping[str, Digest]
    subjects: Mapping[str, Digest]
    """Those of what papers are compared by."""

    def remembering(self, memo: Memo) -> PaperMemo:
        """Give a memo that knows these digests."""
        return PaperMemo(memo, self.papers, self.listed)


def gather(run: Run) -> Gathered:
    """Read, admit, tell authors apart, tag and index."""
    files, problems, progress, memo, edition = run.files, run.problems, run.progress, run.memo, run.settings.edition
    published = read_ledger(files.ledger, memo)
    vocabulary = read_vocabulary(files.vocabulary, problems, memo)
    entries = parse_people(files.authors, AUTHORS_FILE, problems)
    progress.step("read")
    for path, why in files.unread.items():
        problems.add("unread-file", Origin(path), f"{why}; nothing in it was read; put a copy of it in its place")
    parts = ReadParts(files.records, problems, progress, memo, run.workers)
    progress.step("admit")
    guessed = begin_tagging(parts, vocabulary, memo, run.workers)
    roll = call_roll(parts, entries, published, problems, edition, memo)
    progress.step("tag")
    looks = (itself, shown, listed, read_texts, read_facts, read_subjects)
    seated = seat_papers(parts, roll, vocabulary, problems, memo, run.workers, looks, guessed)
    progress.step("index")
    ledger = mint_tags(published.with_entries(*roll.rows), vocabulary, edition)
    library = index(seated.papers, ledger, vocabulary, roll.people)
    return Gathered(library, vocabulary, roll.people, ledger, roll.merges, *seated.marks)


def relate_all(gathered: Gathered, run: Run, of_papers: PaperMemo) -> Survey:
    """Find related papers, themes, and the places on the map, which may still be looked for: nobody asks at once."""
    library, vocabulary, ledger = gathered.library, gathered.vocabulary, gathered.ledger
    files, settings, progress, workers, memo = run.files, run.settings, run.progress, run.workers, run.memo
    progress.step("relate")
    marks = chosen_marks(library.papers, gathered.texts, gathered.facts, gathered.subjects)
    scores = score(
        library, settings.related, vocabulary, run.encoder, memo, workers=workers, marks=marks, sample=files.sample
    )
    terms = telling_terms(library, scores, memo)
    relations = relate(library, settings.related, vocabulary, scores, terms, memo)
    progress.step("themes")
    compared = Compared(library, vocabulary, scores, terms, relations, paper_graph(scores))
    themes, ledger = find_themes(compared, settings, ledger, files.themes, run.problems, workers)
    terms.surfaces.keep()
    progress.step("layout")
    atlas = begin_layout(compared.graph, library, themes, read_positions(files.layout, ledger), workers)
    library = with_themes(library, themes)
    keep_listings(library, ledger, of_papers)
    return Survey(
        settings=settings,
        library=library,
        vocabulary=vocabulary,
        relations=relations,
        themes=themes,
        atlas=atlas,
        graph=survey_graph(library, relations),
        sample=scores.sample,
        ledger=ledger,
        notes=files.notes,
        texts=files.texts,
        merges=gathered.merges,
        exports=plan_exports(library, ledger, settings, of_papers),
        people=gathered.people,
    )


def with_themes(library: Library, themes: Themes) -> Library:
    """Index the papers by theme too."""
    of_paper = themes.of_paper
    papers = tuple(replace(paper, theme=of_paper.get(paper.id, "")) for paper in library)
    return library.regrouped(papers, {("theme", theme.slug): theme.name for theme in themes.all})
