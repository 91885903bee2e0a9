"""What crawlers and browsers look for at the root of a site: sitemap, robots.txt, opensearch.xml.

All three name absolute addresses, so they are made only for a survey that has
one. The sitemap is a part of the theme's template for it: builders write
sitemap.xml from that after copying docs/, and only they know the hand-written
pages.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

import numpy as np

from litatlas.citation.head_tags import HeadLink
from litatlas.exports.addresses import ATOM, CHANGES, FEED, JSON_FEED, JSON_FEED_TYPE
from litatlas.facets import FACETS
from litatlas.feeds.entries import instant
from litatlas.identity.permalink import State
from litatlas.incremental.memo import Digest, Memo
from litatlas.model import Paper, Status
from litatlas.pages.head import page_address
from litatlas.pages.paths import DOCS, KINDS_WITH_PAGES, THEME, page_path
from litatlas.pages.search import SEARCH
from litatlas.pages.survey import Survey
from litatlas.text import escape_html

ROBOTS, OPENSEARCH = "robots.txt", "opensearch.xml"

SITEMAP_PART = "partials/survey-sitemap.html"
"""The template that the theme's sitemap.xml is made from, in the theme's folder."""

MOST_URLS = 45_000
"""Pages in one sitemap: 50,000 are allowed (sitemaps.org), and the hand-written ones come on top."""

MOST_SITEMAPS = 40
"""Parts of a split sitemap for which there are names (`writing.OWNED_FILES`): 1.8 million pages."""

SHORT_NAME = 16
"""The longest name of a search engine, in characters (OpenSearch 1.1)."""

_PLAIN = re.compile(r"[A-Za-z0-9._~:/-]*")
"""An address in which there is nothing to encode or escape."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

# Plain `if`, `for`, `set`, `replace` only, and not `e`, which escapes slashes in MiniJinja (Zensical).
_HANDWRITTEN = """\
{%- for entry in pages %}{% set page = entry.page or entry %}
{%- if not page.is_link and not page.meta.generated and page.canonical_url %}
<url><loc>{{ page.canonical_url | replace("&", "&amp;") }}</loc></url>
{%- endif %}{% endfor %}
"""


def machine_files(survey: Survey) -> Iterator[tuple[str, str]]:
    """Give robots.txt and opensearch.xml as (path below docs/, text); a survey without an address gets neither."""
    if address := survey.settings.address:
        yield ROBOTS, f"User-agent: *\nAllow: /\n\nSitemap: {address}sitemap.xml\n"
        yield OPENSEARCH, opensearch(survey)


