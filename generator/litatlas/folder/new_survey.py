"""Begins a survey: the starter files of templates/survey, under the survey's own title."""

import json
from pathlib import Path

from litatlas.markup.markdown_escape import escape_markdown
from litatlas.pages.head import html_text
from litatlas.problems import SurveyError
from litatlas.resources import templates_folder
from litatlas.store.files import replace_file

TITLE = "@TITLE@"
"""Stands for the survey's title in a starter file."""

DOT = "dot-"
"""Begins the names of starter files whose real name begins with a dot: a `.gitignore` would act where it lies."""


def create_survey(folder: Path, title: str = "") -> tuple[str, ...]:
    """Write a new survey into a folder that is empty or does not exist yet.

    Arguments:
        folder: Where; its parents are made too.
        title: The survey's name; made from the folder's name unless told.

    Returns:
        The files written, relative to the folder, in order.

    Raises:
        SurveyError: When the folder holds anything, or is a file. Nothing has been written then.
    """
    if folder.is_file():
        raise SurveyError(f"{folder}: is a file; no survey was made; name a folder that is empty or new")
    if folder.is_dir() and any(folder.iterdir()):
        raise SurveyError(f"{folder}: is not empty; nothing was written into it; name a folder that is empty or new")
    files = starter_files(title or title_from(folder.resolve().name))
    for path, text in files.items():
        replace_file(folder / path, text.encode("utf-8"))
    return tuple(files)


def starter_files(title: str) -> dict[str, str]:
    """Give the files of a new survey by their path in it, in order."""
    source = templates_folder() / "survey"
    files = {
        _real_path(file.relative_to(source).as_posix()): file.read_text(encoding="utf-8")
        for file in source.rglob("*")
        if file.is_file()
    }
    return {path: text.replace(TITLE, _as_written_in(path, title)) for path, text in sorted(files.items())}


def title_from(name: str) -> str:
    """Make a title from a folder's name: `my-survey` gives `My survey`."""
    words = " ".join(name.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:] or "A survey"


def _as_written_in(path: str, title: str) -> str:
    """Write the title for a file's format; every JSON string is a YAML one."""
    if path == "mkdocs.yml":
        title = html_text(title)  # themes put the site's name into their pages as it is
    return json.dumps(title, ensure_ascii=False) if path.endswith(".yml") else escape_markdown(title)


def _real_path(path: str) -> str:
    return "/".join("." + part.removeprefix(DOT) if part.startswith(DOT) else part for part in path.split("/"))
