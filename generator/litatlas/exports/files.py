"""The texts of all exports: each paper is written once in each format, however many files hold it."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial

from litatlas.citation import FORMATS
from litatlas.exports.addresses import OF_A_LIST, WHOLE, export_path, prefix_of
from litatlas.exports.entries import GROUPS, Entries
from litatlas.exports.plan import PAPERS, ExportPlan, is_crowd, list_addresses, paper_addresses
from litatlas.keyed_files import ALWAYS, Content, KeyedFiles
from litatlas.library import Library
from litatlas.model import Paper
from litatlas.permalink import Ledger


def export_files(
    library: Library, ledger: Ledger, plan: ExportPlan, entries: Entries, kept: KeyedFiles = ALWAYS
) -> Iterator[tuple[str, str, Content]]:
    """Give every export as (path below docs/, what it is of, text in UTF-8).

    An address that was merged or renamed keeps its files: they hold what it
    leads to. A withdrawn one keeps them too, without an entry.
    """
    for formats in reversed(GROUPS):
        joined = _Joined(entries, formats, kept)
        for format in formats:
            path = f"{WHOLE}{FORMATS[format].suffix}"
            yield path, "the export of all papers", joined.file(path, format, tuple(library.by_id))
    papers = ((id, found, plan.own_papers) for id, found in paper_addresses(library, ledger))
    yield from _folder(PAPERS, papers, joined)
    lists: dict[str, list[tuple[str, tuple[Paper, ...], bool]]] = {}
    for slug, listing in list_addresses(library, ledger):
        if not is_crowd(listing):
            lists.setdefault(listing.facet.folder, []).append((slug, listing.papers, plan.is_own(listing)))
    for folder, addresses in lists.items():
        yield from _folder(folder, addresses, joined)


HELD = 20_000
"""Papers whose entries are held unpacked while files are made of them: some 10 KB each."""


class _Joined:
    """Files of entries in some formats."""

    def __init__(self, entries: Entries, formats: Sequence[str], kept: KeyedFiles) -> None:
        self._entries, self._formats, self._kept = entries, formats, kept
        self._of = lru_cache(HELD)(partial(entries.of, formats=formats))

    def file(self, path: str, format: str, ids: Sequence[str]) -> Content:
        """Give the file with the entries of these papers, in this order."""

        def make() -> bytes:
            place = self._formats.index(format)
            # One without entries is a line of its own, not nothing: hosts and programs take an empty file for a fault.
            return FORMATS[format].joined([self._of(id)[place] for id in ids]) or b"\n"

        return self._kept.file(path, (format, b"".join(self._entries.keys[id] for id in ids)), make).content


def _folder(
    folder: str, addresses: Iterable[tuple[str, tuple[Paper, ...], bool]], joined: _Joined
) -> Iterator[tuple[str, str, Content]]:
    """Give the exports of one folder: those of each id that has its own, and the bundles of the others."""
    bundles: dict[str, set[str]] = {}
    for id, papers, own in addresses:
        ids = sorted(paper.id for paper in papers)
        if own:
            for format in OF_A_LIST:
                path = export_path(folder, id, format)
                yield path, f"the export of {folder}/{id}", joined.file(path, format, ids)
        else:
            bundles.setdefault(prefix_of(id), set()).update(ids)
    for prefix, held in sorted(bundles.items()):
        for format in OF_A_LIST:
            path = export_path(folder, prefix, format, own=False)
            yield path, f"the bundle of {folder}/{prefix}", joined.file(path, format, sorted(held))
