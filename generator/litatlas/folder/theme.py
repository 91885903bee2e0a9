"""The theme in a survey's folder: its templates, and the style sheets and scripts of the site.

What every page has stands in small files here and in two files there: a reader's browser asks twice, not twenty
times, and no page names them all.
"""

from collections.abc import Mapping
from pathlib import Path

from litatlas.resources import templates_folder

ASSETS, THEME = "docs/assets/litatlas", ".litatlas/theme"
"""Where they stand in the folder."""

TEMPLATES = "templates"
"""The survey's own templates, which take the place of ours."""

JOINED = {
    "css/site.css": ("fonts", "theme", "pages", "graph", "cite", "search", "reading", "print"),
    "js/site.js": (
        *("files", "topic", "keyboard", "load"),
        *("search-words", "search-index", "search-query", "search", "search-results", "search-box", "search-page"),
        *("explore", "reading-list"),
        *("stars", "cards", "cite-texts", "cite", "hover", "map"),
    ),
}
"""What every page has, below the assets, and what it is made of, in this order."""


def theme_files(root: Path) -> dict[str, bytes]:
    """Give the files by their paths in the survey's folder; a survey's own of the same name takes the place of ours."""
    found: dict[str, bytes] = {}
    for base in (templates_folder(), root / TEMPLATES):
        for source, target in (("assets", ASSETS), ("theme", THEME)):
            for file in sorted((base / source).rglob("*")):
                if file.is_file() and not file.name.startswith("."):
                    found[f"{target}/{file.relative_to(base / source).as_posix()}"] = file.read_bytes()
    return _joined(found)


def _joined(files: Mapping[str, bytes]) -> dict[str, bytes]:
    parts_of = {
        f"{ASSETS}/{path}": [f"{ASSETS}/{Path(path).with_name(name + Path(path).suffix)}" for name in names]
        for path, names in JOINED.items()
    }
    apart = {part for parts in parts_of.values() for part in parts}
    rest = {path: content for path, content in files.items() if path not in apart}
    return rest | {path: b"\n".join(files[part] for part in parts) for path, parts in parts_of.items()}
