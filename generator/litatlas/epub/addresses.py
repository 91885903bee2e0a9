"""Where the pages of a survey are found for a reader of the book: inside it, else on the web."""

from collections.abc import Mapping
from urllib.parse import quote

from msgspec import Struct

from litatlas.epub.xhtml import web_address
from litatlas.identity.permalink import Ledger, State
from litatlas.pages.head import page_address
from litatlas.pages.paths import KINDS_WITH_PAGES, page_path
from litatlas.settings import Settings


class Addresses(Struct, frozen=True):
    """Gives an address by the path of a page or file below docs/; empty where it is found in neither place."""

    inside: Mapping[str, str]
    """What the book holds: `papers/mmicl.md` -> `theme-models.xhtml#p-mmicl`."""

    settings: Settings

    def __call__(self, path: str) -> str:
        """Give the address of a page, of `page#anchor`, or of a file."""
        if path in self.inside:
            return self.inside[path]
        if "#" in path or not self.settings.address:
            return ""
        if path.endswith(".md"):
            return web_address(page_address(path, self.settings.address))
        return web_address(self.settings.address + quote(path))


def with_old_addresses(inside: Mapping[str, str], ledger: Ledger) -> dict[str, str]:
    """Give the addresses with those of pages that were merged or renamed."""
    found = dict(inside)
    for kind in sorted(KINDS_WITH_PAGES):
        for entry in ledger.entries(kind):
            end = ledger.resolve(kind, entry.id) if entry.state is State.REDIRECT else None
            here = inside.get(page_path(kind, end.id)) if end else None
            if here:
                found[page_path(kind, entry.id)] = here
    return found
