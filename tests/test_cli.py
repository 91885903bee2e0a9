"""The commands as a user meets them: what they print, what they write, how they end."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from litatlas.cli import main

BIB = r"""
@inproceedings{alayrac2022, title = {Flamingo: a Visual Language Model}, author = {Alayrac, Jean-Baptiste and others},
  year = 2022, booktitle = {NeurIPS}, abstract = {We introduce Flamingo, a family of visual language models.}}
@article{broken, title = {No end
@misc{smith2024, title = {Seeing with {\'E}clat}, author = {Zo{\"e} Smith}, year = {2024},
  eprint = {2401.00001}, archiveprefix = {arXiv}, abstract = {Unlike Flamingo, we see with eclat.}}
"""


@pytest.fixture
def survey(tmp_path) -> Path:
    folder = tmp_path / "my survey"
    assert run("new", str(folder)).exit_code == 0
    return folder


def run(*arguments: str, root: Path | None = None, stdin: str | None = None):
    before = ["-C", str(root)] if root else []
    return CliRunner().invoke(main, [*before, *arguments], input=stdin, catch_exceptions=False)


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_help_with_an_example(command):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Example:" in result.output
    assert f"litatlas {command}" in result.output or f"{command} " in result.output


@pytest.mark.parametrize("arguments", [["--no-such"], ["no-such"], ["import"], ["check", "--no-such"]])
def test_wrong_usage_exits_with_2(arguments):
    assert run(*arguments).exit_code == 2


def test_a_folder_that_is_no_survey_is_told_in_one_line(tmp_path):
    result = run("check", root=tmp_path)
    assert result.exit_code == 1
    assert result.stderr == (
        f"error: {tmp_path}: holds no survey.yml; so it is not a survey; run 'litatlas new DIR' to begin one,"
        " or name the survey's folder with '-C DIR'\n"
    )


def test_a_bib_in_records_is_a_survey(survey):
    (survey / "records" / "export.bib").write_text(BIB, encoding="utf-8")
    result = run("pages", root=survey)
    assert result.exit_code == 0, result.output
    assert "records/export.bib:" in result.stderr
    assert "[broken-entry]" in result.stderr
    assert result.stdout.startswith("2 papers; ")
    assert (survey / "docs/papers/flamingo.md").is_file()
    assert "alayrac2022flamingo" in (survey / "permalinks.tsv").read_text(encoding="utf-8")
    assert run("pages", root=survey).stdout.startswith("2 papers; nothing to write; ")


def test_fixing_a_typo_in_a_bib_changes_no_address(survey):
    bib = survey / "records" / "export.bib"
    bib.write_text(BIB, encoding="utf-8")
    run("pages", root=survey)
    ledger = (survey / "permalinks.tsv").read_text(encoding="utf-8")
    bib.write_text(BIB.replace("Flamingo: a Visual", "Flamingos: a Visual").replace("2022,", "2021,"), encoding="utf-8")
    result = run("pages", root=survey)
    assert result.exit_code == 1 or "lost-address" not in result.stderr
    assert (survey / "docs/papers/flamingo.md").is_file()
    papers = [line for line in ledger.splitlines() if line.startswith("paper\t")]
    assert papers == [
        line for line in (survey / "permalinks.tsv").read_text().splitlines() if line.startswith("paper\t")
    ]


def test_a_deleted_record_stops_the_build_with_the_way_out(survey):
    (survey / "records" / "export.bib").write_text(BIB, encoding="utf-8")
    assert run("import", str(survey / "records" / "export.bib"), root=survey).exit_code == 0
    (survey / "records" / "export.bib").unlink()
    assert run("pages", root=survey).exit_code == 0
    page = survey / "docs/papers/flamingo.md"
    (survey / "records" / "flamingo.yml").unlink()
    result = run("build", root=survey)
    assert result.exit_code == 1
    assert "[lost-address]" in result.stderr
    assert "litatlas withdraw flamingo --reason" in result.stderr
    assert page.is_file(), "nothing is touched while an address would die"
    assert not (survey / "site").exists()


def test_import_says_what_it_did_and_does_nothing_twice(survey):
    first = run("import", "-", "--format", "bibtex", root=survey, stdin=BIB)
    assert first.exit_code == 0, first.output
    assert {path.name for path in (survey / "records").glob("*.yml")} == {"flamingo.yml", "seeing-with-eclat.yml"}
    assert "flamingo" in first.stdout
    second = run("import", "-", "--format", "bibtex", root=survey, stdin=BIB)
    assert "wrote 0 records" in second.stdout


def test_a_dry_run_writes_nothing(survey):
    result = run("import", "-", "--format", "bibtex", "--dry-run", root=survey, stdin=BIB)
    assert "would write 2 records" in result.stdout
    assert list((survey / "records").glob("*.yml")) == []


def test_rename_keeps_the_old_address_and_the_citation_key(survey):
    run("import", "-", "--format", "bibtex", root=survey, stdin=BIB)
    assert run("pages", root=survey).exit_code == 0
    result = run("rename", "flamingo", "flamingo-2022", root=survey)
    assert result.exit_code == 0, result.output
    assert run("pages", root=survey).exit_code == 0
    assert "redirect: papers/flamingo-2022/" in (survey / "docs/papers/flamingo.md").read_text(encoding="utf-8")
    assert "alayrac2022flamingo" in (survey / "docs/papers/flamingo-2022.md").read_text(encoding="utf-8")


def test_withdraw_leaves_a_tombstone(survey):
    run("import", "-", "--format", "bibtex", root=survey, stdin=BIB)
    result = run("withdraw", "flamingo", "--reason", "out of scope", root=survey)
    assert result.exit_code == 0, result.output
    # Its author, venue and year are gone with it: their addresses were never built, so only the paper's remains.
    assert run("pages", root=survey).exit_code == 0
    assert "out of scope" in (survey / "docs/papers/flamingo.md").read_text(encoding="utf-8")


def test_merge_redirects_one_paper_to_the_other(survey):
    run("import", "-", "--format", "bibtex", root=survey, stdin=BIB)
    result = run("merge", "seeing-with-eclat", "flamingo", root=survey)
    assert result.exit_code == 0, result.output
    assert run("pages", root=survey).exit_code == 0
    assert "redirect: papers/flamingo/" in (survey / "docs/papers/seeing-with-eclat.md").read_text(encoding="utf-8")


def test_check_writes_nothing_and_speaks_json(survey):
    (survey / "records" / "export.bib").write_text(BIB, encoding="utf-8")
    before = sorted(survey.rglob("*"))
    result = run("check", "--json", root=survey)
    told = json.loads(result.stdout)
    assert told["papers"] == 2
    broken = [problem for problem in told["problems"] if problem["code"] == "broken-entry"]
    assert [(problem["file"], problem["line"]) for problem in broken] == [("records/export.bib", 4)]
    assert sorted(survey.rglob("*")) == before


def test_strict_makes_a_warning_fail(survey):
    (survey / "records" / "export.bib").write_text(BIB, encoding="utf-8")
    assert run("check", root=survey).exit_code == 0
    assert run("check", "--strict", root=survey).exit_code == 1


def test_tags_are_listed_and_suggested(survey):
    (survey / "records" / "export.bib").write_text(BIB, encoding="utf-8")
    assert run("tags", root=survey).exit_code == 0
    assert run("tags", "--suggest", root=survey).exit_code == 0
    assert "tags" in json.loads(run("tags", "--json", root=survey).stdout)


def test_new_refuses_a_folder_that_is_not_empty(tmp_path):
    (tmp_path / "file").touch()
    result = run("new", str(tmp_path))
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")


PROCESS = """
import atexit, sys
from litatlas import cli

class Made:
    def __del__(self):
        print("taken apart")

kept = Made()
atexit.register(print, "told at the end")
cli.run(sys.argv[1:])
"""


@pytest.mark.parametrize(("arguments", "status", "said"), [(["--version"], 0, "version"), (["nonsense"], 2, "")])
def test_a_process_ends_with_its_status_and_takes_nothing_apart(arguments, status, said):
    ended = subprocess.run([sys.executable, "-c", PROCESS, *arguments], capture_output=True, text=True, check=False)
    assert ended.returncode == status
    assert said in ended.stdout
    assert ended.stdout.endswith("told at the end\n")


def test_a_process_with_another_thread_ends_when_that_has():
    thread = "import threading, time; threading.Thread(target=lambda: (time.sleep(1), print('done'))).start()"
    code = f"{thread}\nfrom litatlas import cli; cli.run(['--version'])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.endswith("done\n")
