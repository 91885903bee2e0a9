"""The search index: what the search box of every page looks up, as small scripts that load on demand.

    sections   hand-written pages -> sections with anchors
    fields     papers and sections -> documents: texts by field, filters, the card that a result shows
    tokens     a text -> the words under which it is found
    index      documents -> postings with BM25F impacts
    encoding   postings -> text
    shards     postings, cards, texts -> files of bounded size

The client is templates/assets/js/search.js; `tokens` and the encoding of
`shards` have their counterparts there.
"""

from collections.abc import Mapping
from functools import partial

from litatlas.memo import NOTHING, Memo, remembered, remembered_all
from litatlas.pages.survey import Survey
from litatlas.search.fields import Document, documents, findable, section_document
from litatlas.search.index import Index, Indexed, build_index, index_document, index_papers, merge
from litatlas.search.sections import sections
from litatlas.search.shards import search_files
from litatlas.workers import ALONE, Workers

__all__ = ["Document", "Index", "build_index", "documents", "indexed", "merge", "search_files"]


def indexed(survey: Survey, memo: Memo = NOTHING, workers: Workers = ALONE) -> list[Indexed]:
    """Give all `documents` with their words, as far as they can be remembered without making them again."""
    keyed = ((memo.digest(paper), paper) for paper in findable(survey))
    papers = remembered_all(memo.stage("search"), keyed, index_papers, workers)
    return [*papers, *remembered(memo.stage("sections"), memo.digest(survey.texts), partial(_sections, survey.texts))]


def _sections(texts: Mapping[str, str]) -> list[Indexed]:
    return [index_document(section_document(section)) for section in sections(texts)]
