"""What a card shows of a paper, and what an order of reading needs to know of it."""

from typing import Any

from litatlas.key_sentence import key_sentence
from litatlas.mathml import plain_text
from litatlas.model import Paper, ReasonKind
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


def card(paper: Paper, survey: Survey) -> dict[str, Any]:
    """Give the card of a paper as plain text by field; what it does not have is left out."""
    abstract = plain_text(paper.abstract)
    start, end = key_sentence(abstract)
    theme = survey.themes.by_slug.get(paper.theme)
    centrality = survey.themes.centrality.get(paper.id, 0.0)
    found = {
        "title": shortened(plain_text(paper.title), TITLE),
        "name": shortened(plain_text(paper.short or short_byline(paper)), TAG),
        "by": shortened(byline(paper.authors, paper.others), NAMES),
        "where": shortened(venue_occurrence(paper.venue), TAG),
        "year": paper.year,
        "status": paper.status.status.word,
        "text": shortened(abstract[start:end], SENTENCE),
        "theme": [theme.name, theme.colour] if theme else None,
        "tags": [shortened(link.text, TAG) for link in tag_links(paper, survey)[:MAX_TAGS]],
        "date": list(date_key(paper)),
        "central": round(centrality, 3),
        "overview": is_overview(paper),
        "on": builds_on(paper.id, survey.library, survey.relations)[:MOST_NAMED],
        "near": _near(paper, survey),
    }
    return {name: value for name, value in found.items() if value}


def _near(paper: Paper, survey: Survey) -> list[tuple[str, tuple[str, ...]]]:
    """Give the related papers with which it has terms in common, best first."""
    related = survey.relations.related.get(paper.id, ())
    shared = ((e.id, next((r.terms for r in e.reasons if r.kind is ReasonKind.TERMS), ())) for e in related)
    return [(id, terms[:MOST_TERMS]) for id, terms in shared if terms][:MOST_NEAR]
