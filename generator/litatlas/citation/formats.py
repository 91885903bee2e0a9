"""What an export format is: how one paper is written, and how entries make up a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from litatlas.citation.context import ExportContext
from litatlas.model import Paper


@dataclass(frozen=True, slots=True)
class Format:
    """A way to hand papers to somebody's reference manager, script or table."""

    key: str
    """Its name in settings, addresses of pages and the command line: `csl-json`."""

    label: str
    """Its name on a page: `CSL-JSON`."""

    suffix: str
    """How names of files end: `.bib`; no two formats share one."""

    media_type: str

    entry: Callable[[Paper, ExportContext], str]
    """Write one paper; the same text, whatever file it stands in. It ends with a line end."""

    joined: Callable[[Sequence[str]], str]
    """Make a whole file of entries; of none, a valid file without any."""

    def render(self, papers: Sequence[Paper], context: ExportContext) -> str:
        """Write a file of these papers, sorted by id whatever their order, with a final line end."""
        return self.joined([self.entry(paper, context) for paper in sorted(papers, key=lambda paper: paper.id)])
