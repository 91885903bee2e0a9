"""What the fields of a record are called: by us, and by the dumps and tables of others."""

import difflib
from functools import cache

RECORD_FIELDS = (
    "id", "citation_key", "kind", "title", "short", "abstract", "authors", "others", "issued", "venue", "volume",
    "issue", "pages", "publisher", "identifiers", "links", "tags", "keywords", "attributes", "references", "status",
    "language", "added", "note", "sources",
)  # fmt: skip
"""The fields of a YAML record, in canonical order."""

SYNONYMS = {
    "type": "kind", "entrytype": "kind", "itemtype": "kind", "name": "title", "acronym": "short", "shortname": "short",
    "shorttitle": "short", "summary": "abstract", "author": "authors", "date": "issued", "published": "issued",
    "publicationdate": "issued", "journal": "venue", "journaltitle": "venue", "booktitle": "venue",
    "conference": "venue", "container": "venue", "containertitle": "venue", "number": "issue", "keyword": "keywords",
    "primaryarea": "keywords", "lang": "language", "notes": "note", "bibkey": "key", "citekey": "key",
    "otherids": "identifiers", "externalids": "identifiers", "tag": "tags", "subtitle": "subtitle",
    "page": "pages", "reference": "references",
}  # fmt: skip

IDENTIFIERS = {
    "doi": "doi", "arxiv": "arxiv", "arxivid": "arxiv", "eprint": "arxiv", "acl": "acl", "aclid": "acl",
    "aclanthology": "acl", "anthologyid": "acl", "openalex": "openalex", "openalexid": "openalex", "s2": "s2",
    "s2id": "s2", "semanticscholar": "s2", "semanticscholarid": "s2", "corpusid": "s2", "openreview": "openreview",
    "openreviewid": "openreview", "pmid": "pmid", "pubmed": "pmid", "pubmedid": "pmid", "isbn": "isbn",
}  # fmt: skip

LINKS = {
    "url": "", "link": "", "urls": "", "pdf": "pdf", "pdfurl": "pdf", "code": "code", "codeurl": "code",
    "github": "code", "repository": "code", "repo": "code", "data": "data", "dataurl": "data", "dataset": "data",
    "dataseturl": "data", "project": "project", "projecturl": "project", "projectpage": "project",
    "website": "project", "homepage": "project", "demo": "demo", "demourl": "demo", "video": "video",
    "videourl": "video", "slides": "slides", "model": "model", "modelurl": "model", "paper": "paper",
    "paperurl": "paper", "cvf": "paper",
}  # fmt: skip

PASSED_OVER = frozenset({"evidence", "provenance", "comment", "permalink"})
"""Fields of dumps that say how or where the dump was made."""

DATE_PARTS = frozenset(("year", "month", "day"))
"""Fields that make up `issued`, where no whole date is given."""


def plain(name: str) -> str:
    """Give a field's name without case, spaces, `-`, `_` and `.`: what two spellings of it share."""
    return "".join(c for c in name.casefold() if c.isalnum())


def canonical(name: str) -> str:
    """Give the field that a name stands for, without case and spaces: ours, a scheme, a link, or the name itself."""
    bare = plain(name)
    return _own_names().get(bare) or SYNONYMS.get(bare, bare)


@cache
def _own_names() -> dict[str, str]:
    return {plain(name): name for name in (*RECORD_FIELDS, "key", "subtitle")}


@cache
def _all_names() -> tuple[str, ...]:
    return tuple(sorted({*RECORD_FIELDS, *DATE_PARTS, *IDENTIFIERS, *LINKS, *SYNONYMS}))


def known_field(name: str) -> bool:
    """Whether `draft_of` knows a field of this name."""
    bare = plain(name)
    known = (_own_names(), SYNONYMS, IDENTIFIERS, LINKS, PASSED_OVER, DATE_PARTS)
    return any(bare in names for names in known)


def nearest_field(name: str) -> str:
    """Give the field that a misspelt name may mean, or an empty string."""
    near = difflib.get_close_matches(name.casefold(), _all_names(), n=1, cutoff=0.6)
    return near[0] if near else ""
