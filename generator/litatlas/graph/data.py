"""The data of the map as classic scripts, by column and in tiles; docs/guide/graph-data.md describes every part."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from litatlas.graph.exports import Marks
from litatlas.graph.reasons import REASONS, graph_script, reason_files
from litatlas.graph.tiles import Dots, Tile
from litatlas.incremental.keyed_files import ALWAYS, Content, KeyedFiles
from litatlas.incremental.memo import NOTHING, Memo, remembered
from litatlas.layout.places import GAP
from litatlas.library.buckets import files_for
from litatlas.library.paper_memo import listed_marks
from litatlas.markup.mathml import plain_text
from litatlas.model import Paper, ReasonKind
from litatlas.pages.atlas import theme_places, theme_shapes
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey
from litatlas.pages.wording import short_byline
from litatlas.survey_graph import DIRECTED, KIND_LABELS, edge_kind
from litatlas.workers import ALONE, Workers

AUTHORS = 40
"""Names of one paper at most: those of a large collaboration would outweigh everything else."""

CONTRIBUTION = "contribution"

Rows = NDArray[np.int64]
"""Edges: the lower end, the higher end, weight, kinds that hold from there to here or for both alike, kinds back."""


def data_files(
    survey: Survey, dots: Dots, marks: Marks, memo: Memo = NOTHING, workers: Workers = ALONE, kept: KeyedFiles = ALWAYS
) -> Iterator[tuple[str, Content]]:
    """Give every script as (path below docs/, text).

    Arguments:
        survey: Everything that they are made from.
        dots: The papers.
        marks: Tell where what is said of a paper's relations has changed.
        memo: The shapes of the themes, which take a while.
        workers: Write reasons side by side.
        kept: The files that stand there.
    """
    number = {paper.id: tile.first + place for tile in dots.tiles for place, paper in enumerate(tile.papers)}
    kinds = survey.graph.edges.kinds
    used = {edge_kind(kind)[0] for some in set(kinds) for kind in some}
    known = [kind for kind in KIND_LABELS if kind in used]
    rows = _edge_rows(survey, number, kinds, known)
    # Cut before each tile but the first; where there are no papers, there is one piece and no tile.
    firsts = [tile.first for tile in dots.tiles]
    edges = np.split(rows, np.searchsorted(rows[:, 1], firsts[1:]))[: len(firsts)]
    themes, tags = [theme.slug for theme in survey.themes.all], _contributions(survey)
    yield "graph/data.js", graph_script("head", 0, _head(survey, dots, edges, known, tags, memo))
    for place, tile in enumerate(dots.tiles):
        papers = partial(_papers_of, place, tile, dots, themes, tags)
        told = b"".join(listed_marks(tile.papers, memo)), dots.places[tile.rows].tobytes()
        inputs = (*told, dots.degrees[tile.rows].tobytes(), themes, tags)
        yield (path := f"graph/papers-{place}.js"), kept.file(path, inputs, papers).content
        path = f"graph/edges-{place}.js"
        yield path, kept.file(path, (edges[place].tobytes(),), partial(_edges_of, place, edges[place])).content
    tile_of = {paper.id: place for place, tile in enumerate(dots.tiles) for paper in tile.papers}
    yield from reason_files(survey, marks, tile_of, memo, workers, kept)


def _head(
    survey: Survey,
    dots: Dots,
    edges: Sequence[Rows],
    known: Sequence[ReasonKind],
    tags: Sequence[str],
    memo: Memo,
) -> dict[str, object]:
    years = [paper.year for paper in survey.library if paper.year]
    firsts = [tile.first for tile in dots.tiles]
    lowest = (rows[:, 0].min(initial=tile.first) for tile, rows in zip(dots.tiles, edges, strict=True))
    return {
        "format": 1,
        "root": "../",
        "papers": len(survey.library),
        "edges": len(survey.graph.edges),
        "box": list(survey.atlas.box),
        "gap": GAP,
        "years": [min(years, default=0), max(years, default=0)],
        "themes": _themes(survey, memo),
        "contributions": [
            {"slug": slug, "name": survey.vocabulary.by_slug[slug].name, "page": _page("tag", slug)} for slug in tags
        ],
        "kinds": [{"key": kind.value, "label": KIND_LABELS[kind], "directed": kind in DIRECTED} for kind in known],
        "reasons": files_for(len(survey.library), REASONS),
        "tiles": [
            {
                "first": tile.first,
                "papers": len(tile.papers),
                "edges": len(rows),
                "box": _box(dots.places[tile.rows]),
                "from": bisect_right(firsts, low) - 1,
            }
            for tile, rows, low in zip(dots.tiles, edges, lowest, strict=True)
        ],
    }


def _themes(survey: Survey, memo: Memo) -> list[dict[str, object]]:
    names = [theme.name for theme in survey.themes.all]
    key = memo.digest(theme_places(survey), names, survey.atlas.box)
    shapes, middles = remembered(memo.stage("shapes"), key, lambda: theme_shapes(survey))
    return [
        {
            "slug": theme.slug,
            "name": theme.name,
            "page": _page("theme", theme.slug),
            "colour": theme.colour,
            "papers": len(theme.papers),
            "terms": list(theme.terms),
            "at": list(middles[theme.slug]),
            "hulls": [[list(place) for place in ring] for ring in shapes[theme.slug]],
        }
        for theme in survey.themes.all
    ]


def _contributions(survey: Survey) -> list[str]:
    """Give the slugs of the tags by which papers can be coloured besides theme and year."""
    keys = [facet.key for facet in survey.vocabulary.facets]
    key = CONTRIBUTION if CONTRIBUTION in keys else next(iter(keys), "")
    used = {tagging.slug for paper in survey.library for tagging in paper.tags}
    return [tag.slug for tag in survey.vocabulary.tags if tag.facet == key and tag.slug in used]


def _papers_of(place: int, tile: Tile, dots: Dots, themes: Sequence[str], tags: Sequence[str]) -> str:
    theme, tag = ({slug: number for number, slug in enumerate(slugs)} for slugs in (themes, tags))
    columns = {
        "id": [paper.id for paper in tile.papers],
        "title": [plain_text(paper.title) for paper in tile.papers],
        "short": [plain_text(paper.short) for paper in tile.papers],
        "by": [plain_text(short_byline(paper)) for paper in tile.papers],
        "authors": [" ".join(family_names(paper)) for paper in tile.papers],
        "x": dots.places[tile.rows, 0].tolist(),
        "y": dots.places[tile.rows, 1].tolist(),
        "theme": [theme.get(paper.theme, -1) for paper in tile.papers],
        "year": [paper.year or 0 for paper in tile.papers],
        "tag": [min((tag[t.slug] for t in paper.tags if t.slug in tag), default=-1) for paper in tile.papers],
        "degree": dots.degrees[tile.rows].tolist(),
        "status": [paper.status.status.word for paper in tile.papers],
    }
    return graph_script("papers", place, columns)


def _edges_of(place: int, rows: Rows) -> str:
    columns = zip(("a", "b", "weight", "kinds", "back"), rows.T.tolist(), strict=True)
    return graph_script("edges", place, dict(columns))


def family_names(paper: Paper) -> tuple[str, ...]:
    """Give the names by which a paper is looked for, up to `AUTHORS` of them."""
    return tuple(author.family or author.name for author in paper.authors[:AUTHORS])


def _edge_rows(
    survey: Survey, number: Mapping[str, int], kinds: Sequence[tuple[ReasonKind, ...]], known: Sequence[ReasonKind]
) -> Rows:
    """Give a row for each edge, by its higher end, then the lower one: both, the weight, kinds there, kinds back."""
    edges = survey.graph.edges
    bits = {some: _bits(some, known) for some in set(kinds)}
    numbers = np.array([number.get(id, 0) for id in edges.lists.ids], np.int64)
    a, b = numbers[edges.a], numbers[edges.b]
    both, there, back = np.array([bits[some] for some in kinds], np.int64).reshape(len(edges), 3).T
    turned = a > b
    there, back = np.where(turned, back, there), np.where(turned, there, back)
    rows = np.column_stack((np.minimum(a, b), np.maximum(a, b), edges.weights, both | there, back))
    return np.asarray(rows[np.lexsort((rows[:, 0], rows[:, 1]))])


def _bits(kinds: Iterable[ReasonKind], known: Sequence[ReasonKind]) -> tuple[int, int, int]:
    """Give the bits of an edge's kinds: of those without a direction, from `a` to `b`, from `b` to `a`."""
    found = [0, 0, 0]
    for kind, back in map(edge_kind, kinds):
        found[1 + back if kind in DIRECTED else 0] |= 1 << known.index(kind)
    return found[0], found[1], found[2]


def _page(kind: str, slug: str) -> str:
    return f"{page_path(kind, slug).removesuffix('.md')}/"


def _box(places: Rows) -> list[int]:
    return [*places.min(axis=0).tolist(), *places.max(axis=0).tolist()]
