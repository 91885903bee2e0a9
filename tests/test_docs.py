"""The documentation is true: it names all that there is and nothing else, and what it shows was run."""

import os
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import click
import pytest
import yaml
from msgspec import Struct
from msgspec.structs import asdict

import problem_cases
from documents import (
    BIB,
    README,
    SURVEY,
    code_of,
    examples,
    first_names,
    guide_pages,
    names,
    relative_links,
    section,
    table,
    write,
)
from litatlas import __version__
from litatlas.cli import main
from litatlas.facets import FACETS
from litatlas.folder.config import SETTINGS, load_settings
from litatlas.folder.new_survey import create_survey
from litatlas.identity.identifiers import normal_identifier
from litatlas.identity.ledger_format import COLUMNS, KINDS, State
from litatlas.identity.permalink import Ledger
from litatlas.intake.admission import admit
from litatlas.model import IDENTIFIER_SCHEMES, Author, Kind, Paper, Reason, ReasonKind, Rel, Status, Venue, VenueKind
from litatlas.pages.neighbours import reason_in_words
from litatlas.pages.wording import KIND_WORDS
from litatlas.people import parse_people
from litatlas.people.authors_file import KEYS as PERSON_KEYS
from litatlas.problems import CODES, Origin, Problems
from litatlas.readers import READERS, RECORD_FIELDS, read
from litatlas.related import fusion
from litatlas.resources import templates_folder
from litatlas.settings import Editor, Settings
from litatlas.store.writing import OWNED
from litatlas.vocabulary import FACET_KEYS, PHRASE_KEYS, TAG_KEYS, TOP_KEYS, parse_vocabulary
from litatlas.vocabulary.taxonomy import Where
from surveys import REPOSITORY

PAGES = guide_pages()
EXAMPLES = [example for page, text in PAGES.items() for example in examples(page, text)]
TEXTS = {
    **PAGES,
    "README.md": README.read_text(encoding="utf-8"),
    "about.md": (REPOSITORY / "docs" / "about.md").read_text(encoding="utf-8"),
    **{f"new survey: {name}": (templates_folder() / "survey" / name).read_text("utf-8") for name in ("README.md",)},
}


def in_code(text: str) -> set[str]:
    """Give the names that stand in code in a text."""
    return set(code_of(text))


# -- what the pages show was run


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run shell lines as a reader would, with the command of this environment; the folder is home too."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path, "HOME": str(folder), "PYTHONWARNINGS": "error"}
    environment.pop("COVERAGE_PROCESS_START", None)
    shell = ["bash", "-euo", "pipefail", "-c", script]
    return subprocess.run(shell, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_every_example_says_how_it_is_tested():
    marks = {
        "sh": re.compile(r"run( in an empty folder)?|not run, .+"),
        "yaml": re.compile("record|vocabulary|settings|mkdocs|people"),
        "text": re.compile("headers"),  # browser/test_hosted.py serves the site with them
    }
    assert [e for e in EXAMPLES if e.language not in marks or not marks[e.language].fullmatch(e.mark)] == []


@pytest.mark.slow
@pytest.mark.parametrize("page", sorted({e.page for e in EXAMPLES if e.mark.startswith("run")}))
def test_the_commands_of_a_page_run_one_after_the_other(page, tmp_path):
    survey, empty = tmp_path / "a survey", tmp_path / "an empty folder"
    create_survey(survey)
    write(survey, SURVEY)
    write(empty, {"export.bib": BIB})
    for example in EXAMPLES:
        if example.page == page and example.mark.startswith("run"):
            done = run(example.text, survey if example.mark == "run" else empty)
            assert done.returncode == 0, f"{example.text}\n{done.stdout}\n{done.stderr}"
            assert "warning" not in done.stderr, done.stderr


@pytest.mark.slow
def test_your_own_survey_in_five_minutes_works_as_written(tmp_path):
    write(tmp_path, {"Downloads/export.bib": BIB})
    text = section(TEXTS["README.md"], "## Your own survey in five minutes")
    blocks = [example.text for example in examples("README.md", text) if example.language == "sh"]
    lines = [line for block in blocks for line in block.splitlines()]
    # The package is installed here, and `serve` goes on until it is stopped (test_plugin tries it).
    left_out = [line.partition("#")[0].strip() for line in lines if re.search(r"^pip install| serve\b", line)]
    assert left_out == ["pip install .", "litatlas -C my-survey serve"]
    done = run("\n".join(line for line in lines if not re.search(r"^pip install| serve\b", line)), tmp_path)
    assert done.returncode == 0, done.stderr
    assert "problem" in done.stdout
    survey = tmp_path / "my-survey"
    assert [path.name for path in (survey / "records").glob("[!.]*")] == ["otter.yml"]
    assert "Otter: Learning to Swim" in (survey / "site" / "papers" / "otter" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.language == "yaml"], ids=lambda e: f"{e.page} {e.mark}")
