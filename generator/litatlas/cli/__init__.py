"""The command line: one verb a command, problems to standard error, a summary line at the end.

Exit codes: 0 good, 1 problems (or an error that ended the run), 2 wrong usage.
"""

import logging
from pathlib import Path

import click

from litatlas import __version__
from litatlas.cli.building import build, bundle, check, pages, serve
from litatlas.cli.common import Group
from litatlas.cli.identity import merge, rename, withdraw
from litatlas.cli.offline import epub
from litatlas.cli.starting import new
from litatlas.cli.supplying import import_, tags

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=Group, context_settings=HELP)
@click.option(
    "-C",
    "--survey",
    "root",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path(),
    help="The survey's folder, where survey.yml stands; this folder unless told.",
)
@click.version_option(__version__)
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """Turn paper records into a literature survey that people browse, read offline and cite.

    \b
    litatlas new my-survey              begin a survey
    litatlas import export.bib          bring papers in
    litatlas build                      make the site, in site/
    """
    context.obj = root
    # Broken TeX is a problem with its place (bad-math); the library would say it again without one.
    logging.getLogger("pylatexenc").setLevel(logging.ERROR)


for command in (new, import_, build, bundle, epub, pages, serve, check, tags, rename, merge, withdraw):
    main.add_command(command)

__all__ = ["main"]
