"""The texts of all exports: each paper is written once in each format, however many files hold it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from litatlas.citation import FORMATS
from litatlas.exports.addresses import OF_A_LIST, WHOLE, export_path, prefix_of
from litatlas.exports.entries import GROUPS, TAKEN, Entries
from litatlas.exports.plan import PAPERS, ExportPlan, is_crowd, list_addresses, paper_addresses
from litatlas.library import Library
from litatlas.model import Paper
from litatlas.permalink import Ledger

Held = Mapping[str, tuple[bytes, ...]]
"""Entries by paper, in the formats of `TAKEN`."""


def export_files(
    library: Library, ledger: Ledger, plan: ExportPlan, entries: Entries
) -> Iterator[tuple[str, str, bytes]]:
    """Give every export as (path below docs/, what it is of, text in UTF-8).

    An address that was merged or renamed keeps its files: they hold what it
    leads to. A withdrawn one keeps them too, without an entry.
    """
    for formats in reversed(GROUPS):
        held = entries.of_all(formats)
        for format in formats:
            content = _joined(format, [of_paper[formats.index(format)] for of_paper in held.values()])
            yield f"{WHOLE}{FORMATS[format].suffix}", "the export of all papers", content
    papers = ((id, found, plan.own_papers) for id, found in paper_addresses(library, ledger))
    yield from _folder(PAPERS, papers, held)
    lists: dict[str, list[tuple[str, tuple[Paper, ...], bool]]] = {}
    for slug, listing in list_addresses(library, ledger):
        if not is_crowd(listing):
            lists.setdefault(listing.facet.folder, []).append((slug, listing.papers, plan.is_own(listing)))
    for folder, addresses in lists.items():
        yield from _folder(folder, addresses, held)


def _folder(
    folder: str, addresses: Iterable[tuple[str, tuple[Paper, ...], bool]], held: Held
) -> Iterator[tuple[str, str, bytes]]:
    """Give the exports of one folder: those of each id that has its own, and the bundles of the others."""
    bundles: dict[str, dict[str, Paper]] = {}
    for id, papers, own in addresses:
        if own:
            for format, content in _of_a_list(papers, held):
                yield export_path(folder, id, format), f"the export of {folder}/{id}", content
        else:
            bundles.setdefault(prefix_of(id), {}).update((paper.id, paper) for paper in papers)
    for prefix, bundled in sorted(bundles.items()):
        for format, content in _of_a_list(bundled.values(), held):
            yield export_path(folder, prefix, format, own=False), f"the bundle of {folder}/{prefix}", content


def _of_a_list(papers: Iterable[Paper], held: Held) -> Iterator[tuple[str, bytes]]:
    """Give the files of these papers by format, sorted by id."""
    ids = sorted(paper.id for paper in papers)
    for format in OF_A_LIST:
        place = TAKEN.index(format)
        yield format, _joined(format, [held[id][place] for id in ids])


def _joined(format: str, entries: Sequence[bytes]) -> bytes:
    # A file without entries is a line of its own, not nothing: hosts and programs take an empty file for a fault.
    return FORMATS[format].joined(entries) or b"\n"
