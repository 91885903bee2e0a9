"""What stands in the head of pages: on a paper's page all that clients look for, on every page what all share."""

from collections.abc import Iterator

from litatlas.citation.head_tags import HeadLink, HeadTag, MetaTag
from litatlas.citation.highwire import highwire_tags
from litatlas.citation.page_context import PageContext, license_url
from litatlas.citation.signposting import signposting_links
from litatlas.model import Paper
from litatlas.settings import Settings


def paper_head(paper: Paper, page: PageContext) -> tuple[HeadTag, ...]:
    """Give the tags of a paper's page, in a fixed order; title, canonical and description are the theme's."""
    return (*_with_open_graph(paper, page), *signposting_links(paper, page))


_OPEN_GRAPH = {"citation_title": "og:title", "citation_abstract_html_url": "og:url"}
"""What Open Graph calls the same."""


def _with_open_graph(paper: Paper, page: PageContext) -> Iterator[MetaTag]:
    """Give the `citation_*` tags, two of them for Open Graph as well; its title says when the work does not stand."""
    word = paper.status.status.word
    for tag in highwire_tags(paper, page):
        if tag.name == "citation_title" and word:
            yield tag
            yield MetaTag("", f"{word}: {tag.content}", "og:title")
        elif tag.name in _OPEN_GRAPH:
            yield tag._replace(property=_OPEN_GRAPH[tag.name])
        else:
            yield tag


SHARED_HEAD = "partials/shared-head.html"
"""The template that the theme includes into the head of every page, in the theme's folder."""


def shared_head(settings: Settings) -> tuple[HeadTag, ...]:
    """Give the tags that every page has: the licence of the survey's text. Feeds and search belong here, too."""
    url = license_url(settings.license)
    return (HeadLink("license", url),) if url else ()
