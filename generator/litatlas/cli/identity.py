"""The commands that change what is published without breaking an address: rename, merge, withdraw."""

from collections.abc import Mapping
from pathlib import Path

import click

from litatlas.app import apply_changes, read_editable, read_settings, read_survey
from litatlas.cli.common import TerminalProgress, root_of, tell_problems
from litatlas.encoder import read_encoder
from litatlas.identity.ledger_operations import Outcome
from litatlas.identity.ledger_operations import merge as merge_addresses
from litatlas.identity.ledger_operations import rename as rename_address
from litatlas.identity.ledger_operations import withdraw as withdraw_address
from litatlas.intake.importing import fill_from
from litatlas.library import Library
from litatlas.pages import Survey
from litatlas.pages.wording import short_byline
from litatlas.pipeline import Run, assemble
from litatlas.problems import Problems, Severity


@click.command(short_help="Give a paper or listing another address.")
@click.argument("old")
@click.argument("new")
@click.pass_context
def rename(context: click.Context, old: str, new: str) -> None:
    """Give OLD the address NEW; the old address redirects to it for ever, the citation key stays.

    Addresses are paper ids, or KIND/ID for a listing.

    \b
    Example:
      litatlas rename flamingo flamingo-2022
      litatlas rename author/jon-smith john-smith
    """
    root, survey, files = _opened(context)
    _close(root, rename_address(old, new, survey.ledger, files))


@click.command(short_help="Let one paper or listing take another's place.")
@click.argument("old")
@click.argument("new")
@click.pass_context
def merge(context: click.Context, old: str, new: str) -> None:
    """Let NEW take the place of OLD, whose record fills NEW's empty fields and goes; its address redirects.

    \b
    Example:
      litatlas merge mmicl-preprint mmicl
    """
    root, survey, files = _opened(context)
    _close(root, merge_addresses(old, new, survey.ledger, files, fill_from))


@click.command(short_help="Take a paper out and say why.")
@click.argument("address", metavar="ID")
@click.option("--reason", required=True, help="Why, in a sentence for readers; it stands at the address.")
@click.pass_context
def withdraw(context: click.Context, address: str, reason: str) -> None:
    """Take a paper out of the survey; its address says what stood there and why it is gone.

    \b
    Example:
      litatlas withdraw some-paper --reason "Out of scope: it has no second modality"
    """
    root, survey, files = _opened(context)
    title, byline = _shown(survey.library, address)
    _close(root, withdraw_address(address, reason, survey.ledger, files, title, byline))


def _opened(context: click.Context) -> tuple[Path, Survey, Mapping[str, str]]:
    """Read the survey with the ids that its next build would mint, and the files that carry ids."""
    root = root_of(context)
    problems = Problems()
    settings = read_settings(root)
    # With the encoder, as in a build: the themes, whose slugs are minted, depend on it.
    survey = assemble(
        Run(read_survey(root), settings, problems, TerminalProgress(), encoder=read_encoder(root, settings))
    )
    tell_problems(problems.of(Severity.ERROR))
    return root, survey, read_editable(root)


def _shown(library: Library, address: str) -> tuple[str, str]:
    """Give title and byline of a paper, for its tombstone."""
    paper = library.by_id.get(address.strip("/").removeprefix("papers/").removeprefix("paper/"))
    return (paper.title, short_byline(paper)) if paper else ("", "")


def _close(root: Path, outcome: Outcome) -> None:
    apply_changes(root, outcome.files)
    for sentence in outcome.done:
        click.echo(sentence)
