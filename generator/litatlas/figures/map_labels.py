"""Where the names of themes stand on the map: inside their land, on as few dots as possible."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from litatlas.figures.outlines import Outline, Place

LINE = 15
"""Characters after which a name goes on in a new line."""

LETTER = 10.5
"""Size of a name, in units of the map, on a map as wide as `USUAL`; on a wider one it grows."""

USUAL = 560
WIDTH_OF_LETTER = 0.52
"""Of its size, on average."""

LEADING = 1.1
STEPS = 24
"""Places that are tried along each side of a land."""

ON_A_DOT, OUTSIDE, ON_A_NAME, FAR = 3.0, 8.0, 20.0, 2.0
"""How bad it is for a name to cover a dot, to have a corner outside, to cover a name, to stand off the middle."""


def wrapped(name: str) -> list[str]:
    """Cut a name into lines at its spaces."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def letter_size(width: int) -> float:
    """Give the size of names on a map of a width."""
    return round(LETTER * max(1.0, width / USUAL), 1)


def label_places(
    names: Mapping[str, str],
    places: Mapping[str, Sequence[Place]],
    shapes: Mapping[str, Sequence[Outline]],
    size: float,
    gap: int,
) -> dict[str, Place]:
    """Give the middle of each theme's name.

    Arguments:
        names: The themes' names by slug; the first choose first.
        places: Where the papers of each stand.
        shapes: Their outlines.
        size: Size of the letters.
        gap: The least distance of two papers.
    """
    points = [place for group in places.values() for place in group]
    dots = np.array(points, dtype=np.float64).reshape(-1, 2)
    found: dict[str, Place] = {}
    boxes: list[NDArray[np.float64]] = []
    for slug, name in names.items():
        lines = wrapped(name)
        half = np.array([max(map(len, lines)) * WIDTH_OF_LETTER, len(lines) * LEADING]) * size / 2
        middle = np.mean(np.array(places[slug], dtype=np.float64), axis=0)
        ring = shapes[slug][0] if shapes.get(slug) else ()
        tried = _candidates(ring, middle)
        cost = ON_A_DOT * _covered(tried, dots, half + gap * 0.3)
        cost += FAR * np.hypot(*(tried - middle).T) / max(float(np.hypot(*half)), 1.0) / 4
        for box in boxes:
            near = np.abs(tried - box[:2]) < half + box[2:]
            cost += ON_A_NAME * near.all(axis=1)
        if ring:
            corners = [tried + half * np.array(sign) for sign in ((-1, -1), (-1, 1), (1, -1), (1, 1))]
            cost += OUTSIDE * sum((~_inside(corner, ring)).astype(np.float64) for corner in corners)
        best = tried[int(np.argmin(np.round(cost, 6)))]
        found[slug] = (round(float(best[0])), round(float(best[1])))
        boxes.append(np.concatenate([best, half]))
    return found


def _candidates(ring: Outline, middle: NDArray[np.float64]) -> NDArray[np.float64]:
    if not ring:
        return middle.reshape(1, 2)
    corners = np.array(ring, dtype=np.float64)
    low, high = corners.min(axis=0), corners.max(axis=0)
    xs, ys = np.linspace(low[0], high[0], STEPS), np.linspace(low[1], high[1], STEPS)
    grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    return np.vstack([middle.reshape(1, 2), grid])


def _covered(tried: NDArray[np.float64], dots: NDArray[np.float64], reach: NDArray[np.float64]) -> NDArray[np.float64]:
    """Count the dots under a name at each place."""
    dots = dots[((dots > tried.min(axis=0) - reach) & (dots < tried.max(axis=0) + reach)).all(axis=1)]
    # One axis after the other: numpy is slow where the last one has two numbers.
    near_x, near_y = (np.abs(tried[:, None, axis] - dots[None, :, axis]) < reach[axis] for axis in (0, 1))
    return np.asarray((near_x & near_y).sum(axis=1), dtype=np.float64)


def _inside(points: NDArray[np.float64], ring: Outline) -> NDArray[np.bool_]:
    """Say of each point whether it lies inside a ring: a ray to the right crosses its sides an odd number of times."""
    inside = np.zeros(len(points), dtype=np.bool_)
    x, y = points.T
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if y1 != y2:
            crosses = (y1 > y) != (y2 > y)
            inside ^= crosses & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return inside
