"""What a community is about, in words: the tags and phrases that set it apart from the rest of the survey.

A term is worth what it tells of a paper's theme: the share of the theme's papers that have it, times the logarithm
of how much greater that is than its share of all papers (the idea of c-TF-IDF, Grootendorst 2022, counted in papers
instead of words, so that one paper that repeats itself names nothing). A tag comes in the words of the vocabulary,
a phrase as the library writes it.
"""

from collections.abc import Sequence
from math import log

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from litatlas.related import Scores
from litatlas.related.reasons import Terms
from litatlas.related.subjects import normal_words

MOST_TERMS = 8
LOOKED_AT = 40
"""Terms of a community that are weighed; the others are weaker by far."""

SMOOTHING = 0.02
"""Added to a term's share of all papers: a term of two papers is no theme by being rare."""

PHRASE_WEIGHT = 0.75
"""Of a phrase against a tag of the same worth: a person chose the tag's name, as a heading."""

PLAIN_WORD_WEIGHT = 0.6
"""Of a single word that no vocabulary names: `sarcasm` is a heading, `audio` or `meme` hardly."""

MOST_SHARE = 0.5
"""A term that so many of all papers have is what the survey is about; it sets nothing apart."""

ROUNDING = 2e-6
"""By less than this, what a term is worth at a glance differs from what it is worth."""

FEWEST = 2
"""A term of one paper says nothing of its theme."""


class Term(Struct, frozen=True):
    """A tag or phrase that is distinctive of a community."""

    text: str
    """As it is written inside a sentence, names with their capitals: `in-context learning`, `video–text retrieval`."""

    weight: float
    papers: frozenset[int]
    """The papers of the community that have it, by place in the library."""

    tag: str = ""
    """Slug of the tag; empty for a phrase."""

    words: tuple[str, ...] = ()
    """Normal forms of its words."""

    above: frozenset[str] = frozenset()
    """Slugs of the tags that the tag is a kind of."""


def distinctive_terms(members: Sequence[Sequence[int]], scores: Scores, terms: Terms) -> tuple[tuple[Term, ...], ...]:
    """Give the terms that set each community apart, best first, whatever other communities have.

    Arguments:
        members: The papers of each community, by place in the library.
        scores: For the tags that papers have.
        terms: For the phrases, and how they are written.
    """
    return tuple(
        tuple(
            sorted(
                (*_tag_terms(papers, scores, terms), *_phrase_terms(papers, terms)),
                key=lambda term: (-term.weight, term.text),
            )[:LOOKED_AT]
        )
        for papers in members
    )


def worth(inside: int, size: int, everywhere: int, papers: int) -> float:
    """Say how well a term tells a community from the rest, from 0.

    Arguments:
        inside: Papers of the community that have the term.
        size: Papers of the community.
        everywhere: Papers of the library that have it.
        papers: Papers of the library.
    """
    if inside < FEWEST or everywhere > MOST_SHARE * papers + 2:
        return 0.0
    share = inside / size
    return round(max(0.0, share * log((share + SMOOTHING) / (everywhere / papers + SMOOTHING))), 6)


def chosen_terms(terms: Sequence[Term], most: int = MOST_TERMS) -> tuple[Term, ...]:
    """Give the best terms, none that says what a better one says."""
    chosen: list[Term] = []
    for term in terms:
        if len(chosen) == most:
            break
        if not any(says_the_same(term, one) for one in chosen):
            chosen.append(term)
    return tuple(chosen)


def says_the_same(term: Term, other: Term) -> bool:
    """Tell whether of two terms one is part of the other, or a kind of it."""
    if term.tag and other.tag and (term.tag in other.above or other.tag in term.above):
        return True
    words, others = set(term.words), set(other.words)
    return 2 * len(words & others) >= min(len(words), len(others)) and bool(words & others)


def _tag_terms(papers: Sequence[int], scores: Scores, terms: Terms) -> list[Term]:
    subjects, rows = scores.subjects, np.array(papers, dtype=np.int64)
    slugs = [slug for slug, _ in subjects.tags.values]
    owners = np.repeat(rows, np.diff(subjects.tags.bounds)[rows]).tolist()
    inside: dict[str, list[int]] = {}
    for number, paper in zip(subjects.tags.numbers_of(rows).tolist(), owners, strict=True):
        inside.setdefault(slugs[number], []).append(paper)
    found = []
    for slug, having in sorted(inside.items()):
        subject = subjects.by_slug[slug]
        weight = worth(len(having), len(papers), subject.papers, len(subjects.tags))
        if weight > 0:
            name = terms.text(subject.name)
            found.append(Term(name, weight, frozenset(having), slug, normal_words(subject.name), subject.above))
    return found


def _phrase_terms(papers: Sequence[int], terms: Terms) -> list[Term]:
    phrases, marks = terms.phrases, terms.context.weights
    sights, owners = terms.context.phrases_of(np.array(papers, dtype=np.int64))
    counts = np.bincount(sights, minlength=len(phrases.length))
    weighed: list[tuple[float, tuple[str, ...], int]] = []
    least = 0.0
    for number, value in _likely(
        (counts >= FEWEST) & ~marks.weak_alone & ~marks.common_name, counts, len(papers), terms
    ):
        if value < least - ROUNDING:
            break
        words = phrases.words(terms.stream, number)
        if terms.subjects.meant_by(words):
            continue
        everywhere = int(phrases.papers[number])
        weight = round(_factor(len(words)) * worth(int(counts[number]), len(papers), everywhere, terms.papers), 6)
        if weight > 0:
            weighed.append((-weight, words, number))
            if len(weighed) == LOOKED_AT:
                least = -max(weighed)[0]
    chosen = sorted(weighed)[:LOOKED_AT]
    having: dict[int, set[int]] = {number: set() for _, _, number in chosen}
    there = np.zeros(len(counts), dtype=np.bool_)
    there[list(having)] = True
    for number, paper in zip(sights[there[sights]].tolist(), owners[there[sights]].tolist(), strict=True):
        having[number].add(paper)
    written = terms.surfaces.of_phrases([number for _, _, number in chosen])
    return [
        Term(text, -weight, frozenset(having[number]), words=words)
        for text, (weight, words, number) in zip(written, chosen, strict=True)
    ]


def _factor(words: int) -> float:
    return PHRASE_WEIGHT * (PLAIN_WORD_WEIGHT if words == 1 else 1.0)


def _likely(telling: NDArray[np.bool_], counts: NDArray[np.int64], size: int, terms: Terms) -> list[tuple[int, float]]:
    """Give phrases, those first that are worth most at a glance, more than are looked at: some of them mean a tag."""
    numbers = np.flatnonzero(telling)
    share, everywhere = counts[numbers] / size, terms.phrases.papers[numbers] / terms.papers
    factor = np.where(terms.phrases.length[numbers] == 1, _factor(1), _factor(2))
    value = np.round(factor * share * np.log((share + SMOOTHING) / (everywhere + SMOOTHING)), 6)
    best = np.argsort(-value, kind="stable")[: 5 * LOOKED_AT]
    return list(zip(numbers[best].tolist(), value[best].tolist(), strict=True))
