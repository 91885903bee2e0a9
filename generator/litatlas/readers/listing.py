"""Pasted paper listings: page furniture, a date line, then title and abstract in turn.

Nothing is counted. Each line is told by what it is: furniture (menu words,
counts, dates), prose (a paragraph of an abstract), a line of names, or a
title. So blank lines may stand or be missing, and a page may add votes,
"3 authors" or a menu between any two papers.
"""

import re
from collections.abc import Iterator

from msgspec import Struct, field

from litatlas.people.names import split_names
from litatlas.problems import Origin, Problems, quoted
from litatlas.readers.dates import partial_date
from litatlas.readers.draft import Draft
from litatlas.readers.options import ReadOptions

_MENU = frozenset((
    "new", "trending", "hot", "top", "all", "today", "yesterday", "this week", "this month", "daily", "weekly",
    "monthly", "papers", "daily papers", "trending papers", "models", "datasets", "spaces", "docs", "posts",
    "enterprise", "pricing", "home", "about", "search", "menu", "explore", "community", "subscribe", "unsubscribe",
    "sign up", "sign in", "log in", "login", "register", "follow", "following", "share", "save", "cite", "bibtex",
    "bookmark", "upvote", "upvoted", "vote", "votes", "like", "likes", "comment", "comments", "reply", "pdf",
    "html", "abs", "arxiv", "code", "github", "project page", "demo", "view paper", "view pdf", "view all",
    "show more", "show less", "load more", "more", "read more", "see more", "next", "previous", "prev", "back",
    "back to top", "newest", "oldest", "date", "filter", "sort", "settings", "dark mode", "light mode", "authors",
    "abstract", "summary", "hugging face", "get notified", "newsletter", "view arxiv page", "add to collection",
    "paper", "published", "submitted", "recommended",
))  # fmt: skip
"""What stands on buttons and menus, in lower case."""

