"""Atom (RFC 4287), with the links of RFC 5005 where a feed has several documents."""

from collections.abc import Iterable

from litatlas.exports.addresses import ATOM
from litatlas.feeds.documents import FeedDocument
from litatlas.feeds.entries import FeedEntry, Person
from litatlas.text import escape_xml


def atom_entry(entry: FeedEntry, tags: str) -> str:
    """Give one entry.

    Arguments:
        entry: What it says.
        tags: Absolute address of the tags' index: the scheme of its categories.
    """
    return _lines(
        "<entry>",
        _text("id", entry.id),
        _text("title", entry.title),
        _link("alternate", entry.url, "text/html"),
        _link("related", entry.outside) if entry.outside else "",
        _text("published", entry.published),
        _text("updated", entry.updated),
        *(_person(author) for author in entry.authors),
        *(_empty("category", term=topic.slug, scheme=tags, label=topic.name) for topic in entry.topics),
        _text("summary", entry.summary) if entry.summary else "",
        "</entry>",
    )


def atom_document(document: FeedDocument, entries: Iterable[str]) -> str:
    """Give one document of a feed, its entries as `atom_entry` wrote them, newest first."""
    return _lines(
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0"'
        f' xml:lang="{escape_xml(document.language)}">',
        _text("id", document.id),
        _text("title", document.title),
        _text("subtitle", document.description) if document.description else "",
        _text("updated", document.updated),
        _link("self", document.address, ATOM),
        _link("alternate", document.home, "text/html"),
        *(_link(rel, address, ATOM) for rel, address in document.links),
        *(_person(person) for person in document.authors),
        "<fh:archive/>" if document.archive else "",
        *entries,
        "</feed>",
    )


def _lines(*parts: str) -> str:
    return "".join(part if part.endswith("\n") else f"{part}\n" for part in parts if part)


def _text(name: str, value: str) -> str:
    return f"<{name}>{escape_xml(value)}</{name}>"


def _link(rel: str, href: str, type: str = "") -> str:
    return _empty("link", rel=rel, type=type, href=href)


def _empty(name: str, **attributes: str) -> str:
    values = "".join(f' {key}="{escape_xml(value)}"' for key, value in attributes.items() if value)
    return f"<{name}{values}/>"


def _person(person: Person) -> str:
    uri = _text("uri", person.url) if person.url else ""
    return f"<author>{_text('name', person.name)}{uri}</author>"
