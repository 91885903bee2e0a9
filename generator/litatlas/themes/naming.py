"""Titles for the communities, as the headings of a survey's chapters: one matter, or two that belong together.

Each title has the term that tells its community best, which no other title has in front. A second term is added
where the first leaves much unsaid: `Emotion recognition and sentiment analysis`. Where most papers of a community,
and far more than elsewhere, give the same sort of thing, the title begins with it: `Benchmarks: question answering`.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import chain

from litatlas.themes.labels import Term, chosen_terms, says_the_same

SAYS_ALL = 0.75
"""A first term that so many papers of the community have needs no second one."""

SECOND_WORTH = 0.45
"""A second term is worth so much of the first, or more ..."""

SECOND_GAIN = 0.12
"""... and so many more papers of the community have it."""

KEPT = 1.1
"""So much more the terms of the last title count: a theme that changes little keeps its title."""

LONGEST = 60
"""Characters of a title of two parts; a longer one is no heading."""

KIND_SHARE, KIND_LIFT, KIND_FEWEST = 0.6, 2.0, 5
"""So many papers of a community, and so many times more than of all papers, give the sort of thing in its title."""

UNNAMED = "Other papers"
"""The title of a community of which no term can be told."""

_IS_LIST = re.compile(r", | and | or ")


Said = tuple[str, str]
"""The terms of a title, the second one empty where there is none."""


def title_terms(
    terms: Sequence[Sequence[Term]], sizes: Sequence[int], kinds: Sequence[str], before: Sequence[Said | None]
) -> list[Said]:
    """Choose the terms of the title of each community; no two have the same in front.

    Arguments:
        terms: The distinctive terms of each community, best first.
        sizes: How many papers each has.
        kinds: What its papers mostly give (`benchmarks`), or an empty text; `dominant_kind` finds it.
        before: The terms of its last title, if it had one: they stay until others are clearly better.
    """
    firsts = _firsts(terms, before)
    taken = {term.text for term in firsts.values()}
    said: list[Said] = []
    for number, (candidates, size) in enumerate(zip(terms, sizes, strict=True)):
        first, last = firsts.get(number), before[number]
        second = _second(first, candidates, size, taken, last) if first and not kinds[number] else None
        said.append((first.text if first else "", second.text if second else ""))
    return said


def titles(said: Sequence[Said], kinds: Sequence[str]) -> tuple[str, ...]:
    """Give communities their titles, each of its terms and what its papers mostly give; no two are the same."""
    found: list[str] = []
    for (first, second), kind in zip(said, kinds, strict=True):
        # A list goes on: `captioning, description and retrieval`.
        text = f"{_IS_LIST.sub(', ', first)} and {second}" if second else first
        found.append(capitalised(": ".join(part for part in (kind, text) if part) or UNNAMED))
    return tuple(_unlike(found))


def dominant_kind(inside: Mapping[str, int], size: int, everywhere: Mapping[str, int], papers: int) -> str:
    """Give the sort of thing, in the plural, that most papers of a community give; empty where none stands out.

    Arguments:
        inside: Papers of the community by the name of what they give: `Benchmark`.
        size: Papers of the community.
        everywhere: Papers of the library by the same names.
        papers: Papers of the library.
    """
    fitting = [
        (-count, name)
        for name, count in inside.items()
        if count >= max(KIND_FEWEST, KIND_SHARE * size) and count * papers >= KIND_LIFT * everywhere[name] * size
    ]
    return plural(min(fitting)[1]) if fitting else ""


def plural(noun: str) -> str:
    """Give the plural of an English noun.

    Examples:
        >>> plural("Benchmark"), plural("Analysis"), plural("Case study"), plural("Approach")
        ('Benchmarks', 'Analyses', 'Case studies', 'Approaches')
    """
    if noun.endswith("sis"):
        return f"{noun[:-2]}es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def capitalised(text: str) -> str:
    """Give a text with a capital at its beginning; names with capitals of their own (`iNaturalist`) keep them."""
    first = text.split(" ", 1)[0]
    return text if first != first.lower() else text[:1].upper() + text[1:]


def _firsts(terms: Sequence[Sequence[Term]], before: Sequence[Said | None]) -> dict[int, Term]:
    """Give each community the best term that is not a better one's: the worthiest pair first."""

    def rank(pair: tuple[Term, int]) -> tuple[float, str, int]:
        term, number = pair
        last = before[number]
        return -term.weight * (KEPT if last and term.text == last[0] else 1.0), term.text, number

    pairs = sorted(((term, number) for number, candidates in enumerate(terms) for term in candidates), key=rank)
    firsts: dict[int, Term] = {}
    taken: set[str] = set()
    for term, number in pairs:
        if number not in firsts and term.text not in taken:
            firsts[number] = term
            taken.add(term.text)
    return firsts


def _second(first: Term, candidates: Sequence[Term], size: int, taken: set[str], before: Said | None) -> Term | None:
    def joins(term: Term, ease: float) -> bool:
        return (
            len(first.papers) < SAYS_ALL * size * ease
            and term.weight * ease >= SECOND_WORTH * first.weight
            and len(term.papers - first.papers) * ease >= SECOND_GAIN * size
            and term.text not in taken
            and not _IS_LIST.search(term.text)
            and len(first.text) + len(term.text) + 5 <= LONGEST
        )

    candidates = [term for term in candidates if not says_the_same(term, first)]
    if not before or before[0] != first.text:
        return next((term for term in chosen_terms(candidates) if joins(term, 1.0)), None)
    # What was said or left out stays so a little longer.
    stays = (term for term in candidates if term.text == before[1] and joins(term, KEPT))
    comes = (term for term in chosen_terms(candidates) if joins(term, 1 / KEPT))
    return next(chain(stays, comes), None)


def _unlike(found: Sequence[str]) -> list[str]:
    """Number titles that are the same."""
    seen: dict[str, int] = {}
    out = []
    for title in found:
        seen[title] = seen.get(title, 0) + 1
        out.append(title if seen[title] == 1 else f"{title} ({seen[title]})")
    return out
