"""The texts of all exports: each paper is written once in each format, however many files hold it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from litatlas.exports.addresses import OF_A_LIST, export_path, prefix_of
from litatlas.exports.entries import GROUPS, Entries
from litatlas.exports.plan import PAPERS, ExportPlan, is_crowd, list_addresses, paper_addresses
from litatlas.exports.whole import EMPTY_FILE, WholeFile
from litatlas.keyed_files import ALWAYS, Content, KeyedFiles
from litatlas.library import Library
from litatlas.memo import NOTHING, Memo
from litatlas.model import Paper
from litatlas.permalink import Ledger

Files = Iterator[tuple[str, str, Content]]


def export_files(
    library: Library,
    ledger: Ledger,
    plan: ExportPlan,
    entries: Entries,
    kept: KeyedFiles = ALWAYS,
    memo: Memo = NOTHING,
) -> Files:
    """Give every export as (path below docs/, what it is of, text in UTF-8).

    An address that was merged or renamed keeps its files: they hold what it
    leads to. A withdrawn one keeps them too, without an entry.
    """
    wholes: dict[str, WholeFile] = {}
    for formats in GROUPS:
        for place, format in enumerate(formats):
            # Unpacked once for each format: all of them would be held from the first to the last.
            written = partial(_at, partial(entries.of, formats=formats), place)
            whole = WholeFile(format, entries.keys, written, kept, memo)
            yield whole.path, "the export of all papers", whole.content
            if format in OF_A_LIST:
                wholes[format] = whole
    cut = _Cut(wholes, entries, kept)
    papers = ((id, found, plan.own_papers) for id, found in paper_addresses(library, ledger))
    yield from cut.folder(PAPERS, papers)
    lists: dict[str, list[tuple[str, tuple[Paper, ...], bool]]] = {}
    for slug, listing in list_addresses(library, ledger):
        if not is_crowd(listing):
            lists.setdefault(listing.facet.folder, []).append((slug, listing.papers, plan.is_own(listing)))
    for folder, addresses in lists.items():
        yield from cut.folder(folder, addresses)


def _at(unpacked: Callable[[str], Sequence[bytes]], place: int, id: str) -> bytes:
    return unpacked(id)[place]


class _Cut:
    """Files of single papers and lists, cut from those of all papers."""

    def __init__(self, wholes: Mapping[str, WholeFile], entries: Entries, kept: KeyedFiles) -> None:
        self._wholes, self._keys, self._kept = wholes, entries.keys, kept

    def folder(self, folder: str, addresses: Iterable[tuple[str, tuple[Paper, ...], bool]]) -> Files:
        """Give the exports of one folder: those of each id that has its own, and the bundles of the others."""
        bundles: dict[str, set[str]] = {}
        for id, papers, own in addresses:
            ids = [paper.id for paper in papers]
            if own:
                yield from self._files(partial(export_path, folder, id), f"the export of {folder}/{id}", sorted(ids))
            else:
                bundles.setdefault(prefix_of(id), set()).update(ids)
        for prefix, held in sorted(bundles.items()):
            path = partial(export_path, folder, prefix, own=False)
            yield from self._files(path, f"the bundle of {folder}/{prefix}", sorted(held))

    def _files(self, path: Callable[[str], str], owner: str, ids: Sequence[str]) -> Files:
        """Give the files with the entries of some papers, in this order."""
        keys = b"".join([self._keys[id] for id in ids])
        for format, whole in self._wholes.items():
            place, make = path(format), partial(_joined, whole, ids)
            yield place, owner, self._kept.file(place, (format, keys), make).content


def _joined(whole: WholeFile, ids: Sequence[str]) -> bytes:
    return whole.format.filled([whole.entry(id) for id in ids]) or EMPTY_FILE
