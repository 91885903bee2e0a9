"""How each paper of a survey is cited, in the survey's styles, in each of its versions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from litatlas.citation.context import ExportContext
from litatlas.citation.csl_json import csl_item
from litatlas.citation.styles import NO_CACHE, Reference, ReferenceCache, Style, format_references
from litatlas.citation.versions import VersionKind, cited, versions_of
from litatlas.model import Paper
from litatlas.problems import Problems
from litatlas.settings import Settings
from litatlas.workers import ALONE, Workers


@dataclass(frozen=True, slots=True)
class Citations:
    """The formatted references of one paper."""

    cited: tuple[Reference, ...] = ()
    """Of the version that is cited by default, one in each style."""

    other: Reference | None = None
    """Of the paper's other version, in the first style; None where it has one version."""


def other_version(paper: Paper) -> VersionKind | None:
    """Give the kind of the version that is not cited by default; None where there is one version."""
    kinds = [version.kind for version in versions_of(paper)]
    return next((kind for kind in kinds if kind is not cited(paper).kind), None)


def cite_papers(
    papers: Iterable[Paper],
    settings: Settings,
    styles: Sequence[Style],
    problems: Problems,
    cache: ReferenceCache = NO_CACHE,
    workers: Workers = ALONE,
) -> Mapping[str, Citations]:
    """Format every paper in every style, and its other version in the first; see `format_references`."""
    papers = tuple(papers)
    context = ExportContext.of(settings, papers)
    items = {paper.id: csl_item(paper, context) for paper in papers}
    others = {
        f"{paper.id} ({kind.value})": csl_item(paper, replace(context, prefer=kind))
        for paper in papers
        if (kind := other_version(paper))
    }
    wanted = [(style, items if index else {**items, **others}) for index, style in enumerate(styles)]
    found = format_references(wanted, problems, settings.language, cache, workers)
    return {
        paper.id: Citations(
            found.get(paper.id, ()), next(iter(found.get(f"{paper.id} ({other_version(paper)})", ())), None)
        )
        for paper in papers
    }
