"""A command that would change nothing is over at once, tells the same again, and anything that matters wakes it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from litatlas.cli import main
from litatlas.folder.stamp import STAMP, Finished, Folders, Stamp
from litatlas.problems import Origin, Problem
from litatlas.store.file_table import FileTable, files_below

FOLDERS = Folders(outputs=(".litatlas", "docs/papers", "docs/feed.xml", "site"), ignored=("dist",))
TOLD = Finished(
    2, (Problem("no-title", Origin("records/a.yml", 3), "has no title", "a"),), "/somewhere/site", ("warning: dead",)
)
LONG_AGO = 1_700_000_000


@pytest.fixture
def survey(tmp_path) -> Path:
    """A survey whose command has run; all its files are old."""
    for path, text in {
        "survey.yml": "title: One\n",
        "mkdocs.yml": "site_name: One\ntheme:\n  custom_dir: .theme\nextra:\n  a: !ENV [LITATLAS_TEST, none]\n",
        "permalinks.tsv": "",
        "records/a.yml": "title: A\n",
        "records/b.yml": "title: B\n",
        "docs/index.md": "# One\n",
        "docs/picture.png": "png",
        ".theme/main.html": "{{ page }}",
        ".git/HEAD": "ref",
        "docs/papers/a.md": "# A\n",
        "docs/feed.xml": "<feed/>",
        "site/index.html": "<html>",
        ".litatlas/manifest.json": "{}",
        ".litatlas/cache/some.json": "{}",
        "dist/one.zip": "zip",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
        os.utime(tmp_path / path, (LONG_AGO, LONG_AGO))
    Stamp(tmp_path).keep(TOLD, FOLDERS)
    return tmp_path


def test_what_was_told_is_told_again_while_nothing_changes(survey):
    assert Stamp(survey).finished() == TOLD


@pytest.mark.parametrize(
    "path",
    ["survey.yml", "records/a.yml", "docs/index.md", "docs/picture.png", ".theme/main.html", "docs/papers/a.md",
     "docs/feed.xml", "site/index.html", ".litatlas/manifest.json"],
)  # fmt: skip
@pytest.mark.parametrize("change", ["edit", "delete", "neighbour"])
def test_a_changed_input_or_output_wakes_the_command(survey, path, change):
    file = survey / path
    if change == "edit":
        # Of the same length: the size alone would not tell.
        file.write_text(file.read_text(encoding="utf-8")[:-1] + "~", encoding="utf-8")
    elif change == "delete":
        file.unlink()
    elif file.name == "feed.xml":
        return
    else:
        file.with_name("new.file").touch()
    assert Stamp(survey).finished() is None


def test_what_was_looked_at_just_now_is_not_looked_at_again(survey):
    docs, site = survey / "docs", survey / "site"
    known = {str(docs): files_below(docs, strict=True), str(site): files_below(site)}
    Stamp(survey).keep(TOLD, FOLDERS, known=known)
    assert Stamp(survey).finished() == TOLD
    Stamp(survey).keep(TOLD, FOLDERS, known=known | {str(site): FileTable().with_rows({"index.html": (6, 1)})})
    assert Stamp(survey).finished() is None


def test_what_is_no_input_wakes_nothing(survey):
    for path in (".git/HEAD", ".litatlas/cache/some.json", "dist/one.zip", "dist/two.zip", "docs/__pycache__/a.pyc"):
        (survey / path).parent.mkdir(exist_ok=True)
        (survey / path).write_text("changed", encoding="utf-8")
    (survey / "records/a.yml").touch()
    (survey / "docs/index.md").write_text("# One\n", encoding="utf-8")
    assert Stamp(survey).finished() == TOLD


def test_a_variable_that_mkdocs_yml_names_is_an_input(survey, monkeypatch):
    monkeypatch.setenv("LITATLAS_OTHER", "x")
    assert Stamp(survey).finished() == TOLD
    monkeypatch.setenv("LITATLAS_TEST", "x")
    assert Stamp(survey).finished() is None


@pytest.mark.parametrize("line", ["custom_dir: ../theme", "hooks: ['/etc/hosts']", "INHERIT: ../base.yml"])
def test_a_survey_that_is_made_from_files_elsewhere_is_always_built(survey, line):
    (survey / "mkdocs.yml").write_text(f"site_url: https://example.org/\n{line}\n", encoding="utf-8")
    for name in ("theme", "base.yml"):
        (survey.parent / name).touch()
    Stamp(survey).keep(TOLD, FOLDERS)
    assert Stamp(survey).finished() is None


def test_an_input_that_changes_during_the_run_leaves_no_stamp(survey):
    (survey / "records/a.yml").write_text("title: Another\n", encoding="utf-8")
    stamp = Stamp(survey)
    (survey / "records/b.yml").write_text("title: Typed just now\n", encoding="utf-8")
    stamp.keep(TOLD, FOLDERS)
    assert Stamp(survey).finished() is None


def test_what_the_run_itself_writes_is_no_such_change(survey):
    stamp = Stamp(survey)
    for path in ("permalinks.tsv", "themes.tsv"):
        (survey / path).write_text("paper\ta\n", encoding="utf-8")
    stamp.keep(TOLD, FOLDERS, ("permalinks.tsv", "themes.tsv"))
    assert Stamp(survey).finished() == TOLD
    (survey / "permalinks.tsv").write_text("paper\tb\n", encoding="utf-8")
    assert Stamp(survey).finished() is None


@pytest.mark.parametrize("damage", ["", "[]", '{"inputs": 3}', "half", "no problems"])
def test_a_damaged_stamp_is_none(survey, damage):
    text = (survey / STAMP).read_text(encoding="utf-8")
    if damage == "half":
        damage = text[: len(text) // 2]
    elif damage == "no problems":
        damage = json.dumps(json.loads(text) | {"problems": [["no-such-code", "", 0, "", ""]]})
    (survey / STAMP).write_text(damage, encoding="utf-8")
    assert Stamp(survey).finished() is None


def test_links_that_go_round_are_no_trap(survey):
    (survey / "docs/round").symlink_to(survey / "docs")
    Stamp(survey).keep(TOLD, FOLDERS)
    assert Stamp(survey).finished() == TOLD


RECORD = "title: Flamingo\nauthors: [Ann Smith]\nissued: 2022\nabstract: We see.\nnonsense: 1\n"
AGAIN = """
import sys
from litatlas.cli import main
main(sys.argv[1:], standalone_mode=False)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A survey of one paper, built."""
    folder = tmp_path_factory.mktemp("stamped") / "survey"
    run("new", str(folder))
    (folder / "records/flamingo.yml").write_text(RECORD, encoding="utf-8")
    assert run("-C", str(folder), "build").exit_code == 0
    return folder


def run(*arguments: str):
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def all_files(folder: Path) -> dict[str, int]:
    return {path.as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*")}


@pytest.mark.parametrize("command", ["build", "pages", "check"])
def test_a_command_without_work_tells_the_same_touches_nothing_and_loads_little(built, command):
    before = all_files(built)
    code, path = (
        AGAIN.replace("\nmain(", "\ntry:\n    main(")
        + ("finally:\n    assert not {'numpy', 'mkdocs', 'jinja2', 'litatlas.app'} & set(sys.modules)\n"),
        os.pathsep.join(sys.path),
    )
    # From elsewhere and by another name of the folder: neither matters.
    done = subprocess.run(
        [sys.executable, "-c", code, "-C", os.path.relpath(built, "/"), command],
        capture_output=True, text=True, cwd="/", check=False, env=os.environ | {"PYTHONPATH": path},
    )  # fmt: skip
    assert all_files(built) == before
    stamp, away = built / STAMP, (built / STAMP).with_name("away")
    stamp.rename(away)
    full = run("-C", str(built), "check")
    away.rename(stamp)
    assert done.stderr == full.stderr, "the problems of a run that does everything"
    assert "[unknown-field]" in done.stderr
    wrote = "" if command == "check" else "nothing to write; "
    site = f"the site is in {built / 'site'}\n" if command == "build" else ""
    assert done.stdout == f"1 paper; {wrote}1 warning, 1 note\n{site}"
    assert (done.returncode, full.exit_code) == (0, 0)


def test_a_build_follows_what_pages_alone_has_written(built):
    record = built / "records/flamingo.yml"
    try:
        record.write_text(RECORD.replace("We see.", "We look."), encoding="utf-8")
        assert "2 files written" not in run("-C", str(built), "pages").stdout
        assert run("-C", str(built), "pages").stdout.startswith("1 paper; nothing to write; ")
        assert "We look." not in (built / "site/papers/flamingo/index.html").read_text(encoding="utf-8")
        assert run("-C", str(built), "build").exit_code == 0
        assert "We look." in (built / "site/papers/flamingo/index.html").read_text(encoding="utf-8")
    finally:
        record.write_text(RECORD, encoding="utf-8")
        assert run("-C", str(built), "build").exit_code == 0


def test_what_mkdocs_warned_of_is_told_again_and_fails_a_strict_build(built):
    page = built / "docs/more.md"
    page.write_text("# More\n\n[away](nowhere.md)\n", encoding="utf-8")
    try:
        first, second = run("-C", str(built), "build"), run("-C", str(built), "build")
        assert "warning: Doc file 'more.md' contains a link 'nowhere.md'" in second.stderr
        assert (first.exit_code, second.exit_code) == (0, 0)
        assert second.stdout == first.stdout.replace(first.stdout.split("; ")[1], "nothing to write")
        assert run("-C", str(built), "build", "--strict").exit_code == 1
    finally:
        page.unlink()
        assert run("-C", str(built), "build").exit_code == 0
