"""How each paper of a survey is cited, in the survey's styles, in each of its versions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import attrgetter
from types import MappingProxyType
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from litatlas.citation.context import ExportContext
from litatlas.citation.csl_json import csl_item
from litatlas.citation.styles import Reference, Style, begin_formatting
from litatlas.citation.versions import VersionKind, kinds_of
from litatlas.incremental.memo import NOTHING, ByName, Digest, Memo, remembered
from litatlas.model import Paper
from litatlas.problems import Problems
from litatlas.settings import Settings
from litatlas.workers import ALONE, Workers

NOT_SHOWN = frozenset(
    {"id", "citation_key", "origin", "abstract", "curated_tags", "tags", "keywords", "attributes", "references"}
    | {"added", "note", "sources", "theme"}
)
"""The fields of a paper that no reference shows: where only these differ, it is the same one."""

_shown = attrgetter(*(name for name in Paper.__struct_fields__ if name not in NOT_SHOWN))


def shown(paper: Paper) -> tuple[object, ...]:
    """Give all that a reference shows of a paper."""
    return cast("tuple[object, ...]", _shown(paper))


class Citations(Struct, frozen=True):
    """The formatted references of one paper."""

    cited: tuple[Reference, ...] = ()
    """Of the version that is cited by default, one in each style."""

    other: Reference | None = None
    """Of the paper's other version, in the first style; None where it has one version."""


def other_version(paper: Paper) -> VersionKind | None:
    """Give the kind of the version that is not cited by default; None where there is one version."""
    return next(iter(kinds_of(paper)[1:]), None)


def cite_papers(
    papers: Iterable[Paper],
    settings: Settings,
    styles: Sequence[Style],
    problems: Problems,
    memo: Memo = NOTHING,
    workers: Workers = ALONE,
) -> Mapping[str, Citations]:
    """Format every paper in every style, and its other version in the first; see `begin_formatting`."""
    return begin_citing(papers, settings, styles, memo, workers)(problems)


def begin_citing(
    papers: Iterable[Paper],
    settings: Settings,
    styles: Sequence[Style],
    memo: Memo = NOTHING,
    workers: Workers = ALONE,
    marks: Mapping[str, Digest] = MappingProxyType({}),
) -> Callable[[Problems], Mapping[str, Citations]]:
    """Begin to do so beside what comes next here; gives what waits for the references.

    Arguments:
        papers: As for `cite_papers`, as are those below.
        settings: The survey's.
        styles: In which they are cited.
        memo: What was formatted before.
        workers: Format what is missing.
        marks: The digest of what references show of each paper (`shown`), by its id, where it is known.
    """
    by_id = {paper.id: paper for paper in papers}
    # Without the names of systems, which only BibTeX needs.
    context = ExportContext(settings)
    seen = {id: marks.get(id) or memo.digest(shown(paper)) for id, paper in by_id.items()}
    kinds = remembered(memo.stage("other-versions"), memo.digest(seen), partial(_other_versions, by_id.values()))
    items = ((id, seen[id], partial(csl_item, paper, context)) for id, paper in by_id.items())
    others = (
        (id, memo.digest(seen[id], kind), partial(csl_item, by_id[id], replace(context, prefer=kind)))
        for id, kind in kinds.items()
    )
    in_all = begin_formatting(items, styles, settings.language, memo, workers)
    in_first = begin_formatting(others, styles[:1], settings.language, memo, workers, stage="references-other")

    def citation(id: str) -> Citations:
        return Citations(in_all[id], next(iter(in_first.get(id, ())), None))

    def citations(problems: Problems) -> Mapping[str, Citations]:
        in_all.tell(problems)
        in_first.tell(problems)
        both = {id: memo.digest(in_all.keys_of[id], key) for id, key in in_first.keys_of.items()}
        return ByName({**in_all.keys_of, **both}, memo.digest(in_all.mark, in_first.mark), citation)

    return citations


def _other_versions(papers: Iterable[Paper]) -> dict[str, VersionKind]:
    """Give the kind of the other version of each paper that has one, by its id."""
    return {paper.id: kind for paper in papers if (kind := other_version(paper))}
