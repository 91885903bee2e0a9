"""Rewrites the links of a built page so that they work from a folder: each names a file.

A web server answers `../mmicl/` with the folder's index.html; a browser that
reads from a disk shows the folder's listing. Nothing but the values of links
changes: not a byte of the rest, so a page that was valid stays so. A second
build by MkDocs (`use_directory_urls: false`) would cost as much as the first,
and would not touch what no Markdown processor sees: links in drawings, in page
heads and in a person's own HTML.

The tokenizer follows the HTML standard (html.spec.whatwg.org, 13.2.5) as far
as it decides what is a tag and what its attributes are: comments, the text of
scripts and the like, quoted and unquoted values. A parser that builds a tree
and writes it again (lxml, html5lib) changes bytes all over the page.
"""

import re
from collections.abc import Callable, Collection, Container
from html import escape, unescape
from posixpath import dirname
from urllib.parse import unquote, urljoin

from msgspec import Struct

INDEX = "index.html"
MOST_SHARED = 100_000
"""Tags that are remembered; they take some 50 MB."""

Mend = Callable[[str], str]
"""Gives for an address of a page the one that works from a folder."""

_LINKS = {"a": ("href", "xlink:href"), "area": ("href",), "form": ("action",), "link": ("href",)}
"""The attributes that may name a page, by element; others (`img`, `script`) name files already."""

_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)"""
_ATTRIBUTE = rf"[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:{_VALUE}|(?=>))|(?!\s*+=))"
_ATTRIBUTES = rf"(?:[\s/]++|{_ATTRIBUTE})*+"
_LINKING = r"(?:a|area|form|link|meta)(?=[\s/>])"
# One alternative for each: Python 3.11 loses count of groups inside what is repeated without backtracking.
_RAW = "|".join(
    rf"<{name}(?=[\s/>]){_ATTRIBUTES}>.*?(?:</{name}(?=[\s/>])|\Z)"
    for name in ("script", "style", "textarea", "title", "xmp", "iframe")
)
_TAG = re.compile(
    rf"""
    (?:
        [^<]++
      | <!--(?:-?>|.*?(?:--!?>|\Z))                 # a comment: nothing in it is a tag
      | <[!?][^>]*+>?                               # a doctype, and what is a comment by mistake
      | </(?![a-z])[^>]*+>?
      | {_RAW}                                      # an element whose content is text
      | <(?!{_LINKING})/?[a-z][^\s/>]*+{_ATTRIBUTES}>  # another tag, whatever its attributes hold
      | <(?![a-z/!?])
    )*+
    (?: <(?P<name>{_LINKING})(?P<attributes>{_ATTRIBUTES})> | <.* | \Z )  # a tag that never ends takes the rest
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
"""A tag that may link, with all that stands before it; at last the rest of the page.

(The rest too: what does not match is looked through again from each of its characters.)
"""

_ONE = re.compile(rf"(?P<name>[^\s/>][^\s/>=]*+)(?:(?P<equals>\s*+=\s*+)(?P<value>{_VALUE}))?+")
_PATH = re.compile(r"[^?#]*")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_REFRESH = re.compile(r"(?P<before>\s*\d+\s*[;,]\s*url\s*=\s*)(?P<address>.+)", re.IGNORECASE | re.DOTALL)
"""The content of a `<meta http-equiv="refresh">` that leads on."""


class Asked:
    """The files that a reader will have; notes by which paths they are asked for."""

    def __init__(self, files: Container[str]) -> None:
        """Begin with no question."""
        self._files = files
        self.paths: set[str] = set()

    def __contains__(self, path: object) -> bool:
        self.paths.add(str(path))
        return path in self._files


class _Rewritten(Struct, frozen=True):
    """The attributes of a tag, with links that name files."""

    attributes: str
    asked: frozenset[str]
    """The paths of files that were asked for."""

    is_shared: bool
    """Whether the same tag comes out so on every page beside this one."""


