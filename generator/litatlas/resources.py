"""What the program runs with: its templates (in the installed package, or at the top of the checkout) and packages."""

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from litatlas.problems import SurveyError

_PACKAGE = Path(__file__).resolve().parent


def templates_folder() -> Path:
    """Give the folder with `pages/`, `theme/`, `assets/` and `survey/`.

    A wheel carries it as `litatlas/templates`; a checkout that is installed in
    place has it at its top, beside `generator/`.

    Raises:
        SurveyError: When it is in neither place, which means a broken installation.
    """
    for folder in (_PACKAGE / "templates", _PACKAGE.parents[1] / "templates"):
        if (folder / "theme").is_dir():
            return folder
    raise SurveyError(f"{_PACKAGE}: the templates are missing; no page can be made; install litatlas again")


def installed_packages() -> Iterator[str]:
    """Give the name and version of every installed package, as its folder of metadata is called."""
    for place in sys.path:
        with suppress(OSError):
            yield from sorted(file.name for file in Path(place).iterdir() if file.suffix in (".dist-info", ".egg-info"))
