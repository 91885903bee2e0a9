"""Reads the pages of a built site: their links, ids and text."""

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

LINKING = {"a": "href", "link": "href", "img": "src", "script": "src", "use": "href", "source": "src", "iframe": "src"}

LOADED_RELATIONS = frozenset(
    {"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload", "manifest"}
)
"""What a browser asks for by itself when a link of the head names it; any other relation is a statement."""


@dataclass
class Page(HTMLParser):
    """One HTML file: what it links to, what can be linked to in it, and what is wrong with its ids."""

    file: Path
    links: list[tuple[str, str]] = field(default_factory=list)
    """(tag, address) of everything that it refers to; a link of the head that loads nothing is a `statement`."""

    ids: list[str] = field(default_factory=list)
    classes: set[str] = field(default_factory=set)
    text: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    _silent: int = 0
    _in_h1: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a" and "xlink:href" in values:  # inside a drawing
            values.setdefault("href", values["xlink:href"])
        if tag in LINKING and LINKING[tag] in values:
            stated = tag == "link" and not LOADED_RELATIONS & set(values.get("rel", "").split())
            self.links.append(("statement" if stated else tag, values[LINKING[tag]]))
        if "id" in values:
            self.ids.append(values["id"])
        self.classes.update(values.get("class", "").split())
        self._silent += tag in ("script", "style")
        if tag == "h1":
            self._in_h1 = True
            self.titles.append("")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")
        if tag == "h1":
            self._in_h1 = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text.append(data)
            if self._in_h1:
                self.titles[-1] += data

    @property
    def words(self) -> str:
        """All text of the page, with single spaces."""
        return " ".join(" ".join(self.text).split())


@cache
def page(file: Path) -> Page:
    """Read a page once."""
    return Page(file)


def all_pages(site: Path) -> list[Page]:
    """Give every page of a site, in order."""
    return [page(file) for file in sorted(site.rglob("*.html"))]


def linked_pages(file: Path, site: Path) -> set[str]:
    """Give every page of the site that a page links to, by its path without `index.html`."""
    addresses = (urldefrag(address)[0] for tag, address in page(file).links if tag == "a")
    inside = (address for address in addresses if address and not urlsplit(address).netloc)
    return {target_of(file, address, site).removesuffix("index.html") for address in inside}


def target_of(source: Path, path: str, site: Path) -> str:
    """Give the file that a relative address on a page means, as a path in the site; the case of letters must match."""
    parts = list(source.parent.relative_to(site).parts) if path else list(source.relative_to(site).parts)
    for part in unquote(path).split("/") if path else []:
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    is_folder = path.endswith("/") or path.rpartition("/")[2] in (".", "..")
    return "/".join([*parts, "index.html"] if path and is_folder else parts)
