"""The search index: what the search box of every page looks up, as small scripts that load on demand.

    sections   hand-written pages -> sections with anchors
    numbers    papers -> numbers that stay
    fields     papers and sections -> documents: texts by field, filters, the card that a result shows
    tokens     a text -> the words under which it is found
    index      documents -> postings with BM25F impacts
    encoding   postings -> text
    shards     postings -> files of terms of bounded size
    showing    documents -> files of cards and texts, and their words
    indexing   words -> the index and its files, from those of the last build
    files      everything -> files

The client is templates/assets/js/search*.js; `tokens`, `encoding` and the names
of `shards` have their counterparts there.
"""

from litatlas.pages.survey import Survey
from litatlas.search.fields import Document, findable
from litatlas.search.files import begin_search, search_files
from litatlas.search.index import build_index
from litatlas.search.numbers import numbered
from litatlas.search.sections import sections
from litatlas.search.showing import Source, document_of

__all__ = ["Document", "Source", "begin_search", "build_index", "document_of", "search_files", "searched"]


def searched(survey: Survey) -> dict[int, Source]:
    """Give everything that can be found, by number: papers, the sections of hand-written pages after them."""
    numbers, end = numbered(survey.library)
    papers = {numbers[found.paper.id]: found for found in findable(survey)}
    return {**papers, **dict(enumerate(sections(survey.texts), end))}