def sitemap_files(survey: Survey, pages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give the sitemap of a survey with an address: the theme's template for it, and the parts of one that is split.

    Arguments:
        survey: The survey.
        pages: The paths of its generated pages, below docs/.

    Yields:
        The path in the survey's folder, and the text.
    """
    parts = sitemap_parts(pages, survey)
    if len(parts) > 1:
        for number, part in enumerate(parts, 1):
            yield f"{DOCS}/{sitemap_path(number)}", f'<?xml version="1.0" encoding="UTF-8"?>\n{_urlset(part)}'
    yield f"{THEME}/{SITEMAP_PART}", sitemap_template(survey, parts)


def sitemap_template(survey: Survey, parts: Sequence[Sequence[str]]) -> str:
    """Give what the theme's sitemap.xml is made from: the generated pages, or the list of the parts they are in.

    Arguments:
        survey: A survey with an address.
        parts: What stands in each sitemap: `sitemap_parts`.
    """
    if len(parts) == 1:
        return _urlset(parts[0], _HANDWRITTEN)
    address = survey.settings.address
    names = (f"<sitemap><loc>{_loc(address + sitemap_path(n))}</loc></sitemap>" for n in range(1, len(parts) + 1))
    return "\n".join((f'<sitemapindex xmlns="{_NAMESPACE}">', *names, "</sitemapindex>\n"))


def sitemap_path(number: int) -> str:
    """Give the path of one part of a split sitemap. It lies at the root: a sitemap speaks of what is below it."""
    return f"sitemap-{number}.xml"


def opensearch(survey: Survey) -> str:
    """Give the description by which browsers add the survey to their search engines (OpenSearch 1.1)."""
    settings = survey.settings
    template = f"{page_address(SEARCH, settings.address)}?q={{searchTerms}}"
    elements = (
        ("ShortName", short_name(settings.title)),
        ("LongName", settings.title[:48].strip()),
        ("Description", (settings.description or f"Search the papers of {settings.title}")[:1024]),
        ("Language", settings.language),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
    )
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
            *(f"<{name}>{escape_html(text)}</{name}>" for name, text in elements),
            f'<Url type="text/html" template="{escape_html(template)}"/>',
            f'<Url type="application/opensearchdescription+xml" rel="self"'
            f' template="{escape_html(settings.address + OPENSEARCH)}"/>',
            "</OpenSearchDescription>\n",
        )
    )


def short_name(title: str) -> str:
    """Give a name of at most 16 characters: the title, its first words, or a part of its first word.

    Examples:
        >>> short_name("Multimodal Learning"), short_name("R & D")
        ('Multimodal', 'R & D')
    """
    name = ""
    if len(title) <= SHORT_NAME:
        return title
    for word in title.split():
        longer = f"{name} {word}".strip()
        if len(longer) > SHORT_NAME:
            break
        name = longer
    return name.rstrip(" ,;:.&–-") or title.strip()[:SHORT_NAME].strip()


def survey_links(survey: Survey) -> Iterator[HeadLink]:
    """Give the head tags of every page by which programs find the survey's feeds and its search."""
    title = survey.settings.title
    if survey.exports.feeds:
        yield HeadLink("alternate", FEED, ATOM, f"{title}: new papers")
        yield HeadLink("alternate", JSON_FEED, JSON_FEED_TYPE, f"{title}: new papers (JSON Feed)")
    if survey.settings.address:
        yield HeadLink("search", OPENSEARCH, "application/opensearchdescription+xml", short_name(title))


def changes_link(survey: Survey) -> Iterator[HeadLink]:
    """Give the head tag of every page but those of papers by which programs find the feed of changes."""
    if survey.exports.feeds:
        yield HeadLink("alternate", CHANGES, ATOM, f"{survey.settings.title}: changes")


def sitemap_parts(paths: Iterable[str], survey: Survey) -> list[Sequence[str]]:
    """Give the entries of all generated pages, whose paths lie below docs/, in one sitemap or more."""
    urls = _urls(paths, survey)
    return [urls[start : start + MOST_URLS] for start in range(0, max(1, len(urls)), MOST_URLS)]


def _urlset(urls: Sequence[str], more: str = "") -> str:
    return "\n".join((f'<urlset xmlns="{_NAMESPACE}">', *urls, f"{more}</urlset>\n"))


def _urls(paths: Iterable[str], survey: Survey) -> list[str]:
    """Give the entries of all generated pages, in order; redirects and tombstones are no pages to find."""
    gone, changed = _gone(survey), _Changed(survey)
    return [
        f"<url><loc>{_loc(page_address(path, survey.settings.address))}</loc>{changed.element(path)}</url>"
        for path in sorted(paths)
        if path not in gone
    ]


def _gone(survey: Survey) -> dict[str, None]:
    """Give the paths of redirects and tombstones, in order."""
    rows = survey.ledger.entries()
    return dict.fromkeys(
        page_path(row.kind, row.id) for row in rows if row.state is not State.LIVE and row.kind in KINDS_WITH_PAGES
    )


def sitemap_mark(survey: Survey, memo: Memo) -> Digest:
    """Give a digest of all that the sitemap tells of pages and is told of nowhere else."""
    return memo.digest(list(_gone(survey)), _Changed(survey).days)


class _Changed:
    """The day on which the records behind each page changed last, as far as they say.

    Attributes:
        days: That of each page of a paper, and of the first one of each list, by its path; that of all others for "".
    """

    def __init__(self, survey: Survey) -> None:
        library = survey.library
        days = list(map(changed, library))
        in_order, ranks = np.unique(days, return_inverse=True)
        self.days = {page_path("paper", paper.id): day for paper, day in zip(library, days, strict=True)}
        self.days[""] = max(days, default="")
        for facet in FACETS:
            columns = library.columns[facet.key]
            if columns.slugs:
                newest = in_order[np.maximum.reduceat(ranks[columns.papers], columns.ends[:-1])].tolist()
                self.days.update(
                    (f"{facet.folder}/{slug}.md", day) for slug, day in zip(columns.slugs, newest, strict=True)
                )

    def element(self, path: str) -> str:
        """Give the `lastmod` of a page; empty where its records have no dates."""
        day = self.days.get(path)
        if day is None:
            # tags/image/2.md is a page of the list whose first page is tags/image.md.
            day = self.days.get(f"{path.rpartition('/')[0]}.md", self.days[""])
        return f"<lastmod>{day}</lastmod>" if day else ""


def changed(paper: Paper) -> str:
    """Give the day on which a record changed last, as far as it says: it was added, or its status changed.

    Empty where it has neither date. The date of publication is no stand-in:
    the page is not as old as the paper.
    """
    dates = (paper.added, paper.status.date if paper.status.status is not Status.OK else "")
    return max(instant(date)[:10] for date in dates)


def _loc(address: str) -> str:
    """Give an address percent-encoded, and escaped for XML and for the template around it."""
    if _PLAIN.fullmatch(address):
        return address
    return escape_html(re.sub(r"[{}]", lambda brace: quote(brace[0]), quote(address, safe="/:%?#[]@!$&'()*+,;=~")))
