"""The search index: what the search box of every page looks up, as small scripts that load on demand.

    sections   hand-written pages -> sections with anchors
    fields     papers and sections -> documents: texts by field, filters, the card that a result shows
    tokens     a text -> the words under which it is found
    index      documents -> postings with BM25F impacts
    shards     postings, cards, texts -> files of bounded size

The client is templates/assets/js/search.js; `tokens` and the encoding of
`shards` have their counterparts there.
"""

from litatlas.search.fields import Document, documents
from litatlas.search.index import Index, build_index
from litatlas.search.shards import search_files

__all__ = ["Document", "Index", "build_index", "documents", "search_files"]