def test_an_example_of_a_file_has_no_problem(example):
    problems = Problems()
    if example.mark == "record":
        papers = admit(read("records/example.yml", example.text.encode(), problems), Ledger(), problems).papers
        assert len(papers) == 1
    elif example.mark == "vocabulary":
        assert parse_vocabulary(example.text, "vocabulary.yml", problems).tags
    elif example.mark == "people":
        assert parse_people(example.text, "authors.yml", problems)
    elif example.mark == "settings":
        load_settings(example.text)
    else:
        for name in yaml.safe_load(example.text)["plugins"]:
            assert entry_points(group="mkdocs.plugins", name=name) or name == "search"
    assert [str(problem) for problem in problems] == []


# -- commands and options


def options_of(command: click.Command) -> list[str]:
    """Give the long names of a command's options."""
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    return [option.opts[-1] for option in options]


def test_the_guide_has_every_command_in_the_order_of_the_help():
    assert re.findall(r"^## litatlas (\S+)$", PAGES["commands.md"], re.M) == list(main.commands)


@pytest.mark.parametrize("name", sorted(main.commands))
def test_the_guide_has_every_option_of_a_command(name):
    text = section(PAGES["commands.md"], f"## litatlas {name}")
    documented = first_names(text, "option") if "| option |" in text else []
    assert documented == options_of(main.commands[name])
    assert ("It has no options." in text) == (not documented)


def test_the_guide_has_every_option_of_the_program():
    documented = {name.partition(" ")[0] for name in first_names(PAGES["commands.md"], "option of litatlas")}
    assert documented == {"-C", "--survey", "--version", "-h", "--help"}
    assert {name for option in main.params for name in option.opts} < documented


@pytest.mark.parametrize("text", [*TEXTS.values(), *(c.help or "" for c in main.commands.values())])
def test_no_text_names_a_command_or_option_that_does_not_exist(text):
    # In a help text everything from "Example:" on is code.
    code = "\n".join(code_of(text)) if "Example:" not in text else text.partition("Example:")[2]
    for line in code.replace("\\\n", " ").splitlines():
        for call in re.finditer(r"\blitatlas((?: -C (?:\"[^\"]+\"|\S+))?) ([a-z]+)([^|&;#']*)", line):
            assert call[2] in main.commands, line
            assert set(re.findall(r" (--[a-z-]+)", call[3])) <= {*options_of(main.commands[call[2]]), "--help"}, line


