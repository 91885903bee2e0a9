"""The texts of all exports: each paper is written once in each format, however many files hold it."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, pairwise

import numpy as np

from litatlas.exports.addresses import OF_A_LIST, prefix_of
from litatlas.exports.entries import GROUPS, Entries
from litatlas.exports.lists import list_addresses, membership_mark
from litatlas.exports.plan import PAPERS, ExportPlan, paper_addresses
from litatlas.exports.whole import FormatFiles, Holder, Wholes, make_files, works_of
from litatlas.identity.permalink import Ledger
from litatlas.incremental.keyed_files import ALWAYS, Content, KeyedFiles
from litatlas.incremental.memo import NOTHING, Memo, remembered
from litatlas.incremental.splicing import Places
from litatlas.library import Library
from litatlas.workers import ALONE, Workers

Files = Iterator[tuple[str, str, Content]]


def export_files(
    library: Library,
    ledger: Ledger,
    plan: ExportPlan,
    entries: Entries,
    kept: KeyedFiles = ALWAYS,
    memo: Memo = NOTHING,
    workers: Workers = ALONE,
) -> Files:
    """Give every export as (path below docs/, what it is of, text in UTF-8).

    An address that was merged or renamed keeps its files: they hold what it
    leads to. A withdrawn one keeps them too, without an entry. The files of
    formats that nothing is taken over from are made beside all that comes
    before the first file is asked for.
    """
    key = memo.digest(membership_mark(library, ledger, memo), plan.form)
    holders = remembered(memo.stage("holders"), key, lambda: tuple(_holders(library, ledger, plan)))
    wholes = Wholes(entries, memo)
    held = [(holder, b"".join(map(wholes.keys.__getitem__, holder.places.tolist()))) for holder in holders]
    groups = [[FormatFiles(key, wholes, held if key in OF_A_LIST else (), kept) for key in group] for group in GROUPS]
    missing = [
        (group, [format for format in formats if not format.stands])
        for group, formats in zip(GROUPS, groups, strict=True)
    ]
    works = chain.from_iterable(
        works_of(group, entries, [format.work() for format in formats], kept.shelf)
        for group, formats in missing
        if formats
    )
    run = workers if all(format.is_new for _, formats in missing for format in formats) else ALONE
    done = run.start(partial(make_files, shelf=kept.shelf), works)
    every = chain.from_iterable(groups)
    return ((path, owner, made.content) for format in every for path, owner, made in format.files(done))


def _holders(library: Library, ledger: Ledger, plan: ExportPlan) -> Iterator[Holder]:
    """Give every address that holds some papers: those of papers and lists, and the bundles of these."""
    place = {paper.id: at for at, paper in enumerate(library)}
    of_papers = [(id, [place[paper.id] for paper in papers]) for id, papers in paper_addresses(library, ledger)]
    if plan.own_papers:
        yield from (Holder(PAPERS, id, True, np.array(places, np.int64)) for id, places in of_papers)
    else:
        every = np.array([at for _, places in of_papers for at in places], np.int64)
        yield from _bundles(PAPERS, [id for id, _ in of_papers], [len(places) for _, places in of_papers], every)
    for lists in list_addresses(library, ledger):
        folder, flags = lists.facet.folder, (lists.own(plan.smallest), lists.shared(plan.smallest))
        own, shared = (np.flatnonzero(some).tolist() for some in flags)
        yield from (Holder(folder, lists.slugs[at], True, np.sort(lists.papers([at]))) for at in own)
        yield from _bundles(folder, [lists.slugs[at] for at in shared], lists.sizes[shared], lists.papers(shared))


def _bundles(folder: str, ids: Sequence[str], sizes: Sequence[int] | Places, papers: Places) -> Iterator[Holder]:
    """Give the bundles of some ids, each of so many of these papers."""
    prefixes = list(map(prefix_of, ids))
    number = {prefix: at for at, prefix in enumerate(dict.fromkeys(prefixes))}
    of_papers = np.repeat(np.array([number[prefix] for prefix in prefixes], np.int64), sizes)
    # In the high half the bundle, in the low half the paper: each pair once, and in order.
    pairs = np.unique(of_papers << 32 | papers)
    bounds = np.searchsorted(pairs, np.arange(len(number) + 1) << 32).tolist()
    for prefix, (start, end) in zip(number, pairwise(bounds), strict=True):
        yield Holder(folder, prefix, False, pairs[start:end] & 0xFFFFFFFF)
