"""Writes a survey's book into one file."""

from functools import partial
from pathlib import Path

from litatlas.app import page_loader
from litatlas.epub import make_epub
from litatlas.exports.offline import OFFLINE_FILES, offline_name
from litatlas.pages.blocks import FOLDER
from litatlas.pages.environment import Renderer
from litatlas.pages.paths import DOCS
from litatlas.pages.survey import Survey
from litatlas.site import block_files
from litatlas.zipping import write_zip


def write_epub(root: Path, survey: Survey, folder: Path) -> Path:
    """Write the book of a survey, and give its path; an older one of that name is replaced.

    Arguments:
        root: The survey folder, where the pictures of hand-written pages are.
        survey: What `generate` made of it, its references formatted.
        folder: Where the file is to stand; made where it is not there.
    """
    loader = page_loader(root)
    made = block_files(survey, Renderer(loader))
    blocks = {path.removeprefix(f"{FOLDER}/"): text for path, _, text in made}
    book = make_epub(survey, loader, blocks, partial(_picture, root / DOCS))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / offline_name(OFFLINE_FILES["epub"], survey.settings)
    # As pages are: a reader of the folder finds the old book or the new one, never a part.
    temporary = path.with_name(f".writing-{path.name}"[:200])
    with temporary.open("wb") as file:
        write_zip(file, book, stored=("mimetype",))
    temporary.replace(path)
    return path


def _picture(docs: Path, path: str) -> bytes | None:
    file = docs / path
    inside = file.resolve().is_relative_to(docs.resolve())
    return file.read_bytes() if inside and file.is_file() else None
