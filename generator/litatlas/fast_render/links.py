"""Links of a generated page: from the path of a file to the address that MkDocs would give it."""

import posixpath
from collections.abc import Mapping
from urllib.parse import unquote

from mkdocs.utils import get_relative_url

PROBE = "zqlink"
"""How the stand-in for a link's target begins while a shape is learned; such a link is left as it is."""

PROBE_ANCHOR = "zqwords"
"""The same of a heading's id."""

_OUTSIDE = ("https://", "http://", "mailto:")


class UnknownLinkError(Exception):
    """A link that MkDocs would have something to say about; its page is left to MkDocs."""


class Links:
    """The links of one page at a time."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        """Know every file of the site.

        Arguments:
            addresses: The address of each, relative to the site, by its path below docs/.
        """
        self._addresses = addresses
        self._known: dict[tuple[str, str], str] = {}
        self._folder = ""
        self.url = ""
        self.place = ("", "")
        """What the addresses of a page's links depend on: its folder, and what its own address lies below."""

        self.anchors: set[str] = set()
        """The places on the page itself that its links lead to."""

        self.used: list[str] = []
        """The addresses that links led to since this was last emptied."""

    def enter(self, path: str, url: str) -> None:
        """Turn to another page: its path below docs/ and its address."""
        self.url, self._folder = url, posixpath.dirname(path)
        # The first page of a site is at `./`, which lies beside nothing.
        self.place = self._folder, url if url == "./" else url[: url.rfind("/", 0, -1) + 1]
        self.anchors = set()

    def resolve(self, target: str) -> str:
        """Give the address of a target as it stands in Markdown.

        Raises:
            UnknownLinkError: When it is no page or file of the site, or leads to a place on another page.
        """
        if target.startswith(_OUTSIDE) or target.startswith(PROBE):
            return target
        if target.startswith("#"):
            if target.startswith(f"#{PROBE_ANCHOR}"):
                return target
            self.anchors.add(target[1:])
            self.used.append(self.url)
            return target
        target, mark, query = target.partition("?")
        path = posixpath.normpath(posixpath.join(self._folder, unquote(target)))
        address = self._addresses.get(path)
        if address is None or "#" in target + query or bool(mark) != bool(query) or target.startswith("/"):
            raise UnknownLinkError(f"{target}{mark}{query}")
        self.used.append(address)
        return self._relative(address) + mark + query

    def _relative(self, address: str) -> str:
        if self.is_own(address):
            return get_relative_url(address, self.url)
        key = self.place[1], address
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = get_relative_url(address, self.url)
        return known

    def is_own(self, address: str) -> bool:
        """Whether an address is the page's own or below it, so that a link to it is like on no other page."""
        return address.startswith(self.url)
