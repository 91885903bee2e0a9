"""What a card shows of a paper, and what an order of reading needs to know of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from litatlas.incremental.memo import Digest, Memo
from litatlas.language.key_sentence import key_sentence
from litatlas.library.paper_memo import NameMarks, marks_with
from litatlas.markup.mathml import plain_text
from litatlas.model import Paper, ReasonKind, RelatedPaper
from litatlas.pages.items import MAX_TAGS, tag_links
from litatlas.pages.survey import Survey
from litatlas.pages.theme import is_overview
from litatlas.pages.wording import byline, short_byline, venue_occurrence
from litatlas.reading_order import builds_on, date_key
from litatlas.text import shortened

TITLE, SENTENCE, NAMES, TAG = 300, 300, 160, 60
"""Longest title, key sentence, byline and tag of a card, in characters."""

MOST_NAMED, MOST_NEAR, MOST_TERMS = 24, 8, 2
"""Papers that a card says the paper builds on; related papers, and terms of each, that it tells."""


class Carded(Struct, frozen=True):
    """What the card of a paper is made from, and nothing else."""

    paper: Paper
    theme: tuple[str, int] | None
    """The name and colour of its theme."""

    centrality: float
    """To one place, as the card tells it: it orders papers of one date, and more changes with every paper nearby."""

    tags: tuple[str, ...]
    """The names of its first tags."""

    on: tuple[str, ...]
    """Papers on which it builds."""

    near: tuple[tuple[str, tuple[str, ...]], ...]
    """The related papers with which it has terms in common, best first, each with some of them."""


def card_marks(survey: Survey, keys: Mapping[str, Digest], memo: Memo) -> dict[str, Digest]:
    """Give a digest of all that the card of each paper is made from, by its id.

    Arguments:
        survey: The papers.
        keys: The same of their export entries, which tell all of a record.
        memo: Digests.
    """
    lists, none, names = survey.relations.lists.marks(memo.digest), memo.digest(), NameMarks.of(survey.library, memo)
    themes = {theme.slug: memo.digest(theme.name, theme.colour) for theme in survey.themes.all}

    def beside(paper: Paper) -> bytes:
        marks = lists.get(paper.id, none), themes.get(paper.theme, none), names.of_tags[paper.id]
        return b"".join(marks) + "\0".join((str(_centrality(paper, survey)), *_on(paper, survey))).encode("utf-8")

    marks = marks_with((keys[paper.id] for paper in survey.library), map(beside, survey.library))
    return dict(zip(survey.library.by_id, marks, strict=True))


def carded(paper: Paper, survey: Survey) -> Carded:
    """Give what the card of a paper is made from."""
    return Carded(
        paper,
        _theme(paper, survey),
        _centrality(paper, survey),
        tuple(link.text for link in tag_links(paper, survey)[:MAX_TAGS]),
        _on(paper, survey),
        tuple(_near(survey.relations.related.get(paper.id, ()))),
    )


def _theme(paper: Paper, survey: Survey) -> tuple[str, int] | None:
    theme = survey.themes.by_slug.get(paper.theme)
    return (theme.name, theme.colour) if theme else None


def _centrality(paper: Paper, survey: Survey) -> float:
    return round(survey.themes.centrality.get(paper.id, 0.0), 1)


def _on(paper: Paper, survey: Survey) -> tuple[str, ...]:
    return tuple(builds_on(paper.id, survey.library, survey.relations)[:MOST_NAMED])


def card(source: Carded) -> dict[str, Any]:
    """Give the card of a paper as plain text by field; what it does not have is left out."""
    paper = source.paper
    abstract = plain_text(paper.abstract)
    start, end = key_sentence(abstract)
    found = {
        "title": shortened(plain_text(paper.title), TITLE),
        "name": shortened(plain_text(paper.short or short_byline(paper)), TAG),
        "by": shortened(byline(paper.authors, paper.others), NAMES),
        "where": shortened(venue_occurrence(paper.venue), TAG),
        "year": paper.year,
        "status": paper.status.status.word,
        "text": shortened(abstract[start:end], SENTENCE),
        "theme": source.theme,
        "tags": [shortened(tag, TAG) for tag in source.tags],
        "date": date_key(paper),
        "central": source.centrality,
        "overview": is_overview(paper),
        "on": source.on,
        "near": source.near,
    }
    return {name: value for name, value in found.items() if value}


def _near(related: Iterable[RelatedPaper]) -> list[tuple[str, tuple[str, ...]]]:
    """Give the related papers with which it has terms in common, best first."""
    shared = ((e.id, next((r.terms for r in e.reasons if r.kind is ReasonKind.TERMS), ())) for e in related)
    return [(id, terms[:MOST_TERMS]) for id, terms in shared if terms][:MOST_NEAR]
