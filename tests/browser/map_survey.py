"""Surveys for the map's client: the page and the files of docs/guide/graph-data.md, from plain values."""

import json
import random
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from browser.conftest import ROOT
from litatlas.library.buckets import spread

REASONS = 4
KINDS = ("mentions", "authors", "terms")
CSP = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; base-uri 'none'"
PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Map</title>
<link rel="icon" href="data:,">
{csp}
<meta name="viewport" content="width=device-width,initial-scale=1">
{styles}
</head>
<body class="md-typeset" data-md-color-scheme="default">
<div class="la-page la-page--graph">
<h1>Map</h1>
<div class="la-graph" id="la-graph" data-head="data.js" hidden></div>
<figure class="la-map-figure"><svg class="la-map" viewBox="0 0 9 9"><circle cx="4" cy="4" r="2"/></svg></figure>
<table><tr><td>The same papers</td></tr></table>
</div>
<script src="../assets/litatlas/js/files.js"></script>
<script src="../assets/litatlas/js/load.js"></script>
<script src="../assets/litatlas/js/map.js"></script>
</body>
</html>
"""
STYLES = ("fonts", "theme", "pages", "graph", "map")


@dataclass(frozen=True, slots=True)
class Dot:
    """A paper on the map."""

    id: str
    x: int
    y: int
    title: str = ""
    short: str = ""
    by: str = "Ada Lovelace, 2021"
    authors: str = ""
    theme: int = 0
    year: int = 2021
    tag: int = -1
    status: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A relation: two papers by number, its weight, its reasons as (kind, first words, the rest)."""

    a: int
    b: int
    weight: int
    reasons: tuple[tuple[str, str, str], ...]


THEMES = (
    {"slug": "humour", "name": "Humour", "page": "themes/humour/", "colour": 2, "papers": 40, "terms": ["humour"]},
    {"slug": "sound", "name": "Sound", "page": "themes/sound/", "colour": 7, "papers": 40, "terms": ["audio"]},
)
HULLS = (
    {"at": [50, 50], "hulls": [[[-40, -40], [140, -40], [140, 140], [-40, 140]]]},
    {"at": [300, 50], "hulls": [[[230, -40], [400, -40], [400, 140], [230, 140]]]},
)
TAGS = (
    {"slug": "dataset", "name": "Dataset", "page": "tags/dataset/"},
    {"slug": "model", "name": "Model", "page": "tags/model/"},
)
FEW = (
    Dot("alpha", 0, 0, "Alpha: jokes in pictures", "Alpha", "Zhao et al., 2021", "Zhao Cai Mbeki", tag=0),
    Dot("beta", 110, 0, "Beta reads <b>memes</b> & more", "Beta", "Émile Ångström, 2022", year=2022, tag=1),
    Dot("gamma", 270, 0, "Gamma listens", "Gamma", "Grace Hopper, 2023", theme=1, year=2023, tag=1),
    Dot("delta", 100, 100, "A delta without a short name", "", "Zhao et al., 2023", year=2023),
    Dot("omega", 360, 100, "Omega stands alone", "Omega", "No date", theme=-1, year=0, status="Retracted"),
)
LINES = (
    Line(0, 1, 90, (("mentions", "Names", "Beta: “Unlike Beta, we <i>laugh</i>.”"), ("terms", "Both study", "memes"))),
    Line(0, 3, 40, (("terms", "Both study", "in-context learning"),)),
    Line(1, 2, 60, (("authors", "Share", "the author Hopper"),)),
)


def files(dots: Sequence[Dot], lines: Sequence[Line], tiles: Sequence[Sequence[int]]) -> dict[str, str]:
    """Write the scripts of a survey. A tile is the numbers of its papers, which follow each other."""
    tile_of = {paper: number for number, tile in enumerate(tiles) for paper in tile}
    degree = [0] * len(dots)
    related: list[list[list[object]]] = [[] for _ in dots]
    for line in sorted(lines, key=lambda line: (-line.weight, line.a, line.b)):
        for end, other in ((line.a, line.b), (line.b, line.a)):
            degree[end] += 1
            reasons = [list(reason) for reason in line.reasons]
            related[end].append([dots[other].id, tile_of[other], line.weight, reasons])
    edges = [[line for line in lines if tile_of[line.b] == number] for number in range(len(tiles))]
    years = [dot.year for dot in dots if dot.year]
    head = {
        "format": 1,
        "root": "../",
        "papers": len(dots),
        "edges": len(lines),
        "box": _box(dots),
        "gap": 20,
        "years": [min(years, default=0), max(years, default=0)],
        "themes": [theme | hull for theme, hull in zip(THEMES, HULLS, strict=True)],
        "contributions": list(TAGS),
        "kinds": [{"key": kind, "label": f"{kind} it", "directed": kind == "mentions"} for kind in KINDS],
        "reasons": REASONS,
        "tiles": [
            {
                "first": tile[0],
                "papers": len(tile),
                "edges": len(edges[number]),
                "box": _box([dots[paper] for paper in tile]),
                "from": min((tile_of[line.a] for line in edges[number]), default=number),
            }
            for number, tile in enumerate(tiles)
        ],
    }
    made = {"data.js": _call("head", 0, head)}
    for number, tile in enumerate(tiles):
        made[f"papers-{number}.js"] = _call("papers", number, _columns([dots[paper] for paper in tile], degree, tile))
        made[f"edges-{number}.js"] = _call("edges", number, _edges(edges[number]))
    told = {dot.id: lines for dot, lines in zip(dots, related, strict=True)}
    for number, ids in enumerate(spread(told, REASONS)):
        made[f"reasons-{number}.js"] = _call("reasons", number, {id: told[id] for id in ids})
    return made


