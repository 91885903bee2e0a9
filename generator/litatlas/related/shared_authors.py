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
    names = [_names(paper) for paper in papers]
    owners: dict[str, list[int]] = {}
    for number, of_paper in enumerate(names):
        for key in sorted(of_paper):
            owners.setdefault(key, []).append(number)

    def reasons(paper: int, other: int) -> tuple[Reason, ...]:
        there = names[other]
        shared = [key for key in names[paper] if key in there and len(owners[key]) <= MOST_PAPERS]
        # The sort is stable: equally rare names stay in the order of the byline.
        shared.sort(key=lambda key: len(owners[key]))
        return (Reason(ReasonKind.AUTHORS, tuple(names[paper][key] for key in shared[:SHOWN])),) if shared else ()

    return Signal(shared_by(owners, len(papers), MOST_PAPERS), reasons)


def _names(paper: Paper) -> dict[str, str]:
    """Give the authors' names by a key for comparing, in the order of the paper."""
    return {key: author.name for author in paper.authors if (key := _key(author))}


def _key(author: Author) -> str:
    """Compare people, and those of whom nothing but the name is known without accents and stops."""
    name = fold(author.known_as).replace(".", " ")
    # A lone family name or initial is nobody in particular.
    return " ".join(name.split()) if author.literal or (author.given and author.family) else ""
