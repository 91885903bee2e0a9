"""The commands that make the site or look at what it would be: build, pages, serve, check."""

from functools import partial
from pathlib import Path

import click

from litatlas.app import Generated, generate, read_settings
from litatlas.bundle import bundle_site, publish_offline_files
from litatlas.cli.common import (
    TerminalProgress,
    counted,
    failed,
    finish,
    json_option,
    print_json,
    problem_as_json,
    root_of,
    strict_option,
    summary_of,
    tell_problems,
)
from litatlas.exports.offline import in_words
from litatlas.problems import SurveyError


@click.command(short_help="Make the site: pages from records, HTML from pages.")
@strict_option
@json_option
@click.pass_context
def build(context: click.Context, strict: bool, as_json: bool) -> None:
    """Build the whole site: pages from the records, then HTML from the pages, in site/.

    An error (a published address that would die, say) stops it before
    anything is written; warnings are told and the site is built.

    \b
    Example:
      litatlas build
      litatlas -C my-survey build --strict
    """
    # MkDocs and its theme take half a second to import: only the commands that use them pay.
    from litatlas.epub_file import write_epub
    from litatlas.mkdocs_build import build_site_with_mkdocs

    root = root_of(context)
    generated = generate(root, progress=TerminalProgress())
    site = ""
    if not failed(generated.problems, strict):
        survey = generated.built.survey
        built = build_site_with_mkdocs(root, strict=strict)
        publish_offline_files(built, survey.settings, partial(write_epub, root, survey))
        site = str(built)
    _tell(generated, as_json, site)
    finish(generated.problems, strict)


@click.command(short_help="Write the Markdown pages only.")
@strict_option
@json_option
@click.pass_context
def pages(context: click.Context, strict: bool, as_json: bool) -> None:
    """Write the Markdown pages only, under docs/; any MkDocs-like builder makes the site from them.

    \b
    Example:
      litatlas pages && zensical build
    """
    generated = generate(root_of(context), progress=TerminalProgress())
    _tell(generated, as_json)
    finish(generated.problems, strict)


@click.command(short_help="Show the site and follow every change.")
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Host and port to listen on.")
@click.pass_context
def serve(context: click.Context, address: str) -> None:
    """Show the site in a browser while you work: change a record and its page changes.

    New ids are not written to the ledger: a name in the middle of being
    typed is not promised to anybody. `litatlas build` does that.

    \b
    Example:
      litatlas serve --address 127.0.0.1:8123
    """
    from litatlas.mkdocs_build import serve_with_mkdocs

    root = root_of(context)
    generated = generate(root, write_ledger=False, progress=TerminalProgress())
    tell_problems(generated.problems)
    if generated.written is None:
        raise SurveyError("nothing to serve while the survey has errors; mend them, then run 'litatlas serve' again")
    serve_with_mkdocs(root, address)


@click.command(short_help="Tell every problem; write nothing.")
@strict_option
@json_option
@click.pass_context
def check(context: click.Context, strict: bool, as_json: bool) -> None:
    """Tell every problem of the survey; write nothing.

    \b
    Example:
      litatlas check --strict      # for a pull request: warnings fail it too
      litatlas check --json | jq '.problems[].code'
    """
    generated = generate(root_of(context), write=False, progress=TerminalProgress())
    _tell(generated, as_json)
    finish(generated.problems, strict)


@click.command(short_help="Make the site one ZIP file, to read without a network.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write to; dist/ in the survey's folder unless told.",
)
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Take this site as it stands, whatever built it, instead of building the survey.",
)
@strict_option
@click.pass_context
def bundle(context: click.Context, out: Path | None, site: Path | None, strict: bool) -> None:
    """Build the site, and make it one ZIP file that is read by double click, without a network.

    Links name files (`papers/mmicl/index.html`), so browsers follow them in a
    folder. Everything else is the same site: search, map, citations.

    \b
    Example:
      litatlas bundle --out ~/stick
      litatlas pages && zensical build && litatlas bundle --site site
    """
    from litatlas.epub_file import write_epub
    from litatlas.mkdocs_build import build_site_with_mkdocs

    root = root_of(context)
    if site is None:
        generated = generate(root, progress=TerminalProgress())
        tell_problems(generated.problems)
        if failed(generated.problems, strict):
            finish(generated.problems, strict)
        site = build_site_with_mkdocs(root, strict=strict)
        survey = generated.built.survey
        publish_offline_files(site, survey.settings, partial(write_epub, root, survey))
    made = bundle_site(site, read_settings(root), out or root / "dist")
    click.echo(f"{made.path}: {counted(made.files, 'file')}, {in_words(made.size)}; SHA-256 {made.sha256}")


def _tell(generated: Generated, as_json: bool, site: str = "") -> None:
    library = generated.built.survey.library
    if as_json:
        print_json(
            papers=len(library),
            written=list(generated.written.written) if generated.written else [],
            removed=list(generated.written.removed) if generated.written else [],
            problems=[problem_as_json(problem) for problem in generated.problems],
        )
        return
    tell_problems(generated.problems)
    parts = [counted(len(library), "paper")]
    if generated.written is not None:
        written, removed = len(generated.written.written), len(generated.written.removed)
        parts.append(f"{counted(written, 'file')} written" if written else "nothing to write")
        if removed:
            parts.append(f"{counted(removed, 'file')} removed")
    parts.append(summary_of(generated.problems))
    click.echo("; ".join(parts))
    if site:
        click.echo(f"the site is in {site}")