def test_make_has_the_targets_that_the_readme_names():
    targets = set(re.findall(r"^([a-z-]+):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.M))
    named = {target for code in code_of(TEXTS["README.md"]) for target in re.findall(r"\bmake ([a-z-]+)", code)}
    assert {"site", "test"} <= named <= targets


# -- problems


def test_the_guide_has_every_problem_code_once():
    assert sorted(re.findall(r"^### (.+)$", PAGES["problems.md"], re.M)) == sorted(CODES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_the_guide_says_what_a_code_means_and_shows_a_message(code):
    text = section(PAGES["problems.md"], f"### {code}")
    meaning, example, way_out = text.strip().split("\n\n")
    severity = CODES[code].severity.capitalize()
    assert " ".join(meaning.split()) == f"**{severity}.** {CODES[code].meaning}"
    assert example.removeprefix("> ").strip("`") in problem_cases.told(code)
    assert way_out.endswith(".")


@pytest.mark.parametrize("page", sorted(TEXTS))
def test_no_page_leads_to_a_problem_that_does_not_exist(page):
    assert set(re.findall(r"problems\.md#([a-z-]+)", TEXTS[page])) <= set(CODES)


# -- settings, records, formats, vocabulary, ledger


def test_the_guide_has_every_setting_with_its_default():
    defaults = {}
    for name, value in asdict(Settings("x")).items():
        inner = asdict(value) if isinstance(value, Struct) else {}
        values = {f"{name}.{one}": default for one, default in inner.items()} or {name: value}
        if name == "editors":
            values |= {f"editors.{one}": "" for one in Editor.__struct_fields__}
        defaults |= values
    defaults["title"] = ""
    rows = table(PAGES["site.md"], "setting")
    assert {names(row[0])[0]: row[1].strip("`") for row in rows} == {k: str(v or "") for k, v in defaults.items()}
    assert {name.partition(".")[0] for name in defaults} == set(SETTINGS)


def test_the_guide_has_every_field_of_a_record():
    assert first_names(PAGES["records.md"], "field") == list(RECORD_FIELDS)


def test_the_identifiers_shown_are_valid():
    shown = {names(row[0])[0]: names(row[1])[0] for row in table(PAGES["records.md"], "scheme")}
    assert [scheme for scheme, value in shown.items() if normal_identifier(scheme, value) is None] == []


LISTS = (
    # (page, first column of its table, names)
    ("records.md", "scheme", IDENTIFIER_SCHEMES),
    ("records.md", "kind", tuple(Kind)),
    ("records.md", "key", Venue.__struct_fields__),
    ("importing.md", "format", tuple(reader.name for reader in READERS)),
    ("vocabulary.md", "key of the file", TOP_KEYS),
    ("vocabulary.md", "key of a facet", FACET_KEYS),
    ("vocabulary.md", "key of a tag", TAG_KEYS),
    ("vocabulary.md", "key of a phrase", PHRASE_KEYS),
    ("vocabulary.md", "where", tuple(Where)),
    ("authors.md", "key of a person", PERSON_KEYS),
    ("ledger.md", "column", COLUMNS),
    ("site.md", "facet", tuple(facet.key for facet in FACETS)),
)


@pytest.mark.parametrize(("page", "first", "expected"), LISTS, ids=[f"{page} {first}" for page, first, _ in LISTS])
def test_a_table_of_the_guide_is_complete(page, first, expected):
    assert sorted(first_names(PAGES[page], first)) == sorted(expected)


def test_the_guide_has_every_end_of_a_name_that_tells_a_format():
    rows = table(PAGES["importing.md"], "format")
    assert {names(row[0])[0]: tuple(names(row[1])) for row in rows} == {r.name: r.suffixes for r in READERS}


def test_the_guide_says_what_a_page_says_of_a_kind():
    rows = table(section(PAGES["records.md"], "## Kinds"), "kind")
    assert {names(kind)[0]: words for kind, words in rows} == dict(KIND_WORDS)


def test_the_guide_has_the_folders_of_every_facet():
    rows = table(PAGES["site.md"], "facet")
    assert {names(row[0])[0]: names(row[1])[0] for row in rows} == {facet.key: f"{facet.folder}/" for facet in FACETS}


CHOICES = (
    # (page, heading of the section, values that it must name)
    ("records.md", "## Authors", [part for part in Author.__struct_fields__ if part != "person"]),
    ("records.md", "## Links", Rel),
    ("records.md", "## Status", Status),
    ("records.md", "## Venue", VenueKind),
    ("ledger.md", "## The file", State),
    ("ledger.md", "## The file", KINDS),
)


@pytest.mark.parametrize(("page", "heading", "values"), CHOICES)
def test_a_section_names_every_choice(page, heading, values):
    assert set(values) <= in_code(section(PAGES[page], heading))


def test_the_guide_has_every_block_for_hand_written_pages():
    blocks = {path.name.removesuffix(".j2") for path in (templates_folder() / "pages" / "blocks").iterdir()}
    assert sorted(first_names(PAGES["site.md"], "block")) == sorted(blocks)


def test_the_guide_names_every_folder_that_is_generated():
    rows = {row[0]: row[1] for row in table(PAGES["index.md"], "the build writes")}
    assert sorted(names(rows["generated folders"])) == sorted(f"{folder}/" for folder in OWNED)


def test_the_guide_explains_every_reason_and_the_weights():
    paper = Paper("a", "a", "A title", Origin("a.yml"))
    leads = {reason_in_words(Reason(kind, ("x",)), paper, paper).lead for kind in ReasonKind}
    shown = [
        lead for row in table(PAGES["related.md"], "the page says") for lead in re.findall(r"\*\*(.+?)\*\*", row[0])
    ]
    assert set(shown) == leads
    weights = {name: value for name, value in vars(fusion).items() if name.endswith("_WEIGHT")}
    told = [float(row[1]) for row in table(PAGES["related.md"], "signal")]
    assert sorted(told) == sorted(weights.values())


# -- the texts themselves


def test_the_guide_stands_in_the_navigation():
    text = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    assert sorted(re.findall(r"guide/(\S+\.md)$", text, re.M)) == sorted(PAGES)


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md"])
def test_what_the_readme_links_to_is_there(name):
    links = relative_links((REPOSITORY / name).read_text(encoding="utf-8"))
    assert [link for link in links if not (REPOSITORY / link.partition("#")[0]).exists()] == []


def test_the_changelog_speaks_of_this_version():
    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(__version__)}\b", changelog, re.M)