_FURNITURE = re.compile(
    r"(?:get (?:trending|the latest|new|daily)\b.*\b(?:inbox|email|newsletter)\b.*|by\s?(?:AK|_?akhaliq)\b.*|"
    r"(?:submitted|posted|published|curated) (?:by|on|to)\b.{0,80}|subscribe\b.{0,80}|sign (?:up|in)\b.{0,80}|"
    r"[\W\d]*\d+\s*(?:authors?|votes?|upvotes?|likes?|comments?|replies|views?|stars?|citations?|min(?:utes?)? read)|"
    r"[▲△↑♥❤👍⭐★·•|/+\s\d.,kKmM-]+|page \d+(?: of \d+)?|©.*|(?:copyright|all rights reserved)\b.*|"
    r"\d+\s*(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\s+ago|(?:privacy|terms|cookies?)\b.{0,40}|"
    r"papers?\s+\d+(?:\s*[-–]\s*\d+)?(?:\s+of\s+\d+)?)$",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DATE_LINE = re.compile(
    rf"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|\d{{1,2}}\.?\s+{_MONTH}(?:,?\s+\d{{4}})?|"
    rf"{_MONTH}\s+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:\[\d{1,4}\]|\(\d{1,4}\)|\d{1,4}[.)])\s+(?=\S)|[-*•‣]\s+|#{1,6}\s+")
_LABEL = re.compile(r"(title|authors?|abstract|summary|tl;?dr)\s*:\s*(?=\S)", re.IGNORECASE)
_ARXIV_LINE = re.compile(
    r"(?:arxiv\s*:?\s*|https?://arxiv\.org/(?:abs|pdf)/)(\d{4}\.\d{4,5})(?:v\d+)?(?:\s*\[.*\])?$", re.I
)
_SENTENCE_END = re.compile(r"[.!?][)\"'”’]?\s+[A-Z(\"“'‘]")
_ENDS = (".", "!", "?", ".)", '."', ".”", "?”", ":")
_ADDRESS = re.compile(r"https?://\S")
_NAME = re.compile(
    r"[^\W\d_a-z][\w.'’-]*(?:\s+(?:[^\W\d_a-z][\w.'’-]*|van|von|der|de|den|di|da|dos|la|bin|al)){1,4}[\s*†‡\d]*$"
)

_PROSE = 300
"""Characters from which a line is a paragraph, whatever it looks like; the longest titles have about 250."""

_WRAPPED = 130
"""The longest line of a text that was wrapped when it was pasted."""


class _Page(Struct):
    """What is known while the lines go by."""

    date: str = ""
    """The last date line, as it stands."""

    draft: Draft | None = None
    paragraphs: list[str] = field(default_factory=list)


def read_listing(text: str, file: str, problems: Problems, options: ReadOptions) -> Iterator[Draft]:
    """Give a draft for each title with the abstract below it; the origin is the line of the title.

    A date line goes into the source of the papers below it: as its date where
    it has a year, else as a note. A title without abstract is a problem, and
    is read.
    """
    page = _Page()
    for number, line in _lines(text):
        label, content = _labelled(line)
        if not label and _DATE_LINE.match(content):
            page.date = content
        elif found := _ARXIV_LINE.match(content):
            if page.draft:
                page.draft.identifiers.append(("arxiv", found.group(1)))
        elif label not in ("title", "authors") and _belongs(content, label, page):
            page.paragraphs.append(content)
        elif label.startswith("author") or (page.draft and not page.paragraphs and _is_names(content)):
            if page.draft:
                page.draft.names.extend(split_names(content))
        elif label or not _is_furniture(content):
            if _is_prose(content) and label != "title":
                what = f"the paragraph {quoted(content)} has no title above it; it was left out; put its title above it"
                problems.add("broken-entry", Origin(file, number), what)
                continue
            yield from _done(page, problems)
            page.draft, page.paragraphs = _begun(content, Origin(file, number), page.date, options), []
    yield from _done(page, problems)


def has_both_kinds(text: str) -> bool:
    """Whether a text has both titles and paragraphs."""
    kinds = {_is_prose(line) for _, line in _lines(text[:200_000]) if not _is_furniture(line)}
    return kinds == {True, False}


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Give each line that is not blank with its number; lines of a wrapped paragraph as one."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    if not _is_wrapped(lines):
        yield from ((number, line) for number, line in enumerate(lines, start=1) if line)
        return
    block: list[str] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line:
            block.append(line)
        elif block:
            yield number - len(block), " ".join(block)
            block = []


def _is_wrapped(lines: list[str]) -> bool:
    """Whether paragraphs were broken into short lines: no line is long, and some stand close together in threes."""
    if any(len(line) > _WRAPPED for line in lines) or "" not in lines:
        return False
    return any(all(len(line) > 40 for line in lines[i : i + 3]) for i in range(len(lines) - 2))


def _labelled(line: str) -> tuple[str, str]:
    """Take off what lists put before a line: a number, a bullet, `Title:`."""
    line = _NUMBER.sub("", line, count=1) if _NUMBER.match(line) else line
    if found := _LABEL.match(line):
        return found.group(1).lower(), line[found.end() :]
    return "", line


def _is_furniture(line: str) -> bool:
    bare = line.casefold().strip(" .!:·•|→»")
    return not bare or bare in _MENU or bool(_FURNITURE.match(line)) if len(line) < 120 else False


def _belongs(line: str, label: str, page: _Page) -> bool:
    """Whether a line is a paragraph of the abstract of the paper above."""
    if page.draft is None:
        return False
    if label in ("abstract", "summary", "tldr", "tl;dr") or _is_prose(line):
        return True
    # The last lines of an abstract are often short: "Code: https://...", "Our code is available."
    return bool(page.paragraphs) and (bool(_ADDRESS.search(line)) or (line.endswith(".") and _is_lower(line)))


def _is_prose(line: str) -> bool:
    if len(line) >= _PROSE:
        return True
    ends = len(_SENTENCE_END.findall(line)) + line.endswith(_ENDS)
    return len(line) >= 100 and ends >= 2 and _is_lower(line)


def _is_lower(line: str) -> bool:
    """Whether most words are written small, as in a sentence and not as in a title."""
    words = [word for word in line.split() if word[0].isalpha()]
    return len(words) > 3 and sum(word[0].islower() for word in words) > 0.6 * len(words)


def _is_names(line: str) -> bool:
    """Whether a line is a list of two or more names."""
    parts = re.split(r"\s*[,;·]\s*(?:and\s+)?|\s+and\s+", line.strip(" ,;"))
    return len(parts) > 1 and all(_NAME.match(part) or part.casefold() in ("et al.", "et al") for part in parts)


def _begun(title: str, origin: Origin, date: str, options: ReadOptions) -> Draft:
    draft = Draft(origin, title=title, curated=bool(options.curated))
    if date and not re.search(r"\d{4}", date):
        draft.source_note = f"listed under '{date}'"
    elif date:
        draft.source_note = f"listed under '{partial_date(date)}'"
    return draft


def _done(page: _Page, problems: Problems) -> Iterator[Draft]:
    if not page.draft:
        return
    page.draft.abstract = "\n\n".join(page.paragraphs)
    if not page.paragraphs:
        what = f"the title {quoted(page.draft.title)} has no abstract below it; it was read without one; add it"
        problems.add("lone-title", page.draft.origin, what)
    yield page.draft
