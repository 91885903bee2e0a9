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
    searched   papers and sections -> what can be found, by number
    files      everything -> files

The client is templates/assets/js/search*.js; `tokens`, `encoding` and the names
of `shards` have their counterparts there.
"""

from litatlas.search.fields import Document
from litatlas.search.files import begin_search, search_files
from litatlas.search.index import build_index
from litatlas.search.searched import Searched
from litatlas.search.showing import Source, document_of

__all__ = ["Document", "Searched", "Source", "begin_search", "build_index", "document_of", "search_files"]
