"""The texts of all exports: each paper is written once in each format, however many files hold it."""

from collections.abc import Iterable, Iterator

from litatlas.citation import FORMATS, ExportContext
from litatlas.exports.addresses import OF_A_LIST, OF_THE_SURVEY, WHOLE, export_path, prefix_of
from litatlas.exports.plan import PAPERS, ExportPlan, is_crowd, list_addresses, paper_addresses
from litatlas.library import Library
from litatlas.model import Paper
from litatlas.permalink import Ledger
from litatlas.settings import Settings


class Entries:
    """The entries of a survey's papers; one that stands in several files is made on first use and kept."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self._context = ExportContext.of(settings, library)
        self._made: dict[tuple[str, str], str] = {}

    def file(self, format: str, papers: Iterable[Paper]) -> str:
        """Give a file of these papers, sorted by id, as a format (a key of `FORMATS`) joins them."""
        ordered = sorted(papers, key=lambda paper: paper.id)
        # A file without entries is a line of its own, not nothing: hosts and programs take an empty file for a fault.
        return FORMATS[format].joined([self._entry(format, paper) for paper in ordered]) or "\n"

    def _entry(self, format: str, paper: Paper) -> str:
        if format not in OF_A_LIST:
            # It stands in the file of the whole survey, and nowhere else.
            return FORMATS[format].entry(paper, self._context)
        made = self._made.get((format, paper.id))
        if made is None:
            made = self._made[(format, paper.id)] = FORMATS[format].entry(paper, self._context)
        return made


def export_files(
    library: Library, ledger: Ledger, settings: Settings, plan: ExportPlan
) -> Iterator[tuple[str, str, str]]:
    """Give every export as (path below docs/, what it is of, text).

    An address that was merged or renamed keeps its files: they hold what it
    leads to. A withdrawn one keeps them too, without an entry.
    """
    entries = Entries(library, settings)
    for format in OF_THE_SURVEY:
        yield f"{WHOLE}{FORMATS[format].suffix}", "the export of all papers", entries.file(format, library)
    papers = ((id, found, plan.own_papers) for id, found in paper_addresses(library, ledger))
    yield from _folder(PAPERS, papers, entries)
    lists: dict[str, list[tuple[str, tuple[Paper, ...], bool]]] = {}
    for slug, listing in list_addresses(library, ledger):
        if not is_crowd(listing):
            lists.setdefault(listing.facet.folder, []).append((slug, listing.papers, plan.is_own(listing)))
    for folder, addresses in lists.items():
        yield from _folder(folder, addresses, entries)


def _folder(
    folder: str, addresses: Iterable[tuple[str, tuple[Paper, ...], bool]], entries: Entries
) -> Iterator[tuple[str, str, str]]:
    """Give the exports of one folder: those of each id that has its own, and the bundles of the others."""
    bundles: dict[str, dict[str, Paper]] = {}
    for id, papers, own in addresses:
        if own:
            for format in OF_A_LIST:
                yield export_path(folder, id, format), f"the export of {folder}/{id}", entries.file(format, papers)
        else:
            bundles.setdefault(prefix_of(id), {}).update((paper.id, paper) for paper in papers)
    for prefix, held in sorted(bundles.items()):
        for format in OF_A_LIST:
            path = export_path(folder, prefix, format, own=False)
            yield path, f"the bundle of {folder}/{prefix}", entries.file(format, held.values())
