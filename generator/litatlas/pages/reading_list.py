"""The page of the reading list: scripts fill it from the browser's memory; without them it says how to go on."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from litatlas.pages.head import FULL_WIDTH, head
from litatlas.pages.items import PageLink
from litatlas.pages.paths import DOWNLOADS, index_path

READING_LIST = "reading-list/index.md"
"""Its path below docs/; the header of every page links to it."""


class ReadingListPage(Struct, frozen=True):
    """Everything that the page shows without scripts."""

    path: str
    head: Mapping[str, Any]
    papers: PageLink
    downloads: PageLink


def make_reading_list_page() -> ReadingListPage:
    """Build the page; it is the same in every survey."""
    return ReadingListPage(
        path=READING_LIST,
        head=head("reading-list", "Reading list", "The papers that you keep, in your browser only", hide=FULL_WIDTH),
        papers=PageLink("All papers", index_path("paper")),
        downloads=PageLink("Downloads", DOWNLOADS),
    )
