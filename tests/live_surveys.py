"""Small surveys that are served in tests."""

import time
from pathlib import Path

from click.testing import CliRunner

from litatlas.cli import main
from litatlas.live.makers import Makers
from litatlas.live.making import Made

RECORD = "id: rain\ntitle: Of Rain\nauthors: [Ann Smith]\nissued: 2022\nabstract: It rains.\n"


def new_survey(folder: Path) -> Path:
    """Make a survey of one paper that was never built."""
    assert CliRunner().invoke(main, ["new", str(folder)]).exit_code == 0
    for file in (folder / "records").glob("*.yml"):
        file.unlink()
    (folder / "permalinks.tsv").unlink(missing_ok=True)
    write(folder, "records/rain.yml", RECORD)
    settings = (folder / "survey.yml").read_text(encoding="utf-8")
    write(folder, "survey.yml", f"{settings}\nsilenced: [no-address]\n")
    return folder


def built_survey(folder: Path) -> Path:
    """Make one that was built once."""
    assert CliRunner().invoke(main, ["-C", str(new_survey(folder)), "pages"]).exit_code == 0
    return folder


def write(survey: Path, path: str, text: str) -> None:
    """Write a file of a survey."""
    (survey / path).parent.mkdir(exist_ok=True)
    (survey / path).write_text(text, encoding="utf-8")


def finished(makers: Makers) -> Made:
    """Wait until the next site is made."""
    while not (made := makers.finished()):
        time.sleep(0.05)
    return made


def contents(folder: Path) -> dict[str, bytes]:
    """Give all files below a folder."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
