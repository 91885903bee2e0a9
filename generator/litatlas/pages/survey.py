"""Everything that pages are made from, as one value."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from litatlas.citation.references import Citations
from litatlas.exports.plan import ExportPlan
from litatlas.facets import FACETS
from litatlas.identity.permalink import Ledger
from litatlas.incremental.asking import GIVEN, Call, Keyed, Members, Parts, Question, Row, Small, aggregate
from litatlas.incremental.memo import Digest, Memo, remembered
from litatlas.intake.works import Merge
from litatlas.layout import Atlas
from litatlas.library import Library, Listing
from litatlas.library.paper_memo import lists_mark
from litatlas.listed_paper import ListedPaper
from litatlas.people import People
from litatlas.related import Relations, Sample
from litatlas.settings import Settings
from litatlas.survey_graph import SurveyGraph
from litatlas.themes import Themes
from litatlas.vocabulary.taxonomy import Vocabulary

P = TypeVar("P", bound=ListedPaper)


class Survey(Struct, frozen=True):
    """A survey, read, checked, indexed and related: what remains is to render it."""

    settings: Settings
    library: Library
    vocabulary: Vocabulary
    relations: Relations
    ledger: Ledger
    notes: Mapping[str, str] = field(default_factory=dict)
    """A person's notes (Markdown) by paper id."""

    texts: Mapping[str, str] = field(default_factory=dict)
    """The hand-written pages (Markdown) by path below docs/."""

    merges: tuple[Merge, ...] = ()
    """The records that became one paper, both sides named."""

    exports: ExportPlan = field(default_factory=ExportPlan)
    """Which papers and lists have export files of their own."""

    citations: Mapping[str, Citations] = field(default_factory=dict)
    """Formatted references by paper id."""

    themes: Themes = field(default_factory=Themes)
    """The chapters into which the papers fall."""

    atlas: Atlas = field(default_factory=Atlas)
    """Where each paper stands on the map."""

    graph: SurveyGraph = field(default_factory=SurveyGraph)
    """The relations between papers, each once."""

    sample: Sample | None = None
    """From which the papers of a large library learnt what all are compared by."""

    people: People = field(default_factory=People)
    """The people behind the authors' names, by the slug of their page."""

    def counted(self, papers: Sequence[P]) -> tuple[P, ...]:
        """Give the papers that figures speak of: all, or those whose status the settings do not leave out."""
        left_out = self.settings.counts.exclude
        return tuple(paper for paper in papers if paper.status.status not in left_out) if left_out else tuple(papers)

    def figure(self, listing: Listing) -> int:
        """Give the number of a listing's papers that are counted; the listing of a status counts its own."""
        all_count = listing.facet.key == "status" or not self.settings.counts.exclude
        return len(listing.papers) if all_count else len(self.counted(listing.papers))

    def figures(self, facet: str) -> dict[str, int]:
        """Give that number of each listing of a facet, by slug."""
        columns = self.library.columns[facet]
        numbers = columns.sizes if facet == "status" else columns.counting(self.are_counted)
        return dict(zip(columns.slugs, numbers.tolist(), strict=True))

    @property
    def are_counted(self) -> NDArray[np.bool_]:
        """Which papers of the library figures speak of."""
        left_out, statuses = self.settings.counts.exclude, self.library.statuses.values()
        return np.array([status not in left_out for status in statuses], np.bool_)


SETTINGS: Question = ("settings",)

SLUGS: Question = ("library", "_slugs")
LISTED: Question = ("library", "listed")
AUTHORS: Question = ("library", "authors")
STATUSES: Question = ("library", "statuses")


def listings_of(facet: str) -> Question:
    """Give the way to the listings of a facet: what they are called, and the ids of their papers."""
    return ("library", "listings", facet)


FIGURES: tuple[Question, ...] = (SETTINGS, STATUSES)
"""The ways to all that tells, beside the listings of a facet, how many papers of each count."""

