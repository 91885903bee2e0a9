"""What RFC 4287 demands of an Atom document, and we beyond it (order, size): a validator that names every breach."""

import re
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
MOST_BYTES = 1_000_000

_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_COUNTS = {
    # element: how often it stands in (a feed, an entry)
    "id": ((1, 1), (1, 1)),
    "title": ((1, 1), (1, 1)),
    "updated": ((1, 1), (1, 1)),
    "subtitle": ((0, 1), (0, 0)),
    "published": ((0, 0), (0, 1)),
    "summary": ((0, 0), (0, 1)),
    "link": ((1, 99), (1, 99)),
    "author": ((0, 99), (0, 999)),
    "category": ((0, 99), (0, 999)),
    "entry": ((0, 100), (0, 0)),
}


def breaches(text: str) -> list[str]:
    """Give everything that is wrong with an Atom document."""
    if len(text.encode("utf-8")) >= MOST_BYTES:
        return [f"{len(text.encode('utf-8'))} bytes"]
    feed = ElementTree.fromstring(text)  # noqa: S314  # it is ours
    if feed.tag != f"{ATOM}feed":
        return [f"the root is {feed.tag}"]
    entries = feed.findall(f"{ATOM}entry")
    found = _of_element(feed, 0, "feed")
    for entry in entries:
        found += _of_element(entry, 1, entry.findtext(f"{ATOM}id", "entry"))
        if not (entry.findall(f"{ATOM}author") or feed.findall(f"{ATOM}author")):
            found.append(f"{entry.findtext(f'{ATOM}id')}: no author, nor has the feed")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    found += [f"{id}: stands twice" for id in sorted(set(ids)) if ids.count(id) > 1]
    dates = [entry.findtext(f"{ATOM}published") or "" for entry in entries]
    if dates != sorted(dates, reverse=True):
        found.append("not newest first")
    if len([link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]) != 1:
        found.append("feed: not one link to itself")
    latest = max((entry.findtext(f"{ATOM}updated") or "" for entry in entries), default="")
    if (feed.findtext(f"{ATOM}updated") or "") < latest:
        found.append("feed: older than its newest entry")
    return found


def _of_element(element: ElementTree.Element, place: int, name: str) -> list[str]:
    found = []
    children = [child.tag.removeprefix(ATOM) for child in element if child.tag.startswith(ATOM)]
    found += [f"{name}: unknown element {tag}" for tag in sorted(set(children) - _COUNTS.keys())]
    for tag, limits in _COUNTS.items():
        least, most = limits[place]
        if not least <= children.count(tag) <= most:
            found.append(f"{name}: {children.count(tag)} of {tag}")
    for child in element:
        found += [f"{name}: {fault}" for fault in _of_child(child)]
    alternates = [
        (link.get("type"), link.get("hreflang"))
        for link in element.findall(f"{ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    ]
    if len(alternates) != len(set(alternates)) or not alternates:
        found.append(f"{name}: alternates {alternates}")
    return found


def _of_child(child: ElementTree.Element) -> list[str]:
    tag, text = child.tag.removeprefix(ATOM), child.text or ""
    if tag == "id":
        return [] if _is_absolute(text) else [f"id {text!r}"]
    if tag in ("title", "subtitle", "summary"):
        plain = not len(child) and child.get("type", "text") == "text" and text.strip()
        return [] if plain else [f"{tag} {text!r}"]
    if tag in ("updated", "published"):
        return [] if _is_date(text) else [f"{tag} {text!r}"]
    if tag == "link":
        href = child.get("href", "")
        return [] if _is_absolute(href) else [f"link {href!r}"]
    if tag == "author":
        names, uris = child.findall(f"{ATOM}name"), child.findall(f"{ATOM}uri")
        fine = len(names) == 1 and (names[0].text or "").strip() and all(_is_absolute(uri.text or "") for uri in uris)
        return [] if fine else ["author without one name"]
    if tag == "category":
        return [] if child.get("term") else ["category without a term"]
    return []


def _is_absolute(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r'[\s<>"{}|\\^`]', address)


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
