"""`litatlas import` of the hostile files, and a build from what it wrote."""

import re
from pathlib import Path

import pytest

from hostile.conftest import litatlas, not_owned
from hostile.files import hostile_files
from litatlas.app import generate
from litatlas.store.writing import OWNED

pytestmark = pytest.mark.slow

DOI = re.compile(r"10\.5555/[a-z]+\.\d+")
LOSING = re.compile(r"\[(?:broken-entry|no-title|lone-title|bad-id)\]$")
RECORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.yml")


def test_hostile_files_become_records_that_build(tmp_path: Path):
    around = tmp_path / "around"
    survey, inbox = around / "survey", tmp_path / "inbox"
    inbox.mkdir()
    files = hostile_files()
    for file in files:
        (inbox / Path(file.path).name).write_bytes(file.data)
    paths = [str(inbox / Path(file.path).name) for file in files]
    assert litatlas(tmp_path, "new", str(survey)).returncode == 0
    before = not_owned(around)

    first = litatlas(survey, "import", *paths, SOURCE_DATE_EPOCH="1700000000")
    assert first.returncode == 0, first.stderr[-2000:]
    assert [line for line in first.stderr.split("\n")[:-1] if not line.isprintable()] == []

    after = not_owned(around)
    new = sorted(after.keys() - before.keys())
    assert {path: after[path] for path in before} == before
    assert [path for path in new if not re.fullmatch(f"survey/records/{RECORD.pattern}", path)] == []

    kept = {doi for path in new for doi in DOI.findall((around / path).read_text(encoding="utf-8"))}
    told = [line for line in first.stderr.split("\n") if LOSING.search(line)]
    lost = [
        entry
        for file in files
        for entry in file.entries
        if entry.doi.startswith("10.") and entry.doi not in kept
        if not any(f" {Path(entry.file).name}:{entry.line}: " in line for line in told)
    ]
    assert lost == []

    second = litatlas(survey, "import", *paths, SOURCE_DATE_EPOCH="1800000000")
    assert (second.returncode, "wrote 0 records" in second.stdout) == (0, True)
    assert not_owned(around) == after

    generated = generate(survey)
    assert generated.written is not None, [str(problem) for problem in generated.problems][:5]
    assert len(generated.built.survey.library) == len(new)
    assert not_owned(around) == after
    assert all(path.startswith((*OWNED, "docs/")) for path in generated.written.written)
