"""Files among the records that are no plain record files; names, links and bytes that mean harm."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from litatlas.app import generate
from litatlas.cli import main
from litatlas.folder.new_survey import create_survey
from litatlas.problems import SettingsError

RECORD = "title: A Good Title\nauthors: [Ann Writer]\nissued: 2024\nabstract: We propose a thing.\n"
COPY = "nothing in it was read; put a copy of it in its place [unread-file]"


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    folder = tmp_path / "survey"
    create_survey(folder, "T")
    with (folder / "survey.yml").open("a") as settings:
        settings.write("silenced: [no-address]\n")
    (tmp_path / "secret.yml").write_text(RECORD)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "other.yml").write_text(RECORD)
    return folder


def told(survey: Path) -> tuple[int, list[str]]:
    """Give the number of papers and what is told."""
    generated = generate(survey)
    assert generated.written is not None
    return len(generated.built.survey.library), [str(problem) for problem in generated.problems]


def link_out(records: Path) -> None:
    (records / "a.yml").symlink_to(records.parent.parent / "secret.yml")


def link_folder_out(records: Path) -> None:
    (records / "a").symlink_to(records.parent.parent / "secrets")


def link_folder(records: Path) -> None:
    (records / "a").symlink_to(".")


def link_nowhere(records: Path) -> None:
    (records / "a.yml").symlink_to("/nowhere/at/all")


def link_to_itself(records: Path) -> None:
    (records / "a.yml").symlink_to("a.yml")


def pipe(records: Path) -> None:
    os.mkfifo(records / "a.yml")


def no_permission(records: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root reads everything")
    (records / "a.yml").write_text(RECORD)
    (records / "a.yml").chmod(0)


UNREAD = (
    (link_out, "records/a.yml: it is a link that leads out of the survey"),
    (link_folder_out, "records/a: it is a link that leads out of the survey"),
    (link_folder, "records/a: it is a link to a folder"),
    (link_nowhere, "records/a.yml: it is a link that leads nowhere"),
    (link_to_itself, "records/a.yml: it is a link that leads nowhere"),
    (pipe, "records/a.yml: it is no regular file"),
    (no_permission, "records/a.yml: it cannot be read (Permission denied)"),
)


@pytest.mark.parametrize(("make", "message"), UNREAD, ids=lambda value: getattr(value, "__name__", ""))
def test_what_is_not_read_is_told(survey: Path, make: Callable[[Path], None], message: str):
    make(survey / "records")
    assert told(survey) == (0, [f"{message}; {COPY}"])


def test_a_link_within_the_survey_is_read(survey: Path):
    (survey / "sources").mkdir()
    (survey / "sources" / "a.yml").write_text(RECORD)
    (survey / "records" / "a.yml").symlink_to("../sources/a.yml")
    assert told(survey) == (1, [])


BYTES = (
    ("a.txt", b"\x00\xff\xfe\x01", "unknown-format", ": the file holds bytes that no text has"),
    ("a.yml", b"title: [" + b"[" * 10_000, "broken-entry", ":1: the record cannot be read as YAML (it is nested more"),
    ("a.json", b"[" * 100_000, "broken-entry", ":1: the item is not JSON (it is nested too deep)"),
    ("a.jsonl", b'{"a":' * 100_000, "broken-entry", ":1: the line is not JSON (it is nested too deep)"),
    ("a.yml", b"title: &a x\nabstract: *a\n", "broken-entry", ":2: the record cannot be read as YAML (aliases (*name)"),
    ("a.yml", b'title: "Lone \\ud800"\n', "broken-entry", ":1: the record cannot be read as YAML (found invalid"),
    ("a error: b.yml", b"[]: x\n", "broken-entry", ":1: the record cannot be read as YAML (a key must be a word)"),
)


@pytest.mark.parametrize(("name", "data", "code", "message"), BYTES)
def test_bytes_that_are_no_record_are_told_on_one_line(survey: Path, name: str, data: bytes, code: str, message: str):
    (survey / "records" / name.replace(" ", "\n")).write_bytes(data)
    papers, problems = told(survey)
    assert papers == 0
    assert [line for line in problems if line.startswith(f"records/{name}{message}")] == problems
    assert [line.endswith(f"[{code}]") and line.isprintable() for line in problems] == [True]


def test_byte_order_marks_of_files_put_together_do_no_harm(survey: Path):
    other = RECORD.replace("A Good Title", "Another One Altogether")
    (survey / "records" / "a.yml").write_text(f"\ufeff{RECORD}\ufeff---\n{other}", encoding="utf-8")
    assert told(survey)[0] == 2


@pytest.mark.parametrize("command", ["import", "rename"])
def test_a_record_of_another_encoding_ends_a_command_in_one_line(
    survey: Path, command: str, capsys: pytest.CaptureFixture[str]
):
    (survey / "records" / "a.yml").write_bytes("title: Café\n".encode("latin-1"))
    new = survey.parent / "secret.yml"
    with pytest.raises(SystemExit) as ended:
        main(["-C", str(survey), command, *([str(new)] if command == "import" else ["a", "b"])])
    assert ended.value.code == 1
    assert capsys.readouterr().err == (
        "error: records/a.yml:1: is not UTF-8; nothing was built; save the file as UTF-8\n"
    )


IDS = ("../../x", "a/b", "..", "con", "NUL", "Foo", "a" * 61, "index", "\u202ea", "<b>", "-a", "a--b")


@pytest.mark.parametrize("id", IDS)
def test_an_id_that_could_be_a_path_is_refused(survey: Path, id: str):
    (survey / "records" / "a.yml").write_text(f"id: '{id}'\n{RECORD}", encoding="utf-8")
    generated = generate(survey)
    assert generated.written is None
    assert [problem.code for problem in generated.problems] == ["bad-id"]
    assert not (survey / "docs" / "papers").exists()


def test_titles_equal_but_for_case_are_all_kept(survey: Path):
    for number, title in enumerate(("A Good Title", "a good title", "A GOOD TITLE")):
        record = RECORD.replace("A Good Title", title).replace("Writer", f"Writer{'abc'[number]}")
        (survey / "records" / f"{number}.yml").write_text(record, encoding="utf-8")
    papers, problems = told(survey)
    assert papers == 3
    assert [problem.rpartition(" ")[2] for problem in problems if "possible-duplicate" in problem] == [
        "[possible-duplicate]"
    ] * 2
    pages = [path.name for path in (survey / "docs/papers").glob("*.md") if path.stem != "index"]
    assert len({name.casefold() for name in pages}) == 3


def test_a_name_that_is_not_unicode_does_not_stop_anything(survey: Path, capsys: pytest.CaptureFixture[str]):
    (survey / "records" / os.fsdecode(b"a\xff.yml")).write_text(RECORD + "odd: x\n")
    with pytest.raises(SystemExit) as ended:
        main(["-C", str(survey), "check", "--json"])
    assert ended.value.code == 0
    assert '"code": "unknown-field"' in capsys.readouterr().out


SETTINGS = (
    ("language: '<script>'", "language: expected a language tag such as en or pt-BR, got '<script>'"),
    ("language: 'en\"]'", "language: expected a language tag such as en or pt-BR, got 'en\"]'"),
    ("edition: ../x", "edition: expected letters, digits, dots and hyphens such as 2026.11, got '../x'"),
    ("address: 'javascript:1'", "address: expected an address such as https://example.org/survey/, got 'javascript:1'"),
    ("repository: 'https:'", "repository: expected an address such as https://example.org/survey/, got 'https:'"),
)


@pytest.mark.parametrize(("line", "message"), SETTINGS)
def test_a_hostile_setting_is_refused(survey: Path, line: str, message: str):
    (survey / "survey.yml").write_text(f"title: T\n{line}\n")
    with pytest.raises(SettingsError) as caught:
        generate(survey)
    assert str(caught.value) == f"survey.yml:2: {message} [bad-setting]"
