"""Front matter: what the theme, the search and the export of a page need to know.

Title and description are HTML text there, for that is how MkDocs and its
themes take them (Zensical too): they stand in `<title>`, in attributes and in
the header as they are. A record's `<script>` would run on every page of it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from msgspec.structs import replace

from litatlas.citation.head import paper_head
from litatlas.citation.head_tags import for_front_matter
from litatlas.citation.json_ld import json_ld, to_script
from litatlas.citation.page_context import Export, PageContext, Reference, work_iri
from litatlas.citation.signposting import linkset, linkset_context
from litatlas.exports.addresses import linkset_path
from litatlas.exports.plan import PAPERS, paper_addresses
from litatlas.identity.identifiers import identifier_url, normal_identifier
from litatlas.incremental.keyed_files import ALWAYS, Content, KeyedFiles
from litatlas.incremental.memo import NOTHING, Digest, Memo
from litatlas.markup.mathml import plain_text
from litatlas.model import Paper
from litatlas.pages.common import Common
from litatlas.pages.paths import file_address, page_path
from litatlas.pages.survey import Survey
from litatlas.text import shortened

DESCRIPTION_LENGTH = 200
"""The longest description, in characters; search engines show less."""


def head(kind: str, title: str, description: str = "", **more: Any) -> Mapping[str, Any]:
    """Give the front matter of a generated page.

    Arguments:
        kind: `paper`, `listing`, `facet`, `papers`, `redirect` or `tombstone`.
        title: Plain text or text with TeX math.
        description: One or two sentences.
        more: Further keys; empty values are left out.
    """
    return {
        "title": html_text(plain_text(title)),
        "description": html_text(shortened(plain_text(description), DESCRIPTION_LENGTH)),
        "generated": "litatlas",
        "page": kind,
        **more,
    }


def citation_head(
    paper: Paper, topics: Iterable[str], references: Iterable[Reference], common: Common
) -> Mapping[str, Any]:
    """Give the front matter that the theme prints into the head of a paper's page for crawlers and citation tools.

    `head` is a list of maps of attributes, one a tag; `json_ld` the content of
    a script element of data, safe inside it.

    Arguments:
        paper: The page's.
        topics: The names of its tags.
        references: What it cites.
        common: The survey's.
    """
    context = replace(_place_context(paper, common), topics=tuple(topics), references=tuple(references))
    return {
        "head": for_front_matter(paper_head(paper, context)),
        "json_ld": to_script(json_ld(paper, context)),
    }


def linksets(
    survey: Survey, keys: Mapping[str, Digest], memo: Memo = NOTHING, kept: KeyedFiles = ALWAYS
) -> Iterator[tuple[str, Content]]:
    """Give the link set of every paper's page as (path below docs/, text); an old address has that of the new one.

    Arguments:
        survey: The papers.
        keys: What tells each paper from others, by its id.
        memo: Digests.
        kept: The files that stand there.
    """
    if not survey.exports.linksets:
        return
    given = memo.digest(survey.settings, survey.exports.own_papers)
    for id, papers in paper_addresses(survey.library, survey.ledger):
        path = linkset_path(PAPERS, id)
        inputs = (given, *(keys[paper.id] for paper in papers))
        yield path, kept.file(path, inputs, partial(_linkset, papers, survey)).content


def _linkset(papers: Iterable[Paper], survey: Survey) -> str:
    common = Common.of(survey)
    return linkset(*(linkset_context(paper, _place_context(paper, common)) for paper in papers))


def _place_context(paper: Paper, common: Common) -> PageContext:
    """Give where a paper's page and its files stand."""
    settings, page = common.settings, page_path("paper", paper.id)
    return PageContext(
        settings=settings,
        address=page_address(page, settings.address),
        exports=tuple(
            Export(file_address(file.path, page), file.media_type) for file in common.exports.of_paper(paper.id)
        ),
        linkset=file_address(linkset_path(PAPERS, paper.id), page) if common.exports.linksets else "",
    )


def page_address(path: str, address: str) -> str:
    """Give the absolute address of a page by its path below docs/; empty where the survey has no address.

    Examples:
        >>> page_address("papers/mmicl.md", "https://x.org/")
        'https://x.org/papers/mmicl/'
    """
    if not address:
        return ""
    bare = path.removesuffix(".md")
    return address + (bare.removesuffix("index") if f"/{bare}".endswith("/index") else f"{bare}/")


_CITED_SCHEMES = ("doi", "arxiv", "acl", "openalex")
"""The schemes that a reference is tried as; what is none of them is no identifier for sure."""


def cited_works(paper: Paper, survey: Survey) -> Iterator[Reference]:
    """Give what the paper cites, each work once: papers of the survey by their pages, others by their identifier."""
    for name in dict.fromkeys(paper.references):
        known = survey.library.listed.get(name)
        if known:
            page = page_address(page_path("paper", known.id), survey.settings.address)
            yield Reference(work_iri(page), known.title)
            continue
        found = ((scheme, normal_identifier(scheme, name)) for scheme in _CITED_SCHEMES)
        address = next((identifier_url(scheme, value) for scheme, value in found if value), "")
        if address:
            yield Reference(address)


FULL_WIDTH = ["navigation", "toc"]
"""Value of `hide`: generated pages stand in no navigation and have few headings."""


def html_text(text: str) -> str:
    """Escape for HTML text and for attributes in double quotes; only what means something there, so that it reads well.

    Examples:
        >>> print(html_text('R & D, Q&A <b> "x" &lt;'))
        R & D, Q&amp;A &lt;b> &quot;x&quot; &amp;lt;
    """
    return _REFERENCE.sub("&amp;", text).replace("<", "&lt;").replace('"', "&quot;")


_REFERENCE = re.compile(r"&(?=[#A-Za-z])")
