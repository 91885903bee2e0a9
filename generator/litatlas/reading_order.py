"""An order in which to read some papers: foundations first, each with a reason why it comes where it does.

A paper comes after those of the others that it names or cites. Among those that could come next, overviews come
first, then the older one, then the more central one. So a reader meets every system before the papers that speak of
it, and a line of work in the order in which it grew.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

from msgspec import Struct

from litatlas.library import Library
from litatlas.listed_paper import ListedPaper
from litatlas.model import ReasonKind
from litatlas.related import Relations

MOST_STEPS = 8
"""The longest path for one theme: an afternoon's reading, not the whole chapter."""


class Part(Struct, frozen=True):
    """A piece of a sentence: words, or a paper by its name."""

    text: str = ""
    paper: str = ""
    """Id of a paper; its name stands in the place of `text`."""


class Step(Struct, frozen=True):
    """One paper of the path."""

    paper: str
    why: tuple[Part, ...]
    """A sentence without its final stop."""


def reading_order(
    names: Mapping[str, Sequence[str]],
    library: Library,
    relations: Relations,
    centrality: Mapping[str, float],
    overviews: Collection[str] = (),
    most: int = MOST_STEPS,
) -> tuple[Step, ...]:
    """Choose the papers to read of a theme or list, and put them into an order.

    Arguments:
        names: The papers by id, each with the others of them that it builds on.
        library: The papers.
        relations: What papers share.
        centrality: How central each paper is, 0 to 1.
        overviews: Ids of surveys and reviews.
        most: The longest path.
    """
    named_by: dict[str, list[str]] = {}
    for paper in sorted(names):
        for other in names[paper]:
            named_by.setdefault(other, []).append(paper)

    def rank(id: str) -> tuple[float, str]:
        known = min(len(named_by.get(id, ())), 4) / 4
        return (-round(centrality.get(id, 0.0) + known + 0.25 * (id in overviews), 6), id)

    chosen = set(sorted(names, key=rank)[:most])
    order = _ordered(chosen, names, library, centrality, overviews)
    return tuple(
        Step(id, _why(id, order[:place], names, named_by, library, relations, overviews))
        for place, id in enumerate(order)
    )


def builds_on(id: str, library: Library, relations: Relations) -> list[str]:
    """Give the papers that one names or cites and that are not newer than itself, by id.

    A preprint may come to name a paper that was written after it; it does not build on that one.
    """
    others = {*relations.built_on(id), *(mention.target for mention in relations.mentions_of(id))} - {id}
    return sorted(other for other in others if date_key(library.listed[other])[0] <= date_key(library.listed[id])[0])


def _ordered(
    chosen: Collection[str],
    names: Mapping[str, Sequence[str]],
    library: Library,
    centrality: Mapping[str, float],
    overviews: Collection[str],
) -> list[str]:
    def urgency(id: str) -> tuple[bool, tuple[int, int, int], float, str]:
        return (id not in overviews, date_key(library.listed[id]), -centrality.get(id, 0.0), id)

    waits = {id: {other for other in names[id] if other in chosen and id not in names[other]} for id in chosen}
    ready = [urgency(id) for id in chosen if not waits[id]]
    heapify(ready)
    order: list[str] = []
    while len(order) < len(chosen):
        # A ring of papers that name each other has no beginning: the most urgent one is as good as any.
        id = heappop(ready)[-1] if ready else min(set(chosen) - set(order), key=urgency)
        if id in order:
            continue
        order.append(id)
        for other in sorted(set(chosen) - set(order)):
            if id in waits[other]:
                waits[other].discard(id)
                if not waits[other]:
                    heappush(ready, urgency(other))
    return order


def date_key(paper: ListedPaper) -> tuple[int, int, int]:
    """Give the date to sort by: (year, month, day); what is not known comes last."""
    issued = paper.issued
    return (issued.year, issued.month or 13, issued.day or 32) if issued else (9999, 0, 0)


def _why(
    id: str,
    before: Sequence[str],
    names: Mapping[str, Sequence[str]],
    named_by: Mapping[str, Sequence[str]],
    library: Library,
    relations: Relations,
    overviews: Collection[str],
) -> tuple[Part, ...]:
    built_on = [other for other in before if other in names[id]]
    later = sorted(named_by.get(id, ()), key=lambda other: (date_key(library.listed[other]), other))
    if id in overviews:
        return (Part("An overview: it shows the whole before the parts"),)
    if built_on:
        return (Part("Builds on "), *_listed(built_on), Part(", which it names"))
    if later:
        lead = "Begins the line: named by " if not before else "Others build on it: named by "
        return (Part(lead), *_listed(later))
    # Best first, and only what the reader has met by now.
    for other, reasons in relations.reasons_of(id):
        terms = next((r.terms for r in reasons if r.kind is ReasonKind.TERMS), ())
        if other in before and terms:
            return (Part("Goes on from "), Part(paper=other), Part(f": both study {_and(terms[:2])}"))
    if not before:
        return (Part("The earliest of the central papers"),)
    return (Part("Among the papers most related to the rest"),)


def _listed(papers: Sequence[str], most: int = 3) -> Iterable[Part]:
    shown = papers[:most]
    for place, id in enumerate(shown):
        if place:
            yield Part(" and " if place == len(papers) - 1 else ", ")
        yield Part(paper=id)
    if len(papers) > most:
        yield Part(f" and {len(papers) - most} more")


def _and(words: Sequence[str]) -> str:
    return " and ".join(words)
