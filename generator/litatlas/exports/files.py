"""The texts of all exports: each paper is written once in each format, however many files hold it."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain

from litatlas.exports.addresses import OF_A_LIST, prefix_of
from litatlas.exports.entries import GROUPS, Entries
from litatlas.exports.plan import PAPERS, ExportPlan, is_crowd, list_addresses, paper_addresses
from litatlas.exports.whole import FormatFiles, Holder, Wholes, make_files, work_of
from litatlas.identity.permalink import Ledger
from litatlas.incremental.keyed_files import ALWAYS, Content, KeyedFiles
from litatlas.incremental.memo import NOTHING, Memo, remembered
from litatlas.library import Library
from litatlas.library.paper_memo import lists_mark
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
    key = memo.digest(lists_mark(library, ledger, memo), plan.form)
    holders = remembered(memo.stage("holders"), key, lambda: tuple(_holders(library, ledger, plan)))
    wholes = Wholes(entries, memo)
    held = [(holder, b"".join([wholes.keys[at] for at in holder.places])) for holder in holders]
    groups = [[FormatFiles(key, wholes, held if key in OF_A_LIST else (), kept) for key in group] for group in GROUPS]
    missing = [
        (group, [format for format in formats if not format.stands])
        for group, formats in zip(GROUPS, groups, strict=True)
    ]
    works = (work_of(group, entries, [format.work() for format in formats]) for group, formats in missing if formats)
    run = workers if all(format.is_new for _, formats in missing for format in formats) else ALONE
    done = chain.from_iterable(run.start(partial(make_files, shelf=kept.shelf), works))
    every = chain.from_iterable(groups)
    return ((path, owner, made.content) for format in every for path, owner, made in format.files(done))


def _holders(library: Library, ledger: Ledger, plan: ExportPlan) -> Iterator[Holder]:
    """Give every address that holds some papers: those of papers and lists, and the bundles of these."""
    place = {paper.id: at for at, paper in enumerate(library)}
    shared: dict[tuple[str, str], set[int]] = {}

    def holder(folder: str, id: str, held: Iterable[int], own: bool = True) -> Holder:
        return Holder(folder, id, own, tuple(sorted(held)))

    for id, papers in paper_addresses(library, ledger):
        places = [place[paper.id] for paper in papers]
        if plan.own_papers:
            yield holder(PAPERS, id, places)
        else:
            shared.setdefault((PAPERS, prefix_of(id)), set()).update(places)
    for slug, listing in list_addresses(library, ledger):
        folder, places = listing.facet.folder, [place[paper.id] for paper in listing.papers]
        if plan.is_own(listing):
            yield holder(folder, slug, places)
        elif not is_crowd(listing):
            shared.setdefault((folder, prefix_of(slug)), set()).update(places)
    for (folder, prefix), held in shared.items():
        yield holder(folder, prefix, held, own=False)
