"""Every page and block of a survey, before it is made: where it stands, what it is of, and what makes it.

So paths are known without a page, and a page that has not changed need not be
made. What makes a page is a function in a module: it is handed the survey,
or a view of it, and the inputs of its job.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from litatlas.facets import FACETS, Facet, facet_named
from litatlas.identity.permalink import State
from litatlas.library import Listing
from litatlas.pages.blocks import BLOCKS, FOLDER, HOME
from litatlas.pages.cite import SurveyCitation, make_survey_citation
from litatlas.pages.common import Common
from litatlas.pages.downloads import make_downloads_page
from litatlas.pages.explorer import make_explorer_page
from litatlas.pages.graph import graph_path, make_graph_page
from litatlas.pages.indexes import index_makers, other_facets
from litatlas.pages.listing import (
    ListingMatter,
    gather_all_papers,
    gather_listing,
    make_all_papers_page,
    make_listing_page,
)
from litatlas.pages.moved import redirect_pages, tombstone_pages
from litatlas.pages.paging import pages_of
from litatlas.pages.paper import make_paper_page
from litatlas.pages.paper_matter import gather_paper
from litatlas.pages.paths import DOCS, index_path, page_path
from litatlas.pages.reading_list import ReadingListPage, make_reading_list_page
from litatlas.pages.search import make_search_page
from litatlas.pages.survey import Survey
from litatlas.pages.taxonomy import make_taxonomy_page
from litatlas.pages.theme import ThemePage, make_theme_page
from litatlas.pages.theme_index import make_theme_index
from litatlas.problems import quoted


class Job(NamedTuple):
    """A page or a block to be made; there are tens of thousands in every build."""

    path: str
    """In the survey's folder."""

    owner: str
    """What it is of, for messages: `paper 'mmicl'`."""

    template: str
    """Its name without folder and suffix: `paper`."""

    make: Callable[..., object]
    """Gives what the page is made from, of the survey and the inputs: that is all that it asks of the survey."""

    inputs: tuple[object, ...] = ()
    finish: Callable[[Any, Common], object] | None = None
    """Makes the page model of what `make` gives, without the survey; None where that is the model already."""

    def page(self, made: object, common: Common) -> object:
        """Give the page model of what `make` gave."""
        return self.finish(made, common) if self.finish else made


def list_jobs(survey: Survey) -> Iterator[Job]:
    """Give the pages of papers and of lists, nearly all that there are: they follow from what lists hang on."""
    yield from paper_jobs(survey)
    yield from listing_jobs(survey)


def other_jobs(survey: Survey, view: Survey) -> Iterator[Job]:
    """Give the other pages, and the blocks; derived values come from the view, where the pages take them too."""
    yield from index_jobs(view)
    for redirect in redirect_pages(survey):
        owner = f"the redirect to {quoted(redirect.target)}"
        yield Job(f"{DOCS}/{redirect.path}", owner, "redirect", _given, (redirect,))
    for tombstone in tombstone_pages(survey):
        yield Job(f"{DOCS}/{tombstone.path}", f"the tombstone of a {tombstone.noun}", "tombstone", _given, (tombstone,))
    yield from single_jobs()
    yield from block_jobs()


def paper_jobs(survey: Survey) -> Iterator[Job]:
    """Give the pages of papers, and of the list of all of them."""
    for paper in survey.library:
        path = page_path("paper", paper.id)
        yield _job("paper", path, f"paper {quoted(paper.id)}", (paper.id,))
    for number in range(1, pages_of(len(survey.library), survey.settings.pages.per_page) + 1):
        yield _job("all", index_path("paper", number), "the list of all papers", (number,))


def listing_jobs(survey: Survey) -> Iterator[Job]:
    """Give the pages of all values of all facets."""
    per_page = survey.settings.pages.per_page
    for facet, slug, name, papers in all_lists(survey):
        owner = f"{facet.singular.lower()} {quoted(name)}"
        for number in range(1, pages_of(papers, per_page) + 1):
            kind = "theme" if facet.key == "theme" else "listing"
            inputs = (facet.key, slug, "" if papers else name, number)
            yield _job(kind, page_path(facet.key, slug, number), owner, inputs)