def write_site(folder: Path, data: Mapping[str, str], csp: bool) -> None:
    """Write a site that holds nothing but the map; a page opened as a file can have no policy."""
    shutil.copytree(ROOT / "templates/assets", folder / "assets/litatlas")
    graph = folder / "graph"
    graph.mkdir()
    links = (f'<link rel="stylesheet" href="../assets/litatlas/css/{name}.css">' for name in STYLES)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{CSP}">' if csp else ""
    (graph / "index.html").write_text(PAGE.format(csp=policy, styles="\n".join(links)), encoding="utf-8")
    for name, text in data.items():
        (graph / name).write_text(text, encoding="utf-8")
    for dot in FEW:
        page = folder / "papers" / dot.id
        page.mkdir(parents=True)
        (page / "index.html").write_text(f"<!doctype html><title>{dot.id}</title>", encoding="utf-8")


def few_files() -> dict[str, str]:
    """Five papers in one tile."""
    return files(FEW, LINES, [range(len(FEW))])


def many_files(count: int) -> dict[str, str]:
    """Write a large survey in tiles of a thousand: the first from all over the map, the others squares of it."""
    chance = random.Random(7)
    side = round(count**0.5) + 1
    places = [(column, row) for row in range(side) for column in range(side)][:count]
    chance.shuffle(places)
    first, rest = places[:1000], places[1000:]
    across = max(1, round((len(rest) / 1000) ** 0.5))
    rest.sort(key=lambda place: (place[0] * across // side, place[1] * across // side, place))
    tiles: list[list[int]] = [list(range(1000))]
    squares: dict[tuple[int, int], list[int]] = {}
    for number, (column, row) in enumerate(rest, start=1000):
        squares.setdefault((column * across // side, row * across // side), []).append(number)
    tiles += squares.values()
    dots = [
        Dot(
            f"p{number}",
            column * 38 + chance.randrange(18),
            row * 38 + chance.randrange(18),
            f"Paper {number} about things",
            f"P{number}" if number % 2 else "",
            theme=number % 2,
            year=2015 + number % 10,
        )
        for number, (column, row) in enumerate(first + rest)
    ]
    lines = [
        Line(min(pair), max(pair), chance.randint(1, 100), (("terms", "Both study", "things"),))
        for pair in {tuple(sorted(chance.sample(range(count), 2))) for _ in range(3 * count)}
    ]
    return files(dots, lines, tiles)


def _columns(dots: Sequence[Dot], degree: Sequence[int], tile: Sequence[int]) -> dict[str, list[object]]:
    names = ("id", "authors", "title", "short", "by", "x", "y", "theme", "year", "tag", "status")
    columns: dict[str, list[object]] = {name: [getattr(dot, name) for dot in dots] for name in names}
    return columns | {"degree": [degree[paper] for paper in tile]}


def _edges(lines: Sequence[Line]) -> dict[str, list[int]]:
    return {
        "a": [line.a for line in lines],
        "b": [line.b for line in lines],
        "weight": [line.weight for line in lines],
        "kinds": [sum(1 << KINDS.index(kind) for kind, _, _ in line.reasons) for line in lines],
        "back": [0 for _ in lines],
    }


def _box(dots: Sequence[Dot]) -> list[int]:
    xs, ys = [dot.x for dot in dots], [dot.y for dot in dots]
    return [min(xs), min(ys), max(xs), max(ys)]


def _call(part: str, number: int, data: object) -> str:
    return f"litatlas.graph({json.dumps(part)},{number},{json.dumps(data, ensure_ascii=False)})\n"
