"""Everything to publish, one file after the other: every page rendered, no two things on one path."""

from collections.abc import Iterator
from itertools import chain

from jinja2 import BaseLoader

from litatlas.citation import ExportContext
from litatlas.data_files import data_files
from litatlas.exports import export_problems
from litatlas.facets import FACETS
from litatlas.library import Listing
from litatlas.mathml import broken_math
from litatlas.memo import NOTHING, Memo
from litatlas.pages.blocks import FOLDER, HOME, make_blocks
from litatlas.pages.cite import make_survey_citation
from litatlas.pages.downloads import make_downloads_page
from litatlas.pages.environment import Renderer
from litatlas.pages.explorer import make_explorer_page
from litatlas.pages.graph import graph_pages
from litatlas.pages.indexes import index_pages, other_facets
from litatlas.pages.items import Items
from litatlas.pages.listing import all_papers_pages, listing_pages
from litatlas.pages.moved import redirect_pages, tombstone_pages
from litatlas.pages.paper import make_paper_page
from litatlas.pages.paths import DOCS
from litatlas.pages.reading_list import make_reading_list_page
from litatlas.pages.search import make_search_page
from litatlas.pages.sheets import Sheet, Templates, read_templates, render_sheets
from litatlas.pages.survey import Survey
from litatlas.pages.taxonomy import make_taxonomy_page
from litatlas.pages.theme import theme_pages
from litatlas.pages.theme_index import make_theme_index
from litatlas.permalink import State
from litatlas.problems import Problems, SurveyError, quoted
from litatlas.progress import SILENT, Progress
from litatlas.workers import ALONE, Workers

MANY = 400
"""Papers from which workers are worth their start: a process that starts reads the program anew."""


class PathClashError(SurveyError):
    """Two things would be published under one path; `path`, `first` and `second` say which."""

    def __init__(self, path: str, first: str, second: str) -> None:
        self.path, self.first, self.second = path, first, second
        super().__init__(
            f"{first} and {second} both give the file '{path}'; nothing was written;"
            " give one of them another id in its record or vocabulary.yml"
        )


def build_site(
    survey: Survey,
    loader: BaseLoader,
    progress: Progress = SILENT,
    workers: Workers = ALONE,
    memo: Memo = NOTHING,
) -> Iterator[tuple[str, str | bytes]]:
    """Render a survey, and export it.

    The site of a large survey is larger than memory, so a file is made when it
    is asked for, and nothing here keeps it.

    Arguments:
        survey: Everything that pages are made from.
        loader: Finds the templates `pages/*.md.j2`; a survey may put its own in front.
        progress: Told when the pages are rendered and the exports begin.
        workers: Render the pages of a survey that is not small side by side.
        memo: What is remembered of earlier builds.

    Yields:
        The path of every file to write in the survey folder, and its text; in UTF-8 where it may be large.

    Raises:
        PathClashError: When two pages have one path, upper and lower case being one.
    """
    progress.step("render")
    # What each path is of, under its spelling without case: Windows and macOS keep
    # one file for both spellings, and a web server finds only one of them.
    owners: dict[str, str] = {}
    pages: list[str] = []
    workers = ALONE if len(survey.library) < MANY else workers
    rendered = rendered_files(survey, read_templates(loader), workers)
    for path, owner, text in chain(rendered, data_files(survey, pages, progress, workers, memo)):
        spelling = path.casefold()
        if spelling in owners:
            raise PathClashError(path, owners[spelling], owner)
        owners[spelling] = owner
        if path.startswith(f"{DOCS}/") and path.endswith(".md"):
            pages.append(path.removeprefix(f"{DOCS}/"))
        yield path, text


def report_site_problems(survey: Survey, problems: Problems) -> None:
    """Collect what is wrong with the pages before one is rendered, and what cannot be exported."""
    report_broken_math(survey, problems)
    problems.extend(export_problems(survey.exports, survey.settings))


def rendered_files(survey: Survey, templates: Templates, workers: Workers) -> Iterator[tuple[str, str, str]]:
    """Give every page and block as (path, what it is of, text)."""
    for sheet, text in render_sheets(make_sheets(survey), templates, workers):
        yield sheet.path, sheet.owner, text