class OfflineLinks:
    """Rewrites the links of the pages of a site.

    Pages beside each other have most of their links in common, as they are
    written (`../../tags/`): such a tag is looked at once for all of them.
    """

    def __init__(self, files: Container[str], home: str = "") -> None:
        """Take what the reader will have, and where the rest is.

        Arguments:
            files: The paths of all files that the reader will have.
            home: The address where the site is published, with a final slash. A
                link to a file that the reader will not have leads there; without
                an address it stays.
        """
        self._files, self._home = files, home
        self._shared: dict[tuple[str, str, str], _Rewritten] = {}

    def page(self, html: str, page: str) -> tuple[str, frozenset[str]]:
        """Give a page with links that name files, and by which paths it was asked if there are such files.

        Arguments:
            html: The built page.
            page: Its path in the site, `papers/mmicl/index.html`.

        Examples:
            >>> OfflineLinks({"papers/clip/index.html"}).page('<a href="../clip/?a#b">', "papers/mmicl/index.html")
            ('<a href="../clip/index.html?a#b">', frozenset({'papers/clip/index.html'}))
        """
        beside = dirname(dirname(page)) if "/" in page else "/"
        asked: set[str] = set()

        def rewrite(tag: re.Match[str]) -> str:
            if tag["name"] is None:
                return tag[0]
            key = (beside, tag["name"], tag["attributes"])
            found = self._shared.get(key)
            if found is None:
                found = self._rewrite(tag["name"].lower(), tag["attributes"], page)
                if found.is_shared and len(self._shared) < MOST_SHARED:
                    self._shared[key] = found
            asked.update(found.asked)
            return f"{html[tag.start() : tag.start('attributes')]}{found.attributes}>"

        return _TAG.sub(rewrite, html), frozenset(asked)

    def _rewrite(self, name: str, attributes: str, page: str) -> _Rewritten:
        files = Asked(self._files)
        is_shared = True

        def mend(address: str) -> str:
            nonlocal is_shared
            before = len(files.paths)
            mended = offline_address(address, page, files, self._home)
            is_shared &= len(files.paths) == before or address.startswith("../")
            return mended

        if name == "meta":
            found = _rewrite_refresh(attributes, mend)
        else:
            found = _ONE.sub(lambda one: _rewrite_attribute(one, _LINKS[name], mend), attributes)
        return _Rewritten(found, frozenset(files.paths), is_shared)


def offline_address(address: str, page: str, files: Container[str], home: str = "") -> str:
    """Give the address by which a page reaches the same thing in a folder; arguments as of `OfflineLinks`.

    Addresses with a host or a scheme, those that begin with a slash and those
    into the page itself stay as they are.
    """
    path = _PATH.match(address)[0]  # type: ignore[index]  # it matches nothing, too
    if not path or path.startswith("/") or _SCHEME.match(path):
        return address
    parts = page.split("/")[:-1]
    for part in unquote(path).split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    target = "/".join(parts)
    if not path.endswith("/") and target in files:
        return address
    if "/".join([*parts, INDEX]) in files:
        return f"{path.rstrip('/')}/{INDEX}{address[len(path) :]}"
    return urljoin(f"{home}{page}", address) if home else address


def _rewrite_attribute(found: re.Match[str], linking: Collection[str], mend: Mend) -> str:
    if found["value"] is None or found["name"].lower() not in linking:
        return found[0]
    before = _unquoted(found["value"])
    after = mend(before)
    return found[0] if after == before else f'{found["name"]}{found["equals"]}"{escape(after)}"'


def _rewrite_refresh(attributes: str, mend: Mend) -> str:
    found = {one["name"].lower(): one for one in _ONE.finditer(attributes) if one["value"]}
    if "content" not in found or "http-equiv" not in found:
        return attributes
    leads = _REFRESH.fullmatch(_unquoted(found["content"]["value"]))
    if leads is None or _unquoted(found["http-equiv"]["value"]).lower() != "refresh":
        return attributes
    start, stop = found["content"].span("value")
    return f'{attributes[:start]}"{escape(leads["before"] + mend(leads["address"]))}"{attributes[stop:]}'


def _unquoted(value: str) -> str:
    return unescape(value[1:-1] if value[0] in "\"'" else value)
