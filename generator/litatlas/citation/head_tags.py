"""The tags of a page's head as values: any page kind can add to them, the theme prints them.

In front matter each is a small map of its HTML attributes (`head:`), so that
every builder's templates can print it without a plugin.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from litatlas.text import escape_html


class MetaTag(NamedTuple):
    """A `<meta>`: plain text on one line, nothing escaped."""

    name: str
    """Empty for one that only Open Graph has a name for."""

    content: str
    property: str = ""
    """Its name in Open Graph, where that asks for the same text."""


class HeadLink(NamedTuple):
    """A `<link>`: relative inside the site, absolute to anything else."""

    rel: str
    href: str
    type: str = ""
    """Media type, where the relation wants one told."""

    title: str = ""


HeadTag = MetaTag | HeadLink


def attributes(tag: HeadTag) -> dict[str, str]:
    """Give the HTML attributes of a tag in their order, without the empty ones; a link is known by its `rel`."""
    return {name: value for name, value in zip(tag._fields, tag, strict=True) if value}


def for_front_matter(tags: Iterable[HeadTag]) -> list[dict[str, str]]:
    """Give tags as front matter holds them under `head`."""
    return [attributes(tag) for tag in tags]


def to_html(values: Mapping[str, str]) -> str:
    """Give one tag as HTML, from its map of attributes."""
    written = "".join(f' {name}="{escape_html(value)}"' for name, value in values.items())
    return f"<{'link' if 'rel' in values else 'meta'}{written}>"


def to_template(tags: Iterable[HeadTag]) -> str:
    """Give tags as a template that every page includes: addresses inside the site become relative to the page.

    A brace is written as a character reference, so that no value is taken for
    a command of the template.
    """
    return "".join(_in_template(attributes(tag)) for tag in tags)


def _in_template(values: dict[str, str]) -> str:
    href = values.get("href", "")
    if not href or urlsplit(href).scheme:
        return to_html(values).replace("{", "&#123;")
    markup = to_html({**values, "href": _HERE}).replace("{", "&#123;")
    return markup.replace(_HERE, f"{{{{ '{quote(href)}' | url }}}}")


_HERE = "\0"
"""Stands for an address while the tag around it is escaped; no value holds it."""
