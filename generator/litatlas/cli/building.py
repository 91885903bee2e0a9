"""The commands that make the site or look at what it would be: build, bundle, pages, serve, check.

Most of the program is imported inside the commands: a build that finds nothing
changed is over before it is needed.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from litatlas.cli.common import (
    TerminalProgress,
    check_workers,
    counted,
    dask_option,
    failed,
    finish,
    jobs_option,
    json_option,
    out_option,
    pool_of,
    print_json,
    problem_as_json,
    root_of,
    strict_option,
    summary_of,
    tell_problems,
)
from litatlas.folder.stamp import Finished, Folders, Known, Stamp

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from litatlas.app import Generated
    from litatlas.fast_render.mending import Mended
    from litatlas.pages import Survey
    from litatlas.processes.parallel import Pool
    from litatlas.store.file_table import FileTable


@click.command(short_help="Make the site: pages from records, HTML from pages.")
@jobs_option
@dask_option
@strict_option
@click.option("--slow", is_flag=True, help="Let MkDocs render every page itself; the site is the same.")
@json_option
@click.pass_context
def build(context: click.Context, jobs: int | None, dask: str, strict: bool, as_json: bool, slow: bool) -> None:
    """Build the whole site: pages from the records, then HTML from the pages, in site/.

    An error (a published address that would die, say) stops it before
    anything is written; warnings are told and the site is built.

    \b
    Example:
      litatlas build
      litatlas -C my-survey build --strict
      litatlas build --dask tcp://head-node:8786
    """
    root = root_of(context)
    stamp = Stamp(root)
    done = None if slow else stamp.finished()
    if done is None or not _answers(done, strict):
        done = _build(root, stamp, strict, pool_of(jobs, dask), fast=not slow, jobs=jobs or 0)
    else:
        for line in done.warnings:
            click.echo(line, err=True)
    _tell(done, as_json)
    if done.site and not as_json and not failed(done.problems, strict):
        click.echo(f"the site is in {done.site}")
    finish(done.problems, strict)


@click.command(short_help="Write the Markdown pages only.")
@jobs_option
@dask_option
@strict_option
@json_option
@click.pass_context
def pages(context: click.Context, jobs: int | None, dask: str, strict: bool, as_json: bool) -> None:
    """Write the Markdown pages only, under docs/; any MkDocs-like builder makes the site from them.

    \b
    Example:
      litatlas pages && zensical build
    """
    root = root_of(context)
    stamp = Stamp(root)
    done = stamp.finished()
    if done is None:
        done = _finished(_generate(root, pool_of(jobs, dask)))
        _keep(root, stamp, done)
    _tell(done, as_json)
    finish(done.problems, strict)


@click.command(short_help="Show the site and follow every change.")
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Host and port to listen on.")
@jobs_option
@dask_option
@click.pass_context
def serve(context: click.Context, address: str, jobs: int | None, dask: str) -> None:
    """Show the site in a browser while you work: change a record and its page changes.

    The page of a changed record, note or text shows the change at once;
    lists, relations and search follow when the survey is built.

    New ids are not written to the ledger: a name in the middle of being
    typed is not promised to anybody. `litatlas build` does that.

    \b
    Example:
      litatlas serve --address 127.0.0.1:8123
    """
    from litatlas.live import serve as serve_live

    check_workers(jobs, dask)
    serve_live(root_of(context), address, jobs=jobs or 0, dask=dask, progress=TerminalProgress(), tell=tell_problems)


@click.command(short_help="Tell every problem; write nothing.")
@jobs_option
@dask_option
@strict_option
@json_option
@click.pass_context
def check(context: click.Context, jobs: int | None, dask: str, strict: bool, as_json: bool) -> None:
    """Tell every problem of the survey; write nothing.

    \b
    Example:
      litatlas check --strict      # for a pull request: warnings fail it too
      litatlas check --json | jq '.problems[].code'
    """
    root = root_of(context)
    done = Stamp(root).finished() or _finished(_generate(root, pool_of(jobs, dask), write=False))
    _tell(replace(done, written=None), as_json)
    finish(done.problems, strict)


@click.command(short_help="Make the site one ZIP file, to read without a network.")
@out_option
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
    from litatlas.app import read_settings
    from litatlas.epub_file import write_epub
    from litatlas.exports.offline import in_words
    from litatlas.mkdocs_build import build_site_with_mkdocs
    from litatlas.offline.bundle import bundle_site, publish_offline_files

    root = root_of(context)
    if site is None:
        generated = _generate(root)
        tell_problems(generated.problems)
        if failed(generated.problems, strict):
            finish(generated.problems, strict)
        site = build_site_with_mkdocs(root, strict=strict)
        survey = generated.built.survey
        publish_offline_files(site, survey.settings, partial(write_epub, root, survey), root)
    made = bundle_site(site, read_settings(root), out or root / "dist", root)
    click.echo(f"{made.path}: {counted(made.files, 'file')}, {in_words(made.size)}; SHA-256 {made.sha256}")


def _generate(root: Path, pool: "Pool | None" = None, *, write: bool = True) -> "Generated":
    from litatlas.app import generate

    return generate(root, write=write, progress=TerminalProgress(), pool=pool)


def _build(root: Path, stamp: Stamp, strict: bool, pool: "Pool", *, fast: bool, jobs: int) -> Finished:
    """Generate the pages and, where nothing forbids it, build the site."""
    from litatlas.fast_render.mending import finish_site

    generated = _generate(root, pool)
    if failed(generated.problems, strict):
        return _finished(generated)
    generated_files = generated.written.standing if generated.written else None
    site, warnings, mended = _html(root, strict, fast=fast, jobs=jobs, generated=generated_files)
    survey = generated.built.survey
    published: tuple[Path, ...] = ()
    if survey.settings.offline:
        from litatlas.offline.bundle import publish_offline_files  # where it is used: most surveys offer no files

        standing = mended.known[str(site)] if mended else None
        write_book = partial(_write_book, root, survey)
        published = publish_offline_files(site, survey.settings, write_book, root, standing, jobs)
    known = finish_site(root, site, warnings, published, mended)
    done = replace(_finished(generated, str(site)), warnings=warnings)
    _keep(root, stamp, done, known)
    return done


def _write_book(root: Path, survey: "Survey", folder: Path) -> Path:
    from litatlas.epub_file import write_epub  # where it is used: few surveys offer a book

    return write_epub(root, survey, folder)


def _html(
    root: Path, strict: bool, *, fast: bool, jobs: int, generated: "FileTable | None"
) -> "tuple[Path, tuple[str, ...], Mended | None]":
    """Make the site from its pages, by mending the one that is there where that will do; also gives all warnings."""
    from litatlas.fast_render.mending import mend_site

    # It is called in the survey's folder, to which the path need not lead from there.
    load = partial(_load_mkdocs, root.resolve())
    if fast and (mended := mend_site(root, strict=strict, jobs=jobs, generated=generated, load=load)):
        for line in mended.warnings:
            click.echo(line, err=True)
        return mended.site, mended.warnings, mended

    from litatlas.mkdocs_build import build_site_with_mkdocs, heard_warnings

    with heard_warnings() as warnings:
        site = build_site_with_mkdocs(root, strict=strict, fast=fast, jobs=jobs, generated=generated)
    return site, tuple(warnings), None


def _load_mkdocs(root: Path) -> "MkDocsConfig":
    from litatlas.mkdocs_build import load_mkdocs  # where a page has a new form

    return load_mkdocs(root)


def _answers(done: Finished, strict: bool) -> bool:
    """Whether a run that changes nothing would end as an earlier one did, with a site or with none."""
    return failed(done.problems, strict) or bool(done.site and not (strict and done.warnings))


def _finished(generated: "Generated", site: str = "") -> Finished:
    files = generated.written
    return Finished(
        papers=len(generated.built.survey.library),
        problems=generated.problems,
        site=site,
        written=files.written if files else None,
        removed=files.removed if files else (),
    )


def _keep(root: Path, stamp: Stamp, done: Finished, known: Known | None = None) -> None:
    """Write the stamp of a run that wrote what it should."""
    from litatlas.app import OWN_FILES
    from litatlas.store.writing import OWNED, OWNED_FILES

    if done.written is None:
        return
    site = Path(done.site)
    inside = site.relative_to(root.resolve()) if site.is_relative_to(root.resolve()) else site
    outputs = (*OWNED, *sorted(OWNED_FILES), *([inside.as_posix()] if done.site else []))
    stamp.keep(done, Folders(outputs, ignored=("site", "dist")), OWN_FILES, known or {})


def _tell(done: Finished, as_json: bool) -> None:
    if as_json:
        print_json(
            papers=done.papers,
            written=list(done.written or ()),
            removed=list(done.removed),
            problems=[problem_as_json(problem) for problem in done.problems],
        )
        return
    tell_problems(done.problems)
    parts = [counted(done.papers, "paper")]
    if done.written is not None:
        parts.append(f"{counted(len(done.written), 'file')} written" if done.written else "nothing to write")
        if done.removed:
            parts.append(f"{counted(len(done.removed), 'file')} removed")
    parts.append(summary_of(done.problems))
    click.echo("; ".join(parts))
