"""Where each export stands: files below docs/ that any builder copies as they are.

papers/mmicl.bib           one paper, beside its page
tags/image.bib             the papers of a list, beside its page
survey.bib                 all papers
papers/bundle/mm.bib       all papers whose ids begin so, in a survey past its file budget
tags/image.xml             the feed of a list
tags/image/feed-1.xml      its oldest entries, in a feed too long for one document
"""

from functools import lru_cache

from msgspec import Struct

from litatlas.citation import FORMATS

OF_A_LIST = ("bibtex", "ris", "csl-json")
"""Formats in which each paper and each list can be had."""

OF_THE_SURVEY = ("bibtex", "bibtex-ascii", "biblatex", "ris", "csl-json", "jsonl", "csv")
"""Formats in which the whole survey can be had."""

WHOLE = "survey"
"""Stem of the files with all papers."""

FEED, CHANGES, JSON_FEED = "feed.xml", "changes.xml", "feed.json"
"""The survey's own feeds, at the root of the site."""

ATOM, JSON_FEED_TYPE = "application/atom+xml", "application/feed+json"
"""Media types of the feeds."""

ARCHIVE = "feeds"
"""Folder of the archives of the survey's own feeds."""

_BUNDLE = "bundle"
_PREFIX = 2


class Download(Struct, frozen=True):
    """A file with the record of a paper, or with those of a list."""

    path: str
    """Below docs/."""

    label: str
    """The name of its format: `CSL-JSON`."""

    media_type: str
    shared: bool = False
    """Whether it holds other papers too."""


def export_path(folder: str, id: str, format: str, own: bool = True) -> str:
    """Give the path of an export: the file of one id, or the one that it shares with all ids that begin alike.

    Arguments:
        folder: `papers`, or the folder of a facet.
        id: The paper's id or the value's slug.
        format: A key of `FORMATS`.
        own: Whether the id has a file of its own.

    Examples:
        >>> export_path("papers", "mmicl", "bibtex"), export_path("papers", "mmicl", "bibtex", own=False)
        ('papers/mmicl.bib', 'papers/bundle/mm.bib')
    """
    name = id if own else f"{_BUNDLE}/{prefix_of(id)}"
    return f"{folder}/{name}{FORMATS[format].suffix}"


def linkset_path(folder: str, id: str) -> str:
    """Give the path of the link set of a page (RFC 9264)."""
    return f"{folder}/{id}.linkset.json"


def references_path(folder: str, id: str) -> str:
    """Give the path of the text with all formatted references to a paper."""
    return f"{folder}/{id}.txt"


def prefix_of(id: str) -> str:
    """Give what the ids of one bundle begin with; it depends on nothing but the id, so that a bundle's address stays.

    Examples:
        >>> prefix_of("mmicl"), prefix_of("a-survey")
        ('mm', 'a')
    """
    return id[:_PREFIX].rstrip("-")


def feed_path(folder: str, slug: str, archive: int = 0) -> str:
    """Give the path of a list's feed, or of one of its archives, the oldest being 1."""
    return f"{folder}/{slug}/feed-{archive}.xml" if archive else f"{folder}/{slug}.xml"


def archive_path(feed: str, number: int) -> str:
    """Give the path of an archive of one of the survey's own feeds, the oldest being 1.

    Examples:
        >>> archive_path("changes.xml", 2)
        'feeds/changes-2.xml'
    """
    stem, _, suffix = feed.partition(".")
    return f"{ARCHIVE}/{stem}-{number}.{suffix}"


def survey_downloads() -> tuple[Download, ...]:
    """Give the files with all papers, in every format that there is of them."""
    return downloads_of_all(OF_THE_SURVEY, shared=False)


def downloads_of_all(formats: tuple[str, ...], shared: bool = True) -> tuple[Download, ...]:
    """Give the files with all papers in some formats; `shared` where they stand in for those of one list."""
    return tuple(
        Download(f"{WHOLE}{FORMATS[key].suffix}", FORMATS[key].label, FORMATS[key].media_type, shared)
        for key in formats
    )


@lru_cache(maxsize=256)  # several parts of a page tell of the same files
def downloads(folder: str, id: str, own: bool) -> tuple[Download, ...]:
    """Give the files in which a paper or a list is found."""
    return tuple(
        Download(export_path(folder, id, key, own), FORMATS[key].label, FORMATS[key].media_type, not own)
        for key in OF_A_LIST
    )
