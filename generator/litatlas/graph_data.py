"""The data of the map as classic scripts, by column and in tiles; docs/guide/graph-data.md describes every part."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from litatlas.graph_exports import Marks
from litatlas.keyed_files import ALWAYS, Content, KeyedFiles
from litatlas.layout import GAP
from litatlas.mathml import plain_text
from litatlas.memo import NOTHING, Digest, Memo, remembered
from litatlas.model import Paper, Reason, ReasonKind
from litatlas.pages.atlas import theme_places, theme_shapes
from litatlas.pages.neighbours import reason_in_words
from litatlas.pages.paths import page_path
from litatlas.pages.survey import Survey
from litatlas.pages.wording import short_byline
from litatlas.survey_graph import DIRECTED, KIND_LABELS, Edge, edge_kind

WHOLE = 2000
"""So many papers are one tile."""

TILE = 1000
"""Papers of one tile of a larger survey."""

BLOCK = 64
"""Papers in one file of reasons."""

AUTHORS = 40
"""Names of one paper at most: those of a large collaboration would outweigh everything else."""

CONTRIBUTION = "contribution"

Column = list[int] | list[str]


@dataclass(frozen=True, slots=True)
class Tile:
    """Papers that are loaded together, as numbers from `first` on."""

    first: int
    papers: tuple[Paper, ...]


def data_files(
    survey: Survey, marks: Marks, memo: Memo = NOTHING, kept: KeyedFiles = ALWAYS
) -> Iterator[tuple[str, Content]]:
    """Give every script as (path below docs/, text).

    Arguments:
        survey: Everything that they are made from.
        marks: Tell where what is said of an edge has changed.
        memo: The shapes of the themes, which take a while.
        kept: The files that stand there.
    """
    tiles = make_tiles(survey)
    number = {paper.id: tile.first + place for tile in tiles for place, paper in enumerate(tile.papers)}
    tile_of = {paper.id: place for place, tile in enumerate(tiles) for paper in tile.papers}
    edges: list[list[tuple[int, int, Edge, bool]]] = [[] for _ in tiles]
    for edge in survey.graph.edges:
        turned = number[edge.a] > number[edge.b]
        low, high = (edge.b, edge.a) if turned else (edge.a, edge.b)
        edges[tile_of[high]].append((number[low], number[high], edge, turned))
    kinds = _kinds(survey)
    yield "graph/data.js", _call("head", 0, _head(survey, tiles, edges, number, kinds, memo))
    for place, tile in enumerate(tiles):
        yield f"graph/papers-{place}.js", _call("papers", place, _papers(tile, survey))
        yield f"graph/edges-{place}.js", _call("edges", place, _edges(edges[place], kinds))
    papers = [paper for tile in tiles for paper in tile.papers]
    for block in range(-(-len(papers) // BLOCK)):
        part = papers[block * BLOCK : (block + 1) * BLOCK]
        told = tuple((paper.id, _edge_marks(paper, survey, number, marks)) for paper in part)
        make = partial(_reasons_of, block, part, survey, number)
        yield (path := f"graph/reasons-{block}.js"), kept.file(path, told, make).content


def make_tiles(survey: Survey) -> list[Tile]:
    """Cut the papers into tiles: the best connected first, then those that stand together."""
    ranked = sorted(survey.library, key=lambda paper: (-survey.graph.degree(paper.id), paper.id))
    if len(ranked) <= WHOLE:
        return [Tile(0, tuple(survey.library))] if ranked else []
    groups = [ranked[:TILE], *_halved(ranked[TILE:], survey.atlas.places)]
    tiles, first = [], 0
    for group in groups:
        tiles.append(Tile(first, tuple(group)))
        first += len(group)
    return tiles


def _halved(papers: Sequence[Paper], places: Mapping[str, tuple[int, int]]) -> list[list[Paper]]:
    """Halve a set of papers across its longer side until no part is larger than a tile."""
    if len(papers) <= TILE:
        return [sorted(papers, key=lambda paper: paper.id)]
    spans = [max(places[p.id][axis] for p in papers) - min(places[p.id][axis] for p in papers) for axis in (0, 1)]
    axis = 0 if spans[0] >= spans[1] else 1
    in_order = sorted(papers, key=lambda paper: (places[paper.id][axis], paper.id))
    middle = len(in_order) // 2
    return [*_halved(in_order[:middle], places), *_halved(in_order[middle:], places)]


def _head(
    survey: Survey,
    tiles: Sequence[Tile],
    edges: Sequence[Sequence[tuple[int, int, Edge, bool]]],
    number: Mapping[str, int],
    kinds: Collection[ReasonKind],
    memo: Memo,
) -> dict[str, object]:
    years = [paper.year for paper in survey.library if paper.year]
    tile_at = {number[paper.id]: place for place, tile in enumerate(tiles) for paper in tile.papers}
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
            {"slug": slug, "name": survey.vocabulary.by_slug[slug].name, "page": _page("tag", slug)}
            for slug in _contributions(survey)
        ],
        "kinds": [
            {"key": kind.value, "label": label, "directed": kind in DIRECTED}
            for kind, label in KIND_LABELS.items()
            if kind in kinds
        ],
        "block": BLOCK,
        "tiles": [
            {
                "first": tile.first,
                "papers": len(tile.papers),
                "edges": len(edges[place]),
                "box": _box([survey.atlas.places[paper.id] for paper in tile.papers]),
                "from": min((tile_at[low] for low, _, _, _ in edges[place]), default=place),
            }
            for place, tile in enumerate(tiles)
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


def _kinds(survey: Survey) -> set[ReasonKind]:
    return {kind for edge in survey.graph.edges for kind, _ in edge.kinds}


def _contributions(survey: Survey) -> list[str]:
    """Give the slugs of the tags by which papers can be coloured besides theme and year."""
    keys = [facet.key for facet in survey.vocabulary.facets]
    key = CONTRIBUTION if CONTRIBUTION in keys else next(iter(keys), "")
    used = {tagging.slug for paper in survey.library for tagging in paper.tags}
    return [tag.slug for tag in survey.vocabulary.tags if tag.facet == key and tag.slug in used]


def _papers(tile: Tile, survey: Survey) -> dict[str, Column]:
    theme = {one.slug: place for place, one in enumerate(survey.themes.all)}
    tag = {slug: place for place, slug in enumerate(_contributions(survey))}
    places = [survey.atlas.places[paper.id] for paper in tile.papers]
    return {
        "id": [paper.id for paper in tile.papers],
        "title": [plain_text(paper.title) for paper in tile.papers],
        "short": [plain_text(paper.short) for paper in tile.papers],
        "by": [plain_text(short_byline(paper)) for paper in tile.papers],
        "authors": [" ".join(family_names(paper)) for paper in tile.papers],
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "theme": [theme.get(paper.theme, -1) for paper in tile.papers],
        "year": [paper.year or 0 for paper in tile.papers],
        "tag": [min((tag[t.slug] for t in paper.tags if t.slug in tag), default=-1) for paper in tile.papers],
        "degree": [survey.graph.degree(paper.id) for paper in tile.papers],
        "status": [paper.status.status.word for paper in tile.papers],
    }


def family_names(paper: Paper) -> tuple[str, ...]:
    """Give the names by which a paper is looked for, up to `AUTHORS` of them."""
    return tuple(author.family or author.name for author in paper.authors[:AUTHORS])


def _edges(edges: Sequence[tuple[int, int, Edge, bool]], known: Collection[ReasonKind]) -> dict[str, Column]:
    bit = {kind: 1 << place for place, kind in enumerate(kind for kind in KIND_LABELS if kind in known)}
    rows = sorted(edges, key=lambda row: (row[1], row[0]))
    kinds, back = [], []
    for _, _, edge, turned in rows:
        forward, backward = set[int](), set[int]()
        for kind, points_back in edge.kinds:
            (backward if _is_back(kind, points_back, turned) else forward).add(bit[kind])
        kinds.append(sum(forward))
        back.append(sum(backward))
    return {
        "a": [low for low, _, _, _ in rows],
        "b": [high for _, high, _, _ in rows],
        "weight": [edge.weight for _, _, edge, _ in rows],
        "kinds": kinds,
        "back": back,
    }


def _is_back(kind: ReasonKind, points_back: bool, turned: bool) -> bool:
    return kind in DIRECTED and points_back != turned


def _edges_of(paper: Paper, survey: Survey) -> tuple[Edge, ...]:
    return survey.graph.by_paper.get(paper.id, ())


def _edge_marks(
    paper: Paper, survey: Survey, number: Mapping[str, int], marks: Marks
) -> tuple[tuple[int, Digest], ...]:
    return tuple((number[edge.other(paper.id)], marks[edge.a, edge.b]) for edge in _edges_of(paper, survey))


def _reasons_of(block: int, papers: Sequence[Paper], survey: Survey, number: Mapping[str, int]) -> str:
    return _call_list("reasons", block, [_reasons(paper, survey, number) for paper in papers])


def _reasons(paper: Paper, survey: Survey, number: Mapping[str, int]) -> list[object]:
    rows: list[object] = []
    for edge in _edges_of(paper, survey):
        other = survey.library.by_id[edge.other(paper.id)]
        told = [_told(reason, paper, other) for reason in edge.reasons_of(paper.id)]
        rows.append([number[other.id], edge.weight, told])
    return rows


def _told(reason: Reason, paper: Paper, other: Paper) -> list[str]:
    line = reason_in_words(reason, paper, other)
    return [edge_kind(reason.kind)[0].value, line.lead, plain_text("".join(span.text for span in line.rest))]


def _page(kind: str, slug: str) -> str:
    return f"{page_path(kind, slug).removesuffix('.md')}/"


def _box(places: Sequence[tuple[int, int]]) -> list[int]:
    xs, ys = zip(*places, strict=True)
    return [min(xs), min(ys), max(xs), max(ys)]


def _call(part: str, number: int, data: Mapping[str, object]) -> str:
    """Write a call, one key a line, so that two builds are compared line by line."""
    lines = ",\n".join(f"{_json(key)}:{_json(value)}" for key, value in data.items())
    return f"litatlas.graph({_json(part)},{number},{{\n{lines}\n}})\n"


def _call_list(part: str, number: int, rows: Sequence[object]) -> str:
    lines = ",\n".join(_json(row) for row in rows)
    return f"litatlas.graph({_json(part)},{number},[\n{lines}\n])\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