LISTS: tuple[Question, ...] = (SETTINGS, SLUGS, LISTED, *(listings_of(facet.key) for facet in FACETS))
"""The ways to all that tells which lists there are, what stands in them, and which papers count."""


def wholes_of(survey: Survey, memo: Memo) -> dict[Question, Digest]:
    """Give digests of what these lead to, for traces; but for the settings, all of it follows from `lists_mark`."""
    mark = lists_mark(survey.library, survey.ledger, memo)
    stage = memo.stage("wholes")
    found: dict[Question, Digest] = remembered(stage, mark, lambda: _wholes_of_lists(survey.library, memo))
    stage.rest()
    return {SETTINGS: memo.digest(survey.settings), LISTED: mark, **found}


def _wholes_of_lists(library: Library, memo: Memo) -> dict[Question, Digest]:
    ids = memo.digest("\0".join(library.by_id))
    listings = {listings_of(facet): memo.digest(ids, columns) for facet, columns in library.columns.items()}
    of_papers = {AUTHORS: memo.digest(library.authors), STATUSES: memo.digest(library.statuses)}
    return {SLUGS: memo.digest(library.slugs), **of_papers, **listings}


@aggregate
def values_in_use(survey: Survey, facet: str) -> int:
    """Give how many values of a facet a paper has."""
    return len(survey.library.listings[facet])


@aggregate
def figures_of(survey: Survey, facet: str) -> dict[str, int]:
    """Give the number of papers of each value of a facet that figures speak of, by slug."""
    return survey.figures(facet)


@aggregate
def sizes_of(survey: Survey, facet: str) -> dict[str, int]:
    """Give the number of all papers of each value of a facet, by slug."""
    columns = survey.library.columns[facet]
    return dict(zip(columns.slugs, columns.sizes.tolist(), strict=True))


_PAPERS = Row(short=50, home=("library", "listed"))
# Most authors have up to three papers.
_LISTING = Small(Parts({"facet": GIVEN, "slug": GIVEN, "papers": _PAPERS}), "papers", 3)
# They look at the edges of the papers among their arguments, and not at the words of the reasons.
_OF_EDGES = Call(column="drawn")
_THEME = Parts({"slug": GIVEN, "papers": Row()})

SURVEY_SHAPE = Parts(
    {
        "library": Parts(
            {
                "by_id": Keyed(),
                "listings": Keyed(Keyed(_LISTING, whole=True)),
                "listed": Keyed(whole=True),
                "authors": Keyed(whole=True),
                "statuses": Keyed(whole=True),
                "newest_first": Row(home=("library", "listed")),
                "papers": Row(),
                "system_names": Members(),
                "_slugs": Keyed(whole=True),
            }
        ),
        "vocabulary": Parts({"by_slug": Keyed(Parts({"slug": GIVEN})), "_children": Keyed()}),
        "relations": Parts(
            {
                "reasons_of": Call(column="related"),
                "built_on": Call(column="related"),
                "mentions": Row(),
                "_by_source": Keyed(whole=True),
                "_by_target": Keyed(whole=True),
            }
        ),
        "ledger": Parts({"_rows": Keyed(), "entries": Call()}),
        "notes": Keyed(whole=True),
        "exports": Parts(),
        "citations": Keyed(whole=True),
        "themes": Parts({"by_slug": Keyed(_THEME), "of_paper": Keyed(whole=True), "centrality": Keyed(whole=True)}),
        "atlas": Parts({"places": Keyed(whole=True)}),
        "graph": Parts(
            {
                "edges": Row(),
                "by_paper": Keyed(),
                "degree": _OF_EDGES,
                "strongest": _OF_EDGES,
                "between": _OF_EDGES,
            }
        ),
        "people": Parts({"by_slug": Keyed(whole=True), "namesakes": Keyed(whole=True)}),
    }
)
"""How makers of pages and files ask a survey (`asking`): one edit of a record changes few of these answers."""
