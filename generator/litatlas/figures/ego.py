"""The ego graph: a paper between the papers most related to it, as inline SVG that is read at the width of a phone.

The paper stands in the middle, its neighbours to the left and right, their names beside them; lines among the
neighbours show which of them belong together. No script, no style of its own: classes, and CSS variables for the
colours of themes. How large discs are, and that names to the left end at theirs, is said in graph.css.

Its links are `xlink:href`, the older name that every browser knows: Zensical takes each `href` for one of Markdown's
and sets it one folder higher, MkDocs and ProperDocs leave it as it is, so under that name none is right in all three.
"""

from collections.abc import Sequence
from functools import cache
from html import escape

from msgspec import Struct

WIDTH = 340
ROW = 30
MARGIN = 14
SIDE = 112
"""Where the neighbours' discs stand, from the edge: their names need the rest."""

NAME_LENGTH = 17
MOST_BETWEEN = 10
"""Lines among the neighbours."""

Point = tuple[int, int]

STRONG = frozenset({"mentions", "cites"})
"""Kinds of relation that point from one paper to another."""


class EgoNode(Struct, frozen=True):
    """A neighbour."""

    name: str
    title: str
    href: str
    colour: int
    """Of its theme, from 1; 0 for a paper that stands alone."""

    kind: str
    """The strongest kind of its relation to the paper, as in `ReasonKind`."""

    inwards: bool = False
    """Whether a directed relation points from the neighbour to the paper."""


def ego_graph(name: str, colour: int, nodes: Sequence[EgoNode], between: Sequence[tuple[int, int]]) -> str:
    """Draw a paper and its neighbours.

    Arguments:
        name: What the paper is called in a sentence.
        colour: Of its theme.
        nodes: Its neighbours, most related first.
        between: Pairs of neighbours that are related too, by their place; those in front are drawn.

    Returns:
        One `<svg>` element on one line, or an empty string without neighbours.
    """
    if not nodes:
        return ""
    rows = -(-len(nodes) // 2)
    height = 2 * MARGIN + max(rows, 2) * ROW
    places = _places(len(nodes), height)
    middle = (WIDTH // 2, height // 2)
    label = f"{short(name, 40)} and its most related papers, as listed"
    pairs = [(places[one], places[other]) for one, other in between[:MOST_BETWEEN]]
    lines = _path("between", "".join(_between(*pair, middle) for pair in pairs)) if pairs else ""
    lines += _relations(nodes, places, middle)
    discs = [_node(node, place) for node, place in zip(nodes, places, strict=True)]
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="group" aria-label="{_escaped(label)}">'
        f"{_TIP if any(node.kind in STRONG for node in nodes) else ''}{lines}{''.join(discs)}"
        f'<circle class="la-ego-self la-t{colour}" cx="{middle[0]}" cy="{middle[1]}"/></svg>'
    )


def short(name: str, length: int = NAME_LENGTH) -> str:
    """Give a name cut to a length, at a word where one ends near it."""
    if len(name) <= length:
        return name
    cut = name[: length - 1]
    at = cut.rfind(" ")
    return f"{cut[:at] if at > length // 2 else cut.rstrip()}…"


@cache
def _places(count: int, height: int) -> tuple[Point, ...]:
    """Give the place of each neighbour: by turns left and right, from top to bottom, bulging towards the edge."""
    found = []
    for number in range(count):
        side, row = number % 2, number // 2
        rows = -(-(count - side) // 2)
        y = round(height / 2 + (row - (rows - 1) / 2) * ROW)
        found.append((SIDE if side == 0 else WIDTH - SIDE, y))
    return tuple(found)


_TIP = (
    '<marker id="la-tip" refX="5" refY="2.5" markerWidth="5" markerHeight="5" orient="auto">'
    '<path d="M0 0L5 2.5 0 5z"/></marker>'
)


def _escaped(text: str) -> str:
    """Escape for text, and for values in double quotes, where an apostrophe is one."""
    return escape(text, quote=False).replace('"', "&quot;")


def _relations(nodes: Sequence[EgoNode], places: Sequence[Point], middle: Point) -> str:
    """Draw a line to each neighbour, those of one kind as one element, and arrows, for a tip is at an element's end."""
    by_kind: dict[str, list[Point]] = {}
    arrows = ""
    for node, place in zip(nodes, places, strict=True):
        if node.kind in STRONG:
            arrows += _path(node.kind, _arrow(node, place, middle))
        else:
            by_kind.setdefault(node.kind, []).append(place)
    lines = "".join(_path(kind, _through(middle, ends)) for kind, ends in by_kind.items())
    return f'{lines}<g marker-end="url(#la-tip)">{arrows}</g>' if arrows else lines


def _through(middle: Point, ends: Sequence[Point]) -> str:
    """Draw lines from the middle, two at a time as one stroke through it; discs cover their ends."""
    strokes = ((end, middle, *ends[at + 1 : at + 2]) for at, end in enumerate(ends) if at % 2 == 0)
    return "".join("M{} {}L".format(*start) + " ".join(f"{x} {y}" for x, y in rest) for start, *rest in strokes)


def _path(kind: str, line: str) -> str:
    return f'<path class="la-e-{_escaped(kind)}" d="{line}"/>'


def _arrow(node: EgoNode, place: Point, middle: Point) -> str:
    start, end = (place, middle) if node.inwards else (middle, place)
    length = max(1.0, ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5)
    # An arrow ends at the rim of the disc, not under it.
    reach = (11 if node.inwards else 8) / length
    x, y = end[0] - (end[0] - start[0]) * reach, end[1] - (end[1] - start[1]) * reach
    return f"M{start[0]} {start[1]}L{x:.0f} {y:.0f}"


def _between(one: Point, other: Point, middle: Point) -> str:
    bend_x = round((one[0] + other[0]) / 4 + middle[0] / 2)
    bend_y = round((one[1] + other[1]) / 4 + middle[1] / 2)
    return f"M{one[0]} {one[1]}Q{bend_x} {bend_y} {other[0]} {other[1]}"


def _node(node: EgoNode, place: Point) -> str:
    x, y = place
    left = x < WIDTH / 2
    name = short(node.name)
    # A name that stands there whole says it; the list beside the figure has all titles.
    title = "" if name == node.name else f"<title>{_escaped(short(node.title, 40))}</title>"
    return (
        f'<a xlink:href="{_escaped(node.href)}">{title}<circle class="la-t{node.colour}" cx="{x}" cy="{y}"/>'
        f'<text x="{x - 10 if left else x + 10}" y="{y + 4}">{_escaped(name)}</text></a>'
    )
