"""Papers by the same people: a name on few papers says much, one on very many says little."""

from collections.abc import Sequence

from litatlas.model import Author, Paper, Reason, ReasonKind
from litatlas.related.signals import Signal, shared_by
from litatlas.text import fold

MOST_PAPERS = 100
"""A name on more papers than this is many persons, or a lab's whole output."""

SHOWN = 5


def author_signal(papers: Sequence[Paper]) -> Signal:
    """Relate papers that share authors; the reason names them, the rarest first."""
    owners: dict[str, list[int]] = {}
    for number, paper in enumerate(papers):
        for key in sorted(_keys(paper)):
            owners.setdefault(key, []).append(number)

    def reasons(paper: int, other: int) -> tuple[Reason, ...]:
        there = _keys(papers[other])
        shared = {key: name for key, name in _keys(papers[paper]).items() if key in there}
        shared = {key: name for key, name in shared.items() if len(owners[key]) <= MOST_PAPERS}
        if not shared:
            return ()
        ranked = sorted(shared, key=lambda key: (len(owners[key]), list(shared).index(key)))
        return (Reason(ReasonKind.AUTHORS, tuple(shared[key] for key in ranked[:SHOWN])),)

    return Signal(shared_by(owners, len(papers), MOST_PAPERS), reasons)


def _keys(paper: Paper) -> dict[str, str]:
    """Give the authors' names by a key for comparing; in the order of the paper."""
    return {_key(author): author.name for author in paper.authors if _key(author)}


def _key(author: Author) -> str:
    """Compare by name without accents: an ORCID iD stands on too few records to help, and would split the others."""
    name = fold(author.name).replace(".", " ")
    # A lone family name or initial is nobody in particular.
    return " ".join(name.split()) if author.literal or (author.given and author.family) else ""
