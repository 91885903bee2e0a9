"""The command that makes a book of a survey: epub."""

from pathlib import Path

import click

from litatlas.app import generate
from litatlas.cli.common import TerminalProgress, failed, finish, out_option, root_of, strict_option, tell_problems
from litatlas.exports.offline import in_words


@click.command(short_help="Make a book (EPUB 3) of the survey.")
@out_option
@strict_option
@click.pass_context
def epub(context: click.Context, out: Path | None, strict: bool) -> None:
    """Make a book of the survey, for e-readers and phones: an EPUB 3 file.

    It holds your own pages, the map, a chapter for each theme with its
    papers, references, and indexes of tags and authors, all linked. The pages
    and the ledger are written as `litatlas pages` does, for the book names
    their addresses.

    \b
    Example:
      litatlas epub --out ~/reader
    """
    from litatlas.epub_file import write_epub
    from litatlas.offline.bundle import write_checksum

    root = root_of(context)
    generated = generate(root, progress=TerminalProgress())
    tell_problems(generated.problems)
    if not failed(generated.problems, strict):
        path = write_epub(root, generated.built.survey, out or root / "dist")
        click.echo(f"{path}: {in_words(path.stat().st_size)}; SHA-256 {write_checksum(path)}")
    finish(generated.problems, strict)
