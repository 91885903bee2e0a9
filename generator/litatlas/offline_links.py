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
and writes it again (lxml, html5lib) changes bytes all over the page. It takes
1 ms a page, less than the compression that follows, so no workers are needed.
"""

import re
from collections.abc import Callable, Collection, Container
from functools import cache
from html import escape, unescape
from urllib.parse import unquote, urljoin

INDEX = "index.html"

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


def offline_page(html: str, page: str, files: Container[str], home: str = "") -> str:
    """Give a page with links that name files.

    Arguments:
        html: The built page.
        page: Its path in the site, `papers/mmicl/index.html`.
        files: The paths of all files that the reader will have.
        home: The address where the site is published, with a final slash. A
            link to a file that the reader will not have leads there; without
            an address it stays.

    Examples:
        >>> offline_page('<a href="../clip/?a#b">', "papers/mmicl/index.html", {"papers/clip/index.html"})
        '<a href="../clip/index.html?a#b">'
    """

    def rewrite(tag: re.Match[str]) -> str:
        if tag["name"] is None:
            return tag[0]
        name = tag["name"].lower()
        if name == "meta":
            attributes = _rewrite_refresh(tag["attributes"], mend)
        else:
            attributes = _ONE.sub(lambda found: _rewrite_attribute(found, _LINKS[name], mend), tag["attributes"])
        return f"{html[tag.start() : tag.start('attributes')]}{attributes}>"

    @cache
    def mend(address: str) -> str:
        return offline_address(address, page, files, home)

    return _TAG.sub(rewrite, html)


def offline_address(address: str, page: str, files: Container[str], home: str = "") -> str:
    """Give the address by which a page reaches the same thing in a folder; arguments as in `offline_page`.

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
    if target in files and not path.endswith("/"):
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
