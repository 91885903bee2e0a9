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
        self._known: dict[tuple[tuple[str, str], str], tuple[str, str]] = {}
        self._folder = ""
        self.url = ""
        self.place = ("", "")
        """What the addresses of a page's links depend on: its folder, and what its own address lies below."""

        self.anchors: set[str] = set()
        """The places on the page itself that its links lead to."""

        self.used: list[str] = []
        """The addresses that links led to since this was last emptied, each behind a line feed."""

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
            self.used.append(f"\n{self.url}")
            return target
        known = self._known.get((self.place, target))
        if known is None or known[0].startswith(self.url):
            known = self._found(target)
        address, written = known
        self.used.append(f"\n{address}")
        return written

    def _found(self, target: str) -> tuple[str, str]:
        """Give the address that a target leads to, and as it is written here; remembers it for pages beside this."""
        path, mark, query = target.partition("?")
        address = self._addresses.get(posixpath.normpath(posixpath.join(self._folder, unquote(path))))
        if address is None or "#" in target or bool(mark) != bool(query) or target.startswith("/"):
            raise UnknownLinkError(target)
        found = address, get_relative_url(address, self.url) + mark + query
        if not address.startswith(self.url):
            self._known[self.place, target] = found
        return found

    def lead_home(self, used: str) -> bool:
        """Whether one of some addresses, as in `used`, is the page's own or below it: it is like on no other page."""
        return f"\n{self.url}" in used
