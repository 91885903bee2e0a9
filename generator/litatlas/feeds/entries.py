"""What stands in feeds: entries made from records and ledger, with ids and dates that do not depend on the build.

An entry's id is the permalink of its page, so it is as stable as that. A
record's dates are days, so every entry is dated to the beginning of one (UTC);
where a record has no `added`, its date of publication stands in.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from litatlas.citation.status import status_sentence
from litatlas.citation.versions import cited
from litatlas.identity.ledger import Tombstone
from litatlas.identity.permalink import Entry, State
from litatlas.language.key_sentence import key_sentence
from litatlas.markup.mathml import plain_text
from litatlas.model import Paper, Status, StatusNote
from litatlas.pages.head import page_address
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey
from litatlas.pages.wording import byline, ended, venue_occurrence
from litatlas.text import shortened

SUMMARY = 1000
"""The longest summary, in characters: a feed is fetched again and again, the whole abstract is on the page."""

MOST_AUTHORS = 50
"""Authors that an entry names: feeds of a thousand authors would each hold a thousand names."""

NO_DATE = "1970-01-01T00:00:00Z"
"""The date of what has none anywhere: feeds demand one, and an invented one must be plain to see."""

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DAY = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")


class Person(Struct, frozen=True):
    """Somebody named in a feed."""

    name: str
    url: str = ""


UNKNOWN = Person("Unknown")
"""Stands for the authors of a paper that names none: in both formats a feed's authors would be taken for them."""


class Topic(Struct, frozen=True):
    """A tag of the paper that an entry is about."""

    slug: str
    name: str


class FeedEntry(Struct, frozen=True):
    """One entry; all texts are plain, all addresses absolute."""

    id: str
    url: str
    title: str
    published: str
    """RFC 3339."""

    updated: str
    authors: tuple[Person, ...]
    """Never none: Atom demands one."""

    summary: str = ""
    topics: tuple[Topic, ...] = ()
    outside: str = ""
    """Where the work itself, or the notice about it, is found."""


@lru_cache(maxsize=8192)  # many papers were added on one day
def instant(date: str) -> str:
    """Give an ISO date, month or year as RFC 3339, at its beginning (UTC); empty for anything else.

    Examples:
        >>> instant("2024-05")
        '2024-05-01T00:00:00Z'
    """
    found = _ISO.fullmatch(date)
    return f"{found[1]}-{found[2] or '01'}-{found[3] or '01'}T00:00:00Z" if found else ""


def by_adding(paper: Paper) -> tuple[str, str, str]:
    """Sort key of a paper in feeds: the one that was added first comes first."""
    return (_added(paper), str(paper.issued or ""), paper.id)


class Announced(Struct, frozen=True):
    """What the entries of a paper are made from, and nothing else."""

    paper: Paper
    topics: tuple[Topic, ...]
    survey: str
    """Its title."""

    address: str
    """The survey's."""


def announced(paper: Paper, survey: Survey) -> Announced:
    """Give what the entries of a paper are made from."""
    tags = survey.library.listings["tag"]
    topics = tuple(Topic(tagging.slug, tags[tagging.slug].name) for tagging in paper.tags)
    return Announced(paper, topics, survey.settings.title, survey.settings.address)


def paper_entry(source: Announced) -> FeedEntry:
    """Give the entry of a paper."""
    paper = source.paper
    added = _added(paper)
    changed = instant(paper.status.date) if paper.status.status is not Status.OK else ""
    url = _paper_address(paper.id, source.address)
    return FeedEntry(
        id=url,
        url=url,
        title=_title(paper),
        published=added,
        updated=max(added, changed),
        authors=_people(paper),
        summary=_summary(paper),
        topics=source.topics,
        outside=cited(paper).url,
    )


def changes_of(source: Announced) -> Iterator[FeedEntry]:
    """Give an entry for each thing that happened to a paper: added, corrected, retracted."""
    paper = source.paper
    added, url = _added(paper), _paper_address(paper.id, source.address)
    who = (Person(source.survey),)
    yield FeedEntry(f"{url}#added", url, f"Added: {plain_text(paper.title)}", added, added, who, _line_of(paper))
    status = paper.status
    if word := status.status.word:
        # A paper may have been added long after it was retracted; here that is news on the day it was added.
        date = max(added, instant(status.date))
        yield FeedEntry(
            id=f"{url}#{status.status.value}",
            url=url,
            title=f"{word}: {plain_text(paper.title)}",
            published=date,
            updated=date,
            authors=who,
            summary=_sentence(status),
            outside=status.url,
        )


