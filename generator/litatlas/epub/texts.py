"""The hand-written pages of a survey as chapters of a book."""

import re
from collections.abc import Mapping
from urllib.parse import unquote, urljoin, urlsplit

from msgspec import Struct

from litatlas.epub.markup import Parsed, from_markdown
from litatlas.epub.xhtml import Address, web_address
from litatlas.search.sections import split_front_matter

_BLOCK = re.compile(r'^([ \t]*)-{1,}8<-{1,}[ \t]+"([^"]+)"[ \t]*$', re.M)


class Text(Struct, frozen=True):
    """One hand-written page."""

    path: str
    """Below docs/."""

    file: str
    title: str
    parsed: Parsed


def read_texts(pages: Mapping[str, str], blocks: Mapping[str, str], chosen: tuple[str, ...] | None) -> tuple[Text, ...]:
    """Read the pages that a book holds.

    Arguments:
        pages: Markdown by path below docs/.
        blocks: The generated blocks that pages include, by name (`counts.md`).
        chosen: Which pages, in order; None for all: the home page first, then by path.
    """
    paths = sorted(pages, key=lambda path: (path != "index.md", path)) if chosen is None else chosen
    return tuple(_text(path, number, pages[path], blocks) for number, path in enumerate(paths, 1) if path in pages)


def _text(path: str, number: int, page: str, blocks: Mapping[str, str]) -> Text:
    matter, body = split_front_matter(page)
    parsed = from_markdown(_BLOCK.sub(lambda found: _indented(blocks.get(found[2], ""), found[1]), body))
    return Text(path, f"text-{number}.xhtml", str(matter.get("title") or parsed.title or path), parsed)


def _indented(block: str, by: str) -> str:
    return "\n".join(by + line if line else line for line in block.splitlines())


def text_addresses(texts: tuple[Text, ...]) -> dict[str, str]:
    """Give where each text stands in the book, and each of its anchors: `about.md#scope`."""
    found = {text.path: text.file for text in texts}
    for text in texts:
        found |= {f"{text.path}#{anchor}": f"{text.file}#{anchor}" for anchor in text.parsed.anchors}
    return found


def link_from(page: str, href: str, address: Address) -> str:
    """Give where a link in a person's text leads.

    Arguments:
        page: Path of the page that the text stands on, below docs/.
        href: The link as written: to the web, or to a page by its Markdown file.
        address: Says where pages are found.
    """
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc:
        return web_address(href)
    target = path_from(page, href)
    anchored = address(f"{target}#{parts.fragment}") if parts.fragment else ""
    return anchored or address(target)


def path_from(page: str, href: str) -> str:
    """Give the path below docs/ that a relative link leads to.

    Examples:
        >>> path_from("guide/index.md", "../papers/clip.md#abstract")
        'papers/clip.md'
    """
    return unquote(urlsplit(urljoin(f"/{page}", href)).path).lstrip("/")
