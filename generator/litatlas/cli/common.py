"""What the commands share: how errors, problems, progress and results reach the user."""

import io
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from litatlas.problems import Problem, SettingsError, Severity, SurveyError
from litatlas.progress import WAITING

if TYPE_CHECKING:
    from litatlas.processes.parallel import Pool

T = TypeVar("T")
LONG_STEP = 200
"""Items from which a step gets a progress bar."""


class Group(click.Group):
    """A group of commands in which a user's mistake ends in one line, never in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a `SurveyError` is told on standard error and exits with 1."""
        if isinstance(sys.stdout, io.TextIOWrapper):
            # As standard error does: a name that the terminal cannot show ends no run.
            sys.stdout.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            tell_problems(error.problems)
            sys.exit(1)
        except SurveyError as error:
            for line in str(error).splitlines():
                click.echo(f"error: {line}", err=True)
            sys.exit(1)
        except BrokenPipeError:
            # The reader of our output (`| head`) has seen enough; nothing is wrong.
            with suppress(BrokenPipeError):
                sys.stdout.close()
            sys.exit(1)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Give the commands in the order of a survey's life, not of the alphabet."""
        return list(self.commands)


class Commands(MutableMapping[str, click.Command]):
    """Commands by name, each imported when it is asked for: a command pays for what it needs, not for all others."""

    def __init__(self, places: Mapping[str, str]) -> None:
        """Take where each stands: `building.build` of the package of commands."""
        self._places = dict(places)
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._loaded:
            module, _, attribute = self._places[name].partition(".")
            self._loaded[name] = getattr(import_module(f"{__package__}.{module}"), attribute)
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._places[name] = ""
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._places[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


out_option = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write to; dist/ in the survey's folder unless told.",
)
strict_option = click.option("--strict", is_flag=True, help="Warnings fail the run too.")
jobs_option = click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes to work in; one on each core unless told."
)
dask_option = click.option(
    "--dask", metavar="ADDRESS", default="", help="Work on a Dask cluster: the address of its scheduler."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON, for programs.")


def root_of(context: click.Context) -> Path:
    """Give the survey folder that `-C` names."""
    return context.ensure_object(Path)


def check_workers(jobs: int | None, dask: str) -> None:
    """Refuse both kinds of workers at once."""
    if jobs and dask:
        raise click.UsageError("--jobs and --dask exclude each other: the cluster says how many workers there are")


def pool_of(jobs: int | None, dask: str) -> "Pool":
    """Give the workers that `--jobs` or `--dask` names."""
    from litatlas.processes.late import load_late
    from litatlas.processes.parallel import dask_cluster, processes

    check_workers(jobs, dask)
    load_late()
    return dask_cluster(dask) if dask else processes(jobs or 0)


class TerminalProgress:
    """Shows a bar for each long step where standard error is a terminal, and nothing elsewhere."""

    def step(self, name: str, /) -> None:
        """Say that the run waits for another one; of all other steps the bars say enough."""
        if name == WAITING:
            click.echo("another run of litatlas writes into this survey; this one goes on when it is done", err=True)

    def track(self, items: Sequence[T], name: str, /) -> Iterable[T]:
        """Give the items, with a bar where they are many."""
        if len(items) < LONG_STEP or not sys.stderr.isatty():
            yield from items
            return
        with click.progressbar(items, label=name, file=sys.stderr) as bar:
            yield from bar


def tell_problems(problems: Iterable[Problem]) -> None:
    """Print each problem on its line: errors in red, warnings in yellow, where there is a terminal."""
    colours = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "bright_black"}
    marks = {severity: click.style(f"{severity}:", fg=colour, bold=True) for severity, colour in colours.items()}
    # At once: each time takes a look at the terminal and a write to it.
    if lines := "\n".join(f"{marks[problem.severity]} {problem}" for problem in problems):
        click.echo(lines, err=True)


def counted(number: int, noun: str, plural: str = "") -> str:
    """Give `1 paper`, `2 papers`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def summary_of(problems: Iterable[Problem]) -> str:
    """Give `2 errors, 1 warning`, or `no problems`."""
    counts = Counter(problem.severity for problem in problems)
    parts = [counted(counts[severity], severity.value) for severity in Severity if counts[severity]]
    return ", ".join(parts) or "no problems"


def failed(problems: Iterable[Problem], strict: bool) -> bool:
    """Whether the run fails: on any error, and with `--strict` on any warning."""
    return any(
        problem.severity is Severity.ERROR or (strict and problem.severity is Severity.WARNING) for problem in problems
    )


def print_json(**parts: object) -> None:
    """Print one JSON object, keys in the order given."""
    text = json.dumps(parts, ensure_ascii=False, indent=1)
    # A file name that is no Unicode holds lone surrogates: written as JSON writes them too, `\\udcff`.
    click.echo(text.encode("utf-8", "backslashreplace").decode("utf-8"))


def problem_as_json(problem: Problem) -> dict[str, object]:
    """Give a problem as a program reads it."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "file": problem.origin.file,
        "line": problem.origin.line,
        "subject": problem.subject,
        "message": problem.message,
    }


def finish(problems: Sequence[Problem], strict: bool) -> NoReturn:
    """End the run with the exit code that its problems ask for."""
    sys.exit(1 if failed(problems, strict) else 0)
