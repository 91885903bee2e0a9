"""The map as a static SVG: lands of the themes with their names, and a dot for each paper, which may be a link."""

from collections.abc import Sequence
from html import escape

from msgspec import Struct

from litatlas.figures.map_labels import LEADING, letter_size, wrapped
from litatlas.figures.outlines import Outline, Place, smooth_path


class Land(Struct, frozen=True):
    """A theme on the map."""

    name: str
    href: str
    colour: int
    outlines: Sequence[Outline]
    at: Place
    """The middle of its name."""


class Dot(Struct, frozen=True):
    """A paper on the map."""

    place: Place
    colour: int
    """Of its theme; 0 for a paper that stands alone."""

    title: str = ""
    href: str = ""
    """Empty for a dot without a link."""


def map_svg(lands: Sequence[Land], dots: Sequence[Dot], box: tuple[int, int, int, int], gap: int, name: str) -> str:
    """Draw the map.

    Arguments:
        lands: The themes.
        dots: The papers.
        box: Left, top, right, bottom of all papers.
        gap: The least distance of two papers.
        name: Accessible name of the figure.

    Returns:
        One `<svg>` element without blank lines, or an empty string without papers.
    """
    if not dots:
        return ""
    left, top, right, bottom = box[0] - 3 * gap, box[1] - 3 * gap, box[2] + 3 * gap, box[3] + 3 * gap
    width, height = right - left, bottom - top
    size = letter_size(width)
    papers = "paper" if len(dots) == 1 else "papers"
    themes = "theme" if len(lands) == 1 else "themes"
    lines = [
        f'<svg class="la-map" viewBox="{left} {top} {width} {height}" role="group"'
        ' aria-labelledby="la-map-title la-map-desc">',
        f'<title id="la-map-title">{escape(name)}</title>',
        f'<desc id="la-map-desc">{len(dots)} {papers} in {len(lands)} {themes}; related papers stand together.</desc>',
        *(_outline(land) for land in lands),
        *_dots(dots, round(gap * 0.28, 1)),
        *(_name(land, size) for land in lands),
        "</svg>",
    ]
    return "\n".join(line for line in lines if line)


def _outline(land: Land) -> str:
    if not land.outlines:
        return ""
    path = "".join(smooth_path(ring) for ring in land.outlines)
    return f'<path class="la-land la-t{land.colour}" d="{path}"/>'


def _dots(dots: Sequence[Dot], radius: float) -> list[str]:
    """Draw dots with a link one by one, the others of one colour as one path of round points."""
    linked = [
        f'<a href="{escape(dot.href)}"><title>{escape(dot.title)}</title>'
        f'<circle class="la-t{dot.colour}" cx="{dot.place[0]}" cy="{dot.place[1]}" r="{radius:g}"/></a>'
        for dot in dots
        if dot.href
    ]
    groups: dict[int, list[str]] = {}
    for dot in dots:
        if not dot.href:
            groups.setdefault(dot.colour, []).append(f"M{dot.place[0]} {dot.place[1]}h0")
    points = [
        f'<path class="la-points la-t{colour}" stroke-width="{2 * radius:g}" d="{"".join(group)}"/>'
        for colour, group in sorted(groups.items())
    ]
    return [*points, *linked]


def _name(land: Land, size: float) -> str:
    lines = wrapped(land.name)
    x, y = land.at
    top = y - (len(lines) - 1) * size * LEADING / 2 + size * 0.35
    spans = "".join(
        f'<tspan x="{x}" y="{round(top + number * size * LEADING, 1):g}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    text = f'<text text-anchor="middle" font-size="{size:g}">{spans}</text>'
    return f'<a class="la-land-name" href="{escape(land.href)}">{text}</a>' if land.href else text