def make_sheets(survey: Survey) -> Iterator[Sheet]:
    """Give every page and block, ready to be rendered."""
    items = Items(survey)
    context = ExportContext.of(survey.settings, survey.library)
    for paper in survey.library:
        yield _sheet("paper", make_paper_page(paper, survey, context), f"paper {quoted(paper.id)}")
    for listing_page in all_papers_pages(survey, items):
        yield _sheet("listing", listing_page, "the list of all papers")
    for listing in all_listings(survey):
        owner = f"{listing.facet.singular.lower()} {quoted(listing.name)}"
        if listing.facet.key == "theme":
            for theme_page in theme_pages(listing, survey, items):
                yield _sheet("theme", theme_page, owner)
            continue
        for listing_page in listing_pages(listing, survey, items):
            yield _sheet("listing", listing_page, owner)
    yield _sheet("theme_index", make_theme_index(survey), "the index of themes")
    for graph_page in graph_pages(survey):
        yield _sheet("graph", graph_page, "the map")
    yield _sheet("taxonomy", make_taxonomy_page(survey), "the index of tags")
    for facet in other_facets():
        for index_page in index_pages(facet, survey):
            yield _sheet("index", index_page, f"the index of {facet.label.lower()}")
    for redirect in redirect_pages(survey):
        yield _sheet("redirect", redirect, f"the redirect to {quoted(redirect.target)}")
    for tombstone in tombstone_pages(survey):
        yield _sheet("tombstone", tombstone, f"the tombstone of a {tombstone.noun}")
    yield _sheet("downloads", make_downloads_page(survey), "the page of downloads")
    yield _sheet("search", make_search_page(survey), "the page of search results")
    yield _sheet("explore", make_explorer_page(survey), "the explorer")
    yield _sheet("reading_list", make_reading_list_page(), "the page of the reading list")
    yield from block_sheets(survey, items)


def block_sheets(survey: Survey, items: Items) -> Iterator[Sheet]:
    """Give the blocks that hand-written pages include."""
    for name, block in make_blocks(survey, items):
        yield Sheet(f"{FOLDER}/{name}.md", f"block {quoted(name)}", f"blocks/{name}", block)
    for name in ("themes", "map"):
        yield Sheet(f"{FOLDER}/{name}.md", f"block {quoted(name)}", f"blocks/{name}", make_theme_index(survey, HOME))
    yield Sheet(f"{FOLDER}/cite.md", "block 'cite'", "blocks/cite", make_survey_citation(survey.settings))


def block_files(survey: Survey, render: Renderer, items: Items) -> Iterator[tuple[str, str, str]]:
    """Give the blocks as (path, what it is of, text)."""
    for sheet in block_sheets(survey, items):
        yield sheet.path, sheet.owner, render(sheet.template, sheet.page)


def all_listings(survey: Survey) -> Iterator[Listing]:
    """Give every listing, and an empty one for each published value that no paper has any more.

    So an address stays when the last paper leaves a tag, or a name is corrected.
    """
    tag_names = {tag.slug: tag.name for tag in survey.vocabulary.tags}
    for facet in FACETS:
        listings = survey.library.listings[facet.key]
        yield from listings.values()
        for entry in survey.ledger.entries(facet.key):
            if entry.state is State.LIVE and entry.id not in listings:
                yield Listing(facet, entry.id, tag_names.get(entry.id, entry.name), ())


def report_broken_math(survey: Survey, problems: Problems) -> None:
    """Collect every formula of a title or abstract that cannot become MathML."""
    for paper in survey.library:
        for field, text in (("title", paper.title), ("abstract", paper.abstract)):
            for tex in broken_math(text):
                problems.add(
                    "bad-math",
                    paper.origin,
                    f"formula {quoted(tex)} in the {field} is not TeX that can be shown;"
                    " it stands on the page as it was written; correct it in the record",
                    paper.id,
                )


def _sheet(template: str, page: object, owner: str) -> Sheet:
    path: str = page.path  # type: ignore[attr-defined]
    return Sheet(f"{DOCS}/{path}", owner, template, page)
