"""Links to what can be had of a paper, a list or the whole survey as files: exports and feeds."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from msgspec import Struct

from litatlas.citation.head_tags import HeadLink, for_front_matter
from litatlas.exports import Download, survey_downloads
from litatlas.exports.addresses import ATOM, CHANGES, FEED, JSON_FEED, feed_path
from litatlas.exports.lists import is_crowd
from litatlas.exports.offline import OFFLINE_FILES
from litatlas.exports.plan import list_files
from litatlas.facets import facet_named
from litatlas.library import Listing
from litatlas.model import Paper
from litatlas.pages.common import Common
from litatlas.pages.head import FULL_WIDTH, head
from litatlas.pages.items import PageLink
from litatlas.pages.paths import DOWNLOADS, file_address
from litatlas.pages.survey import Survey
from litatlas.pages.wording import count

USES = {
    "BibTeX": "for LaTeX with any bibliography style",
    "BibTeX (ASCII)": "the same with accents as TeX commands, for old styles that cut letters in two",
    "BibLaTeX": "for LaTeX with biblatex and biber",
    "RIS": "for EndNote, RefWorks, Mendeley and most other reference managers",
    "CSL-JSON": "for Zotero, pandoc and other citation processors",
    "JSON Lines": "every field of the records, one paper a line, for scripts",
    "CSV": "one paper a row, for spreadsheets",
}
"""What each format is good for, by its label."""


class DownloadLine(Struct, frozen=True):
    """The line of downloads on a page; empty links where there is nothing to download."""

    links: tuple[PageLink, ...]
    note: str = ""
    """What to know of files that are shared with others; empty where the page has its own."""

    mark: str = ""
    """The citation key under which the page's paper stands in shared files."""


class Offer(Struct, frozen=True):
    """A file on the page of downloads."""

    link: PageLink
    use: str


class OfflineOffer(Struct, frozen=True):
    """A file with the whole survey on the page of downloads."""

    key: str
    """What the build finds the offer's place by, to make it a link once the file stands beside the page."""

    label: str
    format: str
    use: str
    command: str
    """The command that makes it; empty where every build does."""


class DownloadsPage(Struct, frozen=True):
    """The page that lists what can be downloaded."""

    path: str
    head: Mapping[str, Any]
    counts: str
    files: tuple[Offer, ...]
    feeds: tuple[Offer, ...]
    list_feeds: bool
    """Whether every list has a feed."""

    shared: str
    """What to know in a survey of so many files that not all have their own; empty elsewhere."""

    example: PageLink | None
    """A file of one paper, to show where they are."""

    offline: tuple[OfflineOffer, ...]


def paper_line(paper: Paper, common: Common, linked: Collection[str] = ()) -> DownloadLine:
    """Build the line of a paper's page; nothing where each of its files is linked on the page already.

    Arguments:
        paper: The page's.
        common: The survey's.
        linked: The paths of files that other parts of the page link.
    """
    files = common.exports.of_paper(paper.id)
    if not any(file.shared for file in files):
        return DownloadLine(() if all(file.path in linked for file in files) else _links(files))
    note = "The files hold further papers; this one is the entry"
    return DownloadLine(_links(files), note, paper.citation_key)


class ListPlace(Struct, frozen=True):
    """A list, as the links to its files and its feed are made from it."""

    facet: str
    slug: str
    name: str
    own: bool
    """Whether it has files of its own, and a feed."""

    crowd: bool
    """Whether only the survey's files hold its papers."""


def list_place(listing: Listing, survey: Survey) -> ListPlace:
    """Ask a survey for it."""
    own = survey.exports.is_own(listing)
    return ListPlace(listing.facet.key, listing.slug, listing.name, own, not own and is_crowd(listing))


def list_line(place: ListPlace, common: Common) -> DownloadLine:
    """Build the line of a list's page."""
    facet = facet_named(place.facet)
    files = list_files(facet.folder, place.slug, place.own, place.crowd)
    feed = feed_path(facet.folder, place.slug) if place.own and common.exports.feeds else ""
    links = (*_links(files), *((PageLink("Atom feed", feed),) if feed else ()))
    if not any(file.shared for file in files):
        return DownloadLine(links)
    if place.crowd:
        return DownloadLine(links, "The files hold all papers of the survey.")
    return DownloadLine(links, f"The files hold the papers of further {facet.label.lower()}.")


def whole_line(survey: Survey) -> DownloadLine:
    """Build the line of the list of all papers."""
    feed = (PageLink("Atom feed", FEED),) if survey.exports.feeds else ()
    return DownloadLine((*_links(survey_downloads()), *feed))


def list_head(place: ListPlace, page: str, common: Common) -> list[dict[str, str]]:
    """Give the head tags by which programs find a list's feed and its exports.

    Arguments:
        place: The list.
        page: Path of the one of its pages that the tags stand on.
        common: The survey's.
    """
    return for_front_matter(_list_links(place, page, common))


def _list_links(place: ListPlace, page: str, common: Common) -> Iterator[HeadLink]:
    folder = facet_named(place.facet).folder
    if place.own and common.exports.feeds:
        feed = file_address(feed_path(folder, place.slug), page)
        yield HeadLink("alternate", feed, ATOM, f"{place.name} – {common.settings.title}")
    for file in () if place.crowd else list_files(folder, place.slug, place.own, crowd=False):
        yield HeadLink("alternate", file_address(file.path, page), file.media_type, f"{place.name} ({file.label})")


def make_downloads_page(survey: Survey) -> DownloadsPage:
    """Build the page of downloads."""
    title = survey.settings.title
    number = count(len(survey.library), "paper")
    return DownloadsPage(
        path=DOWNLOADS,
        head=head(
            "downloads", "Downloads", f"The {number} of {title} as files, and feeds of what is new.", hide=FULL_WIDTH
        ),
        counts=number,
        files=tuple(Offer(PageLink(file.label, file.path), USES[file.label]) for file in survey_downloads()),
        feeds=tuple(_feeds(survey)),
        shared=_shared(survey),
        list_feeds=survey.exports.feeds and not survey.exports.smallest,
        example=_example(survey),
        offline=tuple(_offline(survey)),
    )


def _feeds(survey: Survey) -> Iterator[Offer]:
    if survey.exports.feeds:
        yield Offer(PageLink("New papers", FEED), "an Atom feed")
        yield Offer(PageLink("New papers, as JSON", JSON_FEED), "a JSON Feed")
        yield Offer(PageLink("Changes", CHANGES), "an Atom feed: papers added, corrected, retracted, merged, withdrawn")


def _offline(survey: Survey) -> Iterator[OfflineOffer]:
    for key, kind in OFFLINE_FILES.items():
        command = "" if key in survey.settings.offline else kind.command
        yield OfflineOffer(key, kind.label, kind.format, kind.use, command)


def _example(survey: Survey) -> PageLink | None:
    """Give a file of one paper, under its name."""
    first = next(iter(survey.library.listed), "")
    if not first:
        return None
    path = survey.exports.of_paper(first)[0].path
    return PageLink(path, path)


def _shared(survey: Survey) -> str:
    plan = survey.exports
    if plan.own_papers:
        return ""
    lists = f", and lists of fewer than {plan.smallest} papers," if plan.smallest else ""
    return (
        f"The survey has so many papers that single papers{lists} have no files of their own: they share a file with"
        " those whose addresses begin with the same two letters. Each page links to it."
    )


def _links(files: tuple[Download, ...]) -> tuple[PageLink, ...]:
    return tuple(PageLink(file.label, file.path) for file in files)
