"""Everything that pages are made from, as one value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from litatlas.citation.references import Citations
from litatlas.exports.plan import ExportPlan
from litatlas.facets import FACETS
from litatlas.identity.permalink import Ledger
from litatlas.incremental.asking import GIVEN, Call, Keyed, Members, Parts, Question, Row, Small, aggregate_under
from litatlas.incremental.memo import Digest, Memo
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


@dataclass(frozen=True, slots=True)
class Survey:
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

    def listings_with_papers(self, facet: str) -> Mapping[str, Listing]:
        """Give the listings of a facet that hold a paper: what counts and indexes speak of."""
        return {slug: listing for slug, listing in self.library.listings[facet].items() if listing.papers}


SETTINGS: Question = ("settings",)

LISTS: tuple[Question, ...] = (
    SETTINGS,
    ("library", "_slugs"),
    ("library", "listed"),
    *(("library", "listings", facet.key) for facet in FACETS),
)
"""The ways to all that tells which lists there are, what stands in them, and which papers count."""


def wholes_of(survey: Survey, memo: Memo) -> dict[Question, Digest]:
    """Give digests of what `LISTS` leads to, for traces: but for the settings, all of it follows from `lists_mark`."""
    mark = lists_mark(survey.library, survey.ledger, memo)
    return dict.fromkeys(LISTS, mark) | {SETTINGS: memo.digest(survey.settings)}


@aggregate_under(*LISTS)
def values_in_use(survey: Survey, facet: str) -> int:
    """Give how many values of a facet a paper has."""
    return len(survey.listings_with_papers(facet))


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
                "newest_first": Row(home=("library", "by_id")),
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
