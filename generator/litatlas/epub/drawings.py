"""The pictures of a book: the map of its papers, and the cover that is made from it."""

from msgspec import Struct

from litatlas.figures.map_svg import Dot, Land, map_svg
from litatlas.layout.places import GAP
from litatlas.pages.atlas import colours_of, drawn_papers, theme_shapes
from litatlas.pages.survey import Survey
from litatlas.text import strip_controls

SVG = "http://www.w3.org/2000/svg"
COVER_WIDTH = 1600
"""Of the cover, in units of the drawing; it is half as high again."""

_LINE = 17
"""Letters in a line of the cover's title, at its usual size ..."""

_LETTER, _MOST_LINES = 150, 7
"""... in units of the drawing; a title of more lines is cut."""


class Line(Struct, frozen=True):
    """One line of text on the cover."""

    text: str
    y: int


class CoverDot(Struct, frozen=True):
    """A paper on the cover."""

    x: float
    y: float
    colour: int


class Cover(Struct, frozen=True):
    """What stands on the cover."""

    lines: tuple[Line, ...]
    size: int
    """Of the title's letters."""

    subtitle: str
    edition: str
    dots: tuple[CoverDot, ...]
    radius: float


class BookMap(Struct, frozen=True):
    """The map as a picture of its own; a style sheet goes between its opening tag and the rest."""

    opening: str
    rest: str


def draw_book_map(survey: Survey) -> BookMap | None:
    """Draw the map with the names of the themes, without links; None without papers."""
    shapes, middles = theme_shapes(survey)
    lands = [
        Land(strip_controls(theme.name), "", theme.colour, shapes[theme.slug], middles[theme.slug])
        for theme in survey.themes.all
    ]
    ids = _drawn(survey)
    dots = [Dot(survey.atlas.places[id], colour) for id, colour in zip(ids, colours_of(ids, survey), strict=True)]
    drawn = map_svg(lands, dots, survey.atlas.box, GAP, strip_controls(f"The map of {survey.settings.title}"))
    opening, mark, rest = drawn.partition(">")
    return BookMap(opening.replace("<svg ", f'<svg xmlns="{SVG}" ', 1) + mark, rest) if drawn else None


def make_cover(survey: Survey) -> Cover:
    """Lay out the cover: the title above, the papers as on the map below."""
    words = survey.settings.title.split()
    size = _LETTER
    lines = _wrapped(words, _LINE)
    if len(lines) > 3:
        size = _LETTER * 2 // 3
        lines = _wrapped(words, _LINE * 3 // 2)
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]} …"]
    ids = _drawn(survey)
    left, top, right, bottom = survey.atlas.box if ids else (0, 0, 1, 1)
    # The papers fill the lower part, whatever the shape of the map.
    scale = min(1360 / max(right - left, 1), 1300 / max(bottom - top, 1))
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    dots = tuple(
        CoverDot(
            round(COVER_WIDTH / 2 + (survey.atlas.places[id][0] - middle_x) * scale, 1),
            round(1560 + (survey.atlas.places[id][1] - middle_y) * scale, 1),
            colour,
        )
        for id, colour in zip(ids, colours_of(ids, survey), strict=True)
    )
    return Cover(
        lines=tuple(Line(line, 330 + round(number * size * 1.15)) for number, line in enumerate(lines)),
        size=size,
        subtitle=survey.settings.subtitle,
        edition=survey.settings.edition,
        dots=dots,
        radius=round(min(GAP * 0.3 * scale, 60), 1),
    )


def _drawn(survey: Survey) -> list[str]:
    return sorted(paper.id for paper in drawn_papers(survey))


def _wrapped(words: list[str], most: int) -> list[str]:
    """Cut a title into lines at its blanks; a longer word is cut."""
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word if len(word) <= most else f"{word[: most - 1]}…")
    return lines
