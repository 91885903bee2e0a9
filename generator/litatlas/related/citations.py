"""Papers that cite each other, cite the same works, or are cited together."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from litatlas.identity.identifiers import implied_identifiers, normal_identifier
from litatlas.model import Paper, Reason, ReasonKind
from litatlas.related.signals import Signal, no_scores, shared_by, symmetric
from litatlas.text import fold

MOST_CITING = 200
"""A work that more papers cite is known to all: citing it too says nothing, and pairs grow with its square."""

SHOWN = 3

_BARE_SCHEMES = ("doi", "arxiv", "acl", "openalex")
"""Schemes whose identifiers are known without their name: a bare number may be a PMID, or anything."""

_TEXT = "text "


class References(Struct, frozen=True):
    """Who cites what, as far as the records say it."""

    cited: tuple[tuple[str, ...], ...]
    """For each paper the works that it cites, in order and each once: `paper 12` (a place in the library), or an
    identifier in normal form with its scheme."""

    names: Mapping[str, str]
    """How a reader knows each work: short name or title of a paper, or the identifier as it stands in the record."""


def find_references(papers: Sequence[Paper]) -> References:
    """Resolve the references of the records in the library: ids, citation keys and identifiers."""
    places = _places(papers)
    names = {f"paper {number}": paper.short or paper.title for number, paper in enumerate(papers)}
    cited: list[tuple[str, ...]] = []
    for number, paper in enumerate(papers):
        works: dict[str, None] = {}
        for reference in paper.references:
            work = _work(reference, places)
            if work and work != f"paper {number}":
                works[work] = None
                names.setdefault(work, reference.strip())
        cited.append(tuple(works))
    return References(tuple(cited), names)


def _places(papers: Sequence[Paper]) -> dict[str, int]:
    """File each paper under everything that a reference may call it by; the first one keeps a name that two have."""
    places: dict[str, int] = {}
    for number, paper in enumerate(papers):
        for scheme, value in paper.identifiers:
            places.setdefault(f"{scheme}:{value}", number)
    for number, paper in enumerate(papers):
        places.setdefault(_TEXT + paper.citation_key.casefold(), number)
    # Ids win over citation keys: they are what the survey itself calls its papers.
    places.update((_TEXT + paper.id.casefold(), number) for number, paper in enumerate(papers))
    return places


def _work(reference: str, places: Mapping[str, int]) -> str:
    """Give one name for the work that a reference speaks of; empty where it names none."""
    text = " ".join(reference.split())
    if not text:
        return ""
    if (place := places.get(_TEXT + text.casefold())) is not None:
        return f"paper {place}"
    for scheme, value in _identifiers(text):
        place = places.get(f"{scheme}:{value}")
        return f"{scheme}:{value}" if place is None else f"paper {place}"
    return _TEXT + fold(text)


def _identifiers(text: str) -> Sequence[tuple[str, str]]:
    """Read a reference as an identifier, with or without the name of its scheme; arXiv's own DOI as its arXiv id."""
    scheme, _, value = text.partition(":")
    named = normal_identifier(scheme.strip().casefold(), value) if value else None
    found = [(scheme.strip().casefold(), named)] if named else []
    found += [(bare, normal) for bare in _BARE_SCHEMES if (normal := normal_identifier(bare, text))]
    return implied_identifiers(found[:1])


def citation_signal(papers: Sequence[Paper], references: References) -> Signal:
    """Relate papers of which one cites the other; the reason tells the direction."""
    pairs = {
        (number, int(work.removeprefix("paper ")))
        for number, works in enumerate(references.cited)
        for work in works
        if work.startswith("paper ")
    }

    def reasons(paper: int, other: int) -> tuple[Reason, ...]:
        directions = ((ReasonKind.CITES, (paper, other)), (ReasonKind.CITED_BY, (other, paper)))
        return tuple(Reason(kind, (references.names[f"paper {other}"],)) for kind, pair in directions if pair in pairs)

    return Signal(symmetric(pairs, len(papers)), reasons)


def coupling_signal(papers: Sequence[Paper], references: References) -> Signal:
    """Relate papers that cite the same works (bibliographic coupling; Kessler 1963), rare ones counting more."""
    owners: dict[str, list[int]] = {}
    for number, works in enumerate(references.cited):
        for work in sorted(works):
            owners.setdefault(work, []).append(number)

    def reasons(paper: int, other: int) -> tuple[Reason, ...]:
        there = set(references.cited[other])
        shared = [work for work in references.cited[paper] if work in there and len(owners[work]) <= MOST_CITING]
        return _counted(ReasonKind.REFERENCES, shared, owners, references)

    return Signal(shared_by(owners, len(papers), MOST_CITING), reasons)


def co_citation_signal(papers: Sequence[Paper], references: References) -> Signal:
    """Relate papers that other papers of the library cite together (Small 1973)."""
    lists = [
        sorted(int(work.removeprefix("paper ")) for work in works if work.startswith("paper "))
        for works in references.cited
    ]
    citing: dict[int, set[int]] = {}
    for number, works in enumerate(lists):
        for work in works:
            citing.setdefault(work, set()).add(number)
    owners = {f"paper {number}": works for number, works in enumerate(lists) if len(works) > 1}

    def reasons(paper: int, other: int) -> tuple[Reason, ...]:
        both = citing.get(paper, set()) & citing.get(other, set())
        shared = [f"paper {number}" for number in sorted(both) if f"paper {number}" in owners]
        return _counted(ReasonKind.CO_CITED, shared, owners, references)

    if not owners:
        return Signal(no_scores(len(papers)), reasons)
    return Signal(shared_by(owners, len(papers), MOST_CITING), reasons)


def _counted(
    kind: ReasonKind, works: Sequence[str], owners: Mapping[str, Sequence[int]], references: References
) -> tuple[Reason, ...]:
    """Name some of the works, those of the survey and the rarest first, and count all."""
    if not works:
        return ()
    ranked = sorted(works, key=lambda work: (not work.startswith("paper "), len(owners[work]), work))
    named = [references.names[work] for work in ranked if work.startswith("paper ")][:SHOWN]
    return (Reason(kind, tuple(named or [references.names[ranked[0]]]), count=len(works)),)
