"""Pages at addresses whose content moved or was withdrawn: redirects and tombstones."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from litatlas.facets import FACETS
from litatlas.markup.mathml import plain_text
from litatlas.pages.head import FULL_WIDTH, head
from litatlas.pages.inline import Rich, rich_title
from litatlas.pages.paths import KINDS_WITH_PAGES, index_path, page_path
from litatlas.pages.survey import Survey
from litatlas.pages.wording import ended

_NOUNS = {"paper": "paper", **{facet.key: facet.singular.lower() for facet in FACETS}}
_UNLISTED = {"search": {"exclude": True}}


class RedirectPage(Struct, frozen=True):
    """A page that sends its readers on, and says so where nothing is sent by itself."""

    path: str
    head: Mapping[str, Any]
    title: Rich
    """That of the page it leads to."""

    target: str
    note: str


class TombstonePage(Struct, frozen=True):
    """A page that says what stood here, why it is gone, and where to go on."""

    path: str
    head: Mapping[str, Any]
    title: Rich
    noun: str
    byline: str
    reason: str
    edition: str
    index: str
    """Path of the list of what is left."""


def redirect_pages(survey: Survey) -> Iterator[RedirectPage]:
    """Build a page for every row of the ledger that was merged or renamed."""
    for entry in survey.ledger.redirects():
        if entry.kind not in KINDS_WITH_PAGES:
            continue
        target = page_path(entry.kind, entry.target)
        address = f"{target.removesuffix('.md')}/"
        name = _name(entry.kind, entry.target, survey)
        yield RedirectPage(
            path=page_path(entry.kind, entry.id),
            head=head("redirect", name, "", redirect=address, template="redirect.html", **_UNLISTED),
            title=rich_title(name),
            target=target,
            note=ended(entry.note[:1].upper() + entry.note[1:]),
        )


def tombstone_pages(survey: Survey) -> Iterator[TombstonePage]:
    """Build a page for every row of the ledger that was withdrawn."""
    for entry in survey.ledger.tombstones():
        if entry.kind not in KINDS_WITH_PAGES:
            continue
        noun = _NOUNS[entry.kind]
        name = entry.title or entry.name
        yield TombstonePage(
            path=page_path(entry.kind, entry.id),
            head=head(
                "tombstone",
                f"Withdrawn: {plain_text(name)}",
                ended(f"This {noun} was withdrawn from {survey.settings.title}"),
                hide=FULL_WIDTH,
                **_UNLISTED,
            ),
            title=rich_title(name),
            noun=noun,
            byline=entry.byline,
            reason=ended(entry.reason),
            edition=entry.edition,
            index=index_path(entry.kind),
        )


def _name(kind: str, id: str, survey: Survey) -> str:
    """Give what a page is called now: a paper's title, a value's name, or what the ledger keeps of it."""
    if kind == "paper" and id in survey.library.by_id:
        return survey.library.by_id[id].title
    listing = survey.library.listings.get(kind, {}).get(id)
    if listing:
        return listing.name
    entry = survey.ledger.entry(kind, id)
    return entry.name if entry else id
