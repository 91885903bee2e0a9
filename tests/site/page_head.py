"""Reads the head of a built page as a client does: its meta tags, its links, its data, and the title in its text."""

import json
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

VENUE_TAGS = frozenset(
    {
        "citation_journal_title",
        "citation_conference_title",
        "citation_inbook_title",
        "citation_dissertation_institution",
        "citation_technical_report_institution",
    }
)


@dataclass
class Head(HTMLParser):
    """The head of one HTML file."""

    file: Path
    metas: list[tuple[str, str]] = field(default_factory=list)
    """(name or property, content), in order."""

    links: list[dict[str, str]] = field(default_factory=list)
    """The attributes of every link, in order."""

    data: list[Any] = field(default_factory=list)
    """Every JSON-LD value."""

    elements: list[str] = field(default_factory=list)
    """The name of every element of the head, in order."""

    heading: str = ""
    """The words of the first-level headings, without the mark that links to them."""

    _inside: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in ("head", "h1"):
            self._inside.add(tag)
        if tag == "a" and values.get("class") == "headerlink" and "h1" in self._inside:
            self._inside.add(tag)
        if tag == "script" and values.get("type") == "application/ld+json":
            assert "head" in self._inside, f"{self.file}: data outside the head"
            self._inside.add("data")
        if "head" in self._inside:
            self.elements.append(tag)
        if "head" in self._inside and tag == "meta" and "content" in values:
            # One tag may have two names: one for search engines, one for Open Graph.
            self.metas += [(values[key], values["content"]) for key in ("name", "property") if values.get(key)]
        if "head" in self._inside and tag == "link":
            self.links.append(values)

    def handle_endtag(self, tag: str) -> None:
        self._inside.discard("data" if tag == "script" else tag)

    def handle_data(self, data: str) -> None:
        if "data" in self._inside:
            self.data.append(json.loads(data))
        elif "h1" in self._inside and "a" not in self._inside:
            self.heading += data

    def values(self, name: str) -> list[str]:
        """Give the contents of the meta tags of one name, in order."""
        return [content for found, content in self.metas if found == name]

    def hrefs(self, rel: str) -> list[str]:
        """Give the addresses of the links of one relation, in order."""
        return [link["href"] for link in self.links if link.get("rel") == rel]

    @property
    def citation(self) -> list[tuple[str, str]]:
        """The meta tags that reference managers read, in order."""
        return [tag for tag in self.metas if tag[0].startswith(("citation_", "DC."))]


@cache
def head(file: Path) -> Head:
    """Read the head of a page once."""
    return Head(file)
