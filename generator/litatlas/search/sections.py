"""Hand-written pages as sections with their anchors: what search finds of the survey's own text."""

import re
from collections.abc import Iterator, Mapping

import yaml
from msgspec import Struct

from litatlas.text import heading_id

_HEADING = re.compile(r"(#{1,6})[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATTRIBUTES = re.compile(r"\s*\{:?([^{}]*)\}\s*$")
_OWN_ANCHOR = re.compile(r"#([\w:.-]+)")
_MARKUP = (
    # (pattern, what stays), in this order
    (re.compile(r"<!--.*?-->", re.S), " "),
    (re.compile(r"</?[A-Za-z][^<>]*>"), " "),
    (re.compile(r"^\s*-{1,}8<-{1,}.*$", re.M), " "),
    (re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"!?\[([^\[\]]*)\]\[[^\[\]]*\]"), r"\1"),
    (re.compile(r"^\s*\[[^\]]+\]:\s.*$", re.M), " "),
    (re.compile(r"^\s*(?:[-*+]|\d+\.|>|!!!|\?\?\?\+?|:)\s+(?:#{1,6}\s+)?", re.M), ""),
    (re.compile(r"^[\s|:-]+$", re.M), " "),
    (re.compile(r"\{:?[^{}\n]*\}"), " "),
    (re.compile(r"\||(?<=\w)[`*](?=\w)"), " "),
    (re.compile(r"[`*]|(?<!\w)_|_(?!\w)|\\(?=[^\w\s])"), ""),
)


class Section(Struct, frozen=True):
    """A part of a hand-written page: from one heading to the next."""

    page: str
    """Path of its page below docs/: `guide/records.md`."""

    anchor: str
    """The heading's id on the page; empty for what stands above the first one or under the page's title."""

    title: str
    page_title: str
    text: str
    """Plain text, on one line."""


def sections(texts: Mapping[str, str]) -> Iterator[Section]:
    """Give the sections of the hand-written pages, in order of their paths.

    Anchors are those that Python-Markdown's `toc` gives. A page whose front
    matter says `search: {exclude: true}` is left out.

    Arguments:
        texts: Markdown by path below docs/.
    """
    for path, text in sorted(texts.items()):
        matter, body = split_front_matter(text)
        excluded = matter.get("search")
        if not (isinstance(excluded, Mapping) and excluded.get("exclude")):
            yield from _of_page(path, str(matter.get("title") or ""), body)


def _of_page(path: str, title: str, body: str) -> Iterator[Section]:
    taken: set[str] = set()
    page_title = title
    heading, anchor, lines = "", "", list[str]()
    for level, line in _lines(body):
        if not level:
            lines.append(line)
            continue
        yield from _section(path, anchor, heading, page_title, lines)
        own, line = _own_anchor(line)
        heading, lines = plain(line), []
        anchor = _unique(own or heading_id(heading), taken)
        if level == 1:
            # The title's anchor is the top of the page.
            page_title, anchor = page_title or heading, ""
    yield from _section(path, anchor, heading, page_title, lines)


def _section(path: str, anchor: str, heading: str, page_title: str, lines: list[str]) -> Iterator[Section]:
    text = plain("\n".join(lines))
    name = page_title or path.removesuffix(".md").removesuffix("/index")
    if text or (heading and anchor):
        yield Section(path, anchor, heading or name, name, text)


def _unique(anchor: str, taken: set[str]) -> str:
    while anchor in taken or not anchor:
        numbered = re.fullmatch(r"(.*)_(\d+)", anchor)
        anchor = f"{numbered[1]}_{int(numbered[2]) + 1}" if numbered else f"{anchor}_1"
    taken.add(anchor)
    return anchor


def plain(markdown: str) -> str:
    """Give Markdown without its markup, on one line; good enough to be found by, not to be shown as a page."""
    for pattern, kept in _MARKUP:
        markdown = pattern.sub(kept, markdown)
    return " ".join(markdown.split())


def _lines(body: str) -> Iterator[tuple[int, str]]:
    """Give each line with the level of the heading that it is, 0 for others; code is no heading."""
    fence = ""
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif fence:
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            else:
                yield 0, line
        elif heading := _HEADING.fullmatch(line):
            yield len(heading[1]), heading[2]
        else:
            yield 0, line


def _own_anchor(heading: str) -> tuple[str, str]:
    """Give the id that a heading sets for itself (`{#id}`, attr_list), and the heading without it."""
    attributes = _ATTRIBUTES.search(heading)
    if not attributes:
        return "", heading
    own = _OWN_ANCHOR.search(attributes[1])
    return own[1] if own else "", heading[: attributes.start()]


def split_front_matter(text: str) -> tuple[Mapping[str, object], str]:
    """Give the front matter of a page, empty where it is none or broken, and the text below it."""
    found = re.match(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", text, re.S)
    if not found:
        return {}, text
    try:
        matter = yaml.safe_load(found[1])
    except yaml.YAMLError:
        return {}, text
    return (matter, text[found.end() :]) if isinstance(matter, Mapping) else ({}, text)
