"""Every file of a site that is no page: what scripts search and draw with, exports, feeds, what crawlers look for."""

from collections.abc import Iterator
from functools import partial
from itertools import chain

from litatlas.cards import card_files
from litatlas.citation.head import SHARED_HEAD, shared_head
from litatlas.citation.head_tags import to_template
from litatlas.explorer import explorer_files
from litatlas.exports import Entries, export_files
from litatlas.feeds import begin_feeds
from litatlas.graph.files import graph_files
from litatlas.incremental.keyed_files import Content, KeyedFiles
from litatlas.incremental.memo import NOTHING, Memo, remembered
from litatlas.incremental.unchanged import EMPTY, Folder, depot_for
from litatlas.library.paper_memo import lists_mark
from litatlas.machine import changes_link, machine_files, sitemap_files, sitemap_mark, survey_links
from litatlas.pages.cite_text import reference_files, reference_marks
from litatlas.pages.head import linksets
from litatlas.pages.paths import DOCS, THEME
from litatlas.pages.survey import Survey
from litatlas.progress import SILENT, Progress
from litatlas.search import Searched, begin_search
from litatlas.workers import ALONE, Workers

Files = Iterator[tuple[str, str, Content]]


def data_files(
    survey: Survey,
    pages: list[str],
    entries: Entries,
    progress: Progress = SILENT,
    workers: Workers = ALONE,
    memo: Memo = NOTHING,
    standing: Folder = EMPTY,
) -> Files:
    """Give every file as (path, what it is of, text).

    What follows from single papers is begun now, in other processes, beside all that comes before the first file is
    asked for.

    Arguments:
        survey: Everything that they are made from.
        pages: The paths of all rendered pages below docs/; looked at once the first file is asked for.
        entries: The papers' entries in exports.
        progress: Told as the steps begin.
        workers: Make what single papers have side by side.
        memo: What was found out about papers before.
        standing: What stands in the survey folder; it is not made again where it would be the same.
    """
    depot = depot_for(workers, standing)
    kept = KeyedFiles(memo, standing, f"{DOCS}/", depot)
    search = begin_search(Searched(survey, memo), survey.settings.language, memo, workers, kept)
    feeds = begin_feeds(survey, memo, workers, kept)
    exports = export_files(survey.library, survey.ledger, survey.exports, entries, kept, memo, workers)

    def files() -> Files:
        progress.step("search")
        # The index and the documents of feeds are made beside what comes next, and come last.
        found, documents = search(), feeds()
        for path, text in explorer_files(survey, memo):
            yield f"{DOCS}/{path}", "the data of the explorer", text
        progress.step("export")
        yield from told_files(survey, entries, workers, memo, kept)
        for path, owner, content in chain(exports, documents):
            yield f"{DOCS}/{path}", owner, content
        for path, content in found:
            yield f"{DOCS}/{path}", "the search index", content
        yield from crawled_files(survey, pages, memo, KeyedFiles(memo, standing, depot=depot))

    return files()


def told_files(survey: Survey, entries: Entries, workers: Workers, memo: Memo, kept: KeyedFiles) -> Files:
    """Give what is told of papers beside their pages, and the data of cards and map."""
    content: Content
    for path, content in linksets(survey, entries.keys, memo, kept):
        yield f"{DOCS}/{path}", "the link set of a paper", content
    for path, content in reference_files(survey, reference_marks(survey, entries.keys, memo), kept):
        yield f"{DOCS}/{path}", "the references to a paper", content
    for path, owner, content in graph_files(survey, memo, workers, kept):
        yield f"{DOCS}/{path}", owner, content
    for path, content in card_files(survey, entries, memo, workers, kept):
        yield f"{DOCS}/{path}", "the data of cards and reading list", content


_NOT_ON_PAPERS = '{% if not (page and page.meta and page.meta.page == "paper") %}'
"""What the theme asks before it prints what the many pages of papers, which are kept light, go without."""


def crawled_files(survey: Survey, pages: list[str], memo: Memo, kept: KeyedFiles) -> Files:
    """Give what crawlers and browsers look for, and what all pages have in their heads."""
    settings = survey.settings
    if settings.address:
        for path, text in machine_files(survey):
            yield f"{DOCS}/{path}", "what crawlers and browsers look for", text
        lists = lists_mark(survey.library, survey.ledger, memo)
        mark = remembered(memo.stage("sitemap"), lists, lambda: sitemap_mark(survey, memo))
        inputs = "sitemap", mark, settings, "\n".join(sorted(pages))
        for path, made in kept.all_of(inputs, partial(sitemap_files, survey, pages)):
            yield path, "the sitemap", made.content
    shared = to_template((*shared_head(settings), *survey_links(survey)))
    if changes := to_template(changes_link(survey)):
        shared += f"{_NOT_ON_PAPERS}{changes}{{% endif %}}"
    yield f"{THEME}/{SHARED_HEAD}", "the head that all pages share", f"{shared}\n"
