"""The doctor: named checks of a whole survey, above all that no published address dies.

What one record says of itself is `intake`'s to judge; the checks here need the
whole library, or the ledger beside it. A new check is one entry in `CHECKS`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import partial
from typing import Protocol

from litatlas.checks.addresses import (
    Published,
    dead_addresses,
    empty_listings,
    lost_addresses,
    redirects_to_tombstones,
)
from litatlas.checks.duplicates import NEAR_TITLES, near_duplicates
from litatlas.checks.links import bad_links
from litatlas.checks.pairs import keep_pairs
from litatlas.checks.persons import ALIKE_NAMES, alike_names, bad_orcids
from litatlas.identity.ledger_format import State
from litatlas.incremental.memo import NOTHING, Digest, Memo, remembered
from litatlas.library.paper_memo import lists_mark
from litatlas.model import Paper, Status
from litatlas.pages.wording import enumeration
from litatlas.people import People
from litatlas.problems import Origin, Problem, quoted
from litatlas.related import Relations


class Survey(Published, Protocol):
    """What the checks need of `pages.Survey`, which stands below them."""

    @property
    def people(self) -> People:
        """The people behind the authors' names."""

    @property
    def relations(self) -> Relations:
        """Which papers are related, and which are versions of each other."""

    @property
    def notes(self) -> Mapping[str, str]:
        """A person's notes by paper id."""


Check = Callable[[Survey], Iterable[Problem]]


def run_checks(survey: Survey, memo: Memo = NOTHING) -> tuple[Problem, ...]:
    """Run every check; gives the problems in the order in which they are told.

    Arguments:
        survey: All of it.
        memo: What was found in earlier builds: all of it stands where nothing has changed that checks look at, as
            after nearly every edit of an abstract.
    """
    keep_pairs((NEAR_TITLES, ALIKE_NAMES), memo)
    if not survey.ledger.text:
        # It has rows that no file has yet; the next build looks at another one.
        return _run(survey, memo)[0]
    stage = memo.stage("checks")
    problems, parts = remembered(stage, memo.digest(*_all_looks(survey, memo)), lambda: _run(survey, memo))
    stage.use(parts)
    return problems


def _run(survey: Survey, memo: Memo) -> tuple[tuple[Problem, ...], tuple[Digest, ...]]:
    """Give what the checks find, and by what that of each of `LOOKS` is remembered."""
    found: set[Problem] = set()
    keys = {name: memo.digest(name, look(survey)) for name, look in LOOKS.items()}
    for name, check in CHECKS.items():
        if name in keys:
            found.update(remembered(memo.stage("checks"), keys[name], partial(_found, name, survey, memo)))
        else:
            found.update(check(survey))
    return tuple(sorted(found, key=lambda problem: problem.sort_key)), tuple(keys.values())


def _found(name: str, survey: Survey, memo: Memo) -> tuple[Problem, ...]:
    return tuple(PAIRING[name](survey, memo) if name in PAIRING else CHECKS[name](survey))


def _all_looks(survey: Survey, memo: Memo) -> Iterator[object]:
    """Give all that checks look at: nothing of a paper but what lists do, and where its record stands."""
    yield lists_mark(survey.library, survey.ledger, memo)
    yield [paper.origin for paper in survey.library]
    yield survey.ledger.text
    yield survey.vocabulary
    yield survey.relations.versions
    yield _listed(survey)
    yield sorted(survey.notes)


def _listed(survey: Survey) -> list[str]:
    """Give the names of the people of whom authors.yml speaks."""
    return [person.known_as for person in survey.people.by_slug.values() if person.listed]


def _titles(survey: Survey) -> object:
    return [(paper.id, paper.title, paper.origin) for paper in survey.library], survey.relations.versions


def _names(survey: Survey) -> object:
    papers = [(paper.id, paper.origin, paper.authors) for paper in survey.library]
    return papers, _listed(survey)


def _links(survey: Survey) -> object:
    return [(paper.id, paper.origin, paper.links) for paper in survey.library]


