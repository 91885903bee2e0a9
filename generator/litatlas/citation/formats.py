"""What an export format is: how one paper is written, and how entries make up a file."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from litatlas.citation.context import ExportContext
from litatlas.model import Paper


class Frame(Struct, frozen=True):
    """What a file holds besides its entries."""

    before: str = ""
    between: str = ""
    after: str = ""
    none: str = ""
    """The whole file where there are no entries; one that is valid, unless it is empty."""

    end: str = ""
    """What each entry ends with by itself and not in a file."""


class Format(Struct, frozen=True):
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

    frame: Frame

    def render(self, papers: Sequence[Paper], context: ExportContext) -> str:
        """Write a file of these papers, sorted by id whatever their order, with a final line end."""
        ordered = sorted(papers, key=lambda paper: paper.id)
        return self.joined([self.entry(paper, context).encode("utf-8") for paper in ordered]).decode("utf-8")

    def joined(self, entries: Sequence[bytes]) -> bytes:
        """Make a whole file of entries in UTF-8: text with one rare letter takes four times the room."""
        return self.filled(list(map(self.framed, entries)))

    def framed(self, entry: bytes) -> bytes:
        """Give an entry as it stands in a file."""
        return entry.removesuffix(self.frame.end.encode("ascii"))

    def filled(self, framed: Sequence[bytes]) -> bytes:
        """Make a whole file of entries as they stand in one."""
        if not framed:
            return self.frame.none.encode("ascii")
        before, between, after = (
            part.encode("ascii") for part in (self.frame.before, self.frame.between, self.frame.after)
        )
        return before + between.join(framed) + after
