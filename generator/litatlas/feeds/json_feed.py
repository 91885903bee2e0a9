"""JSON Feed 1.1 (jsonfeed.org): what Atom says, for programs that would rather not read XML."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from litatlas.feeds.documents import FeedDocument
from litatlas.feeds.entries import FeedEntry, Person

VERSION = "https://jsonfeed.org/version/1.1"


def json_item(entry: FeedEntry) -> str:
    """Give one item, as JSON."""
    return _json(
        {
            "id": entry.id,
            "url": entry.url,
            "external_url": entry.outside,
            "title": entry.title,
            # An item must have content; a paper without an abstract has its title.
            "content_text": entry.summary or entry.title,
            "date_published": entry.published,
            "date_modified": entry.updated,
            "authors": [_person(author) for author in entry.authors],
            "tags": [topic.name for topic in entry.topics],
        }
    )


def json_document(document: FeedDocument, items: Iterable[str]) -> str:
    """Give one document of a feed, its items as `json_item` wrote them, newest first."""
    head = _json(
        {
            "version": VERSION,
            "title": document.title,
            "home_page_url": document.home,
            "feed_url": document.address,
            "description": document.description,
            "next_url": document.link("next"),
            "authors": [_person(person) for person in document.authors],
            "language": document.language,
        }
    )
    # One item a line: a change to a record is a change to one line.
    listed = ",\n".join(item.rstrip("\n") for item in items)
    return (
        f'{head.rstrip()[:-1]},\n"items": [\n{listed}\n]}}\n' if listed else f'{head.rstrip()[:-1]},\n"items": []}}\n'
    )


def _person(person: Person) -> dict[str, str]:
    return _kept({"name": person.name, "url": person.url})


def _kept(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(_kept(values), ensure_ascii=False) + "\n"
