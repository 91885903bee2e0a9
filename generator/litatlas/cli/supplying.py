"""The commands that bring papers and tags in: import, tags."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from msgspec import to_builtins

from litatlas.app import read_editable, read_settings, read_survey, today, write_text
from litatlas.cli.common import (
    TerminalProgress,
    counted,
    finish,
    json_option,
    print_json,
    problem_as_json,
    root_of,
    strict_option,
    summary_of,
    tell_problems,
)
from litatlas.identity.permalink import LEDGER_FILE, Ledger
from litatlas.intake.importing import plan_import
from litatlas.model import Record
from litatlas.pipeline import Run, assemble
from litatlas.problems import Problems, SurveyError
from litatlas.readers import READERS, ReadOptions, read
from litatlas.tagging.suggesting import Suggestions, suggest


@click.command("import", short_help="Read records of any format into records/.")
@click.argument("files", nargs=-1, required=True, type=click.Path(allow_dash=True, exists=True, dir_okay=False))
@click.option(
    "--format",
    "format_",
    type=click.Choice(sorted(reader.name for reader in READERS)),
    help="The format of the files; found from their names and contents unless told.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="HEADER=FIELD",
    help="For CSV and TSV: which field a column holds. May be given several times.",
)
@click.option("--dry-run", is_flag=True, help="Tell what would be done; write nothing.")
@strict_option
@json_option
@click.pass_context
def import_(
    context: click.Context,
    files: Sequence[str],
    format_: str | None,
    columns: Sequence[str],
    dry_run: bool,
    strict: bool,
    as_json: bool,
) -> None:
    """Read paper records from FILES (`-` is standard input) into records/, one file a paper.

    Papers that are there already are recognised: their empty fields are
    filled, nothing is overwritten. Run twice, it changes nothing.

    \b
    Example:
      litatlas import sources/*.txt sources/metadata.jsonl
      litatlas import papers.csv --column "Paper name=title"
      curl -s https://example.org/export.bib | litatlas import - --format bibtex
    """
    root = root_of(context)
    read_settings(root)
    problems = Problems()
    options = ReadOptions(format=format_ or "", columns=_columns(columns))
    sources = {_source_name(root, file): _read(root, file, options, problems) for file in files}
    survey = read_survey(root)
    plan = plan_import(
        sources,
        {path: text for path, text in read_editable(root).items() if path in survey.records},
        Ledger.parse(survey.ledger, LEDGER_FILE),
        today().isoformat(),
        problems,
    )
    if not dry_run:
        for path, text in plan.files.items():
            write_text(root, path, text)
        write_text(root, LEDGER_FILE, plan.ledger.render())
    told = problems.sorted()
    if as_json:
        print_json(**plan.as_json(), problems=[problem_as_json(problem) for problem in told])
    else:
        tell_problems(told)
        for line in plan.summary():
            click.echo(line)
        click.echo(f"{'would write' if dry_run else 'wrote'} {counted(len(plan.files), 'record')}; {summary_of(told)}")
    finish(told, strict)


@click.command(short_help="Count the tags; find what the vocabulary lacks.")
@click.option("--suggest", "suggesting", is_flag=True, help="List frequent phrases that no tag covers, and odd tags.")
@click.option("--limit", type=click.IntRange(min=0), default=30, show_default=True, help="The most phrases to list.")
@json_option
@click.pass_context
def tags(context: click.Context, suggesting: bool, limit: int, as_json: bool) -> None:
    """Show the tags with their papers counted; `--suggest` finds what the vocabulary lacks.

    \b
    Example:
      litatlas tags
      litatlas tags --suggest --limit 50
    """
    root = root_of(context)
    problems = Problems()
    survey = assemble(Run(read_survey(root), read_settings(root), problems, TerminalProgress()))
    if suggesting:
        suggestions = suggest(survey.library.papers, survey.vocabulary, limit=limit)
        if as_json:
            print_json(**to_builtins(suggestions))
        else:
            _tell_suggestions(suggestions)
        return
    listings = survey.library.listings["tag"]
    # A tag without papers has no listing.
    counts = {tag: len(listings[tag.slug].papers) if tag.slug in listings else 0 for tag in survey.vocabulary.tags}
    if as_json:
        print_json(tags=[{"slug": t.slug, "name": t.name, "facet": t.facet, "papers": n} for t, n in counts.items()])
        return
    for tag, number in counts.items():
        click.echo(f"{tag.facet:<14} {number:>5}  {tag.slug}")


def _tell_suggestions(found: Suggestions) -> None:
    lists = (
        # (heading, (number, text) pairs)
        (
            "Frequent phrases without a tag (papers, phrase, two of them)",
            [(one.papers, f"{one.phrase}  ({', '.join(one.examples)})") for one in found.phrases],
        ),
        (
            "Tags that may be one (papers with both, tags, what is alike)",
            [
                (pair.shared, f"{pair.first}, {pair.second}  ({pair.reason}, overlap {pair.overlap:.2f})")
                for pair in found.near_duplicates
            ],
        ),
        ("Tags on almost no paper", [(tag.papers, tag.slug) for tag in found.rare]),
        ("Tags on so many papers that they say little", [(tag.papers, tag.slug) for tag in found.noisy]),
    )
    for heading, entries in lists:
        click.echo(f"{heading}:" if entries else f"{heading}: none")
        for number, text in entries:
            click.echo(f"{number:>5}  {text}")


def _columns(pairs: Sequence[str]) -> dict[str, str]:
    columns = {}
    for pair in pairs:
        header, equals, name = pair.rpartition("=")
        if not equals:
            raise click.BadParameter(f"expected HEADER=FIELD, got '{pair}'", param_hint="--column")
        columns[header] = name
    return columns


def _source_name(root: Path, file: str) -> str:
    """Name a source by its path in the survey, or by its file name where it lies outside."""
    path = Path(file)
    if file == "-":
        return file
    return (
        path.resolve().relative_to(root.resolve()).as_posix()
        if path.resolve().is_relative_to(root.resolve())
        else path.name
    )


def _read(root: Path, file: str, options: ReadOptions, problems: Problems) -> list[Record]:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise SurveyError(f"{file}: cannot be read ({error.strerror}); nothing was imported") from None
    return read(_source_name(root, file), data, problems, options)