def citation_keys(survey: Survey) -> Iterator[Problem]:
    """Find citation keys that are not those of the ledger, or that two papers share."""
    first: dict[str, Paper] = {}
    for paper in survey.library:
        entry = survey.ledger.entry("paper", paper.id)
        if entry and entry.name != paper.citation_key:
            message = (
                f"citation key {quoted(paper.citation_key)} is not the published {quoted(entry.name)}; "
                "who cites the paper would find another; take citation_key out of the record"
            )
            yield Problem("changed-citation-key", paper.origin, message, paper.id)
        other = first.setdefault(paper.citation_key.casefold(), paper)
        if other is not paper:
            message = (
                f"citation key {quoted(paper.citation_key)} is also that of {quoted(other.id)} ({other.origin}); "
                "BibTeX would take one for the other; give one of them another citation_key"
            )
            yield Problem("duplicate-citation-key", paper.origin, message, paper.id)


def notes_without_paper(survey: Survey) -> Iterator[Problem]:
    """Find notes that appear on no page."""
    for id in sorted(survey.notes):
        if id in survey.library.by_id:
            continue
        end = survey.ledger.resolve("paper", id)
        if end and end.state is State.TOMBSTONE:
            continue  # `litatlas withdraw` leaves the notes where they are.
        if end and end.id != id:
            way = f"{quoted(id)} is part of {quoted(end.id)}: move them to notes/{end.id}.md"
        else:
            near = get_close_matches(id, survey.library.by_id, n=1)
            way = f"did you mean notes/{near[0]}.md?" if near else "rename the file to the id of a paper, or delete it"
        message = f"there is no paper {quoted(id)}; the notes are on no page; {way}"
        yield Problem("note-without-paper", Origin(f"notes/{id}.md"), message, id)


def missing_metadata(survey: Survey) -> Iterator[Problem]:
    """Find papers that lack what readers and citers need most."""
    for paper in survey.library:
        lacks = (
            # (code, what it has, what it is missing, so what, the way out)
            ("no-authors", paper.authors, "authors", "it cannot be cited properly", "add authors"),
            ("no-date", paper.issued, "date", "it is in no year's listing", "add issued: YYYY"),
            ("no-abstract", paper.abstract, "abstract", "it is hard to find and to relate", "add abstract"),
        )
        for code, value, what, so_what, way in lacks:
            if not value:
                yield Problem(code, paper.origin, f"{quoted(paper.title)} has no {what}; {so_what}; {way}", paper.id)


def bare_statuses(survey: Survey) -> Iterator[Problem]:
    """Find papers that do not stand, of which nobody says when or why, or where to read it."""
    for paper in survey.library:
        status = paper.status
        if status.status is Status.OK:
            continue
        missing = enumeration([name for name in ("date", "note") if not getattr(status, name)])
        if missing:
            message = (
                f"the paper is {status.status} without a {missing}; readers cannot tell what happened; "
                "add to status what the notice says"
            )
            yield Problem("bare-status", paper.origin, message, paper.id)
        if status.status is Status.RETRACTED and not status.url:
            message = "the paper is retracted without a link to the notice; readers cannot check it; add status.url"
            yield Problem("no-notice", paper.origin, message, paper.id)


CHECKS: Mapping[str, Check] = {
    "lost-addresses": lost_addresses,
    "empty-listings": empty_listings,
    "dead-addresses": dead_addresses,
    "redirects-to-tombstones": redirects_to_tombstones,
    "citation-keys": citation_keys,
    "notes-without-paper": notes_without_paper,
    "missing-metadata": missing_metadata,
    "bad-links": bad_links,
    "bad-orcids": bad_orcids,
    "near-duplicates": near_duplicates,
    "alike-names": alike_names,
    "bare-statuses": bare_statuses,
}
"""Every check by name."""

PAIRING: Mapping[str, Callable[[Survey, Memo], Iterable[Problem]]] = {
    "near-duplicates": near_duplicates,
    "alike-names": alike_names,
}
"""Those that compare things with each other, of which they remember what they compared."""

LOOKS: Mapping[str, Callable[[Survey], object]] = {
    "near-duplicates": _titles,
    "alike-names": _names,
    "bad-links": _links,
}
"""All that those checks look at that take longest: they run again only where it has changed."""
