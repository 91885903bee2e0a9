"""What stands in the head of pages: on a paper's page all that clients look for, on every page what all share."""

from litatlas.citation.head_tags import HeadLink, HeadTag
from litatlas.citation.highwire import highwire_tags
from litatlas.citation.page_context import PageContext, license_url
from litatlas.citation.signposting import signposting_links
from litatlas.model import Paper
from litatlas.settings import Settings


def paper_head(paper: Paper, page: PageContext) -> tuple[HeadTag, ...]:
    """Give the tags of a paper's page, in a fixed order; title, canonical and Open Graph are the theme's."""
    return (*highwire_tags(paper, page), *signposting_links(paper, page))


SHARED_HEAD = "partials/shared-head.html"
"""The template that the theme includes into the head of every page, in the theme's folder."""


def shared_head(settings: Settings) -> tuple[HeadTag, ...]:
    """Give the tags that every page has: the licence of the survey's text. Feeds and search belong here, too."""
    url = license_url(settings.license)
    return (HeadLink("license", url),) if url else ()
