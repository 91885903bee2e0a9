"""The checks of the ledger: no published address dies, and none leads two ways."""

from collections.abc import Container, Iterator, Mapping
from difflib import get_close_matches
from typing import Protocol

from litatlas.facets import FACETS
from litatlas.identity.ledger_format import KINDS, Entry, State
from litatlas.identity.permalink import Ledger
from litatlas.library import Library
from litatlas.problems import Origin, Problem, quoted
from litatlas.vocabulary import Vocabulary

_FACETS = frozenset(facet.key for facet in FACETS)
_FOLDERS = {"paper": "papers", **{facet.key: facet.folder for facet in FACETS}}

_MOST_COMPARISONS = 100_000
"""Missing ids times new ids up to which a likely successor is looked for: some seconds."""


class Published(Protocol):
    """What these checks need of a survey."""

    @property
    def library(self) -> Library:
        """The papers."""

    @property
    def ledger(self) -> Ledger:
        """The ledger with the rows of this build."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The tags."""


def lost_addresses(survey: Published) -> Iterator[Problem]:
    """Find published papers that have no page now; the pages of facet values stay even without papers."""
    ledger, there = survey.ledger, survey.library.by_id
    lost = [entry for kind in KINDS if kind not in _FACETS for entry in _without_page(ledger, kind, there)]
    for entry, successor in zip(lost, _successors(lost, ledger), strict=True):
        page = f"{_FOLDERS.get(entry.kind, entry.kind)}/{entry.id}/"
        guess = f"; did you mean 'litatlas rename {entry.id} {successor}'?" if successor else ""
        message = (
            f"the {entry.kind} {quoted(entry.id)} ({page}) was published and has no record now; its address would die; "
            f"put the record back, or run 'litatlas merge {entry.id} NEW', 'litatlas rename {entry.id} NEW' or "
            f"'litatlas withdraw {entry.id} --reason TEXT'{guess}"
        )
        yield Problem("lost-address", ledger.origin(*entry.key), message, entry.id)


def empty_listings(survey: Published) -> Iterator[Problem]:
    """Find tags that left the vocabulary, and authors and venues whose name was corrected in this build.

    Any other empty page is as it should be: the authors of a paper that was
    withdrawn, a year without papers, a tag that waits for its first one.
    """
    ledger, listings = survey.ledger, survey.library.listings
    empty = [
        entry
        for kind in KINDS
        if kind in listings and kind not in ("year", "status")
        for entry in _without_page(ledger, kind, set(listings[kind]))
        if not (kind == "tag" and entry.id in survey.vocabulary.by_slug)
    ]
    for entry, successor in zip(empty, _successors(empty, ledger), strict=True):
        if not successor and entry.kind != "tag":
            continue
        address = f"{entry.kind}/{entry.id}"
        guess = f"did you mean 'litatlas merge {address} {entry.kind}/{successor}'?"
        ways = f"run 'litatlas merge {address} {entry.kind}/NEW' if it has another name now"
        message = (
            f"the {entry.kind} {quoted(entry.name)} ({_FOLDERS[entry.kind]}/{entry.id}/) is on no paper now; "
            f"its page stays, and is empty; {guess if successor else ways}"
        )
        yield Problem("empty-listing", ledger.origin(*entry.key), message, entry.id)


def _without_page(ledger: Ledger, kind: str, there: Container[str]) -> list[Entry]:
    """Give the rows of what should have a page of its own, and is not there."""
    return [entry for id, entry in _live(ledger, kind).items() if id not in there]


def _live(ledger: Ledger, kind: str) -> Mapping[str, Entry]:
    """Give the rows of what has a page of its own, by id."""
    return {entry.id: entry for entry in ledger.entries(kind) if entry.state is State.LIVE}


def _successors(gone: list[Entry], ledger: Ledger) -> list[str]:
    """Guess for each row which new id took its place; an empty string where none is similar."""
    new: dict[str, list[str]] = {}
    for entry in ledger.entries() if gone else ():
        if entry.state is State.LIVE and ledger.is_new(*entry.key):
            new.setdefault(entry.kind, []).append(entry.id)
    if sum(len(new.get(entry.kind, ())) for entry in gone) > _MOST_COMPARISONS:
        return [""] * len(gone)
    return [next(iter(get_close_matches(entry.id, new.get(entry.kind, []), n=1)), "") for entry in gone]


def dead_addresses(survey: Published) -> Iterator[Problem]:
    """Find pages that would stand where the ledger has a redirect, a tombstone or nothing."""
    ledger = survey.ledger
    pages = {"paper": survey.library.by_id, **survey.library.listings}
    for kind, ids in pages.items():
        for id in sorted(set(ids).difference(_live(ledger, kind))):
            entry = ledger.entry(kind, id)
            if entry is None:
                message = f"the {kind} {quoted(id)} is not in the ledger; its address is not kept; build the survey"
                yield Problem("dead-address", Origin(ledger.file), message, id)
            elif entry.state is not State.LIVE:
                fate = f"was merged into {quoted(entry.target)}" if entry.target else "was withdrawn"
                message = (
                    f"the {kind} {quoted(id)} {fate} and is in use again; two pages would stand at one address; "
                    "take it away where it is used, or give it another id"
                )
                yield Problem("dead-address", ledger.origin(kind, id), message, id)


def redirects_to_tombstones(survey: Published) -> Iterator[Problem]:
    """Find redirects that lead to something withdrawn."""
    for redirect in survey.ledger.redirects():
        end = survey.ledger.entry(redirect.kind, redirect.target)
        if end and end.state is State.TOMBSTONE:
            message = (
                f"the {redirect.kind} {quoted(redirect.id)} redirects to {quoted(end.id)}, which was withdrawn; "
                "its readers find a page that does not speak of it; make it a tombstone too, or name another target"
            )
            yield Problem("bad-redirect", survey.ledger.origin(redirect.kind, redirect.id), message, redirect.id)
