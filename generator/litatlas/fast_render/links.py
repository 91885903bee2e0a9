"""Links of a generated page: from the path of a file to the address that MkDocs would give it."""

import posixpath
from typing import Protocol
from urllib.parse import unquote

from mkdocs.utils import get_relative_url

PROBE = "zqlink"
"""How the stand-in for a link's target begins while a shape is learned; such a link is left as it is."""

PROBE_ANCHOR = "zqwords"
"""The same of a heading's id."""

_AS_THEY_ARE = ("https://", "http://", "mailto:", PROBE, "#")


class UnknownLinkError(Exception):
    """A link that MkDocs would have something to say about; its page is left to MkDocs."""


class Addresses(Protocol):
    """The addresses of files."""

    def get(self, source: str, /) -> str | None:
        """Give that of one, by its path below docs/; None where it is not known."""


class Links:
    """The links of one page at a time."""

    def __init__(self, addresses: Addresses, room: int = 20_000) -> None:
        """Know every file of the site.

        Arguments:
            addresses: The address of each, relative to the site, by its path below docs/.
            room: How many links are remembered.
        """
        self._addresses = addresses
        self._room = room
        self._known: dict[tuple[tuple[str, str], str], tuple[str, str]] = {}
        # What folders of targets are below docs/, and how addresses in a folder begin, seen from some place.
        self._folders: dict[tuple[str, str], str] = {}
        self._ways: dict[tuple[tuple[str, str], str], str] = {}
        self._folder = ""
        self._home = "\n"
        self.url = ""
        self.place = ("", "")
        """What the addresses of a page's links depend on: its folder, and what its own address lies below."""

        self.anchors: set[str] = set()
        """The places on the page itself that its links lead to."""

        self.used: list[str] = []
        """The addresses that links led to since this was last emptied, each behind a line feed."""

    def enter(self, path: str, url: str) -> None:
        """Turn to another page: its path below docs/ and its address."""
        self.url, self._home, self._folder = url, f"\n{url}", posixpath.dirname(path)
        # The first page of a site is at `./`, which lies beside nothing.
        self.place = self._folder, url if url == "./" else url[: url.rfind("/", 0, -1) + 1]
        self.anchors = set()

    def resolve(self, target: str) -> str:
        """Give the address of a target as it stands in Markdown.

        Raises:
            UnknownLinkError: When it is no page or file of the site, or leads to a place on another page.
        """
        known = self._known.get((self.place, target))
        if known is None or known[0].startswith(self._home):
            if target.startswith(_AS_THEY_ARE):
                if target[0] == "#":
                    self._see_anchor(target[1:])
                return target
            known = self._found(target)
        address, written = known
        self.used.append(address)
        return written

    def _see_anchor(self, anchor: str) -> None:
        if not anchor.startswith(PROBE_ANCHOR):
            self.anchors.add(anchor)
            self.used.append(self._home)

    def _found(self, target: str) -> tuple[str, str]:
        """Give the address that a target leads to, and as it is written here; remembers it for pages beside this."""
        path, mark, query = target.partition("?")
        address = self._addresses.get(self._source(path))
        if address is None or "#" in target or bool(mark) != bool(query) or target.startswith("/"):
            raise UnknownLinkError(target)
        found = f"\n{address}", self._relative(address) + mark + query
        if not address.startswith(self.url):
            if len(self._known) >= self._room:
                self._known.clear()
            self._known[self.place, target] = found
        return found

    def _source(self, path: str) -> str:
        """Give the path below docs/ that a path on this page means."""
        folder, slash, name = path.rpartition("/")
        if "%" in path or name in {"", ".", ".."}:
            return posixpath.normpath(posixpath.join(self._folder, unquote(path)))
        known = self._folders.get((self._folder, folder + slash))
        if known is None:
            found = posixpath.normpath(posixpath.join(self._folder, folder + slash))
            known = self._folders[self._folder, folder + slash] = "" if found == "." else f"{found}/"
        return known + name

    def _relative(self, address: str) -> str:
        """Give an address as it is written on this page: what lies beside each other differs in its last part alone."""
        if address == "./" or address.startswith(self.url) or self.url.startswith(address):
            return get_relative_url(address, self.url)
        cut = address.rfind("/", 0, -1) + 1
        before = self._ways.get((self.place, address[:cut]))
        if before is None:
            found = get_relative_url(f"{address[:cut]}{PROBE}/", self.url)
            before = self._ways[self.place, address[:cut]] = found.removesuffix(f"{PROBE}/")
        return before + address[cut:]

    def lead_home(self, used: str) -> bool:
        """Whether one of some addresses, as in `used`, is the page's own or below it: it is like on no other page."""
        return self._home in used
