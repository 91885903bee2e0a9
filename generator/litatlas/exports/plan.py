"""How many files a survey may have, and which exports give way where it would have more.

Hosts of static sites take 20,000 files (some more, few fewer), and a survey
has three exports and a feed beside each of its pages. Past the limit of the
settings single papers give up their own files first, for they are the most,
then lists, the shortest first. What gives way stands in a bundle: a file of
all papers whose ids begin alike, so that its address follows from the id.
"""

from collections.abc import Iterator
from itertools import compress

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from litatlas.exports.addresses import OF_A_LIST, Download, downloads, downloads_of_all, prefix_of
from litatlas.exports.lists import is_crowd, list_addresses
from litatlas.identity.permalink import Ledger
from litatlas.incremental.memo import NOTHING, Memo, remembered
from litatlas.library import Library, Listing
from litatlas.library.paper_memo import lists_mark
from litatlas.model import Paper
from litatlas.problems import Origin, Problem, quoted
from litatlas.settings import Settings

PAPERS = "papers"
"""Folder of the papers' pages and exports."""

ENTRIES = 50
"""Entries in one archive of a feed; the feed itself holds at most twice as many."""

OVERHEAD = 450
"""Files of a site beside its papers and lists: the theme's, fonts, indexes, hand-written pages, the survey's own."""

DATA = 1
"""Files of data for scripts (search, cards, explorer, map) that a paper adds: measured, 0.95 at 5,000 papers."""

_LEVELS = ((True, 0), (False, 0), (False, 2), (False, 6), (False, 21))
"""What gives way, step by step: whether papers have files of their own, and the shortest list that has."""


class ExportPlan(Struct, frozen=True):
    """Which papers and lists have files of their own."""

    own_papers: bool = True
    smallest: int = 0
    """A list with fewer papers shares its files, and has no feed."""

    feeds: bool = False
    """Whether there are feeds: they need the survey's address."""

    references: bool = False
    """Whether each paper has a text of its formatted references; its page holds one of them then, else all."""

    linksets: bool = False
    """Whether each paper has a link set: first to give way, for its page's head says the same."""

    files: int = 0
    """Files of the whole site, by estimate."""

    wanted: int = 0
    """As many as there would be if nothing had to give way."""

    @property
    def form(self) -> "ExportPlan":
        """The plan without its estimates: all that pages and files follow from."""
        return ExportPlan(self.own_papers, self.smallest, self.feeds, self.references, self.linksets)

    def of_paper(self, id: str) -> tuple[Download, ...]:
        """Give the files that hold a paper."""
        return downloads(PAPERS, id, self.own_papers)

    def is_own(self, listing: Listing) -> bool:
        """Whether a list has files of its own."""
        return len(listing.papers) >= self.smallest and not is_crowd(listing)


def list_files(folder: str, slug: str, own: bool, crowd: bool) -> tuple[Download, ...]:
    """Give the files that hold the papers of a list: its own, those that it shares, or a crowd's, the survey's."""
    return downloads_of_all(OF_A_LIST) if crowd else downloads(folder, slug, own)


def plan_exports(library: Library, ledger: Ledger, settings: Settings, memo: Memo = NOTHING) -> ExportPlan:
    """Give the plan that leaves most files in place within the limit; past all of it, the last."""
    key = memo.digest(lists_mark(library, ledger, memo), settings)
    return remembered(memo.stage("plan"), key, lambda: _planned(library, ledger, settings))


def _planned(library: Library, ledger: Ledger, settings: Settings) -> ExportPlan:
    papers = [id for id, _ in paper_addresses(library, ledger)]
    lists = list(list_addresses(library, ledger))
    sizes = np.concatenate([each.sizes for each in lists])
    # By facet: no two of them share a bundle.
    prefixes = [(each.facet.folder, prefix_of(slug)) for each in lists for slug in each.slugs]
    pages = OVERHEAD + (1 + DATA) * len(papers) + int(_filled(sizes, settings.pages.per_page).sum())
    wanted = 0
    plan = ExportPlan()
    for own_papers, smallest in _LEVELS:
        plan = ExportPlan(own_papers, smallest, bool(settings.address))
        exports = len(papers) if own_papers else len({prefix_of(id) for id in papers})
        own = sizes[np.concatenate([each.own(smallest) for each in lists])]
        bundles = set(compress(prefixes, np.concatenate([each.shared(smallest) for each in lists]).tolist()))
        feeds = int(documents(own).sum()) if plan.feeds else 0
        files = pages + len(OF_A_LIST) * (exports + len(own) + len(bundles)) + feeds
        wanted = wanted or files
        plan = replace(plan, files=files, wanted=wanted)
        if files <= settings.exports.max_files:
            break
    for name in ("references", *(("linksets",) if settings.address else ())):
        files = plan.files + len(papers)
        if files <= settings.exports.max_files:
            plan = replace(plan, files=files, wanted=plan.wanted + len(papers), **{name: True})
    return plan


def export_problems(plan: ExportPlan, settings: Settings) -> Iterator[Problem]:
    """Say what gave way to the limit on files, and what a survey without an address must do without."""
    origin, limit = Origin("survey.yml"), settings.exports.max_files
    if not settings.address:
        yield Problem(
            "no-address",
            origin,
            "address is not set; the site has no feeds, no robots.txt and no opensearch.xml, for they name absolute"
            " addresses; write address: https://... where it is published",
        )
    if not plan.own_papers:
        lists = f" and of lists of fewer than {plan.smallest} papers" if plan.smallest else ""
        yield Problem(
            "shared-exports",
            origin,
            f"the site would have {plan.wanted:,} files, more than exports.max_files {quoted(limit)}; exports of single"
            f" papers{lists} share files in folders named 'bundle'; raise it if the site's host takes more",
        )
    if plan.files > limit:
        yield Problem(
            "too-many-files",
            origin,
            f"the site has about {plan.files:,} files, more than exports.max_files {quoted(limit)} even with shared"
            " exports; a host with that limit refuses it; choose another one and raise the setting",
        )
        if "zip" in settings.offline:
            yield Problem(
                "large-zip",
                origin,
                f"offline names 'zip' of a site of about {plan.files:,} files; many hosts refuse a file as large as"
                " that ZIP will be, and readers need long to unpack it; leave it out, and hand out what"
                " 'litatlas bundle' makes to who asks for it",
            )


def documents(entries: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the number of documents that feeds of so many entries have, if none of these is huge."""
    return np.maximum(1, _filled(entries, ENTRIES) - 1)


def _filled(things: NDArray[np.int64], room: int) -> NDArray[np.int64]:
    """Give how many pages so many things fill, and at least one."""
    return np.maximum(1, -(-things // room))


def paper_addresses(library: Library, ledger: Ledger) -> Iterator[tuple[str, tuple[Paper, ...]]]:
    """Give every id that a paper ever had, with the paper that stands there now.

    An id that was merged or renamed has the paper that it leads to; one that was withdrawn has none.
    """
    for paper in library:
        yield paper.id, (paper,)
    for entry in ledger.entries("paper"):
        if entry.id in library.by_id:
            continue
        end = ledger.resolve("paper", entry.id)
        yield entry.id, (library.by_id[end.id],) if end and end.id in library.by_id else ()