def changes_of_addresses(survey: Survey) -> Iterator[FeedEntry]:
    """Give an entry for each paper that was merged, renamed or withdrawn.

    The ledger has no dates of its own but those that a note names.
    """
    who = (Person(survey.settings.title),)
    tombstones = {tombstone.id: tombstone for tombstone in survey.ledger.tombstones() if tombstone.kind == "paper"}
    for entry in survey.ledger.entries("paper"):
        if entry.state is State.LIVE:
            continue
        url = _paper_address(entry.id, survey.settings.address)
        tombstone = tombstones.get(entry.id)
        title, summary, target = _gone(tombstone) if tombstone else _moved(entry, survey)
        date = _date_of(entry, target, survey)
        event = "withdrawn-from-survey" if tombstone else "moved"
        yield FeedEntry(f"{url}#{event}", url, title, date, date, who, summary)


def _gone(tombstone: Tombstone) -> tuple[str, str, str]:
    name = plain_text(tombstone.title or tombstone.name)
    parts = (ended(tombstone.byline), ended(tombstone.reason))
    return f"Withdrawn from the survey: {name}", " ".join(filter(None, parts)), ""


def _moved(entry: Entry, survey: Survey) -> tuple[str, str, str]:
    end = survey.ledger.resolve("paper", entry.id)
    target = end.id if end else entry.target
    paper = survey.library.by_id.get(target)
    # A rename keeps the citation key, a merge gives one up.
    word = "Renamed" if end and end.name == entry.name else "Merged"
    title = f"{word}: {entry.id} is now {plain_text(paper.title) if paper else target}"
    return title, ended(entry.note[:1].upper() + entry.note[1:]), target


def _date_of(entry: Entry, target: str, survey: Survey) -> str:
    """Give the last day that the note names, else the month of its first edition, else that of the target's adding."""
    days = [day for day in _DAY.findall(entry.note) if instant(day)]
    if days:
        return instant(max(days))
    paper = survey.library.by_id.get(target)
    edition = re.fullmatch(r"([0-9]{4})\.([0-9]{1,2})", entry.edition)
    month = int(edition[2]) if edition else 0
    named = f"{edition[1]}-{month:02d}-01T00:00:00Z" if edition and 1 <= month <= 12 else NO_DATE
    return max(named, _added(paper) if paper else NO_DATE)


def _added(paper: Paper) -> str:
    return instant(paper.added) or instant(str(paper.issued or "")) or NO_DATE


def _paper_address(id: str, address: str) -> str:
    return page_address(page_path("paper", id), address)


def _people(paper: Paper) -> tuple[Person, ...]:
    """Give the authors; of a crowd the first, and the number of the others."""
    people = tuple(Person(plain_text(author.name)) for author in paper.authors[:MOST_AUTHORS])
    left = len(paper.authors) - len(people)
    return (*people, Person(f"and {left:,} others")) if left else people or (UNKNOWN,)


def _title(paper: Paper) -> str:
    word = paper.status.status.word
    return f"{word}: {plain_text(paper.title)}" if word else plain_text(paper.title)


def _summary(paper: Paper) -> str:
    status = _sentence(paper.status)
    # Formulas get shorter as plain text, but not to a fifth.
    abstract = shortened(plain_text(paper.abstract[: 5 * SUMMARY]), SUMMARY)
    return " ".join(part for part in (status, abstract) if part)


def _sentence(status: StatusNote) -> str:
    # A stop after the notice's address would be taken for a part of it.
    return status_sentence(status) if status.url else ended(status_sentence(status))


def _line_of(paper: Paper) -> str:
    """Give who wrote it, where it appeared, and what it says it does."""
    start, end = key_sentence(paper.abstract)
    imprint = venue_occurrence(paper.venue) or str(paper.year or "")
    parts = (byline(paper.authors, paper.others), imprint, plain_text(paper.abstract[start:end]))
    return shortened(" ".join(ended(part) for part in parts if part), SUMMARY)
