"""The command that begins a survey: new."""

from pathlib import Path

import click

from litatlas.cli.common import counted
from litatlas.folder.new_survey import create_survey


@click.command(short_help="Begin a survey.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", default="", help="The survey's name; made from the folder's name unless told.")
def new(folder: Path, title: str) -> None:
    """Begin a survey in DIR, a folder that is empty or does not exist yet.

    \b
    Example:
      litatlas new my-survey --title "Learning from several senses"
      cp export.bib my-survey/records/
      litatlas -C my-survey build
    """
    files = create_survey(folder, title)
    click.echo(f"{counted(len(files), 'file')} written to {folder}")
    click.echo(f"next: put records (a .bib, .ris, .json, .csv ...) into {folder / 'records'}, then")
    click.echo(f'      litatlas -C "{folder}" build')
