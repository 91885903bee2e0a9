"""Where each paper stands on the map, in two dimensions; from build to build it stays where it is.

The first layout. All papers are drawn near those that they are related to (`drawing`). Each then takes the free
place of a hexagonal neighbourhood that is nearest to where it was drawn, the best connected first, so that no two discs
touch.

Later layouts. Papers that have a place keep it. A new one, and one that went to another theme, takes the free place
nearest to the middle of its neighbours. Where these are a quarter of the papers or more, the whole is drawn anew,
from where it stood.
`layout.tsv` beside the ledger keeps the places; y grows downwards, as on a screen.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial

import numpy as np
import scipy.sparse as sparse
from msgspec import Struct, field
from numpy.typing import NDArray

from litatlas.identity.permalink import Ledger, live_ids
from litatlas.layout.drawing import draw
from litatlas.layout.places import GAP, Places, Points, Positions, are_apart
from litatlas.library import Library
from litatlas.themes import PaperGraph, Themes
from litatlas.workers import ALONE, Workers

LAYOUT_FILE = "layout.tsv"

REDRAWN = 0.25
"""From this share of papers on that are new, or in another theme than before, the whole map is drawn anew."""

ASIDE = 3000
"""From so many papers on another process draws the whole map, while its papers are checked here, and their pages made
from which nobody sees it."""

_HEADER = "# litatlas layout 1\n# paper\tx\ty\n"


class Atlas(Struct, frozen=True, dict=True):
    """The map: where each paper stands."""

    places: Positions = field(default_factory=dict)
    """Of each paper; no two are nearer than `GAP`."""

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of all papers; zeros for an empty map."""
        xs, ys = zip(*self.places.values(), strict=True) if self.places else ((0,), (0,))
        return min(xs), min(ys), max(xs), max(ys)


def read_positions(text: str, ledger: Ledger) -> dict[str, tuple[int, int]]:
    """Read where papers stood, by the ids that they have now; lines that say nothing are passed over."""
    found: dict[str, tuple[int, int]] = {}
    live = live_ids(ledger, "paper")
    for line in text.splitlines():
        cells = line.split("\t")
        if line.startswith("#") or len(cells) != 3:
            continue
        id = live(cells[0])
        try:
            place = int(cells[1]), int(cells[2])
        except ValueError:
            continue
        if id and max(map(abs, place)) < 10**7:
            found.setdefault(id, place)
    return found


def render_positions(atlas: Atlas) -> str:
    """Give the table of the places as text."""
    return _HEADER + "".join(f"{paper}\t{x}\t{y}\n" for paper, (x, y) in sorted(atlas.places.items()))


def begin_layout(
    graph: PaperGraph, library: Library, themes: Themes, before: Positions, workers: Workers = ALONE
) -> Atlas:
    """Begin to find a place for each paper; who asks the map for one waits for all.

    Arguments:
        graph: The papers and their neighbours.
        library: The papers, in the order of the graph.
        themes: Papers of one theme stand together.
        before: Where papers stood in the last build.
        workers: Draw the whole map of many papers.
    """
    papers = tuple(paper.id for paper in library)
    many = len(papers) >= ASIDE and _must_be_drawn(_stay(papers, themes, before))
    return Atlas(_Awaited((workers if many else ALONE).begin(partial(lay_out, graph, papers, themes), before)))


class _Awaited(Mapping[str, tuple[int, int]]):
    """Places that are still being looked for."""

    def __init__(self, found: Callable[[], Atlas]) -> None:
        self._found = found

    @cached_property
    def _places(self) -> Positions:
        places = self._found().places
        # It holds the whole graph.
        del self._found
        return places

    def __getitem__(self, paper: str) -> tuple[int, int]:
        return self._places[paper]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _stay(papers: Sequence[str], themes: Themes, before: Positions) -> NDArray[np.bool_]:
    """Tell which papers keep the places that they have."""
    return np.array([id in before and id not in themes.moved for id in papers], dtype=np.bool_)


def _must_be_drawn(stay: NDArray[np.bool_]) -> bool:
    return bool((~stay).sum() >= REDRAWN * len(stay))


def lay_out(graph: PaperGraph, ids: Sequence[str], themes: Themes, before: Positions) -> Atlas:
    """Find a place for each paper.

    Arguments:
        graph: The papers and their neighbours.
        ids: The papers, in the order of the graph.
        themes: Papers of one theme stand together.
        before: Where papers stood in the last build.
    """
    if not ids:
        return Atlas()
    known = _stay(ids, themes, before)
    if known.all() and are_apart(np.array([before[id] for id in ids], dtype=np.float64), GAP):
        return Atlas({id: before[id] for id in ids})
    matrix = graph.matrix
    degree = np.round(np.asarray(matrix.sum(axis=1)).ravel(), 6)
    if _must_be_drawn(known):
        points = draw(matrix, ids, themes, before)
        known = np.zeros(len(ids), dtype=np.bool_)
    else:
        points = _added(matrix, ids, known, before)
    places, taken, waiting = Places(GAP, points), dict[int, tuple[int, int]](), list(range(len(ids)))
    if are_apart(points[known], GAP):
        places.keep(points[known].astype(np.int64))
        taken = {paper: before[ids[paper]] for paper in np.flatnonzero(known).tolist()}
        waiting = np.flatnonzero(~known).tolist()
    # Those that have a place first: nobody moves them. Of the rest the best connected choose first.
    for paper in sorted(waiting, key=lambda p: (not known[p], -degree[p], ids[p])):
        taken[paper] = places.take(float(points[paper, 0]), float(points[paper, 1]))
    return Atlas({id: taken[paper] for paper, id in enumerate(ids)})


def _added(matrix: sparse.csr_array, ids: Sequence[str], known: NDArray[np.bool_], before: Positions) -> Points:
    """Give the papers that have a place theirs, and each new one the middle of its neighbours."""
    points = np.array([before.get(id, (0, 0)) for id in ids], dtype=np.float64)
    new = np.flatnonzero(~known)
    edge = np.abs(points[known]).max(initial=0.0) + 2 * GAP
    placed = known.copy()
    # Twice, so that a new paper whose neighbours are new too finds them placed.
    for _ in range(2):
        for paper in new.tolist():
            part = slice(matrix.indptr[paper], matrix.indptr[paper + 1])
            others, weights = matrix.indices[part], np.square(matrix.data[part])
            near = placed[others]
            if near.any():
                points[paper] = (points[others[near]] * weights[near, None]).sum(axis=0) / weights[near].sum()
                placed[paper] = True
    points[~placed] = (0.0, edge)
    return np.round(points, 3)
