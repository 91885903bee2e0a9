"""What is searched of a paper or a section: its texts by field, its filters, and the card that a result shows."""

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from litatlas.language.key_sentence import key_sentence
from litatlas.markup.mathml import plain_text
from litatlas.model import Paper, Rel
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey
from litatlas.search.sections import Section, plain
from litatlas.search.tokens import joined, tokens
from litatlas.text import shortened


class Field(Struct, frozen=True):
    """A field of BM25F (Robertson, Zaragoza and Taylor, CIKM 2004)."""

    weight: float
    """What one occurrence counts."""

    usual_length: int
    """The length in words at which an occurrence counts its weight: a constant, not the survey's average, so that a
    new paper does not change every other one's entries."""

    bend: float
    """`b`: how far a longer text counts less, 0 (not at all) to 1 (in proportion)."""

    long: bool = False
    """Whether stop words and single letters are left out."""

    camel: bool = False


FIELDS = {
    "short": Field(18.0, 1, 0.2, camel=True),
    "title": Field(9.0, 10, 0.5, camel=True),
    "authors": Field(7.0, 15, 0.2),
    "tags": Field(3.0, 15, 0.4),
    "abstract": Field(1.0, 180, 0.6, long=True),
    "notes": Field(1.0, 100, 0.6, long=True),
    "heading": Field(5.0, 5, 0.5, camel=True),
    "text": Field(0.9, 120, 0.6, long=True),
}
"""Every field by its name; the guide tells of them."""

AUTHORS_ON_CARD = 3
CARD_TITLE, CARD_SENTENCE = 300, 260
"""Longest title and sentence of a card, in characters."""

TEXT_LENGTH = 3500
"""Longest text kept for phrases and excerpts, in characters; eight of them stay below the size of a file."""


class Document(Struct, frozen=True):
    """One thing that can be found."""

    texts: tuple[tuple[str, str], ...]
    """(field, plain text)."""

    filters: tuple[str, ...]
    """Keys such as `a:lovelace` and `y:2024`, sorted; `=name` for its exact names."""

    card: tuple[str, ...]
    """Title, byline, year, venue, address below the site's root, key sentence."""

    text: str
    """What phrases are checked in and excerpts are cut from, besides the card."""


class Findable(Struct, frozen=True):
    """What the document of a paper is made from, and nothing else."""

    paper: Paper
    tags: tuple[str, ...]
    """The names of its tags."""

    theme: str
    """The name of its theme; empty where it has none."""

    notes: str | None
    """A person's notes on it."""


def findable(paper: Paper, survey: Survey) -> Findable:
    """Give what the document of a paper is made from."""
    tags, themes = survey.library.listings["tag"], survey.library.listings.get("theme", {})
    return Findable(
        paper,
        tuple(tags[tagging.slug].name for tagging in paper.tags),
        themes[paper.theme].name if paper.theme in themes else "",
        survey.notes.get(paper.id),
    )


def paper_document(found: Findable) -> Document:
    """Make the document of a paper."""
    paper, tags = found.paper, found.tags
    title, abstract = plain_text(paper.title), plain_text(paper.abstract)
    notes = plain(found.notes or "")
    names = [author.name for author in paper.authors]
    venue = paper.venue
    start, end = key_sentence(abstract)
    return Document(
        texts=(
            ("short", plain_text(paper.short)),
            ("title", title),
            ("authors", ", ".join(names)),
            ("tags", ", ".join((*tags, *paper.keywords))),
            ("abstract", abstract),
            ("notes", notes),
        ),
        filters=tuple(sorted(set(_filters(found)))),
        card=(
            shortened(title, CARD_TITLE),
            _byline(names, paper.others),
            str(paper.year or ""),
            venue.label if venue else "",
            page_path("paper", paper.id).removesuffix(".md") + "/",
            shortened(abstract[start:end], CARD_SENTENCE),
        ),
        text=f"{abstract} {notes}".strip()[:TEXT_LENGTH],
    )


def section_document(section: Section) -> Document:
    """Make the document of a section."""
    folder = section.page.removesuffix(".md")
    folder = "" if folder == "index" else folder.removesuffix("/index") + "/"
    title = section.title if section.title == section.page_title else f"{section.title} – {section.page_title}"
    return Document(
        texts=(("heading", section.title), ("tags", section.page_title), ("text", section.text)),
        filters=tuple(sorted({f"={joined(section.title)}", "h:text"})),
        card=(
            shortened(title, CARD_TITLE),
            "",
            "",
            "",
            f"{folder}#{section.anchor}" if section.anchor else folder,
            shortened(section.text, CARD_SENTENCE),
        ),
        text=section.text[:TEXT_LENGTH],
    )


def _filters(found: Findable) -> Iterator[str]:
    paper = found.paper
    yield from (f"={name[:64]}" for name in (joined(paper.short), joined(plain_text(paper.title))) if name)
    for author in paper.authors:
        yield from _values("a", author.name)
    for name in found.tags:
        yield from _values("t", name)
    for tagging in paper.tags:
        yield from _values("t", tagging.slug)
    if found.theme:
        yield from _values("t", found.theme)
    if paper.venue:
        for name in (paper.venue.short, paper.venue.name):
            yield from _values("v", name)
    if paper.year:
        yield f"y:{paper.year:04d}"
    for rel in Rel:
        if any(paper.links_of(rel)):
            yield f"h:{rel.value}"
    if paper.abstract:
        yield "h:abstract"
    if found.notes is not None:
        yield "h:notes"


def _values(key: str, value: str) -> Iterator[str]:
    """Give the keys of a value: each of its words, and all of it as one."""
    return (f"{key}:{word}" for word in _words_of(value))


@lru_cache(maxsize=8192)  # tags, venues and many authors have more than one paper
def _words_of(value: str) -> tuple[str, ...]:
    return tuple(filter(None, (*tokens(value), joined(value)[:64])))


def _byline(names: list[str], others: bool) -> str:
    shown = ", ".join(names[:AUTHORS_ON_CARD])
    rest = len(names) - AUTHORS_ON_CARD
    if rest > 0:
        return f"{shown} and {rest} more"
    return f"{shown} and others" if others and shown else shown
