"""The command line: one verb a command, problems to standard error, a summary line at the end.

Exit codes: 0 good, 1 problems (or an error that ended the run), 2 wrong usage.
"""

import atexit
import logging
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import click

from litatlas import __version__
from litatlas.cli.common import Commands, Group
from litatlas.processes.collector import look_seldom

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
    look_seldom()
    # OpenBLAS starts a thread on each core when numpy is imported, which takes twice the time of the import. What
    # multiplies matrices here does so in one, since sums in another order have other last digits.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Broken TeX is a problem with its place (bad-math); the library would say it again without one.
    logging.getLogger("pylatexenc").setLevel(logging.ERROR)


main.commands = Commands(
    {
        # name: module of this folder and name in it, in the order of a survey's life
        "new": "starting.new",
        "import": "supplying.import_",
        "build": "building.build",
        "bundle": "building.bundle",
        "epub": "offline.epub",
        "pages": "building.pages",
        "serve": "building.serve",
        "check": "building.check",
        "tags": "supplying.tags",
        "rename": "identity.rename",
        "merge": "identity.merge",
        "withdraw": "identity.withdraw",
    }
)


def run(arguments: Sequence[str] | None = None) -> None:
    """Be the program, in a process that ends with it.

    Before that, Python would take apart all that a build has made: half a second for ten thousand papers.

    Arguments:
        arguments: What to do; those that the process was given unless told.

    Raises:
        SystemExit: Where the process has other threads, which Python waits for, or cannot tell the rest of its output.
    """
    try:
        main(arguments)
    except SystemExit as end:
        if not isinstance(end.code, int) or threading.active_count() > 1:
            raise
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                raise end from None
        os._exit(end.code)


__all__ = ["main", "run"]
