"""How each paper of a survey is cited, in the survey's styles, in each of its versions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from operator import attrgetter

from litatlas.citation.context import ExportContext
from litatlas.citation.csl_json import csl_item
from litatlas.citation.styles import Reference, Style, begin_formatting
from litatlas.citation.versions import VersionKind, kinds_of
from litatlas.memo import NOTHING, Memo
from litatlas.model import Paper
from litatlas.problems import Problems
from litatlas.settings import Settings
from litatlas.workers import ALONE, Workers

NOT_SHOWN = frozenset(
    {"id", "citation_key", "origin", "abstract", "curated_tags", "tags", "keywords", "attributes", "references"}
    | {"added", "note", "sources", "theme"}
)
"""The fields of a paper that no reference shows: where only these differ, it is the same one."""

_shown = attrgetter(*(field.name for field in fields(Paper) if field.name not in NOT_SHOWN))


@dataclass(frozen=True, slots=True)
class Citations:
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
) -> Callable[[Problems], Mapping[str, Citations]]:
    """Begin to do so beside what comes next here; gives what waits for the references."""
    papers = tuple(papers)
    # Without the names of systems, which only BibTeX needs.
    context = ExportContext(settings)
    items = ((paper.id, _shown(paper), partial(csl_item, paper, context)) for paper in papers)
    kinds = {paper.id: kind for paper in papers if (kind := other_version(paper))}
    others = (
        (f"{paper.id} ({kind.value})", _shown(paper), partial(csl_item, paper, replace(context, prefer=kind)))
        for paper in papers
        if (kind := kinds.get(paper.id))
    )
    in_all = begin_formatting(items, styles, settings.language, memo, workers)
    in_first = begin_formatting(others, styles[:1], settings.language, memo, workers, stage="references-other")

    def citations(problems: Problems) -> Mapping[str, Citations]:
        cited, other = in_all(problems), in_first(problems)
        return {
            paper.id: Citations(cited[paper.id], next(iter(other.get(f"{paper.id} ({kinds.get(paper.id)})", ())), None))
            for paper in papers
        }

    return citations
