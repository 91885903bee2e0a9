"""Shapes from one build to the next, and to the processes that fill in pages: these load no more than that takes."""

import pickle
from contextlib import suppress
from pathlib import Path

from litatlas.fast_render.shapes import Shapes
from litatlas.store.files import replace_file
from litatlas.store.parts import load_values


def write_shapes(file: Path, shapes: Shapes, key: str) -> None:
    """Write shapes; the key says what they were learned with."""
    replace_file(file, pickle.dumps((key, shapes), pickle.HIGHEST_PROTOCOL))


def read_shapes(file: Path, key: str | None = None) -> Shapes:
    """Read shapes; none where there is no such file, or one of another key. Any key will do unless one is given."""
    with suppress(Exception), file.open("rb") as stream:
        found, shapes = load_values(stream)
        if isinstance(shapes, Shapes) and key in (found, None):
            return shapes
    return Shapes()