def index_jobs(survey: Survey) -> Iterator[Job]:
    """Give the indexes of all facets, and the map."""
    path = index_path("theme")
    yield Job(f"{DOCS}/{path}", "the index of themes", "theme_index", make_theme_index, (path,))
    for number in range(1, pages_of(len(survey.library), survey.settings.pages.per_page) + 1):
        yield Job(f"{DOCS}/{graph_path(number)}", "the map", "graph", make_graph_page, (number,))
    yield Job(f"{DOCS}/{index_path('tag')}", "the index of tags", "taxonomy", make_taxonomy_page)
    for facet in other_facets():
        for path, make, inputs in index_makers(facet, survey):
            yield Job(f"{DOCS}/{path}", f"the index of {facet.label.lower()}", "index", make, inputs)


def single_jobs() -> Iterator[Job]:
    """Give the pages of which there is one each."""
    yield Job(f"{DOCS}/downloads/index.md", "the page of downloads", "downloads", make_downloads_page)
    yield Job(f"{DOCS}/search/index.md", "the page of search results", "search", make_search_page)
    yield Job(f"{DOCS}/explore/index.md", "the explorer", "explore", make_explorer_page)
    yield Job(f"{DOCS}/reading-list/index.md", "the page of the reading list", "reading_list", _reading_list_page)


def block_jobs() -> Iterator[Job]:
    """Give the blocks that hand-written pages include."""
    blocks: list[tuple[str, Callable[..., object], tuple[object, ...]]]
    blocks = [(name, make, ()) for name, make in BLOCKS.items()]
    blocks += [("themes", make_theme_index, (HOME, False)), ("map", make_theme_index, (HOME,))]
    for name, make, inputs in (*blocks, ("cite", _survey_citation, ())):
        yield Job(f"{FOLDER}/{name}.md", f"block {quoted(name)}", f"blocks/{name}", make, inputs)


def all_lists(survey: Survey) -> Iterator[tuple[Facet, str, str, int]]:
    """Give every listing, with the number of its papers, and an empty one for each value that no paper has any more.

    So an address stays when the last paper leaves a tag, or a name is corrected.
    """
    tag_names = {tag.slug: tag.name for tag in survey.vocabulary.tags}
    for facet in FACETS:
        columns, known = survey.library.columns[facet.key], survey.library.listings[facet.key]
        for slug, name, papers in zip(columns.slugs, columns.names, columns.sizes.tolist(), strict=True):
            yield facet, slug, name, papers
        for entry in survey.ledger.entries(facet.key):
            if entry.state is State.LIVE and entry.id not in known:
                yield facet, entry.id, tag_names.get(entry.id, entry.name), 0


def _gather_listing(survey: Survey, facet: str, slug: str, name: str, number: int) -> ListingMatter:
    return gather_listing(_listing(survey, facet, slug, name), survey, number)


def _theme_page(survey: Survey, facet: str, slug: str, name: str, number: int) -> ThemePage:
    return make_theme_page(_listing(survey, facet, slug, name), survey, number)


def _listing(survey: Survey, facet: str, slug: str, name: str) -> Listing:
    """Give a listing; one that no paper has any more has its name from the job."""
    return Listing(facet_named(facet), slug, name, ()) if name else survey.library.listings[facet][slug]


def _reading_list_page(_survey: Survey) -> ReadingListPage:
    return make_reading_list_page()


def _survey_citation(survey: Survey) -> SurveyCitation:
    return make_survey_citation(survey.settings)


def _given(_survey: Survey, page: object) -> object:
    return page


Maker = tuple[str, Callable[..., object], Callable[[Any, Common], object] | None]
"""The template of a page, what makes it, and what finishes it; see `Job`."""

MAKERS: dict[str, Maker] = {
    "paper": ("paper", gather_paper, make_paper_page),
    "all": ("listing", gather_all_papers, make_all_papers_page),
    "listing": ("listing", _gather_listing, make_listing_page),
    "theme": ("theme", _theme_page, None),
}
"""What makes the pages of papers and lists, by their kind."""

KINDS = {make: kind for kind, (_, make, _) in MAKERS.items()}


def _job(kind: str, path: str, owner: str, inputs: tuple[str | int, ...]) -> Job:
    template, make, finish = MAKERS[kind]
    return Job(f"{DOCS}/{path}", owner, template, make, inputs, finish)
