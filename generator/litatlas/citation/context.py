"""What an export needs to know beside the papers it writes."""

from collections.abc import Iterable, Set

from msgspec import Struct

from litatlas.citation.versions import VersionKind
from litatlas.library import Library
from litatlas.model import Paper
from litatlas.settings import Settings


class ExportContext(Struct, frozen=True):
    """The survey around an export: the same context gives the same bytes for a paper, alone or among others."""

    settings: Settings
    names: Set[str] = frozenset()
    """Names of the survey's systems (`MMICL`, `Leopard`): their capitals in titles are protected in BibTeX."""

    prefer: VersionKind = VersionKind.PUBLISHED
    """Which version of a work is cited where there are two."""

    @classmethod
    def of(cls, settings: Settings, papers: Library | Iterable[Paper]) -> "ExportContext":
        """Give the context of a survey."""
        if isinstance(papers, Library):
            return cls(settings, papers.system_names)
        return cls(settings, frozenset(paper.short for paper in papers if paper.short))

    def page(self, paper: Paper) -> str:
        """Give the absolute address of a paper's page; empty for a survey that has no address."""
        address = self.settings.address
        return f"{address}papers/{paper.id}/" if address else ""
